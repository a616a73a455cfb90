"""The report on a folder in a real browser: quiet, accessible, and readable without script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forensics.batch import Job, run_batch
from forensics.lang import load

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    (folder / "in").mkdir()
    for name in ("a", "b"):
        Image.effect_noise((320, 240), 60).convert("RGB").save(folder / "in" / f"{name}.jpg", quality=90)
    (folder / "in" / "c.jpg").write_bytes(b"no picture")
    return run_batch(Job(folder / "in"), folder / "out", load("fr")).index


@pytest.mark.parametrize("width", [320, 1280])
def test_the_report_is_quiet_accessible_and_narrow(
    browser: Any, report: Path, violations: Callable[[Any], list[str]], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not said and all(url.startswith(("file:", "data:")) for url in asked)


def test_every_file_is_read_without_script(browser: Any, report: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(report.as_uri())
    assert all(page.get_by_text(name).first.is_visible() for name in ("a.jpg", "b.jpg", "c.jpg"))
