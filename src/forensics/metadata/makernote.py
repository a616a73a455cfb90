"""Maker notes, inside limits: the few fields that tell one camera or one person from another, of the makers that use directories.

Where each maker lays its directory is as exiftool's documentation of MakerNotes tells; encrypted and undocumented blocks are left alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from forensics.metadata.exif import Entry, Tiff, directory, entries, opened
from forensics.metadata.record import Tag, plain_text, tag

_NIKON = {0x0002: "ISO", 0x001D: "SerialNumber", 0x0084: "Lens", 0x00A0: "SerialNumber", 0x00A7: "ShutterCount"}
_CANON = {
    0x0006: "CanonImageType",
    0x0007: "CanonFirmwareVersion",
    0x0009: "OwnerName",
    0x000C: "SerialNumber",
    0x0028: "ImageUniqueID",
    0x0095: "LensModel",
    0x0096: "InternalSerialNumber",
}
_OLYMPUS = {0x0404: "SerialNumber"}
_OLYMPUS_BELOW = {
    0x2010: {0x0101: "SerialNumber", 0x0102: "InternalSerialNumber", 0x0202: "LensSerialNumber"},  # equipment
    0x4000: {0x0404: "SerialNumber"},  # main information
}
_PANASONIC = {
    0x0025: "InternalSerialNumber",
    0x0052: "LensSerialNumber",
    0x0065: "Title",
    0x0066: "BabyName",
    0x006D: "City",
}
_APPLE = {0x000B: "BurstUUID", 0x0011: "ContentIdentifier", 0x0015: "ImageUniqueID"}
_MAKE, _MAKER_NOTE = 0x010F, 0x927C


@dataclass(frozen=True, slots=True)
class Layout:
    """How a maker's note begins, where its directory lies in it, and what its offsets count from.

    ``base``: tiff (the start of the EXIF block), note (the start of the note), own (a TIFF header of its own there).
    """

    group: str
    header: bytes
    directory: int
    base: str
    names: dict[int, str]
    make: str = ""
    order: str = ""


LAYOUTS = (
    Layout("Nikon", b"Nikon\0\x02", 10, "own", _NIKON),
    Layout("Nikon", b"Nikon\0\x01", 8, "tiff", {}),
    Layout("Olympus", b"OLYMPUS\0", 12, "note", _OLYMPUS),
    Layout("Olympus", b"OM SYSTEM\0", 16, "note", _OLYMPUS),
    Layout("Olympus", b"OLYMP\0", 8, "tiff", _OLYMPUS),
    Layout("FujiFilm", b"FUJIFILM", 12, "note", {0x0010: "InternalSerialNumber"}, order="<"),
    Layout("Panasonic", b"Panasonic\0\0\0", 12, "tiff", _PANASONIC),
    Layout("Pentax", b"PENTAX \0", 10, "note", {0x0229: "SerialNumber"}),
    Layout("Pentax", b"AOC\0", 6, "tiff", {0x0229: "SerialNumber"}),
    Layout("Sony", b"SONY DSC \0\0\0", 12, "tiff", {0x2031: "SerialNumber"}),
    Layout("Apple", b"Apple iOS\0", 14, "note", _APPLE, order=">"),
    Layout("Canon", b"", 0, "tiff", _CANON, make="canon"),
    Layout("Nikon", b"", 0, "tiff", _NIKON, make="nikon"),
)


def tags(data: bytes, place: str) -> Iterator[Tag]:
    """The named fields of the maker note in an EXIF block; nothing where its maker or its layout is not known."""
    tiff = opened(data)
    found = entries(tiff) if tiff else []
    make = next((str(one.raw) for one in found if (one.directory, one.number) == ("IFD0", _MAKE)), "")
    for note in found:
        if tiff and (note.directory, note.number) == ("ExifIFD", _MAKER_NOTE):
            yield from _of_note(tiff, note, make, place)


def _of_note(tiff: Tiff, note: Entry, make: str, place: str) -> Iterator[Tag]:
    start = bytes(note.raw[:16]) if isinstance(note.raw, bytes) else b""
    layout = next((one for one in LAYOUTS if start.startswith(one.header) and make.lower().startswith(one.make)), None)
    if layout is None or not start:
        return
    for entry, names in _entries(tiff, note, layout):
        name = names.get(entry.number)
        if name:
            raw = plain_text(entry.raw).strip() if isinstance(entry.raw, bytes) else entry.raw
            yield tag(layout.group, name, raw, "exif", f"{place} MakerNote 0x{entry.number:04x}")


def _entries(tiff: Tiff, note: Entry, layout: Layout) -> Iterator[tuple[Entry, dict[int, str]]]:
    """The entries of the note's directory, and of those below it, with the names that hold there."""
    if layout.base == "own":
        inside = opened(note.raw[layout.directory :])
        yield from ((entry, layout.names) for entry in (directory(inside, "", inside.first) if inside else ()))
        return
    order = layout.order or {b"II": "<", b"MM": ">"}.get(note.raw[8:10], tiff.order)
    read = Tiff(tiff.data, order, False, 0)
    base = note.offset if layout.base == "note" else _moved(note) if layout.group == "Canon" else 0
    for entry in directory(read, "", note.offset + layout.directory, base):
        yield entry, layout.names
        below = _OLYMPUS_BELOW.get(entry.number) if layout.group == "Olympus" else None
        if below:
            pointed = isinstance(entry.raw, tuple) and entry.raw
            at = base + int(entry.raw[0]) if pointed else entry.offset
            yield from ((inner, below) for inner in directory(read, "", at, base))


def _moved(note: Entry) -> int:
    """How far a program moved a Canon note: its last eight bytes remember where the camera had put it."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(note.raw[-8:-4])
    first = struct.unpack(order + "I", note.raw[-4:])[0] if order else 0
    return note.offset - int(first) if first else 0
