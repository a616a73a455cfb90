"""A set of pictures for a class: proposed from a corpus by a recipe, kept in a file that a teacher edits.

The recipe sets origin and worth at odds on purpose: a real photograph may mislead, a generated picture may inform.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from forensics.corpus.record import Origin, Record, Worth
from forensics.errors import UnreadableInput
from forensics.lang import Catalogue
from forensics.sheet.worksheet import Level
from forensics.text import clean, clean_name

SIZE = 8
TARGETS = ("classe", "ENT", "public")
_GOOD = (Worth.DOCUMENTAIRE, Worth.UTILE)
_HONEST = (*_GOOD, Worth.ILLUSTRATIVE)
_CODE = re.compile(r"[\w.-]{1,60}")
_LARGEST = 200_000

# (slot, origins, worths): what a balanced set of eight is made of, in the order in which pupils learn most.
_RECIPE: tuple[tuple[str, tuple[Origin, ...], tuple[Worth, ...]], ...] = (
    ("documented", (Origin.CAPTEE,), _GOOD),
    ("out_of_context", (Origin.CAPTEE,), (Worth.TROMPEUSE, Worth.SANS_VALEUR)),
    ("useful_generated", (Origin.GENEREE,), _HONEST),
    ("false_photo", (Origin.GENEREE,), (Worth.TROMPEUSE, Worth.SANS_VALEUR)),
    ("misleading_edit", (Origin.MODIFIEE,), (Worth.TROMPEUSE, Worth.SANS_VALEUR)),
    ("honest_edit", (Origin.MODIFIEE, Origin.COMPOSEE), _HONEST),
    ("undetermined", (Origin.INDETERMINEE,), tuple(Worth)),
    ("out_of_context", (Origin.CAPTEE,), (Worth.TROMPEUSE, Worth.SANS_VALEUR)),
    ("documented", (Origin.CAPTEE,), _GOOD),
)


@dataclass(frozen=True, slots=True)
class Exercise:
    """What the file says. ``pictures`` are codes of records, in the order of the set; ``variants`` are orders of it."""

    title: str
    corpus: str
    pictures: tuple[str, ...]
    levels: tuple[Level, ...] = (Level.STANDARD,)
    formats: tuple[str, ...] = ("html", "pdf")
    target: str = "classe"
    variants: tuple[str, ...] = ("A",)
    seed: int = 1
    reasons: Mapping[str, str] = field(default_factory=dict)

    def order(self, variant: str) -> tuple[str, ...]:
        """The pictures in the order of a variant; the first variant keeps the order of the file."""
        if variant == self.variants[0]:
            return self.pictures
        mixed = list(self.pictures)
        Random(f"{self.seed}{variant}").shuffle(mixed)
        return tuple(mixed)


def propose(records: Sequence[Record], seed: int = 1, size: int = SIZE) -> tuple[tuple[str, str], ...]:
    """(code, slot) for a balanced set: one picture a slot of the recipe, then others until ``size``; then mixed."""
    draw = Random(seed)
    left = sorted((record for record in records if record.origine_reelle), key=lambda record: record.id)
    chosen: list[tuple[str, str]] = []
    for slot, origins, worths in _RECIPE:
        fitting = [one for one in left if one.origine_reelle in origins and one.valeur_attendue in worths]
        if fitting and len(chosen) < size:
            record = _best(fitting, draw)
            left.remove(record)
            chosen.append((record.id, slot))
    while left and len(chosen) < size:
        record = _best(left, draw)
        left.remove(record)
        chosen.append((record.id, "other"))
    draw.shuffle(chosen)
    return tuple(chosen)


def _best(records: Sequence[Record], draw: Random) -> Record:
    """Trap cases first, then chance."""
    most = max(bool(record.cas_piege) for record in records)
    return draw.choice([record for record in records if bool(record.cas_piege) == most])


def as_toml(exercise: Exercise, catalogue: Catalogue) -> str:
    """The file that ``read`` reads."""
    from forensics.corpus.notices import as_toml as value

    rows = {
        "titre": exercise.title,
        "corpus": exercise.corpus,
        "images": list(exercise.pictures),
        "versions": [level.value for level in exercise.levels],
        "formats": list(exercise.formats),
        "diffusion": exercise.target,
        "variantes": list(exercise.variants),
        "graine": exercise.seed,
    }
    lines = [f"# {catalogue.text('exercise', 'header')}", "[exercice]"]
    lines += [f"{name} = {value(content)}" for name, content in rows.items()]
    lines += ["", "[raisons]"]
    lines += [f"{value(code)} = {value(why)}" for code, why in exercise.reasons.items()]
    return "\n".join([*lines, ""])


def read(path: Path) -> Exercise:
    """The exercise of a file. Raises `UnreadableInput` naming the line that is wrong."""
    text = _text_of(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        raise _refused(path, int(found[1]) if found else len(text.splitlines()), clean(str(fault))) from fault
    table = tables.get("exercice")
    if not isinstance(table, dict):
        raise _refused(path, 1, "[exercice]")
    return _exercise(table, tables.get("raisons"), _Lines(path, text))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Where a key stands in the file, to say which line is wrong."""

    path: Path
    text: str

    def wrong(self, key: str, why: str = "") -> UnreadableInput:
        lines = self.text.splitlines()
        number = next((i for i, line in enumerate(lines, 1) if line.lstrip().startswith(key)), 1)
        return _refused(self.path, number, f"{key} {why}".strip())


def _exercise(table: Mapping[str, Any], reasons: Any, lines: _Lines) -> Exercise:
    pictures = _listed(table, "images", lines, lambda code: bool(_CODE.fullmatch(code)))
    if not pictures or len(set(pictures)) < len(pictures) or len(pictures) > 60:
        raise lines.wrong("images")
    levels = _listed(table, "versions", lines, lambda name: name in set(Level)) or (Level.STANDARD.value,)
    formats = _listed(table, "formats", lines, lambda name: name in ("html", "pdf", "odt", "docx"))
    variants = _listed(table, "variantes", lines, lambda name: bool(re.fullmatch("[A-H]", name))) or ("A",)
    target = table.get("diffusion", "classe")
    if target not in TARGETS:
        raise lines.wrong("diffusion", ", ".join(TARGETS))
    seed = table.get("graine", 1)
    if not isinstance(seed, int):
        raise lines.wrong("graine")
    return Exercise(
        title=_line(table, "titre", lines),
        corpus=_line(table, "corpus", lines),
        pictures=pictures,
        levels=tuple(map(Level, levels)),
        formats=formats or ("html", "pdf"),
        target=target,
        variants=variants,
        seed=seed,
        reasons={clean(str(code)): clean(str(why)) for code, why in reasons.items()}
        if isinstance(reasons, dict)
        else {},
    )


def _line(table: Mapping[str, Any], key: str, lines: _Lines) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise lines.wrong(key)
    return clean(value)


def _listed(table: Mapping[str, Any], key: str, lines: _Lines, allowed: Callable[[str], bool]) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list):
        raise lines.wrong(key)
    for value in values:
        if not isinstance(value, str) or not allowed(value):
            raise lines.wrong(key, clean(str(value), 60))
    return tuple(values)


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableInput("not_found", path=clean_name(str(path))) from fault
    try:
        if len(data) > _LARGEST:
            raise ValueError
        return data.decode("utf-8")
    except ValueError as fault:
        raise _refused(path, 1, "UTF-8") from fault


def _refused(path: Path, line: int, detail: str) -> UnreadableInput:
    return UnreadableInput("exercise_invalid", path=clean_name(str(path)), line=line, detail=detail)
