"""Personal data in the file: that it is there, never what it says, unless the adult asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.metadata import private
from forensics.metadata.numbers import position
from forensics.metadata.record import Metadata, Tag
from forensics.model import Figure, Finding, PointsTo, Sign
from forensics.picture import Picture
from forensics.text import clean

_HIDDEN_MEDIA = {"video", "picture", "samsung"}
_SPEAKING_NAME = (
    re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:0[1-9]|[12]\d|3[01])(?!\d)"),  # a day
    re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])[-_.](?:0[1-9]|1[0-2])[-_.](?:19|20)\d\d(?!\d)"),
    re.compile(r"(?<!\w)(?:[ée]l[èe]ve|classe|coll[èe]ge|lyc[ée]e|[3-6] ?(?:e|[èe]me) ?[a-h])(?!\w)", re.I),
    re.compile(r"(?<!\w)[A-ZÀ-Þ][a-zß-ÿ]{2,} [A-ZÀ-Þ][a-zß-ÿ]{2,}(?!\w)"),  # «Marie Dupont»
)


def run(picture: Picture, context: Context) -> Outcome:
    """One finding a kind of personal data; «nothing» is said of the file alone, for faces and plates lie in the pixels."""
    read = metadata.read(picture)
    found = (*_fields(picture, read, context), *_pictures(read), *_file_name(picture, context))
    none = (Finding("personal.none", Sign.NOTHING_FOUND, PointsTo.PERSONAL_DATA),)
    return Outcome(found or none, tuple(_map(read)) if context.figures and context.show_personal else ())


def _map(read: Metadata) -> Iterator[Figure]:
    """The position on an outline of the world, for the adult who asks to see it."""
    from forensics.pixels import world

    where = position(read)
    if where:
        yield Figure("personal.map", world.drawn(where.latitude, where.longitude), world.WIDTH, 2 * world.HEIGHT)


def _fields(picture: Picture, read: Metadata, context: Context) -> Iterator[Finding]:
    for kind, tags in picture.once(private.privacy).found.items():
        values: dict[str, Any] = {"where": tags[0].where}
        if context.show_personal:
            values |= {"variant": "shown", "value": _shown(kind, tags, read)}
        yield Finding(f"personal.{kind}", Sign.CLUE, PointsTo.PERSONAL_DATA, values)


def _shown(kind: str, tags: tuple[Tag, ...], read: Metadata) -> str:
    where = position(read) if kind == "gps" else None
    if where:
        return f"{where.latitude:.6f}, {where.longitude:.6f}"
    return clean(" · ".join(dict.fromkeys(tag.value for tag in tags)))


def _pictures(read: Metadata) -> Iterator[Finding]:
    if read.thumbnails:
        yield Finding("personal.thumbnail", Sign.CLUE, PointsTo.PERSONAL_DATA)
    if read.pictures > 1 or _HIDDEN_MEDIA & set(read.trailer_holds) or any(read.of_kind("video")):
        yield Finding("personal.hidden_media", Sign.CLUE, PointsTo.PERSONAL_DATA)


def _file_name(picture: Picture, context: Context) -> Iterator[Finding]:
    name = picture.path.stem
    if any(pattern.search(name) for pattern in _SPEAKING_NAME) or private.reaches_somebody(name):
        values = {"variant": "shown", "value": clean(name)} if context.show_personal else {}
        yield Finding("personal.file_name", Sign.WEAK_CLUE, PointsTo.PERSONAL_DATA, values)


ANALYSIS = Analysis(
    "personal",
    "1",
    tuple(f"personal.{kind}" for kind in (*private.KINDS, "thumbnail", "hidden_media", "file_name", "none")),
    run,
    order=90,
)
