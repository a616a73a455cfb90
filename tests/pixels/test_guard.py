"""What is refused, and why: a measurement made on photographs says nothing of a drawing, a page or a screen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from forensics.errors import NotApplicable
from forensics.picture import Picture
from forensics.pixels.guard import require_photograph


def photograph(width: int = 700, height: int = 600) -> Image.Image:
    noise = np.random.default_rng(3)
    small = Image.fromarray(noise.integers(20, 230, (9, 11, 3), dtype=np.uint8)).resize((width, height), 3)
    return Image.fromarray(np.clip(np.asarray(small) + noise.normal(0, 5, (height, width, 3)), 0, 255).astype(np.uint8))


def drawing(width: int, height: int, ink: str) -> Image.Image:
    page = Image.new("RGB", (width, height), "white")
    for y in range(20, height, 40):
        ImageDraw.Draw(page).rectangle((30, y, width - 60, y + 6), fill=ink)
    return page


def reason(image: Image.Image, path: Path, **how: object) -> str | None:
    image.save(path, **how)  # type: ignore[arg-type]
    try:
        require_photograph(Picture.read(path))
    except NotApplicable as why:
        return why.reason
    return None


def test_a_photograph_is_measured(tmp_path: Path) -> None:
    assert reason(photograph(), tmp_path / "a.jpg", quality=90) is None
    assert reason(photograph(), tmp_path / "a.png") is None


def test_a_worn_photograph_is_not(tmp_path: Path) -> None:
    assert reason(photograph(), tmp_path / "a.jpg", quality=30) == "compressed"


@pytest.mark.parametrize(
    ("size", "ink", "kind"),
    [((800, 800), "teal", "drawing"), ((1400, 1980), "black", "scan"), ((1600, 900), "teal", "screenshot")],
)
def test_a_drawing_a_page_and_a_screen_are_named(size: tuple[int, int], ink: str, kind: str, tmp_path: Path) -> None:
    assert reason(drawing(*size, ink), tmp_path / "a.png") == kind
