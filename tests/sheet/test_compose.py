"""A sheet asks the nine sections, shows what the tool found in words, and holds nothing of the record but two texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from forensics.lang import load
from forensics.model import Evidence, ImageFacts, Reading, Region, Report, Sign, Status
from forensics.picture import as_shown
from forensics.sheet.compose import compose
from forensics.sheet.pictures import zone_of
from forensics.sheet.worksheet import Choice, Clues, Criteria, Grid, Level, Sources, Writing
from sheets import CAMERA, DATE, GPS, ITSELF, NO_MARK, SIGNED, picture, sheet


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("level", list(Level))
def test_every_level_has_the_nine_sections_in_order(tmp_path: Path, language: str, level: Level) -> None:
    made = sheet(tmp_path, language, level)
    assert [section.number for section in made.sections] == list(range(1, 10))
    assert all(section.title and section.how and section.items for section in made.sections)


def test_every_clue_has_two_explanations_and_a_next_step(tmp_path: Path) -> None:
    clues = sheet(tmp_path).clues()
    assert [clue.test for clue in clues] == ["metadata", "ela", "match", "generated", "provenance"]
    for clue in clues:
        assert len(set(clue.could_be)) >= 2
        assert clue.says and clue.check_next and clue.sign_name


def test_levels_ask_what_the_reference_says(tmp_path: Path) -> None:
    guided, standard, expert = (sheet(tmp_path, level=level) for level in Level)
    assert [len(_of(one, Sources).rows) for one in (guided, standard, expert)] == [4, 5, 5]
    assert [len(one.clues()) for one in (guided, standard, expert)] == [3, 5, 5]
    assert [len(_of(one, Criteria).rows) for one in (guided, standard, expert)] == [4, 6, 6]
    assert [len(_item(one, 6, "origin").options) for one in (guided, standard, expert)] == [3, 5, 5]
    assert not any(isinstance(item, Grid) for section in guided.sections for item in section.items)
    assert _item(expert, 6, "argument") and not _item(standard, 6, "argument")


def test_guided_sheet_offers_the_explanations_to_tick(tmp_path: Path) -> None:
    clue = sheet(tmp_path, level=Level.GUIDED).clues()[0]
    ticks = next(ask for ask in clue.asks if isinstance(ask, Choice))
    assert tuple(option.text for option in ticks.options) == clue.could_be


def test_expert_sheet_shows_measured_values_and_nothing_personal(tmp_path: Path) -> None:
    metadata, ela, _, generated, _ = sheet(tmp_path, level=Level.EXPERT).clues()
    assert ("appareil", "Atelier M-1") in metadata.raw and not any("48" in text for _, text in metadata.raw)
    assert ("nombre de zones", "2") in ela.raw
    assert ("valeur mesurée", "0,3") in generated.raw


def test_field_names_are_the_same_in_both_languages(tmp_path: Path) -> None:
    assert _names(sheet(tmp_path, "fr")) == _names(sheet(tmp_path, "en"))


def test_the_preferred_finding_speaks_and_others_add_a_sentence(tmp_path: Path) -> None:
    clue = sheet(tmp_path, findings=(DATE, GPS, CAMERA)).clues()[0]
    assert clue.says.startswith("Le fichier nomme un appareil")
    assert "22 octobre 2008" in clue.says and "position GPS" in clue.says
    assert "48" not in clue.says


def test_a_signed_declaration_speaks_before_silence(tmp_path: Path) -> None:
    clue = sheet(tmp_path, findings=(NO_MARK, SIGNED)).clues()[0]
    assert clue.sign is Sign.VERIFIED_DECLARATION


def test_a_picture_is_not_told_to_match_itself(tmp_path: Path) -> None:
    clue = sheet(tmp_path, findings=(ITSELF,)).clues()[0]
    assert clue.sign is Sign.NOTHING_FOUND
    assert "SECRET-CAPTION" not in clue.says


def test_a_match_names_the_other_picture_by_its_code_alone(tmp_path: Path) -> None:
    values = {**ITSELF.values, "id": "IMG-002", "source": "SECRET-SOURCE"}
    clue = sheet(tmp_path, findings=(replace(ITSELF, values=values),)).clues()[0]
    assert "IMG-002" in clue.says and "SECRET" not in clue.says


def test_a_test_that_could_not_run_says_so_and_asks_nothing(tmp_path: Path) -> None:
    shown = picture(tmp_path)
    facts = ImageFacts("x", "0" * 64, 1, "PNG", 480, 320)
    evidence = (
        Evidence("ela", "1", Status.NOT_APPLICABLE, reason="not_jpeg"),
        Evidence("match", "1", Status.FAILED, reason="time"),
    )
    made = compose(shown, Report(facts, evidence, Reading()), None, load("fr"), "IMG-001")
    ela, match = made.clues()
    assert ela.sign is Sign.NOT_APPLICABLE and "PNG" in ela.says and not ela.asks
    assert match.sign_name == load("fr").text("status", "failed", "name")


def test_without_a_record_the_sheet_says_what_is_missing(tmp_path: Path) -> None:
    made = sheet(tmp_path, record=None)
    assert made.picture.caption == ""
    assert made.picture.alt == load("fr").text("sheet", "no_description")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_zones_turn_with_the_picture(orientation: int) -> None:
    stored = Image.new("L", (60, 40), 0)
    region = Region(x=6, y=4, width=12, height=10, number=1)
    stored.paste(255, (6, 4, 18, 14))
    turned = as_shown(stored, orientation)
    zone = zone_of(region, 60, 40, orientation)
    box = (
        round(zone.x * turned.width),
        round(zone.y * turned.height),
        round((zone.x + zone.width) * turned.width),
        round((zone.y + zone.height) * turned.height),
    )
    assert turned.getbbox() == box


def test_the_picture_is_made_anew_without_its_metadata(tmp_path: Path) -> None:
    made = sheet(tmp_path, picture=picture(tmp_path, (480, 320), orientation=6)).picture
    assert (made.width, made.height) == (320, 480)
    assert b"Exif" not in made.jpeg and b"ICC" not in made.jpeg


def _of(made: object, kind: type) -> object:
    return next(item for section in made.sections for item in section.items if isinstance(item, kind))  # type: ignore[attr-defined]


def _item(made: object, number: int, name: str) -> object:
    return made.sections[number - 1].item(name)  # type: ignore[attr-defined]


def _names(made: object) -> list[str]:
    names: list[str] = []
    for section in made.sections:  # type: ignore[attr-defined]
        for item in section.items:
            if isinstance(item, Clues):
                names += [ask.name for clue in item.clues for ask in clue.asks]
            elif isinstance(item, Choice):
                names += [f"{item.name}={option.value}" for option in item.options]
            elif isinstance(item, Writing):
                names.append(item.name)
    return names
