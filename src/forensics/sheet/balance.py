"""Whether a class set teaches what it should: the eight places to fill, false rules that pupils would learn, leaks.

Composition: reference «pedagogy» 4.4. A false rule: what all generated pictures of the set share and few others do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from forensics.corpus.record import Origin, Record, Worth, said
from forensics.corpus.rights import Target, obstacles
from forensics.model import Report
from forensics.sheet.clues import told
from forensics.sheet.key import Effect, effect_of

ANALYSES = ("metadata", "declared", "provenance", "traces")
_MOST_CANDIDATES = 6  # pictures weighed for one place
_MOST_ROUNDS = 4
_INFORMS = (Worth.DOCUMENTAIRE, Worth.UTILE)
_MISLEADS = (Worth.TROMPEUSE, Worth.SANS_VALEUR)
_TELLS = re.compile(
    r"\b(?:ia|ai|fakes?|faux|fausse|vraie?|real|générée?s?|generee?s?|generated|deepfake|midjourney|dall[·.-]?e|truqu\w+|montage|"
    r"photomontage|modifiée?s?|edited|photoshop)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What pupils can see or measure of one picture, beside its record."""

    record: Record
    format: str
    exif: bool
    camera: bool
    square: bool
    labelled: bool
    misleads: bool

    @property
    def id(self) -> str:
        """Its code."""
        return self.record.id


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know of a set: ``code`` is a key of ``[balance.remarks]``, ``values`` fill it."""

    code: str
    ids: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the recipe: its name in ``[balance.places]``, how many pictures it wants, which records fit."""

    name: str
    count: int
    fits: Callable[[Record], bool]


def _is(origins: tuple[Origin, ...], worths: tuple[Worth, ...]) -> Callable[[Record], bool]:
    return lambda record: record.origine_reelle in origins and record.valeur_attendue in worths


PLACES = (
    Place("captured_documented", 2, _is((Origin.CAPTEE,), _INFORMS)),
    Place("captured_out_of_context", 1, _is((Origin.CAPTEE,), _MISLEADS)),
    Place("undetermined", 1, lambda record: record.origine_reelle == Origin.INDETERMINEE),
    Place("edited_misleading", 1, _is((Origin.MODIFIEE,), _MISLEADS)),
    Place("edited_declared", 1, _is((Origin.MODIFIEE, Origin.COMPOSEE), (*_INFORMS, Worth.ILLUSTRATIVE))),
    Place("generated_useful", 1, _is((Origin.GENEREE,), (*_INFORMS, Worth.ILLUSTRATIVE))),
    Place("generated_as_photo", 1, _is((Origin.GENEREE,), _MISLEADS)),
)
SIZE = sum(place.count for place in PLACES)
_STANDS_IN = {"undetermined": "captured_out_of_context"}  # without an undetermined picture, a second one out of context


def traits_of(record: Record, report: Report) -> Traits:
    """The traits of a picture from a report that holds at least the `ANALYSES`."""
    codes = {finding.code for finding in report.findings()}
    image = report.image
    return Traits(
        record,
        image.format,
        exif="exif.none" not in codes,
        camera="exif.camera" in codes,
        square=image.width == image.height,
        labelled=any(code.startswith("declared.") or code == "provenance.c2pa" for code in codes),
        misleads=any(effect_of(entry, record) is Effect.MISLEADS for entry in told(report, record.id)),
    )


def remarks(chosen: Sequence[Traits], target: Target) -> tuple[Remark, ...]:
    """All that a teacher should know before the set is given, the gravest first."""
    records = [one.record for one in chosen]
    return (
        *_blocked(records, target),
        *false_rules(chosen),
        *_leaks(records),
        *_composition(chosen),
    )


def false_rules(chosen: Sequence[Traits]) -> tuple[Remark, ...]:
    """The rules that this set would teach although they are false in the world."""
    return (*_shared_traits(chosen, Origin.GENEREE), *_shared_traits(chosen, Origin.CAPTEE), *_worth_rules(chosen))


def _shared_traits(chosen: Sequence[Traits], origin: Origin) -> Iterator[Remark]:
    group = [one for one in chosen if one.record.origine_reelle == origin]
    others = [one for one in chosen if one.record.origine_reelle != origin]
    if not group or not others:
        return
    few = len(others) / 2 if len(group) > 1 else 0  # one picture alone shares everything with itself
    for name, trait_of in _TRAITS.items():
        values = {trait_of(one) for one in group}
        alike = sum(trait_of(one) in values for one in others)
        if len(values) == 1 and alike <= few:
            trait = f"{name}_{str(next(iter(values))).lower()}" if name != "format" else name
            shown = {"group": origin.value, "trait": trait, "format": group[0].format}
            yield Remark("rule", tuple(one.id for one in group), shown)


_TRAITS: Mapping[str, Callable[[Traits], Any]] = {
    "exif": lambda one: one.exif,
    "camera": lambda one: one.camera,
    "format": lambda one: one.format,
    "square": lambda one: one.square,
    "labelled": lambda one: one.labelled,
}


def _worth_rules(chosen: Sequence[Traits]) -> Iterator[Remark]:
    rules = (("generated_worthless", Origin.GENEREE, _MISLEADS), ("captured_trusted", Origin.CAPTEE, _INFORMS))
    for code, origin, worths in rules:
        group = [one.record for one in chosen if one.record.origine_reelle == origin]
        if group and all(record.valeur_attendue in worths for record in group):
            yield Remark(code, tuple(record.id for record in group))


def _blocked(records: Iterable[Record], target: Target) -> Iterator[Remark]:
    for record in records:
        for code in obstacles(record, target):
            yield Remark("blocked", (record.id,), {"target": target, "obstacle": code})


def _leaks(records: Sequence[Record]) -> Iterator[Remark]:
    """What would give the answer away: a telling code, a telling description, an order by origin."""
    for record in records:
        if _TELLS.search(re.sub(r"[_.-]", " ", record.id)):
            yield Remark("telling_code", (record.id,))
        found = [hit[0] for text in record.description_alt.values() if (hit := _TELLS.search(text))]
        if found:
            yield Remark("telling_description", (record.id,), {"word": found[0]})
        if not record.description_alt:
            yield Remark("no_description", (record.id,))
        if not record.legende_circulante:
            yield Remark("no_caption", (record.id,))
    origins = [record.origine_reelle for record in records]
    runs = 1 + sum(a != b for a, b in pairwise(origins))
    if len(records) > 3 and 1 < len(set(origins)) == runs:
        yield Remark("ordered")


def _composition(chosen: Sequence[Traits]) -> Iterator[Remark]:
    records = [one.record for one in chosen]
    unknown = tuple(record.id for record in records if not (record.origine_reelle and record.valeur_attendue))
    if unknown:
        yield Remark("unfilled", unknown)
    for place in PLACES:
        count = sum(map(place.fits, records))
        if count < place.count:
            yield Remark("lacks", values={"place": place.name, "count": place.count - count})
    if not any(one.misleads for one in chosen):
        yield Remark("no_trap")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set in the order to show it, with the place that each picture fills."""

    chosen: tuple[tuple[Traits, str], ...]

    def traits(self) -> tuple[Traits, ...]:
        """The traits alone."""
        return tuple(traits for traits, _ in self.chosen)


def candidates(records: Iterable[Record], target: Target) -> dict[str, tuple[Record, ...]]:
    """For each place, the records that may fill it and be shown to ``target``: the best described first."""
    shown = [record for record in records if not obstacles(record, target)]
    return {
        place.name: tuple(sorted(filter(place.fits, shown), key=_readiness)[: _MOST_CANDIDATES + place.count])
        for place in PLACES
    }


def propose(traits: Mapping[str, Traits], places: Mapping[str, Sequence[Record]]) -> Proposal:
    """A set of `SIZE` or fewer: each place filled, then pictures exchanged while fewer false rules result.

    ``traits`` holds those of every candidate, by code. The order mixes origins, so that it tells nothing.
    """
    ready = {name: [traits[one.id] for one in records if one.id in traits] for name, records in places.items()}
    wanted = {place.name: place.count for place in PLACES}
    for name, other in _STANDS_IN.items():
        if not ready[name]:
            wanted[other] += wanted.pop(name)
    picked = {name: tuple(ready[name][:count]) for name, count in wanted.items()}
    for _ in range(_MOST_ROUNDS):
        better = min(_neighbours(picked, ready), key=_faults, default=picked)
        if _faults(better) >= _faults(picked):
            break
        picked = better
    return Proposal(_mixed([(one, name) for name, group in picked.items() for one in group]))


_Picked = dict[str, tuple[Traits, ...]]


def _neighbours(picked: _Picked, ready: Mapping[str, Sequence[Traits]]) -> Iterator[_Picked]:
    """The same set with the pictures of one place exchanged."""
    for name, group in picked.items():
        for other in combinations(ready[name], len(group)):
            if other != group:
                yield {**picked, name: other}


def _faults(picked: _Picked) -> int:
    chosen = [one for group in picked.values() for one in group]
    return 2 * len(false_rules(chosen)) + (not any(one.misleads for one in chosen))


def _mixed(chosen: Sequence[tuple[Traits, str]]) -> tuple[tuple[Traits, str], ...]:
    """In the order of their codes, which says nothing; when codes follow the origins, one of each in turn."""
    by_code = sorted(chosen, key=lambda one: one[0].id)
    origins = [one.record.origine_reelle for one, _ in by_code]
    runs = 1 + sum(a != b for a, b in pairwise(origins))
    return tuple(by_code if runs > len(set(origins)) else [*by_code[::2], *by_code[1::2]])


def _readiness(record: Record) -> tuple[bool, bool, bool, str]:
    """Validated records first, then those with the texts that a sheet needs."""
    return (
        record.statut != "validée",
        not (said(record.legende_circulante, "fr") and said(record.description_alt, "fr")),
        not record.contexte_vrai,
        record.id,
    )
