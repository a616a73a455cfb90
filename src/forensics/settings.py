"""What a person set once for all, in ``config.toml`` of the user's configuration folder, or at ``FORENSICS_CONFIG``.

    lang = "fr"            # the language, unless --lang or FORENSICS_LANG says otherwise
    corpus = "mon-corpus"  # the corpus, unless --corpus says otherwise

A file that cannot be read, or an unknown key, is said by `check` once a command starts; it never stops help from being shown.
"""

from __future__ import annotations

import os
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from forensics.errors import UsageError

KEYS = ("lang", "corpus")


def get(key: str) -> str | None:
    """The value of a key, if it is set and is a text."""
    value = _read(place()).get(key)
    return value if isinstance(value, str) else None


def check() -> None:
    """Raises `UsageError` where the file is no TOML or holds what is not known."""
    path = place()
    read = _read(path)
    from forensics.text import clean, clean_name

    wrong = [clean(key, 60) for key, value in read.items() if key not in KEYS or not isinstance(value, str)]
    if wrong or (not read and _holds_something(path)):
        raise UsageError(
            "config_invalid", path=clean_name(str(path)), value=", ".join(wrong) or "TOML", choices=", ".join(KEYS)
        )


def place() -> Path:
    """Where the file lies."""
    asked = os.environ.get("FORENSICS_CONFIG")
    if asked:
        return Path(asked)
    if sys.platform.startswith("linux"):  # what platformdirs answers, without importing it before help is shown
        return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "forensics" / "config.toml"
    from platformdirs import user_config_path

    return user_config_path("forensics", appauthor=False) / "config.toml"


def _holds_something(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


@cache
def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
