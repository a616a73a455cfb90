"""The raw map is the textbook one; the corrected one does not follow edges."""

from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops

from forensics.pixels import ela


def photograph(width: int, height: int, seed: int = 3) -> NDArray[np.uint8]:
    """Smooth shapes, edges and grain."""
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(30, 220, (height // 24 + 2, width // 24 + 2, 3), np.uint8))
    smooth = np.asarray(small.resize((width, height), Image.Resampling.BICUBIC), np.float32)
    return np.clip(smooth + rng.normal(0, 5, smooth.shape), 1, 254).astype(np.uint8)


def textbook(image: Image.Image, quality: int) -> NDArray[np.uint8]:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return np.asarray(ImageChops.difference(image, Image.open(out)))


@pytest.mark.parametrize("size", [(640, 1200), (643, 1037), (64, 64), (1, 1), (5, 700)])
@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("quality", [75, 90])
def test_strips_give_the_map_of_the_whole_picture(size: tuple[int, int], mode: str, quality: int) -> None:
    image = Image.fromarray(photograph(*size)).convert(mode)
    assert np.array_equal(ela.raw_map(np.asarray(image), quality), textbook(image, quality))


def test_spaced_blocks_have_the_error_level_they_have_in_the_whole_picture() -> None:
    luma = np.asarray(Image.fromarray(photograph(803, 611)).convert("L"))
    chosen, every = ela.spaced(luma, most=1000)
    assert every == 3 and chosen.size // 64 <= 1000
    whole, few = ela.raw_map(luma), ela.raw_map(chosen)
    for row, column in ((0, 0), (7, 12), (24, 32)):
        there = np.s_[(3 * row + 1) * 8 :, (3 * column + 1) * 8 :]
        assert np.array_equal(few[8 * row :, 8 * column :][:8, :8], whole[there][:8, :8])


def test_a_small_picture_is_taken_whole() -> None:
    luma = np.zeros((800, 1000), np.uint8)
    assert ela.spaced(luma) == (luma, 1)
