"""Sheets on paper, by Typst: tagged PDF/UA-1, the shipped typeface, the same bytes for the same sheet.

Text goes to Typst as one JSON string, so that nothing a file says is read as markup. Pages are counted: a sheet that
should hold on two or three pages is set tighter until it does, and the caller is told when it does not.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forensics.assets import font_folder, read
from forensics.lang import Catalogue
from forensics.render.json import plain
from forensics.render.tables import class_set_legend, rubric
from forensics.sheet.clues import STRENGTH
from forensics.sheet.frames import frames
from forensics.sheet.key import Effect, Key
from forensics.sheet.pictures import smaller
from forensics.sheet.worksheet import Level, Worksheet

_TIGHTEST = 3
# The template, the pages that it may take, and how often it can be set tighter to hold there.
_LAYOUTS = {
    (Level.GUIDED, False): ("sheet-guided.typ", 3, 7),
    (Level.GUIDED, True): ("sheet-guided.typ", 4, 7),
    (Level.STANDARD, False): ("sheet-leaf.typ", 2, 3),
    (Level.STANDARD, True): ("sheet-dys.typ", 12, 0),
    (Level.EXPERT, False): ("sheet-leaf.typ", 2, 6),
    (Level.EXPERT, True): ("sheet-dys.typ", 12, 0),
}
# The words that a test's clue is written with, for a glossary of the tests that are printed.
_TEST_WORDS = {
    "metadata": ("metadata", "exif"),
    "ela": ("jpeg", "ela"),
    "match": ("corpus",),
    "generated": ("ai",),
    "provenance": ("watermark", "c2pa"),
}
_BELIEFS = ("1", "3", "8", "11")  # the misconceptions that a lesson begins with
# What the shipped face and its fallback (DejaVu Sans Mono, inside Typst) can draw; PDF/UA refuses the rest.
_DRAWABLE = re.compile(
    r"[^\n\u0020-\u024f\u02c6-\u02dd\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2030-\u203a\u20ac\u2122\u2190-\u2193\u2212\u25a1-\u25cb]"
)
_PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
_ALIKE = str.maketrans({"\u202f": "\u00a0", "\u2009": " ", "\u2011": "-", "\u2032": "’", "\u2033": "”", "\ufb01": "fi"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF and how many pages it has; ``fits`` is false where it was meant to have fewer."""

    pdf: bytes
    pages: int
    fits: bool = True


def worksheet(sheet: Worksheet, catalogue: Catalogue) -> Printed:
    """The pupil's sheet."""
    template, most, tightest = _LAYOUTS[sheet.level, sheet.dys]
    return _fitted(template, _sheet_data(sheet, catalogue), _pictures(sheet), most, tightest)


def key(keys: Sequence[Key], catalogue: Catalogue) -> Printed:
    """The teacher's key to one picture, or to a set: then an overview comes first."""
    files = {f"picture-{number}.jpg": key.picture.jpeg for number, key in enumerate(keys)}
    return _fitted("key.typ", _key_data(keys, catalogue), files, 2 if len(keys) == 1 else 1 + len(keys))


def class_set(sheets: Sequence[Worksheet], catalogue: Catalogue) -> Printed:
    """The table that a group fills in for all pictures of a set."""
    files, pictures = _thumbnails(sheets)
    data = _class_set_data(catalogue) | {"pictures": pictures}
    return _fitted("class-set.typ", data, files, -(-len(sheets) // 8))


def _fitted(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], most: int, tightest: int = _TIGHTEST
) -> Printed:
    """The document on at most ``most`` pages, set tighter step by step until it holds there, if it can."""
    for tight in range(tightest + 1):
        pdf = compiled(template, {**data, "tight": tight}, files)
        pages = page_count(pdf)
        if pages <= most:
            return Printed(pdf, pages)
    return Printed(pdf, pages, fits=False)


def compiled(template: str, data: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """A template of ``assets/typst`` with its data and pictures, as PDF/UA-1."""
    import typst

    sources = {"main.typ": read(f"typst/{template}"), "kit.typ": read("typst/kit.typ"), **files}
    with tempfile.TemporaryDirectory(prefix="forensics-") as folder:
        for name, content in sources.items():
            (Path(folder) / name).write_bytes(content)
        pdf: bytes = typst.compile(
            str(Path(folder) / "main.typ"),
            root=folder,
            format="pdf",
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            sys_inputs={"data": drawable(json.dumps(data, ensure_ascii=False))},
        )
    return pdf


def drawable(text: str) -> str:
    """The text with what no shipped face can draw replaced by «□»."""
    return _DRAWABLE.sub("□", text.translate(_ALIKE))


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of Typst has."""
    return len(_PAGES.findall(pdf))


def _sheet_data(sheet: Worksheet, catalogue: Catalogue) -> dict[str, Any]:
    say = catalogue.text
    level = say("sheet", f"level_{sheet.level.value}")
    version = say("sheet", "version_dys" if sheet.dys else "version", level=level)
    return {
        "language": sheet.language,
        "title": f"{say('sheet', 'title')} – {sheet.code}",
        "heading": say("sheet", "title"),
        "question": say("sheet", "question"),
        "version": version,
        "running": f"{say('sheet', 'title')} · {say('sheet', 'picture')} {sheet.code}",
        "footer": f"{frames().footer_line()} — {say('sheet', 'licence')} — {say('sheet', 'credit_later')}",
        "anonymous": say("sheet", "anonymous"),
        "fields": [
            {"label": say("sheet", "picture"), "value": sheet.code},
            *({"label": say("sheet", name), "value": None} for name in ("group", "level", "date")),
        ],
        "quotes": say("format", "quotes", text="|").split("|"),
        "words": _words(catalogue),
        "strongest": _strongest_first(sheet),
        "test_words": _TEST_WORDS,
        "sheet": _without_bytes(plain(sheet)),
    }


def _strongest_first(sheet: Worksheet) -> list[int]:
    """The places of the clues in their section, those with the strongest signs first."""
    clues = sheet.clues()
    return sorted(range(len(clues)), key=lambda place: STRENGTH.index(clues[place].sign))


def _words(catalogue: Catalogue) -> dict[str, str]:
    """The sentences of a printed sheet that belong to no item."""
    four, six, seven = (catalogue.table("sheet", "sections", number) for number in ("4", "6", "7"))
    title = four["title"]
    return {
        "glossary": catalogue.text("sheet", "glossary_title"),
        "map_legend": catalogue.text("sheet", "map_legend_print"),
        "colon": catalogue.text("format", "colon"),
        "fold": catalogue.text("sheet", "fold"),
        "clues_continued": catalogue.text("sheet", "continued", title=title),
        "origin_short": six["title_short"],
        "worth_short": seven["title_short"],
        **{
            name: four[name]
            for name in (
                "next_short",
                "explanations_force",
                "another",
                "compare",
                "strength_label",
                "finding",
                "left_out",
                "left_out_screen",
                "weigh",
                "decide",
            )
        },
        **{name: six[name] for name in ("clues_short", "missing_short")},
        **{name: seven[name] for name in ("criterion", "dont_know", "tick", "all_pictures")},
    }


def _key_data(keys: Sequence[Key], catalogue: Catalogue) -> dict[str, Any]:
    words = dict(catalogue.table("key"))
    words["effects"] = {effect.value: words[effect.value] for effect in Effect}
    words["reveals"] = [words.pop(f"reveal_{number}") for number in (1, 2, 3)]
    words["picture"] = catalogue.text("sheet", "picture")
    written = [
        _without_bytes(plain(key))
        | {"file": f"picture-{number}.jpg", "use_said": catalogue.text("key", "question_2_use", use=key.use)}
        for number, key in enumerate(keys)
    ]
    title = words["title"] if len(keys) == 1 else words["set_title"]
    return {
        "language": catalogue.language,
        "title": f"{title} – {keys[0].code}" if len(keys) == 1 else title,
        "running": f"{title} · {words['watermark']}",
        "footer": f"{frames().footer_line()} — {title} — {catalogue.text('sheet', 'licence')}",
        "quotes": catalogue.text("format", "quotes", text="|").split("|"),
        "words": words,
        "rubric": rubric(catalogue),
        "keys": written,
    }


def _class_set_data(catalogue: Catalogue) -> dict[str, Any]:
    words = catalogue.table("sheet", "class_set")
    return {
        "language": catalogue.language,
        "title": words["title"],
        "heading": words["title"],
        "version": words["sheet"],
        "question": words["question"],
        "running": words["title"],
        "footer": f"{frames().footer_line()} — {words['sheet']} — {words['credit_later']}",
        "anonymous": words["anonymous"],
        "fields": [{"label": catalogue.text("sheet", name), "value": None} for name in ("group", "level", "date")],
        "legend": class_set_legend(catalogue),
        "words": words,
    }


def _pictures(sheet: Worksheet) -> dict[str, bytes]:
    maps = [clue.map for clue in sheet.clues() if clue.map is not None]
    return {"picture.jpg": sheet.picture.jpeg} | ({"map.png": maps[0].paper} if maps else {})


def _without_bytes(value: Any) -> Any:
    """The sheet as JSON values; pictures travel as files."""
    if isinstance(value, dict):
        return {key: _without_bytes(item) for key, item in value.items() if not isinstance(item, bytes)}
    if isinstance(value, list):
        return [_without_bytes(item) for item in value]
    return value


def poster(catalogue: Catalogue) -> Printed:
    """The chart of origin and worth for the wall, A3."""
    data = {
        "language": catalogue.language,
        "words": catalogue.table("poster"),
        "witness": catalogue.text("fixed", "witness"),
        "footer": f"{frames().footer_line()} — {catalogue.text('sheet', 'licence')}",
    }
    return _fitted("poster.typ", data, {}, 1)


def plan(sheets: Sequence[Worksheet], catalogue: Catalogue) -> Printed:
    """The lesson of 55 minutes on one page, with the pictures of the set."""
    words = catalogue.table("plan")
    files, pictures = _thumbnails(sheets)
    data = {
        "language": catalogue.language,
        "title": words["title"],
        "running": words["title"],
        "footer": f"{frames().footer_line()} — {words['kind']} — {catalogue.text('sheet', 'licence')}",
        "quotes": catalogue.text("format", "quotes", text="|").split("|"),
        "words": words,
        "lesson": catalogue.text("fixed", "lesson"),
        "beliefs": [catalogue.table("misconceptions", number) for number in _BELIEFS],
        "pictures": pictures,
    }
    return _fitted("plan.typ", data, files, 1)


def _thumbnails(sheets: Sequence[Worksheet]) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    files = {f"picture-{number}.jpg": smaller(sheet.picture).jpeg for number, sheet in enumerate(sheets)}
    pictures = [
        {"file": file, "code": sheet.code, "alt": sheet.picture.alt} for file, sheet in zip(files, sheets, strict=True)
    ]
    return files, pictures
