"""``forensics exercise``: a class set from a corpus: propose it, check that it teaches no false rule, make it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say
from forensics.cli._typer import Command, Verb, group
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, UsageError

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.record import Record
    from forensics.render.class_set import Subject
    from forensics.sheet.exercise import Exercise

_HELP = {"help_option_names": ["-h", "--help"]}
exercise = group()


@exercise.command("new", cls=Command, context_settings=_HELP)
def new(
    file: Path = typer.Argument(..., metavar="file", help="exercise", show_default=False),
    corpus: str = typer.Option("demo", "--corpus", metavar="corpus", help="corpus"),
    seed: int = typer.Option(1, "--seed", metavar="number", help="seed"),
    force: bool = typer.Option(False, "--force", help="force"),
) -> None:
    from forensics.corpus import open_corpus
    from forensics.files import write_whole
    from forensics.sheet.exercise import Exercise, as_toml, propose

    if file.exists() and not force:
        raise CannotWrite("exists", path=str(file))
    chosen = propose(open_corpus(corpus, words().language).records(), seed)
    if not chosen:
        raise UsageError("no_pictures", path=corpus)
    reasons = {code: words().text("exercise", "slots", slot) for code, slot in chosen}
    title = words().text("exercise", "title", count=len(chosen))
    made = Exercise(title, corpus, tuple(code for code, _ in chosen), seed=seed, reasons=reasons)
    write_whole(file, as_toml(made, words()).encode())
    for code, why in reasons.items():
        print(f"{code}  {why}")
    say("exercise", "chosen", count=len(chosen), file=file.name)


@exercise.command("audit", cls=Command, context_settings=_HELP)
def audit(file: Path = typer.Argument(..., metavar="file", help="exercise", show_default=False)) -> None:
    from forensics.picture import Picture
    from forensics.sheet.balance import facts_of, warnings

    read, corpus = _opened(file)
    records = list(_allowed(read, corpus))
    facts = [facts_of(Picture.read(corpus.path_of(record)), record) for record in records]
    found = [words().text("exercise", "warnings", code, **values) for code, values in warnings(facts)]
    for line in found or [words().text("exercise", "balanced")]:
        print(line)


@exercise.command("build", cls=Command, context_settings=_HELP)
def build(
    file: Path = typer.Argument(..., metavar="file", help="exercise", show_default=False),
    output: Path = typer.Option(Path("exercise"), "--output", "-o", metavar="folder", help="output"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    from forensics.render.exercise import build as write

    read, corpus = _opened(file)
    records = list(_allowed(read, corpus))
    if not records:
        raise UsageError("no_pictures", path=str(file))
    built = write(read, list(_subjects(records, corpus)), output, words())
    for path in (*built.files, built.archive):
        print(path)
    for path in built.too_long:
        say("sheet", "too_long", quiet=quiet, file=path.name)
    say("exercise", "made", quiet=quiet, folder=str(output), file=built.archive.name)
    return ExitCode.DONE if len(records) == len(read.pictures) else ExitCode.PARTIAL


VERB = Verb("exercise", exercise, "class")


def _opened(file: Path) -> tuple[Exercise, Corpus]:
    from forensics.corpus import open_corpus
    from forensics.sheet.exercise import read

    exercise = read(file)
    return exercise, open_corpus(exercise.corpus, words().language)


def _allowed(exercise: Exercise, corpus: Corpus) -> Iterator[Record]:
    """The records of the exercise that its audience may see; the others are told on stderr."""
    from forensics.corpus.rights import TARGETS, obstacles

    by_code = {record.id: record for record in corpus.records()}
    target = TARGETS[[*map(str, TARGETS)].index(exercise.target)]
    for code in exercise.pictures:
        record = by_code.get(code)
        if record is None:
            raise UsageError("unknown_record", corpus=exercise.corpus, id=code)
        why = obstacles(record, target)
        if why:
            said = " ".join(words().text("rights", one) for one in why)
            print(words().text("exercise", "blocked", code=code, why=said), file=sys.stderr)
        else:
            yield record


def _subjects(records: list[Record], corpus: Corpus) -> Iterator[Subject]:
    from forensics.analyses import Context
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture
    from forensics.render.class_set import Subject

    context = Context(corpus=corpus, figures=True)
    for record in records:
        picture = Picture.read(corpus.path_of(record))
        yield Subject(record.id, picture, examine_picture(picture, context), record)
        picture.free()
