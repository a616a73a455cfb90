"""The nine sections of a sheet, level by level; every word from the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from forensics.lang import Catalogue
from forensics.model import Sign
from forensics.sheet.clues import STRENGTH
from forensics.sheet.worksheet import (
    Choice,
    Clue,
    Clues,
    Criteria,
    Grid,
    Item,
    Level,
    Note,
    Option,
    Section,
    SourceRow,
    Sources,
    Writing,
)

_LETTERS = "ABCDE"
_ORIGINS = ("captured", "edited", "generated", "composed", "unknown")
_CONCLUSIONS = ("established", "probable", "undecided", "improbable", "excluded")
_GUIDED_CONCLUSIONS = ("guided_yes", "guided_unknown", "guided_no")
_WORTHS = ("documentary", "useful", "illustrative", "worthless", "misleading")
_CRITERIA = ("source", "author", "date", "place", "intention", "caption")
_GUIDED_CRITERIA = ("source", "date", "place", "caption")
_GUIDED_TESTS = 3


class Sections:
    """Composes the sections in one language for one level."""

    def __init__(self, catalogue: Catalogue, level: Level) -> None:
        self.catalogue = catalogue
        self.level = level

    def all(self, clues: Iterable[Clue], caption: str) -> tuple[Section, ...]:
        """Sections 1 to 9, in order."""
        items = (
            self._look(),
            self._describe(),
            self._source(),
            self._clues(tuple(clues)),
            self._cross(caption),
            self._origin(),
            self._worth(),
            self._act(),
            self._back(),
        )
        return tuple(
            Section(number, self._say(number, "title"), self._say(number, "how"), tuple(found))
            for number, found in enumerate(items, 1)
        )

    def _look(self) -> Iterable[Item]:
        yield Choice("feelings", self._say(1, "feel"), self._options("emotion"), many=True)
        lettered = tuple(
            Option(value, self._choice("origin", value), mark=letter)
            for letter, value in zip(_LETTERS, _ORIGINS, strict=True)
        )
        yield Choice("first_origin", self._say(1, "guess"), lettered)
        yield self._confidence("first_confidence", self._say(1, "confidence"))

    def _describe(self) -> Iterable[Item]:
        yield self._with_hint("see", self._say(2, "see"), 3)
        yield Writing("imagine", self._say(2, "imagine"), 3)

    def _source(self) -> Iterable[Item]:
        names = ["who", "what", "where", "when"]
        if self.level is not Level.GUIDED:
            names.append("how_made")
        trust = self.catalogue.text("sheet", "expert", "source_trust") if self.level is Level.EXPERT else ""
        heads = (self._say(3, "question"), self._say(3, "answer"), self._say(3, "how_known"))
        yield Sources(tuple(self._row(name) for name in names), self._options("knowledge"), heads, trust)
        if self.level is Level.GUIDED:
            guided = self.catalogue.table("sheet", "guided")
            yield Note("words", guided["words_help"], guided["bank"])
        else:
            row = self._row("why")
            yield Choice("intention", row.word, self._options("intention"), many=True, hint=row.text)

    def _clues(self, clues: tuple[Clue, ...]) -> Iterable[Item]:
        shown = _strongest(clues, _GUIDED_TESTS) if self.level is Level.GUIDED else clues
        left_out = tuple(clue.title for clue in clues if clue not in shown)
        instruction = self._say(4, "instruction")
        if self.level is Level.GUIDED:
            instruction = self.catalogue.text("sheet", "guided", "meaning")
        heads = (self._say(4, "finding"), self._say(4, "meaning"), self._say(4, "strength_short"), self._say(4, "next"))
        yield Clues(instruction, tuple(self._with_asks(clue) for clue in shown), heads, left_out)

    def _with_asks(self, clue: Clue) -> Clue:
        """The clue with its questions; the guided sheet leaves the graph out."""
        bars = None if self.level is Level.GUIDED else clue.bars
        return replace(clue, bars=bars, asks=tuple(self._asks(clue)))

    def _asks(self, clue: Clue) -> Iterable[Choice | Writing]:
        if clue.sign is Sign.NOT_APPLICABLE:
            return
        name = f"clue_{clue.test}"
        if self.level is Level.GUIDED:
            seems = tuple(Option(str(number), text) for number, text in enumerate(clue.could_be, 1))
            yield Choice(f"{name}_seems", self._say(4, "meaning"), seems, many=True)
            yield Writing(f"{name}_other", _capital(self.catalogue.text("sheet", "guided", "other")))
            return
        if self.level is Level.EXPERT:
            yield Writing(f"{name}_rival", self.catalogue.text("sheet", "expert", "rival"), 2)
            yield Writing(f"{name}_decide", self.catalogue.text("sheet", "expert", "decide"))
        else:
            yield Writing(f"{name}_other", self._say(4, "another_full"), 1)
        yield Choice(f"{name}_strength", self._say(4, "strength"), self._options("strength"))

    def _cross(self, caption: str) -> Iterable[Item]:
        yield Note("caption", self._say(5, "caption"), caption)
        yield Choice("caption_fits", self._say(5, "fits"), self._options("answer"))
        yield Writing("other_source", self._say(5, "other_source"))
        yield Writing("plausible", self._say(5, "plausible"))

    def _origin(self) -> Iterable[Item]:
        if self.level is Level.GUIDED:
            options = tuple(self._split("conclusion", value) for value in _GUIDED_CONCLUSIONS)
            yield Choice("origin", self.catalogue.text("sheet", "guided", "conclusion"), options)
            yield Writing("because", self.catalogue.text("sheet", "guided", "because"), 2)
            yield self._confidence("confidence", self._say(6, "confidence"))
            return
        options = tuple(self._split("conclusion", value) for value in _CONCLUSIONS)
        yield Choice("origin", self._say(6, "question"), options)
        yield Writing("outside_source", self._say(6, "my_source"), hint=self._say(6, "outside"))
        yield Writing("clue_1", self._say(6, "clue_1"))
        yield Writing("clue_2", self._say(6, "clue_2"))
        yield Writing("missing", self._say(6, "missing"))
        if self.level is Level.EXPERT:
            yield Writing("argument", self.catalogue.text("sheet", "expert", "argument"), 6)
        yield self._confidence("confidence", self._say(6, "confidence"))

    def _worth(self) -> Iterable[Item]:
        guided = self.level is Level.GUIDED
        yield Writing("use", self._say(7, "use"))
        names = _GUIDED_CRITERIA if guided else _CRITERIA
        rows = tuple(Option(name, self._choice("criteria", name)) for name in names)
        yield Criteria("criterion", self._say(7, "criteria"), rows, self._options("answer"))
        worths = tuple(self._split("worth", value) for value in _WORTHS)
        yield Choice("worth", self._say(7, "worth"), worths)
        if guided:
            yield Writing("worth_why", self.catalogue.text("sheet", "guided", "worth_starter"), 2)
            return
        origins = tuple(
            Option(value, self._choice("origin_short", value))
            for value in ("captured", "edited", "composed", "generated", "unknown")
        )
        yield Grid("place", self._say(7, "grid"), origins, worths)
        yield Writing("place_why", self._say(7, "grid_why"))
        if self.level is Level.EXPERT:
            yield Writing("compare", self.catalogue.text("sheet", "expert", "compare"), 2)

    def _act(self) -> Iterable[Item]:
        if self.level is Level.GUIDED:
            blanks = self.catalogue.text("sheet", "guided", "caption_blanks")
            yield Writing("caption", self._say(8, "caption_short"), 3, starter=blanks)
        else:
            yield Writing("caption", self._say(8, "caption_short"), 2, hint=self._say(8, "caption_hint"))
        yield self._with_hint("credit", self._say(8, "credit"), 1)
        yield Choice("share", self._say(8, "share"), self._options("share"))
        yield Writing("share_note", self._say(8, "share_note"))
        if self.level is Level.EXPERT:
            yield Writing("licence", self.catalogue.text("sheet", "expert", "licence"), 2)

    def _back(self) -> Iterable[Item]:
        answers = tuple(Option(value, self._choice("answer", value)) for value in ("yes", "no"))
        yield Choice("changed", self._say(9, "changed"), answers)
        yield Writing("counted", self._say(9, "counted"))

    def _say(self, section: int, name: str) -> str:
        return self.catalogue.text("sheet", "sections", str(section), name)

    def _choice(self, table: str, value: str) -> str:
        return self.catalogue.text("choices", table, value)

    def _options(self, table: str) -> tuple[Option, ...]:
        return tuple(Option(value, text) for value, text in self.catalogue.table("choices", table).items())

    def _confidence(self, name: str, label: str) -> Choice:
        numbered = tuple(
            Option(value, text, mark=value) for value, text in self.catalogue.table("choices", "confidence").items()
        )
        return Choice(name, label, numbered)

    def _split(self, table: str, value: str) -> Option:
        """«documentaire : elle informe…» as a choice and its hint."""
        text, _, hint = self._choice(table, value).replace("\u00a0:", ":").partition(": ")
        return Option(value, text, hint)

    def _with_hint(self, name: str, label: str, lines: int) -> Writing:
        """«Ce que je vois (personnes, objets) :» as a label and its hint."""
        found = re.fullmatch(r"(.+?) \((.+)\)(.*)", label)
        return Writing(name, found[1], lines, hint=found[2]) if found else Writing(name, label, lines)

    def _row(self, name: str) -> SourceRow:
        """«Qui ? Qui a fait l'image ? Parfois un autre.» as a word, the questions and a remark."""
        word, _, rest = self._say(3, name).partition("? ")
        questions, _, note = rest.rpartition("?")
        return SourceRow(name.removesuffix("_made"), f"{word}?", f"{questions}?", note.strip())


def _strongest(clues: tuple[Clue, ...], most: int) -> tuple[Clue, ...]:
    """The clues with the strongest signs, in the order of the tests."""
    kept = sorted(clues, key=lambda clue: STRENGTH.index(clue.sign))[:most]
    return tuple(clue for clue in clues if clue in kept)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
