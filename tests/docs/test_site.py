"""The documentation can be followed: both languages have the same pages, every link leads somewhere, the site builds."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


def names(language: str) -> set[str]:
    return {str(path.relative_to(DOCS / language)) for path in (DOCS / language).rglob("*.md")}


def test_both_languages_have_the_same_pages() -> None:
    assert names("fr") == names("en")


@pytest.mark.parametrize("page", [DOCS.parent / "README.md", *PAGES], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", [path for path in PAGES if "fr" in path.parts[:-1]], ids=lambda path: path.name)
def test_french_pages_keep_their_spaces(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`]*`|\]\([^)]*\)", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"[^\u00a0\u202f\s] [;?!»](?:\s|$)|« ", prose)


PICTURES = sorted(path for path in (DOCS / "images").rglob("*") if path.suffix in (".png", ".svg"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.relative_to(DOCS / "images").as_posix())
def test_a_picture_is_light_shown_somewhere_and_asks_nothing_of_the_network(picture: Path) -> None:
    assert picture.stat().st_size <= 200_000
    name = picture.relative_to(DOCS).as_posix()
    assert any(name in page.read_text("utf-8") for page in (DOCS.parent / "README.md", *PAGES)), "no page shows it"
    if picture.suffix == ".svg":
        outside = re.sub(r"http://www\.w3\.org/\S+", "", picture.read_text("utf-8"))
        assert "http" not in outside and "@import" not in outside


def test_both_languages_show_the_same_pictures() -> None:
    shown = {path.name for path in (DOCS / "images/fr").iterdir()}
    assert shown == {path.name for path in (DOCS / "images/en").iterdir()}
    for language in ("fr", "en"):
        found = set(re.findall(rf"images/{language}/(\w+\.png)", (DOCS / language / "tutorial.md").read_text("utf-8")))
        assert found == shown


def test_the_site_builds_without_script_or_outside_address(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build_docs", DOCS / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pages = module.build(tmp_path / "site")
    assert len(pages) == len(PAGES)
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script" not in text and not re.search(r'(?:src|href)="https?:', text)
        for target in re.findall(r'(?:src|href)="([^"#]+)', text):
            assert (page.parent / target).exists(), f"{page}: {target}"
