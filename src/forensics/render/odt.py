"""Blocks as an OpenDocument text (ODF 1.3), written by hand: real styles, header rows, texts for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template
from xml.sax.saxutils import escape, quoteattr

from forensics.assets import read
from forensics.render.document import COUNTRY, Block, Document, Heading, Image, Lines, Paragraph, Table
from forensics.render.parcel import parcel

MIMETYPE = "application/vnd.oasis.opendocument.text"
_SPACES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
            ("meta", "meta"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
# Styles of tables and cells count only among the automatic ones.
_TABLES = (
    '<style:style style:name="Grid" style:family="table"><style:table-properties style:width="177mm" '
    'table:align="left"/></style:style><style:style style:name="Cell" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.6pt solid #000000" fo:padding="1mm"/></style:style>'
)
_STYLES = {"body": "Text_20_body", "hint": "Hint", "choice": "Choice"}


def written(document: Document) -> bytes:
    """The file."""
    images = [block for block in document.blocks if isinstance(block, Image)]
    pictures = {f"Pictures/{number}.{_ending(image)}": image.data for number, image in enumerate(images, 1)}
    parts: dict[str, bytes | str] = {
        "mimetype": MIMETYPE,
        "content.xml": _content(document),
        "styles.xml": _style_sheet(document),
        "meta.xml": _meta(document),
        **pictures,
        "META-INF/manifest.xml": _manifest(pictures),
    }
    return parcel(parts, "mimetype")


def _content(document: Document) -> str:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    styles = "".join(
        f'<style:style style:name="T{number}C{column}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.1f}mm"/></style:style>'
        for number, table in enumerate(tables, 1)
        for column, width in enumerate(table.widths, 1)
    )
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3"><office:automatic-styles>{_TABLES}{styles}'
        f"</office:automatic-styles><office:body><office:text>{''.join(_body(document))}"
        "</office:text></office:body></office:document-content>"
    )


def _body(document: Document) -> Iterator[str]:
    tables = images = 0
    for block in document.blocks:
        if isinstance(block, Table):
            tables += 1
            yield _table(block, tables)
        elif isinstance(block, Image):
            images += 1
            yield _image(block, images)
        else:
            yield _flow(block)


def _flow(block: Block) -> str:
    if isinstance(block, Heading):
        return (
            f'<text:h text:style-name="Heading_20_{block.level}" text:outline-level="{block.level}">'
            f"{escape(block.text)}</text:h>"
        )
    if isinstance(block, Paragraph):
        runs = "".join(
            f'<text:span text:style-name="Strong_20_Emphasis">{escape(run.text)}</text:span>'
            if run.bold
            else escape(run.text).replace("    ", '<text:s text:c="4"/>')
            for run in block.runs
        )
        return f'<text:p text:style-name="{_STYLES[block.style]}">{runs}</text:p>'
    assert isinstance(block, Lines)
    return '<text:p text:style-name="Line"><text:tab/></text:p>' * block.count


def _table(table: Table, number: int) -> str:
    columns = "".join(f'<table:table-column table:style-name="T{number}C{i + 1}"/>' for i in range(len(table.widths)))
    head = _row(table.head, "Table_20_Heading")
    rows = "".join(_row(row, "Table_20_Contents") for row in table.rows)
    return (
        f'<table:table table:name="T{number}" table:style-name="Grid">{columns}'
        f"<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
        '<text:p text:style-name="After"/>'
    )


def _row(cells: tuple[str, ...], style: str) -> str:
    def cell(text: str) -> str:
        lines = "".join(f'<text:p text:style-name="{style}">{escape(line)}</text:p>' for line in text.split("\n"))
        return f'<table:table-cell table:style-name="Cell" office:value-type="string">{lines}</table:table-cell>'

    return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"


def _image(image: Image, number: int) -> str:
    return (
        f'<text:p text:style-name="Text_20_body"><draw:frame draw:name="P{number}" text:anchor-type="as-char" '
        f'svg:width="{image.width:.1f}mm" svg:height="{image.height:.1f}mm"><draw:image '
        f'xlink:href="Pictures/{number}.{_ending(image)}" xlink:type="simple" xlink:show="embed" '
        f'xlink:actuate="onLoad"/><svg:desc>{escape(image.alt)}</svg:desc></draw:frame></text:p>'
    )


def _style_sheet(document: Document) -> str:
    size = 14 if document.large else 11
    return Template(read("odt/styles.xml").decode()).substitute(
        {"body": size, "hint": size - 1, "head1": size + 8, "head2": size + 3, "head3": size + 1},
        line=150 if document.large else 115,
        language=document.language,
        country=COUNTRY.get(document.language, document.language.upper()),
        footer=escape(document.footer),
    )


def _meta(document: Document) -> str:
    return (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta><dc:title>{escape(document.title)}'
        f"</dc:title><dc:language>{document.language}</dc:language></office:meta></office:document-meta>"
    )


def _manifest(pictures: dict[str, bytes]) -> str:
    def entry(path: str, kind: str) -> str:
        return f'<manifest:file-entry manifest:full-path={quoteattr(path)} manifest:media-type="{kind}"/>'

    entries = [entry("/", MIMETYPE)]
    entries += [entry(name, "text/xml") for name in ("content.xml", "styles.xml", "meta.xml")]
    entries += [entry(name, "image/png" if name.endswith("png") else "image/jpeg") for name in pictures]
    return f'{_HEAD}<manifest:manifest {_SPACES} manifest:version="1.3">{"".join(entries)}</manifest:manifest>'


def _ending(image: Image) -> str:
    return "png" if image.data.startswith(b"\x89PNG") else "jpg"
