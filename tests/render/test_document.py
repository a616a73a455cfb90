"""ODT and DOCX: parts that open, real headings, header rows, texts for pictures, the same bytes twice, no answer."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forensics.lang import load
from forensics.render import document, docx, odt
from forensics.sheet.worksheet import Level
from sheets import CAMERA, EDGES, GPS, ITSELF, SIGNED, key, record, sheet

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WRITERS = {"odt": odt.written, "docx": docx.written}


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("level", list(Level))
def test_every_part_is_well_formed_and_the_bytes_repeat(tmp_path: Path, kind: str, level: Level) -> None:
    made = document.worksheet(sheet(tmp_path, "en", level), load("en"))
    content = WRITERS[kind](made)
    assert content == WRITERS[kind](made)
    for name, part in parts(content).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)


def test_odt_has_the_nine_headings_header_rows_and_texts(tmp_path: Path) -> None:
    made = parts(odt.written(document.worksheet(sheet(tmp_path), load("fr"))))
    assert next(iter(made)) == "mimetype" and made["mimetype"] == odt.MIMETYPE.encode()
    content = ElementTree.fromstring(made["content.xml"])
    headings = [h.text or "" for h in content.iter(f"{TEXT}h") if h.get(f"{TEXT}outline-level") == "2"]
    assert [title.split(".")[0] for title in headings[:9]] == [str(number) for number in range(1, 10)]
    assert all(table.find(f"{TABLE}table-header-rows") is not None for table in content.iter(f"{TABLE}table"))
    assert next(text.text for text in content.iter(f"{SVG}desc")) == "Une place pavée devant une église."
    listed = ElementTree.fromstring(made["META-INF/manifest.xml"])
    paths = {entry.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path") for entry in listed}
    assert paths == set(made) - {"mimetype", "META-INF/manifest.xml"} | {"/"}


def test_docx_has_the_nine_headings_header_rows_and_texts(tmp_path: Path) -> None:
    made = parts(docx.written(document.worksheet(sheet(tmp_path), load("fr"))))
    body = ElementTree.fromstring(made["word/document.xml"])
    styled = [
        "".join(text.text or "" for text in p.iter(f"{W}t"))
        for p in body.iter(f"{W}p")
        if (style := p.find(f"{W}pPr/{W}pStyle")) is not None and style.get(f"{W}val") == "Heading2"
    ]
    assert [title.split(".")[0] for title in styled[:9]] == [str(number) for number in range(1, 10)]
    tables = list(body.iter(f"{W}tbl"))
    assert tables and all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in tables)
    assert next(one.get("descr") for one in body.iter(f"{WP}docPr")) == "Une place pavée devant une église."
    used = {one.get(f"{W}val") for one in body.iter(f"{W}pStyle")}
    known = {one.get(f"{W}styleId") for one in ElementTree.fromstring(made["word/styles.xml"]).iter(f"{W}style")}
    assert used <= known


@pytest.mark.parametrize("kind", WRITERS)
def test_nothing_of_the_record_is_in_the_pupils_files(tmp_path: Path, kind: str) -> None:
    made = sheet(tmp_path, findings=(CAMERA, GPS, EDGES, ITSELF, SIGNED), record=record())
    for name, part in parts(WRITERS[kind](document.worksheet(made, load("fr")))).items():
        assert b"SECRET" not in part and b"captee" not in part and b"Exif" not in part, name


@pytest.mark.parametrize("kind", WRITERS)
def test_the_key_is_written_too_and_leaves_blanks(tmp_path: Path, kind: str) -> None:
    def text(about: object) -> str:
        made = document.key([key(tmp_path, record=about)], load("fr"))
        return "".join(part.decode() for name, part in parts(WRITERS[kind](made)).items() if name.endswith(".xml"))

    assert "SECRET-CONTEXT" in text(record())
    assert "À compléter par l’enseignant·e" in text(None)


@pytest.mark.parametrize("kind", WRITERS)
def test_markup_in_a_caption_stays_text(tmp_path: Path, kind: str) -> None:
    made = sheet(tmp_path, record=record(legende_circulante={"fr": '<b>&amp;"</b>'}))
    for name, part in parts(WRITERS[kind](document.worksheet(made, load("fr")))).items():
        if name.endswith(".xml"):
            ElementTree.fromstring(part)
