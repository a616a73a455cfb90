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
EXACT = 0.6
SETTLED = (0.0004, 0.05)  # nats a coefficient: below, one save; above, two; whatever more blocks would say
LEAST_COUNTED = 30  # informative coefficients of a frequency, or it has no say


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How much better two saves explain the picture than one, at the best first quality: ``evidence`` in nats, ``gain``
    in nats a coefficient, ``share`` of the 15 frequencies that agree. ``fit``: the evidence as a share of what an exact
    double save would give, about 1; below `EXACT`, something else changed the pixels in between, such as more light."""

    first_quality: int
    evidence: float
    gain: float
    share: float
    fit: float

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
    parts = [_gains(*one) for one in zip(found.counts, found.before, found.steps, strict=True)]
    gains, expected = (
        np.take_along_axis(np.stack(part), first_steps() - 1, axis=1) for part in zip(*parts, strict=True)
    )
    best = int(gains.sum(axis=0).argmax())
    evidence = float(gains[:, best].sum())
    share = float((gains[:, best] > 0).mean())
    fit = evidence / max(float(expected[:, best].sum()), 1e-9)
    return Likelihood(int(FIRST_QUALITIES[best]), evidence, evidence / int(found.counts.sum()), share, fit)


@cache
def first_steps() -> NDArray[np.int32]:
    """``(15, 71)``: the step of each of the `FREQUENCIES` at each of the `FIRST_QUALITIES`."""
    return np.stack([scaled(LUMINANCE, int(quality))[list(FREQUENCIES)] for quality in FIRST_QUALITIES], axis=1)


def _gains(
    counts: NDArray[np.int64], before: NDArray[np.float64], step: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Log likelihood ratio of one frequency, for each first step 1 to 80, summed over its coefficients; and what it would
    be for coefficients that were saved so."""
    if counts.sum() < LEAST_COUNTED:
        return np.zeros(LARGEST_FIRST_STEP), np.zeros(LARGEST_FIRST_STEP)
    once, twice = models(before, int(step), UNIFORM)
    ratio = np.log(twice / once)
    return ratio @ counts, (twice * ratio).sum(axis=1) * counts.sum()
