"""Damaged and hostile files: nothing raises, nothing takes long, nothing is written to stderr."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensics import metadata
from forensics.errors import UnreadableInput
from forensics.metadata import exif, icc, in_gif, in_iso, in_jpeg, in_png, in_riff, iptc, makernote, trailer, xmp
from forensics.picture import Picture
from made import chunk, jpeg, png, saved, segment
from made import exif as exif_block
from made import iptc as iptc_segment
from made import xmp as packet

BLOCK = exif_block({0x010F: "Canon", 0x8298: "x" * 40}, {0x927C: b"\x02\0" * 40}, {1: "N", 2: (48.0, 51.0, 29.0)})
PACKET = packet("<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li></rdf:Seq></dc:creator>")
SEEDS = [
    jpeg(
        iptc_segment((80, b"Ada")), segment(0xE2, b"ICC_PROFILE\0\1\1" + bytes(200)), base=saved(exif=BLOCK, xmp=PACKET)
    ),
    png(
        chunk(b"zTXt", b"k\0\0x\x9c\x03\0\0\0\0\1"),
        chunk(b"eXIf", BLOCK[6:]),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PACKET),
    ),
    saved("WEBP", exif=BLOCK, xmp=PACKET),
    saved("AVIF", exif=BLOCK, xmp=PACKET),
    saved("GIF", comment=b"Ada"),
    saved("TIFF", exif=BLOCK),
]
WALKS = (in_jpeg.walk, in_png.walk, in_riff.walk, in_iso.walk, in_gif.walk)


def read_all(data: bytes) -> None:
    """Every reader on the same bytes, whatever they are."""
    for walk in WALKS:
        walk(data)
    list(exif.tags(data, "exif", "x"))
    exif.thumbnail(data)
    list(makernote.tags(data, "x"))
    list(iptc.tags(data, "x"))
    list(iptc.resources(data))
    list(icc.tags(data, "x"))
    list(xmp.tags(xmp.packet(data, "x")))
    trailer.holds(data, len(data) // 2)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 255)), max_size=12),
    st.integers(0, 5_000),
)
def test_no_reader_raises_on_a_damaged_file(seed: bytes, changes: list[tuple[int, int]], start: int) -> None:
    data = bytearray(seed)
    for at, value in changes:
        data[at % len(data)] = value
    read_all(bytes(data))
    read_all(bytes(data)[start % len(data) :])


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"II+\0\x08\0\0\0", b"\x1c\x02", b"8BIM", b"<x:xmpmeta "]),
)
def test_no_reader_raises_on_noise(noise: bytes, head: bytes) -> None:
    read_all(head + noise)


def test_deep_xmp_stops(tmp_path: Path) -> None:
    deep = packet("<dc:a>" * 5_000 + "x" + "</dc:a>" * 5_000)
    assert list(xmp.tags(xmp.packet(deep, "x"))) == []


def test_a_count_beyond_the_file_is_left_out() -> None:
    huge = b"II*\0\x08\0\0\0" + b"\1\0" + b"\x0f\x01\2\0\xff\xff\xff\xff\x10\0\0\0" + bytes(4)
    assert list(exif.tags(huge, "exif", "x")) == []


@pytest.mark.shared
def test_real_malformed_files(shared: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folders = [shared / "data" / "hostile" / name for name in ("exiv2", "exiftool", "jhead", "libexif", "exif-samples")]
    read = 0
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())[::4]:
        started = process_time()
        try:
            picture = Picture.read(path)
        except UnreadableInput:
            continue
        metadata.read(picture)
        assert picture.orientation in range(1, 9)
        assert process_time() - started < 2, path.name
        read += 1
    assert read > 20
    assert capfd.readouterr() == ("", "")
