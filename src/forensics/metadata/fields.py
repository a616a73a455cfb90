"""The fields that tell a reader who, when, where, with what and what changed, each in one normal form.

``docs/reference/metadata.md`` describes the forms; a test compares them with exiftool on real files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from forensics.metadata.numbers import degrees, number, number_at
from forensics.metadata.record import Metadata, Tag

Value = str | float | None
_DATE = re.compile(r"(\d{4})[:\-]?(\d\d)[:\-]?(\d\d)(?:[T ](.*))?$", re.S)
_TIME = re.compile(r"(\d\d):?(\d\d):?(\d\d)(.*)$", re.S)
_CODE = re.compile(r".*[/#:]")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to know: its group (a key of ``[fields.groups]``), where it is written, and its normal form."""

    group: str
    sources: tuple[str, ...]
    form: Callable[[Tag], Value]


@dataclass(frozen=True, slots=True)
class Line:
    """One source that is filled."""

    group: str
    tag: Tag
    value: Value


def text(tag: Tag) -> Value:
    """Clean, on one line."""
    return tag.value or None


def date(tag: Tag) -> Value:
    """``2023-05-01`` or ``2023-05-01T10:00:00+02:00``, as precise as the file; an empty clock stays as it is."""
    found = _DATE.match(tag.value)
    if not found:
        return tag.value or None
    rest = f"T{found[4].strip()}" if found[4] else ""
    return f"{found[1]}-{found[2]}-{found[3]}{rest}"


def time(tag: Tag) -> Value:
    """``10:00:00+02:00``; EXIF stores three numbers, IPTC six digits and an offset."""
    if isinstance(tag.raw, tuple):
        parts = [number_at(tag, place) or 0.0 for place in range(3)]
        return f"{int(parts[0]):02d}:{int(parts[1]):02d}:{_seconds(parts[2])}"
    found = _TIME.match(tag.value)
    if not found:
        return tag.value or None
    offset = re.sub(r"([+-]\d\d):?(\d\d)$", r"\1:\2", found[4].strip())
    return f"{found[1]}:{found[2]}:{found[3]}{offset}"


def apex_time(tag: Tag) -> Value:
    """APEX shutter speed as seconds: 2 to the power of minus the value."""
    value = number(tag)
    return 2.0**-value if value is not None and abs(value) < 100 else 0.0 if value is not None else None


def apex_aperture(tag: Tag) -> Value:
    """APEX aperture as an f-number: the square root of 2 to the power of the value."""
    value = number(tag)
    return 2.0 ** (value / 2) if value is not None and abs(value) < 100 else None


def code(tag: Tag) -> Value:
    """The last word of a vocabulary's address: ``trainedAlgorithmicMedia``."""
    return _CODE.sub("", tag.value) or None


def _seconds(value: float) -> str:
    return f"{value:02.0f}" if value == int(value) else f"{value:09.6f}".rstrip("0")


FIELDS = (
    Field("who", ("IFD0:Artist", "XMP-dc:creator", "IPTC:By-line", "XMP-tiff:Artist"), text),
    Field("who", ("IFD0:Copyright", "XMP-dc:rights", "IPTC:CopyrightNotice", "XMP-xmpRights:UsageTerms"), text),
    Field("who", ("XMP-photoshop:Credit", "IPTC:Credit", "XMP-photoshop:Source", "IPTC:Source"), text),
    Field("who", ("ExifIFD:OwnerName", "XMP-aux:OwnerName", "XMP-photoshop:CaptionWriter", "IPTC:Writer-Editor"), text),
    Field("when", ("ExifIFD:DateTimeOriginal", "XMP-exif:DateTimeOriginal", "XMP-photoshop:DateCreated"), date),
    Field("when", ("ExifIFD:CreateDate", "XMP-xmp:CreateDate", "XMP-exif:DateTimeDigitized"), date),
    Field("when", ("IPTC:DateCreated", "IPTC:DigitalCreationDate"), date),
    Field("when", ("IPTC:TimeCreated", "IPTC:DigitalCreationTime"), time),
    Field("when", ("ExifIFD:SubSecTimeOriginal", "ExifIFD:OffsetTimeOriginal", "ExifIFD:OffsetTime"), text),
    Field("when", ("GPS:GPSDateStamp",), date),
    Field("when", ("GPS:GPSTimeStamp",), time),
    Field("where", ("GPS:GPSLatitude", "GPS:GPSLongitude", "XMP-exif:GPSLatitude", "XMP-exif:GPSLongitude"), degrees),
    Field("where", ("GPS:GPSLatitudeRef", "GPS:GPSLongitudeRef", "GPS:GPSMapDatum"), text),
    Field("where", ("GPS:GPSAltitude", "GPS:GPSImgDirection", "XMP-exif:GPSAltitude"), number),
    Field("where", ("IPTC:City", "XMP-photoshop:City", "XMP-iptcCore:Location", "IPTC:Sub-location"), text),
    Field("where", ("IPTC:Province-State", "XMP-photoshop:State", "XMP-photoshop:Country"), text),
    Field("where", ("IPTC:Country-PrimaryLocationName",), text),
    Field("with", ("IFD0:Make", "IFD0:Model", "XMP-tiff:Make", "XMP-tiff:Model"), text),
    Field("with", ("ExifIFD:LensMake", "ExifIFD:LensModel", "XMP-aux:Lens"), text),
    Field("who", ("Canon:OwnerName",), text),
    Field(
        "with", ("Canon:SerialNumber", "Nikon:SerialNumber", "Olympus:SerialNumber", "Olympus:LensSerialNumber"), text
    ),
    Field("with", ("Canon:CanonFirmwareVersion", "Nikon:ShutterCount", "Olympus:InternalSerialNumber"), text),
    Field("with", ("ExifIFD:SerialNumber", "ExifIFD:LensSerialNumber", "XMP-aux:SerialNumber"), text),
    Field("with", ("ExifIFD:ExposureTime", "XMP-exif:ExposureTime", "ExifIFD:FNumber", "XMP-exif:FNumber"), number),
    Field("with", ("ExifIFD:ISO", "XMP-exif:ISO", "ExifIFD:FocalLength", "XMP-exif:FocalLength"), number),
    Field(
        "with", ("ExifIFD:FocalLengthIn35mmFormat", "ExifIFD:ExposureCompensation", "ExifIFD:BrightnessValue"), number
    ),
    Field("with", ("ExifIFD:ExposureProgram", "ExifIFD:MeteringMode", "ExifIFD:Flash", "ExifIFD:WhiteBalance"), number),
    Field("with", ("ExifIFD:ShutterSpeedValue",), apex_time),
    Field("with", ("ExifIFD:ApertureValue", "ExifIFD:MaxApertureValue"), apex_aperture),
    Field("changed", ("IFD0:ModifyDate", "XMP-xmp:ModifyDate", "XMP-xmp:MetadataDate", "PNG:ModifyDate"), date),
    Field("changed", ("XMP-xmpMM:History/when",), date),
    Field("changed", ("IFD0:Software", "XMP-xmp:CreatorTool", "PNG:Software", "IPTC:OriginatingProgram"), text),
    Field("changed", ("XMP-xmpMM:History/action", "XMP-xmpMM:History/softwareAgent"), text),
    Field("changed", ("XMP-iptcExt:DigitalSourceType",), code),
    Field("written", ("IFD0:ImageDescription", "XMP-dc:description", "IPTC:Caption-Abstract"), text),
    Field("written", ("XMP-dc:title", "IPTC:ObjectName", "IPTC:Headline", "XMP-photoshop:Headline"), text),
    Field("written", ("IPTC:Keywords", "XMP-dc:subject", "IPTC:SpecialInstructions"), text),
    Field("written", ("ExifIFD:UserComment", "File:Comment"), text),
    Field("picture", ("IFD0:Orientation", "IFD0:XResolution", "IFD0:YResolution", "ExifIFD:ColorSpace"), number),
    Field("picture", ("ExifIFD:ExifImageWidth", "ExifIFD:ExifImageHeight", "JFIF:XResolution"), number),
    Field("picture", ("ICC_Profile:ProfileDescription", "ICC_Profile:ProfileCopyright"), text),
)
GROUPS = ("who", "when", "where", "with", "changed", "written", "picture")


def lines(metadata: Metadata) -> Iterator[Line]:
    """Every filled source of every field, in the order of `FIELDS`."""
    for field in FIELDS:
        for source in field.sources:
            for tag in metadata.find(source):
                value = field.form(tag)
                if value is not None:
                    yield Line(field.group, tag, value)
