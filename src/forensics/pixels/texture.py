"""How fine detail is spread: everywhere at once, as in grass or grain, or gathered on a few lines and edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def detail_concentration(view: NDArray[np.float32]) -> float | None:
    """How far the strongest fine detail exceeds ordinary fine detail (1 and more); None on a picture without detail.

    Fine detail is the picture minus what its eight neighbours predict (the kernel of Ker & Böhme, 2008). The value is
    its 99th percentile over its 90th: Gaussian noise gives 1.6, a drawing or a blurred background much more.
    """
    detail = np.abs(residual(view, every=2))
    ninety, ninety_nine = np.percentile(detail, (90, 99))
    return float(ninety_nine / ninety) if ninety > 0 else None


def residual(view: NDArray[np.float32], every: int = 1) -> NDArray[np.float32]:
    """The picture minus the prediction by its neighbours, (510, 510): sides weigh ½ each, corners −¼ each; at one pixel in
    ``every`` down and across."""
    half = np.float32(0.5)
    across = view[:, 1:-1:every] - half * (view[:, :-2:every] + view[:, 2::every])
    return across[1:-1:every] - half * (across[:-2:every] + across[2::every])
