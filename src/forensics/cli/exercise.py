"""``forensics exercise``: from a corpus to a class set, its balance, its files, its results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from forensics.cli._output import say, sentence, tell, tell_fault
from forensics.cli._typer import Command, Verb, group
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, ForensicsError, UnreadableInput, UsageError

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.record import Record
    from forensics.corpus.rights import Target
    from forensics.sheet.balance import Proposal, Remark, Traits
    from forensics.sheet.exercise import Exercise

F = TypeVar("F", bound=Callable[..., Any])
EXERCISE = group()
_FILE = typer.Argument(..., metavar="file", help="exercise", show_default=False)
_QUIET = typer.Option(False, "--quiet", "-q", help="quiet")


def verb(name: str) -> Callable[[F], F]:
    """Register a function of this file as a verb of the group."""
    return EXERCISE.command(name, cls=Command, context_settings={"help_option_names": ["-h", "--help"]})


@verb("new")
def new(
    file: Path = _FILE,
    corpus: str = typer.Option("demo", "--corpus", metavar="corpus", help="exercise_corpus"),
    target: str = typer.Option("classe", "--for", metavar="target", help="target"),
    force: bool = typer.Option(False, "--force", "-f", help="force"),
    quiet: bool = _QUIET,
) -> int:
    from forensics.files import write_whole
    from forensics.sheet.balance import PLACES, SIZE

    if file.exists() and not force:
        raise CannotWrite("exists", path=str(file))
    opened = _opened(corpus)
    proposal = _proposal(opened, _target(target), quiet)
    if not proposal.chosen:
        raise UsageError("no_fitting_pictures", corpus=opened.name)
    write_whole(file, _text_of(proposal, opened, corpus, file, _target(target)).encode())
    tell(words().text("exercise", "proposed", count=len(proposal.chosen)))
    for traits, place in proposal.chosen:
        tell("  " + words().text("exercise", "row", id=traits.id, why=words().text("balance", "places", place)))
    if len(proposal.chosen) < SIZE:
        filled = {place for _, place in proposal.chosen}
        lacking = [words().text("balance", "places", place.name) for place in PLACES if place.name not in filled]
        tell(words().text("exercise", "short", size=SIZE, places=" · ".join(lacking)))
    _print_remarks(_remarks_on(proposal.traits(), _target(target)))
    say("exercise", "written", quiet=quiet, path=str(file))
    return ExitCode.DONE


@verb("audit")
def audit(
    file: Path = _FILE, as_json: bool = typer.Option(False, "--json", "-j", help="json"), quiet: bool = _QUIET
) -> int:
    exercise, opened = _read(file)
    records = _records(exercise, opened)
    found = _remarks_on(_traits(opened, records, quiet).values(), _target(exercise.public))
    if as_json:
        from forensics.render.json import dumps, plain

        print(dumps(plain(found)))
    else:
        _print_remarks(found)
    return ExitCode.DONE


@verb("build")
def build(
    file: Path = _FILE,
    output: Path = typer.Option(..., "--output", "-o", metavar="folder", help="output", show_default=False),
    quiet: bool = _QUIET,
) -> int:
    from forensics.render.exercise import build as built

    exercise, opened = _read(file)
    asked = _records(exercise, opened)
    records = [record for record in asked if _may_go(record, _target(exercise.public))]
    if not records:
        raise UsageError("no_fitting_pictures", corpus=opened.name)
    done = built(exercise, records, opened, output, file.stem, _progress(quiet))
    for path in done.too_long:
        say("sheet", "too_long", quiet=quiet, file=path.name)
    tell(words().text("exercise", "made", folder=str(output), count=len(done.files)))
    tell(words().text("exercise", "parcel", file=str(done.parcel)))
    for fault in done.faults:
        tell_fault(fault)
    return ExitCode.PARTIAL if done.faults or len(records) < len(asked) else ExitCode.DONE


@verb("collect")
def collect(
    folder: Path = typer.Argument(..., metavar="folder", help="answers", show_default=False),
    output: Path = typer.Option(Path(), "--output", "-o", metavar="folder", help="output"),
    exercise: Path = typer.Option(None, "--exercise", metavar="file", help="exercise", show_default=False),
    texts: bool = typer.Option(False, "--texts", help="texts"),
) -> int:
    from forensics.files import write_whole
    from forensics.render.results import results_page, results_table
    from forensics.sheet.answers import collect as read_all

    if not folder.is_dir():
        raise UnreadableInput("not_found", path=str(folder))
    collected = read_all(sorted(path for path in folder.glob("*.json") if path.is_file() and not path.is_symlink()))
    if exercise is not None:
        collected = collected.renamed(_codes_of(exercise))
    if not collected.files and not collected.faults:
        raise UsageError("no_answers", path=str(folder))
    named = [UnreadableInput("name_in_answers", path=name) for name in collected.named]
    faults = (*collected.faults, *named)
    for fault in faults:
        tell_fault(fault)
    stem = output / words().text("results", "file")
    page = results_page(collected, [sentence(fault) for fault in faults], words(), texts)
    print(write_whole(stem.with_suffix(".html"), page.encode()))
    print(write_whole(stem.with_suffix(".csv"), results_table(collected.tallies(), words()).encode("utf-8-sig")))
    return ExitCode.PARTIAL if collected.faults else ExitCode.DONE


VERB = Verb("exercise", EXERCISE)


def _opened(name: str) -> Corpus:
    from forensics.corpus import open_corpus

    return open_corpus(name, words().language)


def _read(file: Path) -> tuple[Exercise, Corpus]:
    """The exercise and its corpus: named, or a path from where the file lies."""
    from forensics.sheet.exercise import read_exercise

    exercise = read_exercise(file, words())
    beside = file.parent / exercise.corpus
    return exercise, _opened(str(beside) if (beside / "corpus.toml").is_file() else exercise.corpus)


def _records(exercise: Exercise, corpus: Corpus) -> list[Record]:
    records = []
    for code in exercise.codes():
        record = corpus.notices.find(id=code)
        if record is None:
            raise UsageError("unknown_record", id=code, corpus=corpus.name)
        records.append(record)
    return records


def _codes_of(file: Path) -> dict[str, str]:
    """The codes that pupils of each variant read, with those of the corpus: A3 and B7 may be one picture."""
    from forensics.render.exercise import arranged

    exercise, corpus = _read(file)
    allowed = [record.id for record in _records(exercise, corpus) if _may_go(record, _target(exercise.public))]
    return {code: name for order in arranged(exercise, allowed).values() for name, code in order.items()}


def _target(name: str) -> Target:
    from forensics.corpus.rights import TARGETS

    found = next((one for one in TARGETS if one.lower() == name.lower()), None)
    if found is None:
        raise UsageError("bad_choice", option="--for", value=name, choices=", ".join(TARGETS))
    return found


def _may_go(record: Record, target: Target) -> bool:
    from forensics.corpus.rights import obstacles

    why = obstacles(record, target)
    if why:
        say("exercise", "kept_back", id=record.id, reasons=" ".join(words().text("rights", code) for code in why))
    return not why


def _proposal(corpus: Corpus, target: Target, quiet: bool) -> Proposal:
    from forensics.sheet.balance import candidates, propose

    places = candidates(corpus.records(), target)
    wanted = {record.id: record for records in places.values() for record in records}
    return propose(_traits(corpus, list(wanted.values()), quiet), places)


def _traits(corpus: Corpus, records: Sequence[Record], quiet: bool) -> dict[str, Traits]:
    """What pupils could read off each picture; one that cannot be read is told and left out."""
    from forensics.analyses import Context
    from forensics.pipeline import examine
    from forensics.sheet.balance import ANALYSES, traits_of

    found = {}
    for record in records:
        try:
            found[record.id] = traits_of(record, examine(corpus.path_of(record), Context(), ANALYSES))
        except ForensicsError as fault:
            if not quiet:
                tell_fault(fault)
    return found


def _text_of(proposal: Proposal, corpus: Corpus, name: str, file: Path, target: Target) -> str:
    """The exercise as TOML, with a word on what may be changed."""
    import os

    from forensics.sheet.exercise import Chosen, Exercise, written
    from forensics.sheet.frames import frames

    said = words()
    known = Path(name)
    named = os.path.relpath(known, file.parent) if (known / "corpus.toml").is_file() else name
    chosen = tuple(Chosen(traits.id, said.text("balance", "places", place)) for traits, place in proposal.chosen)
    exercise = Exercise(
        titre=said.text("exercise", "title", count=len(chosen)),
        corpus=named.replace(os.sep, "/"),
        images=chosen,
        langue=said.language,
        public=target,
        crcn=frames().footer,
        emi=tuple(frames().emi)[1:3],
        graine=1,
    )
    comments = {key: said.text("exercise", key) for key in ("versions", "formats", "public", "variantes", "crcn")}
    return written(exercise, {"": said.text("exercise", "head"), **comments})


def _remarks_on(traits: Iterable[Traits], target: Target) -> tuple[Remark, ...]:
    from forensics.sheet.balance import remarks

    return remarks(list(traits), target)


def _print_remarks(found: Iterable[Remark]) -> None:
    lines = [_sentence_of(remark) for remark in found]
    for line in lines or [words().text("exercise", "fine")]:
        tell(line)


def _sentence_of(remark: Remark) -> str:
    text, values = words().text, dict(remark.values)
    if remark.code == "rule":
        values["trait"] = text("balance", "traits", values["trait"], format=values["format"])
        values["group"] = text("balance", "groups", values["group"])
    if remark.code == "lacks":
        values["place"] = text("balance", "places", values["place"])
    if remark.code == "blocked":
        values["reason"] = text("rights", values["obstacle"])
    return text("balance", "remarks", remark.code, ids=", ".join(remark.ids), **values)


def _progress(quiet: bool) -> Callable[[int, int], None]:
    def tell(done: int, total: int) -> None:
        say("exercise", "step", quiet=quiet, done=done, total=total)

    return tell
