"""The colour profile: who made it and what it calls itself (ICC.1:2022, clauses 7.2, 10.15 and 10.24)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from forensics.metadata.record import Tag, tag

MOST_TAGS = 100
_HEADER = (
    ("ProfileCMMType", 4),
    ("ProfileClass", 12),
    ("ColorSpaceData", 16),
    ("ProfileConnectionSpace", 20),
    ("PrimaryPlatform", 40),
    ("DeviceManufacturer", 48),
    ("DeviceModel", 52),
    ("ProfileCreator", 80),
)
_TEXTS = {
    b"desc": "ProfileDescription",
    b"cprt": "ProfileCopyright",
    b"dmnd": "DeviceMfgDesc",
    b"dmdd": "DeviceModelDesc",
}


def tags(data: bytes, place: str) -> Iterator[Tag]:
    """Header fields and texts of a profile; nothing where it is no profile."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return
    for name, at in _HEADER:
        yield tag("ICC-header", name, data[at : at + 4].decode("latin-1").strip("\0 "), "icc", place)
    year, month, day, hour, minute, second = struct.unpack_from(">6H", data, 24)
    made = f"{year:04d}:{month:02d}:{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
    yield tag("ICC-header", "ProfileDateTime", made, "icc", place)
    for at in range(132, min(132 + 12 * min(struct.unpack_from(">I", data, 128)[0], MOST_TAGS), len(data) - 11), 12):
        kind, offset, size = struct.unpack_from(">4sII", data, at)
        text = _text(data[offset : offset + min(size, 10_000)]) if kind in _TEXTS else None
        if text:
            yield tag("ICC_Profile", _TEXTS[kind], text, "icc", place)


def _text(data: bytes) -> str | None:
    """Types text, desc (version 2) and mluc (version 4; its first language)."""
    kind = data[:4]
    if kind == b"text":
        return data[8:].split(b"\0")[0].decode("latin-1")
    if kind == b"desc" and len(data) >= 12:
        size = int.from_bytes(data[8:12], "big")
        return data[12 : 12 + size].split(b"\0")[0].decode("latin-1")
    if kind == b"mluc" and len(data) >= 28:
        size, offset = struct.unpack_from(">II", data, 20)
        return data[offset : offset + size].decode("utf-16-be", "replace").rstrip("\0")
    return None
