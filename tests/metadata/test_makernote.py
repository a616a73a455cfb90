"""Maker notes: the fields that tell a person or a camera, within limits."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from forensics import metadata
from forensics.metadata.private import of
from forensics.metadata.record import Tag
from made import jpeg, picture, segment


def block(make: bytes, note: bytes, note_at: int = 0) -> bytes:
    """A little-endian EXIF block: IFD0 with Make and ExifIFD, which holds the maker note at its end."""
    exif_at = 8 + 2 + 2 * 12 + 4
    make_at = exif_at + 2 + 12 + 4
    at = make_at + len(make)
    zero = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 0x010F, 2, len(make), make_at)
        + struct.pack("<HHII", 0x8769, 4, 1, exif_at)
    )
    shot = struct.pack("<H", 1) + struct.pack("<HHII", 0x927C, 7, len(note), at)
    return b"II*\0\x08\0\0\0" + zero + bytes(4) + shot + bytes(4) + make + note


def directory(*fields: tuple[int, bytes], base: int) -> bytes:
    """A directory of texts whose offsets count from ``base`` before it."""
    head, data = struct.pack("<H", len(fields)), b""
    end = base + 2 + 12 * len(fields) + 4
    for number, text in fields:
        head += struct.pack("<HHII", number, 2, len(text), end + len(data))
        data += text
    return head + bytes(4) + data


def tags(folder: Path, tiff: bytes) -> dict[str, Tag]:
    found = metadata.tags_of(picture(folder, jpeg(segment(0xE1, b"Exif\0\0" + tiff))))
    return {f"{tag.group}:{tag.name}": tag for tag in found}


def test_a_canon_note_counts_from_the_start_of_the_block(tmp_path: Path) -> None:
    make = b"Canon\0"
    at = len(block(make, b""))
    tiff = block(make, directory((0x0007, b"Firmware 1.0\0"), (0x0009, b"Ada Martin\0"), base=at))
    found = tags(tmp_path, tiff)
    assert found["Canon:OwnerName"].value == "Ada Martin"
    assert "MakerNote" in found["Canon:OwnerName"].place


def test_a_canon_note_that_a_program_moved_is_found_again(tmp_path: Path) -> None:
    make = b"Canon\0"
    note = directory((0x0009, b"Ada Martin\0"), base=5000) + b"II*\0" + struct.pack("<I", 5000)
    assert tags(tmp_path, block(make, note))["Canon:OwnerName"].value == "Ada Martin"


def test_a_nikon_note_has_a_header_of_its_own(tmp_path: Path) -> None:
    inner = b"II*\0\x08\0\0\0" + directory((0x001D, b"3001234\0"), base=8)
    tiff = block(b"NIKON CORPORATION\0", b"Nikon\0\x02\x10\0\0" + inner)
    found = tags(tmp_path, tiff)
    assert found["Nikon:SerialNumber"].value == "3001234"
    read = metadata.read(picture(tmp_path, jpeg(segment(0xE1, b"Exif\0\0" + tiff))))
    assert "serial" in of(read).found


@pytest.mark.parametrize(
    "note", [b"", b"Nikon\0\x02", b"OLYMPUS\0II\x03\0", b"\xff" * 40, b"\xff\xff" + b"\x09\0\x02\0" * 9]
)
@pytest.mark.parametrize("make", [b"Canon\0", b"NIKON\0", b"OLYMPUS\0", b"Nobody\0"])
def test_a_damaged_note_costs_nothing(tmp_path: Path, make: bytes, note: bytes) -> None:
    assert tags(tmp_path, block(make, note))["IFD0:Make"].value == make.strip(b"\0").decode()
