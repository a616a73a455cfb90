"""Returned files are hostile: one damaged file costs itself, nothing is believed, nobody is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensics.sheet.answers import collect, most_divisive


def returned(folder: Path, name: str, group: str = "A", sheet: str = "IMG-001", **answers: Any) -> Path:
    path = folder / f"{name}.json"
    content = {
        "schema": "forensics.answers/1",
        "sheet": sheet,
        "level": "standard",
        "group": group,
        "vote_before_clues": True,
        "answers": answers,
    }
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_votes_are_counted_by_picture(tmp_path: Path) -> None:
    paths = [
        returned(tmp_path, "1", "A", first_origin="captured", origin="probable", worth="useful", confidence="3"),
        returned(tmp_path, "2", "B", first_origin="generated", origin="undecided", changed="yes"),
        returned(tmp_path, "3", "C", first_origin="generated", origin="undecided"),
        returned(tmp_path, "4", "C", sheet="IMG-002", first_origin="edited"),
    ]
    first, second = collect(paths).tallies()
    assert first.before == {"captured": 1, "generated": 2} and first.conclusion == {"probable": 1, "undecided": 2}
    assert first.changed == 1 and first.sure_after == {"3": 1} and first.groups == 3
    assert most_divisive((first, second)) is first and second.division == 0


def test_a_group_table_is_spread_over_its_pictures(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    answers = {"IMG-001-first": "C", "IMG-001-second": "A", "IMG-001-worth": "T", "IMG-002-first": "B", "rule": "x y"}
    content = {
        "schema": "forensics.answers/1",
        "sheet": "set-1234abcd",
        "level": "set",
        "group": "D",
        "answers": answers,
    }
    path.write_text(json.dumps(content), "utf-8")
    first, second = collect([path]).tallies()
    assert (first.code, first.before, first.after, first.worth) == (
        "IMG-001",
        {"generated": 1},
        {"captured": 1},
        {"misleading": 1},
    )
    assert first.changed == 1 and second.before == {"edited": 1}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema": "other", "sheet": "x", "answers": {}}',
        b'{"schema": "forensics.answers/1", "sheet": "../x", "answers": {}}',
        b'{"schema": "forensics.answers/1", "sheet": "x", "answers": []}',
        b"[" * 50_000,
        b"\xff\xfe",
        b" " * 200_001,
    ],
)
def test_a_damaged_file_costs_itself_alone(tmp_path: Path, damaged: bytes) -> None:
    bad = tmp_path / "bad.json"
    bad.write_bytes(damaged)
    found = collect([bad, returned(tmp_path, "good", first_origin="captured"), tmp_path / "missing.json"])
    assert found.files == 1 and len(found.answers) == 1
    assert [fault.code for fault in found.faults] == ["answers_invalid"] * 2


@pytest.mark.parametrize(
    ("group", "answers"),
    [
        ("Léa", {}),
        ("A", {"nom": "Dupont"}),
        ("A", {"see": "je m’appelle Léa et je vois un chat"}),
        ("A", {"see": "écris à lea@example.org"}),
    ],
)
def test_a_name_is_told_and_its_texts_are_dropped(tmp_path: Path, group: str, answers: dict[str, str]) -> None:
    found = collect([returned(tmp_path, "1", group, first_origin="captured", **answers)])
    assert found.named == ("1.json",)
    assert found.answers[0].before == "captured" and not found.answers[0].texts
    assert found.answers[0].group in ("", "A")


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(
    st.dictionaries(
        st.text(max_size=20),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=30), st.lists, max_leaves=5),
        max_size=8,
    )
)
def test_any_answers_can_be_read(tmp_path_factory: pytest.TempPathFactory, answers: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("answers")
    path = folder / "x.json"
    content = {"schema": "forensics.answers/1", "sheet": "IMG-1", "level": "set", "group": "A", "answers": answers}
    for level in ("set", "standard"):
        path.write_text(json.dumps({**content, "level": level}), "utf-8")
        collect([path]).tallies()


def test_thirty_groups_are_all_read(tmp_path: Path) -> None:
    paths = [returned(tmp_path, str(n), "ABCDEFGH"[n % 8], see="x y " * 400, first_origin="edited") for n in range(30)]
    assert len(collect(paths).answers) == 30
