"""The built exercise: pupils' files apart from the teacher's, one zip, the same bytes twice."""

from __future__ import annotations

import zipfile
from pathlib import Path

from forensics.lang import load
from forensics.render.class_set import Subject
from forensics.render.exercise import build
from forensics.sheet.exercise import Exercise
from forensics.sheet.worksheet import Level
from sheets import picture, record, report


def subjects(folder: Path) -> list[Subject]:
    made = []
    for code in ("IMG-001", "IMG-002"):
        shown = picture(folder)
        made.append(Subject(code, shown, report(shown), record(id=code)))
    return made


def test_everything_is_written_in_its_place_and_zipped(tmp_path: Path) -> None:
    exercise = Exercise(
        "t", "demo", ("IMG-001", "IMG-002"), (Level.GUIDED, Level.STANDARD), ("html", "pdf"), variants=("A", "B")
    )
    built = build(exercise, subjects(tmp_path), tmp_path / "a", load("fr"))
    names = {path.relative_to(tmp_path / "a").as_posix() for path in built.files}
    assert {"guidée/IMG-001.html", "standard/IMG-002.pdf", "fiche-de-groupe-A.pdf", "fiche-de-groupe-B.html"} <= names
    teacher = {name for name in names if name.startswith("enseignant/")}
    assert {"enseignant/lot_CORRIGE.pdf", "enseignant/seance.pdf", "enseignant/affiche.pdf"} <= teacher
    with zipfile.ZipFile(built.archive) as archive:
        assert set(archive.namelist()) == names
    for name in names - teacher:
        assert b"SECRET" not in (tmp_path / "a" / name).read_bytes(), name
    again = build(exercise, subjects(tmp_path), tmp_path / "b", load("fr"))
    assert built.archive.read_bytes() == again.archive.read_bytes()
