"""A real browser for the tests of this folder: headless Chromium, skipped with its reason where it is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = os.environ.get("FORENSICS_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = "browser" in os.environ.get("FORENSICS_REQUIRE", "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None and not REQUIRED:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def violations() -> Callable[[Any], list[str]]:
    """What axe-core finds wrong on a page, with the first place of each fault."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page: Any) -> list[str]:
        faults = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in faults]

    return found
