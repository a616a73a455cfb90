"""``forensics check``: what one picture, or a few, let us observe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics import settings
from forensics.cli._output import console, sentence, tell_fault
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, ForensicsError, UnreadableInput, UsageError
from forensics.text import clean_name

if TYPE_CHECKING:
    from forensics.analyses import Context
    from forensics.corpus import Corpus
    from forensics.model import Report
    from forensics.picture import Limits, Picture


def check(
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="verbose"),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
    maps: Path = typer.Option(None, "--maps", metavar="folder", help="maps"),
    corpus: str = typer.Option(None, "--corpus", metavar="corpus", help="corpus"),
    recursive: bool = typer.Option(False, "--recursive", "-r", help="recursive"),
    depth: str = typer.Option("full", "--depth", metavar="depth", help="depth"),
    only: str = typer.Option("", "--only", metavar="tests", help="only"),
    fail_on: str = typer.Option("", "--fail-on", metavar="code", help="fail_on"),
    show_personal: bool = typer.Option(False, "--show-personal", help="show_personal"),
    max_pixels: int = typer.Option(50_000_000, "--max-pixels", metavar="number", help="max_pixels"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    from forensics.picture import Limits

    context = _context(corpus or settings.get("corpus"), depth, maps is not None, show_personal)
    results = _examined(_listed(images, recursive), context, _names(only), Limits(max_pixels=max_pixels))
    reports, faults = _printed(results, as_json, verbose, quiet, maps, show_personal)
    return _exit_code(reports, faults, set(_names(fail_on)))


VERB = Verb("check", check)


def _context(corpus: str | None, depth: str, figures: bool, show_personal: bool) -> Context:
    from forensics.analyses import Context, Depth

    if depth not in ("quick", "full"):
        raise UsageError("bad_choice", option="--depth", value=depth, choices="quick, full")
    looking: Depth = "quick" if depth == "quick" else "full"
    return Context(corpus=_opened(corpus), depth=looking, figures=figures, show_personal=show_personal)


def _opened(corpus: str | None) -> Corpus | None:
    if corpus is None:
        return None
    from forensics.corpus import open_corpus

    return open_corpus(corpus, words().language)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _listed(paths: Iterable[Path], recursive: bool) -> Iterator[Path]:
    from forensics.files import pictures_in

    for path in paths:
        if recursive and path.is_dir():
            yield from pictures_in(path)
        else:
            yield path


def _examined(
    paths: Iterable[Path], context: Context, only: tuple[str, ...], limits: Limits
) -> Iterator[tuple[Report, Picture] | UnreadableInput]:
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture

    for path in paths:
        try:
            picture = Picture.read(path, limits)
            yield examine_picture(picture, context, only), picture
        except UnreadableInput as fault:
            yield fault


def _printed(
    results: Iterable[tuple[Report, Picture] | UnreadableInput],
    as_json: bool,
    verbose: bool,
    quiet: bool,
    maps: Path | None,
    show_personal: bool,
) -> tuple[list[Report], list[UnreadableInput]]:
    reports: list[Report] = []
    faults: list[UnreadableInput] = []
    stems: set[str] = set()
    for result in results:
        if isinstance(result, UnreadableInput):
            faults.append(result)
            tell_fault(result)
            continue
        report, picture = result
        reports.append(report)
        if maps is not None:
            _write_maps(report, picture, maps, _own_stem(picture, stems))
        if not as_json and not quiet:
            _show(report, picture, verbose, show_personal)
    if as_json:
        _print_json(reports, faults)
    if not reports and not faults:
        raise UsageError("no_pictures", path=".")
    return reports, faults


def _show(report: Report, picture: Picture, verbose: bool, show_personal: bool) -> None:
    from forensics import metadata
    from forensics.render import fields as all_fields
    from forensics.render.terminal import show

    shown = console()
    show(report, words(), shown, verbose)
    if verbose:
        all_fields.show(metadata.read(picture), words(), shown, show_personal)


def _print_json(reports: list[Report], faults: list[UnreadableInput]) -> None:
    from forensics.render.json import dumps, envelope

    errors = [
        {"path": str(fault.values.get("path", "")), "code": fault.code, "message": sentence(fault)} for fault in faults
    ]
    print(dumps(envelope(reports, errors)))


def _own_stem(picture: Picture, taken: set[str]) -> str:
    """The name of the picture's maps: its own, numbered where another picture of this run bears it already."""
    stem = clean_name(picture.path.stem) or "image"
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number})"
    taken.add(candidate)
    return candidate


def _write_maps(report: Report, picture: Picture, folder: Path, stem: str) -> None:
    from forensics.files import write_whole
    from forensics.render.maps import maps_page

    for evidence in report.evidence:
        for figure in evidence.figures:
            target = folder / f"{stem}.{figure.name}.png"
            if target.exists() and target.samefile(picture.path):
                raise CannotWrite("same_file", path=str(target))
            write_whole(target, figure.png)
    page = maps_page(report, picture, words())
    if page is not None:
        write_whole(folder / f"{stem}.{words().text('maps', 'file')}.html", page.encode())


def _exit_code(reports: list[Report], faults: Sequence[ForensicsError], fail_on: set[str]) -> int:
    if faults:
        return ExitCode.PARTIAL if reports else ExitCode.UNREADABLE
    seen = {finding.code for report in reports for finding in report.findings()}
    return ExitCode.UNEXPECTED if fail_on & seen else ExitCode.DONE
