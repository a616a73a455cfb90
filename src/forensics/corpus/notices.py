"""``corpus.toml``: the records of a collection, read, checked and written, one ``[[image]]`` table a picture.

The file belongs to the librarian: a change rewrites the tables that it concerns and leaves the others, and her comments, alone.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from forensics.corpus.record import Origin, Record, Text, Worth
from forensics.errors import UnreadableInput
from forensics.files import write_whole
from forensics.lang import LANGUAGES
from forensics.text import clean, clean_name

FILE = "corpus.toml"
LONGEST = 4000  # characters of one text of a record
_MOST_BYTES = 200_000_000
_LONGEST_CODE = 60  # codes become file names of sheets
_TABLE = re.compile(r"^\[\[image\]\][ \t]*(?:#.*)?$", re.M)
_NAME = re.compile(r"""^(id|fichier|sha256)\s*=\s*(["'])((?:(?!\2)[^\\\n])*)\2""", re.M)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "origine_reelle": tuple(Origin),
    "valeur_attendue": tuple(Worth),
    "diffusion": ("classe", "ENT", "public"),
    "contenu_sensible": ("aucun", "violence", "mort", "politique", "religion", "sexualité", "discrimination"),
    "donnees_personnelles": ("aucune", "visage", "mineur", "nom", "plaque", "GPS"),
    "statut": ("brouillon", "validée"),
}
TEXTS = frozenset(one.name for one in fields(Record) if one.type == "Text")
LISTS = frozenset(one.name for one in fields(Record) if one.type == "tuple[str, ...]")
KEYS = tuple(one.name for one in fields(Record))


@dataclass(frozen=True)
class Notices:
    """The records of one file: ``head`` is what stands before them, ``tables`` the text of each, ``lines`` where each starts."""

    path: Path
    head: str = "[corpus]\n"
    tables: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    _read: dict[int, Record] = field(default_factory=dict)

    @cached_property
    def corpus(self) -> Mapping[str, Any]:
        """The ``[corpus]`` table: ``nom``, ``titre``, ``titre_en`` or a title by language…"""
        found = _parsed(self.path, 1, self.head).get("corpus", {})
        return found if isinstance(found, dict) else {}

    def records(self) -> tuple[Record, ...]:
        """Every record. Raises `UnreadableInput` with the line of the first that is wrong."""
        return tuple(self.record(number) for number in range(len(self.tables)))

    def record(self, number: int) -> Record:
        """The record at this place, read when it is first asked for."""
        if number not in self._read:
            line = self.lines[number]
            tables = _parsed(self.path, line, self.tables[number]).get("image", [{}])
            self._read[number] = record_from(tables[0], self.path, line)
        return self._read[number]

    def find(self, **wanted: str) -> Record | None:
        """The record whose ``id``, ``fichier`` or ``sha256`` is this, without reading the others."""
        key, value = next(iter(wanted.items()))
        number = self._places[key].get(value)
        return None if number is None else self.record(number)

    def names(self, key: str) -> Iterator[tuple[str, int]]:
        """Every ``id``, ``fichier`` or ``sha256`` with its place, without reading the records."""
        yield from self._places[key].items()

    def made(self, number: int) -> bool:
        """Whether the picture of this record may come from an installed package or a recipe."""
        return "paquet" in self.tables[number] or "recette" in self.tables[number]

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, int]]:
        places: dict[str, dict[str, int]] = {"id": {}, "fichier": {}, "sha256": {}}
        for number, table in enumerate(self.tables):
            for found in _NAME.finditer(table):
                places[found[1]].setdefault(found[3], number)
        return places


def read_notices(path: Path) -> Notices:
    """The records of a ``corpus.toml``; none where there is no such file. Raises `UnreadableInput`."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Notices(path)
    except OSError as fault:
        raise UnreadableInput("permission", path=clean_name(str(path))) from fault
    if len(data) > _MOST_BYTES:
        raise UnreadableInput("too_many_bytes", path=clean_name(str(path)), size=len(data), limit=_MOST_BYTES)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        raise _refused(path, data.count(b"\n", 0, fault.start) + 1, "UTF-8") from fault
    starts = [found.start() for found in _TABLE.finditer(text)]
    ends = [*starts[1:], len(text)][: len(starts)]
    lines, line, before = [], 1, 0
    for start in starts:
        line += text.count("\n", before, start)
        lines.append(line)
        before = start
    head = text[: starts[0]] if starts else text
    return Notices(path, head, tuple(text[a:b] for a, b in zip(starts, ends, strict=True)), tuple(lines))


def record_from(table: Mapping[str, Any], path: Path, line: int) -> Record:
    """A record out of a TOML table, cleaned and checked. Raises `UnreadableInput` that names the key."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in KEYS:
            raise UnreadableInput("record_key", path=clean_name(str(path)), line=line, key=clean(key, 60))
        values[key] = _value(key, value, path, line)
    for key in ("id", "fichier"):
        if not values.get(key):
            raise UnreadableInput("record_needs", path=clean_name(str(path)), line=line, key=key)
    if re.search(r"[/\\]", values["id"]) or values["id"].startswith(".") or len(values["id"]) > _LONGEST_CODE:
        raise UnreadableInput("record_value", path=clean_name(str(path)), line=line, key="id", value=values["id"][:60])
    if Path(values["fichier"]).is_absolute() or ".." in Path(values["fichier"]).parts or "\\" in values["fichier"]:
        raise UnreadableInput("record_path", path=clean_name(str(path)), line=line, value=values["fichier"])
    return Record(**values)


def _value(key: str, value: Any, path: Path, line: int) -> Any:
    wrong = UnreadableInput("record_value", path=clean_name(str(path)), line=line, key=key, value=clean(str(value), 60))
    if key == "recette":
        return (
            tuple(value) if isinstance(value, list) and all(isinstance(step, dict) for step in value) else _raise(wrong)
        )
    if key == "difficulte":
        return value if isinstance(value, int) and 0 <= value <= 3 else _raise(wrong)
    if key in LISTS:
        many = [value] if isinstance(value, str) else value
        if not isinstance(many, list) or not all(isinstance(one, str) for one in many):
            raise wrong
        return tuple(one for one in (clean(one, LONGEST) for one in many) if one)
    if key in TEXTS:
        return _text(value, wrong)
    said = clean(value if isinstance(value, str) else str(value), LONGEST)
    if said and key in CHOICES and said not in CHOICES[key]:
        raise UnreadableInput(
            "record_choice",
            path=clean_name(str(path)),
            line=line,
            key=key,
            value=said[:60],
            choices=", ".join(CHOICES[key]),
        )
    return said


def _text(value: Any, wrong: UnreadableInput) -> Text:
    by_language = {"fr": value} if isinstance(value, str) else value
    if not isinstance(by_language, dict) or not all(isinstance(one, str) for one in by_language.values()):
        raise wrong
    cleaned = {language: clean(said, LONGEST) for language, said in by_language.items() if language in LANGUAGES}
    return {language: said for language, said in cleaned.items() if said}


def _raise(fault: UnreadableInput) -> Any:
    raise fault


def append(notices: Notices, records: Iterable[Record]) -> Notices:
    """Add records at the end of the file and return it as it is now."""
    return _written(notices, (*notices.tables, *(as_table(record) for record in records)))


def replace_records(notices: Notices, changed: Mapping[str, Record]) -> Notices:
    """Rewrite the tables of these records (by their ``id``); the others stay as the librarian wrote them."""
    tables = list(notices.tables)
    for number, record in enumerate(notices.records()):
        new = changed.get(record.id)
        if new is not None and new != record:
            tables[number] = as_table(new)
    return _written(notices, tables)


def without(notices: Notices, ids: Iterable[str]) -> Notices:
    """The file without the tables of these records."""
    gone = set(ids)
    kept = [table for table, record in zip(notices.tables, notices.records(), strict=True) if record.id not in gone]
    return _written(notices, kept)


def _written(notices: Notices, tables: Iterable[str]) -> Notices:
    head = notices.head.rstrip("\n") + "\n\n"
    text = head + "\n".join(table.rstrip("\n") + "\n" for table in tables)
    write_whole(notices.path, text.encode("utf-8"))
    return read_notices(notices.path)


def as_table(record: Record) -> str:
    """A record as an ``[[image]]`` table; what is not filled in is left out."""
    return "\n".join(["[[image]]", *_assigned(record)]) + "\n"


def _assigned(record: Record) -> Iterator[str]:
    for key in KEYS:
        value = getattr(record, key)
        if value:
            yield f"{key} = {as_toml(value)}"


def as_toml(value: Any) -> str:
    """A value in TOML; a text given in French alone is a plain string."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "")
    if isinstance(value, Mapping):
        if set(value) == {"fr"}:
            return as_toml(value["fr"])
        return "{ " + ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items()) + " }"
    return "[" + ", ".join(as_toml(one) for one in value) + "]"


def _parsed(path: Path, line: int, text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        told = re.search(r"line (\d+)", str(fault))
        raise _refused(path, line + (int(told[1]) - 1 if told else 0), clean(str(fault), 120)) from fault


def _refused(path: Path, line: int, detail: str) -> UnreadableInput:
    return UnreadableInput("record_invalid", path=clean_name(str(path)), line=line, detail=detail)
