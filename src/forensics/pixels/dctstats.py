"""What JPEG kept: the share of middle frequencies that the last save did not round to nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.pixels.view import blocks

ORDER = np.add.outer(np.arange(8), np.arange(8))
_MIDDLE = (ORDER >= 3) & (ORDER < 6)
_BASIS = np.array(
    [[(0.5 if k else np.sqrt(1 / 8)) * np.cos((2 * n + 1) * k * np.pi / 16) for n in range(8)] for k in range(8)],
    dtype=np.float32,
)


def kept_detail(view: NDArray[np.float32]) -> float:
    """Share (0 to 1) of the 8 × 8 DCT coefficients of order 3 to 5 (row + column) that are half a grey level or more.

    On the grid of the view's own save these are the coefficients that the JPEG table did not round to zero.
    """
    return float((np.abs(coefficients(view)[:, _MIDDLE]) >= 0.5).mean())


def coefficients(view: NDArray[np.float32]) -> NDArray[np.float32]:
    """The DCT coefficients of the 8 × 8 blocks, ``(number, 8, 8)``, in grey levels about 128."""
    return np.asarray(_BASIS @ blocks(view - 128, 8) @ _BASIS.T)
