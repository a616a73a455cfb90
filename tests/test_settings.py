"""What a person set once for all is followed, an option or a variable comes first, and a bad file is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics import settings
from forensics.cli import run
from forensics.lang import preferred


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("FORENSICS_CONFIG", str(path))
    for name in ("FORENSICS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    settings._read.cache_clear()
    return path


def test_the_language_of_the_settings_comes_after_what_is_asked(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('lang = "en"')
    assert preferred() == "en" and preferred("fr") == "fr"
    monkeypatch.setenv("FORENSICS_LANG", "fr")
    assert preferred() == "fr"


def test_without_settings_everything_is_as_before(config: Path) -> None:
    assert preferred() == "fr" and settings.get("corpus") is None
    settings.check()


@pytest.mark.parametrize("text", ["colour = 'blue'", "lang = 3", "not toml at all ["])
def test_a_bad_file_is_one_sentence_and_help_is_still_shown(
    config: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(text)
    assert run(["--help"]) == 0
    capsys.readouterr()
    assert run(["doctor", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "config.toml" in said and said.count("\n") == 1


def test_the_corpus_of_the_settings_is_the_one_searched(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = Path(__file__).resolve().parents[1] / "corpora/demo/images/IMG-014.png"
    assert run(["match", str(picture), "--lang", "en"]) == 2
    config.write_text('corpus = "demo"')
    settings._read.cache_clear()
    assert run(["match", str(picture), "--lang", "en"]) == 0
