"""JPEG ghosts, as a sheet to explore: a zone saved before at some quality grows dark in the map of that quality.

Farid, *Exposing Digital Forgeries from JPEG Ghosts*, IEEE TIFS 4 (2009). For the eye only: nothing is concluded here.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from forensics.pixels.ela import raw_map
from forensics.pixels.maps import as_bytes

QUALITIES = tuple(range(50, 98, 4))
CELL = 16
_COLUMNS = 3
_TILE = 480
_LABEL = 28


def ghosts(luma: NDArray[np.uint8], tick: Callable[[], None] = lambda: None) -> NDArray[np.float32]:
    """``(12, rows, columns)``, 0 to 1, by quality and cell of 16×16 pixels: the squared change that saving again at that
    quality makes, from the smallest to the largest of the twelve."""
    rows, columns = (side // CELL for side in luma.shape)
    cut = luma[: rows * CELL, : columns * CELL]
    changes = []
    for quality in QUALITIES:
        tick()
        squares = np.square(raw_map(cut, quality), dtype=np.uint16)
        changes.append(squares.reshape(rows, CELL, columns, CELL).mean(axis=(1, 3), dtype=np.float32))
    stack = np.stack(changes)
    least, most = stack.min(axis=0), stack.max(axis=0)
    return np.asarray((stack - least) / np.maximum(most - least, 1e-3), np.float32)


def sheet(stack: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The twelve maps side by side, each under its quality."""
    rows, columns = stack.shape[1:]
    width, height = _TILE, max(1, round(_TILE * rows / columns))
    lines = -(-len(stack) // _COLUMNS)
    drawn = Image.new("L", (_COLUMNS * (width + 8), lines * (height + _LABEL + 8)), 255)
    pen = ImageDraw.Draw(drawn)
    for number, (quality, values) in enumerate(zip(QUALITIES, stack, strict=True)):
        x, y = (number % _COLUMNS) * (width + 8), (number // _COLUMNS) * (height + _LABEL + 8)
        pen.text((x + 4, y + 2), str(quality), fill=0, font_size=_LABEL - 8)
        tile = Image.fromarray(as_bytes(values)).resize((width, height), Image.Resampling.BICUBIC)
        drawn.paste(tile, (x, y + _LABEL))
    return np.asarray(drawn)
