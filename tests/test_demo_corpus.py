"""The shipped corpus: complete in both languages, lawful, the same bytes each time, and silent about the answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from forensics.corpus.recipes import materialise, package_file
from forensics.corpus.record import Origin, Record, Worth
from forensics.picture import Picture

DEMO = Path(__file__).resolve().parent.parent / "corpora" / "demo"
READ: Mapping[str, Any] = tomllib.loads((DEMO / "corpus.toml").read_text("utf-8"))
RECORDS = [Record(**{**table, "recette": tuple(table.get("recette", ()))}) for table in READ["image"]]
TEXTS = {one.name for one in fields(Record) if one.type == "Text"}
OPTIONAL = {"sha256", "phash", "paquet", "fichier_paquet", "recette", "diffuseur", "date_circulation", "mots_cles"}
CONDITIONAL = {"outil_generation", "consigne", "note_sensible", "mesure_personnelles"}
REQUIRED = [one.name for one in fields(Record) if one.name not in OPTIONAL | CONDITIONAL]
# CRCN, décret 2019-919: 1.1 Mener une recherche et une veille d'information, 2.2 Partager et publier,
# 3.3 Adapter les documents à leur finalité, 4.2 Protéger les données personnelles et la vie privée.
CRCN = {"1.1", "2.2", "3.3", "4.2"}
INTENTIONS = {"informer", "expliquer", "illustrer", "faire rire", "émouvoir", "vendre", "convaincre", "tromper"}
TELLTALE = re.compile(
    r"\b(IA|AI|C2PA|générée?s?|generated|artificiel\w*|artificial|synthétique|synthetic|montage|composite|modifiée?s?|edited|"
    r"retouch\w*|truqu\w*|trucage|collée?s?|pasted?|faux|fausse|fake|vraie?s?|real|authenti\w*|genuine|calculée?s?|computed|"
    r"dessinée?s?|dessins?|drawn|drawing|schéma|diagram|photo\w*|capt(?:ée?|ured)\w*|algorithm\w*|fractal\w*|appareil|camera)\b",
    re.IGNORECASE,
)
COMMITTED_MOST = 1_500_000

each = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)


@each
def test_every_record_is_complete_in_french_and_english(record: Record) -> None:
    missing = [key for key in REQUIRED if not getattr(record, key)]
    if record.donnees_personnelles != "aucune" and not record.mesure_personnelles:
        missing.append("mesure_personnelles")
    if record.contenu_sensible != "aucun" and not record.note_sensible:
        missing.append("note_sensible")
    if record.origine_reelle == Origin.GENEREE and not (record.outil_generation and record.consigne):
        missing.append("outil_generation, consigne")
    assert not missing
    for key in TEXTS:
        said = getattr(record, key)
        assert not said or (set(said) == {"fr", "en"} and all(said.values())), key


@each
def test_every_choice_is_one_of_the_list(record: Record) -> None:
    assert record.origine_reelle in list(Origin)
    assert record.valeur_attendue in list(Worth)
    assert set(record.crcn) <= CRCN
    assert {record.intention_initiale, record.intention_circulation} <= INTENTIONS
    assert record.difficulte in (1, 2, 3)
    assert re.fullmatch(r"CC0 1\.0|CC BY-SA 4\.0|Domaine public", record.licence)


@each
def test_what_pupils_read_does_not_give_the_answer(record: Record) -> None:
    assert re.fullmatch(rf"images/{record.id}\.(png|jpg|webp)", record.fichier)
    assert re.fullmatch(r"IMG-\d{3}", record.id)
    for said in (*record.titre_neutre.values(), *record.description_alt.values()):
        assert not TELLTALE.search(said), said


@each
def test_every_picture_opens_and_is_the_same_each_time(record: Record, tmp_path: Path) -> None:
    first = Picture.read(materialise(DEMO, record, tmp_path / "one"))
    again = Picture.read(materialise(DEMO, record, tmp_path / "two"))
    assert first.sha256 == again.sha256
    assert first.rgb.shape == (first.height, first.width, 3)
    suffix = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[first.format]
    assert record.fichier.endswith(suffix)
    if record.sha256:
        assert first.sha256 == record.sha256


def test_names_are_unique_and_neutral() -> None:
    assert len({record.id for record in RECORDS}) == len({record.fichier for record in RECORDS}) == len(RECORDS)


def test_the_class_set_is_eight_known_pictures() -> None:
    lot = READ["corpus"]["lot"]
    assert len(lot) == len(set(lot)) == 8
    assert set(lot) <= {record.id for record in RECORDS}


def test_no_picture_of_others_is_carried_and_ours_are_small() -> None:
    carried = {record.fichier for record in RECORDS if not record.paquet}
    assert {f"images/{path.name}" for path in (DEMO / "images").glob("*")} == carried
    assert sum((DEMO / name).stat().st_size for name in carried) < COMMITTED_MOST
    packaged = {package_file(record.paquet, record.fichier_paquet).read_bytes() for record in RECORDS if record.paquet}
    assert not packaged & {(DEMO / name).read_bytes() for name in carried}


def test_french_keeps_its_spaces() -> None:
    for record in RECORDS:
        for key in TEXTS:
            said = getattr(record, key).get("fr", "")
            assert not re.search(r"[ \t][:;?!»]|« |[^\s\u00a0\u202f][;?!»](?!\w)|'", said), f"{record.id} {key}: {said}"
