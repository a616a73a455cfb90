"""Saved, cropped, saved again: an older 8×8 grid that no longer falls on the file's own.

After Bianchi & Piva (2012). On the right one of 64 grids the coefficients still gather at multiples of the first steps,
like the teeth of a comb; on the other 63 they do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import SIDE, cosines
from forensics.jpeg.header import ZIGZAG, header
from forensics.jpeg.quality import LUMINANCE, scaled
from forensics.picture import Picture

PATCH = 2 * SIDE - 1
MOST_PATCHES = 6000
FIRST_LOOK = 800
LEAST_PATCHES = 150
PROMISING_GAP = 0.7
LEAST_GAP = 4.5
OWN_GRID = 0
HALF_GRIDS = (4, 32)  # (4, 0) and (0, 4): the file's own blocks, seen by halves, look a little like an older grid
HANDICAP = 0.3  # what that is worth, by the root of the number of patches
_LOW = tuple(divmod(natural, SIDE) for natural in ZIGZAG[:10])  # (v, u), with the mean of the block
_STEPS = np.arange(3, 81)
_BINS_PER_UNIT = 2
_BINS = 256 * _BINS_PER_UNIT
_QUALITIES = np.arange(30, 99)
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Comb:
    """The old grid: ``offset`` (dx, dy) of its corners from those of the file, 0 to 7; ``gap`` is how far its score lies
    above that of the other grids."""

    offset: tuple[int, int]
    first_quality: int
    gap: float

    @property
    def shows_an_older_grid(self) -> bool:
        """The rule, settled on half of the sources and on camera files as the camera wrote them."""
        return self.gap > LEAST_GAP


def comb(picture: Picture) -> Comb | None:
    """The comparison for a JPEG picture; for `Picture.once`. A first look at few patches ends most searches."""
    if not picture.once(header).stores_luminance:
        return None
    first = measure(picture.luma, FIRST_LOOK)
    return measure(picture.luma) if first is None or first.gap > PROMISING_GAP else first


def measure(luma: NDArray[np.uint8], most: int = MOST_PATCHES) -> Comb | None:
    """The grid other than the file's own that fits best; None where the picture holds too little texture."""
    patches = textured(luma, most)
    if len(patches) < LEAST_PATCHES:
        return None
    scores = _scores(_teeth(_histograms(patches)))
    best = scores.max(axis=1)
    best[OWN_GRID] = -np.inf
    best[list(HALF_GRIDS)] -= HANDICAP * len(patches) ** 0.5
    second, first = np.argsort(best)[-2:]
    dy, dx = divmod(int(first), SIDE)
    return Comb((dx, dy), int(_QUALITIES[scores[first].argmax()]), float(best[first] - best[second]))


def textured(luma: NDArray[np.uint8], most: int) -> NDArray[np.uint8]:
    """``(n, 15, 15)``: evenly spaced patches that begin at multiples of 8, without the flattest and the clipped ones."""
    rows, columns = ((side - PATCH) // SIDE + 1 for side in luma.shape)
    if rows < 1 or columns < 1:
        return np.empty((0, PATCH, PATCH), np.uint8)
    every = max(1.0, np.sqrt(rows * columns / (1.5 * most)))
    y, x = (SIDE * np.arange(0, side, every).astype(int) for side in (rows, columns))
    windows = np.lib.stride_tricks.sliding_window_view(luma, (PATCH, PATCH))[np.ix_(y, x)].reshape(-1, PATCH, PATCH)
    flat = windows.reshape(len(windows), -1)
    low, high = flat.min(axis=1), flat.max(axis=1)
    usable = np.flatnonzero((low > 0) & (high < 255) & (high - low > 8))
    chosen: NDArray[np.uint8] = windows[usable[:: max(1, len(usable) // most)][:most]]
    return chosen


def _histograms(patches: NDArray[np.uint8]) -> NDArray[np.float32]:
    """``(64, 10, bins)`` counts of |coefficient| in half units, by grid and frequency."""
    counts = np.zeros(SIDE * SIDE * len(_LOW) * (_BINS + 1), np.int64)
    base = np.arange(SIDE * SIDE * len(_LOW)).reshape(SIDE * SIDE, len(_LOW)) * (_BINS + 1)
    for values in _coefficients(patches):
        bins = np.minimum(np.abs(values) * _BINS_PER_UNIT + 0.5, _BINS).astype(np.int32)
        counts += np.bincount((bins + base).ravel(), minlength=counts.size)
    return counts.reshape(SIDE * SIDE, len(_LOW), _BINS + 1)[..., :_BINS].astype(np.float32)


def _coefficients(patches: NDArray[np.uint8]) -> Iterator[NDArray[np.float32]]:
    """``(n, 64, 10)`` coefficients of a few patches at a time, by grid (row by row) and frequency."""
    shifted = _shifted_cosines()
    v, u = (np.array(index) for index in zip(*_LOW, strict=True))
    for start in range(0, len(patches), _CHUNK):
        pixels = patches[start : start + _CHUNK].astype(np.float32) - 128
        across = (pixels.reshape(-1, PATCH) @ shifted).reshape(len(pixels), PATCH, -1)
        both = (across.swapaxes(1, 2).reshape(-1, PATCH) @ shifted).reshape(len(pixels), SIDE, 4, SIDE, 4)
        # axes: patch, dx, u, dy, v
        by_grid = both.transpose(0, 3, 1, 4, 2)[..., v, u].reshape(len(pixels), SIDE * SIDE, len(_LOW))
        yield np.asarray(by_grid, np.float32)


@cache
def _shifted_cosines() -> NDArray[np.float32]:
    """``(15, 8 × 4)``: the four lowest cosines at each of eight offsets in a row of 15."""
    matrix = np.zeros((PATCH, SIDE, 4), np.float32)
    for offset in range(SIDE):
        matrix[offset : offset + SIDE, offset] = cosines()[:4].T
    return matrix.reshape(PATCH, -1)


@cache
def _waves() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """``(bins, steps)``: cos(2πc/q), and whether |c| > q/2."""
    value = np.arange(_BINS)[:, None] / _BINS_PER_UNIT
    return np.cos(2 * np.pi * value / _STEPS).astype(np.float32), (value > _STEPS / 2).astype(np.float32)


def _teeth(histograms: NDArray[np.float32]) -> NDArray[np.float32]:
    """``(64, 10, steps)``: how much more than on the other grids the coefficients gather at multiples of each step."""
    waves, beyond = _waves()
    height = np.empty((*histograms.shape[:2], len(_STEPS)), np.float32)
    for frequency in range(len(_LOW)):
        counts = histograms[:, frequency]
        far = beyond if frequency else np.ones_like(beyond)
        height[:, frequency] = (counts @ (waves * far)) * np.sqrt(2 / np.maximum(counts @ far, 1))
    above = height - np.median(height, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(above), axis=0), 1)
    return np.asarray(np.clip(above / spread, -6, 30), np.float32)


def _scores(teeth: NDArray[np.float32]) -> NDArray[np.float32]:
    """``(64, qualities)``: the sum over frequencies at the steps that each first quality would have."""
    scores = np.zeros((SIDE * SIDE, len(_QUALITIES)), np.float32)
    for number, steps in enumerate(_low_steps()):
        seen = (steps >= _STEPS[0]) & (steps <= _STEPS[-1])
        if seen.any():
            chosen = teeth[:, np.flatnonzero(seen), steps[seen] - _STEPS[0]]
            scores[:, number] = chosen.sum(axis=1) / np.sqrt(seen.sum())
    return scores


@cache
def _low_steps() -> NDArray[np.int32]:
    """``(qualities, 10)``."""
    low = [SIDE * v + u for v, u in _LOW]
    return np.stack([scaled(LUMINANCE, int(quality))[low] for quality in _QUALITIES])
