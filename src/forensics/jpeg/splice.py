"""A zone with another history of saves than the rest: the two histories of `histories`, compared block by block.

After Lin, He, Tang & Tang (2009) and Bianchi, De Rosa & Piva (2011); the converse of the JPEG ghost of Farid (2009),
without saving again. Zero coefficients are left out: they only tell how smooth a block is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import FREQUENCIES, coefficients, pixels, rows_of_blocks
from forensics.jpeg.double import EXACT, FIRST_QUALITIES, first_steps, likelihood
from forensics.jpeg.histories import LARGEST, Histograms, histograms, models
from forensics.jpeg.zones import Zone, box_mean, components, dilated, zone
from forensics.picture import Picture

UNIFORM = 0.03
CLIP = 3.0
BEYOND = 0.03
QUALITIES = range(46, 99)
MOST_TRIED = 3
RANKED_ON = 20_000
COARSE_STEPS = 14
LEAST_COEFFICIENTS = 1
LEAST_BLOCKS = 12
SMALLEST, LARGEST_SHARE = 0.002, 0.4
_STRIP = 64


@dataclass(frozen=True, slots=True)
class ZoneMap:
    """``values`` by block: nats an informative coefficient by which two saves, the first at ``first_quality``, explain
    the surroundings better than one; 0 where nothing can be said. ``background_double``: the whole picture was saved
    twice and ``zones`` were not; else the zones were."""

    first_quality: int
    values: NDArray[np.float32]
    background_double: bool
    zones: tuple[Zone, ...]


def zone_map(picture: Picture, tick: Callable[[], None] = lambda: None) -> ZoneMap | None:
    """The map whose zones stand out most; None where the luminance says too little. ``tick`` is called in long loops."""
    found = picture.once(histograms)
    whole = picture.once(likelihood)
    if found is None or whole is None:
        return None
    indices, usable = _indices(picture.luma, found.steps, tick)
    tables = _ratios(found)
    least = 0.06 if found.steps.mean() >= COARSE_STEPS else 0.02
    background_double = whole.gain > least
    tried = [whole.first_quality] if background_double else _ranked(indices[usable], tables)
    maps = []
    for quality in tried:
        tick()
        table = tables[quality - FIRST_QUALITIES[0]]
        maps.append(_mapped(picture, quality, _values(indices, table), indices, usable, background_double))
    best = max(maps, key=lambda one: sum(zone.score for zone in one.zones))
    if background_double and whole.fit < EXACT:
        return replace(best, zones=())  # more light between two saves blurs the one history as it does the other
    return best


def _indices(
    luma: NDArray[np.uint8], steps: NDArray[np.int32], tick: Callable[[], None]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """``(rows, columns, 15)``: |k| of every block, 0 for those that the models do not cover; and which blocks hold
    neither a 0 nor a 255 and at least one informative coefficient."""
    blocks = rows_of_blocks(luma)
    rows, columns = blocks.shape[0], blocks.shape[2]
    indices = np.empty((rows, columns, len(FREQUENCIES)), np.uint8)
    clean = np.empty((rows, columns), bool)
    for top in range(0, rows, _STRIP):
        tick()
        strip = pixels(blocks[top : top + _STRIP])
        k = np.abs(coefficients(strip)) / steps.astype(np.float32) + 0.5
        k[k >= LARGEST + 1] = 0
        indices[top : top + _STRIP] = k.astype(np.uint8).reshape(-1, columns, len(FREQUENCIES))
        clean[top : top + _STRIP] = ((strip.min(axis=1) > 0) & (strip.max(axis=1) < 255)).reshape(-1, columns)
    return indices, clean & (np.count_nonzero(indices, axis=2) >= LEAST_COEFFICIENTS)


def _ratios(found: Histograms) -> NDArray[np.float32]:
    """``(71, 15, 25)``: log ratio of two saves to one, by first quality, frequency and |k|; 0 for k = 0."""
    tables = np.zeros((len(FIRST_QUALITIES), len(FREQUENCIES), LARGEST + 1), np.float32)
    for i, (before, step) in enumerate(zip(found.before, found.steps, strict=True)):
        once, twice = models(before, int(step), UNIFORM)
        ratio = np.clip(np.log(twice / once), -CLIP, CLIP)
        tables[:, i, 1:] = ratio[first_steps()[i] - 1]
    return tables


def _values(indices: NDArray[np.uint8], table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum over the frequencies of the table's entries, for each block."""
    values = np.zeros(indices.shape[:-1], np.float32)
    for i in range(len(FREQUENCIES)):
        values += table[i].take(indices[..., i])
    return values


def _ranked(indices: NDArray[np.uint8], tables: NDArray[np.float32]) -> list[int]:
    """The first qualities at which a small share of the blocks, 2 or 6 %, is explained best."""
    chosen = np.ascontiguousarray(indices[:: max(1, len(indices) // RANKED_ON)].T)
    gains = {}
    for quality in QUALITIES:
        table = tables[quality - FIRST_QUALITIES[0]]
        values = sum(table[i].take(chosen[i]) for i in range(len(FREQUENCIES)))
        odds = np.exp(np.clip(values, -30, 30))
        gains[quality] = max(float(np.log(1 - share + share * odds).sum()) for share in (0.02, 0.06))
    return sorted(gains, key=lambda quality: -gains[quality])[:MOST_TRIED]


def _mapped(
    picture: Picture,
    quality: int,
    values: NDArray[np.float32],
    indices: NDArray[np.uint8],
    usable: NDArray[np.bool_],
    background_double: bool,
) -> ZoneMap:
    evidence = np.where(usable, np.count_nonzero(indices, axis=2), 0).astype(np.float32)
    values = np.where(usable, values, 0).astype(np.float32)
    smooth = _smoothed(values, evidence, background_double)
    side = -1 if background_double else 1
    zones = []
    for blocks in components(side * smooth > BEYOND, opened=1, closed=3, least=SMALLEST):
        facts = _Inside.of(blocks, side * values, evidence)
        sized = facts.blocks >= LEAST_BLOCKS and blocks.mean() <= LARGEST_SHARE
        if sized and (facts.differs_from_double if background_double else facts.differs_from_single):
            whole = blocks if background_double else dilated(blocks)
            zones.append(zone(whole, facts.score, (picture.width, picture.height)))
    zones.sort(key=lambda one: -one.score)
    return ZoneMap(quality, smooth, background_double, tuple(zones))


def _smoothed(
    values: NDArray[np.float32], evidence: NDArray[np.float32], background_double: bool
) -> NDArray[np.float32]:
    """Nats a coefficient around each block. A zone saved more strongly holds few coefficients: there, a wider look."""
    around = box_mean(evidence, 5)
    smooth = np.where(around >= 1, box_mean(values, 5) / (around + 0.5), 0)
    if not background_double:
        wider = box_mean(evidence, 9)
        further = np.where(wider >= 0.6, box_mean(values, 9) / (wider + 0.5), 0)
        smooth = np.where(around >= 1, smooth, further)
    return smooth.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Inside:
    """A group of blocks: how many, coefficients a block, mean nats a coefficient inside and outside, score.

    The rules were settled on half of the sources; burnt skies and blur, with few coefficients, are their traps.
    """

    blocks: int
    density: float
    mean: float
    outside: float
    score: float

    @classmethod
    def of(cls, blocks: NDArray[np.bool_], values: NDArray[np.float32], evidence: NDArray[np.float32]) -> _Inside:
        count, total = float(evidence[blocks].sum()), float(evidence.sum())
        mean = float(values[blocks].sum()) / max(count, 1)
        outside = (float(values.sum()) - mean * count) / max(total - count, 1)
        size = int(blocks.sum())
        return cls(size, count / size, mean, outside, min(mean, 0.7 * (mean - outside)) * count**0.5)

    @property
    def differs_from_single(self) -> bool:
        return self.mean > 0.3 and self.score > 8

    @property
    def differs_from_double(self) -> bool:
        """As far on the other side as the rest is on its own, with enough coefficients; or very clearly."""
        ratio = self.mean / max(abs(self.outside), 1e-3)
        dense = self.density > 5.4 and ratio > 0.5 and self.score > 5.5
        clear = (ratio > 1.25 and self.score > 12) or (ratio > 0.65 and self.score > 25) or self.score > 30
        return self.mean > 0.12 and ratio > 0.3 and (dense or (self.density > 2 and clear))
