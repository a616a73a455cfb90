"""Pictures with chosen metadata, made for the tests."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image

from forensics.picture import Picture

XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
}


def xmp(inner: str, attributes: str = "") -> bytes:
    """A packet with these properties inside its one description."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {attributes}>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def exif(zero: dict[int, Any], shot: dict[int, Any] | None = None, gps: dict[int, Any] | None = None) -> bytes:
    """An EXIF block as Pillow writes it, with its header."""
    made = Image.Exif()
    made.update(zero)
    made.get_ifd(0x8769).update(shot or {})
    made.get_ifd(0x8825).update(gps or {})
    return made.tobytes()


def saved(format_: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A plain picture in a format."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, format_, **options)
    return buffer.getvalue()


def segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(payload) + 2) + payload


def jpeg(*segments: bytes, base: bytes | None = None) -> bytes:
    """A JPEG file with these segments right after its start."""
    data = base or saved()
    return data[:2] + b"".join(segments) + data[2:]


def chunk(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def png(*chunks: bytes) -> bytes:
    """A PNG file with these chunks right after its header."""
    data = saved("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def iptc(*records: tuple[int, bytes]) -> bytes:
    """A Photoshop segment (APP13) with these datasets of record 2."""
    data = b"".join(struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value for number, value in records)
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    return segment(0xED, b"Photoshop 3.0\0" + block)


def picture(folder: Path, data: bytes, name: str = "picture.jpg") -> Picture:
    path = folder / name
    path.write_bytes(data)
    return Picture.read(path)
