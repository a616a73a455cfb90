"""What is missing in a corpus, counted: fields to fill, pictures that cannot be shown, files lost, balance of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensics.corpus.adding import found
from forensics.corpus.record import Record
from forensics.corpus.rights import TARGETS, Target, obstacles

if TYPE_CHECKING:
    from forensics.corpus.collection import Corpus

REQUIRED = (
    "titre_neutre",
    "description_alt",
    "legende_circulante",
    "auteur",
    "credit",
    "licence",
    "diffusion",
    "source_url",
    "consulte_le",
    "date_image",
    "origine_reelle",
    "niveau_certitude",
    "preuve_origine",
    "contexte_vrai",
    "valeur_attendue",
    "usage_considere",
    "categorie",
    "niveau_scolaire",
    "objectif",
    "crcn",
    "contenu_sensible",
    "donnees_personnelles",
    "langue",
    "notice_par",
    "notice_le",
    "statut",
)


@dataclass(frozen=True, slots=True)
class Audit:
    """``missing``: for each key, the codes of the records that lack it; ``blocked``: for each audience and obstacle, the same.

    ``complete`` counts records that lack nothing; ``lost`` lists codes whose picture is nowhere; ``undescribed`` the
    pictures without a record; ``origins`` and ``worths`` count the records of each, for the balance of a class set.
    """

    total: int
    complete: int
    missing: Mapping[str, tuple[str, ...]]
    blocked: Mapping[Target, Mapping[str, tuple[str, ...]]]
    lost: tuple[str, ...]
    undescribed: tuple[str, ...]
    origins: Mapping[str, int]
    worths: Mapping[str, int]


def audit(corpus: Corpus) -> Audit:
    """The audit of a whole corpus. Raises `UnreadableInput` when a record is wrong."""
    records = corpus.records()
    return Audit(
        len(records),
        sum(not missing_in(record) for record in records),
        {key: ids for key in REQUIRED if (ids := _ids(records, key))},
        {target: _blocked(records, target) for target in TARGETS},
        tuple(record.id for record in records if not found(corpus, record)),
        tuple(entry.file for entry in corpus.index.entries() if corpus.record_at(entry) is None),
        Counter(record.origine_reelle or "" for record in records),
        Counter(record.valeur_attendue or "" for record in records),
    )


def missing_in(record: Record) -> tuple[str, ...]:
    """The keys that a record still lacks."""
    return tuple(key for key in REQUIRED if not getattr(record, key))


def _ids(records: tuple[Record, ...], key: str) -> tuple[str, ...]:
    return tuple(record.id for record in records if not getattr(record, key))


def _blocked(records: tuple[Record, ...], target: Target) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for record in records:
        for code in obstacles(record, target):
            found.setdefault(code, []).append(record.id)
    return {code: tuple(ids) for code, ids in found.items()}
