"""What the file declares in EXIF, IPTC and XMP: camera, date, software, caption, credit."""

from __future__ import annotations

from collections.abc import Iterator

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.metadata import camera, dates, private
from forensics.metadata.generators import edits_too, family
from forensics.metadata.record import Metadata, Tag
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture

_CAPTION = ("IPTC:Caption-Abstract", "XMP-dc:description", "IFD0:ImageDescription", "IPTC:Headline", "PNG:Description")
_CREDIT = (
    "IPTC:Credit",
    "XMP-photoshop:Credit",
    "IPTC:Source",
    "XMP-photoshop:Source",
    "IPTC:By-line",
    "XMP-dc:creator",
    "IFD0:Artist",
)
_RIGHTS = (
    "XMP-xmpRights:UsageTerms",
    "IPTC:CopyrightNotice",
    "XMP-dc:rights",
    "IFD0:Copyright",
    "XMP-cc:license",
    "PNG:Copyright",
)
_PLACE = (
    "IPTC:Sub-location",
    "XMP-iptcCore:Location",
    "IPTC:City",
    "XMP-photoshop:City",
    "XMP-iptcExt:LocationCreated/City",
    "XMP-iptcExt:LocationShown/City",
    "IPTC:Province-State",
    "XMP-photoshop:State",
    "IPTC:Country-PrimaryLocationName",
    "XMP-photoshop:Country",
)
_CAMERA_DEFAULTS = ("digital camera", "dcim", "default", "exif_jpeg", "jpeg", "untitled", "sans titre", "screenshot")


def run(picture: Picture, context: Context) -> Outcome:
    """Every line is a declaration: anyone can write or erase it."""
    read = metadata.read(picture)
    findings = (*_exif(read, picture), *_history(read), *_written(picture, read, context))
    return Outcome(findings)


def _exif(read: Metadata, picture: Picture) -> Iterator[Finding]:
    named = camera.camera(read)
    has_exif = any(tag.where == "exif" for tag in read.tags)
    if named:
        points_to = PointsTo.CAPTURED if camera.is_device(named) else PointsTo.NONE
        yield Finding("exif.camera", Sign.DECLARATION, points_to, {"camera": named})
    elif has_exif:
        yield Finding("exif.partial", Sign.WEAK_CLUE)
    else:
        yield Finding("exif.none", Sign.NOTHING_FOUND)
    settings = camera.settings(read)
    if settings:
        yield Finding("exif.settings", Sign.DECLARATION, PointsTo.CAPTURED, {"settings": settings})
    taken = dates.first(read, dates.TAKEN[:2])
    if taken:
        yield Finding("exif.date", Sign.DECLARATION, PointsTo.CAPTURED, {"date": taken.day, **_origin(taken.tag)})
    software = camera.software(read)
    if software:
        generator = family(software)
        points_to = PointsTo.GENERATED if generator and not edits_too(generator) else PointsTo.EDITED
        yield Finding("exif.software", Sign.DECLARATION, points_to, {"software": software})
    if picture.orientation != 1:
        yield Finding("exif.orientation", Sign.WEAK_CLUE, PointsTo.NONE, {"orientation": picture.orientation})


def _history(read: Metadata) -> Iterator[Finding]:
    agents = [tag.value for tag in read.find("XMP-xmpMM:History/softwareAgent") if tag.value]
    if agents:
        values = {"software": list(dict.fromkeys(agents))[:5], "saves": len(agents)}
        yield Finding("xmp.history", Sign.DECLARATION, PointsTo.EDITED, values)


def _written(picture: Picture, read: Metadata, context: Context) -> Iterator[Finding]:
    """Caption, credit, rights and place: what people wrote."""
    privacy = picture.once(private.privacy)
    found = []
    for code, fields in (
        ("iptc.caption", _CAPTION),
        ("iptc.credit", _CREDIT),
        ("iptc.rights", _RIGHTS),
        ("iptc.place", _PLACE),
    ):
        tag = next((tag for tag in read.find(*fields) if _says_something(tag)), None)
        if tag:
            shown = context.show_personal or privacy.may_show(tag)
            values = {"value": tag.value} if shown else {"hidden": ["value"]}
            found.append(Finding(code, Sign.DECLARATION, PointsTo.NONE, {**values, **_origin(tag)}))
    yield from found
    network = _network(read)
    if network:
        yield Finding("iptc.network", Sign.WEAK_CLUE, PointsTo.RECIRCULATED, {"network": network})
    if not found:
        yield Finding("iptc.none", Sign.NOTHING_FOUND)


def _network(read: Metadata) -> str | None:
    """Facebook and Instagram mark IPTC Special Instructions with «FBMD»."""
    marked = any(
        tag.value.startswith("FBMD") for tag in read.find("IPTC:SpecialInstructions", "XMP-photoshop:Instructions")
    )
    return "Facebook / Instagram" if marked else None


def _says_something(tag: Tag) -> bool:
    """Whether a person may have written it; cameras fill some fields with a fixed phrase, or with spaces."""
    value = tag.value.strip().lower()
    return bool(value) and not value.startswith(_CAMERA_DEFAULTS) and any(letter.isalnum() for letter in value)


def _origin(tag: Tag) -> dict[str, str]:
    return {"where": tag.where, "field": f"{tag.group}:{tag.name}"}


ANALYSIS = Analysis(
    "metadata",
    "1",
    (
        "exif.camera",
        "exif.none",
        "exif.partial",
        "exif.settings",
        "exif.software",
        "exif.date",
        "exif.orientation",
        "xmp.history",
        "iptc.caption",
        "iptc.credit",
        "iptc.rights",
        "iptc.place",
        "iptc.network",
        "iptc.none",
    ),
    run,
    order=20,
)
