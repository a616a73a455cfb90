"""``audit-detector``: a class counts the false alarms on its own pictures; any table with two columns will do."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.cli import run

CHANCE = np.random.default_rng(5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A grainy photograph, a smooth picture, a drawing, and one that is too small."""
    small = Image.fromarray(CHANCE.integers(60, 200, (12, 12, 3), dtype=np.uint8))
    soft = np.asarray(small.resize((640, 640), Image.Resampling.BICUBIC), np.float32)
    for name, grain in (("grain.jpg", 8), ("smooth.jpg", 0)):
        noisy = soft + CHANCE.normal(0, grain, (640, 640, 1))
        Image.fromarray(np.clip(noisy, 1, 254).astype(np.uint8)).save(tmp_path / name, quality=92)
    Image.new("RGB", (800, 800), "teal").save(tmp_path / "drawing.png")
    Image.new("RGB", (90, 90), "teal").save(tmp_path / "small.png")
    return tmp_path


def table(folder: Path, text: str, encoding: str = "utf-8") -> str:
    path = folder / "truth.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def audited(folder: Path, truth: str, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    assert run(["audit-detector", str(folder), "--truth", truth, "--json", "--lang", "en"]) == 0
    result: dict[str, dict[str, object]] = json.loads(capsys.readouterr().out)
    return result


def test_pictures_are_counted_by_kind_and_refusals_by_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = table(folder, "file,origin\ngrain.jpg,photo\nsmall.png,photo\nsmooth.jpg,ai\ndrawing.png,ai\n")
    result = audited(folder, truth, capsys)
    assert result["photo"]["measured"] == 1 and result["photo"]["refused"] == {"too_small": 1}
    assert result["generated"]["measured"] == 1 and result["generated"]["refused"] == {"drawing": 1}
    assert result["photo"]["standing_out"]["neighbours"] == []  # type: ignore[index]
    assert result["generated"]["standing_out"]["neighbours"] == ["smooth.jpg"]  # type: ignore[index]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_french_spreadsheet_is_read(folder: Path, encoding: str, capsys: pytest.CaptureFixture[str]) -> None:
    truth = table(folder, "Fichier;Origine\r\ngrain.jpg;photo\r\nsmooth.jpg;générée\r\n", encoding)
    result = audited(folder, truth, capsys)
    assert [result[kind]["measured"] for kind in ("photo", "generated")] == [1, 1]


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "file,origin\n../secret.jpg,photo\n", "file,origin\ngrain.jpg,maybe\n"]
)
def test_another_table_is_refused_in_one_sentence(folder: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit-detector", str(folder), "--truth", table(folder, text), "--lang", "fr"]) == 3
    assert "fichier" in capsys.readouterr().err


def test_pupils_read_counts_and_a_question(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = table(folder, "file,origin\ngrain.jpg,photo\nsmooth.jpg,ai\n")
    assert run(["audit-detector", str(folder), "--truth", truth, "-v", "--lang", "fr"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "0 sur 1" in said and "1 sur 1" in said and "?" in said and "%" not in said


def test_a_missing_picture_costs_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth = table(folder, "file,origin\ngrain.jpg,photo\ngone.jpg,photo\n")
    assert run(["audit-detector", str(folder), "--truth", truth, "--json", "--lang", "en"]) == 4
    said = capsys.readouterr()
    assert json.loads(said.out)["photo"]["measured"] == 1 and "gone.jpg" in said.err
