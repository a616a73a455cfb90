"""Blocks as a Word document (ECMA-376), written by hand: real styles, header rows, texts for pictures."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template
from xml.sax.saxutils import escape, quoteattr

from forensics.assets import read
from forensics.render.document import COUNTRY, Block, Document, Heading, Image, Lines, Paragraph, Run, Table
from forensics.render.parcel import parcel

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = {"body": "BodyText", "hint": "Hint", "choice": "Choice"}
_TWENTIETHS = 56.6929  # twentieths of a point in a millimetre
_EMU = 36000  # English metric units in a millimetre


def written(document: Document) -> bytes:
    """The file."""
    images = [block for block in document.blocks if isinstance(block, Image)]
    media = {f"media/{number}.{_ending(image)}": image.data for number, image in enumerate(images, 1)}
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {"rId1": ("officeDocument", "word/document.xml"), "rId2": ("core", "docProps/core.xml")}
        ),
        "docProps/core.xml": _core(document),
        "word/document.xml": _body(document),
        "word/styles.xml": _style_sheet(document),
        "word/footer1.xml": _footer(document),
        "word/_rels/document.xml.rels": _relations(
            {"rIdS": ("styles", "styles.xml"), "rIdF": ("footer", "footer1.xml")}
            | {f"rId{number}": ("image", name) for number, name in enumerate(media, 1)}
        ),
        **{f"word/{name}": data for name, data in media.items()},
    }
    return parcel(parts)


def _body(document: Document) -> str:
    page = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rIdF"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="850" w:right="850" w:bottom="850" w:left="1020" w:header="400" w:footer="400" w:gutter="0"/>'
        "</w:sectPr>"
    )
    return f"{_HEAD}<w:document {_W} {_R} {_DRAWING}><w:body>{''.join(_blocks(document))}{page}</w:body></w:document>"


def _blocks(document: Document) -> Iterator[str]:
    images = 0
    for block in document.blocks:
        if isinstance(block, Image):
            images += 1
            yield _image(block, images)
        elif isinstance(block, Table):
            yield _table(block)
        else:
            yield _flow(block)


def _flow(block: Block) -> str:
    if isinstance(block, Heading):
        return _paragraph((Run(block.text),), f"Heading{block.level}")
    if isinstance(block, Paragraph):
        return _paragraph(block.runs, _STYLES[block.style])
    assert isinstance(block, Lines)
    return '<w:p><w:pPr><w:pStyle w:val="Line"/></w:pPr><w:r><w:tab/></w:r></w:p>' * block.count


def _paragraph(runs: tuple[Run, ...], style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(map(_run, runs))}</w:p>'


def _run(run: Run) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if run.bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{escape(run.text)}</w:t></w:r>'


def _table(table: Table) -> str:
    grid = "".join(f'<w:gridCol w:w="{width * _TWENTIETHS:.0f}"/>' for width in table.widths)
    rows = [_row(table.head, table.widths, head=True), *(_row(row, table.widths) for row in table.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{sum(table.widths) * _TWENTIETHS:.0f}" w:type="dxa"/>'
        f'<w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="After"/></w:pPr></w:p>'
    )


def _row(cells: tuple[str, ...], widths: tuple[float, ...], head: bool = False) -> str:
    def cell(text: str, width: float) -> str:
        lines = "".join(_paragraph((Run(line, bold=head),), "TableText") for line in text.split("\n"))
        return f'<w:tc><w:tcPr><w:tcW w:w="{width * _TWENTIETHS:.0f}" w:type="dxa"/></w:tcPr>{lines}</w:tc>'

    repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if head else "<w:trPr><w:cantSplit/></w:trPr>"
    return f"<w:tr>{repeated}{''.join(map(cell, cells, widths))}</w:tr>"


def _image(image: Image, number: int) -> str:
    size = f'cx="{image.width * _EMU:.0f}" cy="{image.height * _EMU:.0f}"'
    named = f'id="{number}" name="P{number}" descr={quoteattr(image.alt)}'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:drawing><wp:inline><wp:extent {size}/>'
        f'<wp:docPr {named}/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
        f'<a:blip r:embed="rId{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _style_sheet(document: Document) -> str:
    """Sizes are in half points, as the format counts them."""
    size = 28 if document.large else 22
    return Template(read("docx/styles.xml").decode()).substitute(
        {"body": size, "hint": size - 2, "head1": size + 16, "head2": size + 6, "head3": size + 2},
        line=360 if document.large else 276,
        language=document.language,
        country=COUNTRY.get(document.language, document.language.upper()),
    )


def _footer(document: Document) -> str:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    said = _run(Run(f"{document.footer} — "))
    return f'{_HEAD}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Hint"/></w:pPr>{said}{field}</w:p></w:ftr>'


def _core(document: Document) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(document.title)}</dc:title>'
        f"<dc:language>{document.language}</dc:language></cp:coreProperties>"
    )


def _relations(entries: dict[str, tuple[str, str]]) -> str:
    def kind(name: str) -> str:
        return f"{_PACKAGE}/relationships/metadata/core-properties" if name == "core" else f"{_OFFICE}/{name}"

    lines = "".join(
        f'<Relationship Id="{key}" Type="{kind(name)}" Target={quoteattr(target)}/>'
        for key, (name, target) in entries.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("footer1", "footer"))
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Default Extension="jpg" ContentType="image/jpeg"/>{overrides}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _ending(image: Image) -> str:
    return "png" if image.data.startswith(b"\x89PNG") else "jpg"
