"""A longer description of a treated view, for the one combined measurement: thirty numbers, no colour.

Everything is taken after the scene: residuals, cross differences, DCT orders above the lowest, at two scales.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.picture import Picture
from forensics.pixels.dctstats import ORDER, coefficients
from forensics.pixels.measures import ON_VIEW, of_picture
from forensics.pixels.texture import residual
from forensics.pixels.view import blocks, cross_difference, view

_SOFT = 0.05
_FIFTHS = 5


def of_whole_picture(picture: Picture) -> tuple[float, ...]:
    """The traits of a picture, its five measurements first; empty where one of them has no value."""
    return described(view(picture), of_picture(picture))


def described(treated: NDArray[np.float32], values: dict[str, float]) -> tuple[float, ...]:
    """Logarithms of the five measurements (5), fall of the DCT orders (9), spread of the detail at two scales (8 + 8)."""
    if any(name not in values for name in ON_VIEW):
        return ()
    half = blocks(treated, 2).mean((1, 2)).reshape(treated.shape[0] // 2, -1)
    measures = np.log(np.array([values[name] for name in ON_VIEW]) + _SOFT)
    return tuple(map(float, np.concatenate([measures, _orders(treated), _spread(treated), _spread(half)])))


def _orders(treated: NDArray[np.float32]) -> NDArray[np.float64]:
    """How the energy falls from one DCT order to the next, from the third to the twelfth."""
    mean = np.abs(coefficients(treated)).mean(0)
    return np.diff(np.log(np.array([mean[order == ORDER].mean() for order in range(2, 12)]) + _SOFT))


def _spread(treated: NDArray[np.float32]) -> NDArray[np.float64]:
    """Grain by how busy its block is, in fifths (5), then how the residual leans on three neighbours (3)."""
    detail = blocks(np.abs(np.pad(cross_difference(treated), ((0, 1), (0, 1)))), 16).mean((1, 2))
    busy = np.argsort(blocks(treated, 16).std((1, 2)), kind="stable")
    grain = [np.log(np.median(detail[part]) + _SOFT) for part in np.array_split(busy, _FIFTHS)]
    left = residual(treated)
    pairs = ((left[:, 1:], left[:, :-1]), (left[1:, 1:], left[:-1, :-1]), (left[:, 2:], left[:, :-2]))
    power = float(np.square(left).mean()) + _SOFT
    return np.array([*grain, *(float((one * other).mean()) / power for one, other in pairs)])
