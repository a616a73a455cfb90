"""Recipes: the same bytes each time, and nothing read or written outside its folder."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from forensics.corpus.recipes import made_bytes, materialise, package_file
from forensics.corpus.record import Record
from forensics.errors import UnreadableInput

ROCKET = package_file("skimage", "data/rocket.jpg")


def record(*steps: dict[str, Any], name: str = "IMG-1.jpg", source: str = "data/rocket.jpg") -> Record:
    return Record(id="IMG-1", fichier=name, paquet="skimage", fichier_paquet=source, recette=steps)


def made(tmp_path: Path, *steps: dict[str, Any], name: str = "IMG-1.png") -> Image.Image:
    return Image.open(io.BytesIO(made_bytes(tmp_path, record(*steps, name=name))))


def test_without_steps_the_file_is_copied_as_it_is(tmp_path: Path) -> None:
    assert materialise(tmp_path, record(), tmp_path / "made").read_bytes() == ROCKET.read_bytes()


def test_a_picture_that_the_corpus_carries_stays_where_it_is(tmp_path: Path) -> None:
    carried = Record(id="IMG-2", fichier="images/a.png")
    assert materialise(tmp_path, carried, tmp_path / "made") == tmp_path / "images/a.png"


def test_the_same_bytes_each_time_and_an_unchanged_file_is_left_alone(tmp_path: Path) -> None:
    recipe = record({"faire": "redimensionner", "largeur": 300}, {"faire": "enregistrer", "qualite": 60})
    first = materialise(tmp_path, recipe, tmp_path / "one")
    before = first.stat().st_mtime_ns
    assert materialise(tmp_path, recipe, tmp_path / "one").stat().st_mtime_ns == before
    assert materialise(tmp_path, recipe, tmp_path / "two").read_bytes() == first.read_bytes()


def test_crop_and_resize(tmp_path: Path) -> None:
    image = made(
        tmp_path, {"faire": "recadrer", "boite": [40, 20, 440, 220]}, {"faire": "redimensionner", "largeur": 200}
    )
    assert image.size == (200, 100)
    assert image.format == "PNG"


def test_saving_sets_quality_and_only_the_metadata_asked_for(tmp_path: Path) -> None:
    plain = made(tmp_path, {"faire": "enregistrer", "format": "JPEG", "qualite": 50})
    named = made(tmp_path, {"faire": "enregistrer", "format": "JPEG", "exif": {"Make": "Exemple", "Model": "E-1"}})
    assert set(plain.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert named.getexif()[0x010F] == "Exemple" and named.getexif()[0x0110] == "E-1"
    assert sum(plain.quantization[0]) > sum(named.quantization[0])  # type: ignore[attr-defined]


def test_pasting_changes_only_its_own_place(tmp_path: Path) -> None:
    piece = {"faire": "coller", "paquet": "skimage", "fichier_paquet": "data/coffee.png"}
    image = made(
        tmp_path, {**piece, "boite": [0, 0, 200, 200], "taille": [80, 60], "position": [100, 50], "contour": 4}
    )
    with Image.open(ROCKET) as rocket:
        box = ImageChops.difference(image.convert("RGB"), rocket.convert("RGB")).getbbox()
    assert box is not None and box[0] >= 100 and box[1] >= 50 and box[2] <= 180 and box[3] <= 110


def test_lightening_never_darkens(tmp_path: Path) -> None:
    piece = {
        "faire": "coller",
        "paquet": "skimage",
        "fichier_paquet": "data/hubble_deep_field.jpg",
        "fusion": "eclaircir",
    }
    image = made(tmp_path, {**piece, "boite": [0, 0, 200, 200], "position": [100, 50]})
    with Image.open(ROCKET) as rocket:
        assert ImageChops.subtract(rocket.convert("RGB"), image.convert("RGB")).getbbox() is None


def test_writing_leaves_a_text(tmp_path: Path) -> None:
    image = made(
        tmp_path, {"faire": "ecrire", "texte": "Demain", "position": [200, 40], "corps": 40, "couleur": "#ffffff"}
    )
    assert image.crop((200, 40, 340, 90)).getextrema()[0] == (pytest.approx(25, abs=40), 255)


def test_french_letters_are_drawn(tmp_path: Path) -> None:
    drawn = [
        made(tmp_path, {"faire": "ecrire", "texte": letter, "position": [200, 40], "corps": 60}) for letter in "éèçœÀ’"
    ]
    assert len({image.tobytes() for image in drawn}) == len(drawn)


@pytest.mark.parametrize(
    "step",
    [
        {"faire": "inventer"},
        {"faire": "recadrer"},
        {"faire": "recadrer", "boite": [0, 0, 5000, 10]},
        {"faire": "recadrer", "boite": "tout"},
        {"faire": "redimensionner", "largeur": 0},
        {"faire": "redimensionner", "largeur": 9999, "hauteur": 9999},
        {"faire": "enregistrer", "format": "PDF"},
        {"faire": "enregistrer", "format": "JPEG", "exif": {"Inconnu": "x"}},
        {
            "faire": "coller",
            "paquet": "skimage",
            "fichier_paquet": "data/moon.png",
            "position": [0, 0],
            "taille": [9, 9],
            "contour": 9,
        },
    ],
    ids=str,
)
def test_a_step_that_makes_no_sense_is_refused_by_name(tmp_path: Path, step: dict[str, Any]) -> None:
    with pytest.raises(UnreadableInput) as fault:
        made_bytes(tmp_path, record(step))
    assert fault.value.code == "recipe_invalid"
    assert fault.value.values["id"] == "IMG-1" and fault.value.values["step"] == step["faire"]


def test_too_many_steps_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="recipe_invalid"):
        made_bytes(tmp_path, record(*[{"faire": "redimensionner", "largeur": 10}] * 33))


@pytest.mark.parametrize("source", ["../pip/__init__.py", "data/missing.png", "", "/etc/passwd"])
def test_a_source_outside_its_package_is_missing(tmp_path: Path, source: str) -> None:
    with pytest.raises(UnreadableInput):
        made_bytes(tmp_path, record(source=source))


@pytest.mark.parametrize("package", ["os.path", "no_such_package", "../skimage", "this"])
def test_a_package_is_found_without_being_imported(package: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnreadableInput):
        package_file(package, "data/rocket.jpg")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["../out.png", "/tmp/out.png", "a/../../out.png"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInput):
        materialise(tmp_path, record(name=name), tmp_path / "made")
    assert list(tmp_path.iterdir()) == []
