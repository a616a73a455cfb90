"""Printed pages as a person sees them: turned into pictures, each is inked from top to bottom, neither blank nor black."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.lang import load
from forensics.render import pdf
from sheets import key, sheet

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")


def pages(document: bytes, folder: Path) -> list[Image.Image]:
    (folder / "a.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", "50", "-gray", "-png", folder / "a.pdf", folder / "page"], check=True, capture_output=True
    )
    return [Image.open(path) for path in sorted(folder.glob("page-*.png"))]


def ink(page: Image.Image) -> list[float]:
    """The share of dark pixels in each fifth of the page, from the top."""
    dark = np.asarray(page.convert("L")) < 128
    return [float(part.mean()) for part in np.array_split(dark, 5)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_sheet_is_inked_from_top_to_bottom(tmp_path: Path, language: str) -> None:
    shown = pages(pdf.worksheet(sheet(tmp_path, language), load(language)).pdf, tmp_path)
    assert len(shown) == 2
    for page in shown:
        assert abs(page.width / page.height - 210 / 297) < 0.01
        assert all(0.005 < part < 0.6 for part in ink(page)), ink(page)


def test_a_key_is_inked(tmp_path: Path) -> None:
    for page in pages(pdf.key([key(tmp_path)], load("fr")).pdf, tmp_path):
        assert ink(page)[0] > 0.01 and max(ink(page)) < 0.6
