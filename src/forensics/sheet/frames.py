"""The school frames: CRCN with its official numbers and titles, EMI, sentences on law, out of one dated file.

``assets/frames.toml`` is the shipped one; a ``frames.toml`` beside the user's corpora takes its place. A number with
another title than its own is refused: teachers' pages often carry such slips on, and sheets must not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from forensics.assets import read
from forensics.corpus import shelf
from forensics.errors import UnreadableInput
from forensics.lang import LANGUAGES
from forensics.text import clean_name

FILE = "frames.toml"
_CODED = re.compile(r"\s*(\d\.\d)\s*(?:[:.–—-]\s*)?(.*)")


@dataclass(frozen=True, slots=True)
class Frames:
    """``crcn`` and ``emi``: titles by language under their code; ``law``: sentences; ``footer``: the usual CRCN codes."""

    checked_on: str
    footer: tuple[str, ...]
    crcn: Mapping[str, Mapping[str, Any]]
    domains: Mapping[str, Mapping[str, str]]
    emi: Mapping[str, Mapping[str, str]]
    law: Mapping[str, Mapping[str, str]]

    def crcn_code(self, said: str) -> str | None:
        """The code of «1.1» or of «1.1 Mener une recherche…»; None when there is none or when the title is another's."""
        found = _CODED.fullmatch(said)
        if found is None or found[1] not in self.crcn:
            return None
        return found[1] if not found[2] or _same(found[2]) in self._titles(found[1]) else None

    def footer_line(self) -> str:
        """«CRCN 1.1 – 2.2 – 3.3 – 4.2», for the foot of a page."""
        return f"CRCN {' – '.join(self.footer)}"

    def emi_code(self, said: str) -> str | None:
        """The code of one of the four parts of EMI, by its title in either language."""
        wanted = _same(said)
        return next((code for code, part in self.emi.items() if wanted in map(_same, part.values())), None)

    def crcn_title(self, code: str, language: str) -> str:
        """«1.1 Mener une recherche et une veille d'information»."""
        return f"{code} {self.crcn[code][language]}"

    def _titles(self, code: str) -> set[str]:
        entry = self.crcn[code]
        return {_same(title) for title in (entry["fr"], entry["en"], *entry.get("also", ()))}


@cache
def frames() -> Frames:
    """The frames of the user's own file where there is one, else the shipped ones. Raises `UnreadableInput`."""
    own = shelf.own_folder() / FILE
    if not own.is_file():
        return _frames(tomllib.loads(read(FILE).decode("utf-8")))
    try:
        return _frames(tomllib.loads(own.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as fault:
        raise UnreadableInput("unreadable", path=clean_name(str(own))) from fault


def _frames(table: Mapping[str, Any]) -> Frames:
    """The tables of a file, which must hold what every sheet prints and both languages; any other speaks English. KeyError, TypeError."""
    for entry in (*table["crcn"].values(), *table["emi"].values(), *table["law"].values(), table["law"]["marking"]):
        entry |= dict.fromkeys(LANGUAGES, entry["en"]) | {"fr": entry["fr"]} | entry
    return Frames(
        table["checked_on"],
        tuple(table["footer"]),
        table["crcn"],
        table["crcn_domains"],
        table["emi"],
        table["law"],
    )


def _same(title: str) -> str:
    """A title without what typing changes: apostrophes, spaces, capitals, a final stop."""
    return " ".join(title.replace("'", "’").replace("\u00a0", " ").casefold().split()).rstrip(".")
