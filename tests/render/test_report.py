"""The page of a folder: readable without script, closed to everything else, and never a wall of rows."""

from __future__ import annotations

import base64
import csv
import hashlib
import re
from io import BytesIO
from pathlib import Path

import pytest

from forensics.errors import UnreadableInput
from forensics.lang import load
from forensics.model import Evidence, Finding, ImageFacts, PointsTo, Reading, Report, Sign, Status
from forensics.render import report as report_module
from forensics.render.report import FolderReport, Heading
from forensics.render.table import Table, guarded

EVIL = "<img src=x onerror=alert(1)>\"'&.jpg"


def a_report(name: str = "a.jpg") -> Report:
    findings = (
        Finding("exif.camera", Sign.DECLARATION, PointsTo.CAPTURED, {"camera": "<b>X</b>"}),
        Finding("personal.gps", Sign.DECLARATION, PointsTo.PERSONAL_DATA),
    )
    evidence = (
        Evidence("metadata", "1", Status.OK, findings),
        Evidence("ela", "1", Status.NOT_APPLICABLE, reason="not_jpeg"),
    )
    facts = ImageFacts(name, "0" * 64, 1000, "JPEG", 40, 30)
    return Report(facts, evidence, Reading(personal_data=("personal.gps",)))


def written(out: Path, count: int = 1, language: str = "fr") -> str:
    page = FolderReport(out, Heading("cl<asse", "quick", None, "forensics clean x -o y"), load(language))
    for number in range(count):
        page.report(a_report(f"{number:05}.jpg"), b"\xff\xd8\xff")
    page.report(a_report(EVIL), b"")
    page.fault(UnreadableInput("truncated", path="<script>CANARYXSS</script>.jpg"))
    page.close()
    return (out / "index.html").read_text("utf-8")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_from_a_file_becomes_markup(tmp_path: Path, language: str) -> None:
    html = written(tmp_path, language=language)
    assert "<img src=x" not in html
    assert "<script>CANARY" not in html
    assert "<b>X" not in html
    assert "cl<asse" not in html
    assert html.count("<script>") == 1


def test_the_policy_names_the_only_style_and_script(tmp_path: Path) -> None:
    html = written(tmp_path)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy and policy[1].startswith("default-src 'none';")
    for tag in ("style", "script"):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert content and base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode() in policy[1]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)
    assert " style=" not in html


def test_everything_is_there_without_script(tmp_path: Path) -> None:
    html = written(tmp_path, 3)
    assert html.count('<tr role="row" data-i=') == 5
    assert 'data-st="failed"' in html
    assert "Il manque la fin de" in html


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_above_a_page_the_rows_move_to_pages_and_old_pages_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_module, "PAGE_ROWS", 5)
    index = written(tmp_path, 13)
    assert sorted(path.name for path in tmp_path.glob("page-*.html")) == [
        "page-0001.html",
        "page-0002.html",
        "page-0003.html",
    ]
    assert "data-i=" not in index and "page-0003.html" in index
    assert (tmp_path / "page-0003.html").read_text("utf-8").count("data-i=") == 5
    written(tmp_path, 2)
    assert not list(tmp_path.glob("page-*.html"))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guarded(cell).startswith("'")


def test_the_table_has_a_line_for_each_row(tmp_path: Path) -> None:
    stream = BytesIO()
    table = Table(stream, load("fr"))
    table.report(a_report("=cmd|x"))
    table.fault(UnreadableInput("truncated", path="b.jpg"))
    rows = list(csv.reader(stream.getvalue().decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert rows[1][0] == "'=cmd|x"
    assert rows[2][0] == "b.jpg"
