"""Fields are read from every container, with the place they come from, and nothing hostile gets past the limits."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from forensics import metadata
from forensics.metadata import in_png
from made import chunk, exif, jpeg, picture, png, saved, segment, xmp

XMP = xmp(
    "<dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>",
    'photoshop:Credit="Agence &amp; Cie"',
)
EXIF = exif({0x010F: "Nikon", 0x0110: "D70"}, {0x9286: b"UNICODE\0" + "né à Tours".encode("utf-16-le")})


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exif_and_xmp_are_read_from_every_container(tmp_path: Path, format_: str) -> None:
    data = saved(format_, exif=EXIF, **({} if format_ == "PNG" else {"xmp": XMP}))
    if format_ == "PNG":
        data = data[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + data[33:]
    found = metadata.read(picture(tmp_path, data))
    assert [tag.value for tag in found.find("IFD0:Make", "IFD0:Model", "UserComment")] == ["Nikon", "D70", "né à Tours"]
    assert [tag.value for tag in found.find("XMP-dc:creator")] == ["Ada", "Bo"]
    credit = found.first("XMP-photoshop:Credit")
    assert credit is not None and credit.value == "Agence & Cie" and credit.where == "xmp"
    assert found.trailer is None


@pytest.mark.parametrize("packed", [False, True])
def test_png_text_is_read_and_inflated_within_limits(tmp_path: Path, packed: bool) -> None:
    text = "Steps: 20, Sampler: Euler"
    kind, body = (b"zTXt", b"\0" + zlib.compress(text.encode())) if packed else (b"tEXt", text.encode())
    data = png(chunk(kind, b"parameters\0" + body))
    read = metadata.read(picture(tmp_path, data))
    assert [(tag.name, tag.text) for tag in read.find("PNG:parameters")] == [("parameters", text)]
    bomb = chunk(b"zTXt", b"bomb\0\0" + zlib.compress(bytes(50_000_000)))
    assert "bomb" not in [block.name for block in in_png.walk(data[:33] + bomb + data[33:]).blocks]


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_follows_the_end_mark_is_located(tmp_path: Path, format_: str) -> None:
    data = saved(format_)
    found = metadata.read(picture(tmp_path, data + b"hidden"))
    assert (found.trailer, found.trailer_holds) == ((len(data), len(data) + 6), ("data",))
    assert metadata.read(picture(tmp_path, data + bytes(99))).trailer is None, "padding is nothing"


def test_a_second_picture_is_listed_and_is_no_trailer(tmp_path: Path) -> None:
    data = saved("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "navy")])
    found = metadata.read(picture(tmp_path, data))
    assert (found.pictures, found.trailer) == (2, None)


def test_xmp_with_a_document_type_is_left_unread(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "CANARY">]>' + XMP.replace(b"Ada", b"&a;")
    found = metadata.read(picture(tmp_path, saved("JPEG", xmp=bomb)))
    assert found.faults and not list(found.find("XMP-dc:creator"))


def test_a_directory_that_points_to_itself_ends(tmp_path: Path) -> None:
    loop = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"
    assert len(metadata.tags_of(picture(tmp_path, jpeg(segment(0xE1, loop))))) < 10


def test_iptc_in_tiff_is_read_whatever_type_it_claims(tmp_path: Path) -> None:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[0x83BB] = b"\x1c\x02\x50\0\x0aAda Martin\0"
    info.tagtype[0x83BB] = 7
    Image.new("RGB", (32, 32)).save(tmp_path / "opaque.tif", tiffinfo=info)
    data = (tmp_path / "opaque.tif").read_bytes()
    as_bytes, as_longs = struct.pack("<HHI", 0x83BB, 7, 16), struct.pack("<HHI", 0x83BB, 4, 4)
    assert as_bytes in data
    for one in (data, data.replace(as_bytes, as_longs)):
        found = metadata.read(picture(tmp_path, one, "picture.tif"))
        assert [tag.value for tag in found.find("IPTC:By-line")] == ["Ada Martin"]


def test_extended_xmp_is_put_together(tmp_path: Path) -> None:
    whole = xmp(
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        + "long " * 20_000
        + "</rdf:li></rdf:Alt></dc:description>"
    )
    guid, parts = b"0" * 32, []
    for at in range(0, len(whole), 60_000):
        head = guid + len(whole).to_bytes(4, "big") + at.to_bytes(4, "big")
        parts.append(segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + head + whole[at : at + 60_000]))
    found = metadata.read(picture(tmp_path, jpeg(*reversed(parts))))
    assert [len(tag.text) for tag in found.find("XMP-dc:description")] == [len("long " * 20_000) - 1]


def test_photoshop_resources_and_raw_profiles(tmp_path: Path) -> None:
    small = saved(size=(16, 16))
    thumbnail = (1).to_bytes(4, "big") + bytes(24) + small
    block = b"8BIM\x04\x0c\0\0" + len(thumbnail).to_bytes(4, "big") + thumbnail
    found = metadata.read(picture(tmp_path, jpeg(segment(0xED, b"Photoshop 3.0\0" + block))))
    assert found.thumbnails == (small,)
    digits = EXIF[6:].hex()
    raw = zlib.compress(f"\nEXIF profile\n{len(digits) // 2:8}\n{digits}\n".encode())
    data = png(chunk(b"zTXt", b"Raw profile type exif\0\0" + raw))
    assert [tag.value for tag in metadata.read(picture(tmp_path, data)).find("IFD0:Model")] == ["D70"]


def test_places_tell_where_a_value_was_read(tmp_path: Path) -> None:
    found = metadata.read(picture(tmp_path, saved(exif=EXIF, xmp=XMP)))
    places = {tag.name: (tag.where, tag.place) for tag in found.find("IFD0:Model", "XMP-dc:creator")}
    assert places["Model"] == ("exif", "APP1 IFD0 0x0110")
    assert places["creator"] == ("xmp", "APP1")


def test_xmp_that_forgets_a_namespace_is_read_all_the_same(tmp_path: Path) -> None:
    forgotten = XMP.replace(b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"', b"")
    assert forgotten != XMP
    found = metadata.read(picture(tmp_path, saved(xmp=forgotten)))
    assert [tag.value for tag in found.find("XMP-photoshop:Credit", "XMP-dc:creator")] == ["Agence & Cie", "Ada", "Bo"]
