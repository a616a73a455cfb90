"""The records as a table that a librarian opens in LibreOffice Calc, completes, and gives back: CSV or ODS.

One row a record, one column a key; texts have a second column for English. A list is written with one item a line. Nothing is
lost on the way, and nothing that a spreadsheet could take for a formula is written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from forensics.corpus.notices import CHOICES, KEYS, LISTS, TEXTS, record_from
from forensics.corpus.ods import NotSpreadsheet, read_ods, write_ods
from forensics.corpus.record import Record
from forensics.errors import UnreadableInput, UsageError
from forensics.text import clean_name

COLUMNS: tuple[str, ...] = tuple(
    column for key in KEYS for column in ((key, f"{key} (en)") if key in TEXTS else (key,))
)
MADE = ("sha256", "phash")  # written for information; a spreadsheet may spoil such a code, so it is not read back
FORMATS = (".csv", ".ods")
_MOST_BYTES = 100_000_000
_RISKY = ("=", "+", "-", "@", "\t", "'")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DATES = ("consulte_le", "date_image", "date_circulation", "notice_le")


def as_spreadsheet(records: Iterable[Record], format_: str) -> bytes:
    """The records as a file of ``format_`` (``.csv`` or ``.ods``). Raises `UsageError`."""
    rows = [list(COLUMNS), *(_row(record) for record in records)]
    if format_ == ".ods":
        choices = {COLUMNS.index(key): values for key, values in CHOICES.items()}
        return write_ods("notices", rows, choices)
    if format_ != ".csv":
        raise UsageError("bad_choice", option="-o", value=format_, choices=", ".join(FORMATS))
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([_guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _row(record: Record) -> list[str]:
    return [_cell(record, *_key_of(column)) for column in COLUMNS]


def _key_of(column: str) -> tuple[str, str]:
    key, _, language = column.partition(" (")
    return key.strip(), language.rstrip(") ") or "fr"


def _cell(record: Record, key: str, language: str) -> str:
    value = getattr(record, key)
    if key == "recette":
        return json.dumps([dict(step) for step in value], ensure_ascii=False) if value else ""
    if key in TEXTS:
        return str(value.get(language, ""))
    if key in LISTS:
        return "\n".join(value)
    return str(value) if value else ""


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def records_in(path: Path, known: Mapping[str, Record]) -> list[Record]:
    """The records of a spreadsheet; a row completes the ``known`` record with its ``id``, or makes a new one.

    A column that is not there leaves its key alone; an empty cell empties it. Raises `UnreadableInput` that names the row.
    """
    rows = _rows_of(path)
    if not rows or "id" not in rows[0]:
        raise UnreadableInput("not_records", path=clean_name(str(path)))
    heads = [head.strip() for head in rows[0]]
    for head in heads:
        if head and head not in COLUMNS:
            raise UnreadableInput("record_key", path=clean_name(str(path)), line=1, key=head[:60])
    found: dict[str, Record] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = dict(zip(heads, [*row, *[""] * (len(heads) - len(row))], strict=False))
        if not any(cells.values()):
            continue
        record = _record(cells, known, path, line)
        if record.id in found:
            raise UnreadableInput("record_twice", path=clean_name(str(path)), line=line, id=record.id)
        found[record.id] = record
    return list(found.values())


def _record(cells: Mapping[str, str], known: Mapping[str, Record], path: Path, line: int) -> Record:
    table: dict[str, Any] = {}
    before = known.get(cells["id"].strip())
    for column, cell in cells.items():
        if column and column not in MADE:
            key, language = _key_of(column)
            if key in TEXTS:
                table[key] = {**_other(before, table, key, language), language: cell}
            else:
                table[key] = _value(key, cell, path, line)
    table = {"fichier": before.fichier, **table} if before else table
    new = record_from(table, path, line)
    kept = {key: getattr(new, key) for key in table}
    return replace(before, **kept) if before else new


def _other(before: Record | None, table: Mapping[str, Any], key: str, language: str) -> dict[str, str]:
    """The other language of a text: from a column read already, else as it was."""
    said = table.get(key, getattr(before, key) if before else {})
    return {other: text for other, text in said.items() if other != language}


def _value(key: str, cell: str, path: Path, line: int) -> Any:
    if key in LISTS:
        return cell.split("\n")
    if key == "difficulte":
        return int(cell) if cell.strip().isdigit() else (0 if not cell.strip() else cell)
    if key == "recette":
        try:
            return json.loads(cell) if cell.strip() else []
        except (ValueError, RecursionError) as fault:
            raise UnreadableInput(
                "record_value", path=clean_name(str(path)), line=line, key=key, value=cell[:60]
            ) from fault
    day = _DAY.fullmatch(cell.strip()) if key in _DATES else None
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else cell


def _rows_of(path: Path) -> Sequence[Sequence[str]]:
    data = _bytes_of(path)
    if data[:2] == b"PK":
        try:
            return read_ods(data)
        except NotSpreadsheet as fault:
            raise UnreadableInput("not_records", path=clean_name(str(path))) from fault
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    separator = max(";,\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as fault:
        raise UnreadableInput("not_records", path=clean_name(str(path))) from fault
    return [[cell.removeprefix("'") for cell in row] for row in rows]


def _bytes_of(path: Path) -> bytes:
    shown = clean_name(str(path))
    try:
        if path.is_dir():
            raise UnreadableInput("is_folder", path=shown)
        if path.stat().st_size > _MOST_BYTES:
            raise UnreadableInput("too_many_bytes", path=shown, size=path.stat().st_size, limit=_MOST_BYTES)
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise UnreadableInput("not_found", path=shown) from fault
    except OSError as fault:
        raise UnreadableInput("permission", path=shown) from fault
