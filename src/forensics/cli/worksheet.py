"""``forensics worksheet``: the pupil's sheet on one picture or a few, and with ``--key`` the teacher's, apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from forensics.corpus.record import Record
    from forensics.render.class_set import Subject

FORMATS = ("html", "pdf", "odt", "docx")
LEVELS = ("guided", "standard", "expert")


def worksheet(
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    output: Path = typer.Option(Path(), "--output", "-o", metavar="folder", help="output"),
    formats: str = typer.Option("html,pdf", "--format", metavar="formats", help="format"),
    levels: str = typer.Option("standard", "--level", metavar="levels", help="level"),
    dys: bool = typer.Option(False, "--dys", help="dys"),
    key: bool = typer.Option(False, "--key", help="key"),
    corpus: str = typer.Option(None, "--corpus", metavar="corpus", help="corpus"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    kinds = _among(formats, "--format", FORMATS)
    wanted = _among(levels, "--level", LEVELS)
    subjects = list(_subjects(images, corpus))
    for level in wanted:
        folder = output if len(wanted) == 1 else output / words().text("sheet", f"level_{level}")
        _write_sheets(subjects, folder, kinds, level, dys, quiet)
    if key:
        _write_keys(subjects, output, kinds)
    return ExitCode.DONE


VERB = Verb("worksheet", worksheet)


def _among(listed: str, option: str, known: Sequence[str]) -> tuple[str, ...]:
    asked = tuple(name.strip() for name in listed.split(",") if name.strip())
    for name in asked or ("",):
        if name not in known:
            raise UsageError("bad_choice", option=option, value=name, choices=", ".join(known))
    return asked


def _subjects(images: Iterable[Path], name: str | None) -> Iterator[Subject]:
    """The pictures with their reports and, where the corpus knows them, their records."""
    from forensics.analyses import Context
    from forensics.corpus import open_corpus
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture
    from forensics.render.class_set import Subject
    from forensics.sheet.clues import ANALYSES

    corpus = open_corpus(name, words().language) if name else None
    context = Context(corpus=corpus, figures=True)
    pictures = [Picture.read(path) for path in images]
    records = [corpus.record_of(picture.sha256) if corpus else None for picture in pictures]
    for picture, record, code in zip(pictures, records, _codes(records), strict=True):
        yield Subject(code, picture, examine_picture(picture, context, ANALYSES), record)
        picture.free()


def _codes(records: Sequence[Record | None]) -> Iterator[str]:
    """The code of each record; pictures without one get the numbers that are left. File names say nothing else."""
    taken = {record.id for record in records if record}
    free = (code for number in count(1) if (code := f"IMG-{number:03}") not in taken)
    for record in records:
        yield record.id if record else next(free)


def _write_sheets(
    subjects: Sequence[Subject], folder: Path, formats: Sequence[str], level: str, dys: bool, quiet: bool
) -> None:
    from forensics.render.class_set import write_sheets
    from forensics.sheet.compose import compose
    from forensics.sheet.worksheet import Level

    sheets = [compose(one.picture, one.report, one.record, words(), one.code, Level(level), dys) for one in subjects]
    written, too_long = write_sheets(sheets, folder, words(), formats)
    for path in written:
        print(path)
    for path in too_long:
        say("sheet", "too_long", quiet=quiet, file=path.name)


def _write_keys(subjects: Sequence[Subject], folder: Path, formats: Sequence[str]) -> None:
    from forensics.render.class_set import write_key
    from forensics.sheet.key import key_of

    for one in subjects:
        key = key_of(one.picture, one.report, one.record, words(), one.code)
        for path in write_key([key], folder / one.code, words(), formats):
            print(path)
