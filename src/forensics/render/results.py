"""What a class answered, as a page and as a table: counts of groups, before and after, and no name."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from forensics.lang import Catalogue
from forensics.render.html import Page, environment, page, text
from forensics.render.table import guarded
from forensics.sheet.answers import CONFIDENCE, Collected, Tally, most_divisive

_COLUMNS = ("before", "after", "conclusion", "sure_before", "sure_after", "worth")


def results_page(collected: Collected, faults: Sequence[str], catalogue: Catalogue, with_texts: bool = False) -> str:
    """The page. ``faults`` are sentences on the files that were left out or that hold a name."""
    words, choices = catalogue.table("results"), catalogue.table("choices")
    tallies = collected.tallies()
    body = (
        environment(catalogue)
        .get_template("results.html")
        .render(
            collected=collected,
            groups=len({answer.group for answer in collected.answers if answer.group}),
            tallies=tallies,
            divisive=most_divisive(tallies),
            faults=faults,
            origins=choices["origin"],
            conclusions=choices["conclusion"],
            worths=choices["worth"],
            confidence={level: f"{level} {choices['confidence'][level]}" for level in CONFIDENCE},
            texts=_texts(collected) if with_texts else {},
            w=words,
        )
    )
    style = text("html/base.css") + text("html/key.css") + text("html/results.css")
    return page(Page(words["title"], catalogue.language, body, style))


def results_table(tallies: Sequence[Tally], catalogue: Catalogue) -> str:
    """One row a picture and value: ``image``, ``question``, ``answer``, ``groups``, the same words in every language.

    The separator is the one that spreadsheets of the language expect; no cell begins like a formula.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter=catalogue.text("format", "csv"), lineterminator="\r\n")
    rows.writerow(("image", "question", "answer", "groups"))
    for tally in tallies:
        for column in _COLUMNS:
            counts: Mapping[str, int] = getattr(tally, column)
            rows.writerows((guarded(tally.code), column, value, count) for value, count in counts.items())
        rows.writerow((guarded(tally.code), "changed", "yes", tally.changed))
    return out.getvalue()


def _texts(collected: Collected) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for answer in collected.answers:
        for name, said in answer.texts.items():
            found.setdefault(answer.code, []).append((answer.group, name, said))
    return found
