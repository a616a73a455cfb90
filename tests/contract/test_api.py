"""The public API: what the package promises, and its examples run as written."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from PIL import Image

import forensics


def test_nothing_else_is_promised() -> None:
    assert forensics.__all__ == ["__version__", "compose", "examine", "match"]


def test_the_examples_of_the_api_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Image.effect_noise((640, 480), 60).convert("RGB").save("photo.jpg", quality=90)
    result = doctest.testmod(forensics)
    assert result.attempted == 6 and result.failed == 0
