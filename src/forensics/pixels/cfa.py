"""The trace of a colour sensor: two green pixels in four are measured, the others computed from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forensics.picture import Picture

CROP = 1024
_TILE = 32
_FEWEST = 16
_LEAST = 4


def sensor_trace(picture: Picture) -> float | None:
    """How much the two checkerboards of pixels differ in fine detail, as a log ratio (0 and more); None if too flat.

    Measured on the stored pixels of the centre, not on the treated view: any resizing erases it. Luminance, mostly
    green and already decoded, minus the mean of its four neighbours; median over 32 × 32 tiles of the log ratio of that
    detail on the two checkerboards (Gallagher & Chen 2008; Ferrara and others 2012).
    """
    luma = _centre(picture).astype(np.int16)
    detail = np.abs(4 * luma[1:-1, 1:-1] - luma[:-2, 1:-1] - luma[2:, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:])
    even, odd = _on_checkerboards(detail)
    usable = even + odd > _LEAST
    ratio = np.log((even[usable] + 1) / (odd[usable] + 1))
    return float(abs(np.median(ratio))) if len(ratio) >= _FEWEST else None


def _centre(picture: Picture) -> NDArray[np.uint8]:
    top, left = (max(0, (size - CROP) // 2) for size in picture.luma.shape)
    return picture.luma[top : top + CROP, left : left + CROP]


def _on_checkerboards(detail: NDArray[np.int16]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean of each tile on the pixels whose row + column is even, then odd."""
    rows, columns = (size // _TILE * _TILE for size in detail.shape)
    cut = detail[:rows, :columns]
    means = [(_tiled(cut[0::2, first::2]) + _tiled(cut[1::2, 1 - first :: 2])) / 2 for first in (0, 1)]
    return means[0], means[1]


def _tiled(part: NDArray[np.int16]) -> NDArray[np.float64]:
    half = _TILE // 2
    return np.asarray(part.reshape(part.shape[0] // half, half, part.shape[1] // half, half).mean((1, 3)))
