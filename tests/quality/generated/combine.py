"""All measurements as one number: logistic regression on thirty traits, judged on pictures left out of the fit.

Fitted on every picture under four equal histories; each source of photographs and each generator weighs by the root of
its size. One source and one generator at a time are left out. The threshold lies above every photograph that remains,
by a margin, and a picture far from all that was measured abstains.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pictures import CONDITIONS, FAIR, OTHERS, Row, groups, measured

PENALTY = 0.05
NEAR = 0.9
MARGIN = 0.5
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Model:
    """The fitted line, its threshold, and how far a picture may lie from what was measured."""

    centre: Values
    scale: Values
    weights: Values
    farthest: float
    threshold: float = np.inf

    def scores(self, rows: list[Row], condition: str = FAIR) -> Values:
        """The combined number of each picture; −∞ where it abstains."""
        standard = (table(rows, condition) - self.centre) / self.scale
        return np.where(np.square(standard).sum(1) <= self.farthest, standard @ self.weights, -np.inf)


@dataclass(frozen=True)
class LeftOut:
    """For every picture: its mean score, by condition, and the share of models without its group that flag it."""

    scores: dict[str, dict[str, float]]
    flagged: dict[str, float]

    def counted(self, rows: list[Row]) -> tuple[int, int]:
        """How many are flagged by most of the models that had not seen their group, of how many."""
        return sum(self.flagged.get(row.path, 0) > 0.5 for row in rows), len(rows)


def table(rows: list[Row], condition: str = FAIR) -> Values:
    """One row of traits a picture."""
    return np.array([row.traits[condition] for row in rows])


def complete(rows: list[Row]) -> list[Row]:
    """Those whose traits have a value under every condition."""
    return [row for row in rows if all(row.traits[condition] for condition in CONDITIONS)]


def fit(photos: list[Row], generated: list[Row]) -> Model:
    """Penalised logistic regression by Newton's method, on all conditions at once."""
    rows = photos + generated
    values = np.concatenate([table(rows, condition) for condition in CONDITIONS])
    centre, scale = values.mean(0), values.std(0)
    standard = (values - centre) / scale
    truth = np.tile(np.r_[np.zeros(len(photos)), np.ones(len(generated))], len(CONDITIONS))
    weight = np.tile(np.r_[_balanced(photos, "source"), _balanced(generated, "generator")], len(CONDITIONS))
    line = _newton(np.c_[standard, np.ones(len(standard))], truth, weight / weight.sum())[:-1]
    model = Model(centre, scale, line, float(np.quantile(np.square(standard).sum(1), NEAR)))
    return Model(centre, scale, line, model.farthest, float(model.scores(photos).max()) + MARGIN)


def _balanced(rows: list[Row], key: str) -> Values:
    size = {row.path: len(members) for members in groups(rows, key).values() for row in members}
    weight = np.array([1 / np.sqrt(size[row.path]) for row in rows])
    return np.asarray(weight / weight.sum())


def _newton(values: Values, truth: Values, weight: Values) -> Values:
    penalty = PENALTY * np.diag(np.r_[np.ones(values.shape[1] - 1), 0])
    line = np.zeros(values.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-values @ line))
        slope = values.T @ (weight * (chance - truth)) + penalty @ line
        bend = (values * (weight * chance * (1 - chance))[:, None]).T @ values + penalty
        line -= np.linalg.solve(bend, slope)
    return line


def left_out(rows: list[Row]) -> LeftOut:
    """Every pair of a source and a generator left out in turn; the other kinds of picture are never fitted."""
    photos, generated = complete(measured(rows, "camera")), complete(measured(rows, "ai"))
    others = [row for label in OTHERS for row in complete(measured(rows, label))]
    scores: dict[str, dict[str, list[float]]] = {}
    flags: dict[str, list[bool]] = {}
    for unseen in groups(photos, "source").values():
        for unmade in groups(generated, "generator").values():
            model = fit(_without(photos, unseen), _without(generated, unmade))
            tried = [*unseen, *unmade, *others]
            for condition in CONDITIONS:
                for row, score in zip(tried, model.scores(tried, condition), strict=True):
                    scores.setdefault(condition, {}).setdefault(row.path, []).append(float(score))
            for row, score in zip(tried, model.scores(tried), strict=True):
                flags.setdefault(row.path, []).append(bool(score > model.threshold))
    return LeftOut(
        {c: {path: float(np.median(given)) for path, given in each.items()} for c, each in scores.items()},
        {path: float(np.mean(given)) for path, given in flags.items()},
    )


def _without(rows: list[Row], unseen: list[Row]) -> list[Row]:
    paths = {row.path for row in unseen}
    return [row for row in rows if row.path not in paths]
