"""All measurements as one number: a logistic regression, fitted and judged on what was left out of the fit.

Every source of photographs and every generator weighs by the root of its size. One source and one generator at a time
are left out; the threshold is what the worst of the remaining sources needs, never what the one left out would need.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pictures import CONDITIONS, FAIR, Row, groups, measured

from forensics.pixels.measures import ON_VIEW
from forensics.pixels.reference import SOFTENING

NAMES = tuple(ON_VIEW)
PENALTY = 0.02
NOMINAL = 0.05
NEAR = 0.95
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """The fitted line, and how far (sum of squared standard values) a picture may lie from what was measured."""

    centre: Values
    scale: Values
    weights: Values
    constant: float
    farthest: float

    def scores(self, values: Values) -> Values:
        """The combined number of each row of ``values``; −∞ where the picture is unlike all that was measured."""
        standard = (values - self.centre) / self.scale
        scores = self.constant + standard @ self.weights
        return np.where((standard**2).sum(1) <= self.farthest, scores, -np.inf)


@dataclass(frozen=True)
class Judged:
    """False alarms by source of photographs left out, found by generator left out, alarms on other kinds (shares)."""

    false_alarms: dict[str, float]
    found: dict[str, float]
    others: dict[str, float]
    counts: dict[str, int]


def table(rows: list[Row], condition: str = FAIR) -> Values:
    """The logarithms of the measurements, one row a picture."""
    return np.array([[np.log(row.values[condition][name] + SOFTENING) for name in NAMES] for row in rows])


def complete(rows: list[Row]) -> list[Row]:
    """Rows where every measurement has a value under every condition."""
    return [row for row in rows if all(name in row.values[c] for c in CONDITIONS for name in NAMES)]


def fit(photos: list[Row], generated: list[Row]) -> Model:
    """Penalised logistic regression by Newton's method, on all conditions at once: pairs of equal histories."""
    rows = photos + generated
    values = np.concatenate([table(rows, condition) for condition in CONDITIONS])
    truth = np.tile(np.r_[np.zeros(len(photos)), np.ones(len(generated))], len(CONDITIONS))
    weight = np.tile(np.r_[_balanced(photos, "source"), _balanced(generated, "generator")], len(CONDITIONS))
    centre, scale = values.mean(0), values.std(0)
    standard = (values - centre) / scale
    line = _newton(np.c_[standard, np.ones(len(standard))], truth, weight / weight.sum())
    farthest = float(np.quantile((standard**2).sum(1), NEAR))
    return Model(centre, scale, line[:-1], float(line[-1]), farthest)


def _balanced(rows: list[Row], key: str) -> Values:
    size = {row.path: len(members) for members in groups(rows, key).values() for row in members}
    weight = np.array([1 / np.sqrt(size[row.path]) for row in rows])
    return weight / weight.sum()


def _newton(values: Values, truth: Values, weight: Values) -> Values:
    penalty = PENALTY * np.diag(np.r_[np.ones(values.shape[1] - 1), 0])
    line = np.zeros(values.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-values @ line))
        slope = values.T @ (weight * (chance - truth)) + penalty @ line
        bend = (values * (weight * chance * (1 - chance))[:, None]).T @ values + penalty
        line -= np.linalg.solve(bend, slope)
    return line


def threshold(model: Model, photos: list[Row], nominal: float) -> float:
    """What keeps every source at or below the nominal share of false alarms."""
    return max(
        float(np.quantile(model.scores(table(members)), 1 - nominal, method="higher"))
        for members in groups(photos, "source").values()
    )


def judged(rows: list[Row], nominal: float) -> Judged:
    """Every pair of a source and a generator left out in turn."""
    photos, generated = complete(measured(rows, "camera")), complete(measured(rows, "ai"))
    kinds = {label: complete(measured(rows, label)) for label in ("edited", "graphic", "scan")}
    alarms: dict[str, list[float]] = {}
    counts: dict[str, int] = {}
    for source, unseen_photos in groups(photos, "source").items():
        for generator, unseen_generated in groups(generated, "generator").items():
            seen = _without(photos, unseen_photos)
            model = fit(seen, _without(generated, unseen_generated))
            limit = threshold(model, seen, nominal)
            for name, tried in ((source, unseen_photos), (generator, unseen_generated), *kinds.items()):
                if tried:
                    alarms.setdefault(name, []).append(float((model.scores(table(tried)) > limit).mean()))
                    counts[name] = len(tried)
    mean = {name: float(np.mean(shares)) for name, shares in alarms.items()}
    return Judged(
        {f"{name}": mean[name] for name in groups(photos, "source")},
        {name: mean[name] for name in groups(generated, "generator")},
        {name: mean[name] for name in kinds if name in mean},
        counts,
    )


def _without(rows: list[Row], unseen: list[Row]) -> list[Row]:
    paths = {row.path for row in unseen}
    return [row for row in rows if row.path not in paths]
