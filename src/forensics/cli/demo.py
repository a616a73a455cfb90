"""``forensics demo``: the whole job on the shipped corpus: index, checks, class set, key, report of the folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say, tell
from forensics.cli._typer import Verb
from forensics.cli._words import words

if TYPE_CHECKING:
    from forensics.batch import Outcome
    from forensics.corpus import Corpus
    from forensics.corpus.record import Record
    from forensics.render.class_set import Subject, Written


def demo(
    output: Path = typer.Option(Path("forensics-demo"), "--output", "-o", metavar="folder", help="output"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> None:
    from forensics.corpus import open_corpus

    corpus = open_corpus("demo", words().language)
    say("demo", "indexing", quiet=quiet, count=sum(1 for _ in corpus.index.entries()))
    pictures = _pictures(corpus, output / words().text("demo", "pictures"))
    say("demo", "composing", quiet=quiet)
    sheets = _class_set(corpus, pictures, output)
    say("demo", "reporting", quiet=quiet)
    report = _report(output)
    _tell(sheets, report, output)


VERB = Verb("demo", demo)


def _pictures(corpus: Corpus, folder: Path) -> dict[str, Path]:
    """A copy of every picture under its neutral code: what a class may be shown, and what the report is on."""
    from forensics.files import write_whole

    copies = {}
    for record in corpus.records():
        original = corpus.path_of(record)
        copies[record.id] = write_whole(folder / f"{record.id}{original.suffix}", original.read_bytes())
    return copies


def _class_set(corpus: Corpus, pictures: dict[str, Path], output: Path) -> Written:
    from forensics.render.class_set import write_class_set

    subjects = list(_subjects(corpus, pictures))
    return write_class_set(subjects, output / words().text("demo", "sheets"), words().language)


def _subjects(corpus: Corpus, pictures: dict[str, Path]) -> Iterator[Subject]:
    from forensics.analyses import Context
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture
    from forensics.render.class_set import Subject
    from forensics.sheet.clues import ANALYSES

    context = Context(corpus=corpus, figures=True)
    for record in _lot(corpus):
        picture = Picture.read(pictures[record.id])
        yield Subject(record.id, picture, examine_picture(picture, context, ANALYSES), record)
        picture.free()


def _lot(corpus: Corpus) -> list[Record]:
    """The pictures of the class set, as ``lot`` of ``corpus.toml`` lists them."""
    by_code = {record.id: record for record in corpus.records()}
    return [by_code[code] for code in corpus.notices.corpus["lot"]]


def _report(output: Path) -> Outcome:
    from forensics.batch import Job, run_batch

    folder = output / words().text("demo", "report")
    shutil.rmtree(folder, ignore_errors=True)
    return run_batch(
        Job(output / words().text("demo", "pictures"), corpus="demo", language=words().language),
        folder,
        words(),
        jobs=2,
    )


def _tell(sheets: Written, report: Outcome, output: Path) -> None:
    from forensics.text import clean_name

    first = next(path for path in sheets.pupils if path.suffix == ".html")
    lines = {"pupils": sheets.pupils, "group": sheets.group, "teacher": sheets.teacher, "index": (report.index,)}
    tell(words().text("demo", "made", folder=clean_name(str(output))))
    for name, paths in lines.items():
        shown = ", ".join(clean_name(str(path.relative_to(output))) for path in paths[:2])
        tell("  " + words().text("demo", name, count=len(paths), files=shown))
    tell(words().text("demo", "open_first", file=clean_name(str(first))))
