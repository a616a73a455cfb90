"""The maps of a picture as one page to explore: each under a slider with the original, a magnifier, and what to make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forensics.lang import Catalogue
from forensics.lang.wording import Wording, of_finding
from forensics.model import Evidence, Figure, Report
from forensics.picture import Picture
from forensics.render.html import Page, environment, page, text
from forensics.sheet.pictures import sheet_picture, upright_map

LONGEST_SIDE = 1200
APART = "splice.ghosts"  # a sheet of small maps: it does not lie on the picture


@dataclass(frozen=True, slots=True)
class Shown:
    """One map: its name in ``[maps.names]``, its picture, whether it lies on the original, and the words of its test."""

    name: str
    png: bytes
    lies_on: bool
    sees: str
    cannot: str
    findings: tuple[Wording, ...]


def maps_page(report: Report, picture: Picture, catalogue: Catalogue) -> str | None:
    """The page, as one file; None where no analysis drew a map."""
    shown = list(_shown(report, picture, catalogue))
    if not shown:
        return None
    words = catalogue.table("maps")
    original = sheet_picture(picture, words["original"], "", LONGEST_SIDE)
    body = environment(catalogue).get_template("maps.html").render(w=words, shown=shown, original=original)
    style = text("html/base.css") + text("html/maps.css") + f".plate{{aspect-ratio:{original.width}/{original.height}}}"
    return page(Page(words["title"], catalogue.language, body, style, text("html/maps.js")))


def _shown(report: Report, picture: Picture, catalogue: Catalogue) -> Iterator[Shown]:
    for evidence in report.evidence:
        for figure in evidence.figures:
            if catalogue.get("maps", "names", figure.name):
                yield _one(evidence, figure, picture, catalogue)


def _one(evidence: Evidence, figure: Figure, picture: Picture, catalogue: Catalogue) -> Shown:
    tests = catalogue.table("analyses", evidence.analysis)
    lies_on = figure.name != APART
    png = upright_map(figure, picture.orientation if lies_on else 1, LONGEST_SIDE)
    findings = tuple(of_finding(finding, catalogue) for finding in evidence.findings)
    return Shown(figure.name, png, lies_on, tests["sees"], tests["cannot"], findings)
