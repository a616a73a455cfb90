"""From a finding to the sentences of a language: which variant speaks, and what fills its placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forensics.errors import ForensicsError
from forensics.lang import Catalogue
from forensics.model import Evidence, Finding, Status


@dataclass(frozen=True, slots=True)
class Wording:
    """A finding in words: ``could_be`` starts with the ordinary explanation; ``teacher`` is not for pupils."""

    title: str
    says: str
    could_be: tuple[str, ...]
    check_next: str
    teacher: str


def of_finding(finding: Finding, catalogue: Catalogue) -> Wording:
    """The words of a finding; a code of ours without prose is forbidden by a test."""
    record = _record(finding, catalogue)
    return _worded(record, _says_key(finding, record), _filling(finding, catalogue), catalogue)


def of_evidence(evidence: Evidence, catalogue: Catalogue, values: Mapping[str, Any] | None = None) -> Wording:
    """The words of an analysis that gave no finding because it could not run."""
    table = "not_applicable" if evidence.status is Status.NOT_APPLICABLE else "failed"
    record = catalogue.get(table, evidence.reason or "crash") or catalogue.table("failed", "crash")
    return _worded(record, "says", values or {}, catalogue)


def of_fault(fault: ForensicsError, catalogue: Catalogue) -> str:
    """What happened, to which file, what to do; one line."""
    return " ".join(fault_sentences(fault, catalogue))


def fault_sentences(fault: ForensicsError, catalogue: Catalogue) -> tuple[str, str]:
    """What happened to which file, and what to do."""
    values = dict(fault.values)
    values["detail"] = catalogue.get("phrases", "damage", str(values.get("detail"))) or values.get("detail")
    record = catalogue.table("errors", fault.code)
    return catalogue.fill(record["what"], values), catalogue.fill(record["do"], values)


def _record(finding: Finding, catalogue: Catalogue) -> Mapping[str, Any]:
    """The entry ``code:variant`` when the finding names a variant that has words of its own, else ``code``."""
    variant = catalogue.get("findings", f"{finding.code}:{finding.values.get('variant')}")
    return variant or catalogue.get("findings", finding.code) or _guest(finding.code, catalogue)


def _guest(code: str, catalogue: Catalogue) -> Mapping[str, Any]:
    """The words of a plug-in for its own code; failing them, words that say whose code it is."""
    from forensics.lang.guests import words

    silent = catalogue.table("phrases", "guest")
    return words(catalogue.language).get(code) or {**silent, "title": code}


def _says_key(finding: Finding, record: Mapping[str, Any]) -> str:
    return "says_many" if len(finding.regions) > 1 and "says_many" in record else "says"


def _filling(finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    """The finding's own values; codes among them (``where``, ``statement``, ``label``) become the phrases of the catalogue."""
    filling = dict(finding.values)
    for name, table in (("where", "where"), ("statement", "statement"), ("label", "label")):
        filling[name] = catalogue.get("phrases", table, str(filling.get(name))) or filling.get(name)
    for name in ("date", "first_date", "second_date", "trust_list"):
        if isinstance(filling.get(name), str):
            filling[name] = catalogue.day(filling[name])
    for name in finding.values.get("hidden", ()):
        filling[name] = catalogue.text("format", "hidden")
    if isinstance(filling.get("size"), int):
        filling["size"] = catalogue.weight(filling["size"])
    filling["zones"] = [str(region.number) for region in finding.regions]
    filling["lesson"] = _lesson(finding, catalogue)
    return filling


def _lesson(finding: Finding, catalogue: Catalogue) -> str:
    """«Sur N vraies photos mesurées, M donnent la même valeur.», then the same of the generated pictures measured."""
    return " ".join(filter(None, (_counted(kind, finding, catalogue) for kind in ("photos", "generated"))))


def _counted(kind: str, finding: Finding, catalogue: Catalogue) -> str:
    """The sentence on one class, from the counts ``photos`` and ``photos_same`` that a pixel measurement carries."""
    total, same = finding.values.get(kind), finding.values.get(f"{kind}_same")
    if not isinstance(total, int) or not isinstance(same, int):
        return ""
    form = "none" if same == 0 else "one" if same == 1 else "many"
    return catalogue.text("lesson", f"{kind}_{form}", n=total, m=same)


def _worded(record: Mapping[str, Any], says: str, values: Mapping[str, Any], catalogue: Catalogue) -> Wording:
    def fill(sentence: str) -> str:
        return catalogue.fill(sentence, values).strip()

    return Wording(
        fill(record["title"]),
        fill(record[says]),
        tuple(fill(line) for line in record["could_be"]),
        fill(record["check_next"]),
        fill(record["teacher"]),
    )
