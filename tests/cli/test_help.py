"""Help in the language asked for, and quick: nothing heavy is imported to show it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from forensics.cli import run
from forensics.cli._typer import verbs
from forensics.lang import LANGUAGES, load


def test_every_verb_has_its_heading() -> None:
    assert set(load("fr").table("help", "under")) == {verb.name for verb in verbs()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_is_listed_and_explained(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help", "--lang", language]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for verb in verbs():
        assert f"{verb.name} " in shown
        assert load(language).text("help", "commands", verb.name).split(".")[0] in shown


@pytest.mark.parametrize("verb", list(verbs()), ids=lambda verb: verb.name)
def test_every_option_is_explained_in_both_languages(verb, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    run([verb.name, "--help", "--lang", "fr"])
    french = capsys.readouterr().out
    run([verb.name, "--help", "--lang", "en"])
    english = capsys.readouterr().out
    assert french != english and "None" not in french


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from forensics.cli import run; run(['--help']); "
        "print([m for m in ('numpy', 'PIL', 'cv2', 'scipy', 'rich', 'typst', 'jinja2') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
