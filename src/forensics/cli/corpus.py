"""``forensics corpus``: the librarian's collection."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from forensics.cli._output import say
from forensics.cli._typer import Command, Verb, group, sentence
from forensics.cli._words import words
from forensics.errors import ExitCode, ForensicsError, UnreadableInput

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.indexing import Done

F = TypeVar("F", bound=Callable[..., Any])
CORPUS = group()
_CORPUS = typer.Argument(..., metavar="corpus", help="corpus", show_default=False)


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
) -> int:
    from forensics.corpus.adding import add_pictures

    opened = _opened(corpus)
    added = add_pictures(opened, images)
    _update(opened)
    for fault in added.refused:
        _tell(fault)
    for path in added.there:
        say("corpus", "there", path=str(path))
    say("corpus", "added", count=len(added.records))
    done = bool(added.records or added.there)
    return ExitCode.DONE if not added.refused else ExitCode.PARTIAL if done else ExitCode.UNREADABLE


@verb("list")
def listing(
    corpus: str = typer.Argument("", metavar="corpus", help="corpus", show_default=False),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
) -> int:
    if corpus:
        opened = _opened(corpus)
        rows = [(record.id, record.fichier, _title(record), record.statut) for record in opened.records()]
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
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
) -> int:
    from forensics.corpus.record import Record
    from forensics.errors import UsageError
    from forensics.render.json import dumps, plain

    opened = _opened(corpus)
    record: Record | None = opened.notices.find(id=identifier)
    if record is None:
        raise UsageError("unknown_record", id=identifier, corpus=opened.name)
    filled = {key: value for key, value in plain(record).items() if value}
    if as_json:
        print(dumps(filled))
    else:
        _print([(key, _in_one_line(value)) for key, value in filled.items()], ("", ""), False)
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


VERB = Verb("corpus", CORPUS, "class")


def _opened(name: str) -> Corpus:
    from forensics.corpus import open_corpus

    return open_corpus(name, words().language)


def _update(corpus: Corpus) -> Done:
    return corpus.update(
        lambda done, total: say("progress", "indexing", done=done, total=total) if total > 64 else None
    )


def _tell(fault: UnreadableInput | ForensicsError) -> None:
    print(f"forensics : {sentence(fault)}", file=sys.stderr)


def _title(record: object) -> str:
    from forensics.corpus.record import said

    return said(record.titre_neutre, words().language)  # type: ignore[attr-defined]


def _in_one_line(value: object) -> str:
    if isinstance(value, dict):
        return value.get(words().language) or value.get("fr") or next(iter(value.values()), "")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _print(rows: Iterable[tuple[str, ...]], heads: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        from forensics.render.json import dumps

        print(dumps([dict(zip(heads, row, strict=True)) for row in rows]))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    for row in rows:
        table.add_row(*(Text(cell, overflow="fold") for cell in row))
    Console(highlight=False).print(table)
