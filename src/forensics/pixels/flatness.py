"""The grain of calm areas: skies, walls, blurred backgrounds. Sensors leave noise there, generators and smoothing less."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.pixels.view import blocks, cross_difference

_BLOCK = 16
_FEWEST = 12
_CALM = (5.0, 15.0)
_GAIN = np.float32(2 * np.sqrt(2 / np.pi))


def flat_noise(view: NDArray[np.float32]) -> float | None:
    """Grain of the calm 16 × 16 blocks, in grey levels (0 and more); None where fewer than 12 are calm.

    Calm: neither nearly black nor burnt out, and a deviation of 5 to 15 grey levels; in blocks flatter still, the JPEG
    save leaves no grain at all. The grain of a block is its mean absolute cross difference over what white noise of
    deviation 1 would give (after Immerkær, «Fast noise variance estimation», 1996).
    """
    squares = blocks(view, _BLOCK).reshape(-1, _BLOCK * _BLOCK)
    mean, deviation = squares.mean(1), squares.std(1)
    detail = np.abs(np.pad(cross_difference(view), ((0, 1), (0, 1))))
    grain = blocks(detail, _BLOCK).reshape(squares.shape).mean(1) / _GAIN
    calm = (mean > 16) & (mean < 240) & (deviation > _CALM[0]) & (deviation <= _CALM[1])
    return float(np.median(grain[calm])) if int(calm.sum()) >= _FEWEST else None
