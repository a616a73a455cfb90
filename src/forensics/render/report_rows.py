"""One row a picture: thumbnail, origin, editing, personal data, and the findings folded under their signs."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from forensics.errors import ForensicsError
from forensics.lang import Catalogue
from forensics.lang.wording import fault_sentences, of_finding
from forensics.model import Edited, Evidence, Report, Sign, Status
from forensics.render.json import finding_of, plain
from forensics.render.report_page import ORDER, SIGNS, analysis_title, foreign, icon, joined, statement_title

_LISTED = (Sign.VERIFIED_DECLARATION, Sign.DECLARATION, Sign.CLUE, Sign.WEAK_CLUE, Sign.QUESTION)
_TALLIED = (*_LISTED[:4], Sign.NOTHING_FOUND, Sign.NOT_APPLICABLE)


class Rows:
    """Makes the rows of one language; findings alike are worded once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._words = catalogue
        self._item = lru_cache(maxsize=4096)(self._worded_item)

    def report(self, number: int, report: Report, thumbnail: bytes) -> Markup:
        """The row of a report; ``number`` is its place on the page."""
        statement = report.reading.generated.statement.value
        signs = _counted(report)
        return self._row(
            (
                number,
                statement,
                ORDER.index(statement),
                len(report.reading.personal_data),
                foreign(report.image.path.lower()),
            ),
            sum(signs[sign] for sign in (Sign.VERIFIED_DECLARATION, Sign.DECLARATION, Sign.CLUE)),
            self._file(report, thumbnail),
            self._origin(statement),
            self._edited(report),
            self._personal(report),
            self._findings(report, signs),
        )

    def fault(self, number: int, fault: ForensicsError) -> Markup:
        """The row of a file that could not be read, with what to do."""
        name = str(fault.values["path"])
        unread = Markup("<span class=soft>{}</span>").format(self._text("unread_cell"))
        file = Markup('<span class="thumb"><span class="nothumb">{}</span></span><span class="fname">{}</span>')
        what, do = fault_sentences(fault, self._words)
        return self._row(
            (number, "failed", ORDER.index("failed"), 0, foreign(name.lower())),
            0,
            file.format(icon("failed"), foreign(name)),
            self._origin("failed"),
            unread,
            unread,
            Markup('<p><strong>{}</strong></p><p class="soft">{}</p>').format(foreign(what), do),
        )

    def _text(self, key: str, **values: Any) -> str:
        return self._words.text("report", key, **values)

    def _row(self, data: tuple[int, str, int, int, Markup], clues: int, file: Markup, *cells: Markup) -> Markup:
        heads = [self._text(key) for key in ("origin_head", "edited_head", "personal_head", "findings_head")]
        shown = joined(
            Markup('<td role="cell" data-l="{}"{}>{}</td>').format(
                head, Markup(' class="obscell"') if last else "", cell
            )
            for head, cell, last in zip(heads, cells, (0, 0, 0, 1), strict=True)
        )
        return Markup(
            '<tr role="row" data-i="{}" data-st="{}" data-order="{}" data-p="{}" data-name="{}" data-clues="{}">'
            '<th role="rowheader" scope="row" class="file">{}</th>{}</tr>\n'
        ).format(*data, clues, file, shown)

    def _file(self, report: Report, thumbnail: bytes) -> Markup:
        image = report.image
        source = Markup('<img src="data:image/jpeg;base64,{}" alt="" loading="lazy">')
        picture = source.format(base64.b64encode(thumbnail).decode()) if thumbnail else ""
        return Markup(
            '<span class="thumb">{}</span><span class="fname">{}<span class="soft small">{} · {} × {}</span></span>'
        ).format(picture, foreign(image.path), image.format, image.width, image.height)

    def _origin(self, statement: str) -> Markup:
        return Markup('<span class="sign plainsign">{}<span>{}</span></span>').format(
            icon(SIGNS[statement]), statement_title(self._words, statement)
        )

    def _edited(self, report: Report) -> Markup:
        statement = report.reading.edited.statement
        if statement is Edited.UNDECIDED:
            return self._nothing()
        return Markup("{}").format(self._words.text("reading", "edited", statement.value, "title"))

    def _personal(self, report: Report) -> Markup:
        if not report.reading.personal_data:
            return self._nothing()
        kinds = dict.fromkeys(report.reading.personal_data)
        return Markup('<ul class="per">{}</ul>').format(
            joined(
                Markup("<li>{} {}</li>").format(icon("person"), self._words.text("findings", code, "title"))
                for code in kinds
            )
        )

    def _nothing(self) -> Markup:
        return Markup("<span class=soft>{}</span>").format(self._text("nothing"))

    def _findings(self, report: Report, signs: Counter[Sign]) -> Markup:
        tallies = joined(
            Markup('<span class="tally">{}<span class="hush">{} :</span> {}</span>').format(
                icon(sign.value), self._words.text("signs", sign.value, "name"), signs[sign]
            )
            for sign in _TALLIED
            if signs[sign]
        )
        return Markup(
            '<details><summary><span class="tallies">{}</span></summary><ul class="obs">{}</ul></details>'
        ).format(tallies, joined(self._listed(report)))

    def _listed(self, report: Report) -> Iterator[Markup]:
        for finding in report.findings():
            if finding.sign in _LISTED:
                yield self._item(json.dumps(plain(finding), sort_keys=True))
        for match in report.matches:
            yield self._line("clue", self._text("close", id=match.id), match.caption)
        silent = [one for one in report.evidence if _all_silent(one)]
        yield from self._named(Sign.NOTHING_FOUND, "nothing_for", silent)
        impossible = [one for one in report.evidence if one.status is Status.NOT_APPLICABLE]
        yield from self._named(Sign.NOT_APPLICABLE, "impossible_for", impossible)
        for evidence in report.evidence:
            if evidence.status is Status.FAILED:
                title = analysis_title(self._words, evidence.analysis)
                yield self._line("failed", title, self._words.text("status", "failed", "says"))

    def _named(self, sign: Sign, key: str, evidence: Sequence[Evidence]) -> Iterator[Markup]:
        if evidence:
            titles = [analysis_title(self._words, one.analysis) for one in evidence]
            yield Markup("<li>{} <span>{}</span></li>").format(
                icon(sign.value), self._text(key, tests=self._words.listed(titles))
            )

    def _worded_item(self, key: str) -> Markup:
        finding = finding_of(json.loads(key))
        wording = of_finding(finding, self._words)
        return self._line(finding.sign.value, wording.title, wording.says)

    def _line(self, sign: str, title: str, says: str) -> Markup:
        name = self._words.get("signs", sign, "name") or self._words.text("status", "failed", "name")
        return Markup('<li>{} <span><strong>{}</strong> <span class="hush">({})</span><br>{}</span></li>').format(
            icon(sign), title, name, says
        )


def table(catalogue: Catalogue, rows: Sequence[Markup], statements: Counter[str]) -> Markup:
    """The table with its filters, which appear where a script may run."""

    def text(key: str) -> str:
        return catalogue.text("report", key)

    heads = joined(
        Markup('<th role="columnheader" scope="col"{}><span class="plainhead">{}</span></th>').format(
            Markup(' data-sort="{}"').format(sort) if sort else "", text(key)
        )
        for key, sort in _HEADS
    )
    signs = joined(
        Markup('<li><span class="sign">{}<span>{}</span></span></li>').format(
            icon(sign.value), catalogue.text("signs", sign.value, "name")
        )
        for sign in _TALLIED
    )
    return Markup(
        '<section aria-labelledby="h-t"><h2 id="h-t" tabindex="-1">{}</h2><details class="noprint"><summary>{}</summary>'
        '<ul class="legend">{}</ul></details>{}<p class="count needjs" id="count" role="status"></p>'
        '<div class="tablebox" id="table"><table role="table" class="rows" aria-labelledby="h-t"><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead><tbody role="rowgroup" id="tb">\n{}</tbody></table></div>'
        '<nav class="pager needjs" aria-label="{}"><button type="button" class="btn quiet" id="pv">{}</button>'
        '<span id="pg"></span><button type="button" class="btn quiet" id="nx">{}</button></nav></section>'
    ).format(
        text("table"),
        text("signs"),
        signs,
        _filters(catalogue, statements),
        heads,
        joined(rows),
        text("pages"),
        text("previous"),
        text("next"),
    )


_HEADS = (
    ("file", "name"),
    ("origin_head", "order"),
    ("edited_head", ""),
    ("personal_head", "p"),
    ("findings_head", "clues"),
)
_SORTS = (
    ("i", "sort_folder"),
    ("name", "sort_name"),
    ("order", "sort_origin"),
    ("p", "sort_personal"),
    ("clues", "sort_clues"),
)


def _filters(catalogue: Catalogue, statements: Counter[str]) -> Markup:
    def text(key: str) -> str:
        return catalogue.text("report", key)

    origins = joined(
        Markup('<option value="{}">{} ({})</option>').format(key, statement_title(catalogue, key), statements[key])
        for key in ORDER
        if statements[key]
    )
    sorts = joined(Markup('<option value="{}">{}</option>').format(value, text(key)) for value, key in _SORTS)
    said = catalogue.table("report")
    return Markup(
        '<form class="filters needjs" id="filters" data-none="{}" data-shown="{}" data-page="{}">'
        '<div><label for="q">{}</label><input type="text" id="q" autocomplete="off"></div>'
        '<div><label for="fo">{}</label><select id="fo"><option value="">{}</option>{}</select></div>'
        '<div><label for="fs">{}</label><select id="fs">{}</select></div>'
        '<label class="check"><input type="checkbox" id="fp"> <span>{}</span></label>'
        '<label class="check"><input type="checkbox" id="ff"> <span>{}</span></label>'
        '<button type="button" class="btn quiet" id="reset">{}</button></form>'
    ).format(
        said["none"],
        said["shown"],
        said["page"],
        text("search"),
        text("origin_head"),
        text("all"),
        origins,
        text("sort"),
        sorts,
        text("only_personal"),
        text("only_failed"),
        text("reset"),
    )


def _counted(report: Report) -> Counter[Sign]:
    signs = Counter(finding.sign for finding in report.findings())
    signs[Sign.NOT_APPLICABLE] += sum(one.status is Status.NOT_APPLICABLE for one in report.evidence)
    return signs


def _all_silent(evidence: Evidence) -> bool:
    return evidence.status is Status.OK and not any(finding.sign in _LISTED for finding in evidence.findings)
