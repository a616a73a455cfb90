"""Proposing a set, keeping it in a file, and warning when it would teach a false rule."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensics.corpus.record import Origin, Record, Worth
from forensics.errors import UnreadableInput
from forensics.lang import load
from forensics.sheet.balance import Facts, facts_of, warnings
from forensics.sheet.exercise import Exercise, as_toml, propose, read
from forensics.sheet.worksheet import Level
from sheets import picture


def described(code: str, origin: str, worth: str, trap: bool = False) -> Record:
    return Record(
        id=code,
        fichier=f"images/{code}.jpg",
        origine_reelle=origin,
        valeur_attendue=worth,
        cas_piege={"fr": "piège"} if trap else {},
    )


CORPUS = [
    described(f"IMG-{number:03}", origin.value, worth.value, trap=number % 3 == 0)
    for number, (origin, worth) in enumerate((origin, worth) for origin in Origin for worth in Worth)
]


def test_the_proposal_follows_the_recipe_and_repeats() -> None:
    chosen = dict(propose(CORPUS, seed=4))
    assert len(chosen) == 8
    assert {"documented", "out_of_context", "useful_generated", "false_photo", "undetermined"} <= set(chosen.values())
    assert propose(CORPUS, seed=4) == propose(CORPUS, seed=4)
    assert {tuple(propose(CORPUS, seed=seed)) for seed in range(6)} != {tuple(propose(CORPUS, seed=0))}


@given(st.sets(st.integers(0, len(CORPUS) - 1)), st.integers(0, 99))
def test_any_corpus_gives_a_set_without_repeats(numbers: set[int], seed: int) -> None:
    codes = [code for code, _ in propose([CORPUS[number] for number in sorted(numbers)], seed)]
    assert len(codes) == len(set(codes)) == min(8, len(numbers))


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = Exercise(
        "Enquête « A »",
        "demo",
        ("IMG-1", "IMG-2"),
        (Level.GUIDED, Level.EXPERT),
        ("html",),
        "ENT",
        ("A", "B"),
        7,
        {"IMG-1": "captée"},
    )
    path = tmp_path / "ex.toml"
    path.write_text(as_toml(made, load("fr")), "utf-8")
    assert read(path) == made


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ('[exercice]\ntitre = "a"\ncorpus = "b"\nimages = []', 4),
        ('[exercice]\ntitre = "a"\ncorpus = "b"\nimages = ["x", "x"]', 4),
        ('[exercice]\ntitre = "a"\ncorpus = "b"\nimages = ["../x"]', 4),
        ('[exercice]\ntitre = "a"\ncorpus = "b"\nimages = ["x"]\nversions = ["easy"]', 5),
        ('[exercice]\ntitre = "a"\ncorpus = "b"\nimages = ["x"]\ndiffusion = "monde"', 5),
        ('[exercice]\ntitre = 3\ncorpus = "b"\nimages = ["x"]', 2),
        ('[exercice]\ntitre = "a"\ncorpus = ', 3),
        ("rien = 1", 1),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, wrong: str, line: int) -> None:
    path = tmp_path / "ex.toml"
    path.write_text(wrong, "utf-8")
    with pytest.raises(UnreadableInput) as fault:
        read(path)
    assert fault.value.code == "exercise_invalid" and fault.value.values["line"] == line


def test_variants_hold_the_same_pictures_in_another_order() -> None:
    made = Exercise("t", "demo", tuple("ABCDEFGH"), variants=("A", "B"))
    assert made.order("A") == made.pictures
    assert sorted(made.order("B")) == sorted(made.pictures) and made.order("B") != made.pictures
    assert made.order("B") == made.order("B")


def facts(
    origin: str, worth: str = "trompeuse", exif: bool = False, format_: str = "JPEG", square: bool = False
) -> Facts:
    return Facts(described("IMG-1", origin, worth, trap=True), exif, format_, square)


BALANCED = [
    facts("captee", "documentaire", exif=True),
    facts("captee", "trompeuse"),
    facts("generee", "utile", exif=True, square=True),
    facts("generee", "trompeuse", format_="PNG"),
    facts("modifiee", "trompeuse", format_="PNG", square=True),
    facts("indeterminee", "trompeuse"),
]


def codes(pictures: list[Facts]) -> set[str]:
    return {code for code, _ in warnings(pictures)}


def test_a_balanced_set_is_left_in_peace() -> None:
    assert codes(BALANCED) == set()


@pytest.mark.parametrize(
    ("pictures", "code"),
    [
        ([facts("captee", exif=True), facts("generee")], "all_without_exif"),
        ([facts("captee", format_="JPEG"), facts("generee", format_="PNG")], "all_png"),
        ([facts("captee"), facts("generee", square=True)], "all_square"),
        ([facts("captee", exif=True), facts("generee")], "all_exif"),
        ([facts("captee"), facts("generee", "trompeuse")], "all_misleading"),
        ([facts("captee", "documentaire"), facts("generee", "utile")], "all_captured_good"),
        ([facts("captee")], "no_generated"),
        ([facts("generee")], "no_captured"),
        ([facts("captee"), facts("generee")], "no_undetermined"),
        ([facts("")], "incomplete"),
    ],
)
def test_a_false_rule_is_told(pictures: list[Facts], code: str) -> None:
    assert code in codes(pictures)
    for language in ("fr", "en"):
        assert load(language).text("exercise", "warnings", code, format="PNG", codes="x")


def test_facts_come_from_the_file(tmp_path: Path) -> None:
    found = facts_of(picture(tmp_path, (100, 100)), described("IMG-1", "captee", "utile"))
    assert (found.exif, found.format, found.square) == (False, "JPEG", True)
