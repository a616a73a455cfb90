"""Fields are read from every container, with the place they come from, and nothing hostile gets past the limits."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from forensics import metadata
from forensics.metadata import in_png
from forensics.picture import Picture

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    b' photoshop:Credit="Agence &amp; Cie"><dc:creator><rdf:Seq><rdf:li>Ada</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator>'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def exif_block() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Nikon", "D70"
    exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + "né à Tours".encode("utf-16-le")
    return exif.tobytes()


def saved(format_: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, format_, **options)
    return buffer.getvalue()


def read(tmp_path: Path, data: bytes) -> metadata.Metadata:
    path = tmp_path / "picture"
    path.write_bytes(data)
    return metadata.read(Picture.read(path))


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_exif_and_xmp_are_read_from_every_container(tmp_path: Path, format_: str) -> None:
    options = {"xmp": XMP} if format_ != "PNG" else {}
    data = saved(format_, exif=exif_block(), **options)
    if format_ == "PNG":
        data = data[:33] + chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + data[33:]
    found = read(tmp_path, data)
    assert [tag.value for tag in found.find("IFD0:Make", "IFD0:Model", "UserComment")] == ["Nikon", "D70", "né à Tours"]
    assert [tag.value for tag in found.find("XMP-dc:creator")] == ["Ada", "Bo"]
    credit = found.first("XMP-photoshop:Credit")
    assert credit is not None and credit.value == "Agence & Cie" and credit.where == "xmp"
    assert found.trailer is None


@pytest.mark.parametrize("packed", [False, True])
def test_png_text_is_read_and_inflated_within_limits(tmp_path: Path, packed: bool) -> None:
    text = "Steps: 20, Sampler: Euler"
    kind, body = (b"zTXt", b"\0" + zlib.compress(text.encode())) if packed else (b"tEXt", text.encode())
    data = saved("PNG")
    data = data[:33] + chunk(kind, b"parameters\0" + body) + data[33:]
    assert [(tag.name, tag.text) for tag in read(tmp_path, data).tags] == [("parameters", text)]
    bomb = chunk(b"zTXt", b"bomb\0\0" + zlib.compress(bytes(50_000_000)))
    assert [block.name for block in in_png.walk(data[:33] + bomb + data[33:]).blocks] == ["parameters"]


def test_what_follows_the_end_mark_is_located(tmp_path: Path) -> None:
    for format_ in ("JPEG", "PNG", "WEBP", "GIF"):
        data = saved(format_)
        assert read(tmp_path, data + b"hidden").trailer == (len(data), len(data) + 6), format_


def test_xmp_with_a_document_type_is_left_unread(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "CANARY">]>' + XMP.replace(b"Ada", b"&a;")
    found = read(tmp_path, saved("JPEG", xmp=bomb))
    assert found.faults and not list(found.find("XMP-dc:creator"))
