"""The measured error of every method, as kept in ``tests/quality/floors.toml`` and shipped with the program.

The tests refuse a figure below its floor; ``forensics explain`` prints what was measured.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: how often ``method`` was wrong on how many real photographs, how many of ``to_find`` it found, on what."""

    method: str
    photos: int = 0
    false_alarms: int = 0
    to_find: int = 0
    found: int = 0
    measured_on: str = ""


def measured(analysis: str) -> Iterator[Measured]:
    """The rows of an analysis: tables ``[ela]`` and ``[ela.…]`` of the file."""
    yield from _rows(analysis, _tables().get(analysis, {}))


@cache
def _tables() -> dict[str, Any]:
    shipped = Path(str(files("forensics"))) / "assets" / "floors.toml"
    in_tree = Path(__file__).resolve().parents[2] / "tests" / "quality" / "floors.toml"
    for path in (shipped, in_tree):
        if path.is_file():
            return tomllib.loads(path.read_text("utf-8"))
    return {}


def _rows(name: str, table: dict[str, Any]) -> Iterator[Measured]:
    known = {key: value for key, value in table.items() if key in Measured.__slots__ and not isinstance(value, dict)}
    if known:
        yield Measured(name, **{key: value for key, value in known.items() if key != "method"})
    for key, inner in table.items():
        if isinstance(inner, dict):
            yield from _rows(f"{name}.{key}", inner)
