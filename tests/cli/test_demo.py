"""The demonstration in a clean folder: what a librarian gets, and what must not be in pupils' hands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from forensics.cli import run

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "set"
    assert run(["demo", "-o", str(folder), "--lang", "fr", "--quiet"]) == 0
    return folder


def test_a_class_set_of_eight_in_html_and_pdf(made: Path) -> None:
    sheets = made / "fiches"
    assert len(list(sheets.glob("IMG-*.html"))) == len(list(sheets.glob("IMG-*.pdf"))) == 8
    assert (sheets / "fiche-de-groupe.pdf").is_file()
    assert [path.parent.name for path in made.rglob("*_CORRIGE*")] == ["enseignant", "enseignant"]
    assert (made / "rapport" / "index.html").is_file() and (made / "rapport" / "reports.jsonl").is_file()


def test_every_pdf_is_tagged_and_names_its_language(made: Path) -> None:
    for path in made.rglob("*.pdf"):
        root = PdfReader(path).trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("fr"), path.name


def test_no_page_asks_anything_of_the_network(made: Path) -> None:
    for path in made.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "default-src 'none'" in text, path.name
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text), path.name
        assert not re.search(r"""\sstyle=""", text), path.name


def test_the_pupils_pages_hold_nothing_of_the_key(made: Path) -> None:
    from forensics.corpus import open_corpus
    from forensics.corpus.record import said

    for record in open_corpus("demo", "fr").records():
        page = made / "fiches" / f"{record.id}.html"
        if page.is_file():
            text = page.read_text("utf-8")
            for secret in (said(record.contexte_vrai, "fr"), said(record.preuve_origine, "fr")):
                assert secret and secret[:40] not in text, record.id


def test_run_again_it_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "set"
    assert run(["demo", "-o", str(again), "--lang", "fr", "--quiet"]) == 0
    for path in made.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".pdf", ".jpg", ".png", ".webp", ".csv"):
            assert (again / path.relative_to(made)).read_bytes() == path.read_bytes(), path.name
