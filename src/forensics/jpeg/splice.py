"""A zone with another history of saves than the rest: the two histories of `histories`, compared block by block.

After Lin, He, Tang & Tang (2009) and Bianchi, De Rosa & Piva (2011); the converse of the JPEG ghost of Farid (2009),
without saving again. Zero coefficients are left out: they only tell how smooth a block is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.blocks import FREQUENCIES, coefficients, grid
from forensics.jpeg.double import FIRST_QUALITIES, first_steps, likelihood
from forensics.jpeg.histories import LARGEST, Histograms, histograms, models
from forensics.jpeg.zones import Zone, box_mean, components, zone
from forensics.picture import Picture

UNIFORM = 0.03
CLIP = 3.0
BEYOND = 0.03
QUALITIES = range(46, 99)
MOST_TRIED = 3
RANKED_ON = 20_000
COARSE_STEPS = 14
LEAST_BLOCKS = 12
SMALLEST, LARGEST_SHARE = 0.002, 0.4
LEAST_MEAN, LEAST_SCORE = 0.3, 8.0
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
    return max(maps, key=lambda one: sum(zone.score for zone in one.zones))


def _indices(
    luma: NDArray[np.uint8], steps: NDArray[np.int32], tick: Callable[[], None]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """``(rows, columns, 15)``: |k| of every block, 0 for those that the models do not cover; and which blocks hold
    neither a 0 nor a 255 and at least two informative coefficients."""
    blocks = grid(luma)
    rows, columns = blocks.shape[:2]
    indices = np.empty((rows, columns, len(FREQUENCIES)), np.uint8)
    clean = np.empty((rows, columns), bool)
    for top in range(0, rows, _STRIP):
        tick()
        strip = blocks[top : top + _STRIP].reshape(-1, 64)
        k = np.abs(coefficients(strip)) / steps.astype(np.float32) + 0.5
        k[k >= LARGEST + 1] = 0
        indices[top : top + _STRIP] = k.astype(np.uint8).reshape(-1, columns, len(FREQUENCIES))
        clean[top : top + _STRIP] = ((strip.min(axis=1) > 0) & (strip.max(axis=1) < 255)).reshape(-1, columns)
    return indices, clean & (np.count_nonzero(indices, axis=2) >= 2)


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
    around = box_mean(evidence, 5)
    smooth = np.where(around >= 1, box_mean(values, 5) / (around + 0.5), 0).astype(np.float32)
    side = -1 if background_double else 1
    zones = []
    for blocks in components(side * smooth > BEYOND, opened=1, closed=3):
        score = _score(blocks, side * values, evidence)
        if blocks.sum() >= LEAST_BLOCKS and SMALLEST <= blocks.mean() <= LARGEST_SHARE and score > LEAST_SCORE:
            zones.append(zone(blocks, score, (picture.width, picture.height)))
    zones.sort(key=lambda one: -one.score)
    return ZoneMap(quality, smooth, background_double, tuple(zones))


def _score(blocks: NDArray[np.bool_], values: NDArray[np.float32], evidence: NDArray[np.float32]) -> float:
    """Nats a coefficient inside, or their contrast with the outside, times the square root of how many there are."""
    inside, total = float(evidence[blocks].sum()), float(evidence.sum())
    if inside == 0:
        return 0.0
    mean = float(values[blocks].sum()) / inside
    outside = (float(values.sum()) - mean * inside) / max(total - inside, 1)
    return min(mean, 0.7 * (mean - outside)) * inside**0.5 if mean > LEAST_MEAN else 0.0
