"""EXIF: the directories of a TIFF structure, read within limits (TIFF 6.0, BigTIFF, CIPA DC-008-2023).

Every number in the file is hostile: offsets are checked, a directory is visited once, counts are cut.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forensics.metadata.exif_names import names_in
from forensics.metadata.record import Tag, plain_text, tag

MOST_ENTRIES = 1_000  # in one directory
MOST_TAGS = 4_000
MOST_DIRECTORIES = 40
MOST_VALUES = 1_000  # numbers kept of one field
SHORT_LIST = 16  # bytes stored as numbers: versions stay numbers, longer ones are opaque
MOST_BYTES = 4_000_000  # of one text or opaque field
_SUB = {0x8769: "ExifIFD", 0x8825: "GPS", 0xA005: "InteropIFD"}
_SUB_IFDS = 0x014A
_OPAQUE = {
    0x02BC,
    0x83BB,
    0x8649,
    0x8773,
}  # XMP, IPTC, Photoshop and the profile in TIFF: bytes, whatever type they claim
_FORMS = {1: "B", 2: "s", 3: "H", 4: "I", 5: "II", 6: "b", 7: "s", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 13: "I"}
_BIG_FORMS = {16: "Q", 17: "q", 18: "Q"}
_UTF16_TEXTS = {0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}
_CODED_TEXTS = {"UserComment", "GPSProcessingMethod", "GPSAreaInformation"}
_VERSIONS = {"ExifVersion", "FlashPixVersion", "FlashpixVersion", "InteroperabilityVersion", "InteropVersion"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory, as it lies there: ``raw`` str, bytes or a tuple of numbers; rationals are pairs."""

    directory: str
    number: int
    raw: Any
    offset: int


@dataclass(frozen=True, slots=True)
class Tiff:
    """A TIFF structure: its bytes, their order («<» or «>»), whether offsets have eight bytes, the first directory."""

    data: bytes
    order: str
    big: bool
    first: int


def opened(data: bytes) -> Tiff | None:
    """The structure that ``data`` begins with, or None where it begins with none."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    if not order or len(data) < 8:
        return None
    kind = struct.unpack_from(order + "H", data, 2)[0]
    if kind == 43 and len(data) >= 16:
        return Tiff(data, order, True, struct.unpack_from(order + "Q", data, 8)[0])
    return Tiff(data, order, False, struct.unpack_from(order + "I", data, 4)[0])


def entries(tiff: Tiff, base: str = "IFD") -> list[Entry]:
    """Every entry of IFD0, IFD1…, ExifIFD, GPS, InteropIFD and the sub-directories, in file order."""
    found: list[Entry] = []
    waiting, seen = [(f"{base}0", tiff.first, True)], set[int]()
    while waiting and len(seen) < MOST_DIRECTORIES and len(found) < MOST_TAGS:
        name, at, chained = waiting.pop(0)
        if at in seen or not 8 <= at < len(tiff.data):
            continue
        seen.add(at)
        inside = directory(tiff, name, at)
        found += inside
        waiting += _below(inside)
        if chained:
            waiting.append((_next_name(name), _next_offset(tiff, at), True))
    return found


def directory(tiff: Tiff, name: str, at: int, base: int = 0) -> list[Entry]:
    """The entries of one directory. ``base`` is added to the offsets in it (maker notes count from elsewhere)."""
    width, head, entry = ("Q", 8, 20) if tiff.big else ("H", 2, 12)
    if at + head > len(tiff.data):
        return []
    count = struct.unpack_from(tiff.order + width, tiff.data, at)[0]
    starts = range(at + head, at + head + entry * min(count, MOST_ENTRIES), entry)
    read = (_entry(tiff, name, start, base) for start in starts if start + entry <= len(tiff.data))
    return [one for one in read if one is not None]


def tags(data: bytes, where: str, place: str, base: str = "IFD") -> Iterator[Tag]:
    """The fields of a block; ``base`` names its first directories («IFD» gives IFD0, IFD1…)."""
    tiff = opened(data)
    for one in entries(tiff, base) if tiff else ():
        name = name_of(one)
        raw = decoded(name, one, tiff.order) if tiff else None
        yield tag(one.directory, name, raw, where, f"{place} {one.directory} 0x{one.number:04x}")


def thumbnail(data: bytes) -> bytes | None:
    """The JPEG preview that IFD1 points to (JPEGInterchangeFormat and its length)."""
    tiff = opened(data)
    if tiff is None:
        return None
    found = {one.number: one.raw for one in entries(tiff) if one.directory == "IFD1"}
    at, size = (next(iter(found.get(number) or (0,)), 0) for number in (0x0201, 0x0202))
    jpeg = data[at : at + size] if isinstance(at, int) and isinstance(size, int) and at > 0 else b""
    return jpeg if jpeg.startswith(b"\xff\xd8") else None


def name_of(entry: Entry) -> str:
    """The name of a field; a number nobody named stays a number."""
    return names_in(entry.directory).get(entry.number, f"0x{entry.number:04x}")


def decoded(name: str, entry: Entry, order: str) -> Any:
    """The raw value, with texts that carry a character code turned into text."""
    raw = entry.raw
    if name in _CODED_TEXTS and raw:
        return raw if isinstance(raw, str) else coded_text(as_bytes(raw), order)
    if entry.number in _UTF16_TEXTS and isinstance(raw, (tuple, bytes)):
        return as_bytes(raw).decode("utf-16-le", "replace").split("\0")[0]
    if name in _VERSIONS and isinstance(raw, bytes):
        return raw.decode("latin-1").strip("\0")
    return raw


def as_bytes(raw: Any) -> bytes:
    """Opaque bytes, also where the file stores them as a short list of numbers below 256; else nothing."""
    if isinstance(raw, tuple) and all(isinstance(value, int) and 0 <= value < 256 for value in raw):
        return bytes(raw)
    return raw if isinstance(raw, bytes) else b""


def coded_text(data: bytes, order: str) -> str:
    """A text with the eight-byte character code of EXIF before it; UTF-16 in the order that gives readable text."""
    code, rest = data[:8], data[8:]
    if code == b"UNICODE\0":
        return _utf16(rest, order)
    if code == b"JIS\0\0\0\0\0":
        return rest.decode("iso2022_jp", "replace").rstrip("\0 ")
    if code in (b"ASCII\0\0\0", b"\0\0\0\0\0\0\0\0"):
        return plain_text(rest)
    return plain_text(data)


def _utf16(data: bytes, order: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").split("\0")[0].rstrip()
    zeros = [data[place:400:2].count(0) for place in (0, 1)]
    big = zeros[0] > zeros[1] if zeros[0] != zeros[1] else order == ">"
    return data.decode("utf-16-be" if big else "utf-16-le", "replace").split("\0")[0].rstrip()


def _below(inside: list[Entry]) -> Iterator[tuple[str, int, bool]]:
    for one in inside:
        if not isinstance(one.raw, tuple) or not one.raw or not isinstance(one.raw[0], int):
            continue
        if one.number in _SUB:
            yield _SUB[one.number], one.raw[0], False
        elif one.number == _SUB_IFDS:
            for number, at in enumerate(one.raw[:8]):
                yield f"SubIFD{number or ''}", at, False


def _next_name(name: str) -> str:
    return f"{name[:3]}{int(name[3:]) + 1}"


def _next_offset(tiff: Tiff, at: int) -> int:
    width, head, entry, link = ("Q", 8, 20, "Q") if tiff.big else ("H", 2, 12, "I")
    if at + head > len(tiff.data):
        return 0
    count = struct.unpack_from(tiff.order + width, tiff.data, at)[0]
    end = at + head + entry * count
    if end + struct.calcsize(link) > len(tiff.data):
        return 0
    return int(struct.unpack_from(tiff.order + link, tiff.data, end)[0])


def _entry(tiff: Tiff, name: str, at: int, base: int) -> Entry | None:
    number, kind = struct.unpack_from(tiff.order + "HH", tiff.data, at)
    count = struct.unpack_from(tiff.order + ("Q" if tiff.big else "I"), tiff.data, at + 4)[0]
    form = _FORMS.get(kind) or (_BIG_FORMS.get(kind) if tiff.big else None)
    if form is None:
        return None
    size, inline, start = struct.calcsize("<" + form) * count, 8 if tiff.big else 4, at + (12 if tiff.big else 8)
    if size > inline:
        start = base + int(struct.unpack_from(tiff.order + ("Q" if tiff.big else "I"), tiff.data, start)[0])
    if start < 0 or start + size > len(tiff.data) or size > MOST_BYTES * 8:
        return None
    if number in _OPAQUE:
        return Entry(name, number, tiff.data[start : start + min(size, MOST_BYTES)], start)
    return Entry(name, number, _value(tiff, kind, form, count, start), start)


def _value(tiff: Tiff, kind: int, form: str, count: int, start: int) -> Any:
    if kind == 7 or (kind == 1 and count > SHORT_LIST):
        return tiff.data[start : start + min(count, MOST_BYTES)]
    if kind == 2:
        return plain_text(tiff.data[start : start + min(count, MOST_BYTES)]).rstrip()
    kept = min(count, MOST_VALUES)
    numbers = struct.unpack_from(tiff.order + form * kept, tiff.data, start)
    return tuple(zip(numbers[::2], numbers[1::2], strict=True)) if kind in (5, 10) else numbers
