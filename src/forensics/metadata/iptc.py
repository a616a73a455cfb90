"""Photoshop image resources and the IPTC-IIM records in them (IPTC-NAA IIM 4.2; Adobe Photoshop file formats)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from forensics.metadata.record import Block, Tag, plain_text, tag

MOST_RESOURCES = 1_000
MOST_RECORDS = 2_000
IIM, THUMBNAILS, URL, COPYRIGHTED = 0x0404, (0x0409, 0x040C), 0x040B, 0x040A
IPTC_DIGEST, QUALITY = 0x0425, 0x0406
_UTF8 = b"\x1b%G"
NAMES = {
    (1, 90): "CodedCharacterSet",
    (2, 3): "ObjectTypeReference",
    (2, 5): "ObjectName",
    (2, 7): "EditStatus",
    (2, 10): "Urgency",
    (2, 12): "SubjectReference",
    (2, 15): "Category",
    (2, 20): "SupplementalCategories",
    (2, 22): "FixtureIdentifier",
    (2, 25): "Keywords",
    (2, 26): "ContentLocationCode",
    (2, 27): "ContentLocationName",
    (2, 30): "ReleaseDate",
    (2, 35): "ReleaseTime",
    (2, 37): "ExpirationDate",
    (2, 40): "SpecialInstructions",
    (2, 55): "DateCreated",
    (2, 60): "TimeCreated",
    (2, 62): "DigitalCreationDate",
    (2, 63): "DigitalCreationTime",
    (2, 65): "OriginatingProgram",
    (2, 70): "ProgramVersion",
    (2, 80): "By-line",
    (2, 85): "By-lineTitle",
    (2, 90): "City",
    (2, 92): "Sub-location",
    (2, 95): "Province-State",
    (2, 100): "Country-PrimaryLocationCode",
    (2, 101): "Country-PrimaryLocationName",
    (2, 103): "OriginalTransmissionReference",
    (2, 105): "Headline",
    (2, 110): "Credit",
    (2, 115): "Source",
    (2, 116): "CopyrightNotice",
    (2, 118): "Contact",
    (2, 120): "Caption-Abstract",
    (2, 121): "LocalCaption",
    (2, 122): "Writer-Editor",
    (2, 130): "ImageType",
    (2, 135): "LanguageIdentifier",
    (2, 187): "UniqueDocumentID",
    (2, 221): "Prefs",
    (2, 230): "DocumentNotes",
    (2, 231): "DocumentHistory",
    (2, 240): "JobID",
}


def resources(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """(number, bytes, offset) of each Photoshop resource."""
    at = 0
    for _ in range(MOST_RESOURCES):
        if data[at : at + 4] not in (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR") or at + 12 > len(data):
            return
        number = struct.unpack_from(">H", data, at + 4)[0]
        name = 1 + data[at + 6]
        start = at + 6 + name + name % 2 + 4
        size = int.from_bytes(data[start - 4 : start], "big")
        if start + size > len(data):
            return
        yield number, data[start : start + size], start
        at = start + size + size % 2


def records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(record, dataset, bytes) of each IIM dataset; the extended form of long datasets included."""
    at = 0
    for _ in range(MOST_RECORDS):
        if at + 5 > len(data) or data[at] != 0x1C:
            return
        record, dataset, size = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        start = at + 5
        if size & 0x8000:
            wide = size & 0x7FFF
            size, start = int.from_bytes(data[start : start + min(wide, 8)], "big"), start + wide
        if start + size > len(data):
            return
        yield record, dataset, data[start : start + size]
        at = start + size


def tags(data: bytes, place: str) -> Iterator[Tag]:
    """The IIM fields; the first record says whether the text is UTF-8, else it is read as what it can be."""
    found = list(records(data))
    utf8 = any(record == 1 and dataset == 90 and value.startswith(_UTF8) for record, dataset, value in found)
    for record, dataset, value in found:
        name = NAMES.get((record, dataset))
        if name is None:
            if dataset == 0:
                continue
            name = f"{record}:{dataset}"
        text = _text(value, utf8)
        yield tag(
            "IPTC",
            name,
            "UTF8" if name == "CodedCharacterSet" and utf8 else text,
            "iptc",
            f"{place} {record}:{dataset:03d}",
        )


def resource(block: Block) -> Iterator[Tag]:
    """The few other Photoshop resources that say where a file comes from; ``block.name`` is the number in hexadecimal."""
    number, data = int(block.name, 16), block.data
    if number == URL:
        yield tag("Photoshop", "URL", plain_text(data), "iptc", block.place)
    elif number == COPYRIGHTED and data:
        yield tag("Photoshop", "CopyrightFlag", (data[0],), "iptc", block.place)
    elif number == IPTC_DIGEST:
        yield tag("Photoshop", "IPTCDigest", data.hex(), "iptc", block.place)
    elif number == QUALITY and len(data) >= 4:
        quality, kind = struct.unpack_from(">hH", data)
        yield tag("Photoshop", "PhotoshopQuality", (quality,), "iptc", block.place)
        yield tag("Photoshop", "PhotoshopFormat", (kind,), "iptc", block.place)


def thumbnail(resource: bytes) -> bytes | None:
    """The JPEG inside a Photoshop thumbnail resource (28 bytes of header; format 1 is JPEG)."""
    if len(resource) < 28 or struct.unpack_from(">I", resource)[0] != 1:
        return None
    return resource[28:]


def _text(value: bytes, utf8: bool) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("utf-8", "replace") if utf8 else value.decode("cp1252", "replace")
