"""Regular patterns: lines of the spectrum that stand out once the scene itself is taken away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.pixels.view import SIDE, cross_difference

_AROUND = 9
_STRONGEST = 20
_GRID = SIDE // 8


def spectrum_peaks(view: NDArray[np.float32]) -> float | None:
    """By how much the 20 strongest lines exceed their surroundings, as a mean log power ratio; None without any detail.

    About 2 in white noise. Upsampling inside a generator leaves peaks in the spectrum of cross differences (Zhang,
    Karaman & Chang, «Detecting and simulating artifacts in GAN fake images», 2019); printing screens, fabrics and
    enlargements leave some too. The lines where two multiples of the JPEG grid cross are left out.
    """
    from forensics.opencv import cv2

    power = _power(cross_difference(view))
    if float(power.max()) < 1:
        return None
    around = cv2.blur(power, (_AROUND, _AROUND), borderType=cv2.BORDER_REFLECT_101)
    excess = np.log((power + 1) / (around + 1))[~_on_grid()]
    return float(np.partition(excess, -_STRONGEST)[-_STRONGEST:].mean())


def _power(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Power of the lines 1 to 255 down and across, of ``values`` filled up with zeros to 512 × 512."""
    from forensics.opencv import cv2

    packed = cv2.dft(np.pad(values, ((0, 1), (0, 1))))  # real parts in odd columns, imaginary ones beside them
    down, across = slice(1, SIDE // 2), SIDE - 1
    return np.asarray(np.square(packed[down, 1:across:2]) + np.square(packed[down, 2:across:2]))


def _on_grid() -> NDArray[np.bool_]:
    """Where both frequencies lie within one line of a multiple of the 8-pixel grid."""
    frequency = np.arange(1, SIDE // 2)
    near = np.minimum(frequency % _GRID, -frequency % _GRID) <= 1
    return near[:, None] & near
