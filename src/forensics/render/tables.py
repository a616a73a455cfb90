"""Tables that paper and screen share: the marking grid, the letters of the class set."""

from __future__ import annotations

import re
from typing import Any

from forensics.lang import Catalogue


def rubric(catalogue: Catalogue) -> dict[str, Any]:
    """The marking grid: level names and, for each criterion, four cells with their marks."""
    rows = [
        {
            "title": row["title"],
            "points": row["points"],
            "cells": [{"mark": mark, "text": row[str(level)]} for level, mark in enumerate(row["marks"], 1)],
        }
        for row in catalogue.table("rubric", "criteria").values()
    ]
    return {"levels": list(catalogue.table("rubric", "levels").values()), "rows": rows}


def class_set_legend(catalogue: Catalogue) -> list[dict[str, Any]]:
    """What the letters and numbers of the table stand for."""
    words = catalogue.table("sheet", "class_set")
    rows = ((words["vote"], "letters_origin"), (words["confidence"], ""), (words["worth"], "letters_worth"))
    tables = ("origin", "confidence", "worth")
    legend = []
    for (label, letters), table in zip(rows, tables, strict=True):
        texts = [re.split(r"\u00a0?:", text)[0] for text in catalogue.table("choices", table).values()]
        marks = list(words[letters]) if letters else [str(number) for number in range(1, 5)]
        options = [{"mark": mark, "text": text} for mark, text in zip(marks, texts, strict=True)]
        legend.append({"label": label, "options": options})
    return legend
