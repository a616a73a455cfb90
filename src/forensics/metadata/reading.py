"""From a picture to its `Metadata`: walk the container, then read each block in its own language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from forensics.metadata import exif, icc, in_gif, in_iso, in_jpeg, in_png, in_riff, iptc, makernote, trailer, xmp
from forensics.metadata.record import Block, Container, Metadata, Packet, Tag, plain_text, tag
from forensics.picture import Picture

MOST_EXTENDED = 4_000_000  # bytes of extended XMP; depth maps and hidden pictures go beyond and are left unread
_WALKS: dict[str, Callable[[bytes], Container]] = {
    "JPEG": in_jpeg.walk,
    "PNG": in_png.walk,
    "WEBP": in_riff.walk,
    "GIF": in_gif.walk,
    "AVIF": in_iso.walk,
    "HEIF": in_iso.walk,
}
_XMP_IN_TIFF, _IPTC_IN_TIFF, _PHOTOSHOP_IN_TIFF, _ICC_IN_TIFF = 0x02BC, 0x83BB, 0x8649, 0x8773


def read(picture: Picture) -> Metadata:
    """Everything the file holds beside its pixels."""
    return picture.once(_read)


def tags_of(picture: Picture) -> tuple[Tag, ...]:
    """Every field, in file order; `Tag` says what each part of it means."""
    return read(picture).tags


def _read(picture: Picture) -> Metadata:
    container = _container(picture)
    blocks = (*container.blocks, *_inside(container.blocks))
    packets = tuple(_packets(blocks))
    profile = in_jpeg.profile(picture.format, blocks)
    tags = (
        *chain.from_iterable(_tags(block) for block in blocks),
        *chain.from_iterable(map(xmp.tags, packets)),
        *icc.tags(profile, "ICC"),
    )
    faults = tuple(f"XMP: {packet.fault}" for packet in packets if packet.fault)
    further = trailer.pictures((block for block in blocks if block.kind == "mpf"), len(picture.data))
    start = _trailer_start(container, further)
    held = trailer.holds(picture.data, start) if start is not None else ()
    return Metadata(
        tags=tags,
        packets=packets,
        blocks=blocks,
        trailer=(start, len(picture.data)) if start is not None and held else None,
        trailer_holds=held,
        pictures=max(1 + len(further), picture.frames if picture.format == "HEIF" else 1),
        faults=faults,
        thumbnails=tuple(_thumbnails(blocks)),
    )


def _trailer_start(container: Container, further: list[tuple[int, int]]) -> int | None:
    """Where what nobody lists begins: after the end mark, and after the further pictures that follow it."""
    start = container.end
    for begin, end in sorted(further):
        if start is not None and start <= begin:
            start = end
    return start


def _container(picture: Picture) -> Container:
    if picture.format == "TIFF":
        return Container((Block("exif", picture.data, 0, "TIFF"),))
    walk = _WALKS.get(picture.format)
    return walk(picture.data) if walk else Container()


def _inside(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks that lie inside other blocks: resources of Photoshop, and what TIFF keeps in fields."""
    photoshop = b"".join(block.data for block in blocks if block.kind == "photoshop")
    first = next((block for block in blocks if block.kind == "photoshop"), None)
    if first is not None:
        yield from _resources(photoshop, first)
    for block in blocks:
        if block.kind == "exif":
            yield from _in_tiff(block)


def _resources(data: bytes, first: Block) -> Iterator[Block]:
    for number, payload, at in iptc.resources(data):
        kind = "iptc" if number == iptc.IIM else "thumbnail" if number in iptc.THUMBNAILS else "resource"
        yield Block(kind, payload, first.offset + at, f"{first.place} 8BIM 0x{number:04x}", f"{number:04x}")


def _in_tiff(block: Block) -> Iterator[Block]:
    tiff = exif.opened(block.data)
    for entry in exif.directory(tiff, "IFD0", tiff.first) if tiff else ():
        data = exif.as_bytes(entry.raw)
        place, at = f"{block.place} 0x{entry.number:04x}", block.offset + entry.offset
        if entry.number == _XMP_IN_TIFF:
            yield Block("xmp", data, at, place)
        elif entry.number == _IPTC_IN_TIFF:
            yield Block("iptc", data, at, place)
        elif entry.number == _ICC_IN_TIFF:
            yield Block("icc", data, at, place)
        elif entry.number == _PHOTOSHOP_IN_TIFF:
            yield from _resources(data, Block("photoshop", data, at, place))


def _packets(blocks: tuple[Block, ...]) -> Iterator[Packet]:
    for block in blocks:
        if block.kind == "xmp":
            yield xmp.packet(block.data, block.place)
    extended = (block for block in blocks if block.kind == "xmp_extended")
    for _, data in in_jpeg.extended_xmp(extended, MOST_EXTENDED):
        yield xmp.packet(data, "APP1 extended", MOST_EXTENDED)


def _tags(block: Block) -> Iterator[Tag]:
    if block.kind == "exif":
        yield from exif.tags(block.data, "exif", block.place)
        yield from makernote.tags(block.data, block.place)
    elif block.kind == "iptc":
        yield from iptc.tags(block.data, block.place)
    elif block.kind == "jfif":
        yield from in_jpeg.jfif(block)
    elif block.kind == "adobe":
        yield from in_jpeg.adobe(block)
    elif block.kind == "time":
        yield in_png.time(block)
    elif block.kind == "mpf":
        yield from exif.tags(block.data, "mpf", block.place, "MPF")
    elif block.kind == "resource":
        yield from iptc.resource(block)
    elif block.kind == "text":
        yield tag("PNG", block.name, _decoded(block), "png_text", block.place)
    elif block.kind == "comment":
        yield tag("File", "Comment", plain_text(block.data), "comment", block.place)


def _decoded(block: Block) -> str:
    """UTF-8 where it is that (iTXt always, tEXt often), else Latin-1."""
    try:
        return block.data.decode("utf-8")
    except UnicodeDecodeError:
        return block.data.decode("utf-8", "replace") if block.place == "iTXt" else block.data.decode("latin-1")


def _thumbnails(blocks: tuple[Block, ...]) -> Iterator[bytes]:
    """Preview pictures as JPEG bytes: EXIF (IFD1) and Photoshop."""
    for block in blocks:
        if block.kind == "thumbnail":
            found = iptc.thumbnail(block.data)
        elif block.kind == "exif" and block.place != "TIFF":
            found = exif.thumbnail(block.data)
        else:
            continue
        if found:
            yield found
