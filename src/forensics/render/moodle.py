"""Sheets as questions of Moodle: XML with the pictures inside, and GIFT, which holds text alone.

Nothing is marked by the machine: every box is accepted, texts are read by the teacher, and there is no feedback, so
that no answer can be read from the file. Format: Moodle's ``question/format/xml``; GIFT escapes ``~ = # { } :`` and
says that its texts are ``[plain]``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from forensics.lang import Catalogue
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

# The shares that Moodle knows, by how many boxes share the whole.
_SHARES = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5", 9: "11.11111"}
_CHART = ("place", "place_why")  # a cross on a chart is for paper and for the HTML sheet
_SPECIAL = re.compile(r"([~=#{}:\\])")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: ``options`` to tick, or none for a text; ``told`` only tells something. Texts are plain."""

    name: str
    lines: tuple[str, ...]
    options: tuple[str, ...] = ()
    many: bool = False
    told: bool = False
    pictures: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)


def xml(sheets: Sequence[Worksheet], catalogue: Catalogue) -> str:
    """One file for all the sheets, a category a picture."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    for sheet in sheets:
        category = f"$course$/top/{catalogue.text('sheet', 'title')}/{sheet.code}"
        parts.append(f'<question type="category"><category><text>{escape(category)}</text></category></question>')
        parts += [_xml_question(question) for question in questions(sheet, catalogue)]
    return "\n".join([*parts, "</quiz>", ""])


def gift(sheets: Sequence[Worksheet], catalogue: Catalogue) -> str:
    """The same questions without pictures."""
    blocks = []
    for sheet in sheets:
        blocks.append(f"$CATEGORY: $course$/top/{catalogue.text('sheet', 'title')}/{sheet.code}")
        blocks += [_gift_question(question) for question in questions(sheet, catalogue)]
    return "\n\n".join(blocks) + "\n"


def questions(sheet: Worksheet, catalogue: Catalogue) -> tuple[Question, ...]:
    """The sheet's sections in order, numbered so that a quiz keeps them so."""
    made = list(_Questions(sheet, catalogue).all())
    return tuple(
        Question(f"{sheet.code} {number:02} {one.name}", one.lines, one.options, one.many, one.told, one.pictures)
        for number, one in enumerate(made, 1)
    )


class _Questions:
    def __init__(self, sheet: Worksheet, catalogue: Catalogue) -> None:
        self.sheet = sheet
        self.catalogue = catalogue

    def all(self) -> Iterator[Question]:
        shown = self.sheet.picture
        lines = [self.catalogue.text("sheet", "question"), self.catalogue.text("sheet", "anonymous")]
        if shown.caption:
            caption = self.catalogue.text("format", "quotes", text=shown.caption)
            lines.append(f"{self.catalogue.text('sheet', 'sections', '5', 'caption')} {caption}")
        picture = {f"{self.sheet.code}.jpg": (shown.jpeg, shown.alt)}
        yield Question(self.sheet.code, tuple(lines), told=True, pictures=picture)
        for section in self.sheet.sections:
            for item in section.items:
                if getattr(item, "name", "") not in _CHART:
                    yield from self._item(item, f"{section.number}. {section.title}")

    def _item(self, item: Item, title: str) -> Iterator[Question]:
        if isinstance(item, Choice):
            lines = tuple(filter(None, (item.label, item.hint)))
            yield Question(title, lines, tuple(map(_option, item.options)), item.many)
        elif isinstance(item, Writing):
            yield Question(title, tuple(filter(None, (item.label, item.hint, item.starter))))
        elif isinstance(item, Sources):
            for row in item.rows:
                yield Question(title, (f"{row.word} {row.text}",), tuple(map(_option, item.known)))
                yield Question(title, (f"{row.word} {self.catalogue.text('screen', 'my_answer')}",))
        elif isinstance(item, Criteria):
            for criterion in item.rows:
                yield Question(title, (item.label, criterion.text), tuple(map(_option, item.answers)))
        elif isinstance(item, Clues):
            for clue in item.clues:
                yield self._told(clue, title)
                for ask in clue.asks:
                    yield from self._item(ask, f"{title} – {clue.title}")
        elif isinstance(item, Note | Grid):
            return

    def _told(self, clue: Clue, title: str) -> Question:
        four = self.catalogue.table("sheet", "sections", "4")
        shape = self.catalogue.text("signs", clue.sign.value, "shape")
        lines = (
            f"{shape} {clue.title} — {clue.sign_name}",
            clue.says,
            four["explanations"] + self.catalogue.text("format", "colon"),
            *(f"– {line}" for line in clue.could_be),
            f"{four['next_short']} {clue.check_next}",
        )
        pictures = {} if clue.map is None else {f"{self.sheet.code}-{clue.test}.png": (clue.map.screen, clue.map.alt)}
        return Question(f"{title} – {clue.title}", lines, told=True, pictures=pictures)


def _option(option: Option) -> str:
    named = f"{option.mark} {option.text}" if option.mark else option.text
    return f"{named} ({option.hint})" if option.hint else named


def _xml_question(question: Question) -> str:
    kind = "description" if question.told else "multichoice" if question.options else "essay"
    files = "".join(
        f'<file name={quoteattr(name)} path="/" encoding="base64">{b64encode(data).decode()}</file>'
        for name, (data, _) in question.pictures.items()
    )
    grade = "0" if question.told else "1"
    return (
        f'<question type="{kind}"><name><text>{escape(question.name)}</text></name>'
        f'<questiontext format="html"><text>{_cdata(_as_html(question))}</text>{files}</questiontext>'
        f'<generalfeedback format="html"><text></text></generalfeedback><defaultgrade>{grade}</defaultgrade>'
        f"<penalty>0</penalty><hidden>0</hidden>{_rest(question)}</question>"
    )


def _rest(question: Question) -> str:
    if question.told:
        return ""
    if not question.options:
        return (
            "<responseformat>plain</responseformat><responserequired>0</responserequired><responsefieldlines>3"
            '</responsefieldlines><attachments>0</attachments><graderinfo format="html"><text></text></graderinfo>'
            '<responsetemplate format="html"><text></text></responsetemplate>'
        )
    share = _SHARES[min(len(question.options), 9)] if question.many else "100"
    answers = "".join(
        f'<answer fraction="{share}" format="html"><text>{_cdata(escape(option))}</text><feedback format="html">'
        "<text></text></feedback></answer>"
        for option in question.options
    )
    single = "false" if question.many else "true"
    return f"<single>{single}</single><shuffleanswers>false</shuffleanswers><answernumbering>none</answernumbering>{answers}"


def _as_html(question: Question) -> str:
    pictures = "".join(
        f'<p><img src="@@PLUGINFILE@@/{name}" alt={quoteattr(alt)} style="max-width:100%"></p>'
        for name, (_, alt) in question.pictures.items()
    )
    return "".join(f"<p>{escape(line)}</p>" for line in question.lines) + pictures


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _gift_question(question: Question) -> str:
    said = "\\n".join(_escaped(line) for line in question.lines)
    start = f"::{_escaped(question.name)}::[plain]{said}"  # else Moodle takes markup in a caption for markup
    if question.told:
        return start
    if not question.options:
        return f"{start} {{}}"
    if question.many:
        share = _SHARES[min(len(question.options), 9)]
        return f"{start} {{{' '.join(f'~%{share}%{_escaped(option)}' for option in question.options)}}}"
    return f"{start} {{{' '.join(f'={_escaped(option)}' for option in question.options)}}}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))
