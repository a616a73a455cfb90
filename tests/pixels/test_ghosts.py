"""The sheet of ghosts grows dark where and at the quality at which a zone was saved before."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from forensics.pixels.ghosts import CELL, QUALITIES, ghosts, sheet


def test_a_zone_saved_before_is_darkest_at_its_quality() -> None:
    rng = np.random.default_rng(8)
    small = Image.fromarray(rng.integers(40, 210, (40, 60), np.uint8))
    image = Image.fromarray(
        np.clip(
            np.asarray(small.resize((640, 448), Image.Resampling.BICUBIC)) + rng.normal(0, 9, (448, 640)), 0, 255
        ).astype(np.uint8)
    )
    out = io.BytesIO()
    image.save(out, "JPEG", quality=66)
    image.paste(Image.open(out).crop((128, 128, 320, 320)), (128, 128))
    stack = ghosts(np.asarray(image))
    assert stack.shape == (len(QUALITIES), 448 // CELL, 640 // CELL)
    inside = np.zeros(stack.shape[1:], bool)
    inside[8:20, 8:20] = True
    at = QUALITIES.index(66)
    assert stack[at][inside].mean() < 0.1 < 0.3 < stack[at][~inside].mean()
    assert sheet(stack).ndim == 2
