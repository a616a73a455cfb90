"""The tutorial can be followed to the letter: its commands are run in order, and each file that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forensics.cli import run

DOCS = Path(__file__).resolve().parents[2] / "docs"
ANSWERS = '{"schema": "forensics.answers/1", "sheet": "IMG-012", "group": "A", "answers": {"first_origin": "captured"}}'


def commands(language: str) -> list[str]:
    return re.findall(r"^\$ forensics (.+)$", (DOCS / language / "tutorial.md").read_text("utf-8"), re.MULTILINE)


def test_it_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORENSICS_LANG", "fr")
    assert run(["demo", "--quiet"]) == 0
    for name in re.findall(r"`(forensics-demo/\S+?)`", (DOCS / "fr/tutorial.md").read_text("utf-8")):
        assert (tmp_path / name).exists(), name
    for line in commands("fr"):
        if "collect" in line:
            folder = tmp_path / line.split()[2]
            folder.mkdir()
            (folder / "a.json").write_text(ANSWERS, "utf-8")
        assert run(line.split()) == 0, line


def test_both_languages_give_the_same_commands() -> None:
    names = {"lot.toml": "set.toml", "sortie": "out", "reponses": "answers", "resultats": "results"}
    french = [" ".join(names.get(word, word) for word in line.split()) for line in commands("fr")]
    assert french == commands("en") and len(french) == 4
