"""An exercise made into files: pupils' sheets and pictures, what only the teacher may read apart, all of it in one zip.

    eleves/          [A/ B/] guidée/ standard/ experte/ IMG-001.html …, images/, fiche-de-groupe
    enseignant/      lot_CORRIGE, scenario (ODT, ScoLOMFR), projection-IMG-001_CORRIGE, devoilee-IMG-001_CORRIGE (generated
                     pictures, with their mention), seance, affiche, moodle.xml, moodle.gift.txt
    NOM_CORRIGE.zip  everything, with fixed dates

Pictures are examined and drawn in worker processes, one picture a task.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from forensics.corpus import Corpus, open_corpus
from forensics.corpus.record import Record, said
from forensics.errors import UnreadableInput
from forensics.files import write_whole
from forensics.lang import Catalogue, load
from forensics.render import moodle, pdf
from forensics.render.class_set import write_group, write_key, write_sheets
from forensics.render.lessons import Shown, audit_solution, lesson
from forensics.render.pages import write_document
from forensics.render.parcel import parcel
from forensics.render.projection import projection
from forensics.render.revealed import revealed
from forensics.render.scenario import card, scolomfr
from forensics.sheet.detectors import alerts_of
from forensics.sheet.exercise import LEVELS, Exercise, Kind
from forensics.sheet.key import Key, key_of
from forensics.sheet.pictures import sheet_picture
from forensics.sheet.worksheet import Level, SheetPicture, Worksheet

VARIANTS = "AB"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What was made: every file below ``folder``, the zip, the pupils' sheets that are longer than they should be, and
    for each picture that could not be read the reason why it is left out."""

    folder: Path
    files: tuple[Path, ...]
    parcel: Path
    too_long: tuple[Path, ...]
    faults: tuple[UnreadableInput, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    """One picture for a worker: its record's code, and for each variant the code that pupils see and where to write."""

    corpus: Path
    id: str
    codes: Mapping[str, str]
    folders: Mapping[str, Path]
    teacher: Path
    exercise: Exercise


@dataclass(frozen=True, slots=True)
class _Made:
    """What comes back of one picture; ``sheets`` and ``keys`` by variant."""

    files: tuple[Path, ...]
    too_long: tuple[Path, ...]
    sheets: Mapping[str, Worksheet]
    keys: Mapping[str, Key]


def build(
    exercise: Exercise, records: Sequence[Record], corpus: Corpus, folder: Path, name: str, progress: Progress
) -> Built:
    """Every file of an exercise on these records, in ``folder``; ``name`` is that of the zip.

    Raises `CannotWrite`, and `UnreadableInput` when no picture at all can be read.
    """
    catalogue = load(exercise.langue)
    if exercise.type is not Kind.INQUIRY:
        shown, faults = _all_shown(exercise, records, corpus, catalogue, progress)
        files = [*_lesson_files(exercise, shown, folder, catalogue), *_card(exercise, folder, catalogue)]
        return Built(folder, tuple(files), _packed(files, folder, name, catalogue), (), faults)
    orders = arranged(exercise, [record.id for record in records])
    pupils = folder / catalogue.text("exercise", "files", "pupils")
    teacher = folder / catalogue.text("sheet", "files", "teacher")
    folders = {variant: pupils / variant for variant in orders}
    tasks = [
        _Task(
            corpus.folder, record.id, {v: order[record.id] for v, order in orders.items()}, folders, teacher, exercise
        )
        for record in records
    ]
    done = list(zip((task.id for task in tasks), _all_made(tasks, progress), strict=True))
    made = {identifier: one for identifier, one in done if isinstance(one, _Made)}
    faults = tuple(one for _, one in done if isinstance(one, UnreadableInput))
    if not made:
        raise faults[0]
    files = [path for one in made.values() for path in one.files]
    for variant, order in orders.items():
        in_order = [made[identifier] for identifier in order if identifier in made]
        files += _for_all(in_order, variant, folders[variant], teacher, catalogue, exercise)
    files.append(
        write_whole(teacher / f"{catalogue.text('exercise', 'files', 'poster')}.pdf", pdf.poster(catalogue).pdf)
    )
    files += _card(exercise, folder, catalogue)
    too_long = tuple(path for one in made.values() for path in one.too_long)
    return Built(folder, tuple(files), _packed(files, folder, name, catalogue), too_long, faults)


def arranged(exercise: Exercise, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """For each variant, the code that pupils see for each picture, in the order of the set.

    One set keeps the codes of the corpus («» names it). Two sets, A and B, are each shuffled by the seed and numbered
    anew, so that neighbours do not copy and a code of one says nothing about the other.
    """
    if exercise.variantes == 1:
        return {"": {identifier: identifier for identifier in ids}}
    orders = {}
    for variant in VARIANTS[: exercise.variantes]:
        shuffled = list(ids)
        random.Random(f"{exercise.graine}{variant}").shuffle(shuffled)
        orders[variant] = {identifier: f"{variant}{number}" for number, identifier in enumerate(shuffled, 1)}
    return orders


def _all_made(tasks: Sequence[_Task], progress: Progress) -> Iterable[_Made | UnreadableInput]:
    workers = min(len(tasks), os.cpu_count() or 1)
    if workers < 2:
        for done, task in enumerate(tasks, 1):
            yield _made_or_fault(task)
            progress(done, len(tasks))
        return
    # typst's threads do not live on in a fork, which would wait for them
    start = "fork" if sys.platform == "linux" and "typst" not in sys.modules else "spawn"
    with ProcessPoolExecutor(workers, multiprocessing.get_context(start)) as pool:
        for done, made in enumerate(pool.map(_made_or_fault, tasks), 1):
            yield made
            progress(done, len(tasks))


def _made_or_fault(task: _Task) -> _Made | UnreadableInput:
    """A picture that cannot be read costs itself alone."""
    try:
        return _make(task)
    except UnreadableInput as fault:
        return fault


def _make(task: _Task) -> _Made:
    """Examine one picture, write its sheets in every version and variant, and compose its key."""
    from forensics.analyses import Context
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture
    from forensics.sheet.clues import ANALYSES
    from forensics.sheet.compose import compose

    exercise, catalogue = task.exercise, load(task.exercise.langue)
    corpus = open_corpus(task.corpus, exercise.langue)
    record = corpus.notices.find(id=task.id)
    assert record is not None
    picture = Picture.read(corpus.path_of(record))
    report = examine_picture(picture, Context(corpus=corpus, figures=True), ANALYSES)
    files: list[Path] = []
    too_long: list[Path] = []
    sheets, keys = {}, {}
    for variant, code in task.codes.items():
        folder = task.folders[variant]
        made = [compose(picture, report, record, catalogue, code, one, exercise.dys) for one in exercise.versions]
        for sheet in made:
            level = sheet.level
            written, long = write_sheets([sheet], _of_level(folder, level, exercise), catalogue, exercise.formats)
            files += written
            too_long += long
        sheet = next((one for one in made if one.level is Level.STANDARD), made[0])  # for what all versions share
        sheets[variant] = sheet
        shown = f"{code}·{record.id}" if variant else code  # the teacher finds the picture in the corpus again
        keys[variant] = key_of(picture, report, record, catalogue, shown)
        place = folder / catalogue.text("exercise", "files", "pictures")
        files.append(write_whole(place / f"{code}.jpg", sheet.picture.jpeg))
        name = f"{catalogue.text('exercise', 'files', 'projection')}-{code}{catalogue.text('key', 'file_suffix')}.html"
        files.append(write_whole(task.teacher / name, projection(sheet, keys[variant], catalogue).encode()))
        files += _revealed(sheet.picture, keys[variant], code, task.teacher, catalogue)
    return _Made(tuple(files), tuple(too_long), sheets, keys)


def _revealed(shown: SheetPicture, key: Key, code: str, teacher: Path, catalogue: Catalogue) -> Iterator[Path]:
    """The copy of a generated picture to give out after the reveal, with its mention and its mark."""
    if key.source_type:
        name = f"{catalogue.text('exercise', 'files', 'revealed')}-{code}{catalogue.text('key', 'file_suffix')}.jpg"
        yield write_whole(teacher / name, revealed(shown, key.mention, key.source_type))


def _of_level(folder: Path, level: Level, exercise: Exercise) -> Path:
    named = {level: name for name, level in LEVELS.items()}
    return folder / named[level] if len(exercise.versions) > 1 else folder


def _for_all(
    made: Sequence[_Made], variant: str, pupils: Path, teacher: Path, catalogue: Catalogue, exercise: Exercise
) -> Iterator[Path]:
    """The files on the whole set: the group's table for pupils; key, lesson plan and Moodle questions for the teacher."""
    names = catalogue.table("exercise", "files")
    sheets = [one.sheets[variant] for one in made]
    yield from write_group(sheets, pupils / catalogue.text("sheet", "files", "group"), catalogue, exercise.formats)

    def stem(name: str) -> Path:
        return teacher / "-".join(filter(None, (name, variant)))

    keys = [one.keys[variant] for one in made]
    yield from write_key(keys, stem(catalogue.text("sheet", "files", "set")), catalogue, exercise.formats)
    yield write_whole(stem(names["plan"]).with_suffix(".pdf"), pdf.plan(sheets, catalogue).pdf)
    yield write_whole(stem(names["moodle"]).with_suffix(".xml"), moodle.xml(sheets, catalogue).encode())
    yield write_whole(stem(names["moodle"]).with_suffix(".gift.txt"), moodle.gift(sheets, catalogue).encode())


def _all_shown(
    exercise: Exercise, records: Sequence[Record], corpus: Corpus, catalogue: Catalogue, progress: Progress
) -> tuple[list[tuple[Shown, Key]], tuple[UnreadableInput, ...]]:
    shown: list[tuple[Shown, Key]] = []
    faults: list[UnreadableInput] = []
    for done, record in enumerate(records, 1):
        try:
            shown.append(_shown(record, exercise, corpus, catalogue))
        except UnreadableInput as fault:
            faults.append(fault)
        progress(done, len(records))
    if not shown:
        raise faults[0]
    return shown, tuple(faults)


def _lesson_files(
    exercise: Exercise, all_shown: Sequence[tuple[Shown, Key]], folder: Path, catalogue: Catalogue
) -> Iterator[Path]:
    """One of the three other lessons: the pupils' sheet and pictures, the teacher's key apart."""
    names = catalogue.table("exercise", "files")
    pupils, teacher = folder / names["pupils"], folder / catalogue.text("sheet", "files", "teacher")
    shown = [one for one, _ in all_shown]
    for one, key in all_shown:
        yield write_whole(pupils / names["pictures"] / f"{one.code}.jpg", one.picture.jpeg)
        yield from _revealed(one.picture, key, one.code, teacher, catalogue)
    yield from write_document(lesson(exercise, shown, catalogue), pupils / names["lesson"], exercise.formats)
    stem = teacher / catalogue.text("sheet", "files", "set")
    if exercise.type is Kind.AUDIT:
        solution = stem.with_name(f"{names['lesson']}{catalogue.text('key', 'file_suffix')}")
        yield from write_document(audit_solution(exercise, shown, catalogue), solution, exercise.formats)
    yield from write_key([key for _, key in all_shown], stem, catalogue, exercise.formats)


def _shown(record: Record, exercise: Exercise, corpus: Corpus, catalogue: Catalogue) -> tuple[Shown, Key]:
    from forensics.analyses import Context
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture

    picture = Picture.read(corpus.path_of(record))
    alt = said(record.description_alt, catalogue.language) or catalogue.text("sheet", "no_description")
    caption = next(one.legende for one in exercise.images if one.id == record.id)
    drawn = sheet_picture(picture, alt, caption or said(record.legende_circulante, catalogue.language))
    alerts = alerts_of(picture, record.origine_reelle) if exercise.type is Kind.AUDIT else None
    report = examine_picture(picture, Context(corpus=corpus, depth="quick"))
    return Shown(record.id, drawn, record, alerts), key_of(picture, report, record, catalogue, record.id)


def _card(exercise: Exercise, folder: Path, catalogue: Catalogue) -> tuple[Path, ...]:
    """The scenario card, to edit and for catalogues."""
    stem = folder / catalogue.text("sheet", "files", "teacher") / catalogue.text("exercise", "files", "card")
    record = write_whole(stem.with_suffix(".xml"), scolomfr(exercise, catalogue))
    return (*write_document(card(exercise, catalogue), stem, ("odt",)), record)


def _packed(files: Iterable[Path], folder: Path, name: str, catalogue: Catalogue) -> Path:
    """The zip of everything; the key is inside, so its name says so."""
    parts = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}
    suffix = catalogue.text("key", "file_suffix")
    return write_whole(folder / f"{name}{suffix}.zip", parcel(parts))
