"""Whatever a file says, what is printed is one clean line."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from forensics.text import clean, clean_name

ANYTHING = st.text(st.characters(codec=None, categories=None), max_size=2000)


@given(ANYTHING)
def test_nothing_invisible_survives(text: str) -> None:
    line = clean(text)
    assert len(line) <= 500
    assert not [c for c in line if unicodedata.category(c) in ("Cc", "Cs") or c in "\u200b\u202e\u2066\ufeff\u2028"]
    line.encode("utf-8")


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.binary(max_size=200))
def test_any_file_name_can_be_printed(name: bytes) -> None:
    shown = clean_name(name.decode("utf-8", "surrogateescape"))
    shown.encode("utf-8")
    assert "\n" not in shown and "\x1b" not in shown


def test_ordinary_text_is_left_alone() -> None:
    assert clean("Une légende, « citée » — 2023 : l’été") == "Une légende, « citée » — 2023 : l’été"
    assert clean("right \u202eto left") == "right to left"
    assert clean("two\nlines\tand more") == "two lines and more"


def test_french_no_break_spaces_stay_and_runs_of_spaces_do_not() -> None:
    assert clean("dit\u00a0: «\u00a0oui\u00a0»\u202f!") == "dit\u00a0: «\u00a0oui\u00a0»\u202f!"
    assert clean("a" + 50 * "\u00a0" + "b  c") == "a b c"
