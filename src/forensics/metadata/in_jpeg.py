"""The segments of a JPEG file (ITU-T T.81, annex B; JFIF 1.02; CIPA DC-008 for EXIF, DC-007 for MPF)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator

from forensics.metadata.record import Block, Container, Tag, tag

MOST_SEGMENTS = 5_000
_KINDS = (
    (0xE1, b"Exif\0\0", "exif"),
    (0xE1, b"Exif\0\xff", "exif"),
    (0xE1, b"http://ns.adobe.com/xap/1.0/\0", "xmp"),
    (0xE1, b"http://ns.adobe.com/xmp/extension/\0", "xmp_extended"),
    (0xE0, b"JFIF\0", "jfif"),
    (0xE2, b"ICC_PROFILE\0", "icc"),
    (0xE2, b"MPF\0", "mpf"),
    (0xED, b"Photoshop 3.0\0", "photoshop"),
    (0xEE, b"Adobe", "adobe"),
    (0xEB, b"JP", "jumbf"),
)
_AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # anything but a stuffed byte, a restart mark or a fill byte


def walk(data: bytes) -> Container:
    """Every segment up to the end mark, those between scans included; entropy-coded data is stepped over."""
    blocks: list[Block] = []
    at = 2
    for _ in range(MOST_SEGMENTS):
        marker, at = _next_marker(data, at)
        if marker is None:
            return Container(tuple(blocks))
        if marker == 0xD9:
            return Container(tuple(blocks), at)
        if marker in (0x01, 0xD8) or 0xD0 <= marker <= 0xD7:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        if length < 2 or at + length > len(data):
            return Container(tuple(blocks))
        if marker == 0xFE or 0xE0 <= marker <= 0xEF:
            blocks.append(_block(marker, data[at + 2 : at + length], at + 2))
        at = _after_scan(data, at + length) if marker == 0xDA else at + length
    return Container(tuple(blocks))


def profile(format_: str, blocks: Iterable[Block]) -> bytes:
    """The colour profile; in JPEG its parts are numbered (ICC.1:2022, annex B.4), elsewhere it lies in one piece."""
    found = [block.data for block in blocks if block.kind == "icc"]
    if format_ != "JPEG":
        return found[0] if found else b""
    parts = {data[0]: data[2:] for data in reversed(found) if len(data) > 2}
    return b"".join(parts[number] for number in sorted(parts))


def jfif(block: Block) -> Iterator[Tag]:
    """Version and density (JFIF 1.02)."""
    if len(block.data) < 7:
        return
    major, minor, unit, across, down = struct.unpack_from(">BBBHH", block.data)
    for name, raw in (
        ("JFIFVersion", (major, minor)),
        ("ResolutionUnit", (unit,)),
        ("XResolution", (across,)),
        ("YResolution", (down,)),
    ):
        yield tag("JFIF", name, raw, "jfif", block.place)


def adobe(block: Block) -> Iterator[Tag]:
    """The segment by which Adobe programs and some cameras name their colour transform (Adobe TN 5116)."""
    if len(block.data) >= 7:
        version, _, _, transform = struct.unpack_from(">HHHB", block.data)
        yield tag("Adobe", "DCTEncodeVersion", (version,), "adobe", block.place)
        yield tag("Adobe", "ColorTransform", (transform,), "adobe", block.place)


def extended_xmp(blocks: Iterator[Block], most: int) -> Iterator[tuple[str, bytes]]:
    """Extended XMP put together: (GUID, packet). A part is GUID[32], whole length, offset, bytes (XMP part 3, 1.1.3.1)."""
    packets: dict[str, bytearray] = {}
    for block in blocks:
        guid = block.data[:32].decode("latin-1")
        whole, offset = (int.from_bytes(block.data[at : at + 4], "big") for at in (32, 36))
        part = block.data[40:]
        if whole > most or offset + len(part) > whole or (guid not in packets and len(packets) >= 4):
            continue
        packet = packets.setdefault(guid, bytearray(whole))
        packet[offset : offset + len(part)] = part
    yield from ((guid, bytes(packet)) for guid, packet in packets.items())


def _next_marker(data: bytes, at: int) -> tuple[int | None, int]:
    """The marker at or after ``at`` and the offset behind it; bytes between segments are stepped over."""
    start = data.find(b"\xff", at)
    while 0 <= start < len(data) - 1 and data[start + 1] in (0xFF, 0x00):
        start = data.find(b"\xff", start + 1)
    return (data[start + 1], start + 2) if 0 <= start < len(data) - 1 else (None, len(data))


def _after_scan(data: bytes, at: int) -> int:
    found = _AFTER_SCAN.search(data, at)
    return found.start() if found else len(data)


def _block(marker: int, payload: bytes, offset: int) -> Block:
    place = "COM" if marker == 0xFE else f"APP{marker - 0xE0}"
    if marker == 0xFE:
        return Block("comment", payload, offset, place)
    for mark, header, kind in _KINDS:
        if mark == marker and payload.startswith(header):
            return Block(kind, payload[len(header) :], offset + len(header), place)
    return Block("app", payload, offset, place, _identifier(payload))


def _identifier(payload: bytes) -> str:
    word = payload[:32].split(b"\0")[0]
    return word.decode("ascii") if word.isascii() and word.decode("ascii").isprintable() else ""
