"""Large copies in zones too smooth for keypoints: the noise of a sky or a shadow agrees with itself at one offset.

Autocorrelation of the whitened fine detail; then each peak must be confirmed where it lies. Blind to turned or scaled copies.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from forensics.pixels.copies import Copy, Plane

_PEAKS, _HEIGHT = 16, 20.0
_AREA = 0.0015


def flat_copies(plane: Plane, grid: bool) -> list[Copy]:
    """Copies moved without turning. ``grid`` says that the plane keeps the file's own 8×8 blocks, whose period is no copy."""
    if min(plane.shape) < 64:
        return []
    detail = _whitened(plane)
    return [copy for offset in _peaks(detail, grid) if (copy := _confirmed(detail, offset)) is not None][:2]


def _whitened(plane: Plane) -> Plane:
    """Fine detail over its local deviation, so that an edge weighs no more than noise."""
    from forensics.opencv import cv2

    detail = plane - cv2.GaussianBlur(plane, (0, 0), 2)
    deviation = np.sqrt(np.maximum(cv2.boxFilter(detail * detail, -1, (21, 21)), 0))
    result: Plane = detail / np.maximum(deviation, 0.35)
    return result


def _peaks(detail: Plane, grid: bool) -> Iterator[tuple[int, int]]:
    """Offsets (dx, dy) at which the detail resembles itself far more than by chance, strongest first."""
    surface = _autocorrelation(detail)
    height, width = detail.shape
    spread = float(np.median(np.abs(surface))) + 1e-12
    rows, columns = np.unravel_index(np.argsort(surface, axis=None)[::-1][: 20 * _PEAKS], surface.shape)
    taken: list[tuple[int, int]] = []
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        dx = column if column <= surface.shape[1] // 2 else column - surface.shape[1]
        dy = row if row <= surface.shape[0] // 2 else row - surface.shape[0]
        if surface[row, column] < _HEIGHT * spread or len(taken) >= _PEAKS:
            return
        small = max(abs(dx), abs(dy)) < 0.1 * max(width, height)
        own_grid = grid and dx % 8 == 0 and dy % 8 == 0
        seen = any(abs(dx - x) + abs(dy - y) < 4 or abs(dx + x) + abs(dy + y) < 4 for x, y in taken)
        if not (small or own_grid or seen or abs(dx) >= width or abs(dy) >= height):
            taken.append((dx, dy))
            yield dx, dy


def _autocorrelation(detail: Plane) -> Plane:
    from scipy.fft import irfft2, next_fast_len, rfft2

    from forensics.opencv import cv2

    shape = [int(next_fast_len(int(side * 1.4), True)) for side in detail.shape]  # type: ignore[no-untyped-call]
    power = np.abs(rfft2(detail, shape)) ** 2
    power /= np.maximum(cv2.boxFilter(power.astype(np.float32), -1, (41, 41)), 1e-6)
    result: Plane = irfft2(power, shape).astype(np.float32)
    return result


def _confirmed(detail: Plane, offset: tuple[int, int]) -> Copy | None:
    """The zone where the detail is the same at that offset, and not the same two pixels beside it."""
    from forensics.opencv import cv2

    dx, dy = offset
    here, there = _overlap(detail.shape, dx, dy)
    alike = _agreement(detail[here], detail[there])
    beside = np.max(
        [_agreement(detail[here], np.roll(detail[there], step, axis)) for axis in (0, 1) for step in (-2, 2)], axis=0
    )
    zone = ((alike > 0.5) & (alike > beside + 0.2)).astype(np.uint8)
    zone = cv2.morphologyEx(zone, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(zone)
    if len(stats) < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    share = stats[largest, cv2.CC_STAT_AREA] / detail.size
    if share < _AREA:
        return None
    x, y, width, height = (int(value) for value in stats[largest, :4])
    left, top = x + here[1].start, y + here[0].start
    return Copy((left, top, width, height), (left + dx, top + dy, width, height), (float(dx), float(dy)), float(share))


def _overlap(shape: tuple[int, ...], dx: int, dy: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """The part of the picture that has a pixel at the offset, and that pixel's part."""
    height, width = shape
    rows = slice(max(0, -dy), min(height, height - dy))
    columns = slice(max(0, -dx), min(width, width - dx))
    return (rows, columns), (slice(rows.start + dy, rows.stop + dy), slice(columns.start + dx, columns.stop + dx))


def _agreement(one: Plane, other: Plane) -> NDArray[np.float32]:
    """Mean product of two whitened planes in a 21×21 window: their correlation, for each has a deviation near one."""
    from forensics.opencv import cv2

    power = cv2.boxFilter(one * one, -1, (21, 21)) * cv2.boxFilter(other * other, -1, (21, 21))
    result: NDArray[np.float32] = cv2.boxFilter(one * other, -1, (21, 21)) / np.sqrt(np.maximum(power, 0.0025))
    return result
