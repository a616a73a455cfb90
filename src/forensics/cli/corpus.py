"""``forensics corpus``: the librarian's collection."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from forensics.cli._output import console, say, tell, tell_fault
from forensics.cli._typer import Command, Verb, group
from forensics.cli._words import words
from forensics.errors import ExitCode, ForensicsError, UsageError

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.audit import Audit
    from forensics.corpus.indexing import Done
    from forensics.corpus.record import Record

F = TypeVar("F", bound=Callable[..., Any])
CORPUS = group()
_CORPUS = typer.Argument(..., metavar="corpus", help="corpus", show_default=False)
_JSON = typer.Option(False, "--json", "-j", help="json")


def verb(name: str) -> Callable[[F], F]:
    """Register a function of this file as a verb of the group."""
    return CORPUS.command(name, cls=Command, context_settings={"help_option_names": ["-h", "--help"]})


@verb("new")
def new(
    folder: Path = typer.Argument(..., metavar="folder", help="corpus_dir", show_default=False),
    title: str = typer.Option("", "--title", metavar="text", help="title"),
) -> int:
    from forensics.corpus.adding import new_corpus

    corpus = new_corpus(folder, title)
    say("corpus", "made", path=str(corpus.folder))
    return ExitCode.DONE


@verb("add")
def add(
    corpus: str = _CORPUS,
    images: list[Path] = typer.Argument(..., metavar="image", help="image", show_default=False),
    recursive: bool = typer.Option(False, "--recursive", "-r", help="recursive"),
) -> int:
    from forensics.corpus.adding import add_pictures
    from forensics.files import pictures_in

    opened = _opened(corpus)
    listed = [one for path in images for one in (pictures_in(path) if recursive and path.is_dir() else [path])]
    added = add_pictures(opened, listed)
    _update(opened)
    for fault in added.refused:
        tell_fault(fault)
    for path in added.there:
        say("corpus", "there", path=str(path))
    say("corpus", "added", count=len(added.records))
    done = bool(added.records or added.there)
    return ExitCode.DONE if not added.refused else ExitCode.PARTIAL if done else ExitCode.UNREADABLE


@verb("import")
def import_(
    corpus: str = _CORPUS,
    table: Path = typer.Argument(..., metavar="table", help="table", show_default=False),
) -> int:
    from forensics.corpus.adding import take_records
    from forensics.corpus.spreadsheet import records_in

    opened = _opened(corpus)
    changed, made = take_records(opened, records_in(table, {record.id: record for record in opened.records()}))
    say("corpus", "imported", changed=changed, made=made)
    return ExitCode.DONE


@verb("export")
def export(
    corpus: str = _CORPUS,
    output: Path = typer.Option(..., "--output", "-o", metavar="table", help="output", show_default=False),
    target: str = typer.Option("", "--for", metavar="target", help="target"),
    force: bool = typer.Option(False, "--force", "-f", help="force"),
) -> int:
    from forensics.corpus.spreadsheet import as_spreadsheet
    from forensics.errors import CannotWrite
    from forensics.files import write_whole

    records = _allowed(_opened(corpus).records(), target)
    data = as_spreadsheet(records, output.suffix.lower())
    if output.exists() and not force:
        raise CannotWrite("exists", path=str(output))
    write_whole(output, data)
    say("corpus", "exported", count=len(records), path=str(output))
    return ExitCode.DONE


@verb("list")
def listing(
    corpus: str = typer.Argument("", metavar="corpus", help="corpus", show_default=False),
    as_json: bool = _JSON,
) -> int:
    if corpus:
        opened = _opened(corpus)
        rows = [(record.id, record.fichier, _said(record.titre_neutre), record.statut) for record in opened.records()]
        _print(rows, ("id", "fichier", "titre_neutre", "statut"), as_json)
        return ExitCode.DONE
    from forensics.corpus.shelf import standing

    found = [(name, _opened(str(folder)).title(words().language), str(folder)) for name, folder in standing().items()]
    _print(found, ("corpus", "titre", "dossier"), as_json)
    return ExitCode.DONE


@verb("show")
def show(
    corpus: str = _CORPUS,
    identifier: str = typer.Argument(..., metavar="id", help="id", show_default=False),
    as_json: bool = _JSON,
) -> int:
    from forensics.corpus.audit import missing_in
    from forensics.render.json import dumps, plain

    opened = _opened(corpus)
    record = opened.notices.find(id=identifier)
    if record is None:
        raise UsageError("unknown_record", id=identifier, corpus=opened.name)
    filled = {key: value for key, value in plain(record).items() if value}
    offered = _offered(opened, record)
    if as_json:
        print(dumps({**filled, "suggestions": plain(offered)}))
        return ExitCode.DONE
    _print([(key, _in_one_line(value)) for key, value in filled.items()], ("", ""), False)
    if missing := missing_in(record):
        say("corpus", "missing", keys=", ".join(missing))
    for one in offered:
        say("corpus", "suggests", key=one.key, value=one.value, field=one.field)
    return ExitCode.DONE


@verb("index")
def index(corpus: str = _CORPUS) -> int:
    opened = _opened(corpus)
    done = _update(opened)
    if done.rebuilt:
        say("corpus", "rebuilt")
    for file in done.gone:
        say("corpus", "gone", path=file)
    for file, code in done.refused.items():
        say("corpus", "refused", path=file, code=code)
    say("corpus", "indexed", count=len(opened.index), read=done.read, unchanged=done.unchanged)
    return ExitCode.DONE


@verb("audit")
def audit(corpus: str = _CORPUS, as_json: bool = _JSON) -> int:
    from forensics.corpus.audit import audit as audited
    from forensics.render.json import dumps, plain

    found = audited(_opened(corpus))
    if as_json:
        print(dumps(plain(found)))
    else:
        for line in _audit_lines(found):
            tell(line)
    return ExitCode.DONE


@verb("prune")
def prune(corpus: str = _CORPUS, yes: bool = typer.Option(False, "--yes", "-y", help="yes")) -> int:
    from forensics.corpus.adding import drop_records, lost_records

    opened = _opened(corpus)
    _update(opened)
    lost = lost_records(opened)
    for record in lost:
        say("corpus", "lost", id=record.id, path=record.fichier)
    if not lost:
        say("progress", "nothing_to_do")
    elif yes or _agreed(len(lost)):
        drop_records(opened, [record.id for record in lost])
        say("corpus", "pruned", count=len(lost))
    return ExitCode.DONE


VERB = Verb("corpus", CORPUS)


def _opened(name: str) -> Corpus:
    from forensics.corpus import open_corpus

    return open_corpus(name, words().language)


def _update(corpus: Corpus) -> Done:
    return corpus.update(
        lambda done, total: say("progress", "indexing", done=done, total=total) if total > 64 else None
    )


def _allowed(records: tuple[Record, ...], target: str) -> tuple[Record, ...]:
    """The records that may go to an audience; why the others may not is told."""
    from forensics.corpus.rights import TARGETS, obstacles

    if not target:
        return records
    wanted = next((one for one in TARGETS if one.lower() == target.lower()), None)
    if wanted is None:
        raise UsageError("bad_choice", option="--for", value=target, choices=", ".join(TARGETS))
    kept = []
    for record in records:
        if why := obstacles(record, wanted):
            reasons = [words().text("rights", code) for code in why]
            say("corpus", "kept_back", id=record.id, reasons=" ".join(reasons))
        else:
            kept.append(record)
    return tuple(kept)


def _offered(corpus: Corpus, record: Record) -> tuple[Any, ...]:
    """What the picture's own metadata offers; nothing when it cannot be read."""
    from forensics.corpus.suggestions import suggestions
    from forensics.picture import Picture

    try:
        return suggestions(Picture.read(corpus.path_of(record)), record)
    except ForensicsError:
        return ()


def _audit_lines(found: Audit) -> Iterable[str]:
    text = words().text
    yield text("corpus", "complete", done=found.complete, total=found.total)
    for key, ids in found.missing.items():
        yield text("corpus", "lacks", key=key, count=len(ids), ids=_few(ids))
    for target, reasons in found.blocked.items():
        for code, ids in reasons.items():
            yield text("corpus", "blocked", target=target, reason=text("rights", code), count=len(ids), ids=_few(ids))
    for identifier in found.lost:
        yield text("corpus", "lost_file", id=identifier)
    for file in found.undescribed:
        yield text("corpus", "undescribed", path=file)
    yield text("corpus", "origins", counts=_counts(found.origins, "origins"))
    yield text("corpus", "worths", counts=_counts(found.worths, "worths"))


def _few(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:8]) + ("…" if len(ids) > 8 else "")


def _counts(counted: Mapping[str, int], kind: str) -> str:
    known = {**words().table("key", kind), "": words().text("format", "unknown")}
    return ", ".join(f"{known.get(name, name)}\u00a0{count}" for name, count in sorted(counted.items())) or "0"


def _agreed(count: int) -> bool:
    """Ask before records are removed; nobody there to answer means no."""
    if not sys.stdin.isatty():
        say("corpus", "add_yes")
        return False
    print(words().text("corpus", "sure", count=count), end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("o", "oui", "y", "yes")


def _said(text: Mapping[str, str]) -> str:
    from forensics.corpus.record import said

    return said(text, words().language)


def _in_one_line(value: object) -> str:
    if isinstance(value, dict):
        return _said(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _print(rows: Iterable[tuple[str, ...]], heads: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        from forensics.render.json import dumps

        print(dumps([dict(zip(heads, row, strict=True)) for row in rows]))
        return
    from rich.table import Table

    from forensics.render.prose import Prose

    table = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*map(Prose, row))
    console().print(table)
