"""Everything that a file says beside its pixels, in the terminal: grouped for a reader, each value with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from forensics.lang import Catalogue
from forensics.metadata import fields, private
from forensics.metadata.record import Metadata, Tag

MOST_OTHERS = 400  # lines of fields that bear on nothing in particular


@dataclass(frozen=True, slots=True)
class Row:
    """One line to print; a personal value is already hidden."""

    group: str
    name: str
    value: str
    place: str


def show(read: Metadata, catalogue: Catalogue, console: Console, show_personal: bool = False) -> None:
    """Print the groups that are filled, then all other fields. Personal values are hidden unless the adult asks."""
    rows = list(listed(read, catalogue, show_personal))
    if not rows:
        return
    console.print(Padding(Text(catalogue.text("fields", "title"), style="bold"), (0, 0, 1, 2)))
    for group in (*fields.GROUPS, "other"):
        inside = [row for row in rows if row.group == group]
        if inside:
            console.print(Padding(_table(catalogue.text("fields", "groups", group), inside), (0, 0, 1, 2)))


def listed(read: Metadata, catalogue: Catalogue, show_personal: bool) -> Iterator[Row]:
    """The lines in order: the fields that tell who, when, where…, then the others as the file has them."""
    privacy, hidden = private.of(read), catalogue.text("format", "hidden")

    def shown(tag: Tag, value: str) -> str:
        return value if show_personal or privacy.may_show(tag) else hidden

    known = set()
    for line in fields.lines(read):
        known.add(id(line.tag))
        yield _row(line.group, line.tag, shown(line.tag, _written(line.value, catalogue)))
    others = (tag for tag in read.tags if id(tag) not in known and tag.value)
    for tag, _ in zip(others, range(MOST_OTHERS), strict=False):
        yield _row("other", tag, shown(tag, tag.value))


def _row(group: str, tag: Tag, value: str) -> Row:
    return Row(group, f"{tag.group}:{tag.name}", value, tag.place)


def _written(value: fields.Value, catalogue: Catalogue) -> str:
    """Numbers to six places at most, the way the language writes them."""
    return catalogue.show(round(value, 6)) if isinstance(value, float) else str(value)


def _table(title: str, rows: Iterable[Row]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(ratio=3, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    table.add_column(ratio=2, overflow="fold", style="dim")
    table.add_row(Text(title, style="bold"))
    for row in rows:
        table.add_row(Text(row.value), Text(row.name), Text(row.place))
    return table
