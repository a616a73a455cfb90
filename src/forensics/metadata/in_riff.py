"""The chunks of a WebP file (RFC 9649)."""

from __future__ import annotations

import struct

from forensics.metadata.record import Block, Container

MOST_CHUNKS = 5_000
_KINDS = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc", b"C2PA": "jumbf"}


def walk(data: bytes) -> Container:
    """Metadata chunks; the end is where the RIFF header says that the file ends."""
    end = 8 + int.from_bytes(data[4:8], "little")
    end += end % 2
    blocks: list[Block] = []
    at = 12
    for _ in range(MOST_CHUNKS):
        if at + 8 > min(end, len(data)):
            break
        kind, length = struct.unpack_from("<4sI", data, at)
        if kind in _KINDS:
            payload = data[at + 8 : at + 8 + length].removeprefix(b"Exif\0\0")
            blocks.append(Block(_KINDS[kind], payload, at + 8, kind.decode("latin-1").strip()))
        at += 8 + length + length % 2
    return Container(tuple(blocks), end if end <= len(data) else None)
