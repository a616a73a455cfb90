"""The page of a whole folder: summary, charts and table in one file without any link outward; above 500 rows the table
moves to numbered pages and the summary stays in ``index.html``.

All text goes through `markupsafe.Markup.format`, which escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from forensics.errors import ForensicsError
from forensics.files import write_whole
from forensics.lang import Catalogue
from forensics.model import Report
from forensics.render.report_page import document, foreign, joined
from forensics.render.report_rows import Rows, table
from forensics.render.report_summary import Sections, Tally

PAGE_ROWS = 500
_DECLARED = ("declared_verified", "declared", "traces", "contradictory")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the report is about: the folder's name as shown, depth, corpus; ``command`` cleans the pictures of the folder."""

    folder: str
    depth: str
    corpus: str | None
    command: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What one page of the table holds, for the list of pages in the summary."""

    number: int
    first: str
    last: str
    tally: Tally


class FolderReport:
    """Takes the rows in order, writes pages as they fill, and ``index.html`` at the end. Raises `CannotWrite`."""

    def __init__(self, out: Path, heading: Heading, catalogue: Catalogue) -> None:
        self._out, self._heading, self._words = out, heading, catalogue
        self._rows = Rows(catalogue)
        self._all, self._page = Tally(), Tally()
        self._waiting: list[Markup] = []
        self._names: list[str] = []
        self._pages: list[_Page] = []

    def report(self, report: Report, thumbnail: bytes) -> None:
        """The next row, with the JPEG of its thumbnail (none where it is empty)."""
        self._make_room()
        self._take(report, report.image.path, self._rows.report(len(self._waiting), report, thumbnail))

    def fault(self, fault: ForensicsError) -> None:
        """The next row, for a file that could not be read."""
        self._make_room()
        self._take(fault, str(fault.values["path"]), self._rows.fault(len(self._waiting), fault))

    def close(self) -> None:
        """Write what is left, then the summary; pages of an earlier, longer run go."""
        if self._pages:
            self._write_page(last=True)
        rows = self._page_list() if self._pages else table(self._words, self._waiting, self._all.statements)
        self._write("index.html", self._summary(rows), script=not self._pages)
        kept = {_page_name(page.number) for page in self._pages}
        for old in self._out.glob("page-*.html"):
            if old.name not in kept:
                old.unlink(missing_ok=True)

    def _make_room(self) -> None:
        if len(self._waiting) == PAGE_ROWS:
            self._write_page(last=False)

    def _take(self, what: Report | ForensicsError, name: str, row: Markup) -> None:
        self._all.add(what)
        self._page.add(what)
        self._waiting.append(row)
        self._names.append(name)

    def _write_page(self, last: bool) -> None:
        page = _Page(len(self._pages) + 1, self._names[0], self._names[-1], self._page)
        self._pages.append(page)
        links = self._page_links(page.number, last)
        rows = table(self._words, self._waiting, self._page.statements)
        body = Markup('<main class="wrap">{}{}{}</main>').format(links, rows, links)
        facts = foreign(self._text("from_to", first=page.first, last=page.last))
        self._write(_page_name(page.number), self._header(facts) + body, script=True)
        self._page = Tally()
        self._waiting, self._names = [], []

    def _write(self, name: str, body: Markup, script: bool) -> None:
        title = f"{self._text('title')} · {self._heading.folder}"
        write_whole(self._out / name, document(self._words.language, title, body, script).encode("utf-8", "replace"))

    def _text(self, key: str, **values: Any) -> str:
        return self._words.text("report", key, **values)

    def _header(self, facts: str | Markup) -> Markup:
        return Markup(
            '<a class="skip" href="#table">{}</a><header><div class="wrap head"><p class="soft">{}</p><h1>{}</h1>'
            '<p class="soft">{}</p></div></header>'
        ).format(
            self._text("skip"), self._text("title"), foreign(self._text("folder", folder=self._heading.folder)), facts
        )

    def _facts(self) -> str:
        facts = [self._text("files", total=self._all.total), self._text(f"depth_{self._heading.depth}")]
        if self._heading.corpus:
            facts.append(self._text("corpus", corpus=self._heading.corpus))
        return " · ".join(facts)

    def _summary(self, rows: Markup) -> Markup:
        sections = Sections(self._all, self._heading.command, self._words)
        parts = [
            sections.personal(with_button=not self._pages),
            sections.brief(),
            Markup('<div class="charts">{}{}</div>').format(sections.origins(), sections.tests()),
            sections.failures(),
            rows,
            sections.limits(),
        ]
        return self._header(self._facts()) + Markup('<main class="wrap">{}</main>').format(Markup("\n").join(parts))

    def _page_links(self, number: int, last: bool) -> Markup:
        link = Markup('<a href="{}">{}</a>')
        links = [link.format("index.html", self._text("back"))]
        near = [number - 1] * (number > 1) + [number + 1] * (not last)
        links += [link.format(_page_name(other), self._text("page_link", page=other)) for other in near]
        return Markup('<nav class="pager" aria-label="{}">{}</nav>').format(self._text("pages"), joined(links))

    def _page_list(self) -> Markup:
        heads = (self._text("page_link", page=""), self._text("file"), self._words.text("table", "generated"))
        head = joined(
            Markup('<th scope="col">{}</th>').format(text)
            for text in (*heads, self._text("personal_head"), self._text("failures"))
        )
        return Markup(
            '<section aria-labelledby="h-t" id="table"><h2 id="h-t">{}</h2><table class="pages"><caption class="hush">{}'
            "</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></section>"
        ).format(self._text("pages"), self._text("pages_caption"), head, joined(map(self._page_line, self._pages)))

    def _page_line(self, page: _Page) -> Markup:
        counts = (
            sum(page.tally.statements[key] for key in _DECLARED),
            page.tally.with_personal,
            page.tally.statements["failed"],
        )
        return Markup('<tr><th scope="row"><a href="{}">{}</a></th><td>{}</td>{}</tr>').format(
            _page_name(page.number),
            self._text("page_link", page=page.number),
            foreign(self._text("from_to", first=page.first, last=page.last)),
            joined(Markup('<td class="num">{}</td>').format(count) for count in counts),
        )


def _page_name(number: int) -> str:
    return f"page-{number:04}.html"
