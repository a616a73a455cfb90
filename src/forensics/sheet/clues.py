"""Section 4: the five tests of a sheet, chosen from a report, in words for pupils."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forensics.lang import Catalogue
from forensics.lang.wording import Wording, of_evidence, of_finding
from forensics.model import Evidence, Figure, Finding, PointsTo, Report, Sign, Status
from forensics.picture import Picture
from forensics.pixels.reference import measured
from forensics.sheet.pictures import on_white, upright_map, zone_of
from forensics.sheet.worksheet import Bars, Clue, Map

STRENGTH = (
    Sign.VERIFIED_DECLARATION,
    Sign.DECLARATION,
    Sign.CLUE,
    Sign.WEAK_CLUE,
    Sign.NOTHING_FOUND,
    Sign.QUESTION,
    Sign.NOT_APPLICABLE,
)
_SENTENCE = re.compile(r"(?<=[.?!…])(?:[\u00a0\u202f]?[»”])? (?=[A-ZÀ-Ÿ«“])")


@dataclass(frozen=True, slots=True)
class Test:
    """A row of section 4: which findings speak in it, in what order they are preferred, and which analyses make them."""

    name: str
    prefixes: tuple[str, ...]
    analyses: tuple[str, ...]
    first: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


TESTS = (
    Test(
        "metadata",
        ("exif.", "metadata.", "xmp.", "iptc."),
        ("metadata",),
        ("exif.camera", "exif.software", "exif.none", "exif.partial"),
        ("exif.date", "personal.gps"),
    ),
    Test("ela", ("ela.",), ("ela",)),
    Test("match", ("match.",), ("match",), ("match.same", "match.close", "match.possible", "match.none")),
    Test("generated", ("generated.",), ("generated",), ("generated.several",)),
    Test("provenance", ("provenance.", "declared.", "traces."), ("provenance", "declared", "traces")),
)

# The analyses that a sheet speaks of; the others need not run for one.
ANALYSES = (*dict.fromkeys(name for test in TESTS for name in test.analyses), "personal")


@dataclass(frozen=True, slots=True)
class Told:
    """What a test had to say: a finding, or the reason why it could not run. The key weighs the same choice."""

    test: str
    finding: Finding | None
    evidence: Evidence | None
    others: tuple[Finding, ...] = field(default=())


def told(report: Report, own_id: str = "") -> tuple[Told, ...]:
    """One entry a test that ran or could not. ``own_id`` is the picture's own record: a match with itself teaches nothing."""
    findings = _without_itself(report, own_id)
    return tuple(entry for test in TESTS if (entry := _told(test, findings, report.evidence)) is not None)


def clue_of(entry: Told, report: Report, picture: Picture, catalogue: Catalogue) -> Clue:
    """The row in the language of ``catalogue``, without what the pupil is asked."""
    entry = _without_captions(entry)
    wording = words_of(entry, report, catalogue)
    sign, name = sign_of(entry, catalogue)
    return Clue(
        test=entry.test,
        title=catalogue.text("sheet", "tests", entry.test),
        sign=sign,
        sign_name=name,
        says=" ".join([wording.says, *(_first_sentence(of_finding(other, catalogue).says) for other in entry.others)]),
        could_be=wording.could_be,
        check_next=wording.check_next,
        raw=_raw(entry, catalogue),
        map=_map(entry, report, picture, catalogue),
        bars=_bars(entry, catalogue),
    )


def words_of(entry: Told, report: Report, catalogue: Catalogue) -> Wording:
    """The catalogue's sentences on what this test found, or on why it did not run."""
    if entry.finding is not None:
        return of_finding(entry.finding, catalogue)
    assert entry.evidence is not None
    facts = {"format": report.image.format, "width": report.image.width, "height": report.image.height, "corpus": ""}
    return of_evidence(entry.evidence, catalogue, facts)


def sign_of(entry: Told, catalogue: Catalogue) -> tuple[Sign, str]:
    """The shape and its words."""
    if entry.finding is not None:
        return entry.finding.sign, catalogue.text("signs", entry.finding.sign.value, "name")
    if entry.evidence is not None and entry.evidence.status is Status.FAILED:
        return Sign.NOT_APPLICABLE, catalogue.text("status", "failed", "name")
    return Sign.NOT_APPLICABLE, catalogue.text("signs", Sign.NOT_APPLICABLE.value, "name")


def _told(test: Test, findings: Iterable[Finding], evidence: Iterable[Evidence]) -> Told | None:
    found = [one for one in findings if one.code.startswith(test.prefixes)]
    others = tuple(one for one in findings if one.code in test.also)
    if found:
        chosen = min(found, key=lambda one: _preference(one, test))
        return Told(test.name, chosen, None, tuple(one for one in others if one is not chosen)[:2])
    silent = next((one for one in evidence if one.analysis in test.analyses and one.status is not Status.OK), None)
    return Told(test.name, None, silent) if silent is not None else None


def _preference(finding: Finding, test: Test) -> tuple[int, int]:
    """Codes named first come first; then the strongest sign."""
    rank = test.first.index(finding.code) if finding.code in test.first else len(test.first)
    return rank, STRENGTH.index(finding.sign)


def _without_itself(report: Report, own_id: str) -> list[Finding]:
    findings = list(report.findings())
    if not own_id:
        return findings
    about_itself = [one for one in findings if one.code.startswith("match.") and one.values.get("id") == own_id]
    rest = [one for one in findings if one not in about_itself]
    if about_itself and not any(one.code.startswith("match.") for one in rest):
        values = {"corpus": about_itself[0].values.get("corpus")}
        rest.append(Finding("match.none", Sign.NOTHING_FOUND, PointsTo.NONE, values))
    return rest


def _bars(entry: Told, catalogue: Catalogue) -> Bars | None:
    """The pixel measurement that spoke, among those made on labelled pictures."""
    if entry.test != "generated" or entry.finding is None:
        return None
    measures = entry.finding.values.get("measures") or [{"code": entry.finding.code, **entry.finding.values}]
    reference = measured().references.get(str(measures[0].get("code")).removeprefix("generated."))
    value = measures[0].get("value")
    if reference is None or not isinstance(value, (int, float)):
        return None
    histogram = reference.histogram
    where = histogram.bin_of(value)
    lessons = (
        _lesson("photos", sum(histogram.photos), histogram.photos[where], catalogue),
        _lesson("generated", sum(histogram.generated), histogram.generated[where], catalogue),
    )
    title = catalogue.text("findings", f"generated.{reference.name}", "title")
    return Bars(title, histogram.edges, histogram.photos, histogram.generated, float(value), " ".join(lessons))


def _lesson(group: str, total: int, same: int, catalogue: Catalogue) -> str:
    form = "none" if same == 0 else "one" if same == 1 else "many"
    return catalogue.text("lesson", f"{group}_{form}", n=total, m=same)


def _without_captions(entry: Told) -> Told:
    """A match named by its code: the verified caption of another picture of the set would answer that one's sheet."""
    if entry.test != "match" or entry.finding is None:
        return entry
    code = str(entry.finding.values.get("id") or "")
    values = {**entry.finding.values, "caption": code if code and "/" not in code else None, "source": None}
    return replace(entry, finding=replace(entry.finding, values=values))


def _first_sentence(text: str) -> str:
    return _SENTENCE.split(text)[0]


def _raw(entry: Told, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    """Values that the catalogue has a name for, and the zones of a map; for the expert sheet."""
    if entry.finding is None:
        return ()
    names: Mapping[str, str] = catalogue.table("sheet", "values")
    measures = entry.finding.values.get("measures")
    values: Mapping[str, Any] = measures[0] if measures else entry.finding.values
    return tuple((name, catalogue.show(values[key])) for key, name in names.items() if _shown(values.get(key)))


def _shown(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and value != ""


def _map(entry: Told, report: Report, picture: Picture, catalogue: Catalogue) -> Map | None:
    if entry.test != "ela" or entry.finding is None:
        return None
    figures = {figure.name: figure for evidence in report.evidence for figure in evidence.figures}
    screen: Figure | None = figures.get("ela.corrected") or figures.get("ela.raw")
    if screen is None:
        return None
    shown = upright_map(screen, picture.orientation)
    zones = tuple(
        zone_of(region, picture.width, picture.height, picture.orientation) for region in entry.finding.regions
    )
    test = catalogue.text("sheet", "tests", "ela")
    numbers = catalogue.listed([str(zone.number) for zone in zones]) or "0"
    return Map(shown, on_white(shown), catalogue.text("sheet", "map_alt", test=test, zones=numbers), zones)
