"""The grain of flat areas: skies, walls, blurred backgrounds. Sensors leave noise there, generators and smoothing little."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.pixels.view import blocks, cross_difference

_BLOCK = 16
_FEWEST = 64


def flat_noise(view: NDArray[np.float32]) -> float | None:
    """Grain of the calmest tenth of the 16 × 16 blocks, in grey levels (0 and more); None where too few are usable.

    A block counts where it is neither nearly black nor burnt out. The grain of a block is the mean absolute cross
    difference divided by its gain on white noise, 2 · √(2/π) (after Immerkær, «Fast noise variance estimation», 1996).
    """
    usable, deviation, grain = _described(view)
    if int(usable.sum()) < _FEWEST:
        return None
    calmest = np.argsort(deviation[usable], kind="stable")[: max(8, int(usable.sum()) // 10)]
    return float(np.median(grain[usable][calmest]))


def _described(view: NDArray[np.float32]) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.float32]]:
    squares = blocks(view, _BLOCK)
    mean = squares.mean((1, 2))
    detail = np.abs(blocks(np.pad(cross_difference(view), ((0, 1), (0, 1))), _BLOCK)).mean((1, 2))
    return (mean > 16) & (mean < 240), squares.std((1, 2)), detail / np.float32(2 * np.sqrt(2 / np.pi))
