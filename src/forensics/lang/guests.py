"""Words of other people's analyses: an entry point ``forensics.words`` names a package that holds ``fr.toml`` and ``en.toml``.

Only looked for when a code is not in our own catalogues; a guest without words is named by its code, never a crash.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import Any

GROUP = "forensics.words"


@cache
def words(language: str) -> Mapping[str, Any]:
    """The findings of every guest in this language, by code."""
    found: dict[str, Any] = {}
    for point in entry_points(group=GROUP):
        found |= _findings(point, language)
    return found


def _findings(point: EntryPoint, language: str) -> Mapping[str, Any]:
    try:
        table = tomllib.loads((files(point.value) / f"{language}.toml").read_text("utf-8")).get("findings", {})
    except (ImportError, OSError, ValueError, TypeError):  # a guest without these words, or with words that are no TOML
        return {}
    needed = {"title", "says", "could_be", "check_next", "teacher"}
    return {code: record for code, record in table.items() if isinstance(record, Mapping) and needed <= set(record)}
