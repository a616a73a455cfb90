"""Out to a spreadsheet and back without loss."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from forensics.corpus.ods import NotSpreadsheet, read_ods, write_ods
from forensics.corpus.record import Record
from forensics.corpus.spreadsheet import COLUMNS, as_spreadsheet, records_in
from forensics.errors import UnreadableInput
from records import records


@settings(max_examples=40, deadline=None)
@given(record=records())
@pytest.mark.parametrize("format_", [".csv", ".ods"])
def test_a_record_comes_back(format_: str, record: Record, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("table") / f"notices{format_}"
    path.write_bytes(as_spreadsheet([record], format_))
    assert records_in(path, {}) == [record]
    assert records_in(path, {record.id: record}) == [record]


FULL = Record(
    "IMG-001",
    "images/a.jpg",
    sha256="1" * 64,
    recette=({"faire": "recadrer", "boite": [1, 2, 3, 4]},),
    titre_neutre={"fr": "Un pont", "en": "A bridge"},
    mots_cles=("pont", "eau ; rivière"),
    auteur="=HYPERLINK(1)",
    diffuseur="'a",
    difficulte=2,
)


@pytest.mark.parametrize("format_", [".csv", ".ods"])
def test_lists_recipes_and_what_looks_like_a_formula(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"notices{format_}"
    path.write_bytes(as_spreadsheet([FULL], format_))
    assert records_in(path, {FULL.id: FULL}) == [FULL]
    if format_ == ".csv":
        assert b";'=HYPERLINK" in path.read_bytes()


def test_a_column_left_out_keeps_and_an_empty_cell_empties(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("id;auteur;titre_neutre (en);date_image\nIMG-001;;The bridge;3/5/1999\n", "utf-8")
    (found,) = records_in(path, {FULL.id: FULL})
    assert found.auteur == "" and found.titre_neutre == {"fr": "Un pont", "en": "The bridge"}
    assert found.date_image == "1999-05-03"  # as a French spreadsheet writes a date
    assert (found.sha256, found.mots_cles, found.recette) == (FULL.sha256, FULL.mots_cles, FULL.recette)


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_what_other_programs_save(tmp_path: Path, separator: str, encoding: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(separator.join(["id", "fichier", "auteur"]).encode() + b"\r\n")
    path.write_bytes(path.read_bytes() + separator.join(["A", "a.jpg", "Zoé"]).encode(encoding) + b"\r\n\r\n")
    assert records_in(path, {}) == [Record("A", "a.jpg", auteur="Zoé")]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("id;fichier;auteure\nA;a.jpg;x\n", "record_key", 1),
        ("id;fichier;diffusion\nA;a.jpg;\nB;b.jpg;partout\n", "record_choice", 3),
        ("id;fichier\nA;a.jpg\nA;b.jpg\n", "record_twice", 3),
        ("id;fichier\nA;../a.jpg\n", "record_path", 2),
        ("id;fichier;recette\nA;a.jpg;{oops\n", "record_value", 2),
        ("nom;age\nx;3\n", "not_records", None),
        ("", "not_records", None),
    ],
)
def test_a_wrong_row_is_refused_with_its_number(tmp_path: Path, text: str, code: str, line: int | None) -> None:
    (tmp_path / "t.csv").write_text(text, "utf-8")
    with pytest.raises(UnreadableInput) as fault:
        records_in(tmp_path / "t.csv", {})
    assert (fault.value.code, fault.value.values.get("line")) == (code, line)


def test_the_file_is_what_opendocument_asks_for() -> None:
    data = as_spreadsheet([FULL], ".ods")
    assert data == as_spreadsheet([FULL], ".ods")
    assert data[30:38] == b"mimetype" and data[38:].startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    assert "cell-content-is-in-list" in content and "table:formula" not in content
    assert read_ods(data)[0] == list(COLUMNS)


def ods(rows: str) -> bytes:
    """A file as LibreOffice writes one, with these rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" '
        f'xmlns:text="{name}text:1.0"><office:body><office:spreadsheet><table:table>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_what_calc_saves() -> None:
    rows = (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2024-02-03T00:00:00"/>'
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3,00</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell><text:p>a<text:s text:c="2"/>b<text:line-break/>c</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell/></table:table-row>'
    )
    assert read_ods(ods(rows)) == [["2024-02-03", "3", "", "", "a  b\nc"]]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", ods("")[:-30], ods("<open>"), ods("&undefined;"), write_ods("x", [["a"]], {})[:200]],
)
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(NotSpreadsheet):
        read_ods(data)
