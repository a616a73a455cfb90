"""``forensics clean``: copies made of the pixels alone, under a neutral name, each read again after writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say, tell_fault
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import CannotWrite, ExitCode, UnreadableInput, UsageError

if TYPE_CHECKING:
    from forensics.picture import Picture

_FORMAT_OF = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_SEVERAL_VIEWS = ("GIF", "WEBP", "PNG", "AVIF", "TIFF")
_GENERATED = {"whole": "trainedAlgorithmicMedia", "part": "compositeWithTrainedAlgorithmicMedia"}


def clean(
    images: list[Path] = typer.Argument(..., metavar="image", help="image_or_folder", show_default=False),
    out: Path = typer.Option(..., "--output", "-o", metavar="folder", help="output"),
    keep_origin: bool = typer.Option(False, "--keep-origin", help="keep_origin"),
    force: bool = typer.Option(False, "--force", help="force"),
    max_pixels: int = typer.Option(50_000_000, "--max-pixels", metavar="number", help="max_pixels"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    from forensics.picture import Limits, Picture
    from forensics.text import clean_name

    sources = list(_listed(images, out.resolve()))
    written = failed = 0
    for number, source in enumerate(sources, 1):
        try:
            picture = Picture.read(source, Limits(max_pixels=max_pixels))
            target, format_ = _target(picture, out, number, alone=len(sources) == 1)
            _refuse(target, sources, force)
            _write(picture, target, format_, _origin(picture) if keep_origin else None)
        except UnreadableInput as fault:
            failed += 1
            tell_fault(fault)
            continue
        written += 1
        if picture.frames > 1 and picture.format in _SEVERAL_VIEWS:
            say("clean", "first_view", path=picture.shown_path, n=picture.frames, quiet=quiet)
        if not quiet:
            print(clean_name(str(target)))
    if not sources:
        raise UsageError("no_pictures", path=str(images[0]))
    if written:
        say("clean", "done", n=written, quiet=quiet)
    return ExitCode.DONE if not failed else ExitCode.PARTIAL if written else ExitCode.UNREADABLE


VERB = Verb("clean", clean)


def _listed(paths: Iterable[Path], out: Path) -> Iterator[Path]:
    """The pictures, those of folders included; copies of an earlier run, in a folder below, are no originals."""
    from forensics.files import pictures_in

    for path in paths:
        if path.is_dir():
            below = path.resolve() in out.parents
            yield from (one for one in pictures_in(path) if not below or out not in one.resolve().parents)
        else:
            yield path


def _target(picture: Picture, out: Path, number: int, alone: bool) -> tuple[Path, str]:
    """Where the copy goes and in which format: the file named by ``-o``, else a neutral name in that folder."""
    from forensics.pixels.fresh import EXTENSIONS, WRITTEN_AS

    if alone and out.suffix.lower() in _FORMAT_OF and not out.is_dir():
        return out, _FORMAT_OF[out.suffix.lower()]
    format_ = WRITTEN_AS[picture.format]
    return out / f"image-{number:03d}{EXTENSIONS[format_]}", format_


def _refuse(target: Path, sources: list[Path], force: bool) -> None:
    from forensics.text import clean_name

    if any(target.resolve() == source.resolve() for source in sources):
        raise UsageError("same_file", path=clean_name(str(target)))
    if target.exists() and not force:
        raise CannotWrite("exists", path=clean_name(str(target)))


def _origin(picture: Picture) -> str | None:
    """The code of DigitalSourceType to keep: what the file declares, signed or not, about a generator. Traces are no declaration."""
    from forensics.analyses import Context
    from forensics.pipeline import examine_picture

    only = ("provenance", "declared")
    generated = examine_picture(picture, Context(depth="quick"), only).reading.generated
    if not generated.statement.value.startswith("declared"):
        return None
    return _GENERATED.get(generated.extent.value if generated.extent else "whole", _GENERATED["whole"])


def _write(picture: Picture, target: Path, format_: str, origin: str | None) -> None:
    """Write the copy, then read it again from the disk; one that is not clean is deleted and told."""
    from forensics import metadata
    from forensics.files import write_whole
    from forensics.metadata.remains import remains, secrets
    from forensics.picture import Picture
    from forensics.pixels.fresh import fresh
    from forensics.text import clean_name

    hidden = secrets(metadata.read(picture))
    write_whole(target, fresh(picture, format_, origin))
    found = remains(Picture.read(target), hidden)
    if found:
        target.unlink()
        what = words().listed([words().text("phrases", "where", where) for where in found])
        raise CannotWrite("not_clean", path=clean_name(str(target)), what=what)
