"""The same treatment for every picture that is measured, so that its own size, format and last save count for little.

The centred square, reduced to 512 × 512, saved once as JPEG: what is measured on a photograph from a camera and on a
picture from a generator then has the same scale and the same last save. Earlier saves still show.
"""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.picture import Picture

SIDE = 512
QUALITY = 85


def view(picture: Picture) -> NDArray[np.float32]:
    """The treated luminance, ``(512, 512)``, 0 to 255; computed once a picture. The short side must be 512 or more."""
    return picture.once(_of_picture)


def treated(luma: NDArray[np.uint8], quality: int = QUALITY) -> NDArray[np.float32]:
    """The treatment itself: centred square of ``(height, width)``, reduced to 512 × 512, saved as JPEG at ``quality``."""
    height, width = luma.shape
    side = min(height, width)
    left, top = (width - side) // 2, (height - side) // 2
    square = Image.fromarray(luma[top : top + side, left : left + side])
    reduced = square.resize((SIDE, SIDE), Image.Resampling.BICUBIC, reducing_gap=1.0)
    saved = io.BytesIO()
    reduced.save(saved, "JPEG", quality=quality)
    return np.asarray(Image.open(saved), dtype=np.float32)


def _of_picture(picture: Picture) -> NDArray[np.float32]:
    return treated(picture.luma)


def blocks(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """``values`` cut into ``(number, size, size)`` blocks on the grid from the upper left corner; the rest is left out."""
    rows, columns = values.shape[0] // size, values.shape[1] // size
    cut = values[: rows * size, : columns * size].reshape(rows, size, columns, size)
    return cut.swapaxes(1, 2).reshape(-1, size, size)


def cross_difference(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """``x[i,j] + x[i+1,j+1] − x[i+1,j] − x[i,j+1]``: blind to gradients, so what is left is fine detail and noise."""
    return values[:-1, :-1] + values[1:, 1:] - values[1:, :-1] - values[:-1, 1:]
