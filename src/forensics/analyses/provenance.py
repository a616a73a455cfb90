"""The signed statement (C2PA): who says what about the file, and whether the file has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forensics.analyses import Analysis, Context, Outcome
from forensics.metadata.c2pa import Credential, credential, trust_list_date
from forensics.metadata.generators import family, family_of_signer, watermark, watermark_of
from forensics.metadata.rubric import all_signals, generating, is_capture, statement, vouched, vouched_capture
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture

_POINTS_TO = {
    "generated": PointsTo.GENERATED,
    "part": PointsTo.GENERATED,
    "captured": PointsTo.CAPTURED,
    "edited": PointsTo.EDITED,
    "composed": PointsTo.COMPOSED,
    "other": PointsTo.NONE,
}


def run(picture: Picture, context: Context) -> Outcome:
    found = picture.once(credential)
    if found is None:
        return Outcome((Finding("provenance.none", Sign.NOTHING_FOUND),))
    return Outcome(tuple(findings(found)))


def findings(found: Credential) -> Iterator[Finding]:
    """What a manifest store says, first the statement itself."""
    yield Finding("provenance.c2pa", _sign(found), _points_to(found), _values(found))
    if found.active is None:
        return
    sign = _sign(found) if found.integrity == "intact" else Sign.DECLARATION
    if found.active.ingredients:
        count = len(found.active.ingredients)
        yield Finding("provenance.ingredients", sign, PointsTo.COMPOSED, {"count": count, "where": "c2pa"})
    marks = _watermarks(found)
    if marks:
        yield Finding("provenance.watermark", Sign.DECLARATION, PointsTo.NONE, {"watermark": marks, "where": "c2pa"})


def _sign(found: Credential) -> Sign:
    if found.remote:
        return Sign.NOT_APPLICABLE
    if found.integrity == "altered":
        return Sign.CLUE
    signed = found.integrity == "intact" and found.trust == "known" and vouched(found)
    return Sign.VERIFIED_DECLARATION if signed else Sign.DECLARATION


def _points_to(found: Credential) -> PointsTo:
    if found.integrity == "altered":
        return PointsTo.EDITED
    return _POINTS_TO[statement(found)] if found.integrity == "intact" else PointsTo.NONE


def _values(found: Credential) -> dict[str, Any]:
    active = found.active
    if active is None:
        return {"integrity": found.integrity, "trust": found.trust, "variant": _variant(found), "signals": []}
    return {
        "integrity": found.integrity,
        "trust": found.trust,
        "variant": _variant(found),
        "statement": statement(found),
        "vouched": vouched(found),
        "captured": is_capture(found),
        "capture_vouched": vouched_capture(found),
        "signer": active.signer or None,
        "signals": list(all_signals(found)),
        "generator": _generator(found),
        "software": active.generator or None,
        "camera": active.camera or None,
        "trust_list": trust_list_date() or None,
        "failures": list(found.failures),
        "where": "c2pa",
    }


def _variant(found: Credential) -> str:
    """Which wording speaks: integrity first, then trust, then what is stated."""
    if found.remote:
        return "remote"
    if found.integrity == "altered":
        return "altered"
    if found.integrity == "unreadable":
        return "unverified" if found.active else "unreadable"
    if found.trust != "known":
        return found.trust
    said = statement(found)
    return "other" if said == "composed" else said


def _generator(found: Credential) -> str | None:
    """The family of the generator where the statement speaks of one, else its name as written there."""
    steps = list(generating(found))
    names = [name for manifest, action in steps for name in (action.agent, manifest.generator)]
    signers = [manifest.signer for manifest, _ in steps]
    return family(*names) or family_of_signer(*signers) or next((name for name in names if name), None)


def _watermarks(found: Credential) -> list[str]:
    """Watermarks that the statement announces: by name, else by the action that says one was put in."""
    named = [watermark(mark) for manifest in found.manifests for mark in manifest.watermarks]
    acted = [
        watermark_of(manifest.generator, manifest.signer)
        for manifest in found.manifests
        for action in manifest.actions
        if action.name.startswith("c2pa.watermarked")
    ]
    return sorted({mark for mark in named or acted if mark})


ANALYSIS = Analysis(
    "provenance",
    "1",
    ("provenance.c2pa", "provenance.none", "provenance.ingredients", "provenance.watermark"),
    run,
    order=21,
)
