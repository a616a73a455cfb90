"""What is read beside the pixels: blocks as the container holds them, and fields as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forensics.text import LONGEST, clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of the file that holds no pixels.

    ``kind``: exif, xmp, xmp_extended, photoshop, resource, thumbnail, iptc, icc, text, time, comment, jfif, adobe, mpf,
    jumbf, video (its bytes are left where they are), or ``app`` for an application segment of no known kind. ``data`` is the payload without its header, decompressed where the container
    compresses it. ``offset`` counts bytes from the start of the file; ``name`` is a keyword (PNG) or an identifier.
    """

    kind: str
    data: bytes
    offset: int
    place: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """The blocks in file order; ``end`` is the offset just after the picture's end mark, None where there is none."""

    blocks: tuple[Block, ...] = ()
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One field.

    ``group`` and ``name`` are those of exiftool's family 1 (``ExifIFD``, ``XMP-dc``, ``IPTC``, ``PNG``…); a field inside
    a structure has its path as its name (``Regions/RegionList/Name``). ``value`` is clean text, one line, at most 500
    characters: fit to print. ``raw`` is what the file holds: str, bytes, or a tuple of int, float and (numerator,
    denominator). ``where`` is a key of the catalogue's ``[phrases.where]``; ``place`` says where it was read.
    """

    group: str
    name: str
    value: str
    raw: Any
    where: str
    place: str

    @property
    def text(self) -> str:
        """The whole value as text, not shortened and not clean: for parsers, never for printing."""
        return self.raw if isinstance(self.raw, str) else self.value


@dataclass(frozen=True, slots=True)
class Packet:
    """One XMP packet. ``tree`` is its root element, None where ``fault`` says why it could not be parsed."""

    data: bytes
    place: str
    tree: Element | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Everything read from one picture.

    ``trailer`` is (start, end) of what follows the end mark and belongs to no listed picture, None where nothing but
    padding does; ``trailer_holds`` says what it looks like: video, picture, samsung, archive, document, data.
    ``pictures`` counts the pictures of a Multi-Picture or HEIF file (1 elsewhere). ``thumbnails`` are JPEG files.
    ``faults`` are short technical words («IFD0: cut»), for the teacher, never for a decision.
    """

    tags: tuple[Tag, ...] = ()
    packets: tuple[Packet, ...] = ()
    blocks: tuple[Block, ...] = ()
    trailer: tuple[int, int] | None = None
    trailer_holds: tuple[str, ...] = ()
    pictures: int = 1
    faults: tuple[str, ...] = ()
    thumbnails: tuple[bytes, ...] = field(default=(), repr=False)

    def find(self, *names: str) -> Iterator[Tag]:
        """The tags of these names, in the order of the names, then of the file; ``Group:Name`` asks for one group."""
        for name in names:
            group, _, bare = name.rpartition(":")
            for tag in self.tags:
                if tag.name == bare and group in ("", tag.group):
                    yield tag

    def first(self, *names: str) -> Tag | None:
        """The first of them that says anything."""
        return next((tag for tag in self.find(*names) if tag.value), None)

    def of_kind(self, *kinds: str) -> Iterator[Block]:
        """The blocks of these kinds, in file order."""
        return (block for block in self.blocks if block.kind in kinds)


def tag(group: str, name: str, raw: Any, where: str, place: str, shown: str | None = None) -> Tag:
    """A tag with its printable value; ``shown`` where the raw value is not the text to show."""
    named = (
        name if name.isprintable() and len(name) <= LONGEST else clean(name)
    )  # a PNG keyword is whatever the file says
    return Tag(group, named, clean(shown if shown is not None else as_text(raw)), raw, where, place)


def as_text(raw: Any) -> str:
    """Numbers as people write them, rationals as a decimal, bytes as their count."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bytes):
        return f"({len(raw)} bytes)"
    if isinstance(raw, tuple):
        return " ".join(_number(item) for item in raw[:64])
    return str(raw)


def plain_text(data: bytes) -> str:
    """UTF-8 if it is that, else the Latin letters of Windows; up to the first NUL."""
    text = data.split(b"\0")[0]
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("cp1252", "replace")


def _number(item: Any) -> str:
    if isinstance(item, tuple):
        top, bottom = item
        return f"{top / bottom:.10g}" if bottom else f"{top}/0"
    return f"{item:.10g}" if isinstance(item, float) else str(item)
