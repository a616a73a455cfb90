"""Pixel measurements beside what the same measurement gives on real photographs and on generated pictures.

Each is a weak clue with its own measured error; together they never move the reading (``docs/generated.md``).
"""

from __future__ import annotations

from typing import Any

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture
from forensics.pixels.measures import of_picture
from forensics.pixels.reference import Reference, measured
from forensics.pixels.view import SIDE


def run(picture: Picture, context: Context) -> Outcome:
    """One finding for each measurement that lies where few real photographs lie, else that nothing stands out."""
    _refuse_unmeasurable(picture)
    values = of_picture(picture)
    shown = [(reference, values[name]) for name, reference in measured().references.items() if name in values]
    if not shown:
        raise NotApplicable("flat")
    beyond = [_finding(reference, value) for reference, value in shown if reference.is_beyond(value)]
    return Outcome(tuple(beyond) or (_nothing(shown),))


def _refuse_unmeasurable(picture: Picture) -> None:
    """Outside these conditions the measurement would speak of something else than it was measured on."""
    if picture.frames > 1 and picture.format in ("GIF", "PNG", "WEBP"):
        raise NotApplicable("animated")
    if min(picture.width, picture.height) < SIDE:
        raise NotApplicable("too_small")


def _finding(reference: Reference, value: float) -> Finding:
    return Finding(f"generated.{reference.name}", Sign.WEAK_CLUE, PointsTo.GENERATED, _values(reference, value))


def _nothing(shown: list[tuple[Reference, float]]) -> Finding:
    lessons = [{"code": f"generated.{reference.name}", **_values(reference, value)} for reference, value in shown]
    return Finding("generated.nothing", Sign.NOTHING_FOUND, values={"measures": lessons})


def _values(reference: Reference, value: float) -> dict[str, Any]:
    """The measured value, its error, and how many of the measured pictures of both kinds share its bin."""
    histogram, where = reference.histogram, reference.histogram.bin_of(value)
    return {
        "value": round(value, 4),
        "false_alarm": reference.false_alarm,
        "found": reference.found,
        "measured_on": measured().measured_on,
        "photos": sum(histogram.photos),
        "photos_same": histogram.photos[where],
        "generated": sum(histogram.generated),
        "generated_same": histogram.generated[where],
    }


ANALYSIS = Analysis(
    "generated",
    "1",
    ("generated.flat_noise", "generated.nothing"),
    run,
    order=70,
)
