"""Tables that paper and screen share: the marking grid, the letters of the class set."""

from __future__ import annotations

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
    """What the letters and numbers of the table stand for: vote, confidence, worth."""
    words = catalogue.table("sheet", "class_set")
    sure = list(catalogue.table("choices", "confidence").values())
    rows = (
        (words["vote"], words["letters_origin"], words["votes"]),
        (words["confidence"], "1234", sure),
        (words["worth"], words["letters_worth"], words["worths"]),
    )
    return [
        {"label": label, "options": [{"mark": mark, "text": text} for mark, text in zip(marks, texts, strict=True)]}
        for label, marks, texts in rows
    ]
