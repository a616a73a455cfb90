"""``forensics match``: reverse search alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._typer import Verb, sentence
from forensics.cli._words import words
from forensics.errors import ExitCode, UnreadableInput, UsageError

if TYPE_CHECKING:
    from forensics.model import Report


def match(
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    corpus: str = typer.Option(..., "--corpus", metavar="corpus", help="corpus", show_default=False),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="verbose"),
    recursive: bool = typer.Option(False, "--recursive", "-r", help="recursive"),
) -> int:
    from forensics.corpus import open_corpus

    opened = open_corpus(corpus, words().language)
    reports: list[Report] = []
    faults: list[UnreadableInput] = []
    for result in _searched(_listed(images, recursive), opened):
        if isinstance(result, UnreadableInput):
            faults.append(result)
            print(f"forensics : {sentence(result)}", file=sys.stderr)
            continue
        reports.append(result)
        if not as_json:
            _show(result, verbose)
    if as_json:
        _print_json(reports, faults)
    if not reports and not faults:
        raise UsageError("no_pictures", path=str(images[0]))
    return ExitCode.DONE if not faults else ExitCode.PARTIAL if reports else ExitCode.UNREADABLE


VERB = Verb("match", match)


def _listed(paths: list[Path], recursive: bool) -> Iterator[Path]:
    from forensics.files import pictures_in

    for path in paths:
        if recursive and path.is_dir():
            yield from pictures_in(path)
        else:
            yield path


def _searched(paths: Iterator[Path], corpus: object) -> Iterator[Report | UnreadableInput]:
    from forensics.analyses import Context
    from forensics.pipeline import examine

    context = Context(corpus=corpus)  # type: ignore[arg-type]
    for path in paths:
        try:
            yield examine(path, context, only=("match",))
        except UnreadableInput as fault:
            yield fault


def _show(report: Report, verbose: bool) -> None:
    from rich.console import Console

    from forensics.render.terminal import show

    show(report, words(), Console(highlight=False), verbose)


def _print_json(reports: list[Report], faults: list[UnreadableInput]) -> None:
    from forensics.render.json import dumps, envelope

    errors = [
        {"path": str(fault.values.get("path", "")), "code": fault.code, "message": sentence(fault)} for fault in faults
    ]
    print(dumps(envelope(reports, errors)))
