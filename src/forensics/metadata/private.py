"""What of a file's fields is nobody's business: place, serial numbers, names, ways to reach somebody, prompts.

Used by the analysis that warns, by everything that prints a field, and by `forensics clean` when it looks again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from forensics.metadata.c2pa import credential
from forensics.metadata.reading import read
from forensics.metadata.record import Metadata, Tag
from forensics.picture import Picture

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w.+:-])(?:\+\d{2}[ .]?|0)[1-9](?:([ .-]?)\d\d)(?:\1\d\d){3}(?![\w-])")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_COMPUTER = re.compile(r"mac ?os|iphone|ipad|ipod|windows|adobe|android|linux|version", re.I)
_PROMPT = re.compile(r"negative.?prompt|\bsteps\"?: ?\d|--(?:ar|v|niji|stylize) |class_type|\"prompt\"", re.I)
_NOBODY = {"", "unknown", "none", "n/a", "default", "user", "owner", "artist", "author", "photographer", "copyright"}
SERIAL = {
    "SerialNumber",
    "BodySerialNumber",
    "CameraSerialNumber",
    "InternalSerialNumber",
    "LensSerialNumber",
    "CameraBodySerialNumber",
}
OWNER = {
    "Artist",
    "OwnerName",
    "CameraOwnerName",
    "XPAuthor",
    "By-line",
    "Writer-Editor",
    "CaptionWriter",
    "Author",
    "HostComputer",
    "BabyName",
    "author",
}
_PEOPLE = re.compile(r"(?:people|personnes)[/|]", re.I)  # «People/Ada» in the trees of keywords that albums keep
_TREES = {"TagsList", "LastKeywordXMP", "hierarchicalSubject", "HierarchicalKeywords"}
_COORDINATES = {"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSPosition", "GPSCoordinates"}
_PROMPT_KEYS = {"parameters", "prompt", "negative_prompt", "workflow", "invokeai_metadata", "sd-metadata", "Dream"}
_CREATORS = {"XMP-dc:creator", "XMP-iptcCore:CreatorName", "XMP-tiff:Artist"}
_PROGRAMS = ("IFD0:Software", "XMP-xmp:CreatorTool", "PNG:Software", "XMP-tiff:Software")
# Numbers of a picture, not of a person: they tell copies of one file, and one device's pictures, from others.
_LINKING = {"ImageUniqueID", "BurstUUID", "ContentIdentifier", "DocumentID", "InstanceID", "OriginalDocumentID"}
KINDS = ("gps", "serial", "owner", "contact", "faces", "prompt")


@dataclass(frozen=True, slots=True)
class Privacy:
    """What may be shown of one file: ``names`` are words of the names it gives, ``programs`` the software it names."""

    names: frozenset[str]
    programs: str
    found: Mapping[str, tuple[Tag, ...]]

    def kind_of(self, tag: Tag) -> str | None:
        """The kind of personal data that a field holds, one of `KINDS`, or None."""
        return _kind_of(tag, self.programs)

    def may_show(self, tag: Tag) -> bool:
        """Whether a field holds nothing personal and links to no other file, names nobody that the file names, and gives no way to reach somebody."""
        if tag.name.rsplit("/", 1)[-1] in _LINKING or self.kind_of(tag) is not None:
            return False
        return not self.names & set(_words(tag.text[:5_000]))


def privacy(picture: Picture) -> Privacy:
    """For ``picture.once``. What a signed statement repeats of place, device and author counts like the fields themselves."""
    found, signed = read(picture), picture.once(credential)
    return of(replace(found, tags=(*found.tags, *signed.fields)) if signed else found)


def of(metadata: Metadata) -> Privacy:
    """The fields that hold personal data, by kind, and what follows for all others."""
    programs = " ".join(tag.value.lower() for tag in metadata.find(*_PROGRAMS))
    found: dict[str, list[Tag]] = {}
    for tag in metadata.tags:
        kind = _kind_of(tag, programs)
        if kind:
            found.setdefault(kind, []).append(tag)
    naming = (tag for kind in ("owner", "faces") for tag in found.get(kind, ()))
    contacts = (tag for tag in found.get("contact", ()) if _is_contact(tag))
    words = frozenset(word for tag in (*naming, *contacts) for word in _words(tag.text[:500]))
    return Privacy(words, programs, {kind: tuple(found[kind]) for kind in KINDS if kind in found})


def _kind_of(tag: Tag, programs: str) -> str | None:
    if not tag.value or not isinstance(tag.raw, (str, tuple)):
        return None
    last = tag.name.rsplit("/", 1)[-1]
    if _is_position(tag, last):
        return "gps"
    if last in SERIAL:
        return "serial" if any(letter.isalnum() and letter != "0" for letter in tag.value) else None
    if _is_face(tag, last):
        return "faces"
    if _is_contact(tag):
        return "contact"
    if (last in OWNER or f"{tag.group}:{tag.name}" in _CREATORS) and _is_name(tag, programs):
        return "owner"
    if _is_prompt(tag):
        return "prompt"
    return "contact" if isinstance(tag.raw, str) and reaches_somebody(tag.raw) else None


def reaches_somebody(text: str) -> bool:
    """Whether a text holds an e-mail address or a French or international telephone number."""
    start = text[:20_000]
    return ("@" in start and bool(_EMAIL.search(start))) or bool(_PHONE.search(start))


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in re.findall(r"[^\W\d_]{4,}", text))


def _is_position(tag: Tag, last: str) -> bool:
    return last in _COORDINATES and tag.where in ("exif", "xmp", "c2pa")


def _is_face(tag: Tag, last: str) -> bool:
    steps = tag.name.split("/")
    return (
        last == "PersonDisplayName"
        or steps[0] in ("PersonInImage", "PersonInImageWDetails", "People")
        or (last in _TREES and _PEOPLE.match(tag.value) is not None)
        or (last == "Name" and "RegionList" in steps)
    )


def _is_contact(tag: Tag) -> bool:
    return "CreatorContactInfo" in tag.name or (tag.group, tag.name) == ("IPTC", "Contact")


def _is_name(tag: Tag, programs: str) -> bool:
    """Whether it may be somebody's: no stock word, no number, no program that the file names elsewhere."""
    value = tag.value.strip().lower()
    if value in _NOBODY or _UUID.fullmatch(value) or value in programs:
        return False
    return not (tag.name == "HostComputer" and _COMPUTER.search(value))


def _is_prompt(tag: Tag) -> bool:
    if tag.name.startswith("AIPrompt"):
        return True
    if tag.where == "png_text" and tag.name in _PROMPT_KEYS:
        return True
    return tag.where in ("png_text", "exif", "comment", "xmp") and bool(_PROMPT.search(tag.text[:20_000]))
