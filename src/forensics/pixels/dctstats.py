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
_HALF = 0.499  # a hair less, so that a tie falls on the same side whatever the processor rounds
_PICTURES = np.kron(_BASIS, _BASIS)  # one product of large matrices is quicker than two of thousands of small ones


def kept_detail(view: NDArray[np.float32]) -> float:
    """Share (0 to 1) of the 8 × 8 DCT coefficients of order 3 to 5 (row + column) that are half a grey level or more.

    On the grid of the view's own save these are the coefficients that the JPEG table did not round to zero.
    """
    kept = np.abs(coefficients(view)[:, _MIDDLE]) >= _HALF
    return float(np.count_nonzero(kept) / kept.size)


def coefficients(view: NDArray[np.float32]) -> NDArray[np.float32]:
    """The DCT coefficients of the 8 × 8 blocks, ``(number, 8, 8)``, in grey levels about 128."""
    flat = blocks(view - 128, 8).reshape(-1, 64) @ _PICTURES.T
    return np.asarray(flat).reshape(-1, 8, 8)
