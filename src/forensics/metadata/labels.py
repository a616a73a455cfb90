"""Unsigned labels of origin: IPTC DigitalSourceType, the IPTC 2025.1 fields on AI, credit lines, China's TC260 label.

Sources: IPTC NewsCodes *digitalsourcetype* (20 codes, 2024-10-23, CC BY 4.0); IPTC Photo Metadata 2025.1; GB 45438-2025;
wordings seen in the files of Google, Apple, Meta and ByteDance.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forensics.metadata.generators import edits_too, family, may_be_a_person
from forensics.metadata.record import Metadata, Tag
from forensics.metadata.settings import json_object
from forensics.text import clean

# The twenty codes, by the label they make.
SOURCE_TYPES = {
    "trainedAlgorithmicMedia": "generated",
    "compositeWithTrainedAlgorithmicMedia": "part_generated",
    "compositeSynthetic": "synthetic_part",
    "algorithmicMedia": "algorithmic",
    "dataDrivenMedia": "algorithmic",
    "virtualRecording": "virtual_recording",
    "algorithmicallyEnhanced": "enhanced",
    "digitalCapture": "capture",
    "computationalCapture": "computational_capture",
    "negativeFilm": "film",
    "positiveFilm": "film",
    "print": "film",
    "compositeCapture": "composite_capture",
    "screenCapture": "screen",
    "humanEdits": "human_edits",
    "minorHumanEdits": "human_edits",
    "digitalCreation": "digital_creation",
    "digitalArt": "digital_creation",
    "softwareImage": "digital_creation",
    "composite": "composite",
}
_BY_LOWER = {code.lower(): label for code, label in SOURCE_TYPES.items()}
_CODE = re.compile(
    r"^\s*(?:https?://cv\.iptc\.org/newscodes/digitalsourcetype/|digsrctype:)?([A-Za-z]+)/?\s*$", re.IGNORECASE
)
_TYPE_FIELDS = ("XMP-iptcExt:DigitalSourceType", "XMP-iptcExt:DigitalSourcefileType")
_SYSTEM_FIELDS = ("XMP-iptcExt:AISystemUsed", "XMP-iptcExt:AISystemVersionUsed")
_PROMPT_FIELDS = ("XMP-iptcExt:AIPromptInformation", "XMP-iptcExt:AIPromptWriterName")
_NOTHING = re.compile(
    r"^\s*(?:no|none|not? applicable|n/?a|nil|non|aucune?|human|null|-|.*\(ref20\d\d\.\d\))?\s*[.]?\s*$", re.IGNORECASE
)
_CREDIT_FIELDS = (
    "XMP-photoshop:Credit",
    "IPTC:Credit",
    "XMP-photoshop:Source",
    "IPTC:Source",
    "XMP-dc:rights",
    "IFD0:Copyright",
    "IPTC:CopyrightNotice",
    "IFD0:Software",
    "XMP-xmp:CreatorTool",
    "PNG:Source",
    "PNG:Comment",
    "PNG:Copyright",
    "File:Comment",
    "XMP-photoshop:Instructions",
    "IPTC:SpecialInstructions",
)
_LONGEST_CREDIT = 80  # a credit is short; rights and instructions that only mention AI are not
_DENIED = re.compile(
    r"\b(?:no|not|non|never|nor|without|prohibit\w*|forbid\w*|train\w*|licen[cs]\w*|sans|pas|jamais|interdi\w*|entra[iî]n\w*)\b",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"(?:edited|modified|retouched|changed) (?:with|by|using) (?:google ai|clean ?up|(?:generative |gen)?ai\b)"
    r"|apple photos (?:clean ?up|generative edit)|magic (?:editor|eraser)|photo assist"
    r"|(?:modifiée?|retouchée?) (?:avec|par) (?:l[’']|une )?ia\b",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    r"\bai[- ]generated\b|\b(?:made|generated|created|imagined) (?:with|by|using) (?:google |meta |generative |an? )?ai\b"
    r"|\bapple image playground\b|\b(?:générée?|créée?|fabriquée?) (?:par|avec) (?:l[’']|une )?ia\b|AI生成|人工智能生成",
    re.IGNORECASE,
)
_BY_NAME = re.compile(
    r"\b(?:(?:generated|imagined) (?:with|by|using)|(?:made|created) (?:with|using)) ([^,;|()]{2,60})", re.IGNORECASE
)
_TC260_KEYS = {"contentproducer", "produceid", "contentpropagator", "propagateid", "serviceprovider", "serviceuser"}
_TC260_FIELDS = ("XMP-TC260:AIGC", "PNG:AIGC")
_BYTEDANCE = re.compile(r'"product"\s*:\s*"(doubao|xinghui|dreamina\w*|jimeng\w*|aweme)"', re.IGNORECASE)
_BYTEDANCE_MADE = re.compile(r'"exportType"\s*:\s*"generation"|"aigc_label_type"\s*:\s*[12]\b|"aigc_type"\s*:\s*1\b')
# Codes of the companies registered with the label, as seen in their files: the first 22 characters of the identifier.
_PRODUCERS = {
    "001191110102MACQD9K640": "Doubao (ByteDance)",
    "00119144030008867405X2": "Jimeng, Dreamina (ByteDance)",
}


@dataclass(frozen=True, slots=True)
class Label:
    """One label: ``what`` follows ``declared.`` in the code of its finding; ``value`` is fit to print."""

    what: str
    value: str
    field: str
    where: str
    generator: str = ""
    grade: str = ""


def labels(found: Metadata) -> tuple[Label, ...]:
    """Every unsigned label of a file, each once, in the order of the list in this module's title."""
    every = (*_source_types(found), *_ai_fields(found), *_credits(found), *_tc260(found))
    return tuple({(one.what, one.value): one for one in reversed(every)}.values())[::-1]


def _source_types(found: Metadata) -> Iterator[Label]:
    for tag in found.find(*_TYPE_FIELDS):
        code = _CODE.match(tag.text)
        what = _BY_LOWER.get(code[1].lower(), "") if code else ""
        if what or tag.value:
            generator = _named_elsewhere(found) if what in ("generated", "part_generated", "synthetic_part") else ""
            value = code[1] if code else clean(tag.text, 80)
            yield _label(what or "unknown_type", value, tag, generator)


def _named_elsewhere(found: Metadata) -> str:
    """A generator that another field names beside the code, which names none."""
    fields = ("IFD0:Software", "XMP-xmp:CreatorTool", "PNG:Software", *_SYSTEM_FIELDS, *_CREDIT_FIELDS[:4], "IFD0:Make")
    named = family(*(tag.value for tag in found.find(*fields)))
    description = found.first("PNG:Description", "XMP-dc:description", "IFD0:ImageDescription")
    return named or ("Midjourney" if description and re.search(r"Job ID:\s*[0-9a-f-]{36}", description.text) else "")


def _ai_fields(found: Metadata) -> Iterator[Label]:
    said = [tag for tag in found.find(*_SYSTEM_FIELDS) if not _NOTHING.match(tag.text)]
    prompted = [tag for tag in found.find(*_PROMPT_FIELDS) if not _NOTHING.match(tag.text)]
    if said:
        system = clean(" ".join(tag.text for tag in said), 80)
        yield _label("ai_fields", system, said[0], family(system) or system)
    elif prompted:
        yield _label("ai_fields", "", prompted[0])


def _credits(found: Metadata) -> Iterator[Label]:
    for tag in found.find(*_CREDIT_FIELDS):
        text = tag.value
        if len(text) > _LONGEST_CREDIT or _DENIED.search(text):
            continue
        edited, made, named = _EDITED.search(text), _GENERATED.search(text), _BY_NAME.search(text)
        known = family(named[1]) if named else ""
        if edited:
            yield _label("credit_edited", edited[0], tag, family(edited[0], text))
        elif made:
            yield _label("credit_generated", made[0], tag, family(text) or _named_elsewhere(found))
        elif named and known and not edits_too(known) and not may_be_a_person(known):
            yield _label("credit_generated", named[0], tag, known)


def _tc260(found: Metadata) -> Iterator[Label]:
    for tag in found.tags:
        own = f"{tag.group}:{tag.name}" in _TC260_FIELDS
        content = _label_content(tag, own) if own or '"AIGC"' in tag.text[:20_000] else None
        if content is not None:
            fields = {str(key).lower(): value for key, value in content.items()}
            producer = str(fields.get("contentproducer") or fields.get("serviceprovider") or "")
            grade = str(fields.get("label", ""))[:1] or "0"
            yield _label("tc260", f"Label {grade}", tag, _producer(producer), grade)
        elif tag.where in ("exif", "comment", "xmp", "png_text"):
            yield from _bytedance(tag)


def _bytedance(tag: Tag) -> Iterator[Label]:
    """What the apps of ByteDance write beside, or instead of, the label; the name of the app alone says nothing."""
    if "product" not in tag.text and "aigc_info" not in tag.text:
        return
    text = tag.text[:20_000].replace('\\"', '"')
    product = _BYTEDANCE.search(text)
    if _BYTEDANCE_MADE.search(text) and (product or "aigc_info" in text):
        yield _label("tc260", "aigc_info", tag, family(product[1]) if product else "", "1")


def _label_content(tag: Tag, own: bool) -> Mapping[str, Any] | None:
    """The object inside the label, whether or not it is wrapped in ``{"AIGC": …}`` or escaped for HTML.

    A field of the label's own vocabulary (``own``) is one even when its content cannot be read.
    """
    text = html.unescape(tag.text[:20_000])
    content = json_object(text)
    if content is None:
        return {} if own and tag.where == "xmp" else None
    inner = content.get("AIGC", content)
    if isinstance(inner, str):
        inner = json_object(inner) or {}
    if not isinstance(inner, Mapping):
        return None
    known = _TC260_KEYS & {str(key).lower() for key in inner}
    return inner if known or (own and tag.where == "xmp") else None


def _producer(identifier: str) -> str:
    return next((name for start, name in _PRODUCERS.items() if identifier.startswith(start)), family(identifier))


def _label(what: str, value: str, tag: Tag, generator: str = "", grade: str = "") -> Label:
    return Label(what, value, f"{tag.group}:{tag.name}", tag.where, generator, grade)
