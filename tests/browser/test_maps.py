"""The page of maps in a real browser: quiet, accessible, and its slider and magnifier do what they say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forensics.cli import run

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    Image.effect_noise((640, 480), 60).convert("RGB").save(folder / "a.jpg", quality=90)
    assert run(["check", str(folder / "a.jpg"), "--maps", str(folder / "out"), "--lang", "en", "--quiet"]) == 0
    return folder / "out" / "a.maps.html"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_is_quiet_accessible_and_narrow(
    browser: Any, maps: Path, violations: Callable[[Any], list[str]], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(maps.as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not said and all(url.startswith(("file:", "data:")) for url in asked)


def test_the_slider_uncovers_the_picture_and_the_magnifier_opens(browser: Any, maps: Path) -> None:
    page = browser.new_page()
    page.goto(maps.as_uri())
    over = page.locator(".over").first
    page.locator("input[type=range]").first.fill("40")
    assert over.evaluate("image => image.style.clipPath").startswith("inset(0")
    page.locator(".compare button").first.click()
    assert page.locator(".lens").first.is_visible()
    page.locator(".plate").first.focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".lens canvas").first.evaluate(
        "c => c.getContext('2d').getImageData(0,0,9,9).data.some(v => v)"
    )


def test_without_script_both_pictures_are_shown(browser: Any, maps: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(maps.as_uri())
    assert page.locator(".under").first.is_visible() and page.locator(".over").first.is_visible()
    assert not page.locator("input[type=range]").first.is_visible()
