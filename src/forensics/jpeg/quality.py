"""The quality setting behind a quantisation table.

The scale from 1 to 100 is that of the Independent JPEG Group (libjpeg, ``jpeg_set_quality``); the base tables are
those of ITU-T T.81, Annex K.1 and K.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from forensics.jpeg.header import Header

LUMINANCE = np.array(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    np.int32,
).ravel()
CHROMINANCE = np.full(64, 99, np.int32)
CHROMINANCE.reshape(8, 8)[:4, :4] = [[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]]


@dataclass(frozen=True, slots=True)
class Quality:
    """Between ``lowest`` and ``highest``, 1 to 100; both are the same and ``standard`` holds where the tables are the
    usual ones at that setting."""

    lowest: int
    highest: int
    standard: bool


def scaled(base: NDArray[np.int32], quality: int, largest: int = 255) -> NDArray[np.int32]:
    """The 64 steps of ``base`` at a quality from 1 to 100, as libjpeg computes them."""
    percent = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((base * percent + 50) // 100, 1, largest)


def estimate(header: Header) -> Quality | None:
    """The quality setting of the last save, or None where the file defines no table."""
    tables = header.component_tables()
    if not tables:
        return None
    quality = _standard_luminance().get(tables[0].tobytes())
    if quality is not None and all(_goes_with(table, quality, tables[0]) for table in tables[1:]):
        return Quality(quality, quality, True)
    ranges = [_range(tables[0], LUMINANCE), *(_range(table, CHROMINANCE) for table in tables[1:])]
    return Quality(min(low for low, _ in ranges), max(high for _, high in ranges), False)


@cache
def _standard_luminance() -> dict[bytes, int]:
    """Quality by table, its steps limited to one byte as nearly every encoder does, or to 32,767."""
    return {scaled(LUMINANCE, q, largest).tobytes(): q for largest in (32767, 255) for q in range(1, 101)}


def _goes_with(table: NDArray[np.int32], quality: int, luminance: NDArray[np.int32]) -> bool:
    """Whether a colour table is the usual one; some encoders use the luminance table for all components."""
    usual = (luminance, *(scaled(CHROMINANCE, quality, largest) for largest in (255, 32767)))
    return any(np.array_equal(table, one) for one in usual)


def _range(table: NDArray[np.int32], base: NDArray[np.int32]) -> tuple[int, int]:
    """The qualities that the coarser and the finer quarter of the steps would have in the usual table."""
    coarse, fine = (_quality_of(float(percent)) for percent in np.percentile(100 * table / base, [75, 25]))
    lowest, highest = int(np.floor(coarse)), int(np.ceil(fine))
    return max(lowest, 1), min(max(highest, lowest + 1), 100)


def _quality_of(percent: float) -> float:
    """The quality whose steps are ``percent`` of the base table's, 1 to 100."""
    quality = 5000 / percent if percent > 100 else (200 - percent) / 2
    return float(np.clip(quality, 1, 99))
