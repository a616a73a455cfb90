"""What was measured on labelled pictures: for each measurement two histograms, and how often it points the wrong way.

The figures lie in ``assets/generated.toml``, a readable file remade by ``tests/quality/generated/measure.py``.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of real photographs and of generated pictures between ``edges``; the first and last bins are open."""

    edges: tuple[float, ...]
    photos: tuple[int, ...]
    generated: tuple[int, ...]

    def bin_of(self, value: float) -> int:
        """The bin that holds ``value``: what a lesson calls «the same value»."""
        return min(max(bisect_right(self.edges, value) - 1, 0), len(self.photos) - 1)


@dataclass(frozen=True, slots=True)
class Reference:
    """One measurement. Beyond ``threshold``, on ``side`` (low or high), lie ``false_alarm`` of the real photographs and
    ``found`` of the generated pictures (shares, 0 to 1). ``separates`` says whether it tells the two apart at all."""

    name: str
    histogram: Histogram
    threshold: float
    side: str
    false_alarm: float
    found: float
    separates: bool

    def is_beyond(self, value: float) -> bool:
        """Whether ``value`` lies where few pictures of the other kind lie."""
        return value < self.threshold if self.side == "low" else value > self.threshold


@dataclass(frozen=True, slots=True)
class Combined:
    """The traits of a picture as one number, by logistic regression. A picture further than ``farthest`` (sum of squared
    standard values) from what was measured gets none."""

    centre: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    farthest: float

    def value(self, traits: tuple[float, ...]) -> float | None:
        """The combined number; None where a trait is missing or the picture is unlike all that was measured."""
        if len(traits) != len(self.weights):
            return None
        standard = [(one - mid) / wide for one, mid, wide in zip(traits, self.centre, self.scale, strict=True)]
        if sum(one * one for one in standard) > self.farthest:
            return None
        return sum(weight * one for weight, one in zip(self.weights, standard, strict=True))


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured: when, on what, and a reference for each measurement and for ``several`` of them together."""

    date: str
    photos: int
    generated: int
    sources: tuple[str, ...]
    generators: tuple[str, ...]
    references: Mapping[str, Reference]
    combined: Combined
    gate_passed: bool

    @property
    def measured_on(self) -> str:
        """How many of each, when: one line without words of any language."""
        return f"{self.photos} + {self.generated}, {self.date}"


@cache
def measured() -> Measured:
    """The shipped figures."""
    tables = tomllib.loads((files("forensics") / "assets" / "generated.toml").read_text("utf-8"))
    return Measured(
        tables["date"],
        tables["photos"],
        tables["generated"],
        tuple(tables["sources"]),
        tuple(tables["generators"]),
        {name: _reference(name, table) for name, table in tables["measure"].items()},
        _combined(tables["combined"]),
        tables["gate"]["passed"],
    )


def _reference(name: str, table: Mapping[str, Any]) -> Reference:
    histogram = Histogram(tuple(table["edges"]), tuple(table["photos"]), tuple(table["generated"]))
    return Reference(
        name, histogram, table["threshold"], table["side"], table["false_alarm"], table["found"], table["separates"]
    )


def _combined(table: Mapping[str, Any]) -> Combined:
    return Combined(tuple(table["centre"]), tuple(table["scale"]), tuple(table["weights"]), table["farthest"])
