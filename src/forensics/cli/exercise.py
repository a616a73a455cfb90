"""``forensics exercise``: a class set from a corpus: propose it, check that it teaches no false rule, make it, count what comes back."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say
from forensics.cli._typer import Command, Verb, group, sentence
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, UnreadableInput, UsageError

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


@exercise.command("collect", cls=Command, context_settings=_HELP)
def collect(
    folder: Path = typer.Argument(..., metavar="folder", help="answers", show_default=False),
    output: Path = typer.Option(Path(), "--output", "-o", metavar="folder", help="output"),
    texts: bool = typer.Option(False, "--texts", help="texts"),
) -> int:
    from forensics.files import write_whole
    from forensics.render.results import results_page, results_table
    from forensics.sheet.answers import collect as read_all

    if not folder.is_dir():
        raise UnreadableInput("not_found", path=str(folder))
    collected = read_all(sorted(path for path in folder.glob("*.json") if path.is_file() and not path.is_symlink()))
    if not collected.files and not collected.faults:
        raise UsageError("no_answers", path=str(folder))
    named = [UnreadableInput("name_in_answers", path=name) for name in collected.named]
    faults = [sentence(fault) for fault in (*collected.faults, *named)]
    for line in faults:
        print(f"forensics : {line}", file=sys.stderr)
    stem = output / words().text("results", "file")
    page = results_page(collected, faults, words(), texts)
    print(write_whole(stem.with_suffix(".html"), page.encode()))
    print(write_whole(stem.with_suffix(".csv"), results_table(collected.tallies()).encode("utf-8-sig")))
    return ExitCode.PARTIAL if collected.faults else ExitCode.DONE


VERB = Verb("exercise", exercise)


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
