"""«How a clue dies»: the copies of a picture and the clues that each of them still shows, in the terminal and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

from forensics.lang import Catalogue
from forensics.lang.wording import of_finding
from forensics.render.html import Page, environment, page, text
from forensics.render.prose import Prose
from forensics.sheet.survival import Cell, Fate, Row
from forensics.sheet.worksheet import SheetPicture


@dataclass(frozen=True, slots=True)
class Shown:
    """A copy as the page shows it: its name in ``[trap.copies]``, its file beside the page, a small picture of it."""

    name: str
    file: str
    picture: SheetPicture


def show(rows: Sequence[Row], names: Sequence[str], catalogue: Catalogue, console: Console) -> None:
    """Print the table: a sign where the clue is, a word where it is not."""
    words = catalogue.table("trap")
    for number, name in enumerate(names):
        console.print(Prose(f"  {number}  {words['short'][name]} – {words['copies'][name]}"))
    table = _table(rows, len(names), catalogue, brief=False)
    whole = console.options.update(max_width=1000)
    narrow = Measurement.get(console, whole, table).minimum > console.width
    if narrow:
        table = _table(rows, len(names), catalogue, brief=True)
    console.print(Text(""), table, sep="\n")
    if narrow:
        console.print(Prose(f"{_BORN} {words['born']}   {_GONE} {words['gone']}", "dim"))
    console.print(Prose(words["lesson"]))


def _table(rows: Sequence[Row], copies: int, catalogue: Catalogue, brief: bool) -> Table:
    """The clues, copy by copy; ``brief``: signs alone, for a narrow terminal."""
    words = catalogue.table("trap")
    table = Table(title=words["table"], title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    table.add_column(words["clue"], min_width=16)
    for number in range(copies):
        table.add_column(str(number), no_wrap=True)
    for row in rows:
        told = (_brief(cell, catalogue) if brief else cell_words(cell, catalogue) for cell in row.cells)
        cells = (
            Prose(said.replace(" ", "\u00a0"), "" if cell.sign else "dim")
            for said, cell in zip(told, row.cells, strict=True)
        )
        table.add_row(Prose(of_finding(row.finding, catalogue).title), *cells)
    return table


def _brief(cell: Cell, catalogue: Catalogue) -> str:
    shape = catalogue.text("signs", cell.sign.value, "shape") if cell.sign else ""
    return {Fate.BORN: shape + _BORN, Fate.GONE: _GONE}.get(cell.fate, cell_words(cell, catalogue))


def cell_words(cell: Cell, catalogue: Catalogue) -> str:
    """«▲», «▲ apparaît», «disparu», «—» or nothing."""
    words = catalogue.table("trap")
    shape = catalogue.text("signs", cell.sign.value, "shape") if cell.sign else ""
    if cell.fate is Fate.NOT_APPLICABLE:
        return catalogue.text("signs", "not_applicable", "shape")
    said = {Fate.BORN: f"{shape} {words['born']}", Fate.GONE: str(words["gone"]), Fate.NEVER: ""}
    return said.get(cell.fate, shape)


def trap_page(rows: Sequence[Row], shown: Sequence[Shown], catalogue: Catalogue) -> str:
    """The page for the class, as one file beside the pictures."""
    words = catalogue.table("trap")
    body = (
        environment(catalogue)
        .get_template("trap.html")
        .render(
            w=words,
            shown=shown,
            rows=[
                (of_finding(row.finding, catalogue).title, [cell_words(c, catalogue) for c in row.cells])
                for row in rows
            ],
            legend=[(catalogue.text("signs", s, "shape"), catalogue.text("signs", s, "name")) for s in _LEGEND],
        )
    )
    return page(Page(words["title"], catalogue.language, body, text("html/base.css") + text("html/trap.css")))


_BORN, _GONE = "+", "✕"
_LEGEND = ("verified_declaration", "declaration", "clue", "weak_clue", "not_applicable")
