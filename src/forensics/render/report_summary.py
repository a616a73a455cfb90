"""The summary of a folder: counts as rows come, then personal data, the numbers in words, charts, failures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from forensics.errors import ForensicsError
from forensics.lang import Catalogue
from forensics.lang.wording import fault_sentences
from forensics.model import Report, Status
from forensics.render.report_page import (
    FILLS,
    ORDER,
    SIGNS,
    analysis_title,
    bar,
    box,
    foreign,
    icon,
    joined,
    statement_title,
)

FAILURES_SHOWN = 50


@dataclass
class Tally:
    """Counts, as rows come: statements, personal data, tests, failures."""

    total: int = 0
    statements: Counter[str] = field(default_factory=Counter)
    personal: Counter[str] = field(default_factory=Counter)
    with_personal: int = 0
    tests: dict[str, Counter[Status]] = field(default_factory=dict)
    failures: list[ForensicsError] = field(default_factory=list)

    def add(self, what: Report | ForensicsError) -> None:
        self.total += 1
        if isinstance(what, ForensicsError):
            self.statements["failed"] += 1
            if len(self.failures) < FAILURES_SHOWN:
                self.failures.append(what)
            return
        self.statements[what.reading.generated.statement.value] += 1
        self.personal.update(set(what.reading.personal_data))
        self.with_personal += bool(what.reading.personal_data)
        for evidence in what.evidence:
            self.tests.setdefault(evidence.analysis, Counter())[evidence.status] += 1


class Sections:
    """The sections of the summary, each as markup. ``command`` is the line that cleans the pictures of the folder."""

    def __init__(self, tally: Tally, command: str, catalogue: Catalogue) -> None:
        self._tally, self._command, self._words = tally, command, catalogue

    def _text(self, key: str, **values: Any) -> str:
        return self._words.text("report", key, **values)

    def personal(self, with_button: bool) -> Markup:
        """What must be settled before the report or the pictures are shared; nothing where there is nothing."""
        tally = self._tally
        if not tally.with_personal:
            return Markup("")
        kinds = Markup("").join(
            Markup("<li>{} <span>{} : <strong>{}</strong></span></li>").format(
                icon("person"), self._words.text("findings", code, "title"), count
            )
            for code, count in tally.personal.most_common()
        )
        show = Markup('<p class="needjs"><button type="button" class="btn quiet" id="showp">{}</button></p>')
        return Markup(
            '<section class="alert" aria-labelledby="h-p"><h2 id="h-p">{}{}</h2><p><strong>{}</strong> {}</p>'
            '<ul class="kinds">{}</ul><p>{}</p><p><code>{}</code></p>{}</section>'
        ).format(
            icon("person"),
            self._text("settle"),
            self._text("personal", n=tally.with_personal),
            self._text("personal_hidden"),
            kinds,
            self._text("personal_clean"),
            self._command,
            show.format(self._text("personal_show")) if with_button else "",
        )

    def brief(self) -> Markup:
        """The numbers in words."""
        count = self._tally.statements
        failed = count["failed"]
        lines = [
            (
                self._text("read", done=self._tally.total - failed, total=self._tally.total),
                self._text("unread", n=failed) if failed else "",
            ),
            (self._text("undecided", n=count["undecided"]), self._text("undecided_why")),
            (self._text("generated", n=count["declared_verified"] + count["declared"] + count["traces"]), ""),
            (
                self._text(
                    "captured",
                    n=count["capture_declared"] + count["capture_verified"],
                    signed=count["capture_verified"],
                ),
                "",
            ),
        ]
        if count["contradictory"]:
            lines.append((self._text("contradictory", n=count["contradictory"]), ""))
        items = joined(Markup("<li><strong>{}</strong> {}</li>").format(*line) for line in lines)
        return Markup(
            '<section class="brief" aria-labelledby="h-s"><h2 id="h-s">{}</h2><ul>{}</ul><p class="soft">{}</p></section>'
        ).format(self._text("brief"), items, self._text("worth"))

    def origins(self) -> Markup:
        """A bar for each statement on origin."""
        count = self._tally.statements
        most = max(count.values(), default=1)
        rows = joined(
            Markup('<tr><th scope="row">{} {}</th><td class="barcell">{}</td><td class="num">{}</td></tr>').format(
                icon(SIGNS[key]), statement_title(self._words, key), bar([count[key]], most), count[key]
            )
            for key in ORDER
            if count[key]
        )
        return Markup(
            '<section aria-labelledby="h-c1"><h2 id="h-c1">{}</h2><table class="chart"><caption class="hush">{}</caption>'
            '<thead class="hush"><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th></tr></thead>'
            "<tbody>{}</tbody></table></section>"
        ).format(*(self._text(key) for key in ("origin", "origin_caption", "reading", "share", "pictures")), rows)

    def tests(self) -> Markup:
        """For each test, how often it ran, meant nothing, or stopped."""
        rows = []
        for name, count in self._tally.tests.items():
            parts = [count[Status.OK], count[Status.NOT_APPLICABLE], count[Status.FAILED]]
            numbers = joined(Markup('<td class="num">{}</td>').format(part) for part in parts)
            rows.append(
                Markup('<tr><th scope="row">{}</th><td class="barcell">{}</td>{}</tr>').format(
                    analysis_title(self._words, name), bar(parts, sum(parts)), numbers
                )
            )
        keys = [self._text(key) for key in ("ran", "not_applicable", "stopped")]
        legend = joined(
            Markup('<li><svg class="key" viewBox="0 0 20 20">{}</svg> {}</li>').format(box(1, 18, fill), word)
            for fill, word in zip(FILLS, keys, strict=True)
        )
        return Markup(
            '<section aria-labelledby="h-c2"><h2 id="h-c2">{}</h2><ul class="keys" aria-hidden="true">{}</ul>'
            '<table class="chart three"><caption class="hush">{}</caption><thead class="hush"><tr><th scope="col">{}</th>'
            "<td></td>{}</tr></thead><tbody>{}</tbody></table></section>"
        ).format(
            self._text("tests"),
            legend,
            self._text("tests_caption"),
            self._text("test"),
            joined(Markup('<th scope="col">{}</th>').format(key) for key in keys),
            joined(rows),
        )

    def failures(self) -> Markup:
        """The first files set aside, with what to do."""
        failures = self._tally.failures
        if not failures:
            return Markup("")
        items = joined(
            Markup('<li><strong>{}</strong><br>{} <span class="soft">{}</span></li>').format(
                *map(foreign, (fault.values["path"], *fault_sentences(fault, self._words)))
            )
            for fault in failures
        )
        more = self._tally.statements["failed"] - len(failures)
        rest = Markup("<p>{}</p>").format(self._text("failures_more", n=more)) if more else ""
        return Markup(
            '<section class="failures" aria-labelledby="h-f"><h2 id="h-f">{}{} ({})</h2><ul>{}</ul>{}</section>'
        ).format(icon("failed"), self._text("failures"), self._tally.statements["failed"], items, rest)

    def limits(self) -> Markup:
        """What no report of this kind can say."""
        items = joined(
            Markup("<li>{}</li>").format(self._text(key)) for key in ("limit_true", "limit_nothing", "limit_signed")
        )
        return Markup(
            '<section class="limits" aria-labelledby="h-l"><h2 id="h-l">{}</h2><ul>{}</ul><p>{} '
            "<code>forensics explain ela</code></p></section>"
        ).format(self._text("limits"), items, self._text("explain"))
