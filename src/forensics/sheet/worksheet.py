"""The worksheet as data: what a pupil gets to see and is asked, and nothing that only the teacher may know.

A sheet is nine sections of items; a renderer knows how to draw each kind of item and no picture, no analysis.
Every text here is already in the language of the sheet. The key is apart, in `forensics.sheet.key`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from forensics.model import Sign


class Level(StrEnum):
    """Three versions with the same section numbers, so that a class can correct together."""

    GUIDED = "guided"
    STANDARD = "standard"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Option:
    """One box to tick. ``value`` is what an answer file keeps: the same in every language. ``mark`` is its letter or number."""

    value: str
    text: str
    hint: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Boxes to tick: one of them, or as many as one likes."""

    name: str
    label: str
    options: tuple[Option, ...]
    many: bool = False
    hint: str = ""
    kind: Literal["choice"] = field(default="choice", init=False)


@dataclass(frozen=True, slots=True)
class Writing:
    """Room to write. ``starter`` begins the pupil's sentence."""

    name: str
    label: str
    lines: int = 1
    hint: str = ""
    starter: str = ""
    kind: Literal["writing"] = field(default="writing", init=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence to read: a caption that circulates, a word bank, a reminder."""

    name: str
    label: str
    text: str
    kind: Literal["note"] = field(default="note", init=False)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One of who, what, where, when, how: the word, what is asked, and a remark where there is room for it."""

    name: str
    word: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The table of section 3. ``heads`` are the column titles: question, answer, how it is known."""

    rows: tuple[SourceRow, ...]
    known: tuple[Option, ...]
    heads: tuple[str, str, str]
    trust: str = ""
    kind: Literal["sources"] = field(default="sources", init=False)


@dataclass(frozen=True, slots=True)
class Zone:
    """A numbered frame on the picture, upright, in fractions of its width and height (0 to 1)."""

    number: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Map:
    """The map of one test, turned as the picture is: PNG bytes for the screen and, on white, for paper."""

    screen: bytes
    paper: bytes
    alt: str
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Where this picture's measurement falls among photographs and generated pictures; counts a bin, left to right."""

    title: str
    edges: tuple[float, ...]
    photographs: tuple[int, ...]
    generated: tuple[int, ...]
    here: float
    caption: str


@dataclass(frozen=True, slots=True)
class Clue:
    """What one test says, with at least two explanations (the ordinary one first) and what to check next.

    ``raw`` holds the values and settings for the expert sheet. ``asks`` is what the pupil answers on this clue.
    """

    test: str
    title: str
    sign: Sign
    sign_name: str
    says: str
    could_be: tuple[str, ...]
    check_next: str
    raw: tuple[tuple[str, str], ...] = ()
    map: Map | None = None
    bars: Bars | None = None
    asks: tuple[Choice | Writing, ...] = ()


@dataclass(frozen=True, slots=True)
class Clues:
    """Section 4. ``left_out`` names the tests that this level does not show."""

    instruction: str
    clues: tuple[Clue, ...]
    heads: tuple[str, str, str, str]
    left_out: tuple[str, ...] = ()
    kind: Literal["clues"] = field(default="clues", init=False)


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of worth, each with the same answers."""

    name: str
    label: str
    rows: tuple[Option, ...]
    answers: tuple[Option, ...]
    kind: Literal["criteria"] = field(default="criteria", init=False)


@dataclass(frozen=True, slots=True)
class Grid:
    """Origin across, worth down: the pupil puts one cross."""

    name: str
    label: str
    origins: tuple[Option, ...]
    worths: tuple[Option, ...]
    kind: Literal["grid"] = field(default="grid", init=False)


Item = Choice | Writing | Note | Sources | Clues | Criteria | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """One of the nine."""

    number: int
    title: str
    how: str
    items: tuple[Item, ...]

    def item(self, name: str) -> Item | None:
        """The item of that name, if this level has it."""
        return next((item for item in self.items if getattr(item, "name", item.kind) == name), None)


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """The picture made anew from its pixels, upright: no metadata, no file name. ``width`` and ``height`` in pixels."""

    jpeg: bytes
    width: int
    height: int
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One picture's sheet. ``code`` is neutral, as are the file names made from it."""

    code: str
    language: str
    level: Level
    dys: bool
    picture: SheetPicture
    sections: tuple[Section, ...]
    signs: tuple[Sign, ...]
    glossary: tuple[tuple[str, str, str], ...]

    def clues(self) -> tuple[Clue, ...]:
        """The clues of section 4."""
        return tuple(
            clue
            for section in self.sections
            for item in section.items
            if isinstance(item, Clues)
            for clue in item.clues
        )
