"""What every page of the report shares: the document with its policy, signs as shapes, bars, titles."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup, escape

from forensics.lang import Catalogue

SIGNS = {
    "declared_verified": "verified_declaration",
    "declared": "declaration",
    "traces": "clue",
    "contradictory": "clue",
    "undecided": "nothing_found",
    "capture_declared": "declaration",
    "capture_verified": "verified_declaration",
    "failed": "failed",
}
ORDER = tuple(SIGNS)
FILLS = ("currentColor", "url(#hatch)", "none")  # three fills that differ without colour


def document(language: str, title: str, body: Markup, script: bool) -> str:
    """A whole page; only its own style and script, named by their hash, may be used."""
    style, code = (
        _asset("html/base.css") + _asset("report/report.css"),
        _asset("report/report.js") if script else Markup(""),
    )
    allowed = _hash(code) if script else "'none'"
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; style-src {_hash(style)}; script-src {allowed}; "
        "base-uri 'none'; form-action 'none'"
    )
    return Markup(
        '<!doctype html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="{}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}{}\n{}</body>\n</html>\n"
    ).format(
        language,
        Markup(policy),
        title,
        style,
        _asset("report/sprite.svg"),
        body,
        Markup("<script>{}</script>\n").format(code) if script else "",
    )


@cache
def _asset(name: str) -> Markup:
    return Markup((files("forensics") / "assets" / name).read_text("utf-8"))


@cache
def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}'"


@cache
def icon(name: str) -> Markup:
    """A sign's shape; the word stands beside it."""
    return Markup('<svg class="ico" aria-hidden="true"><use href="#i-{}"/></svg>').format(name)


def foreign(text: str) -> Markup:
    """Text that comes from a file: escaped, its equals signs too, so that it passes for an attribute nowhere, not even pasted."""
    return Markup(str(escape(text)).replace("=", "&#61;"))


def joined(pieces: Iterable[Markup]) -> Markup:
    """Markup one after another."""
    return Markup("").join(pieces)


def bar(parts: Sequence[int], whole: int) -> Markup:
    """A bar of up to three parts, solid, hatched, empty, in proportion to ``whole``."""
    x, boxes = 0.0, []
    for part, fill in zip(parts, FILLS, strict=False):
        width = 400 * part / max(1, whole)
        if part:
            boxes.append(box(x, width, fill))
        x += width
    return Markup(
        '<svg class="bar" viewBox="0 0 400 20" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
    ).format(joined(boxes))


def box(x: float, width: float, fill: str) -> Markup:
    """One part of a bar, in its 400 × 20 drawing."""
    return Markup(
        '<rect x="{:.1f}" y="1" width="{:.1f}" height="18" fill="{}" stroke="currentColor" stroke-width="1.5" '
        'vector-effect="non-scaling-stroke"/>'
    ).format(x, width, fill)


def statement_title(catalogue: Catalogue, key: str) -> str:
    """The words of a statement on origin, or of a file set aside."""
    return (
        catalogue.text("report", "failed_cell")
        if key == "failed"
        else catalogue.text("reading", "generated", key, "title")
    )


def analysis_title(catalogue: Catalogue, name: str) -> str:
    """The words of an analysis; its own name where it is a plug-in without words."""
    return catalogue.get("analyses", name, "title") or name
