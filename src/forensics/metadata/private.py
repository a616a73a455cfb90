"""What of a file's fields is nobody's business: place, serial numbers, names, ways to reach somebody, prompts.

Used by the analysis that warns, by everything that prints a field, and by `forensics clean` when it looks again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forensics.metadata.record import Metadata, Tag

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\d.])(?:\+\d{2}[ .]?|0)[1-9](?:[ .-]?\d\d){4}(?!\d)")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_COMPUTER = re.compile(r"mac ?os|iphone|ipad|ipod|windows|adobe|android|linux|version", re.I)
_PROMPT = re.compile(r"negative.?prompt|\bsteps: ?\d|--(?:ar|v|niji|stylize) |class_type|\"prompt\"", re.I)
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
}
_COORDINATES = {"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSPosition", "GPSCoordinates"}
_PROMPT_KEYS = {"parameters", "prompt", "negative_prompt", "workflow", "invokeai_metadata", "sd-metadata", "Dream"}
KINDS = ("gps", "serial", "owner", "contact", "faces", "prompt")


def kind_of(tag: Tag) -> str | None:
    """What personal data a field holds by its nature: one of `KINDS`, or None."""
    if not tag.value:
        return None
    last = tag.name.rsplit("/", 1)[-1]
    if _is_position(tag):
        return "gps"
    if last in SERIAL:
        return "serial" if any(letter.isalnum() and letter != "0" for letter in tag.value) else None
    if _is_face(tag):
        return "faces"
    if "CreatorContactInfo" in tag.name or (tag.group, tag.name) == ("IPTC", "Contact"):
        return "contact"
    if last in OWNER or tag.group + ":" + tag.name in ("XMP-dc:creator", "XMP-iptcCore:CreatorName"):
        return "owner" if _is_name(tag) else None
    if _is_prompt(tag):
        return "prompt"
    return None


def personal(metadata: Metadata) -> dict[str, list[Tag]]:
    """The fields that hold personal data, by kind; a free text that holds an address or a number counts as contact."""
    found: dict[str, list[Tag]] = {}
    for tag in metadata.tags:
        kind = kind_of(tag) or ("contact" if reaches_somebody(tag.text) else None)
        if kind:
            found.setdefault(kind, []).append(tag)
    return found


def names(metadata: Metadata) -> frozenset[str]:
    """The words of at least four letters of all the names that the file gives, in lower case."""
    texts = (tag.text for kind in ("owner", "faces", "contact") for tag in personal(metadata).get(kind, ()))
    return frozenset(word for text in texts for word in _words(text[:500]))


def shows_nobody(text: str, names: frozenset[str]) -> bool:
    """Whether a free text may be shown: it names nobody that the file names, and gives no way to reach somebody."""
    return not reaches_somebody(text) and not names & set(_words(text[:5_000]))


def reaches_somebody(text: str) -> bool:
    """Whether a text holds an e-mail address or a French or international telephone number."""
    start = text[:20_000]
    return ("@" in start and bool(_EMAIL.search(start))) or bool(_PHONE.search(start))


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in re.findall(r"[^\W\d_]{4,}", text))


def _is_position(tag: Tag) -> bool:
    return tag.name.rsplit("/", 1)[-1] in _COORDINATES and tag.where in ("exif", "xmp")


def _is_face(tag: Tag) -> bool:
    steps = tag.name.split("/")
    return (
        steps[-1] == "PersonDisplayName"
        or steps[0] in ("PersonInImage", "PersonInImageWDetails")
        or (steps[-1] == "Name" and "RegionList" in steps)
    )


def _is_name(tag: Tag) -> bool:
    if tag.value.strip().lower() in _NOBODY or _UUID.fullmatch(tag.value):
        return False
    return not (tag.name == "HostComputer" and _COMPUTER.search(tag.value))


def _is_prompt(tag: Tag) -> bool:
    if tag.name.startswith("AIPrompt"):
        return True
    if tag.where == "png_text" and tag.name in _PROMPT_KEYS:
        return True
    return tag.where in ("png_text", "exif", "comment", "xmp") and bool(_PROMPT.search(tag.text[:20_000]))
