"""A class set on disk: pupils' sheets, the group's table, and the key in a folder of its own.

File names are neutral: the code of the picture, nothing else. What only the teacher may read lies in one subfolder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from forensics.corpus.record import Record
from forensics.files import write_whole
from forensics.lang import Catalogue, load
from forensics.model import Report
from forensics.picture import Picture
from forensics.render.document import Document
from forensics.sheet.compose import compose
from forensics.sheet.key import Key, key_of
from forensics.sheet.worksheet import Level, Worksheet

FORMATS = ("html", "pdf")
EDITABLE = ("odt", "docx")


@dataclass(frozen=True, slots=True)
class Subject:
    """One picture of the set. ``report`` should hold the figures of the maps; ``record`` may be missing."""

    code: str
    picture: Picture
    report: Report
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the sheets that take more pages than they should."""

    pupils: tuple[Path, ...] = ()
    group: tuple[Path, ...] = ()
    teacher: tuple[Path, ...] = ()
    too_long: tuple[Path, ...] = ()

    def all(self) -> tuple[Path, ...]:
        """Every file."""
        return (*self.pupils, *self.group, *self.teacher)


def write_class_set(
    subjects: Sequence[Subject],
    folder: Path,
    language: str,
    formats: Iterable[str] = FORMATS,
    level: Level = Level.STANDARD,
    dys: bool = False,
) -> Written:
    """A sheet for each picture, one table for all, one key for all, in ``folder``. Raises `CannotWrite`."""
    catalogue = load(language)
    kinds = tuple(formats)
    sheets = [sheet_of(subject, catalogue, level, dys) for subject in subjects]
    keys = [key_of(one.picture, one.report, one.record, catalogue, one.code) for one in subjects]
    pupils, too_long = write_sheets(sheets, folder, catalogue, kinds)
    names = catalogue.table("sheet", "files")
    group = write_group(sheets, folder / names["group"], catalogue, kinds)
    teacher = write_key(keys, folder / names["teacher"] / names["set"], catalogue, kinds)
    return Written(pupils, group, teacher, too_long)


def write_sheets(
    sheets: Iterable[Worksheet], folder: Path, catalogue: Catalogue, formats: Sequence[str]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The pupils' files, and those of them that are too long."""
    from forensics.render import document, html, pdf

    written: list[Path] = []
    too_long: list[Path] = []
    for sheet in sheets:
        stem = folder / sheet.code
        if "html" in formats:
            written.append(_write(stem, "html", html.worksheet(sheet, catalogue).encode()))
        if "pdf" in formats:
            printed = pdf.worksheet(sheet, catalogue)
            written.append(_write(stem, "pdf", printed.pdf))
            if not printed.fits:
                too_long.append(written[-1])
        written += _editable(stem, document.worksheet(sheet, catalogue), formats)
    return tuple(written), tuple(too_long)


def write_key(keys: Sequence[Key], stem: Path, catalogue: Catalogue, formats: Sequence[str]) -> tuple[Path, ...]:
    """The key to one picture or to several, never in a pupil's file; its name ends in ``_CORRIGE``."""
    from forensics.render import document, html, pdf

    marked = stem.with_name(stem.name + catalogue.text("key", "file_suffix"))
    written = []
    if "html" in formats:
        written.append(_write(marked, "html", html.key(keys, catalogue).encode()))
    if "pdf" in formats:
        written.append(_write(marked, "pdf", pdf.key(keys, catalogue).pdf))
    return (*written, *_editable(marked, document.key(keys, catalogue), formats))


def _editable(stem: Path, document: Document, formats: Sequence[str]) -> list[Path]:
    """The formats that a teacher edits."""
    from forensics.render import docx, odt

    writers = {"odt": odt.written, "docx": docx.written}
    return [_write(stem, kind, writers[kind](document)) for kind in EDITABLE if kind in formats]


def write_group(
    sheets: Sequence[Worksheet], stem: Path, catalogue: Catalogue, formats: Sequence[str]
) -> tuple[Path, ...]:
    """The table of the whole set, for one group."""
    from forensics.render import html, pdf

    written = []
    if "html" in formats:
        written.append(_write(stem, "html", html.class_set(sheets, catalogue).encode()))
    if "pdf" in formats:
        written.append(_write(stem, "pdf", pdf.class_set(sheets, catalogue).pdf))
    return tuple(written)


def sheet_of(subject: Subject, catalogue: Catalogue, level: Level, dys: bool) -> Worksheet:
    return compose(subject.picture, subject.report, subject.record, catalogue, subject.code, level, dys)


def _write(stem: Path, ending: str, content: bytes) -> Path:
    return write_whole(stem.with_name(f"{stem.name}.{ending}"), content)
