"""The boxes of HEIF and AVIF files (ISO/IEC 14496-12 for boxes and items, 23008-12 for HEIF)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forensics.metadata.record import Block, Container

MOST_BOXES = 2_000
MOST_ITEMS = 2_000
MOST_EXTENTS = 64
_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")


@dataclass(frozen=True, slots=True)
class Box:
    """One box: four-letter ``kind``, and the span of its payload."""

    kind: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the «meta» box: its type, its MIME type, where its bytes lie: (offset, length), from the file's start."""

    number: int
    kind: bytes
    mime: bytes
    extents: tuple[tuple[int, int], ...]


def walk(data: bytes) -> Container:
    """EXIF and XMP items, profiles, C2PA; the end is where the last complete box ends."""
    blocks: list[Block] = []
    end = 0
    for box in boxes(data, 0, len(data)):
        if box.kind == b"meta":
            blocks += _of_items(data, box)
            blocks += _profiles(data, box)
        elif box.kind == b"uuid" and data[box.start : box.start + 16] in (_C2PA, _XMP):
            kind = "jumbf" if data[box.start : box.start + 16] == _C2PA else "xmp"
            blocks.append(Block(kind, data[box.start + 16 : box.end], box.start + 16, "uuid"))
        elif box.kind == b"mpvd":
            blocks.append(Block("video", b"", box.start, "mpvd"))
        end = box.end
    return Container(tuple(blocks), end)


def boxes(data: bytes, at: int, end: int) -> Iterator[Box]:
    """The boxes one after the other between two offsets; stops at the first that does not fit or has no plausible name."""
    for _ in range(MOST_BOXES):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if len(kind) < 4 or size < head or at + size > end or not kind.isalnum():
            return
        yield Box(kind, at + head, at + size)
        at += size


def items(data: bytes, meta: Box) -> tuple[Item, ...]:
    """The items that the «meta» box lists and locates."""
    inside = {box.kind: box for box in reversed(list(boxes(data, meta.start + 4, meta.end)))}
    if b"iinf" not in inside or b"iloc" not in inside:
        return ()
    base = inside[b"idat"].start if b"idat" in inside else None
    places = dict(_located(data, inside[b"iloc"], base))
    return tuple(
        Item(number, kind, mime, places.get(number, ())) for number, kind, mime in _listed(data, inside[b"iinf"])
    )


def bytes_of(data: bytes, item: Item, most: int) -> bytes:
    """The item's bytes, put together; nothing when it is longer than ``most``."""
    if sum(length for _, length in item.extents) > most:
        return b""
    return b"".join(data[at : at + length] for at, length in item.extents)


def _of_items(data: bytes, meta: Box) -> Iterator[Block]:
    for item in items(data, meta):
        offset = item.extents[0][0] if item.extents else 0
        place = f"item {item.number}"
        if item.kind == b"Exif":
            payload = bytes_of(data, item, 16_000_000)
            skip = 4 + int.from_bytes(payload[:4], "big")
            yield Block("exif", payload[skip:].removeprefix(b"Exif\0\0"), offset + skip, place)
        elif item.kind == b"mime" and item.mime == b"application/rdf+xml":
            yield Block("xmp", bytes_of(data, item, 4_000_000), offset, place)


def _profiles(data: bytes, meta: Box) -> Iterator[Block]:
    """The first colour profile among the item properties (iprp, ipco, colr of type prof or rICC)."""
    for kinds in ((b"iprp", b"ipco", b"colr"),):
        inside = [meta.start + 4, meta.end]
        for kind in kinds:
            found = next((box for box in boxes(data, inside[0], inside[1]) if box.kind == kind), None)
            if found is None:
                return
            inside = [found.start, found.end]
        if data[inside[0] : inside[0] + 4] in (b"prof", b"rICC"):
            yield Block("icc", data[inside[0] + 4 : inside[1]], inside[0] + 4, "colr")


def _listed(data: bytes, iinf: Box) -> Iterator[tuple[int, bytes, bytes]]:
    """(number, type, MIME type) of each entry; only «infe» of version 2 and 3 names a type."""
    start = iinf.start + (6 if data[iinf.start] == 0 else 8)
    for box in boxes(data, start, iinf.end):
        version = data[box.start] if box.end > box.start else 0
        if box.kind != b"infe" or version < 2:
            continue
        wide = 4 if version == 3 else 2
        number = int.from_bytes(data[box.start + 4 : box.start + 4 + wide], "big")
        at = box.start + 4 + wide + 2
        names = data[at + 4 : min(box.end, at + 500)].split(b"\0")
        yield number, data[at : at + 4], names[1] if len(names) > 1 else b""


def _located(data: bytes, iloc: Box, idat: int | None) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """(number, extents) of each item; an item built from other items (construction method 2) has none."""
    reader = _Reader(data, iloc.start, iloc.end)
    version = reader.take(1)
    reader.take(3)
    sizes = reader.take(2)
    offset_size, length_size, base_size, index_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15
    count = reader.take(4 if version == 2 else 2)
    for _ in range(min(count, MOST_ITEMS)):
        number = reader.take(4 if version == 2 else 2)
        method = reader.take(2) & 15 if version in (1, 2) else 0
        reader.take(2)
        base = reader.take(base_size)
        extents = []
        for _ in range(min(reader.take(2), MOST_EXTENTS)):
            if version in (1, 2):
                reader.take(index_size)
            extents.append((base + reader.take(offset_size), reader.take(length_size)))
        if method == 0:
            yield number, tuple(extents)
        elif method == 1 and idat is not None:
            yield number, tuple((idat + at, length) for at, length in extents)


class _Reader:
    """Big-endian numbers one after the other; beyond the end they are 0."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self.data, self.at, self.end = data, at, end

    def take(self, size: int) -> int:
        start, self.at = self.at, self.at + size
        return int.from_bytes(self.data[start : self.at], "big") if self.at <= self.end else 0
