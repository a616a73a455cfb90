"""Unsigned labels: what the file states about its origin, in a line that anyone can write or erase."""

from __future__ import annotations

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.metadata.labels import Label, labels
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture

_POINTS_TO = {
    "generated": PointsTo.GENERATED,
    "part_generated": PointsTo.GENERATED,
    "synthetic_part": PointsTo.GENERATED,
    "algorithmic": PointsTo.COMPOSED,
    "virtual_recording": PointsTo.COMPOSED,
    "enhanced": PointsTo.EDITED,
    "capture": PointsTo.CAPTURED,
    "computational_capture": PointsTo.CAPTURED,
    "film": PointsTo.CAPTURED,
    "composite_capture": PointsTo.COMPOSED,
    "screen": PointsTo.NONE,
    "human_edits": PointsTo.EDITED,
    "digital_creation": PointsTo.COMPOSED,
    "composite": PointsTo.COMPOSED,
    "unknown_type": PointsTo.NONE,
    "tc260": PointsTo.GENERATED,
    "ai_fields": PointsTo.GENERATED,
    "credit_generated": PointsTo.GENERATED,
    "credit_edited": PointsTo.GENERATED,
}


def run(picture: Picture, context: Context) -> Outcome:
    return Outcome(tuple(_finding(label) for label in labels(metadata.read(picture))))


def _finding(label: Label) -> Finding:
    values = {
        "generator": label.generator or None,
        "field": label.field,
        "value": label.value or None,
        "where": label.where,
    }
    if label.grade:
        values["label"] = f"tc260_{label.grade if label.grade in '123' else 0}"
        values["extent"] = "whole" if label.grade == "1" else "unknown"  # 2 and 3 are a platform's doubt
    if label.what == "ai_fields" and not label.value:
        values["variant"] = "prompt"
    return Finding(f"declared.{label.what}", Sign.DECLARATION, _POINTS_TO[label.what], values)


ANALYSIS = Analysis("declared", "1", tuple(f"declared.{what}" for what in _POINTS_TO), run, order=22)
