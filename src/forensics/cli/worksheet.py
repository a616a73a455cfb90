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
from forensics.errors import CannotWrite, ExitCode, UsageError

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.record import Record
    from forensics.picture import Picture
    from forensics.render.class_set import Subject

FORMATS = ("html", "pdf", "odt", "docx")


def worksheet(
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    output: Path = typer.Option(Path(), "--output", "-o", metavar="folder", help="output"),
    formats: str = typer.Option("html,pdf", "--format", metavar="formats", help="format"),
    levels: str = typer.Option("standard", "--level", metavar="levels", help="level"),
    dys: bool = typer.Option(False, "--dys", help="dys"),
    key: bool = typer.Option(False, "--key", help="key"),
    corpus: str = typer.Option(None, "--corpus", metavar="corpus", help="corpus"),
    force: bool = typer.Option(False, "--force", "-f", help="force"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    from forensics.sheet.worksheet import Level

    kinds = _among(formats, "--format", FORMATS)
    wanted = _among(levels, "--level", tuple(Level))
    folders = {one: output if len(wanted) == 1 else output / words().text("sheet", f"level_{one}") for one in wanted}
    opened = _opened(corpus)
    chosen = list(_chosen(images, opened))
    if not force:
        _refuse([code for *_, code in chosen], [*folders.values()], output if key else None, kinds)
    subjects = list(_subjects(chosen, opened))
    for level, folder in folders.items():
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


def _opened(name: str | None) -> Corpus | None:
    from forensics.corpus import open_corpus

    return open_corpus(name, words().language) if name else None


def _chosen(images: Iterable[Path], corpus: Corpus | None) -> Iterator[tuple[Picture, Record | None, str]]:
    """The pictures, their records where the corpus knows them, and the codes that they go by."""
    from forensics.picture import Picture

    pictures = [Picture.read(path) for path in images]
    records = [corpus.record_of(picture.sha256) if corpus else None for picture in pictures]
    yield from zip(pictures, records, _codes(records), strict=True)


def _refuse(codes: Sequence[str], folders: Sequence[Path], keys: Path | None, formats: Sequence[str]) -> None:
    """Nothing is replaced unasked: a teacher may have filled in or changed a sheet, and another picture may have its code."""
    from forensics.text import clean_name

    stems = [folder / code for code in codes for folder in folders]
    stems += [keys / f"{code}{words().text('key', 'file_suffix')}" for code in codes] if keys else []
    for path in (stem.with_name(f"{stem.name}.{kind}") for stem in stems for kind in formats):
        if path.exists():
            raise CannotWrite("exists", path=clean_name(str(path)))


def _subjects(chosen: Iterable[tuple[Picture, Record | None, str]], corpus: Corpus | None) -> Iterator[Subject]:
    """The pictures with their reports."""
    from forensics.analyses import Context
    from forensics.pipeline import examine_picture
    from forensics.render.class_set import Subject
    from forensics.sheet.clues import ANALYSES

    context = Context(corpus=corpus, figures=True)
    for picture, record, code in chosen:
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
