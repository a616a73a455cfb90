"""What follows the end mark of a picture: a second picture, the video of a motion photo, a maker's block, something glued on.

Sources: CIPA DC-007 (Multi-Picture Format); Google, Motion Photo 1.0; exiftool, Samsung.pm, for the order of Samsung's block.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from forensics.metadata import exif
from forensics.metadata.record import Block

MOST_PICTURES = 16
_MP_ENTRIES = 0xB002
_PADDING = b"\0\xff\r\n\t "
_PIECE = 1 << 16
_MARKS = (
    (b"ftyp", "video"),
    (b"SEFT", "samsung"),
    (b"PK\x03\x04", "archive"),
    (b"%PDF", "document"),
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n", "picture"),
    (b"IEND\xaeB`\x82", "picture"),  # the end of a larger picture that was written over («aCropalypse»)
)


def pictures(blocks: Iterator[Block], size: int) -> list[tuple[int, int]]:
    """The spans (start, end) of the further pictures that a Multi-Picture index lists, inside a file of ``size`` bytes."""
    found: list[tuple[int, int]] = []
    for block in blocks:
        tiff = exif.opened(block.data)
        entries = exif.directory(tiff, "MPF0", tiff.first) if tiff else []
        for entry in entries:
            if tiff is not None and entry.number == _MP_ENTRIES and isinstance(entry.raw, bytes):
                found += _spans(entry.raw, tiff.order, block.offset, size)
    return found[:MOST_PICTURES]


def holds(data: bytes, start: int) -> tuple[str, ...]:
    """What the bytes from ``start`` on look like: video, picture, samsung, archive, document, or data; nothing for padding."""
    if all(not data[at : at + _PIECE].strip(_PADDING) for at in range(start, len(data), _PIECE)):
        return ()
    found = [name for mark, name in _MARKS if data.find(mark, start) >= 0]
    return tuple(dict.fromkeys(found)) or ("data",)


def _spans(entries: bytes, order: str, base: int, size: int) -> Iterator[tuple[int, int]]:
    """An entry is attributes, size, offset, two dependants; the first picture has offset 0 and is the file itself."""
    for at in range(0, len(entries) - 15, 16):
        _, length, offset = struct.unpack_from(order + "III", entries, at)
        if offset and base + offset < size:
            yield base + offset, min(base + offset + length, size)
