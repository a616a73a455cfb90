"""One table in an OpenDocument spreadsheet (ISO/IEC 26300), written and read with nothing but zip and XML.

Written so that LibreOffice Calc leaves the cells alone: every cell is text, and a column with few possible values has a list
to choose from. Read within limits, whichever program wrote it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_MOST_BYTES = 100_000_000
_MOST_ROWS, _MOST_COLUMNS = 200_000, 500
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in (
            ("office", "office"),
            ("table", "table"),
            ("text", "text"),
            ("style", "style"),
            ("number", "datastyle"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    + ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3"'
)
_STYLES = (
    '<office:automatic-styles><number:text-style style:name="as-text"><number:text-content/></number:text-style>'
    '<style:style style:name="head" style:family="table-cell" style:data-style-name="as-text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="cell" style:family="table-cell" style:data-style-name="as-text">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<style:style style:name="column" style:family="table-column">'
    '<style:table-column-properties style:column-width="5cm"/></style:style></office:automatic-styles>'
)


class NotSpreadsheet(ValueError):
    """The file is no OpenDocument spreadsheet that can be read."""


def write_ods(name: str, rows: Sequence[Sequence[str]], choices: Mapping[int, Sequence[str]]) -> bytes:
    """The table ``name`` as a file; the first row holds the heads. ``choices``: the values that a column takes.

    The same rows give the same bytes.
    """
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>{_STYLES}'
        f"<office:body><office:spreadsheet>{_validations(choices)}<table:table table:name={quoteattr(name)}>"
        f"{_columns(len(rows[0]), choices)}{''.join(_row(row, number == 0, choices) for number, row in enumerate(rows))}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _store(archive, "mimetype", MIME, zipfile.ZIP_STORED)
        _store(archive, "content.xml", content, zipfile.ZIP_DEFLATED)
        _store(archive, "META-INF/manifest.xml", manifest, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _store(archive: zipfile.ZipFile, name: str, text: str, method: int) -> None:
    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode("utf-8"), method)


def _validations(choices: Mapping[int, Sequence[str]]) -> str:
    if not choices:
        return ""
    each = (
        f'<table:content-validation table:name="list-{column}" table:condition='
        + quoteattr("of:cell-content-is-in-list(" + ";".join(f'"{value}"' for value in values) + ")")
        + ' table:allow-empty-cell="true" table:display-list="unsorted"/>'
        for column, values in choices.items()
    )
    return f"<table:content-validations>{''.join(each)}</table:content-validations>"


def _columns(count: int, choices: Mapping[int, Sequence[str]]) -> str:
    return f'<table:table-column table:style-name="column" table:number-columns-repeated="{count}" table:default-cell-style-name="cell"/>'


def _row(row: Sequence[str], head: bool, choices: Mapping[int, Sequence[str]]) -> str:
    cells = (_cell(text, head, column if column in choices else None) for column, text in enumerate(row))
    line = f"<table:table-row>{''.join(cells)}</table:table-row>"
    return f"<table:table-header-rows>{line}</table:table-header-rows>" if head else line


def _cell(text: str, head: bool, choice: int | None) -> str:
    style = "head" if head else "cell"
    listed = f' table:content-validation-name="list-{choice}"' if choice is not None and not head else ""
    if not text:
        return f'<table:table-cell table:style-name="{style}"{listed}/>'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell table:style-name="{style}"{listed} office:value-type="string">{lines}</table:table-cell>'


def _spaced(line: str) -> str:
    """A line of text in which runs of spaces survive: OpenDocument joins them otherwise."""
    return escape(line).replace("  ", '<text:s text:c="2"/>')


def read_ods(data: bytes) -> list[list[str]]:
    """The rows of the first table, as text. Raises `NotSpreadsheet`."""
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo("content.xml").file_size > _MOST_BYTES:
                raise NotSpreadsheet("content.xml")
            with archive.open("content.xml") as file:
                root = fromstring(file.read(_MOST_BYTES), forbid_dtd=True)
    except Exception as fault:  # zip, compression and XML fail in a dozen ways that mean the same here
        raise NotSpreadsheet(type(fault).__name__) from fault
    table = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    if table is None:
        raise NotSpreadsheet("table")
    return _rows(table)


def _rows(table: Element) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter(f"{_TABLE}table-row"):
        cells = list(_cells(row))
        while cells and not cells[-1]:
            cells.pop()
        times = _repeated(row, "rows") if cells else 1
        rows += [cells] * min(times, _MOST_ROWS - len(rows))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cells(row: Element) -> Iterator[str]:
    count = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = min(_repeated(cell, "columns"), _MOST_COLUMNS - count)
        count += times
        yield from [_said(cell)] * times


def _repeated(element: Element, what: str) -> int:
    value = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(value) if value.isdigit() and len(value) < 9 else 1


def _said(cell: Element) -> str:
    """The text of a cell; dates and numbers as they were typed in, whatever the display."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return (cell.get(f"{_OFFICE}date-value") or "")[:10]
    if kind == "float":
        return (cell.get(f"{_OFFICE}value") or "").removesuffix(".0")
    return "\n".join(_line(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _line(element: Element) -> str:
    parts = [element.text or ""]
    for inside in element:
        if inside.tag == f"{_TEXT}s":
            count = inside.get(f"{_TEXT}c", "1")
            parts.append(" " * (int(count) if count.isdigit() and len(count) < 5 else 1))
        elif inside.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif inside.tag == f"{_TEXT}tab":
            parts.append("\t")
        else:
            parts.append("".join(inside.itertext()))
        parts.append(inside.tail or "")
    return "".join(parts)
