"""Which clues of a picture its copies still show: rows of clues, columns of copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from forensics.model import Finding, Report, Sign, Status

_TOLD = (Sign.VERIFIED_DECLARATION, Sign.DECLARATION, Sign.CLUE, Sign.WEAK_CLUE)
_ALWAYS_THERE = ("jpeg.quality", "jpeg.encoder", "fingerprint.values")


class Fate(StrEnum):
    """What became of a clue in one copy; ``kept`` in the picture itself means that it is there to begin with."""

    KEPT = "kept"
    GONE = "gone"
    BORN = "born"
    NEVER = "never"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Cell:
    """``sign`` is that of the clue where it is there, else None."""

    fate: Fate
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One clue, as ``finding`` says it where it is seen first; a cell for each copy, the picture itself first."""

    finding: Finding
    cells: tuple[Cell, ...]


def survival(reports: Sequence[Report]) -> tuple[Row, ...]:
    """The rows for the reports of a picture and of its copies, in this order."""
    first: dict[str, Finding] = {}
    for report in reports:
        for finding in _told(report):
            first.setdefault(_clue(finding), finding)
    return tuple(Row(finding, tuple(_cells(clue, reports))) for clue, finding in first.items())


def _told(report: Report) -> Iterator[Finding]:
    """The clues that a class can follow: measurements shared with most photographs are no clue."""
    for finding in report.findings():
        weak = finding.sign is Sign.WEAK_CLUE and finding.code.startswith("generated.")
        if finding.sign in _TOLD and finding.code not in _ALWAYS_THERE and not weak:
            yield finding


def _clue(finding: Finding) -> str:
    """The same for findings that say one thing in several ways: the corpus holds this picture, or one close to it."""
    return "match" if finding.code.startswith("match.") else finding.code


def _cells(clue: str, reports: Sequence[Report]) -> Iterator[Cell]:
    signs = [next((one.sign for one in _told(report) if _clue(one) == clue), None) for report in reports]
    maker = next(
        evidence.analysis
        for report in reports
        for evidence in report.evidence
        if any(_clue(finding) == clue for finding in evidence.findings)
    )
    for sign, report in zip(signs, reports, strict=True):
        if sign is not None:
            yield Cell(Fate.BORN if signs[0] is None else Fate.KEPT, sign)
        elif any(one.analysis == maker and one.status is Status.NOT_APPLICABLE for one in report.evidence):
            yield Cell(Fate.NOT_APPLICABLE)
        else:
            yield Cell(Fate.NEVER if signs[0] is None else Fate.GONE)
