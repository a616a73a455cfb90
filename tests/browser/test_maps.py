"""The page of maps in a real browser: quiet, accessible, and its slider and magnifier do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from browser.test_sheet import browser as browser  # noqa: PLC0414  (the fixture of the sheets)
from browser.test_sheet import pytestmark as pytestmark  # noqa: PLC0414
from forensics.cli import run


@pytest.fixture(scope="module")
def page_of_maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    Image.effect_noise((640, 480), 60).convert("RGB").save(folder / "a.jpg", quality=90)
    assert run(["check", str(folder / "a.jpg"), "--maps", str(folder / "out"), "--lang", "en", "--quiet"]) == 0
    return folder / "out" / "a.maps.html"
