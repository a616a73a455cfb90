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

from forensics.metadata.generators import edits_too, family
from forensics.metadata.record import Metadata, Tag
from forensics.metadata.residue import json_object
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
_NOTHING = re.compile(r"^\s*(?:no|none|not? applicable|n/?a|nil|non|aucune?|human|null|-)?\s*[.]?\s*$", re.IGNORECASE)
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
    "XMP-photoshop:Instructions",
    "IPTC:SpecialInstructions",
)
_NOT = r"(?<!not )(?<!no )(?<!non-)(?<!non )(?<!never )(?<!without )(?<!sans )(?<!pas )"
_EDITED = re.compile(
    r"(?:edited|modified|retouched|changed) (?:with|by|using) (?:google ai|clean ?up|(?:generative |gen)?ai\b)"
    r"|apple photos (?:clean ?up|generative edit)|magic (?:editor|eraser)|photo assist"
    r"|(?:modifiée?|retouchée?) (?:avec|par) (?:l[’']|une )?ia\b",
    re.IGNORECASE,
)
_GENERATED = re.compile(
    _NOT
    + r"(?:\bai[- ]generated\b|\b(?:made|generated|created|imagined) (?:with|by|using) (?:google |meta |generative |an? )?ai\b"
    r"|\bapple image playground\b|\b(?:générée?|créée?|fabriquée?) (?:par|avec) (?:l[’']|une )?ia\b|AI生成|人工智能生成)",
    re.IGNORECASE,
)
_BY_NAME = re.compile(_NOT + r"\b(?:made|generated|created|imagined) (?:with|by|using) ([^,;|()]{2,60})", re.IGNORECASE)
_TC260_KEYS = {"ContentProducer", "ProduceID", "ContentPropagator", "PropagateID", "ServiceProvider", "ServiceUser"}
_TC260_FIELDS = ("XMP-TC260:AIGC", "PNG:AIGC", "ExifIFD:UserComment", "IFD0:ImageDescription", "XMP-exif:UserComment")
_BYTEDANCE = re.compile(r'"product"\s*:\s*"(doubao|xinghui|dreamina\w*|jimeng\w*|capcut\w*)"', re.IGNORECASE)
_BYTEDANCE_MADE = re.compile(r'"exportType"\s*:\s*"generation"|"aigc_label_type"\s*:\s*[12]\b')
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
        text = tag.text[:2_000]
        edited, made = _EDITED.search(text), _GENERATED.search(text)
        if edited:
            yield _label("credit_edited", clean(edited[0], 80), tag, family(edited[0], text))
        elif made:
            yield _label("credit_generated", clean(made[0], 80), tag, family(text) or _named_elsewhere(found))
        else:
            named = _BY_NAME.search(text)
            known = family(named[1]) if named else ""
            if named and known and not edits_too(known):
                yield _label("credit_generated", clean(named[0], 80), tag, known)


def _tc260(found: Metadata) -> Iterator[Label]:
    for tag in found.find(*_TC260_FIELDS):
        content = _label_content(tag)
        if content is not None:
            producer = str(content.get("ContentProducer") or content.get("ServiceProvider") or "")
            grade = str(content.get("Label", "1"))
            yield _label("tc260", f"Label {grade}"[:40], tag, _producer(producer), grade)
        elif tag.where == "exif" and _BYTEDANCE_MADE.search(tag.text):
            product = _BYTEDANCE.search(tag.text)
            if product or "aigc_info" in tag.text:
                yield _label("tc260", "aigc_info", tag, family(product[1]) if product else "", "1")


def _label_content(tag: Tag) -> Mapping[str, Any] | None:
    """The object inside the label, whether or not it is wrapped in ``{"AIGC": …}`` or escaped for HTML."""
    text = tag.text[:20_000]
    content = json_object(html.unescape(text)) if "&" in text else json_object(text)
    if content is None:
        return None
    inner = content.get("AIGC", content)
    if isinstance(inner, str):
        inner = json_object(inner) or {}
    known = isinstance(inner, Mapping) and (_TC260_KEYS & inner.keys()) and ("Label" in inner or "AIGC" in content)
    return inner if known and isinstance(inner, Mapping) else None


def _producer(identifier: str) -> str:
    return next((name for start, name in _PRODUCERS.items() if identifier.startswith(start)), family(identifier))


def _label(what: str, value: str, tag: Tag, generator: str = "", grade: str = "") -> Label:
    return Label(what, value, f"{tag.group}:{tag.name}", tag.where, generator, grade)
