"""Text for the terminal that keeps its no-break spaces: rich breaks a line at them, and leaves «guillemets» alone at an end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_MARK = re.compile(r" +(?:[·→] |\S+ {2,})(?=\S)")  # «  · », «  ○  », «  ela.zone    »


class Prose:
    """A sentence, never read as markup, broken at ordinary spaces alone; a word wider than its column is folded."""

    def __init__(self, text: str, style: str = "") -> None:
        self.text = text
        self.style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in wrapped(self.text, options.max_width):
            yield Text(line, style=self.style, overflow="fold", end="\n" if options.height is None else "")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        words = [cell_len(word) for word in self.text.split(" ")]
        return Measurement(max(words), cell_len(self.text)).with_maximum(options.max_width)


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, each at most ``width`` cells wide unless one word alone is wider.

    Its indent is kept; the further lines of a list's item stand under its words, not under its mark.
    """
    indent = text[: len(text) - len(text.lstrip(" "))]
    mark = _MARK.match(text)
    hanging = " " * (mark.end() if mark else len(indent) + 2 * bool(indent))
    line, empty = indent, True
    for word in text[len(indent) :].split(" "):
        longer = line + word if empty else f"{line} {word}"
        if not empty and cell_len(longer) > width:
            yield line
            longer = hanging + word
        line, empty = longer, False
    yield line
