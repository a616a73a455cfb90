"""How verbs speak: sentences broken at the width of the terminal, one console for all tables, faults on stderr.

Where the output is a pipe or a file, a sentence stays on one line: another program may read it.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

from forensics.cli._words import words
from forensics.errors import ForensicsError

if TYPE_CHECKING:
    from rich.console import Console


def console() -> Console:
    """Where tables are printed: plain text where ``NO_COLOR`` asks for it, for bold and dim are escape codes too."""
    from rich.console import Console

    if os.environ.get("NO_COLOR"):
        return Console(highlight=False, color_system=None, force_terminal=False)
    return Console(highlight=False)


def tell(text: str, stream: TextIO | None = None) -> None:
    """Print one sentence or one line of a list, on stdout unless told otherwise. Its indent is kept when it is broken."""
    stream = stream or sys.stdout
    width = _width(stream)
    lines = [text]
    if width and len(text) > width // 2:
        from forensics.render.prose import wrapped

        lines = list(wrapped(text, width))
    print(*lines, sep="\n", file=stream)


def say(*path: str, quiet: bool = False, **values: object) -> None:
    """A sentence of the catalogue on stderr."""
    if not quiet:
        tell(words().text(*path, **values), sys.stderr)


def sentence(fault: ForensicsError) -> str:
    """The fault in the language of this run."""
    from forensics.lang.wording import of_fault

    return of_fault(fault, words())


def tell_fault(fault: ForensicsError) -> None:
    """What went wrong, on stderr."""
    from forensics.text import clean

    tell(f"forensics{words().text('format', 'colon')} {clean(sentence(fault), 1000)}", sys.stderr)


def _width(stream: TextIO) -> int:
    """The width to break lines at; 0 where they stay whole."""
    if not (stream.isatty() or os.environ.get("COLUMNS", "").isdigit()):
        return 0
    return shutil.get_terminal_size().columns
