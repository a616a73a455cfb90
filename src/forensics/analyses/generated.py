"""Pixel measurements beside what the same measurement gives on real photographs and on generated pictures.

Each is a weak clue with its own measured error; together they never move the reading (``docs/generated.md``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture
from forensics.pixels.cfa import sensor_trace
from forensics.pixels.guard import require_photograph
from forensics.pixels.measures import ON_VIEW, SENSOR, of_picture
from forensics.pixels.reference import SEVERAL, Reference, measured
from forensics.pixels.traits import of_whole_picture


def run(picture: Picture, context: Context) -> Outcome:
    """One finding for each measurement that lies where few real photographs lie, else that nothing stands out."""
    require_photograph(picture)
    values = of_picture(picture)
    if not values:
        raise NotApplicable("flat")
    together = tuple(_together(picture)) if context.depth == "full" else ()
    if context.depth == "full" and (trace := sensor_trace(picture)) is not None:
        values = {**values, SENSOR: trace}
    return Outcome((*_standing_out(values), *together) or (_nothing(values),))


def _standing_out(values: Mapping[str, float]) -> Iterator[Finding]:
    for one, value in _known(values):
        if one.name == SENSOR and one.is_beyond(value):
            lesson = {**_lesson(one, value), "variant": "present"}
            yield Finding("generated.cfa", Sign.WEAK_CLUE, PointsTo.CAPTURED, lesson)
        elif one.is_beyond(value):
            points_to = PointsTo.GENERATED if one.separates else PointsTo.NONE
            yield Finding(f"generated.{one.name}", Sign.WEAK_CLUE, points_to, _lesson(one, value))


def _together(picture: Picture) -> Iterator[Finding]:
    """All that was measured as one number; a clue only if the measured gate was passed."""
    reference, value = measured().references[SEVERAL], measured().combined.value(picture.once(of_whole_picture))
    if value is not None and reference.is_beyond(value):
        sign = Sign.CLUE if measured().gate_passed else Sign.WEAK_CLUE
        yield Finding("generated.several", sign, PointsTo.GENERATED, _lesson(reference, value))


def _nothing(values: Mapping[str, float]) -> Finding:
    lessons = [{"code": f"generated.{one.name}", **_lesson(one, value)} for one, value in _known(values)]
    return Finding("generated.nothing", Sign.NOTHING_FOUND, values={"measures": lessons})


def _known(values: Mapping[str, float]) -> Iterator[tuple[Reference, float]]:
    return ((measured().references[name], values[name]) for name in (*ON_VIEW, SENSOR) if name in values)


def _lesson(reference: Reference, value: float) -> dict[str, Any]:
    """The measured value, its error, and how many of the pictures measured, of both kinds, share its bin."""
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
    "2",
    (*(f"generated.{name}" for name in (*ON_VIEW, SENSOR)), "generated.several", "generated.nothing"),
    run,
    order=70,
)
