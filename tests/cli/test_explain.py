"""``explain`` answers in the words people use, with or without accents, and says what a test cannot."""

from __future__ import annotations

import pytest

from forensics.analyses import installed
from forensics.cli import run
from forensics.lang import load


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["explain", *arguments]) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("word", ["legende", "Légende", "LÉGENDE"])
def test_accents_and_capitals_do_not_matter(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert load("fr").text("glossary", "caption", "says") in shown(capsys, word, "--lang", "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", [analysis.name for analysis in installed()])
def test_a_test_says_what_it_cannot_do(name: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(language).text("analyses", name, "cannot") in shown(capsys, name, "--lang", language)


def test_a_finding_gives_its_other_explanations(capsys: pytest.CaptureFixture[str]) -> None:
    page = shown(capsys, "ela.zone", "--lang", "en")
    assert all(other in page for other in load("en").get("findings", "ela.zone", "could_be"))
    assert "{" not in page


def test_the_date_of_the_trust_list_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    from forensics.metadata.c2pa import trust_list_date

    page = shown(capsys, "provenance", "--lang", "fr")
    assert load("fr").day(trust_list_date()) in page
    assert "provenance.c2pa:altered" in page


def test_an_unknown_word_is_answered_with_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "legnde", "--lang", "fr"]) == 2
    assert "legende" in capsys.readouterr().err


def test_doctor_finds_everything_that_a_lesson_needs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--lang", "en"]) == 0
    assert "pillow" in capsys.readouterr().out


def test_doctor_names_what_is_missing_and_the_line_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import importlib.metadata
    import importlib.util

    known, found = importlib.metadata.version, importlib.util.find_spec

    def version(name: str) -> str:
        if name == "imagehash":
            raise importlib.metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(importlib.metadata, "version", version)
    monkeypatch.setattr("forensics.cli.doctor.find_spec", lambda name: None if name == "imagehash" else found(name))
    assert run(["doctor", "--lang", "en"]) == 6
    said = capsys.readouterr().out
    assert "▲  imagehash" in said and "python -m pip install imagehash" in said


def test_a_pixel_measurement_shows_what_it_gave_on_both_groups(capsys: pytest.CaptureFixture[str]) -> None:
    from forensics.pixels.reference import measured

    page = shown(capsys, "generated.flat_noise", "--lang", "en")
    assert page.count("█") > 50
    assert all(str(count) in page for count in measured().references["flat_noise"].histogram.photos)
    assert str(measured().photos) in shown(capsys, "generated", "--lang", "fr")
