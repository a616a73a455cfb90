"""Sheets on a screen: one file that opens from a disk, asks nothing of any network and works without script.

Every page carries a policy that allows one style and one script by their SHA-256, and pictures and fonts held in the
page itself. Templates escape everything; there is no inline style and no inline handler.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from forensics.assets import read
from forensics.lang import Catalogue
from forensics.render.histogram import draw
from forensics.render.tables import class_set_legend, rubric
from forensics.sheet.frames import frames
from forensics.sheet.key import Key
from forensics.sheet.pictures import smaller
from forensics.sheet.worksheet import Option, Worksheet, Zone

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_WEIGHTS = (400, 600, 700)
# The answers that a step waits for before it counts as done; the others are welcome.
_NEEDED = frozenset(
    [
        "first_origin",
        "first_confidence",
        "see",
        "imagine",
        "caption_fits",
        "plausible",
        "origin",
        "because",
        "clue_1",
        "clue_2",
        "confidence",
        "use",
        "worth",
        "caption",
        "share",
        "changed",
        "counted",
        "argument",
        "compare",
    ]
)
_WORD_OF_TEST = {"metadata": "metadata", "ela": "ela", "match": "corpus", "generated": "ai", "provenance": "c2pa"}
_ACRONYMS = {"EXIF": "exif", "ELA": "ela", "C2PA": "c2pa", "GPS": "gps", "JPEG": "jpeg"}
_SHORT_LABEL = 24


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page before it is written: ``body`` is safe markup, ``style`` and ``script`` are plain text of ours."""

    title: str
    language: str
    body: str
    style: str
    script: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def worksheet(sheet: Worksheet, catalogue: Catalogue) -> str:
    """The pupil's sheet as one HTML file."""
    maps = [clue.map for clue in sheet.clues() if clue.map is not None]
    level = catalogue.text("sheet", f"level_{sheet.level.value}")
    body = (
        environment(catalogue)
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            version=catalogue.text("sheet", "version_dys" if sheet.dys else "version", level=level),
            w=catalogue.table("screen"),
            spoken=_spoken(catalogue),
            needed=_NEEDED | {ask.name for clue in sheet.clues() for ask in clue.asks},
            has_map=bool(maps),
            has_zones=any(one.zones for one in maps),
            words_of_tests=_WORD_OF_TEST,
            drawn=draw,
            number=lambda value: catalogue.show(float(f"{value:.3g}")),
            raw_title=catalogue.text("sheet", "expert", "raw"),
            next_short=catalogue.text("sheet", "sections", "4", "next_short"),
        )
    )
    ratio = sheet.picture.width / sheet.picture.height
    style = "".join(
        (
            text("html/base.css"),
            text("html/sheet.css"),
            _dys(sheet),
            zone_rules(maps[0].zones if maps else ()),
            _here(sheet),
        )
    )
    return page(
        Page(
            f"{catalogue.text('sheet', 'title')} – {sheet.code}",
            sheet.language,
            body,
            f"{style}.stage{{--ratio:{ratio:.4f}}}\n",
            text("html/sheet.js"),
            {"data-sheet": sheet.code, "data-level": sheet.level.value},
        )
    )


def key(keys: Sequence[Key], catalogue: Catalogue) -> str:
    """The teacher's key to one picture or to a set, as one HTML file apart from the pupils'."""
    words = catalogue.table("key")
    title = f"{words['title']} · {keys[0].code}" if len(keys) == 1 else words["set_title"]
    body = (
        environment(catalogue)
        .get_template("key.html")
        .render(
            keys=keys,
            title=title,
            w=words,
            rubric=rubric(catalogue),
            reveals=[words[f"reveal_{number}"] for number in (1, 2, 3)],
            colon=lambda label: label + catalogue.text("format", "colon"),
        )
    )
    return page(Page(title, catalogue.language, body, text("html/base.css") + text("html/key.css")))


def class_set(sheets: Sequence[Worksheet], catalogue: Catalogue) -> str:
    """The table of a whole set for one group, to fill in on a screen."""
    words = catalogue.table("sheet", "class_set")
    body = (
        environment(catalogue)
        .get_template("class-set.html")
        .render(
            sheets=sheets,
            thumbnails=[smaller(sheet.picture) for sheet in sheets],
            w=words,
            legend=class_set_legend(catalogue),
            spoken=_spoken(catalogue),
            votes=(("first", words["first_vote"]), ("second", words["second_vote"])),
        )
    )
    style = text("html/base.css") + text("html/class-set.css")
    # The codes name the set, so that two sets kept by one browser stay apart.
    name = sha256(" ".join(sheet.code for sheet in sheets).encode()).hexdigest()[:8]
    script = text("html/class-set.js")
    return page(Page(words["title"], catalogue.language, body, style, script, {"data-sheet": f"set-{name}"}))


def page(made: Page) -> str:
    """The file: head, policy, style, sprite of signs, body, script."""
    style = fonts() + made.style
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; style-src {_hash(style)}; "
        f"script-src {_hash(made.script) if made.script else chr(39) + 'none' + chr(39)}; base-uri 'none'; form-action 'none'"
    )
    from markupsafe import Markup

    return (
        environment(None)
        .get_template("page.html")
        .render(
            title=made.title,
            language=made.language,
            policy=Markup(policy),  # our own words: its quotes are read as they stand
            style=Markup(style),
            script=Markup(made.script),
            sprite=Markup(text("html/signs.svg")),
            body=Markup(made.body),
            attributes=made.attributes,
        )
    )


@cache  # compiling the templates costs more than filling them
def environment(catalogue: Catalogue | None) -> Environment:
    """Jinja with escaping on, our templates, and the words of a language as ``t(*path, **values)``."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(lambda name: text(f"html/{name}")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {"capital": _capital, "glossed": _glossed, "short": _short}
    made.globals |= {"uri": data_uri}
    if catalogue is not None:
        made.globals["t"] = catalogue.text
        made.globals |= {"crcn": frames().footer_line(), "law": frames().law["marking"][catalogue.language]}
    return made


@cache
def text(name: str) -> str:
    """An asset as text."""
    return read(name).decode("utf-8")


@cache
def fonts() -> str:
    """The three weights of the typeface, inside the style."""
    rule = (
        '@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{};font-display:swap;'
        'src:url(data:font/woff2;base64,{}) format("woff2")}}\n'
    )
    files = {weight: read(f"fonts/atkinson-hyperlegible-next-{weight}.woff2") for weight in _WEIGHTS}
    return "".join(rule.format(weight, b64encode(file).decode()) for weight, file in files.items())


def data_uri(picture: bytes) -> str:
    """A JPEG or PNG inside the page."""
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{b64encode(picture).decode()}"


def zone_rules(zones: Iterable[Zone]) -> str:
    """Where the frames lie: rules in the style, since a policy without exceptions forbids inline style."""
    return "".join(
        f".z{zone.number}{{left:{zone.x:.4%};top:{zone.y:.4%};width:{zone.width:.4%};height:{zone.height:.4%}}}\n"
        for zone in zones
    )


def _here(sheet: Worksheet) -> str:
    """Where the words «this picture» stand above the graph."""
    drawn = [draw(clue.bars) for clue in sheet.clues() if clue.bars is not None]
    return "".join(f".herelabel{{left:{min(88.0, max(12.0, one.here_percent)):.2f}%}}\n" for one in drawn)


def _dys(sheet: Worksheet) -> str:
    return text("html/dys.css") if sheet.dys else ""


def _spoken(catalogue: Catalogue) -> dict[str, str]:
    """The sentences that the script says."""
    names = [
        "step",
        "step_name",
        "begun",
        "done",
        "to_do",
        "one_done",
        "many_done",
        "kept",
        "not_kept",
        "memory_full",
        "found",
        "file_ready",
        "file_name",
        "bad_file",
        "erased",
        "picture",
        "map",
        "picture_only",
        "map_only",
        "map_part",
        "magnifier_help",
        "shrink",
        "grow",
        "first_was",
        "close",
    ]
    screen = catalogue.table("screen")
    return {name: screen[name] for name in names} | {"no_source": catalogue.text("sheet", "sections", "6", "no_source")}


def _hash(inline: str) -> str:
    return f"'sha256-{b64encode(sha256(inline.encode()).digest()).decode()}'"


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _glossed(said: str) -> Markup:
    """The sentence with the first of each acronym linked to the glossary."""
    from markupsafe import Markup, escape

    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        name = found[0]
        if name in seen:
            return name
        seen.add(name)
        return f'<a class="word" href="#g-{_ACRONYMS[name]}">{name}</a>'

    return Markup(re.sub(rf"\b(?:{'|'.join(_ACRONYMS)})\b", link, str(escape(said))))


def _short(options: Iterable[Option]) -> bool:
    """Whether the boxes fit side by side."""
    return all(len(option.text) <= _SHORT_LABEL and not option.hint for option in options)
