"""Each measurement moves the way its name says, on pictures made for it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from forensics.pixels.crossdiff import spectrum_peaks
from forensics.pixels.dctstats import kept_detail
from forensics.pixels.flatness import flat_noise
from forensics.pixels.measures import ON_VIEW, of_view
from forensics.pixels.neighbours import zigzag
from forensics.pixels.texture import detail_concentration
from forensics.pixels.view import SIDE, treated

CHANCE = np.random.default_rng(7)


def hills(grain: float) -> np.ndarray:
    """Soft shapes of moderate contrast, with white noise of a known deviation."""
    small = Image.fromarray(CHANCE.integers(40, 210, (40, 40), dtype=np.uint8))
    smooth = np.asarray(small.resize((SIDE, SIDE), Image.Resampling.BICUBIC), np.float32)
    return smooth * 0.5 + 60 + CHANCE.normal(0, grain, (SIDE, SIDE)).astype(np.float32)


@pytest.mark.parametrize("grain", [2.0, 5.0, 8.0])
def test_the_grain_of_calm_areas_is_the_noise_put_there(grain: float) -> None:
    assert flat_noise(hills(grain)) == pytest.approx(grain, rel=0.15)


def test_no_calm_area_no_grain() -> None:
    assert flat_noise(np.full((SIDE, SIDE), 255, np.float32)) is None


def test_noise_zigzags_and_keeps_detail_where_a_blur_does_not() -> None:
    assert zigzag(hills(6)) > 0.4 > 0.1 > zigzag(hills(0))
    assert kept_detail(hills(6)) > 1.5 * kept_detail(hills(0))


def test_detail_on_a_few_lines_is_more_concentrated_than_noise() -> None:
    lines = hills(0.5)
    lines[::32, ::32] += 60
    assert detail_concentration(hills(6)) == pytest.approx(1.57, abs=0.1)  # as of Gaussian noise
    assert (detail_concentration(lines) or 0) > 3


def test_a_regular_pattern_stands_out_of_the_spectrum() -> None:
    pattern = hills(6)
    pattern[::5, ::5] += 15
    assert (spectrum_peaks(hills(6)) or 0) == pytest.approx(2, abs=0.2)
    assert (spectrum_peaks(pattern) or 0) > 2.5


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_even_picture_gives_no_number_that_is_not_one(value: int) -> None:
    values = of_view(np.full((SIDE, SIDE), value, np.float32))
    assert all(np.isfinite(list(values.values())))
    assert set(values) <= set(ON_VIEW)


@pytest.mark.parametrize("shape", [(512, 512), (513, 900), (2000, 700)])
def test_every_picture_is_given_the_same_size(shape: tuple[int, int]) -> None:
    assert treated(CHANCE.integers(0, 255, shape, dtype=np.uint8)).shape == (SIDE, SIDE)
