"""Printed sheets: tagged, whole, in their pages, the same bytes twice, and nothing of the record in pupils' files."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from forensics.analyses import Context
from forensics.corpus import open_corpus
from forensics.lang import load
from forensics.model import Evidence, ImageFacts, Reading, Report, Status
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from forensics.render import html, pdf
from forensics.render.class_set import Subject, sheet_of
from forensics.sheet.clues import ANALYSES
from forensics.sheet.compose import compose
from forensics.sheet.worksheet import Level
from sheets import CAMERA, EDGES, GPS, ITSELF, SIGNED, key, picture, record, sheet

FACES = ("AtkinsonHyperlegibleNext",)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [(480, 320), (320, 480), (960, 240), (400, 400)], ids=str)
def test_the_standard_sheet_holds_on_two_pages(tmp_path: Path, language: str, size: tuple[int, int]) -> None:
    made = sheet(tmp_path, language, picture=picture(tmp_path, size), findings=())
    printed = pdf.worksheet(made, load(language))
    assert (printed.pages, printed.fits) == (2, True)
    assert len(PdfReader(io.BytesIO(printed.pdf)).pages) == printed.pages


@pytest.mark.parametrize("dys", [False, True])
@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("reasons", [(), ("ela",), ("metadata", "ela", "match", "generated", "provenance")], ids=len)
def test_a_sheet_whose_tests_could_not_run_is_printed(
    tmp_path: Path, level: Level, dys: bool, reasons: tuple[str, ...]
) -> None:
    shown = picture(tmp_path, (300, 480))
    facts = ImageFacts("x", "0" * 64, 1, "PNG", 300, 480)
    evidence = tuple(Evidence(name, "1", Status.NOT_APPLICABLE, reason="not_jpeg") for name in reasons)
    made = compose(shown, Report(facts, evidence, Reading()), None, load("fr"), "IMG-001", level, dys)
    assert pdf.worksheet(made, load("fr")).fits
    assert html.worksheet(made, load("fr"))


PAGES = {(Level.GUIDED, False): 3, (Level.GUIDED, True): 4, (Level.STANDARD, False): 2, (Level.EXPERT, False): 2}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", [(480, 320), (320, 480), (960, 240), (160, 480)], ids=str)
@pytest.mark.parametrize(("version", "most"), PAGES.items(), ids=str)
def test_each_version_holds_on_its_pages_whatever_the_shape(
    tmp_path: Path, version: tuple[Level, bool], most: int, size: tuple[int, int], language: str
) -> None:
    printed = pdf.worksheet(sheet(tmp_path, language, *version, picture=picture(tmp_path, size)), load(language))
    assert printed.fits and printed.pages <= most


@pytest.fixture(scope="module")
def demonstration() -> list[Subject]:
    """The pictures of the demonstration corpus, examined as a class set is."""
    corpus = open_corpus("demo", "fr")
    context = Context(corpus=corpus, figures=True)
    made = []
    for one in corpus.records():
        shown = Picture.read(corpus.path_of(one))
        made.append(Subject(one.id, shown, examine_picture(shown, context, ANALYSES), one))
    return made


@pytest.mark.parametrize(("version", "most"), PAGES.items(), ids=str)
def test_each_picture_of_the_demonstration_holds_on_the_pages_of_each_version(
    demonstration: list[Subject], version: tuple[Level, bool], most: int
) -> None:
    for number, subject in enumerate(demonstration):
        catalogue = load("en" if number % 3 == 0 else "fr")
        printed = pdf.worksheet(sheet_of(subject, catalogue, *version), catalogue)
        assert printed.fits and printed.pages <= most, subject.code


@pytest.mark.parametrize("level", list(Level))
def test_the_nine_sections_are_in_every_version_and_tests_left_out_are_named(tmp_path: Path, level: Level) -> None:
    words = load("fr")
    made = sheet(tmp_path, "fr", level)
    text = " ".join(_text(pdf.worksheet(made, words).pdf).split())
    short = {"6": "Question 1", "7": "Question 2"}
    for section in made.sections:
        assert short.get(str(section.number), section.title) in text
    for test in words.table("sheet", "tests").values():
        assert test in text


def test_the_dyslexia_friendly_sheet_is_whole(tmp_path: Path) -> None:
    assert pdf.worksheet(sheet(tmp_path, "fr", Level.STANDARD, True), load("fr")).fits


def test_the_file_is_tagged_speaks_its_language_and_carries_its_fonts(tmp_path: Path) -> None:
    made = PdfReader(io.BytesIO(pdf.worksheet(sheet(tmp_path, "en"), load("en")).pdf))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("en")
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    fonts = [font.get_object() for page in made.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in inner or "/FontFile3" in inner
    assert any(face in str(font["/BaseFont"]) for font in fonts for face in FACES)


def test_pictures_have_their_description(tmp_path: Path) -> None:
    said = _alternatives(pdf.worksheet(sheet(tmp_path), load("fr")).pdf)
    assert "Une place pavée devant une église." in said
    assert any(one.startswith("Carte du test") for one in said)


def test_the_same_sheet_gives_the_same_bytes(tmp_path: Path) -> None:
    made = sheet(tmp_path)
    assert pdf.worksheet(made, load("fr")).pdf == pdf.worksheet(made, load("fr")).pdf


def test_all_sections_are_printed(tmp_path: Path) -> None:
    made = sheet(tmp_path)
    text = _text(pdf.worksheet(made, load("fr")).pdf)
    for title in ("Je regarde", "Je décris", "Je questionne la source", "Je croise", "J’agis", "Je fais le point"):
        assert title in text


@pytest.mark.parametrize("caption", ["日本の写真 🙂", "Київ, Łódź, Αθήνα → «é»", '#image("x") *gras* $x$ \\ @ <b>'])
def test_any_caption_can_be_printed(tmp_path: Path, caption: str) -> None:
    made = sheet(tmp_path, record=record(legende_circulante={"fr": caption}))
    printed = pdf.worksheet(made, load("fr"))
    assert printed.pages == 2
    assert "gras" not in caption or "*gras*" in _text(printed.pdf)


def test_a_caption_far_too_long_is_told_not_hidden(tmp_path: Path) -> None:
    made = sheet(tmp_path, record=record(legende_circulante={"fr": "Une légende qui ne finit pas. " * 60}))
    printed = pdf.worksheet(made, load("fr"))
    assert printed.pages > 2 and not printed.fits


def test_nothing_of_the_record_is_in_the_pupils_files(tmp_path: Path) -> None:
    made = sheet(tmp_path, findings=(CAMERA, GPS, EDGES, ITSELF, SIGNED))
    for printed in (pdf.worksheet(made, load("fr")).pdf, pdf.class_set([made] * 3, load("fr")).pdf):
        seen = "\n".join((_text(printed), *_alternatives(printed), str(PdfReader(io.BytesIO(printed)).metadata)))
        assert "IMG-004" in seen
        for word in ("SECRET", "captee", "48.85", "2.35"):
            assert word not in seen


def test_the_key_says_all_that_the_record_says(tmp_path: Path) -> None:
    printed = pdf.key([key(tmp_path)], load("fr"))
    text = _text(printed.pdf)
    assert printed.pages <= 2
    for word in ("SECRET-EXACT", "SECRET-CONTEXT", "SECRET-TRAP", "captée", "trompeuse", "Document enseignant"):
        assert word in text
    assert "À compléter" in _text(pdf.key([key(tmp_path, record=None)], load("fr")).pdf)


def test_a_set_has_an_overview_and_a_page_for_each_picture(tmp_path: Path) -> None:
    printed = pdf.key([key(tmp_path)] * 3, load("fr"))
    assert printed.pages == 4


@pytest.mark.parametrize(("pictures", "pages"), [(1, 1), (8, 1), (9, 2)])
def test_the_group_sheet_takes_eight_pictures_a_page(tmp_path: Path, pictures: int, pages: int) -> None:
    printed = pdf.class_set([sheet(tmp_path)] * pictures, load("fr"))
    assert printed.pages == pages


def _text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def _alternatives(made: bytes) -> list[str]:
    """Every alternative text of the document's structure."""
    reader = PdfReader(io.BytesIO(made))
    things = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    return [str(thing["/Alt"]) for thing in things if isinstance(thing, dict) and "/Alt" in thing]
