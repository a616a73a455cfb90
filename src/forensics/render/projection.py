"""One picture for the whole class, step by step; the answer leaves the page until it is asked for. A teacher's file."""

from __future__ import annotations

from forensics.lang import Catalogue
from forensics.render.histogram import draw
from forensics.render.html import Page, environment, page, text, zone_rules
from forensics.sheet.key import Key
from forensics.sheet.worksheet import Choice, Worksheet

_FACTS = ("caption_true", "context", "established_by")


def projection(sheet: Worksheet, key: Key, catalogue: Catalogue) -> str:
    """The page: look, vote, caption, one slide a clue, vote again, then the record and what the picture is worth."""
    maps = [clue.map for clue in sheet.clues() if clue.map is not None]
    labels = {catalogue.text("key", name) for name in _FACTS}
    words = catalogue.table("projection")
    body = (
        environment(catalogue)
        .get_template("projection.html")
        .render(
            sheet=sheet,
            key=key,
            facts=[fact for fact in key.facts if fact[0] in labels],
            map=maps[0] if maps else None,
            origins=_origins(sheet),
            w=words,
            s=catalogue.table("screen"),
            k=catalogue.table("key"),
            drawn=draw,
            spoken={name: words[name] for name in ("position", "before", "after")},
        )
    )
    rules = "".join(
        f".herelabel{{left:{min(88.0, max(12.0, draw(clue.bars).here_percent)):.2f}%}}\n"
        for clue in sheet.clues()
        if clue.bars is not None
    )
    ratio = sheet.picture.width / sheet.picture.height
    style = "".join(
        (
            text("html/base.css"),
            text("html/projection.css"),
            rules,
            zone_rules(maps[0].zones if maps else ()),
            f":root{{--ratio:{ratio:.4f}}}\n",
        )
    )
    return page(Page(f"{words['title']} – {sheet.code}", sheet.language, body, style, text("html/projection.js")))


def _origins(sheet: Worksheet) -> list[object]:
    """The five choices of the vote, with their letters."""
    vote = sheet.sections[0].item("first_origin")
    return list(vote.options) if isinstance(vote, Choice) else []
