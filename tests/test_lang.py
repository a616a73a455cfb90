"""The two catalogues: same keys, wording rules for pupils, and words for every code that an analysis may return."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from forensics.analyses import installed
from forensics.lang import LANGUAGES, load, preferred

HERE = Path(__file__).resolve().parent
CATALOGUES = [HERE.parent / "src" / "forensics" / "lang" / f"{language}.toml" for language in LANGUAGES]
CODES = sorted({code for analysis in installed() for code in analysis.codes})


def test_the_catalogues_keep_the_wording_rules() -> None:
    done = subprocess.run([sys.executable, HERE / "check_language.py", *CATALOGUES], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_words(code: str, language: str) -> None:
    records = [record for key, record in load(language).table("findings").items() if key.partition(":")[0] == code]
    assert records, f"{code} lacks words in {language}"
    for record in records:
        assert {"title", "says", "could_be", "check_next", "teacher"} <= set(record), (
            f"{code} lacks words in {language}"
        )
        assert len(record["could_be"]) >= 2


@pytest.mark.parametrize("analysis", installed(), ids=lambda analysis: analysis.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_analysis_says_what_it_sees_and_what_it_cannot(analysis, language: str) -> None:  # type: ignore[no-untyped-def]
    assert {"title", "sees", "cannot"} <= set(load(language).table("analyses", analysis.name))


def test_the_language_is_asked_for_then_the_environment_then_french(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORENSICS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert preferred() == "fr"
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert preferred() == "en"
    monkeypatch.setenv("LC_ALL", "C")
    assert preferred() == "en"
    monkeypatch.setenv("FORENSICS_LANG", "fr")
    assert preferred() == "fr"
    assert preferred("en") == "en"
