"""An exercise: which pictures of which corpus, for whom, in which versions; a TOML file that a teacher reads and edits.

Its keys are French, as those of ``corpus.toml``. What is wrong is told with its line.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from forensics.corpus.rights import TARGETS
from forensics.errors import UnreadableInput
from forensics.lang import LANGUAGES, Catalogue
from forensics.sheet.frames import Frames, frames
from forensics.sheet.worksheet import Level
from forensics.text import clean, clean_name

MOST_BYTES = 1_000_000
MOST_PICTURES = 40
MOST_MINUTES = 600
LONGEST = 4000
FORMATS = ("html", "pdf", "odt", "docx")
LEVELS: Mapping[str, Level] = {"guidée": Level.GUIDED, "standard": Level.STANDARD, "experte": Level.EXPERT}
_HEADER = re.compile(r"\s*(\[\[?)\s*(\w+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*(\w+)\s*=")
_AT_LINE = re.compile(r"at line (\d+)")
_ID = re.compile(r"[\w.-]{1,60}")


class Kind(StrEnum):
    """``type``: the inquiry of nine sections, or one of the three other lessons."""

    INQUIRY = "enquête"
    RECONSTRUCTION = "reconstitution"
    AUDIT = "audit"
    USE = "usage"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One picture by its code in the corpus, and why it is in the set (for the teacher).

    ``legende`` is what pupils read beside it in a lesson; without it, the caption that circulates.
    """

    id: str
    pourquoi: str = ""
    legende: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document given to pupils to confront a picture with."""

    titre: str
    texte: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """``corpus`` is a name, or a path relative to the file. ``crcn`` and ``emi`` hold codes of `frames`."""

    titre: str
    corpus: str
    images: tuple[Chosen, ...]
    type: Kind = Kind.INQUIRY
    langue: str = "fr"
    versions: tuple[Level, ...] = (Level.STANDARD,)
    formats: tuple[str, ...] = ("html", "pdf")
    dys: bool = False
    public: str = "classe"
    variantes: int = 1
    graine: int = 1
    niveau: str = ""
    discipline: str = ""
    duree: int = 55
    crcn: tuple[str, ...] = ()
    emi: tuple[str, ...] = ()
    objectif: str = ""
    etapes: tuple[str, ...] = ()
    production: str = ""
    evaluation: str = ""
    documents: tuple[Source, ...] = ()

    def codes(self) -> tuple[str, ...]:
        """The codes of the pictures, in their order."""
        return tuple(one.id for one in self.images)


def read_exercise(path: Path, catalogue: Catalogue) -> Exercise:
    """The exercise of a TOML file. Raises `UnreadableInput`; ``exercise_invalid`` names the line, in ``catalogue``'s words."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableInput(
                "too_many_bytes", path=clean_name(str(path)), size=path.stat().st_size, limit=MOST_BYTES
            )
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as fault:
        raise UnreadableInput("not_found", path=clean_name(str(path))) from fault
    except UnicodeDecodeError as fault:
        raise _Reader(path, "", catalogue).wrong(1, "toml", detail="UTF-8") from fault
    except OSError as fault:
        raise UnreadableInput("permission", path=clean_name(str(path))) from fault
    return _Reader(path, text, catalogue).exercise()


class _Reader:
    """Checks one file, key by key, and knows on which line each stands."""

    def __init__(self, path: Path, text: str, catalogue: Catalogue) -> None:
        self.path, self.text, self.catalogue = path, text, catalogue
        self.lines = _lines(text)
        self.frames: Frames = frames()

    def wrong(self, line: int, code: str, **values: Any) -> UnreadableInput:
        """The fault on this line, said in full."""
        detail = self.catalogue.text("exercise", "wrong", code, **values)
        return UnreadableInput("exercise_invalid", path=clean_name(str(self.path)), line=line, detail=detail)

    def exercise(self) -> Exercise:
        """The whole file."""
        try:
            tables = tomllib.loads(self.text)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError) as fault:
            found = _AT_LINE.search(str(fault))
            raise self.wrong(int(found[1]) if found else 1, "toml", detail=clean(str(fault), 120)) from fault
        for name in tables:
            if name not in ("exercice", "image", "document"):
                raise self.wrong(self._line(name, 0, ""), "unknown", key=clean(name, 60))
        head = self._table(tables.get("exercice", {}), "exercice", 0)
        images = tuple(self._chosen(one, at) for at, one in enumerate(self._list(tables, "image")))
        self._once(images)
        documents = tuple(self._source(one, at) for at, one in enumerate(self._list(tables, "document")))
        known = {one.name for one in fields(Exercise)} - {"images", "documents"}
        values = {key: self._value(key, head[key]) if key in known else self._stranger(key) for key in head}
        for key in ("titre", "corpus"):
            if not values.get(key):
                raise self.wrong(self._line("exercice", 0, ""), "needs", key=key)
        if not images or len(images) > MOST_PICTURES:
            raise self.wrong(self._line("exercice", 0, ""), "pictures", most=MOST_PICTURES)
        return Exercise(**values, images=images, documents=documents)

    def _list(self, tables: Mapping[str, Any], name: str) -> list[Any]:
        found = tables.get(name, [])
        if not isinstance(found, list):
            raise self.wrong(self._line(name, 0, ""), "list", key=name)
        return found

    def _table(self, found: Any, name: str, at: int) -> Mapping[str, Any]:
        if not isinstance(found, dict):
            raise self.wrong(self._line(name, at, ""), "table", key=name)
        return found

    def _stranger(self, key: str) -> Any:
        raise self.wrong(self._line("exercice", 0, key), "unknown", key=clean(key, 60))

    def _chosen(self, found: Any, at: int) -> Chosen:
        values = self._texts(found, "image", at, ("id", "pourquoi", "legende"), "id")
        if not _ID.fullmatch(values["id"]):
            raise self.wrong(self._line("image", at, "id"), "value", key="id", value=clean(values["id"], 60))
        return Chosen(**values)

    def _source(self, found: Any, at: int) -> Source:
        return Source(**self._texts(found, "document", at, ("titre", "texte", "source"), "texte"))

    def _once(self, images: Sequence[Chosen]) -> None:
        codes = [one.id for one in images]
        for at, code in enumerate(codes):
            if code in codes[:at]:
                raise self.wrong(self._line("image", at, "id"), "twice", value=code)

    def _texts(self, found: Any, name: str, at: int, known: Sequence[str], needed: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for key, value in self._table(found, name, at).items():
            if key not in known:
                raise self.wrong(self._line(name, at, key), "unknown", key=clean(key, 60))
            if not isinstance(value, str):
                raise self.wrong(self._line(name, at, key), "value", key=key, value=clean(str(value), 60))
            values[key] = clean(value, LONGEST)
        if not values.get(needed):
            raise self.wrong(self._line(name, at, ""), "needs", key=needed)
        return values

    def _value(self, key: str, value: Any) -> Any:
        line = self._line("exercice", 0, key)
        if key == "dys":
            return value if isinstance(value, bool) else self._raise(line, key, value)
        if key in ("variantes", "graine", "duree"):
            low, high = {"variantes": (1, 2), "graine": (0, 2**31), "duree": (1, MOST_MINUTES)}[key]
            whole = isinstance(value, int) and not isinstance(value, bool)
            return value if whole and low <= value <= high else self._raise(line, key, value)
        if key in ("versions", "formats", "crcn", "emi", "etapes"):
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                self._raise(line, key, value)
            return tuple(self._entry(key, clean(one, LONGEST), line) for one in value)
        if not isinstance(value, str):
            self._raise(line, key, value)
        return self._choice(key, clean(value, LONGEST), line)

    def _choice(self, key: str, value: str, line: int) -> Any:
        choices = {"type": tuple(Kind), "langue": LANGUAGES, "public": TARGETS}.get(key)
        if choices is None:
            return value
        found = next((one for one in choices if one.casefold() == value.casefold()), None)
        if found is None:
            raise self.wrong(line, "choice", key=key, value=clean(value, 60), choices=", ".join(choices))
        return found

    def _entry(self, key: str, value: str, line: int) -> Any:
        if key in ("versions", "formats"):
            known: Mapping[str, Any] = LEVELS if key == "versions" else {one: one for one in FORMATS}
            if value not in known:
                raise self.wrong(line, "choice", key=key, value=clean(value, 60), choices=", ".join(known))
            return known[value]
        if key == "crcn":
            code = self.frames.crcn_code(value)
            if code is None:
                raise self.wrong(line, "crcn", value=clean(value, 100), title=self._official(value))
            return code
        if key == "emi":
            code = self.frames.emi_code(value)
            if code is None:
                choices = "; ".join(part[self.catalogue.language] for part in self.frames.emi.values())
                raise self.wrong(line, "emi", value=clean(value, 100), choices=choices)
            return code
        return value

    def _official(self, said: str) -> str:
        found = re.match(r"\s*(\d\.\d)", said)
        known = found is not None and found[1] in self.frames.crcn
        return self.frames.crcn_title(found[1], "fr") if found and known else "1.1 … 5.2"

    def _raise(self, line: int, key: str, value: Any) -> Any:
        raise self.wrong(line, "value", key=key, value=clean(str(value), 60))

    def _line(self, table: str, at: int, key: str) -> int:
        return self.lines.get((table, at, key)) or self.lines.get((table, at, "")) or 1


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """On which line each table and each key stands, counted from one."""
    found: dict[tuple[str, int, str], int] = {}
    table, at, seen = "", 0, {"image": -1, "document": -1}
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.fullmatch(line):
            table = header[2]
            seen[table] = seen.get(table, -1) + 1
            at = seen[table] if header[1] == "[[" else 0
            found.setdefault((table, at, ""), number)
        elif key := _KEY.match(line):
            found.setdefault((table, at, key[1]), number)
    return found


def written(exercise: Exercise, comments: Mapping[str, str]) -> str:
    """The file of an exercise; ``comments`` stand above the keys that they name, and «» at the head."""
    named = {level: name for name, level in LEVELS.items()}
    known = frames()
    values: dict[str, Any] = {
        one.name: getattr(exercise, one.name) for one in fields(Exercise) if one.name not in ("images", "documents")
    }
    values["versions"] = [named[level] for level in exercise.versions]
    values["crcn"] = [known.crcn_title(code, "fr") for code in exercise.crcn]
    values["emi"] = [known.emi[code]["fr"] for code in exercise.emi]
    lines = [*_comment(comments.get("", "")), "[exercice]"]
    for key, value in values.items():
        lines += [*_comment(comments.get(key, "")), f"{key} = {_toml(value)}"]
    for chosen in exercise.images:
        said = [
            f"{one.name} = {_toml(getattr(chosen, one.name))}" for one in fields(Chosen) if getattr(chosen, one.name)
        ]
        lines += ["", "[[image]]", *said]
    for source in exercise.documents:
        lines += ["", "[[document]]", *(f"{one.name} = {_toml(getattr(source, one.name))}" for one in fields(Source))]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in text.split("\n") if line]


def _toml(value: Any) -> str:
    """A value as TOML; JSON strings are TOML strings once DEL is escaped, and text is cleaned of it before."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
