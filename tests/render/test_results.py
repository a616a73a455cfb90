"""The class's answers as a page and a table: no name, no free text unless asked, no formula."""

from __future__ import annotations

import csv
import io

import pytest

from forensics.lang import load
from forensics.render.results import results_page, results_table
from forensics.sheet.answers import Answer, Collected

ANSWERS = Collected(
    (
        Answer(
            "A", "IMG-001", "captured", "2", "generated", "undecided", "3", "useful", "yes", False, {"see": "un chat"}
        ),
        Answer("B", "IMG-001", "generated", "4", texts={"see": "<b>un chien</b>"}),
        Answer("B", "=cmd", "edited"),
    ),
    3,
    (),
    (),
)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_counts_and_hides_texts(language: str) -> None:
    shown = results_page(ANSWERS, ["un fichier abîmé"], load(language))
    assert "IMG-001" in shown and "un chat" not in shown and "un fichier abîmé" in shown
    assert load(language).text("results", "divided", code="IMG-001") in shown
    with_texts = results_page(ANSWERS, [], load(language), with_texts=True)
    assert "un chat" in with_texts and "<b>un chien" not in with_texts


def test_the_table_has_a_row_a_value() -> None:
    rows = list(csv.DictReader(io.StringIO(results_table(ANSWERS.tallies(), load("fr"))), delimiter=";"))
    assert {"image": "IMG-001", "question": "before", "answer": "captured", "groups": "1"} in rows
    assert all(not row["image"].startswith("=") for row in rows)
