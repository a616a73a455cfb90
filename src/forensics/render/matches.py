"""The answer of a reverse search: what the corpus holds beside what circulates, in the terminal and as a contact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from forensics.corpus.record import Record, said
from forensics.lang import Catalogue
from forensics.lang.wording import of_evidence, of_finding
from forensics.model import Match, Report, Status
from forensics.render.html import Page, environment, page, text
from forensics.render.prose import Prose
from forensics.sheet.worksheet import SheetPicture


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said of a match: its ``label`` in the catalogue, and what."""

    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """A match with the lines that are said of it, and its picture where it is shown."""

    match: Match
    lines: tuple[Line, ...]
    picture: SheetPicture | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One picture searched for. ``title`` and ``says`` are the finding's; ``drawn``: the correspondence, a PNG."""

    report: Report
    sign: str
    title: str
    says: str
    found: tuple[Found, ...] = ()
    picture: SheetPicture | None = None
    drawn: bytes | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The name of the file, without the folders that it lies in."""
        return PurePath(self.report.image.path).name


def answer(report: Report, records: Sequence[Record | None], catalogue: Catalogue) -> Answer:
    """The answer in words; ``records`` are those of the matches, in the same order."""
    evidence = report.evidence[0]
    if evidence.status is not Status.OK:
        wording, sign = of_evidence(evidence, catalogue), "not_applicable"
    else:
        wording, sign = of_finding(evidence.findings[0], catalogue), evidence.findings[0].sign.value
    found = tuple(
        Found(match, tuple(_lines(match, record, catalogue)))
        for match, record in zip(report.matches, records, strict=True)
    )
    drawn = next((figure.png for figure in evidence.figures), None)
    return Answer(report, catalogue.text("signs", sign, "shape"), wording.title, wording.says, found, drawn=drawn)


def _lines(match: Match, record: Record | None, catalogue: Catalogue) -> Iterable[Line]:
    """The earlier use, its source and its date; the caption that goes round now; how the two pictures differ."""
    yield Line("differs", catalogue.text("phrases", "transform", match.transform))
    yield Line("earlier", match.caption or catalogue.text("matches", "no_caption"))
    if record is not None:
        yield Line("date", catalogue.day(record.date_image) or catalogue.text("matches", "not_given"))
    yield Line("source", match.source or catalogue.text("matches", "not_given"))
    if record is not None and (circulating := said(record.legende_circulante, catalogue.language)):
        yield Line("circulating", circulating)


def show(one: Answer, catalogue: Catalogue, console: Console, verbose: bool = False) -> None:
    """Print an answer. All text goes through `Text` or `Prose`: nothing in a caption is ever read as markup."""
    console.print(Text(one.report.image.path, style="bold", overflow="fold"))
    console.print(Padding(Prose(f"{one.sign}\u00a0{one.title}"), (0, 0, 0, 2)))
    if not one.found:
        console.print(Padding(Prose(one.says), (0, 0, 0, 4)))
    for found in one.found:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(max_width=24)
        table.add_column()
        table.add_row(Text(found.match.id, style="bold"), Text(""))
        for line in found.lines:
            table.add_row(Prose(catalogue.text("matches", line.label)), Prose(line.said))
        if verbose and found.match.distance is not None:
            table.add_row(Text(catalogue.text("matches", "distance")), Text(str(found.match.distance)))
        console.print(Padding(table, (0, 0, 0, 4)))
    console.print()


def contact_sheet(answers: Sequence[Answer], corpus: str, catalogue: Catalogue) -> str:
    """Every picture searched for beside the best candidates, as one HTML file."""
    words = catalogue.table("matches")
    body = environment(catalogue).get_template("matches.html").render(answers=answers, corpus=corpus, w=words)
    style = text("html/base.css") + text("html/matches.css")
    return page(Page(f"{words['title']} – {corpus}", catalogue.language, body, style))
