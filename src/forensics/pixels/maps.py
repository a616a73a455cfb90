"""Maps to look at: grey or from blue to yellow (readable without telling red from green), at a size that a page can hold."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.model import Figure

LONGEST_SIDE = 1600
# Dark blue, grey, yellow, with evenly growing lightness, after Nuñez, Anderton & Renslow (2018), «cividis».
_ANCHORS = ((0, 32, 77), (52, 65, 108), (92, 94, 111), (125, 124, 120), (160, 154, 116), (203, 186, 98), (255, 234, 70))


def stretched(values: NDArray[np.uint8], share: float = 0.995) -> NDArray[np.uint8]:
    """Differences brightened so that the given share of them stays below white; ``(height, width)``, uint8."""
    counts = np.cumsum(np.bincount(values.ravel(), minlength=256))
    top = max(int(np.searchsorted(counts, share * values.size)), 1)
    return _looked_up(np.minimum(np.arange(256) * 255 // top, 255), values)


def as_bytes(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Values from 0 to 1 as 0 to 255."""
    scaled: NDArray[np.floating] = np.clip(values, 0, 1) * 255
    return scaled.round().astype(np.uint8)


def coloured(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """``(height, width)`` to ``(height, width, 3)``: dark blue for 0, yellow for 255."""
    steps = np.linspace(0, 255, len(_ANCHORS))
    table = np.stack([np.interp(np.arange(256), steps, channel) for channel in zip(*_ANCHORS, strict=True)], axis=1)
    return _looked_up(table.round(), values)


def _looked_up(table: NDArray[Any], values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(table.astype(np.uint8)[values])


def figure(name: str, values: NDArray[np.uint8], size: tuple[int, int]) -> Figure:
    """A PNG of ``values``, drawn at ``size`` (width, height of the picture in pixels) or smaller, in the same proportions.

    A map of blocks is enlarged without smoothing; a map of pixels is reduced by area means.
    """
    factor = min(1.0, LONGEST_SIDE / max(size))
    width, height = (max(1, round(side * factor)) for side in size)
    enlarging = width > values.shape[1]
    drawn = Image.fromarray(values).resize(
        (width, height), Image.Resampling.NEAREST if enlarging else Image.Resampling.BOX
    )
    png = io.BytesIO()
    drawn.save(png, "PNG")
    return Figure(name, png.getvalue(), width, height)
