"""The key's truth is the record's; clues are only weighed beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.lang import load
from forensics.model import Finding, PointsTo, Sign
from forensics.sheet.clues import Told
from forensics.sheet.key import Effect, effect_of
from sheets import CAMERA, EDGES, NO_EXIF, NO_MARK, ORDINARY, SIGNED, key, record


def clue(points_to: PointsTo, sign: Sign = Sign.CLUE) -> Told:
    return Told("ela", Finding("ela.zone", sign, points_to), None)


@pytest.mark.parametrize(
    ("origin", "points_to", "effect"),
    [
        ("captee", PointsTo.CAPTURED, Effect.HELPS),
        ("captee", PointsTo.EDITED, Effect.MISLEADS),
        ("captee", PointsTo.GENERATED, Effect.MISLEADS),
        ("modifiee", PointsTo.EDITED, Effect.HELPS),
        ("modifiee", PointsTo.CAPTURED, Effect.NO_HELP),
        ("generee", PointsTo.GENERATED, Effect.HELPS),
        ("generee", PointsTo.CAPTURED, Effect.MISLEADS),
        ("composee", PointsTo.COMPOSED, Effect.HELPS),
        ("indeterminee", PointsTo.GENERATED, Effect.NO_HELP),
        ("", PointsTo.GENERATED, Effect.UNKNOWN),
        ("captee", PointsTo.NONE, Effect.NO_HELP),
        ("captee", PointsTo.PERSONAL_DATA, Effect.NO_HELP),
    ],
)
def test_a_clue_is_weighed_beside_the_record(origin: str, points_to: PointsTo, effect: Effect) -> None:
    assert effect_of(clue(points_to), record(origine_reelle=origin)) is effect


@pytest.mark.parametrize("sign", [Sign.NOTHING_FOUND, Sign.WEAK_CLUE, Sign.NOT_APPLICABLE, Sign.QUESTION])
def test_what_says_little_neither_helps_nor_misleads(sign: Sign) -> None:
    assert effect_of(clue(PointsTo.GENERATED, sign), record()) is Effect.NO_HELP


def test_a_match_helps_where_the_caption_is_wrong() -> None:
    assert effect_of(clue(PointsTo.RECIRCULATED), record(valeur_attendue="trompeuse")) is Effect.HELPS


def test_an_empty_record_leaves_blanks_whatever_was_measured(tmp_path: Path) -> None:
    made = key(tmp_path, record=None, findings=(SIGNED, EDGES))
    assert made.origin == "" and made.worth == "" and made.use == "" and made.credits == ""
    assert all(text == "" for _, text in made.facts)
    assert all(one.effect in (Effect.UNKNOWN, Effect.NO_HELP) for one in made.clues)


def test_the_trap_names_the_clues_that_mislead(tmp_path: Path) -> None:
    made = key(tmp_path, findings=(CAMERA, EDGES))
    assert "ELA" in made.trap and "SECRET-TRAP" in made.trap


def test_not_deciding_is_accepted_unless_pupils_hold_a_verified_declaration(tmp_path: Path) -> None:
    assert key(tmp_path, findings=(NO_EXIF, EDGES)).accept_undecided
    assert not key(tmp_path, record=record(origine_reelle="generee"), findings=(SIGNED,)).accept_undecided


def test_mistakes_are_those_that_the_picture_invites(tmp_path: Path) -> None:
    numbers = [number for number, _, _ in key(tmp_path, findings=(NO_EXIF, ORDINARY, NO_MARK)).mistakes]
    assert numbers == [1, 6, 8]


def test_the_run_can_be_made_again(tmp_path: Path) -> None:
    made = key(tmp_path)
    assert "ela 1" in made.reproduce and "SHA-256" in made.reproduce


def test_marks_of_the_rubric_add_up_to_twenty() -> None:
    for language in ("fr", "en"):
        rows = load(language).table("rubric", "criteria").values()
        assert sum(row["points"] for row in rows) == 20
        assert all(float(row["marks"][-1].replace(",", ".")) == row["points"] for row in rows)
