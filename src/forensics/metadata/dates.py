"""The dates that a file gives, in their three spellings: EXIF, ISO 8601 (XMP), IPTC-IIM."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from forensics.metadata.record import Metadata, Tag

_DATE = re.compile(
    r"(\d{4})[:\-./]?(\d\d)[:\-./]?(\d\d)"
    r"(?:[T ]{1,2}(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?"
)
# What a date says of the picture: taken, digitised, saved; the first field that is filled speaks.
TAKEN = ("ExifIFD:DateTimeOriginal", "XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated", "IPTC:DateCreated")
DIGITISED = ("ExifIFD:CreateDate", "XMP-xmp:CreateDate", "XMP-exif:DateTimeDigitized", "IPTC:DigitalCreationDate")
SAVED = ("IFD0:ModifyDate", "XMP-xmp:ModifyDate", "XMP-tiff:DateTime")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as a field gives it; ``moment`` is naive unless the field names its offset from UTC."""

    moment: datetime
    tag: Tag

    @property
    def day(self) -> str:
        """``2023-05-01``."""
        return self.moment.date().isoformat()


def parsed(text: str) -> datetime | None:
    """The moment that a text gives, or None; an empty clock («0000:00:00») gives none."""
    found = _DATE.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(found[number] or 0) for number in range(1, 7))
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=offset(found[7] or ""))
    except ValueError:
        return None


def offset(text: str) -> timezone | None:
    """«+02:00», «Z» or nothing."""
    found = re.fullmatch(r"([+-])(\d\d):?(\d\d)", text.strip())
    if text.strip() == "Z":
        return UTC
    if not found or int(found[2]) > 14 or int(found[3]) > 59:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(-size if found[1] == "-" else size)


def dates(metadata: Metadata, names: tuple[str, ...]) -> Iterator[Date]:
    """The dates of these fields, the readable ones."""
    for tag in metadata.find(*names):
        moment = parsed(tag.text)
        if moment is not None:
            yield Date(moment, tag)


def first(metadata: Metadata, names: tuple[str, ...]) -> Date | None:
    """The first of them."""
    return next(dates(metadata, names), None)
