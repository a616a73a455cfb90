"""ELA means something on a JPEG with detail, and only there."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable, ela
from forensics.model import Sign
from forensics.picture import Picture


def picture(folder: Path, image: Image.Image, format_: str = "JPEG", **settings: object) -> Picture:
    path = folder / "picture"
    image.save(path, format_, **settings)
    return Picture.read(path)


def noise(width: int, height: int, low: int = 60, high: int = 190) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(low, high, (height, width, 3), np.uint8))


@pytest.mark.parametrize(
    ("image", "format_", "reason"),
    [
        (noise(300, 300), "PNG", "not_jpeg"),
        (noise(300, 300), "WEBP", "not_jpeg"),
        (noise(1, 1), "JPEG", "too_small"),
        (noise(1, 30000), "JPEG", "too_small"),
        (Image.new("RGB", (800, 600), "white"), "JPEG", "flat"),
    ],
    ids=["png", "webp", "one pixel", "one line", "white"],
)
def test_it_says_where_it_means_nothing(tmp_path: Path, image: Image.Image, format_: str, reason: str) -> None:
    with pytest.raises(NotApplicable) as why:
        ela.run(picture(tmp_path, image, format_), Context())
    assert why.value.reason == reason


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_an_even_picture_is_even_and_the_maps_are_pictures(tmp_path: Path, mode: str) -> None:
    outcome = ela.run(picture(tmp_path, noise(400, 300).convert(mode), quality=90), Context(figures=True))
    assert [(found.code, found.sign) for found in outcome.findings] == [("ela.even", Sign.NOTHING_FOUND)]
    assert [figure.name for figure in outcome.figures] == ["ela.raw", "ela.corrected", "ela.print"]
    for figure in outcome.figures:
        assert Image.open(io.BytesIO(figure.png)).size == (figure.width, figure.height) == (400, 300)


def test_no_map_is_drawn_unless_asked_for(tmp_path: Path) -> None:
    assert ela.run(picture(tmp_path, noise(200, 200)), Context()).figures == ()


def test_a_zone_of_a_large_picture_is_where_it_was_put(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    ground = Image.fromarray(rng.integers(40, 210, (160, 240), np.uint8)).resize((1920, 1280), Image.Resampling.BICUBIC)
    grain = np.clip(np.asarray(ground, np.float32) + rng.normal(0, 6, (1280, 1920)), 1, 254).astype(np.uint8)
    saved = io.BytesIO()
    Image.fromarray(grain).save(saved, "JPEG", quality=75)
    whole = Image.open(saved).convert("L")
    whole.paste(Image.fromarray(grain[400:720, 800:1200]), (800, 400))  # a part that was not saved before
    (found,) = ela.run(picture(tmp_path, whole, quality=95), Context()).findings
    assert found.code == "ela.zone"
    region = found.regions[0]
    assert abs(region.x - 800) <= 48 and abs(region.y - 400) <= 48
    assert abs(region.width - 400) <= 96 and abs(region.height - 320) <= 96
