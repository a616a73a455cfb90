"""The verbs of an exercise on the shipped corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.cli import run
from forensics.errors import ExitCode
from forensics.sheet.exercise import read


def test_new_then_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "ex.toml"
    assert run(["exercise", "new", str(file), "--corpus", "demo", "--lang", "fr"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert len(read(file).pictures) == 8 and "hors contexte" in said and "générée" in said
    assert run(["exercise", "audit", str(file), "--lang", "fr"]) == ExitCode.DONE
    assert capsys.readouterr().out.strip()


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "ex.toml"
    file.write_text("à moi", "utf-8")
    assert run(["exercise", "new", str(file), "--lang", "fr"]) == ExitCode.CANNOT_WRITE
    assert file.read_text("utf-8") == "à moi"


@pytest.mark.parametrize(
    ("images", "code"), [('["IMG-999"]', ExitCode.USAGE), ('["IMG-001", "IMG-001"]', ExitCode.UNREADABLE)]
)
def test_a_wrong_file_is_one_sentence(
    tmp_path: Path, images: str, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ex.toml"
    file.write_text(f'[exercice]\ntitre = "t"\ncorpus = "demo"\nimages = {images}\n', "utf-8")
    assert run(["exercise", "audit", str(file), "--lang", "fr"]) == code
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_answers_are_collected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = (
        '{"schema": "forensics.answers/1", "sheet": "IMG-001", "group": "A", "answers": {"first_origin": "captured"}}'
    )
    (folder / "a.json").write_text(good, "utf-8")
    (folder / "b.json").write_text("{", "utf-8")
    assert run(["exercise", "collect", str(folder), "-o", str(tmp_path / "out"), "--lang", "fr"]) == ExitCode.PARTIAL
    assert "b.json" in capsys.readouterr().err
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".html"]
    (folder / "a.json").unlink()
    (folder / "b.json").unlink()
    assert run(["exercise", "collect", str(folder), "-o", str(tmp_path / "out2"), "--lang", "fr"]) == ExitCode.USAGE
