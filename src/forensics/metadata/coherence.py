"""Lines of a file that cannot all be true; each has ordinary causes, and none is an accusation."""

from __future__ import annotations

from datetime import datetime, timedelta

from forensics.metadata import dates
from forensics.metadata.dates import Date
from forensics.metadata.numbers import number, number_at, position
from forensics.metadata.record import Metadata, Tag

FIRST_DIGITAL = datetime(1988, 1, 1)  # the year of the first camera that wrote files (Fujix DS-1P)
FACTORY_DAYS = {"1970-01-01", "1980-01-01", "1999-12-31", "2000-01-01", "2001-01-01", "2002-01-01"}
MOST_CIVIL_SHIFT = 4.0  # hours between civil time and the sun's: western China, with summer time
CAMERA_SHAPES = (4 / 3, 3 / 2, 16 / 9, 1.0, 5 / 4, 16 / 10, 2.0, 17 / 9, 65 / 24, 19 / 9, 19.5 / 9, 20 / 9, 21 / 9)
_ONE_DAY = timedelta(days=1)
SAME_FIELD = (
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


def saved_later(metadata: Metadata) -> tuple[Date, Date] | None:
    """Taken and saved, or taken and digitised, more than a day later: what any further save does."""
    pair = _taken_and_saved(metadata)
    return pair if pair and _between(*pair) > _ONE_DAY else None


def saved_before(metadata: Metadata) -> tuple[Date, Date] | None:
    """Saved, or digitised, more than a day before it was taken: dates out of order."""
    pair = _taken_and_saved(metadata)
    return pair if pair and _between(*pair) < -_ONE_DAY else None


def clock_against_gps(metadata: Metadata) -> bool | None:
    """Whether no civil time can turn the satellites' time (UTC) into the camera's at the place where it says it was.

    Civil time strays from the sun's by less than four hours anywhere. None where date, GPS time or place is missing.
    """
    taken, day, hour = (
        metadata.first(name) for name in ("ExifIFD:DateTimeOriginal", "GPS:GPSDateStamp", "GPS:GPSTimeStamp")
    )
    place = position(metadata)
    local, utc_day = (dates.parsed(tag.text) if tag else None for tag in (taken, day))
    if local is None or utc_day is None or hour is None or place is None:
        return None
    parts = [number_at(hour, index) or 0.0 for index in range(3)]
    utc = utc_day + timedelta(hours=parts[0], minutes=parts[1], seconds=parts[2])
    ahead = (local.replace(tzinfo=None) - utc.replace(tzinfo=None)) / timedelta(hours=1)
    return abs(ahead - place.longitude / 15) > MOST_CIVIL_SHIFT


def odd_shape(metadata: Metadata, width: int, height: int) -> bool:
    """Whether a picture that names a camera has a ratio of sides that no camera makes (to 1 %)."""
    if metadata.first("IFD0:Model") is None or min(width, height) == 0:
        return False
    ratio = max(width, height) / min(width, height)
    return all(abs(ratio / known - 1) > 0.01 for known in CAMERA_SHAPES)


def declared_size(metadata: Metadata) -> tuple[int, int] | None:
    """Width and height that the camera wrote into EXIF (PixelXDimension, PixelYDimension)."""
    width, height = (number(metadata.first(f"ExifIFD:{name}")) for name in ("ExifImageWidth", "ExifImageHeight"))
    return (int(width), int(height)) if width and height else None


def conflict(metadata: Metadata) -> tuple[Tag, Tag] | None:
    """The first field that two vocabularies fill in differently."""
    for one, other in SAME_FIELD:
        first, second = metadata.first(one), metadata.first(other)
        if first and second and _folded(first) != _folded(second):
            return first, second
    return None


def _taken_and_saved(metadata: Metadata) -> tuple[Date, Date] | None:
    taken = dates.first(metadata, dates.TAKEN)
    digitised = dates.first(metadata, dates.DIGITISED[:1])
    if taken and digitised and abs(_between(taken, digitised)) > _ONE_DAY:
        return taken, digitised
    saved = dates.first(metadata, dates.SAVED)
    return (taken, saved) if taken and saved else None


def _folded(tag: Tag) -> str:
    """For comparing: letters and digits alone, at most 30 of them (IIM cuts its fields)."""
    return "".join(letter for letter in tag.value.casefold() if letter.isalnum())[:30]


def _between(one: Date, other: Date) -> timedelta:
    return other.moment.replace(tzinfo=None) - one.moment.replace(tzinfo=None)
