"""What verbs say beside their data: sentences of the catalogue, on stderr."""

from __future__ import annotations

import sys

from forensics.cli._words import words


def say(*path: str, quiet: bool = False, **values: object) -> None:
    """A sentence of the catalogue on stderr."""
    if not quiet:
        print(words().text(*path, **values), file=sys.stderr)
