"""``forensics exercise``: from the shipped corpus to a folder of files, and what must not be in pupils' files."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from forensics.cli import run
from forensics.corpus import open_corpus
from forensics.errors import ExitCode
from forensics.lang import load
from forensics.picture import Picture
from scenes import saved, scene

SMALL = """[exercice]
titre = "Essai"
corpus = "demo"
versions = ["standard"]
formats = ["html"]
variantes = {variants}
public = "{public}"

[[image]]
id = "IMG-002"

[[image]]
id = "IMG-009"
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of two pictures in two variants."""
    folder = tmp_path_factory.mktemp("exercise")
    (folder / "lot.toml").write_text(SMALL.format(variants=2, public="public"), "utf-8")
    assert run(["exercise", "build", str(folder / "lot.toml"), "-o", str(folder / "out"), "-q"]) == ExitCode.DONE
    return folder / "out"


def test_new_then_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lot.toml"
    assert run(["exercise", "new", str(file), "--corpus", "demo", "-q", "--lang", "fr"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "8 images" in said and "d’origine indéterminée" in said and "Règle fausse" not in said
    assert run(["exercise", "audit", str(file), "--lang", "fr"]) == ExitCode.DONE
    assert "équilibré" in capsys.readouterr().out
    assert run(["exercise", "new", str(file), "--corpus", "demo"]) == ExitCode.CANNOT_WRITE


def test_audit_warns_of_a_set_that_teaches_a_false_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lot.toml"
    images = "".join(f'[[image]]\nid = "IMG-{n:03}"\n' for n in (1, 2, 7, 9, 11))
    file.write_text(f'[exercice]\ntitre = "Essai"\ncorpus = "demo"\n{images}', "utf-8")
    assert run(["exercise", "audit", str(file), "--lang", "fr"]) == ExitCode.DONE
    said = capsys.readouterr().out
    assert "toutes les images générées portent une étiquette d’origine" in said
    assert "modifiée et trompeuse." in said


def test_an_unknown_picture_or_corpus_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "lot.toml"
    file.write_text('[exercice]\ntitre = "Essai"\ncorpus = "demo"\n[[image]]\nid = "IMG-999"\n', "utf-8")
    assert run(["exercise", "audit", str(file)]) == ExitCode.USAGE
    file.write_text('[exercice]\ntitre = "Essai"\ncorpus = "nowhere"\n[[image]]\nid = "IMG-001"\n', "utf-8")
    assert run(["exercise", "build", str(file), "-o", str(tmp_path / "out")]) == ExitCode.USAGE


def test_variants_have_codes_of_their_own(built: Path) -> None:
    for variant in "AB":
        names = {path.name for path in (built / "eleves" / variant).glob("*.html")}
        assert names == {f"{variant}1.html", f"{variant}2.html", "fiche-de-groupe.html"}
        key = (built / "enseignant" / f"lot-{variant}_CORRIGE.html").read_text("utf-8")
        assert {f"{variant}1·IMG-002", f"{variant}1·IMG-009"} & set(re.findall(r"[AB]1·IMG-\d{3}", key))


def test_pupils_files_hold_nothing_of_the_record_or_the_file(built: Path) -> None:
    records = open_corpus("demo").notices
    for path in (built / "eleves").rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        assert "CORRIGE" not in path.name and b"IMG-002" not in data and b"IMG-009" not in data
        for identifier in ("IMG-002", "IMG-009"):
            record = records.find(id=identifier)
            assert record is not None
            for text in (record.contexte_vrai, record.legende_exacte, record.credit, record.preuve_origine):
                assert text["fr"].encode() not in data
    for picture in (built / "eleves").rglob("*.jpg"):
        assert b"Exif" not in picture.read_bytes() and b"trainedAlgorithmicMedia" not in picture.read_bytes()


def test_a_generated_picture_has_a_copy_to_give_out_that_says_so(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = {path.stem.split("-")[1].split("_")[0] for path in (built / "enseignant").glob("devoilee-*_CORRIGE.jpg")}
    assert len(codes) == 2 and {code[0] for code in codes} == {"A", "B"}  # IMG-009 in both sets, IMG-002 in none
    code = next(iter(codes))
    copy = Picture.read(built / "enseignant" / f"devoilee-{code}_CORRIGE.jpg")
    pupils = Picture.read(built / "eleves" / code[0] / "images" / f"{code}.jpg")
    assert copy.width == pupils.width and copy.height > pupils.height  # the band is below, nothing is covered
    assert not copy.image.getexif() and b"GPS" not in copy.data
    assert run(["check", str(copy.path), "--json", "--lang", "fr"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["reports"][0]["reading"]["generated"]["statement"] == "declared"
    key = (built / "enseignant" / f"lot-{code[0]}_CORRIGE.html").read_text("utf-8")
    assert "la mention «\u00a0Image générée par IA\u00a0»" in key


def test_the_zip_holds_every_file_with_fixed_dates(built: Path) -> None:
    with zipfile.ZipFile(built / "lot_CORRIGE.zip") as archive:
        names = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
        assert set(archive.namelist()) == names - {"lot_CORRIGE.zip"}
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_a_picture_that_may_not_go_so_far_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "corpus.toml").write_text('[corpus]\n[[image]]\nid = "IMG-001"\nfichier = "images/a.jpg"\n', "utf-8")
    file = tmp_path / "lot.toml"
    file.write_text('[exercice]\ntitre = "Essai"\ncorpus = "corpus"\n[[image]]\nid = "IMG-001"\n', "utf-8")
    assert run(["exercise", "build", str(file), "-o", str(tmp_path / "out"), "--lang", "fr"]) == ExitCode.USAGE
    assert "La licence n’est pas indiquée." in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_answers_are_collected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    good = (
        '{"schema": "forensics.answers/1", "sheet": "IMG-001", "group": "A", "answers": {"first_origin": "captured"}}'
    )
    (folder / "a.json").write_text(good, "utf-8")
    (folder / "b.json").write_text("{", "utf-8")
    assert run(["exercise", "collect", str(folder), "-o", str(tmp_path / "out"), "--lang", "fr"]) == ExitCode.PARTIAL
    assert "b.json" in capsys.readouterr().err
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".csv", ".html"]
    (folder / "a.json").unlink()
    (folder / "b.json").unlink()
    assert run(["exercise", "collect", str(folder), "-o", str(tmp_path / "out2"), "--lang", "fr"]) == ExitCode.USAGE


def test_what_is_built_twice_is_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    (tmp_path / "lot.toml").write_text(SMALL.format(variants=2, public="public"), "utf-8")
    assert run(["exercise", "build", str(tmp_path / "lot.toml"), "-o", str(tmp_path / "out"), "-q"]) == ExitCode.DONE
    assert (tmp_path / "out" / "lot_CORRIGE.zip").read_bytes() == (built / "lot_CORRIGE.zip").read_bytes()


def test_a_lesson_is_built_with_its_card_and_its_key_apart(tmp_path: Path) -> None:
    (tmp_path / "usage.toml").write_text(
        '[exercice]\ntitre = "Essai"\ncorpus = "demo"\ntype = "usage"\nformats = ["html", "odt"]\n[[image]]\nid = "IMG-011"\n',
        "utf-8",
    )
    out = tmp_path / "out"
    assert run(["exercise", "build", str(tmp_path / "usage.toml"), "-o", str(out), "-q"]) == ExitCode.DONE
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert names == {
        "eleves/fiche.html",
        "eleves/fiche.odt",
        "eleves/images/IMG-011.jpg",
        "enseignant/devoilee-IMG-011_CORRIGE.jpg",
        "enseignant/lot_CORRIGE.html",
        "enseignant/lot_CORRIGE.odt",
        "enseignant/scenario.odt",
        "enseignant/scenario.xml",
        "usage_CORRIGE.zip",
    }


def test_two_variants_are_counted_as_one_set(tmp_path: Path) -> None:
    from forensics.render.exercise import arranged
    from forensics.sheet.exercise import read_exercise

    file = tmp_path / "lot.toml"
    file.write_text(SMALL.format(variants=2, public="public"), "utf-8")
    orders = arranged(read_exercise(file, load("fr")), ["IMG-002", "IMG-009"])
    folder = tmp_path / "in"
    folder.mkdir()
    for variant, order in orders.items():
        said = {"schema": "forensics.answers/1", "sheet": order["IMG-009"], "group": variant}
        (folder / f"{variant}.json").write_text(json.dumps({**said, "answers": {"first_origin": "captured"}}), "utf-8")
    out = tmp_path / "out"
    assert run(["exercise", "collect", str(folder), "-o", str(out), "--exercise", str(file), "--lang", "fr"]) == 0
    table = next(out.glob("*.csv")).read_text("utf-8-sig")
    assert "IMG-009;before;captured;2" in table


@pytest.mark.parametrize("kind", ["enquête", "usage"])
def test_a_damaged_picture_costs_itself_alone(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus"
    (corpus / "images").mkdir(parents=True)
    saved(corpus / "images" / "a.jpg", scene(1, (320, 240)))
    (corpus / "images" / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    records = "".join(
        f'[[image]]\nid = "{name}"\nfichier = "images/{name}.jpg"\nlicence = "CC0"\nauteur = "x"\ndiffusion = "public"\n'
        for name in "ab"
    )
    (corpus / "corpus.toml").write_text(f"[corpus]\n{records}", "utf-8")
    file = tmp_path / "lot.toml"
    images = "".join(f'[[image]]\nid = "{name}"\n' for name in "ab")
    head = f'[exercice]\ntitre = "Essai"\ncorpus = "corpus"\ntype = "{kind}"\nformats = ["html"]\n'
    file.write_text(head + images, "utf-8")
    assert run(["exercise", "build", str(file), "-o", str(tmp_path / "out"), "-q"]) == ExitCode.PARTIAL
    assert "b.jpg" in capsys.readouterr().err
    assert (tmp_path / "out" / "eleves" / "images" / "a.jpg").is_file()
    file.write_text(head + '[[image]]\nid = "b"\n', "utf-8")
    assert run(["exercise", "build", str(file), "-o", str(tmp_path / "none"), "-q"]) == ExitCode.UNREADABLE
    assert not (tmp_path / "none").exists()
