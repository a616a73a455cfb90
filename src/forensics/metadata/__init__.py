"""What a picture's file holds beside its pixels, read within limits, each field with the place it was read from.

    read(picture)     -> Metadata: tags, XMP packets as trees, raw blocks, trailer, thumbnails; computed once a picture
    tags_of(picture)  -> its tags alone

    metadata.read(picture).first("ExifIFD:DateTimeOriginal", "XMP-exif:DateTimeOriginal")
    [tag.text for tag in metadata.read(picture).find("PNG:parameters")]          # the whole text, for a parser
    [block.data for block in metadata.read(picture).of_kind("jumbf")]

`record` says what each of these is. Nothing here raises on a damaged file: what cannot be read is left out.
"""

from __future__ import annotations

from forensics.metadata.reading import read, tags_of
from forensics.metadata.record import Block, Container, Metadata, Packet, Tag

__all__ = ["Block", "Container", "Metadata", "Packet", "Tag", "read", "tags_of"]
