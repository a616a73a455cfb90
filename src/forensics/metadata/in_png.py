"""The chunks of a PNG file (ISO/IEC 15948; PNG third edition for eXIf; the caBX chunk of C2PA 2.1, A.3.2)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from forensics.metadata.record import Block, Container, Tag, tag
from forensics.metadata.streams import inflated

MOST_CHUNKS = 200_000
MOST_TEXT = 2_000_000  # bytes of one text, decompressed; a large ComfyUI plan is 500 kB
MOST_TEXTS = 8_000_000  # bytes of all texts together
_RAW_PROFILE = "Raw profile type "
_RAW_KINDS = {
    "exif": "exif",
    "APP1": "exif",
    "xmp": "xmp",
    "iptc": "photoshop",
    "8bim": "photoshop",
    "icc": "icc",
    "icm": "icc",
}
_XMP = "XML:com.adobe.xmp"


def walk(data: bytes) -> Container:
    """The chunks that hold text, metadata or a profile. A text that is damaged or too long is left out."""
    blocks: list[Block] = []
    spent = 0
    for kind, payload, offset in _chunks(data):
        if kind == b"IEND":
            return Container(tuple(blocks), offset + len(payload) + 4)
        block = _block(kind, payload, offset) if spent < MOST_TEXTS else None
        if block is not None:
            spent += len(block.data)
            blocks.append(block)
    return Container(tuple(blocks))


def time(block: Block) -> Tag:
    """The last change of the picture, in UTC."""
    year, month, day, hour, minute, second = struct.unpack(">H5B", block.data)
    text = f"{year:04d}:{month:02d}:{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
    return tag("PNG", "ModifyDate", text, "png_text", block.place)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    at = 8
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        if at + 12 + length > len(data):
            return
        yield kind, b"" if kind == b"IDAT" else data[at + 8 : at + 8 + length], at + 8
        at += 12 + length


def _block(kind: bytes, payload: bytes, offset: int) -> Block | None:
    place = kind.decode("latin-1")
    if kind == b"eXIf":
        return Block("exif", payload.removeprefix(b"Exif\0\0"), offset, place)
    if kind == b"caBX":
        return Block("jumbf", payload, offset, place)
    if kind == b"iCCP":
        return _profile(payload, offset)
    if kind == b"tIME" and len(payload) == 7:
        return Block("time", payload, offset, place)
    if kind in (b"tEXt", b"zTXt", b"iTXt"):
        return _text(kind, payload, offset)
    return None


def _profile(payload: bytes, offset: int) -> Block | None:
    name, _, rest = payload.partition(b"\0")
    data = inflated(rest[1:], MOST_TEXT)
    return Block("icc", data, offset, "iCCP", name.decode("latin-1")) if data else None


def _text(kind: bytes, payload: bytes, offset: int) -> Block | None:
    """Latin-1 (tEXt, zTXt) or UTF-8 (iTXt), handed on as UTF-8. Some writers put UTF-8 into tEXt all the same."""
    keyword, _, rest = payload.partition(b"\0")
    name, packed = keyword.decode("latin-1"), False
    if kind == b"zTXt":
        packed, rest = True, rest[1:]
    elif kind == b"iTXt":
        if len(rest) < 2:
            return None
        packed = rest[0] == 1
        rest = rest[2:].split(b"\0", 2)[-1]
    text = inflated(rest, MOST_TEXT) if packed else rest[:MOST_TEXT]
    if text is None:
        return None
    if name.startswith(_RAW_PROFILE):
        return _raw_profile(name.removeprefix(_RAW_PROFILE), text, offset)
    if name == _XMP:
        return Block("xmp", text, offset, kind.decode("latin-1"), name)
    return Block("text", text, offset, kind.decode("latin-1"), name)


def _raw_profile(kind: str, text: bytes, offset: int) -> Block | None:
    """A block that ImageMagick wrote as hexadecimal text: a name, a length, then the digits, each on lines of their own."""
    lines = text.strip().split(b"\n", 2)
    if kind not in _RAW_KINDS or len(lines) < 3:
        return None
    try:
        data = bytes.fromhex(lines[2].decode("ascii"))
    except ValueError:
        return None
    found, place = _RAW_KINDS[kind], f"zTXt {_RAW_PROFILE}{kind}"
    if found == "exif" and data.startswith(b"http://ns.adobe.com/xap/1.0/\0"):
        return Block("xmp", data[29:], offset, place)
    if found == "photoshop" and data[:1] == b"\x1c":
        return Block("iptc", data, offset, place)
    return Block(found, data.removeprefix(b"Exif\0\0").removeprefix(b"Photoshop 3.0\0"), offset, place)
