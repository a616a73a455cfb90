"""Two saves on one grid, two saves on two grids, and one save: on made pictures with known histories."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.jpeg import comb, double, histories
from forensics.jpeg.splice import zone_map
from forensics.picture import Picture


def scene(width: int = 720, height: int = 560, seed: int = 5) -> Image.Image:
    """Shapes at several sizes with a little grain: detail at many scales, as photographs have."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for size, strength in ((90, 55), (30, 26), (10, 13), (4, 7), (2, 4), (1, 2)):
        cells = rng.normal(0, strength, (height // size + 2, width // size + 2, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(cells[..., channel]).resize((width, height), Image.Resampling.BICUBIC)
            total[..., channel] += np.asarray(layer)
    return Image.fromarray(np.clip(total + 128, 4, 251).astype(np.uint8))


def saved(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def again(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(io.BytesIO(saved(image, quality))).convert("RGB")


def picture(folder: Path, data: bytes) -> Picture:
    path = folder / "picture.jpg"
    path.write_bytes(data)
    return Picture.read(path)


@pytest.mark.parametrize(
    ("first", "last"), [(60, 90), (70, 90), (85, 90), (75, 95), (90, 95), (55, 85), (60, 70), (70, 75), (85, 80)]
)
def test_a_first_save_is_found_with_its_quality(tmp_path: Path, first: int, last: int) -> None:
    found = picture(tmp_path, saved(again(scene(), first), last)).once(double.likelihood)
    assert found is not None and found.shows_two_saves
    assert abs(found.first_quality - first) <= 2


@pytest.mark.parametrize("quality", [60, 75, 85, 90, 95])
@pytest.mark.parametrize("seed", [5, 6])
def test_one_save_is_one_save(tmp_path: Path, quality: int, seed: int) -> None:
    single = picture(tmp_path, saved(scene(seed=seed), quality))
    assert not single.once(double.likelihood).shows_two_saves  # type: ignore[union-attr]
    assert not single.once(comb.comb).shows_an_older_grid  # type: ignore[union-attr]


@pytest.mark.parametrize(("dx", "dy"), [(3, 6), (0, 1), (4, 4), (7, 7), (4, 0), (0, 4)])
def test_a_crop_between_two_saves_is_found_with_its_offset(tmp_path: Path, dx: int, dy: int) -> None:
    image = again(scene(), 65)
    cropped = image.crop((dx, dy, *image.size))
    found = picture(tmp_path, saved(cropped, 92)).once(comb.comb)
    assert found is not None and found.shows_an_older_grid
    assert found.offset == ((8 - dx) % 8, (8 - dy) % 8)
    assert abs(found.first_quality - 65) <= 2


def test_an_aligned_crop_is_no_shifted_grid(tmp_path: Path) -> None:
    image = again(scene(), 65).crop((16, 8, 700, 540))
    found = picture(tmp_path, saved(image, 92))
    assert not found.once(comb.comb).shows_an_older_grid  # type: ignore[union-attr]
    assert found.once(double.likelihood).shows_two_saves  # type: ignore[union-attr]


@pytest.mark.parametrize("inside_first", [True, False])
def test_a_zone_with_another_history_is_outlined(tmp_path: Path, inside_first: bool) -> None:
    whole, once = scene(), again(scene(), 65)
    image, patch = (whole, once) if inside_first else (once, scene(seed=9))
    image = image.copy()
    image.paste(patch.crop((200, 160, 400, 320)), (200, 160))
    found = zone_map(picture(tmp_path, saved(image, 93)))
    assert found is not None and len(found.zones) == 1
    assert found.background_double != inside_first
    assert abs(found.first_quality - 65) <= 2
    (zone,) = found.zones
    assert abs(zone.x - 200) <= 24 and abs(zone.y - 160) <= 24
    assert abs(zone.width - 200) <= 40 and abs(zone.height - 160) <= 40


def test_no_zone_in_a_picture_saved_once(tmp_path: Path) -> None:
    found = zone_map(picture(tmp_path, saved(scene(), 90)))
    assert found is not None and found.zones == ()


def test_the_models_are_probabilities() -> None:
    before = np.array([0.2, 0.2, 0.15, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05] + [0.0] * 400)
    for step in (1, 3, 16, 255):
        once, twice = histories.models(before, step, 0.01)
        assert once.shape == (24,) and twice.shape == (80, 24)
        assert np.allclose(once.sum(), 1) and np.allclose(twice.sum(axis=1), 1)
        assert (once > 0).all() and (twice > 0).all()


@pytest.mark.parametrize(
    "image", [Image.new("RGB", (400, 300), "white"), Image.new("L", (1, 3000), 7), Image.new("RGB", (9, 9))]
)
def test_a_picture_that_says_too_little_says_nothing(tmp_path: Path, image: Image.Image) -> None:
    nothing = picture(tmp_path, saved(image, 80))
    assert nothing.once(double.likelihood) is None
    assert nothing.once(comb.comb) is None
    assert zone_map(nothing) is None


def test_luminance_that_the_file_does_not_store_is_not_measured(tmp_path: Path) -> None:
    assert picture(tmp_path, saved(scene().convert("CMYK"), 80)).once(double.likelihood) is None
    out = io.BytesIO()
    scene().save(out, "JPEG", quality=80, keep_rgb=True)
    assert picture(tmp_path, out.getvalue()).once(double.likelihood) is None
