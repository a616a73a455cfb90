"""The shipped corpus: complete in both languages, lawful, the same bytes each time, and silent about the answer."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from forensics.analyses import Context
from forensics.corpus import Corpus
from forensics.corpus.notices import TEXTS
from forensics.corpus.recipes import materialise, package_file
from forensics.corpus.record import Origin, Record, Worth
from forensics.lang import load
from forensics.picture import Picture
from forensics.pipeline import examine

DEMO = Path(__file__).resolve().parent.parent / "corpora" / "demo"
CORPUS = Corpus(DEMO)
RECORDS = CORPUS.records()
BY_ID = {record.id: record for record in RECORDS}
LOT = [BY_ID[name] for name in CORPUS.notices.corpus["lot"]]
OPTIONAL = {"sha256", "phash", "paquet", "fichier_paquet", "recette", "diffuseur", "date_circulation", "mots_cles"}
CONDITIONAL = {"outil_generation", "consigne", "note_sensible", "mesure_personnelles"}
REQUIRED = [one.name for one in fields(Record) if one.name not in OPTIONAL | CONDITIONAL]
# CRCN, décret 2019-919: 1.1 Mener une recherche et une veille d'information, 2.2 Partager et publier,
# 3.3 Adapter les documents à leur finalité, 4.2 Protéger les données personnelles et la vie privée.
CRCN = {"1.1", "2.2", "3.3", "4.2"}
CERTAINTIES = {"établi par source", "établi par création propre", "probable", "inconnu"}
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
    assert record.niveau_certitude in CERTAINTIES
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


def test_the_class_set_is_balanced() -> None:
    """Two captured and documented, two out of context (one of them undetermined), edited and generated, good and bad."""
    assert sorted((record.origine_reelle, record.valeur_attendue) for record in LOT) == [
        ("captee", "documentaire"),
        ("captee", "documentaire"),
        ("captee", "trompeuse"),
        ("generee", "illustrative"),
        ("generee", "trompeuse"),
        ("indeterminee", "trompeuse"),
        ("modifiee", "documentaire"),
        ("modifiee", "trompeuse"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_key_has_words_for_every_certainty(language: str) -> None:
    assert all(load(language).get("key", "certainties", name) for name in CERTAINTIES)


def test_every_worth_and_every_origin_is_in_the_corpus() -> None:
    assert {record.valeur_attendue for record in RECORDS} == set(Worth)
    assert {record.origine_reelle for record in RECORDS} == set(Origin)


TRAITS: dict[str, Callable[[Image.Image], bool]] = {
    "JPEG": lambda image: image.format == "JPEG",
    "PNG": lambda image: image.format == "PNG",
    "names a camera": lambda image: 0x010F in image.getexif(),
    "names no camera": lambda image: 0x010F not in image.getexif(),
    "square": lambda image: image.width == image.height,
    "not square": lambda image: image.width != image.height,
    "sides are multiples of 16": lambda image: image.width % 16 == image.height % 16 == 0,
    "grey": lambda image: image.convert("RGB").convert("HSV").getchannel("S").getextrema()[1] < 24,
    "in colour": lambda image: image.convert("RGB").convert("HSV").getchannel("S").getextrema()[1] >= 24,
    "short side of 512 or more": lambda image: min(image.size) >= 512,
}


@pytest.mark.parametrize("trait", TRAITS)
def test_no_trait_of_the_class_set_teaches_a_false_rule(trait: str, tmp_path: Path) -> None:
    generated, others = set(), set()
    for record in LOT:
        with Image.open(materialise(DEMO, record, tmp_path)) as image:
            (generated if record.origine_reelle == Origin.GENEREE else others).add(TRAITS[trait](image))
    assert True in others, f"«{trait}» is found on generated pictures alone"
    assert generated != {True} or others != {False}


@pytest.mark.parametrize(
    ("name", "statement", "code"),
    [
        ("IMG-003", "undecided", "exif.software"),
        ("IMG-007", "undecided", "exif.camera"),
        ("IMG-009", "declared", "provenance.c2pa"),
        ("IMG-010", "undecided", "exif.none"),
        ("IMG-011", "declared", "declared.generated"),
        ("IMG-012", "undecided", "exif.camera"),
        ("IMG-013", "undecided", "declared.algorithmic"),
        ("IMG-014", "undecided", "declared.digital_creation"),
    ],
)
def test_the_files_say_what_the_records_tell(name: str, statement: str, code: str, tmp_path: Path) -> None:
    path = materialise(DEMO, BY_ID[name], tmp_path)
    report = examine(path, Context(), only=("metadata", "provenance", "declared", "traces", "personal"))
    assert report.reading.generated.statement == statement
    found = {finding.code: finding for evidence in report.evidence for finding in evidence.findings}
    assert code in found
    assert not report.reading.personal_data


def test_the_signature_is_intact_and_its_signer_unknown(tmp_path: Path) -> None:
    report = examine(materialise(DEMO, BY_ID["IMG-009"], tmp_path), Context(), only=("provenance", "declared"))
    found = {finding.code: finding for evidence in report.evidence for finding in evidence.findings}
    signed = found["provenance.c2pa"].values
    assert (signed["integrity"], signed["trust"], signed["signer"]) == (
        "intact",
        "unknown",
        "forensics demo test signer",
    )
    assert "declared.generated" in found


@pytest.mark.parametrize(("name", "source"), [("IMG-005", "IMG-002"), ("IMG-015", "IMG-007")])
def test_a_made_picture_leads_to_the_one_it_was_made_from(
    name: str, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    copy = Corpus(Path(shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns(".forensics", "make"))))
    report = examine(copy.path_of(BY_ID[name]), Context(corpus=copy), only=("match",))
    found = [finding for evidence in report.evidence for finding in evidence.findings]
    assert [(one.code, one.values["id"]) for one in found] == [("match.same", name), ("match.close", source)]


def test_the_script_still_draws_the_phases(tmp_path: Path) -> None:
    drawn = tmp_path / "phases.png"
    subprocess.run([sys.executable, DEMO / "make" / "phases.py", drawn], check=True)
    with Image.open(drawn) as again, Image.open(DEMO / "images" / "IMG-014.png") as kept:
        difference = ImageChops.difference(again.convert("L"), kept.convert("L"))
    assert ImageStat.Stat(difference).mean[0] < 0.5


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
