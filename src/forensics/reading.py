"""Weighs the findings into a `Reading`: two questions, lanes of evidence never summed, abstention as the usual answer.

A finding is turned into a *claim* (generated, in whole or in part; captured; edited) in one of three lanes:

    1 verified   an intact statement signed by a known signer
    2 declared   an unsigned label, or a signed statement that cannot be verified or comes from nobody known
    3 traces     technical residue of a generator, and a signed statement that no longer fits the file

The strongest lane that makes a claim speaks; what a weaker lane adds changes nothing. Claims that exclude each other are
shown as a contradiction. Measurements of pixels, names, sizes and absences make no claim at all on generation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from forensics.model import (
    Edited,
    EditedReading,
    Evidence,
    Extent,
    Finding,
    Generated,
    GeneratedReading,
    PointsTo,
    Reading,
    Sign,
)


class Lane(IntEnum):
    """From the weakest to the strongest."""

    TRACES = 1
    DECLARED = 2
    VERIFIED = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What one finding says about one question; ``extent`` matters for generation alone."""

    code: str
    lane: Lane
    extent: Extent = Extent.UNKNOWN


_WHOLE = {"declared.generated", "declared.credit_generated"}
_PART = {"declared.part_generated", "declared.synthetic_part", "declared.credit_edited"}
_SOME = {"declared.ai_fields", "declared.tc260"}  # they say themselves how much, or not
_CAPTURES = {"declared.capture", "declared.computational_capture", "declared.film"}
_EDITS = {
    "declared.part_generated",
    "declared.credit_edited",
    "declared.enhanced",
    "declared.human_edits",
    "declared.composite",
    "declared.composite_capture",
    "exif.software",
    "xmp.history",
}
_RESIDUE = {
    "traces.parameters",
    "traces.workflow",
    "traces.job",
    "traces.signature",
    "traces.stealth",
    "traces.watermark",
    "traces.ai_edit",
}
_EDIT_CLUES = {"clone.pair", "splice.zone", "traces.ai_edit"}
_CAMERA = {"exif.camera"}
# A make and a model alone are two words; settings or a date of capture make them a coherent block.
_CAMERA_SUPPORT = {"exif.settings", "exif.date"}


def read(evidence: Iterable[Evidence]) -> Reading:
    """The reading of everything found. Pixel measurements alone never leave «undecided»."""
    findings = [finding for one in evidence for finding in one.findings]
    return Reading(_generated(findings), _edited(findings), _personal(findings))


def _generated(findings: Sequence[Finding]) -> GeneratedReading:
    made = _claims(findings, _generation)
    taken = _claims(findings, _capture) + _coherent_camera(findings)
    if made and taken and _exclude(made, taken):
        because = _codes(made + taken)
        return GeneratedReading(Generated.CONTRADICTORY, _extent(_strongest(made)), because)
    if made:
        first = _strongest(made)
        return GeneratedReading(_STATEMENTS[first[0].lane], _extent(first), _codes(first))
    if taken:
        first = _strongest(taken)
        verified = first[0].lane is Lane.VERIFIED
        statement = Generated.CAPTURE_VERIFIED if verified else Generated.CAPTURE_DECLARED
        return GeneratedReading(statement, None, _codes(first))
    return GeneratedReading()


_STATEMENTS = {
    Lane.VERIFIED: Generated.DECLARED_VERIFIED,
    Lane.DECLARED: Generated.DECLARED,
    Lane.TRACES: Generated.TRACES,
}
_EDITED = {
    Lane.VERIFIED: Edited.DECLARED_VERIFIED,
    Lane.DECLARED: Edited.DECLARED,
    Lane.TRACES: Edited.TRACES,
}


def _edited(findings: Sequence[Finding]) -> EditedReading:
    claims = _claims(findings, _edit)
    if not claims:
        return EditedReading()
    first = _strongest(claims)
    return EditedReading(_EDITED[first[0].lane], _codes(first))


def _exclude(made: Sequence[Claim], taken: Sequence[Claim]) -> bool:
    """Whether «all of it generated» meets «captured».

    An edit of a part, or a generator that may only have enlarged a photograph, excludes nothing. A verified statement
    is not contradicted by the tags of a camera, which any program copies, but by a statement of the same kind.
    """
    whole = [claim for claim in made if claim.extent is Extent.WHOLE]
    if not whole:
        return False
    if max(claim.lane for claim in whole) is Lane.VERIFIED:
        return any(claim.code not in _CAMERA for claim in taken)
    return True


def _generation(finding: Finding) -> Claim | None:
    code = finding.code
    if code == "provenance.c2pa":
        said = {"generated": Extent.WHOLE, "part": Extent.PART}.get(str(finding.values.get("statement")))
        lane = _signed_lane(finding)
        return Claim(code, lane, said) if said and lane else None
    if code in _WHOLE | _PART | _SOME:
        extent = Extent.WHOLE if code in _WHOLE else Extent.PART if code in _PART else _said_extent(finding)
        return Claim(code, Lane.DECLARED, extent)
    if code in _RESIDUE and finding.sign is Sign.CLUE:
        return Claim(code, Lane.TRACES, Extent.PART if code == "traces.ai_edit" else _said_extent(finding))
    return None


def _capture(finding: Finding) -> Claim | None:
    if finding.code == "provenance.c2pa":
        said = finding.values.get("captured") is True
        lane = _signed_lane(finding, "capture_vouched")
        return Claim(finding.code, lane) if said and lane in (Lane.VERIFIED, Lane.DECLARED) else None
    return Claim(finding.code, Lane.DECLARED) if finding.code in _CAPTURES else None


def _edit(finding: Finding) -> Claim | None:
    if finding.code == "provenance.c2pa":
        lane = _signed_lane(finding)
        said = lane is Lane.TRACES or finding.values.get("statement") in ("edited", "part")
        return Claim(finding.code, lane) if said and lane else None
    if finding.code in _EDITS and finding.points_to is PointsTo.EDITED:
        return Claim(finding.code, Lane.DECLARED)
    if finding.code in _EDIT_CLUES and finding.sign is Sign.CLUE:
        return Claim(finding.code, Lane.TRACES)
    return None


def _signed_lane(finding: Finding, vouched: str = "vouched") -> Lane | None:
    """Where a signed statement stands: intact and known, else as good as unsigned; changed since, a residue; unread, nowhere.

    A known signer may wrap the statement of an unknown one, and answers for it only where it found that one trusted.
    """
    integrity, trust = finding.values.get("integrity"), finding.values.get("trust")
    if integrity == "intact":
        return Lane.VERIFIED if trust == "known" and finding.values.get(vouched) is not False else Lane.DECLARED
    if integrity == "altered":
        return Lane.TRACES
    return Lane.DECLARED if finding.values.get("statement") else None


def _coherent_camera(findings: Sequence[Finding]) -> list[Claim]:
    """Make and model with settings or a date of capture: coherent enough to be called a declaration."""
    codes = {finding.code for finding in findings}
    cameras = [one for one in findings if one.code in _CAMERA and one.points_to is PointsTo.CAPTURED]
    return [Claim(one.code, Lane.DECLARED) for one in cameras] if codes & _CAMERA_SUPPORT else []


def _said_extent(finding: Finding) -> Extent:
    try:
        return Extent(str(finding.values.get("extent")))
    except ValueError:
        return Extent.UNKNOWN


def _claims(findings: Iterable[Finding], of: Callable[[Finding], Claim | None]) -> list[Claim]:
    return [claim for finding in findings if (claim := of(finding)) is not None]


def _strongest(claims: Sequence[Claim]) -> list[Claim]:
    lane = max(claim.lane for claim in claims)
    return [claim for claim in claims if claim.lane is lane]


def _extent(claims: Sequence[Claim]) -> Extent:
    """What the claims of one lane agree on; a claim that leaves the extent open follows one that does not."""
    said = {claim.extent for claim in claims} - {Extent.UNKNOWN}
    return said.pop() if len(said) == 1 else Extent.UNKNOWN


def _codes(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.code for claim in claims))


def _personal(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(_shown(findings))


def _shown(findings: Iterable[Finding]) -> Iterator[str]:
    seen = set[str]()
    for finding in findings:
        if finding.code.startswith("personal.") and finding.code != "personal.none" and finding.code not in seen:
            seen.add(finding.code)
            yield finding.code
