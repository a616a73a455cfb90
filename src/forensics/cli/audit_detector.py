"""``forensics audit-detector``: the pixel measurements on a class's own labelled pictures, counted, not judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from forensics.cli._output import console, say, tell, tell_fault
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import ExitCode, UnreadableInput

if TYPE_CHECKING:
    from forensics.pixels.trial import Tally, Truth

FILE_COLUMNS = ("file", "fichier", "image", "path", "chemin", "name", "nom")
TRUTH_COLUMNS = ("truth", "label", "kind", "verite", "vérité", "origine", "origin", "nature")
PHOTO = ("photo", "photograph", "photographie", "camera", "captured", "real", "vraie photo", "captée")
GENERATED = ("generated", "générée", "generee", "ai", "ia", "ai-generated")
LARGEST_TABLE = 5_000_000


def audit_detector(
    folder: Path = typer.Argument(..., metavar="folder", help="folder", show_default=False),
    truth: Path = typer.Option(..., "--truth", metavar="table", help="truth", show_default=False),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="verbose"),
) -> int:
    from forensics.pixels.trial import tried

    faults: list[UnreadableInput] = []
    tallies = tried(_labelled(folder, truth), faults.append)
    for fault in faults:
        tell_fault(fault)
    if as_json:
        _print_json(tallies)
    else:
        _show(tallies, verbose)
    return ExitCode.PARTIAL if faults else ExitCode.DONE


VERB = Verb("audit-detector", audit_detector)


def _labelled(folder: Path, table: Path) -> Iterator[tuple[str, Path, Truth]]:
    """The rows whose label is a photograph or a generated picture; other labels are left out and counted."""
    from forensics.pixels.trial import Truth

    known = dict.fromkeys(PHOTO, Truth.PHOTO) | dict.fromkeys(GENERATED, Truth.GENERATED)
    rows = _rows(table)
    others = 0
    for name, label in rows:
        truth = known.get(label.strip().casefold())
        if truth is None:
            others += 1
        else:
            yield name, _inside(folder, name, table), truth
    if others == len(rows):
        raise UnreadableInput("truth_invalid", path=str(table))
    if others:
        say("audit_detector", "left_out", n=others)


def _rows(table: Path) -> list[tuple[str, str]]:
    """File and label of each line, whatever the separator; the first line names the columns."""
    lines = _text(table).splitlines()
    separator = max(";,\t", key=lambda mark: lines[0].count(mark)) if lines else ","
    import csv

    reader = csv.reader(lines, delimiter=separator)
    head = [cell.strip().casefold() for cell in next(reader, [])]
    file = next((head.index(name) for name in FILE_COLUMNS if name in head), None)
    label = next((head.index(name) for name in TRUTH_COLUMNS if name in head), None)
    if file is None or label is None:
        raise UnreadableInput("truth_invalid", path=str(table))
    return [(row[file], row[label]) for row in reader if len(row) > max(file, label) and row[file].strip()]


def _text(table: Path) -> str:
    from forensics.text import clean_name

    try:
        if table.stat().st_size > LARGEST_TABLE:
            raise UnreadableInput("truth_invalid", path=clean_name(str(table)))
        data = table.read_bytes()
    except OSError as fault:
        raise UnreadableInput("not_found", path=clean_name(str(table))) from fault
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _inside(folder: Path, name: str, table: Path) -> Path:
    """The picture's path, which a table may not place outside the folder."""
    path = folder / name.strip()
    if not path.resolve().is_relative_to(folder.resolve()):
        raise UnreadableInput("truth_invalid", path=str(table))
    return path


def _print_json(tallies: Mapping[Truth, Tally]) -> None:
    import json

    def plain(tally: Tally) -> dict[str, Any]:
        return {"measured": tally.measured, "standing_out": tally.standing_out, "refused": dict(tally.refused)}

    kinds = {truth.value: plain(tally) for truth, tally in tallies.items()}
    print(json.dumps({"schema": "forensics.audit/1", **kinds}, ensure_ascii=False, indent=2))


def _show(tallies: Mapping[Truth, Tally], verbose: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from forensics.render.prose import Prose

    told = words().table("audit_detector")
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_row(Text(told["measure"], style="bold"), *(Text(told[truth], style="bold") for truth in tallies))
    for name in next(iter(tallies.values())).standing_out:
        title = words().text("findings", f"generated.{name}", "title")
        table.add_row(Prose(title), *(_counted(tally.standing_out[name], tally) for tally in tallies.values()))
    console().print(Prose(told["says"]), Text(""), table, Text(""), sep="\n")
    for truth, tally in tallies.items():
        for reason, number in sorted(tally.refused.items()):
            why = words().text("not_applicable", reason, "title")
            tell(words().text("audit_detector", "refused", kind=told[truth], why=why, n=number))
    if verbose:
        _name_false_alarms(next(iter(tallies.values())).standing_out)
    print()
    tell(told["question"])


def _counted(standing_out: Sequence[str], tally: Tally) -> Any:
    from rich.text import Text

    return Text(words().text("audit_detector", "of", m=len(standing_out), n=tally.measured))


def _name_false_alarms(standing_out: Mapping[str, Sequence[str]]) -> None:
    """The photographs that stand out, by measurement: the class looks for what they have in common."""
    from forensics.text import clean_name

    for name, files in standing_out.items():
        if files:
            title = words().text("findings", f"generated.{name}", "title")
            tell(f"{title}{words().text('format', 'colon')} {', '.join(map(clean_name, files))}")
