"""What a file's own metadata offers for its record. Offered to the librarian, never copied for her: a line in a file proves nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forensics.corpus.record import Record
from forensics.metadata import Metadata, read
from forensics.picture import Picture
from forensics.text import clean

# Key of the record, and the fields that may fill it, the best first (IPTC Photo Metadata 2025.1 and Dublin Core).
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("auteur", ("XMP-dc:creator", "IPTC:By-line", "IFD0:Artist", "XMP-tiff:Artist")),
    ("diffuseur", ("XMP-photoshop:Source", "IPTC:Source")),
    ("credit", ("XMP-photoshop:Credit", "IPTC:Credit")),
    ("licence", ("XMP-xmpRights:UsageTerms", "XMP-dc:rights", "IPTC:CopyrightNotice", "IFD0:Copyright")),
    ("licence_url", ("XMP-xmpRights:WebStatement", "XMP-cc:license")),
    ("date_image", ("ExifIFD:DateTimeOriginal", "XMP-photoshop:DateCreated", "IPTC:DateCreated", "XMP-exif:DateTimeOriginal")),
    ("lieu", ("XMP-iptcExt:LocationShown/City", "XMP-iptcExt:LocationCreated/City", "XMP-photoshop:City", "IPTC:City")),
    ("description_alt", ("XMP-iptcCore:AltTextAccessibility",)),
    ("legende_exacte", ("XMP-dc:description", "IPTC:Caption-Abstract", "IFD0:ImageDescription")),
    ("outil_generation", ("XMP-iptcExt:AISystemUsed",)),
    ("origine_reelle", ("XMP-iptcExt:DigitalSourceType",)),
)  # fmt: skip

_ORIGINS = {
    "captee": ("digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print"),
    "modifiee": (
        "humanEdits",
        "minorHumanEdits",
        "compositeCapture",
        "algorithmicallyEnhanced",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
    ),
    "composee": ("digitalCreation", "digitalArt", "dataDrivenMedia", "softwareImage"),
    "generee": ("trainedAlgorithmicMedia", "algorithmicMedia"),
    "indeterminee": ("screenCapture", "virtualRecording", "composite"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``key`` of the record, the ``value`` offered, and the ``field`` of the file that it was read from."""

    key: str
    value: str
    field: str


def suggestions(picture: Picture, record: Record) -> tuple[Suggestion, ...]:
    """What the file offers for the keys that the record leaves empty."""
    metadata = read(picture)
    offered = (_offered(metadata, key, fields) for key, fields in FIELDS if not getattr(record, key))
    return tuple(one for one in offered if one is not None)


def _offered(metadata: Metadata, key: str, fields: tuple[str, ...]) -> Suggestion | None:
    for field in fields:
        tag = metadata.first(field)
        value = _value(key, clean(tag.value)) if tag is not None else ""
        if value:
            return Suggestion(key, value, field)
    return None


def _value(key: str, said: str) -> str:
    if key == "origine_reelle":
        term = said.rstrip("/").rpartition("/")[2]
        return next((origin for origin, terms in _ORIGINS.items() if term in terms), "")
    if key == "date_image":
        day = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)", said)
        return "-".join(day.groups()) if day and day[1] != "0000" else ""
    return said
