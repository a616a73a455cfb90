"""The verb: neutral names, the key only when asked for and apart, one sentence for a wrong choice."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.cli import run
from forensics.cli.worksheet import _codes
from forensics.errors import ExitCode
from sheets import picture, record


def test_files_are_named_by_the_code_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = picture(tmp_path)
    out = tmp_path / "out"
    assert run(["worksheet", str(shown.path), "-o", str(out), "--key", "--lang", "fr"]) == ExitCode.DONE
    names = sorted(path.name for path in out.iterdir())
    assert names == ["IMG-001.html", "IMG-001.pdf", "IMG-001_CORRIGE.html", "IMG-001_CORRIGE.pdf"]
    assert capsys.readouterr().out.splitlines() == [
        str(out / name) for name in ("IMG-001.html", "IMG-001.pdf", "IMG-001_CORRIGE.html", "IMG-001_CORRIGE.pdf")
    ]
    for name in ("IMG-001.html", "IMG-001.pdf"):
        assert b"SECRET" not in (out / name).read_bytes()


def test_a_picture_without_a_record_never_takes_the_code_of_another() -> None:
    known = record(id="IMG-001")
    assert list(_codes([None, known, None])) == ["IMG-002", "IMG-001", "IMG-003"]


def test_several_versions_go_to_a_folder_each(tmp_path: Path) -> None:
    out = tmp_path / "out"
    shown = picture(tmp_path)
    asked = [
        "worksheet",
        str(shown.path),
        "-o",
        str(out),
        "--format",
        "pdf",
        "--level",
        "guided,expert",
        "--lang",
        "en",
    ]
    assert run(asked) == ExitCode.DONE
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.pdf")) == [
        "expert/IMG-001.pdf",
        "guided/IMG-001.pdf",
    ]


@pytest.mark.parametrize("wrong", [["--format", "doc"], ["--level", "easy"], ["--format", ""]])
def test_a_wrong_choice_is_one_sentence(tmp_path: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["worksheet", str(picture(tmp_path).path), "-o", str(tmp_path), *wrong]) == ExitCode.USAGE
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize("code", ["../../evil", "/tmp/evil", ".hidden", "a\\\\b", "x" * 80])
def test_a_code_is_never_a_path(tmp_path: Path, code: str, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "images").mkdir(parents=True)
    shown = corpus / "images" / "a.jpg"
    shown.write_bytes(picture(tmp_path).data)
    (corpus / "corpus.toml").write_text(
        f'[corpus]\nnom = "x"\n\n[[image]]\nid = "{code}"\nfichier = "images/a.jpg"\n', "utf-8"
    )
    asked = ["worksheet", str(shown), "-o", str(tmp_path / "out"), "--corpus", str(corpus), "--format", "html"]
    assert run(asked) == ExitCode.UNREADABLE
    assert not list(tmp_path.rglob("*.html")) and len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize("left", ["IMG-001.html", "IMG-001_CORRIGE.html"])
def test_a_sheet_that_is_there_is_never_replaced_unasked(
    tmp_path: Path, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next picture has the same code, and the teacher may have changed the sheet."""
    out = tmp_path / "out"
    asked = ["worksheet", str(picture(tmp_path).path), "-o", str(out), "--format", "html", "--key", "--lang", "fr"]
    out.mkdir()
    (out / left).write_text("changed by hand")
    assert run(asked) == ExitCode.CANNOT_WRITE
    assert [path.name for path in out.iterdir()] == [left] and (out / left).read_text() == "changed by hand"
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert run([*asked, "--force"]) == ExitCode.DONE
    assert len(list(out.iterdir())) == 2 and "changed by hand" not in (out / left).read_text("utf-8")
