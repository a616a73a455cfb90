"""Marks that a generator paints on the picture: the bar of five colours of DALL·E 2, at the lower right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_COLOURS = np.array([(255, 255, 102), (66, 255, 255), (81, 218, 76), (255, 110, 60), (60, 70, 255)], dtype=np.int16)
_SIDES = (1024, 512, 256)  # pixels; a square is a sixty-fourth of the side
TOLERANCE = 40  # of 255, in any channel: what ordinary JPEG changes


def may_have_bar(width: int, height: int) -> bool:
    """The bar is looked for at the sizes that the service gave."""
    return width == height and width in _SIDES


def colour_bar(rgb: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    """(x, y, width, height) in pixels of the bar in a square picture, or None."""
    side = rgb.shape[0] // 64
    strip = rgb[-side:, -5 * side :].astype(np.int16)
    middle = slice(side // 4, side - side // 4)
    squares = strip.reshape(side, 5, side, 3)[middle, :, middle].mean(axis=(0, 2))
    if np.abs(squares - _COLOURS).max() > TOLERANCE:
        return None
    return rgb.shape[1] - 5 * side, rgb.shape[0] - side, 5 * side, side
