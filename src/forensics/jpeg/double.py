"""Saved once or twice on the same grid: which of two histories the histograms of coefficients fit better.

The likelihood after Bianchi, De Rosa & Piva (2011), summed over the picture; the periodicity after Popescu & Farid
(2004) and Mahdian & Saic (2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import FREQUENCIES
from forensics.jpeg.histories import LARGEST, MOST_COUNTED, Histograms, histograms, models
from forensics.jpeg.quality import LUMINANCE, scaled
from forensics.picture import Picture

FIRST_QUALITIES = np.arange(30, 101)
UNIFORM = 0.01
FINE = 83  # below this last quality, the histograms hold too few multiples for the likelihood alone


@dataclass(frozen=True, slots=True)
class Likelihood:
    """``gain``: nats a non-zero coefficient by which two saves explain the picture better than one, at the best first
    quality; ``share`` of the 15 frequencies that agree; ``periodicity`` of the histograms, about 1 for none."""

    first_quality: int
    gain: float
    share: float
    periodicity: float

    def shows_two_saves(self, last_quality: float) -> bool:
        """The rule, settled on half of the sources and on camera files as the camera wrote them."""
        if last_quality >= FINE:
            return self.gain > 0.003 and self.share >= 0.8
        return (self.periodicity > 3.2 and self.gain > 0.01) or (self.gain > 0.09 and self.share >= 0.8)


def likelihood(picture: Picture) -> Likelihood | None:
    """The comparison for a JPEG picture; for `Picture.once`."""
    found = picture.once(histograms)
    return None if found is None else compare(found)


def compare(found: Histograms) -> Likelihood:
    """The first quality that explains most, and how much better than one save it explains the coefficients."""
    gains = np.stack([_gains(*one) for one in zip(found.counts, found.before, found.steps, strict=True)])
    by_quality = np.take_along_axis(gains, first_steps() - 1, axis=1)
    best = int(by_quality.sum(axis=0).argmax())
    return Likelihood(
        int(FIRST_QUALITIES[best]),
        float(by_quality[:, best].sum() / found.nonzero.sum()),
        float((by_quality[:, best] > 0).mean()),
        _periodicity(found.counts),
    )


@cache
def first_steps() -> NDArray[np.int32]:
    """``(15, 71)``: the step of each of the `FREQUENCIES` at each of the `FIRST_QUALITIES`."""
    return np.stack([scaled(LUMINANCE, int(quality))[list(FREQUENCIES)] for quality in FIRST_QUALITIES], axis=1)


def _gains(counts: NDArray[np.int64], before: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Log likelihood ratio of one frequency, for each first step 1 to 80, summed over its coefficients."""
    once, twice = (_mixed(model) for model in models(before, int(step)))
    return np.asarray(np.log(twice / once) @ counts[: LARGEST + 1])


def _mixed(model: NDArray[np.float64]) -> NDArray[np.float64]:
    """With a small share of anything at all, so that one odd coefficient decides nothing."""
    even = np.where(np.arange(LARGEST + 1) == 0, 1.0, 2.0) / (2 * LARGEST + 1)
    total = np.maximum(model.sum(axis=-1, keepdims=True), 1e-12)
    return np.asarray((1 - UNIFORM) * model / total + UNIFORM * even)


def _periodicity(counts: NDArray[np.int64]) -> float:
    """Largest over median of the spectrum of the histograms, mean of nine frequencies."""
    half = np.log1p(np.where(np.arange(MOST_COUNTED + 1) == 0, counts, counts / 2))[:9]
    half[:, 0] = half[:, 1]
    both = np.concatenate([half[:, :0:-1], half], axis=1)
    flat = both - np.stack([np.convolve(row, np.full(7, 1 / 7), "same") for row in both])
    spectrum = np.abs(np.fft.rfft(flat * np.hanning(both.shape[1]), axis=1))[:, 12:]
    return float((spectrum.max(axis=1) / np.maximum(np.median(spectrum, axis=1), 1e-9)).mean())
