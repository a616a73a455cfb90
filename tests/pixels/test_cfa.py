"""The sensor's trace is there where green was interpolated, and goes with the first resize."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from forensics.picture import Picture
from forensics.pixels.cfa import sensor_trace
from forensics.pixels.reference import measured


def demosaiced(side: int = 768) -> np.ndarray:
    """Green measured on one checkerboard, computed from its four neighbours on the other, as in a camera."""
    chance = np.random.default_rng(11)
    small = Image.fromarray(chance.integers(60, 190, (30, 30), dtype=np.uint8))
    green = np.asarray(small.resize((side, side), Image.Resampling.BICUBIC), np.float32) + chance.normal(
        0, 6, (side, side)
    )
    around = sum(np.roll(green, shift, axis) for shift in (1, -1) for axis in (0, 1)) / 4
    computed = np.where(np.add.outer(np.arange(side), np.arange(side)) % 2 == 0, green, around)
    return np.clip(computed, 0, 255).astype(np.uint8)


def trace(pixels: np.ndarray, path: Path) -> float:
    Image.fromarray(np.repeat(pixels[..., None], 3, 2)).save(path)
    return sensor_trace(Picture.read(path)) or 0.0


def test_interpolated_green_shows_and_resizing_erases_it(tmp_path: Path) -> None:
    pixels = demosaiced()
    resized = np.asarray(Image.fromarray(pixels).resize((620, 620), Image.Resampling.BICUBIC))
    limit = measured().references["cfa"].threshold
    assert trace(pixels, tmp_path / "a.png") > 10 * limit
    assert trace(resized, tmp_path / "b.png") < trace(pixels, tmp_path / "a.png") / 10


def test_nothing_to_measure_on_an_even_picture(tmp_path: Path) -> None:
    Image.new("RGB", (600, 600), "teal").save(tmp_path / "a.png")
    assert sensor_trace(Picture.read(tmp_path / "a.png")) is None
