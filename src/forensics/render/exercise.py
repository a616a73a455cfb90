"""An exercise on disk: for each version the pupils' sheets, for each variant the group's table, and the teacher's folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forensics.files import write_whole
from forensics.lang import Catalogue
from forensics.render import moodle, pdf
from forensics.render.class_set import Subject, sheet_of, write_group, write_key, write_sheets
from forensics.render.parcel import parcel
from forensics.render.projection import projection
from forensics.sheet.exercise import Exercise
from forensics.sheet.key import key_of
from forensics.sheet.worksheet import Level, Worksheet


@dataclass(frozen=True, slots=True)
class Built:
    """Everything written, the one file that holds it all, and the sheets that are longer than they should be."""

    files: tuple[Path, ...]
    archive: Path
    too_long: tuple[Path, ...]


def build(exercise: Exercise, subjects: Sequence[Subject], folder: Path, catalogue: Catalogue) -> Built:
    """Write the exercise. ``subjects`` are its pictures in the order of the file. Raises `CannotWrite`."""
    names = catalogue.table("sheet", "files")
    files: list[Path] = []
    too_long: list[Path] = []
    for level in exercise.levels:
        sheets = [sheet_of(subject, catalogue, level, dys=False) for subject in subjects]
        written, long = write_sheets(
            sheets, _folder_of(level, exercise, folder, catalogue), catalogue, exercise.formats
        )
        files += written
        too_long += long
    files += _groups(exercise, sheets, folder, catalogue)
    teacher = folder / names["teacher"]
    keys = [key_of(one.picture, one.report, one.record, catalogue, one.code) for one in subjects]
    files += write_key(keys, teacher / names["set"], catalogue, exercise.formats)
    files += _teacher_files(sheets, teacher, catalogue)
    for sheet, key in zip(sheets, keys, strict=True):
        name = f"{catalogue.text('exercise', 'projection')}-{sheet.code}{catalogue.text('key', 'file_suffix')}.html"
        files.append(write_whole(teacher / name, projection(sheet, key, catalogue).encode()))
    return Built(tuple(files), _archive(files, folder, catalogue), tuple(too_long))


def _folder_of(level: Level, exercise: Exercise, folder: Path, catalogue: Catalogue) -> Path:
    return folder if len(exercise.levels) == 1 else folder / catalogue.text("sheet", f"level_{level.value}")


def _groups(exercise: Exercise, sheets: Sequence[Worksheet], folder: Path, catalogue: Catalogue) -> Iterator[Path]:
    """The group's table, once for each variant, whose order of pictures differs."""
    by_code = {sheet.code: sheet for sheet in sheets}
    name = catalogue.text("sheet", "files", "group")
    for variant in exercise.variants:
        ordered = [by_code[code] for code in exercise.order(variant) if code in by_code]
        stem = name if len(exercise.variants) == 1 else f"{name}-{variant}"
        yield from write_group(ordered, folder / stem, catalogue, exercise.formats)


def _teacher_files(sheets: Sequence[Worksheet], folder: Path, catalogue: Catalogue) -> Iterator[Path]:
    """Lesson plan, poster, and the questions to import into Moodle."""
    names = catalogue.table("exercise")
    yield write_whole(folder / f"{names['plan']}.pdf", pdf.plan(sheets, catalogue).pdf)
    yield write_whole(folder / f"{names['poster']}.pdf", pdf.poster(catalogue).pdf)
    yield write_whole(folder / f"{names['moodle']}.xml", moodle.xml(sheets, catalogue).encode())
    yield write_whole(folder / f"{names['moodle']}.gift.txt", moodle.gift(sheets, catalogue).encode())


def _archive(files: Sequence[Path], folder: Path, catalogue: Catalogue) -> Path:
    parts: dict[str, bytes | str] = {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
    return write_whole(folder / f"{catalogue.text('exercise', 'zip')}.zip", parcel(parts))
