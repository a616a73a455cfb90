"""Two histories of a coefficient: what one save leaves of it, and what two saves on the same grid leave.

After Lukáš & Fridrich (2003), Lin, He, Tang & Tang (2009), Bianchi, De Rosa & Piva (2011). A coefficient is counted as
|k|, the multiple of the last step that it was stored as; both signs are taken together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erf

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import FREQUENCIES, coefficients, sample
from forensics.jpeg.header import header
from forensics.picture import Picture

LARGEST = 24  # multiples of the last step that the models cover
LARGEST_FIRST_STEP = 80
ROUNDING = 0.6  # deviation of a coefficient after the picture was rounded to whole grey levels in between
MOST_BLOCKS = 40_000
LEAST_BLOCKS = 200
LEAST_COEFFICIENTS = 500
_LARGEST_STEP = 255


@dataclass(frozen=True, slots=True)
class Histograms:
    """``steps`` of the last save at the 15 `FREQUENCIES`; ``counts`` ``(15, 24)`` of |k| = 1 to 24 as stored;
    ``before``: for each frequency the shares of |coefficient| before the last save, in half-unit bins."""

    steps: NDArray[np.int32]
    counts: NDArray[np.int64]
    before: tuple[NDArray[np.float64], ...]


def histograms(picture: Picture) -> Histograms | None:
    """The histograms of a JPEG picture; for `Picture.once`. None where its luminance says too little."""
    return _measured(picture, MOST_BLOCKS)


def few_histograms(picture: Picture) -> Histograms | None:
    """The same from a quarter of the blocks."""
    return _measured(picture, MOST_BLOCKS // 4)


def _measured(picture: Picture, most: int) -> Histograms | None:
    head = picture.once(header)
    return measure(picture.luma, head.component_tables()[0], most) if head.stores_luminance else None


def measure(luma: NDArray[np.uint8], table: NDArray[np.int32], most: int) -> Histograms | None:
    """The histograms of ``luma`` last saved by ``table``, 64 steps in natural order.

    What the coefficients were before that save is read from the same picture on a grid moved by (4, 4).
    """
    steps = table[list(FREQUENCIES)]
    if steps.max() > _LARGEST_STEP:
        return None
    stored, before = (coefficients(sample(luma, shift, most)) for shift in (0, 4))
    if min(len(stored), len(before)) < LEAST_BLOCKS:
        return None
    found = Histograms(steps, _counts(stored, steps), tuple(_shares(before[:, i]) for i in range(len(steps))))
    return found if found.counts.sum() >= LEAST_COEFFICIENTS else None


def models(before: NDArray[np.float64], step: int, uniform: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probability of |k| = 1 to 24, given that it is one of them, after one save by ``step`` ``(24,)``, and after a first
    save by steps 1 to 80 and a second one by ``step`` ``(80, 24)``. A share ``uniform`` may be anything at all, so that
    one odd coefficient decides nothing. Zeros are left out: they tell how smooth a block is, not how it was saved."""
    edges = (np.arange(LARGEST + 1) + 0.5) * step
    once = np.diff(_mass_below(before, edges))
    multiples = _multiples(step)
    mass = np.zeros((LARGEST_FIRST_STEP, len(multiples.spread)))
    between = _mass_below(before, multiples.upper) - _mass_below(before, multiples.lower)
    mass[multiples.first - 1, multiples.value] = between
    return _given(once, uniform), _given(mass @ multiples.spread, uniform)


def _given(mass: NDArray[np.float64], uniform: float) -> NDArray[np.float64]:
    total = mass.sum(axis=-1, keepdims=True)
    shares = np.where(total > 1e-9, mass / np.maximum(total, 1e-9), 1 / LARGEST)
    return np.asarray((1 - uniform) * shares + uniform / LARGEST)


def _counts(stored: NDArray[np.float32], steps: NDArray[np.int32]) -> NDArray[np.int64]:
    k = np.minimum(np.abs(stored) / steps.astype(np.float32) + 0.5, LARGEST + 1).astype(np.int64)
    k += np.arange(k.shape[1]) * (LARGEST + 2)
    counts = np.bincount(k.ravel(), minlength=k.shape[1] * (LARGEST + 2))
    return counts.reshape(-1, LARGEST + 2)[:, 1 : LARGEST + 1]


def _shares(before: NDArray[np.float32]) -> NDArray[np.float64]:
    """Share of |coefficient| in half-unit bins centred on 0, ½, 1…, smoothed ¼ ½ ¼."""
    counts = np.bincount((np.abs(before) * 2 + 0.5).astype(np.int64), minlength=4).astype(np.float64)
    counts[0] *= 2  # of the two signs that the other bins hold, it stands for both
    framed = np.concatenate([counts[1:2], counts, [0.0]])
    smooth = framed[:-2] / 4 + framed[1:-1] / 2 + framed[2:] / 4
    smooth[0] /= 2
    return np.asarray(smooth / smooth.sum())


def _mass_below(shares: NDArray[np.float64], edges: NDArray[np.floating]) -> NDArray[np.float64]:
    """Share of magnitudes under each edge, linear inside a bin."""
    bounds = np.arange(len(shares) + 1) / 2 - 0.25
    bounds[0] = 0
    return np.asarray(np.interp(edges, bounds, np.concatenate([[0.0], np.cumsum(shares)])))


@dataclass(frozen=True, slots=True)
class _Multiples:
    """Every multiple of every first step in reach of |k| ≤ 24: the first step, the multiple itself, the magnitudes that
    the first save rounds to it; and ``spread`` ``(values, 24)``: where rounding in between takes each value."""

    first: NDArray[np.int64]
    value: NDArray[np.int64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    spread: NDArray[np.float64]


@lru_cache(128)
def _multiples(step: int) -> _Multiples:
    reach = int((LARGEST + 0.5) * step + 3 * ROUNDING)
    firsts = np.arange(1, LARGEST_FIRST_STEP + 1)
    lengths = reach // firsts + 1
    first = np.repeat(firsts, lengths)
    value = (np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)) * first
    edges = (np.arange(LARGEST + 1) + 0.5) * step
    values = np.arange(reach + 1)[:, None]
    spread = np.diff(_normal(edges - values), axis=1) + np.diff(_normal(edges + values), axis=1)  # |k| has both signs
    return _Multiples(first, value, np.maximum(value - first / 2, 0), value + first / 2, spread)


def _normal(distance: NDArray[np.floating]) -> NDArray[np.float64]:
    """Cumulative distribution of the normal law of deviation `ROUNDING`, from a table."""
    at = np.linspace(-6, 6, 1201)
    table = [(1 + erf(float(z) / 2**0.5)) / 2 for z in at]
    return np.asarray(np.interp(distance / ROUNDING, at, table))
