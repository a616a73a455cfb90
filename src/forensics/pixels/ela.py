"""Error level analysis: what one more JPEG save at a known quality would change, and what of it edges do not explain.

Krawetz, *A Picture's Worth* (2007), for the raw map. The corrected map is what a regression within the picture on
brightness, contrast and edges leaves over: the raw map follows edges and texture, not editing.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.jpeg.zones import BLOCK, Zone, box_mean, components, zone

QUALITY = 75
_STRIP = 512
_MARGIN = 16
_SUM_ROWS = 64
SAMPLE = 20_000  # blocks that the regression is fitted on
LEAST_BLOCKS = 400
SMALLEST_ZONE = 0.003
LEAST_SCORE = 39.0


def raw_map(
    pixels: NDArray[np.uint8], quality: int = QUALITY, tick: Callable[[], None] = lambda: None
) -> NDArray[np.uint8]:
    """Absolute difference between ``pixels`` and the same saved once more as JPEG at ``quality``, on the same 8×8 grid.

    ``pixels`` is ``(height, width)`` or ``(height, width, 3)``, uint8; so is the result. Saved in strips with a margin
    of one row of blocks, so that memory stays bounded and the result equals that of the whole picture at once.
    ``tick`` is called before each strip.
    """
    result = np.empty_like(pixels)
    height = pixels.shape[0]
    for top in range(0, height, _STRIP):
        tick()
        first, last = max(0, top - _MARGIN), min(height, top + _STRIP + _MARGIN)
        strip = pixels[first:last]
        again = _resaved(strip, quality)
        difference = np.maximum(strip, again) - np.minimum(strip, again)
        result[top : top + _STRIP] = difference[top - first : top - first + _STRIP]
    return result


def _resaved(pixels: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    saved = io.BytesIO()
    Image.fromarray(pixels).save(saved, "JPEG", quality=quality)
    return np.asarray(Image.open(saved))


@dataclass(frozen=True, slots=True)
class Corrected:
    """``z``: what edges and brightness do not explain of the error level, by block, in robust deviations, smoothed over
    5×5 blocks and clipped to ±4; zero where ``valid`` is not."""

    z: NDArray[np.float32]
    valid: NDArray[np.bool_]


def corrected_map(luma: NDArray[np.uint8], difference: NDArray[np.uint8]) -> Corrected | None:
    """The map of blocks left over by a regression within the picture; None where too few blocks hold detail.

    log(E+.05) on brightness and its square, and on the logarithms of deviation, gradient and Laplacian with their
    squares and one product; least squares in three rounds, trimmed at three robust deviations. Flat and clipped blocks
    are left out.
    """
    level, columns, valid = _features(luma, difference)
    if valid.sum() < LEAST_BLOCKS:
        return None
    design = columns[:, valid]
    left, spread = _regressed(design, level[valid])
    z = np.zeros(level.shape, np.float32)
    z[valid] = np.clip(left / max(spread, 1e-3), -4, 4)
    share = box_mean(valid.astype(np.float32), 5)
    return Corrected(np.where(share > 0.2, box_mean(z, 5) / np.maximum(share, 0.2), 0).astype(np.float32), valid)


def zones(corrected: Corrected, size: tuple[int, int]) -> list[Zone]:
    """The zones that stand out, strongest first; ``size`` is width and height in pixels."""
    found = []
    for sign in (1, -1):
        side = sign * corrected.z
        for blocks in components(side > 1, opened=1, closed=2):
            inside = blocks & corrected.valid
            score = float(side[inside].sum() / np.sqrt(max(int(inside.sum()), 1)))
            if blocks.mean() >= SMALLEST_ZONE and score > LEAST_SCORE:
                found.append(zone(blocks, score, size))
    return sorted(found, key=lambda one: -one.score)


def _features(
    luma: NDArray[np.uint8], difference: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Log error level, the regression's columns (9 × blocks) and the blocks that may enter, by block."""
    height, width = (side - side % BLOCK for side in luma.shape)
    parts = [_strip_sums(luma[:height, :width], difference, top) for top in range(0, height, _SUM_ROWS)]
    error, total, squares, slope, bend, clipped = (np.concatenate(rows) for rows in zip(*parts, strict=True))
    mean = total / 64
    deviation = np.sqrt(np.maximum(squares / 64 - mean**2, 0))
    valid = (deviation > 1) & (clipped == 0)
    m = (mean - 128) / 64
    f1, f2, f3 = np.log(deviation + 0.5), np.log(slope / 64 + 0.3), np.log(bend / 64 + 0.3)
    columns = np.stack([np.ones_like(m), m, m * m, f1, f2, f3, f1 * f1, f2 * f2, f3 * f3, f1 * f3])
    return np.log(error / 64 + 0.05), columns, valid


def _strip_sums(luma: NDArray[np.uint8], difference: NDArray[np.uint8], top: int) -> tuple[NDArray[np.float32], ...]:
    """Sums over each 8×8 block of one strip: error, luma, its square, |gradient|, |Laplacian|, count of 0 and 255."""
    bottom = min(top + _SUM_ROWS, luma.shape[0])
    y = luma[top:bottom].astype(np.int16)
    framed = np.pad(
        luma[max(top - 1, 0) : bottom + 1].astype(np.int16), ((top == 0, bottom == luma.shape[0]), (1, 1)), "edge"
    )
    right, below = framed[1:-1, 2:], framed[2:, 1:-1]
    slope = np.abs(right - y) + np.abs(below - y)
    bend = np.abs(4 * y - right - below - framed[1:-1, :-2] - framed[:-2, 1:-1])
    clipped = (luma[top:bottom] == 0) | (luma[top:bottom] == 255)
    squares = np.multiply(luma[top:bottom], luma[top:bottom], dtype=np.uint16)
    magnitudes = (slope.view(np.uint16), bend.view(np.uint16))
    planes = (difference[top:bottom, : luma.shape[1]], luma[top:bottom], squares, *magnitudes, clipped)
    return tuple(_block_sums(plane) for plane in planes)


def _block_sums(plane: NDArray[np.unsignedinteger[Any] | np.bool_]) -> NDArray[np.float32]:
    """Sums over 8×8 blocks; whole slices are added, which is far quicker than a reduction over short axes."""
    rows = plane[0::BLOCK].astype(np.uint32)
    for row in range(1, BLOCK):
        rows += plane[row::BLOCK]
    for _ in range(3):
        rows = rows[:, 0::2] + rows[:, 1::2]
    return rows.astype(np.float32)


def _regressed(columns: NDArray[np.float32], level: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """What is left of ``level`` and its robust deviation; fitted on an evenly spaced sample."""
    every = max(1, level.size // SAMPLE)
    sample, target = columns[:, ::every].T, level[::every]
    keep = np.ones(target.size, bool)
    for _ in range(3):
        kept = sample[keep].astype(np.float64)
        weights = np.linalg.solve(kept.T @ kept + 1e-6 * np.eye(kept.shape[1]), kept.T @ target[keep])
        left = target - sample @ weights
        spread = 1.4826 * float(np.median(np.abs(left - np.median(left[keep]))))
        keep = np.abs(left) < 3 * max(spread, 1e-3)
    return np.asarray(level - weights.astype(np.float32) @ columns, np.float32), spread
