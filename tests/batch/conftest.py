"""A small folder of pictures, made anew for each test."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.lang import Catalogue, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six pictures in two folders, and a file that is none."""
    place = tmp_path / "in"
    (place / "sub").mkdir(parents=True)
    for number in range(6):
        pixels = np.random.default_rng(number).integers(0, 255, (48, 64, 3), dtype=np.uint8)
        name = f"{'sub/' if number % 2 else ''}{number}.jpg"
        Image.fromarray(pixels).resize((256, 192)).save(place / name, quality=90)
    (place / "notes.txt").write_text("no picture")
    return place


@pytest.fixture
def french() -> Catalogue:
    return load("fr")
