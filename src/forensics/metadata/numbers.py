"""Numbers out of fields: exposure, focal length, position."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from forensics.metadata.record import Metadata, Tag

_FRACTION = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)\s*(?:/\s*(\d+(?:\.\d+)?))?\s*$")
_XMP_DEGREES = re.compile(r"\s*(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?\s*([NSEW])\s*$")


@dataclass(frozen=True, slots=True)
class Position:
    """Degrees, north and east positive."""

    latitude: float
    longitude: float


def number(tag: Tag | None) -> float | None:
    """The first number of a field, finite, or None."""
    if tag is None:
        return None
    if isinstance(tag.raw, tuple):
        return _plain(tag.raw[0]) if tag.raw else None
    found = _FRACTION.match(tag.text)
    if not found:
        return None
    bottom = float(found[2] or 1)
    return float(found[1].replace(",", ".")) / bottom if bottom else None


def number_at(tag: Tag, place: int) -> float | None:
    """One of several numbers of a field."""
    return _plain(tag.raw[place]) if isinstance(tag.raw, tuple) and place < len(tag.raw) else None


def position(metadata: Metadata) -> Position | None:
    """Where the file says it was taken: EXIF first, then XMP. Nothing outside the globe, nothing at exactly 0, 0."""
    found = [_coordinate(metadata, name) for name in ("GPSLatitude", "GPSLongitude")]
    latitude, longitude = found
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Position(latitude, longitude) if latitude or longitude else None


def degrees(tag: Tag) -> float | None:
    """Decimal degrees of a coordinate: from three numbers (EXIF, without its sign) or «48,51.498N» (XMP, with its sign)."""
    if isinstance(tag.raw, tuple):
        parts = [_plain(item) for item in tag.raw[:3]]
        if not parts or parts[0] is None:
            return None
        minutes, seconds = [part or 0.0 for part in (*parts[1:], 0.0, 0.0)][:2]
        return parts[0] + minutes / 60 + seconds / 3600
    return _xmp_degrees(tag.text)


def _coordinate(metadata: Metadata, name: str) -> float | None:
    tag = metadata.first(f"GPS:{name}", f"XMP-exif:{name}")
    found = degrees(tag) if tag else None
    reference = metadata.first(f"GPS:{name}Ref") if tag and tag.group == "GPS" else None
    south_or_west = reference is not None and reference.value[:1].upper() in ("S", "W")
    return -found if found is not None and south_or_west else found


def _xmp_degrees(text: str) -> float | None:
    found = _XMP_DEGREES.match(text)
    if not found:
        return None
    whole = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
    return -whole if found[4] in "SW" else whole


def _plain(item: object) -> float | None:
    if isinstance(item, tuple):
        top, bottom = item
        return float(top / bottom) if bottom else None
    if isinstance(item, (int, float)) and math.isfinite(item):
        return float(item)
    return None
