"""How each pixel relates to its neighbours: noise makes brightness zigzag, smoothing and resizing make it glide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def zigzag(view: NDArray[np.float32]) -> float:
    """Share (0 to 1) of neighbouring steps, along rows and columns, that go up then down or down then up."""
    return (_turning(view) + _turning(view.T)) / 2


def _turning(view: NDArray[np.float32]) -> float:
    step = view[:, 1:] - view[:, :-1]
    turns = step[:, 1:] * step[:, :-1] < 0
    return float(np.count_nonzero(turns) / turns.size)
