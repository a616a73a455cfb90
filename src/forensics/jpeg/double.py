"""Saved once or twice on the same grid: which of two histories the histograms of coefficients fit better.

After Bianchi, De Rosa & Piva (2011), summed over the picture; zero coefficients are left out, which lets finer first
saves be seen and quiets files as cameras write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import FREQUENCIES
from forensics.jpeg.histories import LARGEST_FIRST_STEP, Histograms, few_histograms, histograms, models
from forensics.jpeg.quality import LUMINANCE, scaled
from forensics.picture import Picture

FIRST_QUALITIES = np.arange(30, 101)
UNIFORM = 0.01
SETTLED = (0.0004, 0.05)  # nats a coefficient: below, one save; above, two; whatever more blocks would say
LEAST_COUNTED = 30  # informative coefficients of a frequency, or it has no say


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How much better two saves explain the picture than one, at the best first quality: ``evidence`` in nats, ``gain``
    in nats a coefficient, ``share`` of the 15 frequencies that agree."""

    first_quality: int
    evidence: float
    gain: float
    share: float

    @property
    def shows_two_saves(self) -> bool:
        """The rule, settled on half of the sources and on camera files as the camera wrote them."""
        fine = self.gain > 0.0012 and self.evidence > 60 and self.share >= 0.75
        return fine or (self.gain > 0.03 and self.evidence > 30)


def likelihood(picture: Picture) -> Likelihood | None:
    """The comparison for a JPEG picture; for `Picture.once`. Few blocks settle most pictures; else it takes them all."""
    found = picture.once(few_histograms)
    first = None if found is None else compare(found)
    if first is not None and not SETTLED[0] < first.gain < SETTLED[1]:
        return first
    found = picture.once(histograms)
    return None if found is None else compare(found)


def compare(found: Histograms) -> Likelihood:
    """The first quality that explains most, and how much better than one save it explains the coefficients."""
    gains = np.stack([_gains(*one) for one in zip(found.counts, found.before, found.steps, strict=True)])
    by_quality = np.take_along_axis(gains, first_steps() - 1, axis=1)
    best = int(by_quality.sum(axis=0).argmax())
    evidence = float(by_quality[:, best].sum())
    share = float((by_quality[:, best] > 0).mean())
    return Likelihood(int(FIRST_QUALITIES[best]), evidence, evidence / int(found.counts.sum()), share)


@cache
def first_steps() -> NDArray[np.int32]:
    """``(15, 71)``: the step of each of the `FREQUENCIES` at each of the `FIRST_QUALITIES`."""
    return np.stack([scaled(LUMINANCE, int(quality))[list(FREQUENCIES)] for quality in FIRST_QUALITIES], axis=1)


def _gains(counts: NDArray[np.int64], before: NDArray[np.float64], step: int) -> NDArray[np.float64]:
    """Log likelihood ratio of one frequency, for each first step 1 to 80, summed over its coefficients."""
    if counts.sum() < LEAST_COUNTED:
        return np.zeros(LARGEST_FIRST_STEP)
    once, twice = models(before, int(step), UNIFORM)
    return np.asarray(np.log(twice / once) @ counts)
