"""Bad input costs one sentence: what happened, to which file, what to do. No traceback, the right exit code."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from forensics.cli import run
from forensics.lang import LANGUAGES


def told(capsys: pytest.CaptureFixture[str], *arguments: object, language: str = "en") -> tuple[int, str]:
    code = run([*map(str, arguments), "--lang", language])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.err


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.effect_noise((320, 240), 25).convert("RGB").save(path, quality=90)
    return path


def truncated(photo: Path) -> Path:
    path = photo.with_name("cut.jpg")
    path.write_bytes(photo.read_bytes()[:4000])
    return path


def empty(photo: Path) -> Path:
    path = photo.with_name("empty.jpg")
    path.touch()
    return path


def text(photo: Path) -> Path:
    path = photo.with_name("text.jpg")
    path.write_text("a shopping list")
    return path


def huge(photo: Path) -> Path:
    path = photo.with_name("huge.png")
    Image.new("1", (20_000, 5_000)).save(path)
    return path


def pipe(photo: Path) -> Path:
    path = photo.with_name("pipe.jpg")
    os.mkfifo(path)
    return path


def folder(photo: Path) -> Path:
    return photo.parent


def missing(photo: Path) -> Path:
    return photo.with_name("missing.jpg")


def ghost_script(photo: Path) -> Path:
    path = photo.with_name("drawing.jpg")
    path.write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")
    return path


CASES = {
    truncated: "end of", empty: "empty", text: "can read", huge: "too many pixels", pipe: "ordinary file",
    folder: "folder", missing: "not found", ghost_script: "PostScript",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_a_bad_input_is_one_sentence(make, photo: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    path = make(photo)
    code, said = told(capsys, "check", path, language=language)
    assert code == 3
    assert said.count("\n") == 1 and path.name in said
    if language == "en":
        assert CASES[make] in said


def test_a_file_that_may_not_be_read(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo.chmod(0)
    administrator = os.geteuid() == 0
    if administrator:  # who may read everything: become nobody for the time of the command
        os.seteuid(65534)
    try:
        code, said = told(capsys, "check", photo)
    finally:
        if administrator:
            os.seteuid(0)
    assert code == 3 and "photo.jpg" in said and said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "no command"),
        (["check"], "missing"),
        (["check", "--bad"], "--bad"),
        (["check", "x.jpg", "--depth", "deep"], "quick, full"),
        (["check", "x.jpg", "--corpus", "nowhere"], "nowhere"),
        (["check", "x.jpg", "--max-pixels", "many"], "--max-pixels"),
        (["check", "x.jpg", "--only", "magic"], "magic"),
    ],
)
def test_misuse_is_exit_2_and_one_sentence(
    arguments: list[str], words: str, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = told(capsys, *[str(photo) if argument == "x.jpg" else argument for argument in arguments])
    assert code == 2 and words in said and said.count("\n") == 1


def test_an_unknown_language_is_said_in_one_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "x.jpg", "--lang", "es"]) == 2
    assert "fr, en" in capsys.readouterr().err


def test_maps_that_cannot_be_written_are_exit_5(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = photo.with_name("blocked")
    blocked.write_text("a file, not a folder")
    code, said = told(capsys, "check", photo, "--maps", blocked / "maps")
    assert code == 5 and "blocked" in said


def test_a_file_name_cannot_speak_to_the_terminal(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = photo.with_name("[bold]x\x1b[31m\u202egpj.jpg")
    photo.rename(odd)
    assert run(["check", str(odd), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b[31m" not in shown and "\u202e" not in shown and "[bold]x" in shown


def test_maps_of_two_pictures_of_one_name_do_not_cover_each_other(
    photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = photo.parent / "other" / photo.name
    other.parent.mkdir()
    Image.effect_noise((320, 240), 30).convert("RGB").save(other, quality=80)
    maps = photo.parent / "maps"
    assert run(["check", str(photo), str(other), "--maps", str(maps), "--lang", "en", "--quiet"]) == 0
    first, second = maps / "photo.ela.raw.png", maps / "photo (2).ela.raw.png"
    assert first.read_bytes() != second.read_bytes()
