"""The three other lessons and the scenario card: what stands in them, in every format, in both languages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from forensics.lang import load
from forensics.picture import Picture
from forensics.render.document import Table
from forensics.render.lessons import Shown, audit_solution, lesson
from forensics.render.pages import html, pdf, write_document
from forensics.render.scenario import card, scolomfr
from forensics.sheet.detectors import Alerts, alerts_of
from forensics.sheet.exercise import Chosen, Exercise, Kind, Source, read_exercise
from forensics.sheet.frames import frames
from forensics.sheet.pictures import sheet_picture
from scenes import saved, scene
from sheets import picture, record

SAMPLES = Path(__file__).resolve().parents[2] / "worksheets"
LESSONS = (Kind.RECONSTRUCTION, Kind.AUDIT, Kind.USE)
LOM = "{http://ltsc.ieee.org/xsd/LOM}"


def exercise(kind: Kind, language: str = "fr") -> Exercise:
    return Exercise(
        titre="Essai <b>&",
        corpus="demo",
        images=(Chosen("IMG-001"), Chosen("IMG-002")),
        type=kind,
        langue=language,
        niveau="4e",
        discipline="EMI",
        crcn=("1.1", "4.2"),
        emi=("reasoning",),
        documents=(Source("Une mer", "Le calcaire s’est déposé dans une mer.", "Manuel"),),
    )


def shown(folder: Path) -> list[Shown]:
    photo = sheet_picture(picture(folder), "Une place.", "Une légende.")
    return [
        Shown("IMG-001", photo, record(id="IMG-001"), Alerts(False, (True, True), (False, True))),
        Shown(
            "IMG-002",
            photo,
            record(id="IMG-002", origine_reelle="generee"),
            Alerts(True, (False, True), (False, False)),
        ),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", LESSONS)
def test_a_lesson_is_five_parts_in_every_format(tmp_path: Path, kind: Kind, language: str) -> None:
    made = lesson(exercise(kind, language), shown(tmp_path), load(language))
    heads = [block.text for block in made.blocks if getattr(block, "level", 0) == 2]
    assert [head[:2] for head in heads] == ["1.", "2.", "3.", "4.", "5."]
    page = html(made)
    assert ("script-src 'none'" in page and 'src="data:image/jpeg' in page) or kind is Kind.AUDIT
    reader = PdfReader(io.BytesIO(pdf(made)))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == language  # type: ignore[index]
    assert len(reader.pages) <= 3
    written = list(write_document(made, tmp_path / "a" / "fiche", ("html", "pdf", "odt", "docx")))
    again = list(write_document(made, tmp_path / "b" / "fiche", ("html", "pdf", "odt", "docx")))
    assert [one.read_bytes() for one in written] == [one.read_bytes() for one in again]
    for path in written[2:]:
        assert zipfile.ZipFile(path).testzip() is None


def test_a_reconstruction_gives_the_documents_and_their_sources(tmp_path: Path) -> None:
    page = html(lesson(exercise(Kind.RECONSTRUCTION), shown(tmp_path), load("fr")))
    for said in ("Le calcaire s’est déposé dans une mer.", "Manuel", "attesté", "contredit", "jamais un témoin"):
        assert said in page


def test_the_solution_of_an_audit_counts_both_mistakes_before_and_after(tmp_path: Path) -> None:
    (table,) = (
        block
        for block in audit_solution(exercise(Kind.AUDIT), shown(tmp_path), load("fr")).blocks
        if isinstance(block, Table)
    )
    assert [row[1:] for row in table.rows] == [
        ("1 (IMG-001)", "1 (IMG-002)"),
        ("1 (IMG-001)", "0"),
        ("0", "1 (IMG-002)"),
        ("1 (IMG-001)", "1 (IMG-002)"),
    ]


def test_only_the_audit_tells_origins_and_no_lesson_tells_the_context(tmp_path: Path) -> None:
    for kind in LESSONS:
        page = html(lesson(exercise(kind), shown(tmp_path), load("fr")))
        for secret in ("SECRET-CONTEXT", "SECRET-PROOF", "SECRET-TRAP", "SECRET-EXACT", "SECRET-NAME", "SECRET-URL"):
            assert secret not in page
        assert ("<td>captée</td>" in page) is (kind is Kind.AUDIT)


def test_the_rule_of_thumb_changes_its_mind_once_a_picture_is_sent(tmp_path: Path) -> None:
    camera = alerts_of(picture(tmp_path), "captee")
    assert camera.rule == (False, True) or camera.rule == (True, True)
    bare = alerts_of(Picture.read(saved(tmp_path / "vue.jpg", scene(1, (320, 240)))), "generee")
    assert bare.rule == (True, True) and bare.generated


@pytest.mark.parametrize("kind", list(Kind))
def test_the_card_holds_the_fields_that_teachers_publish(kind: Kind) -> None:
    made = card(exercise(kind), load("fr"))
    (table,) = (block for block in made.blocks if isinstance(block, Table))
    facts = dict(table.rows)
    assert facts["Niveau"] == "4e" and facts["Durée"] == "55 minutes" and facts["Discipline"] == "EMI"
    assert facts["Compétences numériques (CRCN)"].splitlines()[0] == frames().crcn_title("1.1", "fr")
    assert facts["Production"] and facts["Évaluation"] and facts["Objectif"]
    assert len(made.blocks) > 8
    empty = card(replace(exercise(kind), niveau=""), load("fr"))
    assert "à compléter" in dict(next(block.rows for block in empty.blocks if isinstance(block, Table))).values()


@pytest.mark.parametrize("kind", list(Kind))
def test_scolomfr_follows_the_order_and_types_of_lom(kind: Kind) -> None:
    root = ElementTree.fromstring(scolomfr(exercise(kind), load("fr")))
    assert root.tag == f"{LOM}lom"
    order = ["general", "educational", "rights", "classification"]
    places = [order.index(child.tag.removeprefix(LOM)) for child in root]
    assert places == sorted(places) and set(places) == {0, 1, 2, 3}
    assert root.findtext(f"{LOM}general/{LOM}title/{LOM}string") == "Essai <b>&"
    assert root.findtext(f".//{LOM}typicalLearningTime/{LOM}duration") == "PT55M"
    for string in root.iter(f"{LOM}string"):
        assert string.get("language") == "fre" and string.text
    for value in root.iter():
        if value.tag.endswith("}source") and not len(value):
            assert value.text in {"LOMv1.0", "LOMFRv1.0", "SCOLOMFRv1.0", "SCOLOMFRv1.1"}
    purposes = [one.findtext(f"{LOM}purpose/{LOM}value") for one in root.iter(f"{LOM}classification")]
    assert purposes == ["educational level", "discipline", "competency"]
    codes = [one.text for one in root.iter(f"{LOM}id")]
    assert codes == ["1.1", "4.2", "reasoning"]


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_samples_are_exercises(path: Path) -> None:
    assert read_exercise(path, load("fr")).titre


def test_there_is_a_sample_of_each_kind() -> None:
    assert {read_exercise(path, load("fr")).type for path in SAMPLES.glob("*.toml")} == set(Kind)
