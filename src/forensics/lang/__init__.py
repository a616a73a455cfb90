"""All prose, in French and in English, as data: ``fr.toml`` and ``en.toml`` beside this file, keyed by finding code."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from forensics import settings

LANGUAGES = ("fr", "en")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_HEADER = re.compile(r'^\[([\w-]+)(?:\."([^"]+)"|\.([\w-]+))?', re.MULTILINE)


class Catalogue:
    """The sentences of one language. A key is a tuple, for codes themselves hold dots: ``text("findings", "ela.zone", "says")``."""

    def __init__(self, language: str, source: str) -> None:
        self.language = language
        self._sources = _by_two_keys(source)
        self._tables: dict[tuple[str, str | None], Any] = {}

    def get(self, *path: str) -> Any:
        """The entry at ``path``, or None."""
        node: Any = self._table(*path[:2])
        for key in path[1:]:
            if not isinstance(node, Mapping) or key not in node:
                return None
            node = node[key]
        return node

    def _table(self, first: str, second: str | None = None) -> Any:
        """A top table, or the part of it that may hold ``second``, parsed when first asked for: a whole catalogue costs
        more to parse than ``--help`` may take."""
        parts = self._sources.get(first, {})
        part = None if second is None else second if second in parts else ""
        if (first, part) not in self._tables:
            source = "".join(parts.values()) if part is None else parts.get(part, "")
            self._tables[first, part] = tomllib.loads(source).get(first)
        return self._tables[first, part]

    def text(self, *path: str, **values: Any) -> str:
        """The sentence at ``path`` with its placeholders filled. A missing key is a fault of ours: KeyError."""
        found = self.get(*path)
        if not isinstance(found, str):
            raise KeyError(".".join(path))
        return self.fill(found, values)

    def table(self, *path: str) -> Mapping[str, Any]:
        """A whole table of sentences."""
        found = self.get(*path)
        if not isinstance(found, Mapping):
            raise KeyError(".".join(path))
        return found

    def fill(self, sentence: str, values: Mapping[str, Any]) -> str:
        """Replace ``{name}`` by its value, written as this language writes it; an unknown name becomes «inconnu»."""
        return _PLACEHOLDER.sub(lambda found: self.show(values.get(found[1])), sentence)

    def show(self, value: Any) -> str:
        """A value in this language: numbers with its separators, lists with its «and», nothing as «unknown»."""
        if value is None:
            return self.text("format", "unknown")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return self._thousands(value)
        if isinstance(value, float):
            return f"{value:g}".replace(".", self.text("format", "decimal"))
        if isinstance(value, (list, tuple)):
            return self.listed([self.show(item) for item in value])
        return str(value)

    def listed(self, items: list[str]) -> str:
        """«a, b et c»."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.text('format', 'and')} {items[-1]}"

    def day(self, iso: str) -> str:
        """An ISO date (``2023-05-01``) as written in prose; anything else is returned as it is."""
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", iso)
        if not found or not 1 <= int(found[2]) <= 12:
            return iso
        months, first = self.get("format", "months"), self.text("format", "first_day")
        number = int(found[3])
        return self.text(
            "format", "date", day=first if number == 1 else str(number), month=months[int(found[2]) - 1], year=found[1]
        )

    def weight(self, size: int) -> str:
        """A number of bytes as people say it: «12 ko», «3,4 Mo», «73,2 Go»."""
        if size < 1_000_000:
            return self.text("format", "kilobytes", n=max(1, round(size / 1000)))
        if size < 1_000_000_000:
            return self.text("format", "megabytes", n=round(size / 1_000_000, 1))
        return self.text("format", "gigabytes", n=round(size / 1_000_000_000, 1))

    def _thousands(self, value: int) -> str:
        return str(value) if abs(value) < 10_000 else f"{value:,}".replace(",", self.text("format", "thousands"))


@cache
def load(language: str) -> Catalogue:
    """The catalogue of ``fr`` or ``en``."""
    return Catalogue(language, Path(__file__).with_name(f"{language}.toml").read_text("utf-8"))


def _by_two_keys(source: str) -> dict[str, dict[str, str]]:
    """The text of each top table by its sub-tables: ``[help]`` under ``help`` and «», ``[help.options]`` under ``help`` and ``options``."""
    heads = list(_HEADER.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    parts: dict[str, dict[str, str]] = {}
    for head, end in zip(heads, ends, strict=True):
        table, second = parts.setdefault(head[1], {}), head[2] or head[3] or ""
        table[second] = table.get(second, "") + source[head.start() : end]
    return parts


def preferred(asked: str | None = None) -> str:
    """The language asked for, else ``FORENSICS_LANG``, else the settings', else the locale's, else French."""
    for choice in (asked, os.environ.get("FORENSICS_LANG"), settings.get("lang"), _of_locale()):
        if choice and choice[:2].lower() in LANGUAGES:
            return choice[:2].lower()
    return "fr"


def _of_locale() -> str | None:
    """The language of the environment, as the shell gives it; the C locale says nothing about a person."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and not value.startswith(("C", "POSIX")):
            return value
    return None
