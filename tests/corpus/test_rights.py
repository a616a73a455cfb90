"""What may not be shown is stopped, for each audience, and what is missing is counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forensics.corpus import Corpus
from forensics.corpus.audit import REQUIRED, audit, missing_in
from forensics.corpus.record import Record
from forensics.corpus.rights import TARGETS, obstacles
from forensics.corpus.suggestions import suggestions
from forensics.picture import Picture
from made import XMP_HEADER, jpeg, segment, xmp
from scenes import saved, scene

GOOD = Record("A", "a.jpg", auteur="X", licence="CC BY 4.0", diffusion="public", contenu_sensible="aucun")


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, {"classe": (), "ENT": (), "public": ()}),
        ({"licence": ""}, dict.fromkeys(TARGETS, ("no_licence",))),
        ({"auteur": ""}, dict.fromkeys(TARGETS, ("no_credit",))),
        ({"donnees_personnelles": "mineur"}, dict.fromkeys(TARGETS, ("minor",))),
        ({"donnees_personnelles": "mineur", "mesure_personnelles": {"fr": "accord écrit"}}, dict.fromkeys(TARGETS, ())),
        ({"contenu_sensible": "violence"}, dict.fromkeys(TARGETS, ("sensitive",))),
        ({"contenu_sensible": "mort", "note_sensible": {"fr": "prévenir"}}, dict.fromkeys(TARGETS, ())),
        ({"diffusion": "classe"}, {"classe": (), "ENT": ("audience",), "public": ("audience",)}),
        ({"diffusion": "ENT"}, {"classe": (), "ENT": (), "public": ("audience",)}),
        ({"diffusion": ""}, {"classe": (), "ENT": ("audience",), "public": ("audience",)}),
        ({"licence": "Tous droits réservés"}, {"classe": (), "ENT": (), "public": ("closed_licence",)}),
    ],
)
def test_the_gate(change: dict[str, object], codes: dict[str, tuple[str, ...]]) -> None:
    record = replace(GOOD, **change)  # type: ignore[arg-type]
    assert {target: obstacles(record, target) for target in TARGETS} == codes


def test_the_audit_counts_what_is_missing(corpus: Corpus) -> None:
    (corpus.folder / "images" / "vue-0.jpg").unlink()
    saved(corpus.folder / "images" / "libre.jpg", scene(60))
    found = audit(corpus)
    assert (found.total, found.complete) == (6, 0)
    assert len(found.missing["licence"]) == 6 and "titre_neutre" not in found.missing
    assert found.blocked["classe"]["no_licence"] == tuple(f"IMG-00{n}" for n in range(1, 7))
    assert found.lost == ("IMG-001",)
    assert found.undescribed == ("images/libre.jpg",)
    assert found.origins == {"": 6}


def test_only_a_full_record_is_complete() -> None:
    assert set(missing_in(Record("A", "a.jpg"))) == set(REQUIRED)


def test_the_file_suggests_for_what_is_empty(tmp_path: Path) -> None:
    packet = xmp(
        "<dc:creator><rdf:Seq><rdf:li>A. Martin</rdf:li></rdf:Seq></dc:creator>"
        "<photoshop:DateCreated>2019-05-04T10:00:00</photoshop:DateCreated><photoshop:City>Lyon</photoshop:City>"
        "<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        "</Iptc4xmpExt:DigitalSourceType>"
    )
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(segment(0xE1, XMP_HEADER + packet)))
    found = suggestions(Picture.read(path), Record("A", "a.jpg", lieu={"fr": "Paris"}))
    assert {one.key: (one.value, one.field) for one in found} == {
        "auteur": ("A. Martin", "XMP-dc:creator"),
        "date_image": ("2019-05-04", "XMP-photoshop:DateCreated"),
        "origine_reelle": ("generee", "XMP-iptcExt:DigitalSourceType"),
    }
