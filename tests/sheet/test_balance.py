"""The set that is proposed, the false rules it must not teach, what would give the answer away."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from forensics.corpus.record import Record
from forensics.sheet.balance import PLACES, SIZE, Traits, candidates, false_rules, propose, remarks

WORTHS = ("documentaire", "utile", "illustrative", "sans_valeur", "trompeuse")
ORIGINS = ("captee", "modifiee", "composee", "generee", "indeterminee")


def record(identifier: str, origin: str = "captee", worth: str = "documentaire", **more: Any) -> Record:
    return Record(
        id=identifier,
        fichier=f"images/{identifier}.jpg",
        description_alt={"fr": "Une place."},
        legende_circulante={"fr": "Une légende."},
        credit={"fr": "Un crédit."},
        licence="CC0 1.0",
        diffusion="public",
        origine_reelle=origin,
        valeur_attendue=worth,
        statut="validée",
        **more,
    )


def traits(identifier: str, origin: str = "captee", worth: str = "documentaire", **seen: Any) -> Traits:
    usual = {"format": "JPEG", "exif": True, "camera": True, "square": False, "labelled": False, "misleads": False}
    return Traits(record(identifier, origin, worth), **{**usual, **seen})


def codes(found: object) -> Counter[str]:
    return Counter(remark.code for remark in found)  # type: ignore[attr-defined]


CAPTURED = [traits(f"P{n}", worth=worth) for n, worth in enumerate(("documentaire", "trompeuse", "documentaire"))]


@pytest.mark.parametrize(
    ("seen", "trait"),
    [
        ({"exif": False}, "exif_false"),
        ({"camera": False}, "camera_false"),
        ({"format": "PNG"}, "format"),
        ({"square": True}, "square_true"),
        ({"labelled": True}, "labelled_true"),
    ],
)
def test_what_all_generated_pictures_share_and_few_others_do_is_told(seen: dict[str, Any], trait: str) -> None:
    generated = [traits("G1", "generee", "utile", **seen), traits("G2", "generee", "trompeuse", **seen)]
    assert trait in _shared([*CAPTURED, *generated])
    assert trait not in _shared([*CAPTURED, generated[0], traits("G2", "generee", "trompeuse")])


def _shared(chosen: list[Traits]) -> list[str]:
    return [one.values["trait"] for one in false_rules(chosen) if one.values.get("group") == "generee"]


def test_a_trait_that_most_pictures_share_teaches_nothing() -> None:
    alike = [replace(one, exif=False, camera=False) for one in CAPTURED]
    generated = [
        traits(name, "generee", worth, exif=False, camera=False)
        for name, worth in (("G1", "utile"), ("G2", "trompeuse"))
    ]
    assert not false_rules([*alike, *generated])


def test_worth_that_follows_origin_is_told() -> None:
    generated = [traits("G1", "generee", "trompeuse"), traits("G2", "generee", "sans_valeur")]
    assert codes(false_rules([*CAPTURED, *generated]))["generated_worthless"] == 1
    assert codes(false_rules([CAPTURED[0], CAPTURED[2], traits("G", "generee", "utile")]))["captured_trusted"] == 1


def test_leaks_are_told() -> None:
    telling = replace(traits("IA-01", "generee", "utile"), record=record("IA-01", "generee", "utile"))
    described = traits("IMG-2")
    described = replace(described, record=replace(described.record, description_alt={"fr": "Une image générée."}))
    found = codes(remarks([telling, described], "classe"))
    assert found["telling_code"] == 1 and found["telling_description"] == 1
    plain = record("IMG-3")
    assert not codes(remarks([replace(traits("IMG-3"), record=plain)], "classe"))["telling_description"]


def test_an_order_by_origin_is_told() -> None:
    by_origin = [traits(f"I{n}", origin) for n, origin in enumerate(("captee", "captee", "generee", "generee"))]
    assert codes(remarks(by_origin, "classe"))["ordered"] == 1
    assert not codes(remarks([by_origin[0], by_origin[2], by_origin[1], by_origin[3]], "classe"))["ordered"]


def test_rights_are_told_for_the_audience_asked() -> None:
    closed = replace(traits("I1"), record=replace(record("I1"), diffusion="classe", licence="Tous droits réservés"))
    assert not codes(remarks([closed], "classe"))["blocked"]
    assert codes(remarks([closed], "ENT"))["blocked"] == 1
    assert codes(remarks([closed], "public"))["blocked"] == 2


def _corpus(count: int, seed: int) -> dict[str, Traits]:
    draw = random.Random(seed)
    made = [
        traits(
            f"IMG-{number:03}",
            draw.choice(ORIGINS),
            draw.choice(WORTHS),
            format=draw.choice(("JPEG", "PNG")),
            exif=draw.random() < 0.5,
            square=draw.random() < 0.3,
            labelled=draw.random() < 0.3,
            misleads=draw.random() < 0.2,
        )
        for number in range(count)
    ]
    return {one.id: one for one in made}


@pytest.mark.parametrize("seed", range(5))
def test_the_set_proposed_fills_every_place_without_a_false_rule(seed: int) -> None:
    known = _corpus(200, seed)
    places = candidates([one.record for one in known.values()], "classe")
    proposal = propose(known, places)
    assert len(proposal.chosen) == SIZE == 8
    assert Counter(place for _, place in proposal.chosen) == {place.name: place.count for place in PLACES}
    assert len({one.id for one in proposal.traits()}) == SIZE
    assert not remarks(proposal.traits(), "classe")
    assert propose(known, places) == proposal


def test_without_an_undetermined_picture_a_second_one_out_of_context_stands_in() -> None:
    known = {name: one for name, one in _corpus(200, 1).items() if one.record.origine_reelle != "indeterminee"}
    proposal = propose(known, candidates([one.record for one in known.values()], "classe"))
    assert Counter(place for _, place in proposal.chosen)["captured_out_of_context"] == 2


def test_a_small_corpus_gives_a_smaller_set_and_none_that_may_not_be_shown() -> None:
    known = {"A": traits("A"), "B": replace(traits("B"), record=replace(record("B"), licence=""))}
    proposal = propose(known, candidates([one.record for one in known.values()], "classe"))
    assert [one.id for one in proposal.traits()] == ["A"]
