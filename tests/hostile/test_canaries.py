"""Hostile text from a picture, a record, a name or an answer is shown as text, or not at all, wherever it comes out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from canaries import ALL, TOGETHER, hostile_jpeg, hostile_name, hostile_png, in_json, in_text, leaks
from forensics.cli import run
from forensics.errors import ExitCode

FORMATS = "html,pdf,odt,docx"
TEXTS = [
    "titre_neutre",
    "description_alt",
    "legende_circulante",
    "legende_exacte",
    "credit",
    "lieu",
    "preuve_origine",
    "contexte_vrai",
    "usage_considere",
    "categorie",
    "theme",
    "objectif",
    "cas_piege",
    "consigne",
]
PLAIN = [
    "auteur",
    "diffuseur",
    "licence",
    "date_image",
    "precision_date",
    "niveau_certitude",
    "intention_initiale",
    "langue",
]


def toml(text: str) -> str:
    """A basic string of TOML."""
    return json.dumps(text).replace("\x7f", "\\u007f")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures whose metadata and names are hostile."""
    folder = tmp_path_factory.mktemp("hostile") / "in"
    folder.mkdir()
    for number, text in enumerate(ALL):
        name = hostile_name(text)
        (folder / f"{name}.jpg").write_bytes(hostile_jpeg(text))
        (folder / f"{number}-{name}.png").write_bytes(hostile_png(text))
        (folder / f"{name}-{number}").write_bytes(b"no picture")
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pictures, each with a record as hostile as itself."""
    folder = tmp_path_factory.mktemp("corpus") / "c"
    (folder / "images").mkdir(parents=True)
    lines = ["[corpus]", f"nom = {toml(TOGETHER[0])}", f"titre = {toml(TOGETHER[0])}"]
    for number, text in enumerate(TOGETHER, 1):
        (folder / f"images/{number}.jpg").write_bytes(hostile_jpeg(text))
        lines += ["[[image]]", f'id = "IMG-00{number}"', f'fichier = "images/{number}.jpg"', 'diffusion = "public"']
        lines += [f"{name} = {{ fr = {toml(text)}, en = {toml(text)} }}" for name in TEXTS]
        lines += [f"{name} = {toml(text)}" for name in PLAIN]
        lines += [f"mots_cles = [{toml(text)}]", f"emi = [{toml(text)}]", f"crcn = [{toml(text)}]"]
        lines += ['origine_reelle = "captee"', 'valeur_attendue = "trompeuse"', 'licence_url = "javascript:CANARY"']
        lines += ['source_url = "http://canary.invalid"', 'contenu_sensible = "aucun"', 'statut = "validée"']
        lines += ['donnees_personnelles = "aucune"']
    (folder / "corpus.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.mark.parametrize("level", ["guided", "expert"])
def test_a_worksheet_and_its_key(corpus: Path, tmp_path: Path, level: str, capsys: pytest.CaptureFixture[str]) -> None:
    images = sorted(map(str, (corpus / "images").iterdir()))
    asked = ["worksheet", *images, "--corpus", str(corpus), "-o", str(tmp_path), "--key", "--level", level]
    assert run([*asked, "--format", FORMATS]) == ExitCode.DONE
    assert {path.suffix for path in tmp_path.iterdir()} == {".html", ".pdf", ".odt", ".docx"}
    assert leaks(tmp_path) == []
    assert list(in_text("".join(capsys.readouterr()))) == []


@pytest.mark.parametrize("kind", ["enquête", "reconstitution", "audit", "usage"])
def test_a_class_set(corpus: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "lot.toml"
    lines = ["[exercice]", f"titre = {toml(TOGETHER[1])}", f'corpus = "{corpus}"', 'versions = ["standard"]']
    lines += ['formats = ["html", "pdf", "odt", "docx"]', f'type = "{kind}"']
    lines += [
        f"{name} = {toml(TOGETHER[0])}" for name in ("niveau", "discipline", "objectif", "production", "evaluation")
    ]
    lines += [f"etapes = [{toml(TOGETHER[1])}]"]
    for number, text in enumerate(TOGETHER, 1):
        lines += ["[[image]]", f'id = "IMG-00{number}"', f"legende = {toml(text)}"]
    lines += ["[[document]]", *(f"{name} = {toml(TOGETHER[0])}" for name in ("titre", "texte", "source"))]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    assert run(["exercise", "build", str(file), "-o", str(tmp_path / "out")]) == ExitCode.DONE, capsys.readouterr().err
    assert leaks(tmp_path / "out") == []
    assert list(in_text("".join(capsys.readouterr()))) == []


def test_results_of_a_class(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    for number, text in enumerate(ALL):
        answers = dict.fromkeys(("see", "imagine", "caption", "first_origin", "changed", "worth", text), text)
        content = {"schema": "forensics.answers/1", "sheet": text, "level": "standard", "group": text}
        (tmp_path / f"in/{number}-{hostile_name(text)[:40]}.json").write_text(
            json.dumps({**content, "answers": answers})
        )
        content["sheet"] = f"IMG-{number:03}"
        (tmp_path / f"in/{number}.json").write_text(json.dumps({**content, "answers": answers}))
    run(["exercise", "collect", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--texts"])
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".html", ".csv"}
    assert leaks(tmp_path / "out") == []
    assert list(in_text("".join(capsys.readouterr()))) == []


def test_a_batch(pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["batch", str(pictures), "-o", str(tmp_path / "out"), "--json"]) == ExitCode.PARTIAL
    assert {".html", ".csv", ".jsonl"} <= {path.suffix for path in (tmp_path / "out").iterdir()}
    assert leaks(tmp_path / "out") == []
    printed = capsys.readouterr()
    assert [*in_json(printed.out), *in_text(printed.err)] == []


@pytest.mark.parametrize(
    "options", [[], ["-v"], ["-v", "--show-personal", "--lang", "en"], ["--json", "--show-personal"]]
)
def test_a_check(pictures: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    images = sorted(map(str, pictures.iterdir()))
    assert run(["check", *images, "--depth", "quick", *options]) == ExitCode.PARTIAL
    printed = capsys.readouterr()
    assert [*in_text(printed.err), *(in_json if "--json" in options else in_text)(printed.out)] == []


def test_a_clean_copy(pictures: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(pictures.iterdir())[::4]:
        shutil.copy(path, few)
    run(["clean", str(few), "-o", str(tmp_path / "out")])
    copies = sorted((tmp_path / "out").iterdir())
    assert copies and not any(b"CANARY" in copy.read_bytes() for copy in copies)
    assert list(in_text("".join(capsys.readouterr()))) == []
