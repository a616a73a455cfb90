"""The file of an exercise: read back as written, refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensics.errors import UnreadableInput
from forensics.lang import load
from forensics.sheet.exercise import FORMATS, Chosen, Exercise, Kind, Source, read_exercise, written
from forensics.sheet.frames import frames
from forensics.sheet.worksheet import Level
from forensics.text import clean

FRENCH = load("fr")
LINE = st.text(max_size=20).map(clean)
HEAD = '[exercice]\ntitre = "Essai"\ncorpus = "demo"\n'
ONE = '\n[[image]]\nid = "IMG-001"\n'


def texts(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(LINE, max_size=most).map(tuple)


def some(of: object) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(list(of)), unique=True).map(tuple)  # type: ignore[call-overload]


@given(
    st.builds(
        Exercise,
        titre=LINE.filter(bool),
        corpus=LINE.filter(bool),
        images=st.lists(
            st.builds(Chosen, st.from_regex(r"[A-Z]{3}-[0-9]{3}", fullmatch=True), LINE, LINE),
            min_size=1,
            max_size=5,
            unique_by=lambda one: one.id,
        ).map(tuple),
        type=st.sampled_from(Kind),
        langue=st.sampled_from(("fr", "en")),
        versions=some(Level),
        formats=some(FORMATS),
        dys=st.booleans(),
        public=st.sampled_from(("classe", "ENT", "public")),
        variantes=st.integers(1, 2),
        graine=st.integers(0, 1000),
        niveau=LINE,
        discipline=LINE,
        duree=st.integers(1, 600),
        crcn=some(frames().crcn),
        emi=some(frames().emi),
        objectif=LINE,
        etapes=texts(),
        production=LINE,
        evaluation=LINE,
        documents=st.lists(st.builds(Source, LINE, LINE.filter(bool), LINE), max_size=2).map(tuple),
    )
)
def test_an_exercise_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, exercise: Exercise
) -> None:
    file = tmp_path_factory.mktemp("exercise") / "lot.toml"
    file.write_text(written(exercise, {"": "a word", "crcn": "another"}), "utf-8")
    assert read_exercise(file, FRENCH) == exercise


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (HEAD + 'crcn = ["1.2 Évaluer la fiabilité"]\n' + ONE, 4, "1.2 Gérer des données"),
        (HEAD + 'crcn = ["3.2 Protéger les données personnelles et la vie privée"]\n' + ONE, 4, "3.2 Développer"),
        (HEAD + 'crcn = ["9.9"]\n' + ONE, 4, "9.9"),
        (HEAD + 'emi = ["Savoir coder"]\n' + ONE, 4, "Savoir coder"),
        (HEAD + 'public = "internet"\n' + ONE, 4, "internet"),
        (HEAD + 'versions = ["facile"]\n' + ONE, 4, "guidée"),
        (HEAD + "duree = -5\n" + ONE, 4, "duree"),
        (HEAD + "variantes = true\n" + ONE, 4, "variantes"),
        (HEAD + 'tire = "x"\n' + ONE, 4, "tire"),
        (HEAD + ONE + ONE, 9, "IMG-001"),
        (HEAD + ONE + '\n[[image]]\nid = "../../etc/passwd"\n', 9, "passwd"),
        (HEAD + ONE + '\n[[image]]\nname = "x"\n', 9, "name"),
        (HEAD, 1, "40"),
        ("[exercice]\ntitre = \n", 2, "TOML"),
        (ONE, 1, "titre"),
        ("\n[image]\nid = 3\n", 2, "[[image]]"),
        ("[[exercice]]\n", 1, "exercice"),
        ("x = " + "[" * 5000, 1, "TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    file = tmp_path / "lot.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput) as fault:
        read_exercise(file, FRENCH)
    assert fault.value.code == "exercise_invalid"
    assert fault.value.values["line"] == line
    assert word in fault.value.values["detail"]


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lot.toml"
    file.write_bytes(b"\xff\xfe\x00[exercice]")
    with pytest.raises(UnreadableInput):
        read_exercise(file, FRENCH)
    file.write_bytes(b"#" * 1_000_001)
    with pytest.raises(UnreadableInput) as fault:
        read_exercise(file, FRENCH)
    assert fault.value.code == "too_many_bytes"
