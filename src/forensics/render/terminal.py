"""One picture in the terminal: the reading, then one line a finding with its sign; with ``verbose``, all that a line means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from forensics.lang import Catalogue
from forensics.lang.wording import Wording, of_evidence, of_finding
from forensics.model import Evidence, Finding, Report, Sign, Status
from forensics.render.prose import Prose

_INDENT = 2


@dataclass(frozen=True, slots=True)
class _Line:
    shape: str
    sign: str
    wording: Wording
    values: str = ""


def show(report: Report, catalogue: Catalogue, console: Console, verbose: bool = False) -> None:
    """Print a report. All text goes through `Text`: nothing in a file name or a caption is ever read as markup."""
    lines = list(_lines(report, catalogue))
    console.print(_head(report, catalogue), Text(""), _reading(report, catalogue), Text(""), sep="\n")
    console.print(_explained(lines, catalogue, console.width) if verbose else _listed(lines, console.width))
    console.print(Text(""), _foot(lines, catalogue, console.width), sep="\n")


def _head(report: Report, catalogue: Catalogue) -> RenderableType:
    image = report.image
    facts = f"  {image.format} · {image.width} × {image.height} · {catalogue.weight(image.bytes)}"
    return Text.assemble((image.path, "bold"), (facts, "dim"), overflow="fold")


def _reading(report: Report, catalogue: Catalogue) -> RenderableType:
    table = _grid(14)
    generated, edited = report.reading.generated, report.reading.edited
    part = generated.extent is not None and generated.extent.value == "part"
    record = catalogue.table("reading", "generated", generated.statement.value)
    table.add_row(
        _bold(catalogue.text("terminal", "origin")),
        Prose(record["says_part" if part and "says_part" in record else "says"]),
    )
    table.add_row(
        _bold(catalogue.text("terminal", "edited")),
        Prose(catalogue.text("reading", "edited", edited.statement.value, "says")),
    )
    if report.reading.personal_data:
        table.add_row(
            _bold(catalogue.text("terminal", "private")), Prose(catalogue.text("reading", "personal", "says"))
        )
    return Padding(table, (0, 0, 0, _INDENT))


def _lines(report: Report, catalogue: Catalogue) -> Iterator[_Line]:
    for evidence in report.evidence:
        if evidence.status is Status.OK:
            for finding in evidence.findings:
                yield _of_finding(finding, catalogue)
        else:
            yield _of_evidence(report, evidence, catalogue)


def _of_finding(finding: Finding, catalogue: Catalogue) -> _Line:
    values = " · ".join(
        f"{name} {catalogue.show(value)}"
        for name, value in finding.values.items()
        if isinstance(value, (str, int, float)) and name != "variant"
    )
    return _Line(
        catalogue.text("signs", finding.sign.value, "shape"),
        catalogue.text("signs", finding.sign.value, "name"),
        of_finding(finding, catalogue),
        values,
    )


def _of_evidence(report: Report, evidence: Evidence, catalogue: Catalogue) -> _Line:
    facts = {"format": report.image.format, "width": report.image.width, "height": report.image.height, "corpus": "?"}
    wording = of_evidence(evidence, catalogue, facts)
    named = Wording(
        catalogue.text("analyses", evidence.analysis, "title")
        if catalogue.get("analyses", evidence.analysis)
        else evidence.analysis,
        wording.says,
        wording.could_be,
        wording.check_next,
        wording.teacher,
    )
    if evidence.status is Status.FAILED:
        return _Line("✕", catalogue.text("status", "failed", "name"), named)
    return _Line(
        catalogue.text("signs", Sign.NOT_APPLICABLE.value, "shape"),
        catalogue.text("signs", Sign.NOT_APPLICABLE.value, "name"),
        named,
    )


def _listed(lines: Iterable[_Line], width: int) -> RenderableType:
    lines = list(lines)
    title = min(max((cell_len(line.wording.title) for line in lines), default=20), max(20, width // 3))
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(width=title)
    table.add_column()
    for line in lines:
        table.add_row(Text(line.shape), _bold(line.wording.title), Prose(line.wording.says))
    return Padding(table, (0, 0, 0, _INDENT))


def _explained(lines: Iterable[_Line], catalogue: Catalogue, width: int) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(width=min(26, width // 3))
    table.add_column()
    for line in lines:
        table.add_row(Text(line.shape), _bold(line.wording.title), _in_full(line, catalogue))
    return Padding(table, (0, 0, 0, _INDENT))


def _in_full(line: _Line, catalogue: Catalogue) -> RenderableType:
    parts: list[RenderableType] = [Text(line.sign, "dim"), Prose(line.wording.says)]
    parts += [Prose(f"· {other}") for other in line.wording.could_be]
    parts.append(Prose(f"→ {line.wording.check_next}"))
    parts.append(Prose(line.wording.teacher, "dim"))
    if line.values:
        parts.append(Text(line.values, style="dim", overflow="fold"))
    return Group(*parts, Text(""))


def _foot(lines: Iterable[_Line], catalogue: Catalogue, width: int) -> RenderableType:
    seen = {line.shape: line.sign.lower() for line in lines}
    legend = Text(
        "   ".join(f"{shape}\u00a0{name.replace(' ', chr(0xA0))}" for shape, name in seen.items()), style="dim"
    )
    return Padding(
        Group(
            legend,
            Text(""),
            Prose(catalogue.text("fixed", "no_score")),
            Prose(catalogue.text("terminal", "more"), "dim"),
        ),
        (0, 0, 1, _INDENT),
    )


def _grid(first: int) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=first)
    table.add_column()
    return table


def _bold(text: str) -> Prose:
    return Prose(text, "bold")
