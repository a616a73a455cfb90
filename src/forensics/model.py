"""What the tool says, as data: findings, evidence, a reading, a report. No prose and no behaviour.

Every value here can be written as JSON. Prose lies in ``lang/`` under the code of a finding; pictures of an analysis
(maps, drawings) travel as `Figure` and are never part of the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SCHEMA = "forensics.report/1"


class Sign(StrEnum):
    """How much a finding weighs; always drawn as a shape and a word, never as a colour alone."""

    VERIFIED_DECLARATION = "verified_declaration"
    DECLARATION = "declaration"
    CLUE = "clue"
    WEAK_CLUE = "weak_clue"
    NOTHING_FOUND = "nothing_found"
    NOT_APPLICABLE = "not_applicable"
    QUESTION = "question"


class PointsTo(StrEnum):
    """What a finding would speak for, if it were right."""

    CAPTURED = "captured"
    EDITED = "edited"
    GENERATED = "generated"
    COMPOSED = "composed"
    RECIRCULATED = "recirculated"
    PERSONAL_DATA = "personal_data"
    NONE = "none"


class Status(StrEnum):
    """Whether an analysis ran. «Not applicable» and «failed» are never shown as «nothing found»."""

    OK = "ok"
    NOT_APPLICABLE = "not_applicable"
    FAILED = "failed"


class Generated(StrEnum):
    """The statement on origin, in words that a teacher can defend."""

    DECLARED_VERIFIED = "declared_verified"
    DECLARED = "declared"
    TRACES = "traces"
    CONTRADICTORY = "contradictory"
    UNDECIDED = "undecided"
    CAPTURE_DECLARED = "capture_declared"
    CAPTURE_VERIFIED = "capture_verified"


class Edited(StrEnum):
    """The statement on editing."""

    DECLARED_VERIFIED = "declared_verified"
    DECLARED = "declared"
    TRACES = "traces"
    UNDECIDED = "undecided"


class Extent(StrEnum):
    """How much of the picture the statement on generation is about."""

    WHOLE = "whole"
    PART = "part"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Region:
    """A zone in pixels of the stored picture (before the EXIF orientation), numbered from 1."""

    x: int
    y: int
    width: int
    height: int
    number: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing observed. ``values`` holds JSON values only; its keys fill the sentence of the catalogue."""

    code: str
    sign: Sign
    points_to: PointsTo = PointsTo.NONE
    values: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture drawn by an analysis: ``name`` such as ``ela.raw``, ``ela.print``; ``png`` its bytes; size in pixels."""

    name: str
    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one analysis had to say. ``reason`` is a code of ``[not_applicable]`` or ``[failed]`` in the catalogue."""

    analysis: str
    version: str
    status: Status
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GeneratedReading:
    """``because`` names the codes that carry the statement."""

    statement: Generated = Generated.UNDECIDED
    extent: Extent | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditedReading:
    """The same for editing."""

    statement: Edited = Edited.UNDECIDED
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The two questions that the tool may answer about origin, and the personal data seen. Worth is not here: people judge it."""

    generated: GeneratedReading = GeneratedReading()
    edited: EditedReading = EditedReading()
    personal_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A picture of the corpus that looks alike. ``distance`` in bits of 256; None when only the second look confirms it."""

    corpus: str
    id: str
    distance: int | None
    transform: str
    caption: str
    source: str


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """The file itself. ``width`` and ``height`` in pixels as stored."""

    path: str
    sha256: str
    bytes: int
    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything said about one picture."""

    image: ImageFacts
    evidence: tuple[Evidence, ...]
    reading: Reading
    matches: tuple[Match, ...] = ()

    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the analyses."""
        return tuple(finding for evidence in self.evidence for finding in evidence.findings)
