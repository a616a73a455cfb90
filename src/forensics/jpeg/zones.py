"""From a map of blocks to numbered zones: cleaned, connected, scored, in pixels of the stored picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 8


@dataclass(frozen=True, slots=True)
class Zone:
    """A connected group of blocks: bounding box in pixels, ``blocks`` as a mask of the whole map, ``score`` of its method."""

    x: int
    y: int
    width: int
    height: int
    blocks: NDArray[np.bool_]
    score: float


def components(mask: NDArray[np.bool_], opened: int, closed: int, least: float) -> list[NDArray[np.bool_]]:
    """Connected groups of a mask, after ``opened`` then ``closed`` rounds of 3×3 erosion and dilation; largest first.

    Those smaller than the share ``least`` of the map are left out.
    """
    from forensics.opencv import cv2

    square = np.ones((3, 3), np.uint8)
    cleaned = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square, iterations=opened)
    cleaned = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, square, iterations=closed)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(cleaned, connectivity=8)
    sizes = facts[:, cv2.CC_STAT_AREA]
    large = [number for number in range(1, count) if sizes[number] >= least * mask.size]
    return [labels == number for number in sorted(large, key=lambda number: -int(sizes[number]))[:64]]


def dilated(blocks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A group and the blocks that touch it."""
    from forensics.opencv import cv2

    return np.asarray(cv2.dilate(blocks.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def zone(blocks: NDArray[np.bool_], score: float, size: tuple[int, int], pitch: int = BLOCK) -> Zone:
    """The zone of a mask of blocks ``pitch`` pixels apart, its box cut to ``size`` (width, height in pixels)."""
    rows, columns = np.flatnonzero(blocks.any(1)), np.flatnonzero(blocks.any(0))
    x, y = pitch * int(columns[0]), pitch * int(rows[0])
    right, bottom = pitch * (int(columns[-1]) + 1), pitch * (int(rows[-1]) + 1)
    return Zone(x, y, min(right, size[0]) - x, min(bottom, size[1]) - y, blocks, score)


def box_mean(values: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """Mean over a square of ``side`` blocks, zero beyond the border."""
    from forensics.opencv import cv2

    smooth = cv2.boxFilter(values, cv2.CV_32F, (side, side), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(smooth, np.float32)
