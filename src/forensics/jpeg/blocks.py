"""The 8×8 blocks of a picture and their discrete cosine transform (ITU-T T.81, A.3.3), without a coefficient library.

The decoder's own luminance, transformed on the grid of the file, divided by the table and rounded, gives the stored
coefficients back for 95 to 99.9 % of them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.header import ZIGZAG

SIDE = 8
FREQUENCIES = ZIGZAG[1:16]  # the first fifteen AC frequencies, in natural order numbers


@cache
def cosines() -> NDArray[np.float32]:
    """The 8×8 orthonormal transform: row u holds the cosine of frequency u."""
    u, x = np.mgrid[0:SIDE, 0:SIDE]
    matrix: NDArray[np.float64] = np.cos((2 * x + 1) * u * np.pi / 16) / 2
    matrix[0] /= np.sqrt(2)
    return matrix.astype(np.float32)


@cache
def _basis(frequencies: tuple[int, ...]) -> NDArray[np.float32]:
    """``(64, len(frequencies))``: the pictures of the frequencies, as columns."""
    one = cosines()
    pictures = [np.outer(one[f // SIDE], one[f % SIDE]).ravel() for f in frequencies]
    basis: NDArray[np.float32] = np.stack(pictures, axis=1)
    return basis


def rows_of_blocks(luma: NDArray[np.uint8], shift: int = 0) -> NDArray[np.uint64]:
    """All whole blocks whose corners lie at multiples of 8, moved by ``shift``: ``(rows, 8, columns)``, a view in which
    the eight pixels of a row are one number, so that blocks are picked eight pixels at a time."""
    rows, columns = (max(side - shift, 0) // SIDE for side in luma.shape)
    cut = luma[shift : shift + SIDE * rows, shift : shift + SIDE * columns]
    return cut.view(np.uint64).reshape(rows, SIDE, columns)


def pixels(blocks: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """``(n, 64)``: the pixels of each block of a part of `rows_of_blocks`, row by row of blocks."""
    return np.ascontiguousarray(blocks.swapaxes(1, 2)).view(np.uint8).reshape(-1, SIDE * SIDE)


def spacing(blocks: int, most: int) -> int:
    """Of every how many blocks, across and down, one is taken so that at most about ``most`` are."""
    return max(1, int(np.ceil(np.sqrt(blocks / most))))


def sample(luma: NDArray[np.uint8], shift: int, most: int) -> NDArray[np.uint8]:
    """At most about ``most`` evenly spaced blocks ``(n, 64)``; those that are flat, or hold a 0 or a 255, are left out."""
    blocks = rows_of_blocks(luma, shift)
    every = spacing(blocks.shape[0] * blocks.shape[2], most)
    chosen = pixels(blocks[every // 2 :: every, :, every // 2 :: every])
    low, high = chosen.min(axis=1, initial=255), chosen.max(axis=1, initial=0)
    kept: NDArray[np.uint8] = chosen[(low > 0) & (high < 255) & (low < high)]
    return kept


def coefficients(blocks: NDArray[np.uint8], frequencies: tuple[int, ...] = FREQUENCIES) -> NDArray[np.float32]:
    """``(n, 64)`` pixels to ``(n, len(frequencies))`` coefficients in units of one grey level."""
    return (blocks.astype(np.float32) - 128) @ _basis(frequencies)
