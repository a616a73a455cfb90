"""Lines of a file that cannot all be true; each has ordinary causes, and none is an accusation."""

from __future__ import annotations

from datetime import datetime, timedelta

from forensics.metadata import dates
from forensics.metadata.dates import Date
from forensics.metadata.numbers import number
from forensics.metadata.record import Metadata, Tag

FIRST_DIGITAL = datetime(1988, 1, 1)  # the year of the first camera that wrote files (Fujix DS-1P)
FACTORY_DAYS = {"1970-01-01", "1980-01-01", "1999-12-31", "2000-01-01", "2001-01-01", "2002-01-01"}
_ONE_DAY = timedelta(days=1)
_SAME_FIELD = (
    ("IFD0:Make", "XMP-tiff:Make"),
    ("IFD0:Model", "XMP-tiff:Model"),
    ("IPTC:Credit", "XMP-photoshop:Credit"),
    ("IPTC:Headline", "XMP-photoshop:Headline"),
    ("IPTC:City", "XMP-photoshop:City"),
    ("IPTC:Country-PrimaryLocationName", "XMP-photoshop:Country"),
)


def impossible_date(metadata: Metadata) -> Date | None:
    """A capture date before digital cameras, in the future of the file's own save date, or a clock's factory setting."""
    taken = dates.first(metadata, dates.TAKEN[:1])
    if taken is None:
        return None
    return taken if taken.moment.replace(tzinfo=None) < FIRST_DIGITAL or taken.day in FACTORY_DAYS else None


def date_mismatch(metadata: Metadata) -> tuple[Date, Date] | None:
    """Two dates of one picture that lie more than a day apart: taken and digitised, or saved before it was taken."""
    taken = dates.first(metadata, dates.TAKEN)
    if taken is None:
        return None
    digitised = dates.first(metadata, dates.DIGITISED[:1])
    if digitised and abs(_between(taken, digitised)) > _ONE_DAY:
        return taken, digitised
    saved = dates.first(metadata, dates.SAVED)
    return (taken, saved) if saved and abs(_between(taken, saved)) > _ONE_DAY else None


def declared_size(metadata: Metadata) -> tuple[int, int] | None:
    """Width and height that the camera wrote into EXIF (PixelXDimension, PixelYDimension)."""
    width, height = (number(metadata.first(f"ExifIFD:{name}")) for name in ("ExifImageWidth", "ExifImageHeight"))
    return (int(width), int(height)) if width and height else None


def conflict(metadata: Metadata) -> tuple[Tag, Tag] | None:
    """The first field that two vocabularies fill in differently."""
    for one, other in _SAME_FIELD:
        first, second = metadata.first(one), metadata.first(other)
        if first and second and _folded(first) != _folded(second):
            return first, second
    return None


def _folded(tag: Tag) -> str:
    """For comparing: letters and digits alone, at most 30 of them (IIM cuts its fields)."""
    return "".join(letter for letter in tag.value.casefold() if letter.isalnum())[:30]


def _between(one: Date, other: Date) -> timedelta:
    return other.moment.replace(tzinfo=None) - one.moment.replace(tzinfo=None)
