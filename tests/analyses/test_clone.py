"""A zone pasted elsewhere is found where it was put; a picture left alone, a pattern or a blank wall is not accused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable
from forensics.analyses.clone import ANALYSIS
from forensics.model import Finding
from forensics.picture import Picture

PHOTO = "camera/opensfm__20.jpg"


@pytest.fixture
def photo(shared: Path) -> Image.Image:
    with Image.open(shared / "data/eval" / PHOTO) as opened:
        return opened.convert("RGB").resize((900, 675), Image.Resampling.LANCZOS)


def found(image: Image.Image, folder: Path, quality: int = 92) -> list[Finding]:
    path = folder / "a.jpg"
    image.save(path, quality=quality)
    return list(ANALYSIS.run(Picture.read(path), Context()).findings)


def pasted(image: Image.Image, turn: Image.Transpose | None = None) -> Image.Image:
    copy, zone = image.copy(), image.crop((40, 300, 240, 480))
    copy.paste(zone.transpose(turn) if turn is not None else zone, (620, 350))
    return copy


@pytest.mark.shared
@pytest.mark.parametrize("quality", [92, 75])
def test_a_moved_zone_is_found_with_its_offset(photo: Image.Image, tmp_path: Path, quality: int) -> None:
    (pair,) = found(pasted(photo), tmp_path, quality)
    assert pair.code == "clone.pair"
    dx, dy = pair.values["offset"]
    assert min(abs(dx - 580) + abs(dy - 50), abs(dx + 580) + abs(dy + 50)) <= 3
    zones = sorted((region.x, region.y, region.x + region.width, region.y + region.height) for region in pair.regions)
    assert abs(zones[0][0] - 40) < 40 and abs(zones[1][0] - 620) < 40


@pytest.mark.shared
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT])
def test_a_turned_or_mirrored_zone_is_found(photo: Image.Image, tmp_path: Path, turn: Image.Transpose) -> None:
    if turn is Image.Transpose.ROTATE_90:
        assert [finding.code for finding in found(pasted(photo, turn), tmp_path)] == ["clone.pair"]
    else:
        (pair,) = found(pasted(photo, turn), tmp_path)
        assert pair.code == "clone.pair" and pair.values["mirrored"]


@pytest.mark.shared
def test_a_photograph_left_alone_is_not_accused(photo: Image.Image, tmp_path: Path) -> None:
    assert [finding.code for finding in found(photo, tmp_path)] == ["clone.none"]


def test_a_copied_piece_of_sky_is_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    sky = np.clip(150 + np.linspace(0, 40, 600)[:, None] + rng.normal(0, 4, (600, 800)), 0, 255)
    sky[300:450, 500:700] = sky[100:250, 60:260]
    (pair,) = found(Image.fromarray(sky.astype(np.uint8)), tmp_path, 95)
    dx, dy = pair.values["offset"]
    assert {abs(dx), abs(dy)} == {440, 200}


def test_a_regular_pattern_is_not_called_a_copy(tmp_path: Path) -> None:
    tile = np.random.default_rng(1).integers(0, 255, (100, 100)).astype(np.uint8)
    wall = Image.fromarray(np.tile(tile, (6, 8))).resize((800, 600))
    assert "clone.pair" not in [finding.code for finding in found(wall, tmp_path)]


@pytest.mark.parametrize(("size", "reason"), [((1, 1), "too_small"), ((800, 600), "flat"), ((2000, 30), "too_small")])
def test_what_holds_nothing_to_compare_is_not_tested(tmp_path: Path, size: tuple[int, int], reason: str) -> None:
    with pytest.raises(NotApplicable) as told:
        found(Image.new("RGB", size, "white"), tmp_path)
    assert told.value.reason == reason
