"""``forensics match``: reverse search alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics import settings
from forensics.cli._output import console, say, sentence, tell_fault
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, ForensicsError, UnreadableInput, UsageError

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.model import Match, Report
    from forensics.render.matches import Answer
    from forensics.sheet.worksheet import SheetPicture


def match(
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    corpus: str = typer.Option(None, "--corpus", metavar="corpus", help="corpus"),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
    output: Path = typer.Option(None, "--output", "-o", metavar="page", help="contact_sheet"),
    force: bool = typer.Option(False, "--force", help="force"),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="verbose"),
    recursive: bool = typer.Option(False, "--recursive", "-r", help="recursive"),
) -> int:
    from forensics.corpus import open_corpus

    name = corpus or settings.get("corpus")
    if name is None:
        raise UsageError("missing_argument", argument="--corpus", command="match")
    opened = open_corpus(name, words().language)
    if output is not None and output.exists() and not force:
        raise CannotWrite("exists", path=str(output))
    reports: list[Report] = []
    faults: list[UnreadableInput] = []
    for result in _searched(_listed(images, recursive), opened, output is not None):
        if isinstance(result, UnreadableInput):
            faults.append(result)
            tell_fault(result)
            continue
        reports.append(result)
        if not as_json:
            _show(result, opened, verbose)
    if as_json:
        _print_json(reports, faults)
    if output is not None:
        _write_sheet(output, reports, opened)
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


def _searched(paths: Iterator[Path], corpus: Corpus, figures: bool) -> Iterator[Report | UnreadableInput]:
    from forensics.analyses import Context
    from forensics.pipeline import examine

    context = Context(corpus=corpus, figures=figures)
    for path in paths:
        try:
            yield examine(path, context, only=("match",))
        except UnreadableInput as fault:
            yield fault


def _answer(report: Report, corpus: Corpus) -> Answer:
    from forensics.render.matches import answer

    return answer(report, [corpus.notices.find(id=match.id) for match in report.matches], words())


def _show(report: Report, corpus: Corpus, verbose: bool) -> None:
    from forensics.render.matches import show

    show(_answer(report, corpus), words(), console(), verbose)


def _write_sheet(path: Path, reports: Sequence[Report], corpus: Corpus) -> None:
    from forensics.files import write_whole
    from forensics.render.matches import contact_sheet

    title = corpus.title(words().language)
    pictured = [_pictured(_answer(report, corpus), corpus) for report in reports]
    write_whole(path, contact_sheet(pictured, title, words()).encode("utf-8"))
    say("progress", "writing", path=str(path))


def _pictured(answer: Answer, corpus: Corpus) -> Answer:
    """The answer with its pictures, made anew and small."""
    query = _thumbnail(Path(answer.report.image.path), words().text("matches", "query"))
    found = tuple(replace(one, picture=_of(one.match, corpus)) for one in answer.found)
    return replace(answer, picture=query, found=found)


def _of(match: Match, corpus: Corpus) -> SheetPicture | None:
    from forensics.corpus.record import said

    record = corpus.notices.find(id=match.id)
    try:
        path = corpus.path_of(record) if record is not None else corpus.folder / match.id
    except ForensicsError:
        return None
    alt = said(record.description_alt, words().language) if record is not None else ""
    return _thumbnail(path, alt or match.id)


def _thumbnail(path: Path, alt: str) -> SheetPicture | None:
    from forensics.picture import Picture
    from forensics.sheet.pictures import THUMBNAIL_SIDE, sheet_picture

    try:
        return sheet_picture(Picture.read(path), alt, "", THUMBNAIL_SIDE)
    except ForensicsError:
        return None


def _print_json(reports: list[Report], faults: list[UnreadableInput]) -> None:
    from forensics.render.json import dumps, envelope

    errors = [
        {"path": str(fault.values.get("path", "")), "code": fault.code, "message": sentence(fault)} for fault in faults
    ]
    print(dumps(envelope(reports, errors)))
