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

from forensics.jpeg.blocks import rows_of_blocks, spacing
from forensics.jpeg.zones import BLOCK, Zone, box_mean, components, zone

QUALITY = 75
_STRIP = 512
_MARGIN = 16
_SUM_ROWS = 256
SAMPLE = 6_000  # blocks that the regression is fitted on
ENOUGH_BLOCKS = 13_000  # zones of larger pictures show on evenly spaced blocks too
LEAST_BLOCKS = 400
SMALLEST_ZONE = 0.003
BEYOND = 1.0  # robust deviations
LEAST_SCORE = 12.0


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
        difference = _apart(strip, again)
        result[top : top + _STRIP] = difference[top - first : top - first + _STRIP]
    return result


def _resaved(pixels: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    saved = io.BytesIO()
    Image.fromarray(pixels).save(saved, "JPEG", quality=quality)
    return np.asarray(Image.open(saved))


def spaced(luma: NDArray[np.uint8], most: int = ENOUGH_BLOCKS) -> tuple[NDArray[np.uint8], int]:
    """At most ``most`` evenly spaced 8×8 blocks of ``luma``, side by side as one smaller picture, and their distance in blocks.

    JPEG saves each block of a luminance by itself, so the error level of these blocks is what it is in the whole picture.
    """
    blocks = rows_of_blocks(luma)
    every = spacing(blocks.shape[0] * blocks.shape[2], most)
    if every == 1:
        return luma, 1
    taken = np.ascontiguousarray(blocks[every // 2 :: every, :, every // 2 :: every])
    return taken.view(np.uint8).reshape(taken.shape[0] * BLOCK, -1), every


@dataclass(frozen=True, slots=True)
class Corrected:
    """``z``: what edges and brightness do not explain of the error level, by block, in robust deviations, smoothed over
    5×5 blocks and clipped to ±4; zero where ``valid`` is not."""

    z: NDArray[np.float32]
    valid: NDArray[np.bool_]


def corrected_map(luma: NDArray[np.uint8], difference: NDArray[np.uint8]) -> Corrected | None:
    """The map of blocks left over by a regression within the picture; None where too few blocks hold detail.

    log(E+.05) on brightness and its square, and on the logarithms of deviation, differences of neighbours and of pixels
    two apart, with their squares and one product; least squares in three rounds, trimmed at three robust deviations. Flat and clipped blocks
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


def zones(corrected: Corrected, size: tuple[int, int], every: int = 1) -> list[Zone]:
    """The zones that stand out, strongest first; ``size`` is width and height in pixels, ``every`` the distance of blocks."""
    found = []
    for sign in (1, -1):
        side = sign * corrected.z
        for blocks in components(side > BEYOND, opened=1, closed=2, least=SMALLEST_ZONE):
            inside = blocks & corrected.valid
            score = float((side[inside] - BEYOND).sum() / np.sqrt(max(int(inside.sum()), 1)))
            if score > LEAST_SCORE:
                found.append(zone(blocks, score, size, every * BLOCK))
    return sorted(found, key=lambda one: -one.score)


def _features(
    luma: NDArray[np.uint8], difference: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """Log error level, the regression's columns (9 × blocks) and the blocks that may enter, by block."""
    height, width = (side - side % BLOCK for side in luma.shape)
    parts = [_strip_sums(luma[:height, :width], difference, top) for top in range(0, height, _SUM_ROWS)]
    error, mean, squares, near, far, clipped = (np.concatenate(rows) for rows in zip(*parts, strict=True))
    deviation = np.sqrt(np.maximum(squares - mean**2, 0))
    valid = (deviation > 1) & (clipped == 0)
    m = (mean - 128) / 64
    f1, f2, f3 = np.log(deviation + 0.5), np.log(near + 0.3), np.log(far + 0.3)
    columns = np.stack([np.ones_like(m), m, m * m, f1, f2, f3, f1 * f1, f2 * f2, f3 * f3, f1 * f3])
    return np.log(error + 0.05), columns, valid


def _strip_sums(luma: NDArray[np.uint8], difference: NDArray[np.uint8], top: int) -> tuple[NDArray[np.float32], ...]:
    """Means over each 8×8 block of one strip: error, luma, its square, differences of neighbours and of pixels two apart
    inside the block, share of 0 and 255.

    All but the error are taken on every other row, which halves their cost and hardly changes a mean.
    """
    bottom = min(top + _SUM_ROWS, luma.shape[0])
    even, odd = np.ascontiguousarray(luma[top:bottom:2]), luma[top + 1 : bottom : 2]
    near = np.add(_across(even, 1), _apart(even, odd), dtype=np.uint16)
    squares = np.multiply(even, even, dtype=np.uint16)
    clipped = (even == 0) | (even == 255)
    error = _means(difference[top:bottom, : luma.shape[1]], BLOCK)
    return error, *(_means(plane, BLOCK // 2) for plane in (even, squares, near, _across(even, 2), clipped))


def _apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """|one − other|, without leaving bytes."""
    return np.asarray(np.maximum(one, other) - np.minimum(one, other))


def _across(rows: NDArray[np.uint8], distance: int) -> NDArray[np.uint8]:
    """|difference| of each pixel and the one ``distance`` further right in its block; 0 in the last columns of a block."""
    result = np.empty_like(rows)
    result[:, :-distance] = _apart(rows[:, distance:], rows[:, :-distance])
    result.reshape(-1, BLOCK)[:, -distance:] = 0
    return result


def _means(plane: NDArray[Any], rows: int) -> NDArray[np.float32]:
    """Means over cells of ``rows`` × 8; whole slices are added, which is far quicker than a reduction over short axes."""
    sums: NDArray[Any] = plane[0::rows].astype(np.uint16 if plane.dtype.itemsize == 1 else np.uint32)
    for row in range(1, rows):
        sums += plane[row::rows]
    for _ in range(3):
        sums = sums[:, 0::2] + sums[:, 1::2]
    return np.asarray(sums, np.float32) / np.float32(rows * BLOCK)


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
