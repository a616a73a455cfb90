"""A `Document` as an HTML page and as a PDF, for what has no layout of its own: lessons, scenario card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forensics.files import write_whole
from forensics.render.document import Document, Image, Lines, Paragraph
from forensics.render.html import Page, environment, page, text
from forensics.render.json import plain


def html(document: Document) -> str:
    """One file, without script: to read, to fill in and to print."""
    blocks = list(_labelled(document))
    body = environment(None).get_template("document.html").render(blocks=blocks, footer=document.footer)
    style = text("html/base.css") + text("html/document.css") + (text("html/dys.css") if document.large else "")
    return page(Page(document.title, document.language, body, style))


def pdf(document: Document) -> bytes:
    """PDF/UA-1, the same bytes for the same document."""
    from forensics.render.pdf import compiled

    files, blocks = {}, []
    for number, block in enumerate(document.blocks):
        values = {"kind": type(block).__name__, **_values(block)}
        if isinstance(block, Image):
            values["file"] = f"picture-{number}.jpg"
            files[values["file"]] = block.data
        blocks.append(values)
    head = {"title": document.title, "running": document.title, "language": document.language}
    data = {**head, "footer": document.footer, "large": document.large, "blocks": blocks}
    return compiled("document.typ", data, files)


def write_document(document: Document, stem: Path, formats: Sequence[str]) -> Iterator[Path]:
    """The document in each format asked for. Raises `CannotWrite`."""
    from forensics.render import docx, odt

    writers: dict[str, Any] = {
        "html": lambda made: html(made).encode(),
        "pdf": pdf,
        "odt": odt.written,
        "docx": docx.written,
    }
    for kind in formats:
        yield write_whole(stem.with_name(f"{stem.name}.{kind}"), writers[kind](document))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block with its kind, and the words that stand before it: the label of a field."""

    kind: str
    block: Any
    label: str


def _labelled(document: Document) -> Iterator[_Placed]:
    label = document.title
    for block in document.blocks:
        yield _Placed(type(block).__name__, block, label)
        if isinstance(block, Paragraph):
            label = " ".join(run.text for run in block.runs)
        elif not isinstance(block, Lines):
            label = document.title


def _values(block: Any) -> dict[str, Any]:
    values: dict[str, Any] = plain(block) if not isinstance(block, Image) else {}
    if isinstance(block, Image):
        values = {"alt": block.alt, "width": block.width, "height": block.height}
    return values
