"""``corpus.toml`` belongs to the librarian: read with care, changed where it must be, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from forensics.corpus.notices import append, as_table, read_notices, replace_records, without
from forensics.corpus.record import Record
from forensics.errors import UnreadableInput
from records import records


def notices(path: Path, text: str):  # type: ignore[no-untyped-def]
    path.write_text(text, "utf-8")
    return read_notices(path)


@settings(max_examples=30, deadline=None)
@given(record=records())
def test_a_record_comes_back_as_it_was_written(record: Record, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("notices") / "corpus.toml"
    assert notices(path, "[corpus]\n\n" + as_table(record)).records() == (record,)


KEPT = '# La presse en 2024\n[corpus]\ntitre = "Presse"\n\n[[image]]  # la première\nid = "A"\nfichier = "images/a.jpg"  # scan\n'


def test_a_change_leaves_the_other_tables_alone(tmp_path: Path) -> None:
    found = notices(tmp_path / "corpus.toml", KEPT)
    found = append(found, [Record("B", "images/b.jpg", auteur="Une « élève »")])
    found = replace_records(found, {"B": Record("B", "images/b.jpg", auteur="Inconnu")})
    text = found.path.read_text("utf-8")
    assert text.startswith(KEPT)
    assert 'auteur = "Inconnu"' in text and "élève" not in text
    assert without(found, ["B"]).path.read_text("utf-8") == KEPT
    assert found.corpus["titre"] == "Presse"


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        ('id = "A"', "record_needs", 3),
        ('id = "A"\nfichier = "a.jpg"\nauteure = "X"', "record_key", 3),
        ('id = "A"\nfichier = "/etc/passwd"', "record_path", 3),
        ('id = "A"\nfichier = "../a.jpg"', "record_path", 3),
        ('id = "A"\nfichier = "a.jpg"\norigine_reelle = "photo"', "record_choice", 3),
        ('id = "A"\nfichier = "a.jpg"\ntitre_neutre = 4', "record_value", 3),
        ('id = "A"\nfichier = "a.jpg"\ndifficulte = 9', "record_value", 3),
        ('id = "A"\nfichier = "a.jpg"\nmots_cles = [1]', "record_value", 3),
        ('id = "A"\nfichier = "a.jpg', "record_invalid", 5),
    ],
)
def test_a_wrong_record_is_refused_with_its_line(tmp_path: Path, table: str, code: str, line: int) -> None:
    with pytest.raises(UnreadableInput) as fault:
        notices(tmp_path / "corpus.toml", f"[corpus]\n\n[[image]]\n{table}\n").records()
    assert (fault.value.code, fault.value.values["line"]) == (code, line)


def test_the_others_are_not_read_to_find_one(tmp_path: Path) -> None:
    text = '[corpus]\n[[image]]\nid = "A"\nfichier = "a.jpg"\nnonsense = 1\n[[image]]\nid = "B"\nfichier = "b.jpg"\n'
    found = notices(tmp_path / "corpus.toml", text).find(id="B")
    assert found == Record("B", "b.jpg")


def test_text_is_cleaned_where_it_is_read(tmp_path: Path) -> None:
    text = '[[image]]\nid = "A"\nfichier = "a.jpg"\nauteur = "x\\u001B[31m\\u202E"\nlieu = { en = "York", de = "x" }\n'
    record = notices(tmp_path / "corpus.toml", text).records()[0]
    assert record.auteur == "x[31m" and record.lieu == {"en": "York"}


def test_no_file_is_no_record(tmp_path: Path) -> None:
    assert read_notices(tmp_path / "absent.toml").records() == ()
