"""A second look at a cleaned copy: what it still holds beside its pixels."""

from __future__ import annotations

from collections.abc import Iterator

from forensics.metadata import private
from forensics.metadata.reading import read
from forensics.metadata.record import Metadata
from forensics.picture import Picture

SHORTEST = 6  # characters of a personal text that is searched for byte by byte
_HARMLESS_BLOCKS = {"jfif", "xmp"}
_HARMLESS_TAGS = {"XMP-iptcExt:DigitalSourceType"}


def secrets(metadata: Metadata) -> frozenset[bytes]:
    """The personal texts of the original, as bytes that must not be found in a copy."""
    texts = (tag.text for tags in private.of(metadata).found.values() for tag in tags if isinstance(tag.raw, str))
    return frozenset(text.strip().encode("utf-8", "replace") for text in texts if len(text.strip()) >= SHORTEST)


def remains(copy: Picture, secrets: frozenset[bytes] = frozenset()) -> tuple[str, ...]:
    """Where the copy still holds something, as keys of ``[phrases.where]``; nothing for a clean one.

    Allowed are the JFIF header and one declaration of origin (DigitalSourceType).
    """
    return tuple(dict.fromkeys(_found(copy, read(copy), secrets)))


def _found(copy: Picture, metadata: Metadata, secrets: frozenset[bytes]) -> Iterator[str]:
    for tag in metadata.tags:
        if tag.where != "jfif" and f"{tag.group}:{tag.name}" not in _HARMLESS_TAGS:
            yield tag.where
    for block in metadata.blocks:
        if block.kind not in _HARMLESS_BLOCKS:
            yield _WHERE.get(block.kind, "trailer")
    if metadata.trailer or metadata.pictures > 1:
        yield "trailer"
    if metadata.thumbnails or copy.orientation != 1:
        yield "exif"
    if any(packet.tree is None for packet in metadata.packets):
        yield "xmp"
    if any(secret in copy.data for secret in secrets):
        yield "personal_text"


_WHERE = {
    "exif": "exif",
    "photoshop": "iptc",
    "iptc": "iptc",
    "comment": "comment",
    "text": "png_text",
    "jumbf": "c2pa",
}
