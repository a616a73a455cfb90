"""``forensics trap``: copies of a picture as it travels, and which clues each of them still shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import console, say
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import CannotWrite

if TYPE_CHECKING:
    from forensics.model import Report
    from forensics.picture import Picture
    from forensics.sheet.copies import Copy
    from forensics.sheet.survival import Row

THUMBNAIL = 480


def trap(
    image: Path = typer.Argument(..., metavar="image", help="image", show_default=False),
    output: Path = typer.Option(..., "--output", "-o", metavar="folder", help="output", show_default=False),
    depth: str = typer.Option("full", "--depth", metavar="depth", help="depth"),
    force: bool = typer.Option(False, "--force", help="force"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> None:
    from forensics.picture import Picture
    from forensics.render.trap import show
    from forensics.sheet.copies import copies
    from forensics.sheet.survival import survival

    picture = Picture.read(image)
    made = copies(picture)
    paths = _written(made, output, force)
    rows = survival(_examined(picture, paths, depth))
    _write_page(rows, made, paths, output)
    if not quiet:
        show(rows, [copy.name for copy in made], words(), console())
    say("trap", "done", folder=str(output), quiet=quiet)


VERB = Verb("trap", trap)


def _written(made: Sequence[Copy], folder: Path, force: bool) -> list[Path]:
    from forensics.files import write_whole

    names = words().table("trap", "files")
    paths = [folder / f"{number}-{names[copy.name]}{copy.suffix}" for number, copy in enumerate(made)]
    for path in (*paths, folder / words().text("trap", "file")):
        if path.exists() and not force:
            raise CannotWrite("exists", path=str(path))
    return [write_whole(path, copy.data) for path, copy in zip(paths, made, strict=True)]


def _examined(picture: Picture, paths: Sequence[Path], depth: str) -> list[Report]:
    """A report for each copy, with a corpus that holds the picture itself, to see whether a search still finds it."""
    from tempfile import TemporaryDirectory

    from forensics.analyses import Context
    from forensics.corpus.adding import add_pictures, new_corpus
    from forensics.pipeline import examine

    with TemporaryDirectory() as folder:
        corpus = new_corpus(Path(folder), words().text("trap", "corpus"))
        add_pictures(corpus, [picture.path])
        context = Context(corpus=corpus, depth="quick" if depth == "quick" else "full")
        return [examine(path, context) for path in paths]


def _write_page(rows: Sequence[Row], made: Sequence[Copy], paths: Sequence[Path], folder: Path) -> None:
    from forensics.files import write_whole
    from forensics.picture import Picture
    from forensics.render.trap import Shown, trap_page
    from forensics.sheet.pictures import sheet_picture

    shown = []
    for copy, path in zip(made, paths, strict=True):
        alt = words().text("trap", "copies", copy.name)
        shown.append(Shown(copy.name, path.name, sheet_picture(Picture.read(path), alt, "", THUMBNAIL)))
    write_whole(folder / words().text("trap", "file"), trap_page(rows, shown, words()).encode())
