"""Zones with another history: outlined, drawn when asked for, and silent where the test means nothing."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable, jpeg, splice
from forensics.model import Sign
from forensics.picture import Picture


def scene(seed: int = 5) -> Image.Image:
    rng = np.random.default_rng(seed)
    total = np.full((560, 720, 3), 128, np.float32)
    for size, strength in ((90, 55), (30, 26), (10, 13), (4, 7), (2, 4), (1, 2)):
        cells = rng.normal(0, strength, (560 // size + 2, 720 // size + 2, 3)).astype(np.float32)
        for channel in range(3):
            layer = Image.fromarray(cells[..., channel]).resize((720, 560), Image.Resampling.BICUBIC)
            total[..., channel] += np.asarray(layer)
    return Image.fromarray(np.clip(total, 4, 251).astype(np.uint8))


def picture(folder: Path, image: Image.Image, format_: str = "JPEG", **settings: object) -> Picture:
    path = folder / "picture"
    image.save(path, format_, **settings)
    return Picture.read(path)


def spliced() -> Image.Image:
    out = io.BytesIO()
    scene().save(out, "JPEG", quality=65)
    image = Image.open(out).convert("RGB")
    image.paste(scene(9).crop((200, 160, 400, 320)), (200, 160))
    return image


def test_a_zone_is_a_numbered_region_in_stored_pixels(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned when shown: regions stay those of the stored picture
    outcome = splice.run(picture(tmp_path, spliced(), quality=93, exif=exif), Context(figures=True))
    (finding,) = outcome.findings
    assert finding.code == "splice.zone" and finding.sign is Sign.CLUE
    (region,) = finding.regions
    assert region.number == 1 and abs(region.x - 200) <= 24 and abs(region.y - 160) <= 24
    assert [figure.name for figure in outcome.figures] == ["splice.map", "splice.ghosts"]


def test_nothing_in_a_picture_saved_once(tmp_path: Path) -> None:
    (finding,) = splice.run(picture(tmp_path, scene(), quality=88), Context()).findings
    assert finding.code == "splice.none" and finding.sign is Sign.NOTHING_FOUND


@pytest.mark.parametrize(
    ("image", "format_", "reason"),
    [
        (Image.new("RGB", (300, 300)), "PNG", "not_jpeg"),
        (Image.new("I;16", (300, 300)), "PNG", "not_jpeg"),
        (Image.new("P", (300, 300)), "GIF", "not_jpeg"),
        (Image.new("RGB", (1, 1)), "JPEG", "too_small"),
        (Image.new("RGB", (1, 30000)), "JPEG", "too_small"),
        (Image.new("RGB", (600, 600), "white"), "JPEG", "flat"),
        (scene().convert("CMYK"), "JPEG", "colour_model"),
    ],
    ids=["png", "sixteen bits", "palette", "one pixel", "one line", "white", "cmyk"],
)
def test_it_says_where_it_means_nothing(tmp_path: Path, image: Image.Image, format_: str, reason: str) -> None:
    with pytest.raises(NotApplicable) as why:
        splice.run(picture(tmp_path, image, format_), Context())
    assert why.value.reason == reason


@pytest.mark.parametrize(
    "image",
    [
        Image.new("RGB", (1, 1)),
        Image.new("L", (1, 30000), 9),
        Image.new("RGB", (600, 600), "white"),
        scene().convert("CMYK"),
    ],
    ids=["one pixel", "one line", "white", "cmyk"],
)
def test_odd_pictures_have_a_quality_and_no_history(tmp_path: Path, image: Image.Image) -> None:
    codes = [finding.code for finding in jpeg.run(picture(tmp_path, image, quality=71), Context()).findings]
    assert codes == ["jpeg.quality", "jpeg.encoder"]
