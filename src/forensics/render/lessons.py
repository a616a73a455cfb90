"""Three more lessons as documents to print or edit: a reconstruction checked, a detector audited, a use weighed.

Their words are those of ``[lessons]`` in the catalogues; their order is here. The audit gives the origins: what pupils
look for there is the mistakes of the detectors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from forensics.corpus.record import Record, said
from forensics.lang import Catalogue
from forensics.render.document import TEXT_WIDTH, Block, Document, Heading, Image, Lines, Paragraph, Run, Table
from forensics.sheet.detectors import Alerts
from forensics.sheet.exercise import Exercise, Kind
from forensics.sheet.worksheet import SheetPicture

_BOX = "☐"
_NAMES = {Kind.RECONSTRUCTION: "reconstruction", Kind.AUDIT: "audit", Kind.USE: "use"}
_DETECTORS = ("rule", "pixels")


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture of a lesson; ``alerts`` for the audit alone."""

    code: str
    picture: SheetPicture
    record: Record
    alerts: Alerts | None = None


def lesson(exercise: Exercise, shown: Sequence[Shown], catalogue: Catalogue) -> Document:
    """The pupils' sheet of a lesson other than the inquiry."""
    words = _Words(exercise, catalogue)
    parts: dict[Kind, Callable[[_Words, Sequence[Shown]], Iterator[Block]]] = {
        Kind.RECONSTRUCTION: _reconstruction,
        Kind.AUDIT: _audit,
        Kind.USE: _use,
    }
    blocks = (*words.head(), *parts[exercise.type](words, shown))
    footer = f"{' · '.join(('CRCN', *exercise.crcn))} — {catalogue.text('sheet', 'licence')}"
    return Document(words.say("title"), catalogue.language, footer, blocks, exercise.dys)


def audit_solution(exercise: Exercise, shown: Sequence[Shown], catalogue: Catalogue) -> Document:
    """What groups should have counted, for the teacher."""
    words = _Words(exercise, catalogue)
    title = f"{words.say('title')} – {catalogue.text('key', 'title')}"
    rows = []
    for name in _DETECTORS:
        for after in (0, 1):
            false, missed = _mistakes(shown, name, after)
            when = words.say("after" if after else "before")
            rows.append((f"{words.say(name)} – {when}", _of(false, words), _of(missed, words)))
    head = (words.say("detector"), words.say("false_alarms"), words.say("misses"))
    blocks: tuple[Block, ...] = (
        Heading(1, title),
        Table(head, tuple(rows), (67.0, 55.0, 55.0)),
        Paragraph((Run(words.say("expected")),)),
        *(Paragraph((Run(said(one.record.credit, catalogue.language)),), "hint") for one in shown),
    )
    return Document(title, catalogue.language, catalogue.text("key", "watermark"), blocks)


class _Words:
    """The sentences of one lesson, and the blocks that all lessons share."""

    def __init__(self, exercise: Exercise, catalogue: Catalogue) -> None:
        self.exercise, self.catalogue = exercise, catalogue
        self.name = _NAMES[exercise.type]

    def say(self, key: str, **values: object) -> str:
        return self.catalogue.text("lessons", self.name, key, **values)

    def head(self) -> Iterator[Block]:
        sheet = self.catalogue.table("sheet")
        yield Heading(1, self.say("title"))
        yield Paragraph((Run(self.say("question"), bold=True),))
        yield Paragraph((Run(sheet["anonymous"]),))
        yield Table((sheet["group"], sheet["level"], sheet["date"]), (("",) * 3,), (TEXT_WIDTH / 3,) * 3)

    def part(self, number: int, key: str) -> Heading:
        return Heading(2, f"{number}. {self.say(key)}")

    def write(self, key: str, lines: int) -> tuple[Block, Block]:
        return Paragraph((Run(self.say(key), bold=True),)), Lines(lines)

    def tick(self, key: str, options: str) -> tuple[Block, ...]:
        """A question and its boxes, a list of the catalogue."""
        boxes = "    ".join(f"{_BOX} {option}" for option in self.catalogue.get("lessons", self.name, options))
        return Paragraph((Run(self.say(key), bold=True),)), Paragraph((Run(boxes),), "choice")

    def note(self, key: str) -> Paragraph:
        return Paragraph((Run(self.say(key)),))

    def picture(self, one: Shown, widest: float = 120.0, highest: float = 85.0) -> Iterator[Block]:
        ratio = one.picture.width / one.picture.height
        width = min(widest, highest * ratio)
        yield Image(one.picture.jpeg, one.picture.alt, width, width / ratio)
        if one.picture.caption:
            quoted = self.catalogue.text("format", "quotes", text=one.picture.caption)
            yield Paragraph((Run(f"{one.code} ", bold=True), Run(quoted)))


def _reconstruction(words: _Words, shown: Sequence[Shown]) -> Iterator[Block]:
    yield words.part(1, "look")
    for one in shown:
        yield from words.picture(one)
    yield from words.write("see", 3)
    yield from words.write("claims", 1)
    yield words.part(2, "read")
    for number, source in enumerate(words.exercise.documents, 1):
        yield Heading(3, f"{words.say('document')} {number}. {source.titre}".rstrip(". ") + ".")
        yield Paragraph((Run(source.texte),))
        if source.source:
            yield Paragraph((Run(source.source),), "hint")
    yield words.part(3, "confront")
    yield words.note("four_words")
    head = tuple(words.say(name) for name in ("element", "attested", "plausible", "invented", "contradicted", "says"))
    yield Table(head, (("", *(_BOX,) * 4, ""),) * 8, (50.0, 21.0, 21.0, 21.0, 25.0, 39.0))
    yield words.part(4, "conclude")
    yield from words.write("helps", 2)
    yield from words.write("cannot", 2)
    yield words.part(5, "act")
    yield from words.write("caption", 3)
    yield Paragraph((Run(words.catalogue.text("fixed", "witness"), bold=True),))


def _audit(words: _Words, shown: Sequence[Shown]) -> Iterator[Block]:
    yield words.part(1, "rule_of_game")
    yield words.note("detectors")
    yield words.part(2, "results")
    head = (words.say("picture"), words.say("origin"), words.say("rule_short"), words.say("pixels_short"))
    later = (f"{words.say('rule_short')} – {words.say('after')}", f"{words.say('pixels_short')} – {words.say('after')}")
    rows = tuple(_row(one, words) for one in shown if one.alerts is not None)
    yield Table((*head, *later), rows, (25.0, 32.0, 28.0, 28.0, 32.0, 32.0))
    yield words.part(3, "count")
    yield words.note("two_mistakes")
    boxes = tuple((words.say(name), "", "") for name in _DETECTORS)
    yield Table((words.say("detector"), words.say("false_alarms"), words.say("misses")), boxes, (67.0, 55.0, 55.0))
    yield from words.write("who_pays", 2)
    yield words.part(4, "trap")
    yield words.note("same_picture")
    yield Table((words.say("detector"), words.say("changed"), words.say("why")), boxes, (67.0, 40.0, 70.0))
    yield words.part(5, "our_rule")
    for key, lines in (("we_use", 2), ("we_refuse", 2), ("alert_means", 2)):
        yield from words.write(key, lines)


def _use(words: _Words, shown: Sequence[Shown]) -> Iterator[Block]:
    yield words.part(1, "look")
    for one in shown:
        yield from words.picture(one, 100.0, 60.0)
        use = said(one.record.usage_considere, words.catalogue.language)
        yield Paragraph((Run(f"{words.say('use_of')} ", bold=True), Run(use)))
    yield words.part(2, "relevance")
    yield from words.tick("serves", "serves_options")
    yield from words.write("other_means", 2)
    yield from words.tick("better", "better_options")
    yield words.part(3, "credit")
    head = (words.say("who"), words.say("answer"))
    rows = tuple((words.say(name), "") for name in ("made", "asked", "learned"))
    yield Table(head, rows, (80.0, 97.0))
    yield from words.tick("label", "label_options")
    yield from words.write("write_credit", 1)
    yield words.part(4, "data")
    yield from words.tick("given", "given_options")
    yield from words.write("would_give", 1)
    yield from words.write("cost", 1)
    yield words.part(5, "decide")
    yield from words.tick("keep", "keep_options")
    yield from words.write("because", 3)
    yield Paragraph((Run(words.catalogue.text("fixed", "witness"), bold=True),))


def _row(one: Shown, words: _Words) -> tuple[str, ...]:
    assert one.alerts is not None
    origin = words.catalogue.text("key", "origins", one.record.origine_reelle)
    given = (one.alerts.rule[0], one.alerts.pixels[0], one.alerts.rule[1], one.alerts.pixels[1])
    return (one.code, origin, *(words.say("alert" if alert else "silent") for alert in given))


def _mistakes(shown: Sequence[Shown], name: str, after: int) -> tuple[list[str], list[str]]:
    """Codes of the pictures that a detector accuses wrongly, and of the generated ones that it misses."""
    false, missed = [], []
    for one in shown:
        assert one.alerts is not None
        alert = getattr(one.alerts, name)[after]
        if alert and not one.alerts.generated:
            false.append(one.code)
        if one.alerts.generated and not alert:
            missed.append(one.code)
    return false, missed


def _of(codes: Sequence[str], words: _Words) -> str:
    return f"{len(codes)} ({', '.join(codes)})" if codes else "0"
