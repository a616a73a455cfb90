"""A sheet as a plain run of blocks: what ODT and DOCX both can hold, so that a teacher edits it in any word processor.

Headings are real headings, tables have header rows, pictures their text, boxes are the character «☐». A section can
be deleted without breaking anything: its number is part of its title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forensics.lang import Catalogue
from forensics.model import Sign
from forensics.render.tables import rubric
from forensics.sheet.frames import frames
from forensics.sheet.key import Effect, Key
from forensics.sheet.worksheet import (
    Choice,
    Clue,
    Clues,
    Criteria,
    Grid,
    Item,
    Note,
    Option,
    Sources,
    Worksheet,
    Writing,
)

TEXT_WIDTH = 177.0  # millimetres between the margins of an A4 page
COUNTRY = {"en": "GB"}  # where it is not the language in capitals
_BOX = "☐"
_SHORT = 26


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``style`` is one of body, hint, choice."""

    runs: tuple[Run, ...]
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on."""

    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """A header row, then rows; ``widths`` in millimetres."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """``width`` and ``height`` in millimetres."""

    data: bytes
    alt: str
    width: float
    height: float


Block = Heading | Paragraph | Lines | Table | Image


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks under a title; ``footer`` stands on every page; ``large`` asks for big type and wide lines."""

    title: str
    language: str
    footer: str
    blocks: tuple[Block, ...]
    large: bool = False


def worksheet(sheet: Worksheet, catalogue: Catalogue) -> Document:
    """The pupil's sheet."""
    footer = f"{frames().footer_line()} — {catalogue.text('sheet', 'licence')}"
    large = sheet.dys or sheet.level.value == "guided"
    blocks = tuple(_Sheet(sheet, catalogue).blocks())
    return Document(f"{catalogue.text('sheet', 'title')} – {sheet.code}", sheet.language, footer, blocks, large)


def key(keys: Sequence[Key], catalogue: Catalogue) -> Document:
    """The teacher's key to one picture or more."""
    words = catalogue.table("key")
    title = f"{words['title']} · {keys[0].code}" if len(keys) == 1 else words["set_title"]
    blocks: list[Block] = [Heading(1, title), _text(words["watermark"], words["do_not_share"])]
    for one in keys:
        blocks += _key_blocks(one, catalogue)
    blocks += _rubric_blocks(catalogue)
    return Document(title, catalogue.language, f"{words['watermark']} — {title}", tuple(blocks))


class _Sheet:
    """Composes the blocks of one sheet."""

    def __init__(self, sheet: Worksheet, catalogue: Catalogue) -> None:
        self.sheet = sheet
        self.catalogue = catalogue

    def blocks(self) -> Iterator[Block]:
        say, sheet = self.catalogue.text, self.sheet
        yield Heading(1, say("sheet", "title"))
        yield _text(say("sheet", "question"))
        yield _text(say("sheet", "anonymous"))
        fields = (
            f"{say('sheet', 'picture')} {sheet.code}",
            *(say("sheet", name) for name in ("group", "level", "date")),
        )
        yield Table(fields, (("",) * 4,), (TEXT_WIDTH / 4,) * 4)
        for section in sheet.sections:
            yield Heading(2, f"{section.number}. {section.title}")
            yield Paragraph((Run(section.how),), "hint")
            if section.number == 1:
                yield from self._picture()
            for item in section.items:
                if not (isinstance(item, Note) and item.name == "caption"):
                    yield from self._item(item)
        yield Heading(2, say("sheet", "glossary_title"))
        for _, word, says in sheet.glossary:
            yield _text(word, says)

    def _picture(self) -> Iterator[Block]:
        shown = self.sheet.picture
        yield _image(shown.jpeg, shown.alt, shown.width / shown.height, 120.0, 100.0)
        caption = next(item for item in self.sheet.sections[4].items if isinstance(item, Note))
        quoted = self.catalogue.text("format", "quotes", text=caption.text) if shown.caption else caption.text
        yield _text(caption.label, quoted)

    def _item(self, item: Item) -> Iterator[Block]:
        if isinstance(item, Choice):
            yield from _choice(item)
        elif isinstance(item, Writing):
            yield from _writing(item)
        elif isinstance(item, Note):
            yield _text(item.label, item.text)
        elif isinstance(item, Sources):
            yield from _sources(item)
        elif isinstance(item, Criteria):
            yield _text(item.label)
            yield _ticks(item.rows, item.answers)
        elif isinstance(item, Grid):
            yield _text(item.label)
            rows = tuple((option.text, *("",) * len(item.origins)) for option in item.worths)
            yield Table(("", *(option.text for option in item.origins)), rows, (52.0, *(25.0,) * len(item.origins)))
        elif isinstance(item, Clues):
            yield _text(item.instruction)
            for clue in item.clues:
                yield from self._clue(clue)

    def _clue(self, clue: Clue) -> Iterator[Block]:
        four = self.catalogue.table("sheet", "sections", "4")
        yield Heading(3, f"{self._shape(clue.sign)} {clue.title} — {clue.sign_name}")
        if clue.map is not None:
            ratio = self.sheet.picture.width / self.sheet.picture.height
            yield _image(clue.map.paper, clue.map.alt, ratio, 80.0, 70.0)
        yield Paragraph((Run(clue.says),))
        if clue.raw:
            yield Table((self.catalogue.text("sheet", "expert", "raw"), ""), clue.raw, (70.0, 107.0))
        yield _text(four["explanations"] + self.catalogue.text("format", "colon"))
        for line in clue.could_be:
            yield Paragraph((Run(f"– {line}"),), "choice")
        yield _text(four["next_short"], clue.check_next)
        for ask in clue.asks:
            yield from self._item(ask)

    def _shape(self, sign: Sign) -> str:
        return self.catalogue.text("signs", sign.value, "shape")


def _key_blocks(key: Key, catalogue: Catalogue) -> Iterator[Block]:
    words = catalogue.table("key")
    fill, colon = words["to_fill"], catalogue.text("format", "colon")
    yield Heading(2, f"{words['title']} · {key.code}")
    yield _image(key.picture.jpeg, key.picture.alt, key.picture.width / key.picture.height, 70.0, 60.0)
    facts = (
        (words["origin"], words["origins"].get(key.origin, "")),
        (words["worth"], words["worths"].get(key.worth, "")),
        *key.facts,
        (words["credits"], " ".join(filter(None, (key.credits, key.after_reveal)))),
    )
    yield Table((words["title"], key.code), tuple((label, text or fill) for label, text in facts), (50.0, 127.0))
    yield Heading(3, words["clues"])
    if key.trap:
        yield _text(words["trap"] + colon, key.trap)
    effects = {effect: words[effect.value] for effect in Effect}
    rows = tuple((f"{c.title} — {c.sign_name}", effects[c.effect], c.says, " ".join(c.could_be)) for c in key.clues)
    yield Table((words["test_sign"], words["effect"], words["says"], words["other"]), rows, (42.0, 30.0, 55.0, 50.0))
    yield Heading(3, words["reasoning"])
    yield _text(words["question_1"], words["accept"] if key.accept_undecided else words["established"])
    yield _text(words["question_2"], catalogue.text("key", "question_2_use", use=key.use) if key.use else fill)
    yield _text(words["honest_caption"], key.honest_caption or fill)
    if key.mistakes:
        yield _text(words["mistakes"] + colon)
        for number, belief, answer in key.mistakes:
            yield Paragraph((Run(f"{number}. {belief} ", bold=True), Run(answer)), "choice")
    yield Paragraph((Run(key.reproduce),), "hint")


def _rubric_blocks(catalogue: Catalogue) -> Iterator[Block]:
    words, grid = catalogue.table("key"), rubric(catalogue)
    yield Heading(2, words["rubric"])
    yield Paragraph((Run(words["rubric_note"]),), "hint")
    rows = tuple(
        (f"{row['title']} ({row['points']})", *(f"{cell['mark']} – {cell['text']}" for cell in row["cells"]))
        for row in grid["rows"]
    )
    yield Table((words["criterion"], *grid["levels"]), rows, (37.0, 35.0, 35.0, 35.0, 35.0))


def _choice(item: Choice) -> Iterator[Block]:
    yield _text(item.label, item.hint)
    boxes = [f"{_BOX}\u00a0{_option(option)}" for option in item.options]
    if max(map(len, boxes)) <= _SHORT:
        yield Paragraph((Run("    ".join(boxes)),), "choice")
    else:
        yield from (Paragraph((Run(box),), "choice") for box in boxes)


def _writing(item: Writing) -> Iterator[Block]:
    yield _text(item.label, f"({item.hint})" if item.hint else "")
    if item.starter:
        yield Paragraph((Run(item.starter),))
    yield Lines(item.lines)


def _sources(item: Sources) -> Iterator[Block]:
    known = "\n".join(f"{_BOX} {option.text}" for option in item.known)
    rows = tuple((f"{row.word} {row.text}", "", known, "") for row in item.rows)
    yield Table((item.heads[0], item.heads[1], "", item.heads[2]), rows, (60.0, 50.0, 30.0, 37.0))
    if item.trust:
        yield _text(item.trust)
        yield Lines(2)


def _ticks(rows: Sequence[Option], answers: Sequence[Option]) -> Table:
    width = (TEXT_WIDTH - 60.0) / len(answers)
    lines = tuple((row.text, *(_BOX,) * len(answers)) for row in rows)
    return Table(("", *(answer.text for answer in answers)), lines, (60.0, *(width,) * len(answers)))


def _option(option: Option) -> str:
    named = f"{option.mark} {option.text}" if option.mark else option.text
    return f"{named} ({option.hint})" if option.hint else named


def _text(label: str, rest: str = "") -> Paragraph:
    runs = (Run(f"{label} ", bold=True), Run(rest)) if rest else (Run(label, bold=True),)
    return Paragraph(runs)


def _image(data: bytes, alt: str, ratio: float, widest: float, highest: float) -> Image:
    width = min(widest, highest * ratio)
    return Image(data, alt, width, width / ratio)
