"""Whether a picture may be given to pupils, and how widely: what the record says, never a guess.

Three audiences, each wider than the one before: the class (paper, projection), the school's own platform (ENT), and anyone.
The French teaching exception (art. L. 122-5, 3° e, Code de la propriété intellectuelle) covers the first two, not the last.
"""

from __future__ import annotations

import re
from typing import Literal

from forensics.corpus.record import Record

Target = Literal["classe", "ENT", "public"]
TARGETS: tuple[Target, ...] = ("classe", "ENT", "public")

_OPEN = re.compile(
    r"\b(?:cc[ -]?0|cc[ -]by|creative commons|domaine public|public domain|licence ouverte|etalab|open licen[cs]e|"
    r"mit|bsd|apache|gfdl|odbl|unsplash)\b",
    re.IGNORECASE,
)


def obstacles(record: Record, target: Target) -> tuple[str, ...]:
    """Why this picture cannot go to ``target``: keys of ``[rights]`` in the catalogue; none when it can.

    ``no_licence``, ``no_credit``, ``minor`` (identifiable, no agreement noted), ``sensitive`` (no note), ``audience`` (the
    record stops at a narrower one), ``closed_licence`` (the licence does not allow anyone to see it).
    """
    found = [code for code, stands in _always(record) if stands]
    if target != "classe" and not (record.diffusion in TARGETS and _reaches(record.diffusion, target)):
        found.append("audience")
    if target == "public" and record.licence and not _OPEN.search(record.licence):
        found.append("closed_licence")
    return tuple(found)


def _always(record: Record) -> tuple[tuple[str, bool], ...]:
    sensitive = record.contenu_sensible not in ("", "aucun")
    return (
        ("no_licence", not record.licence),
        ("no_credit", not (record.credit or record.auteur)),
        ("minor", record.donnees_personnelles == "mineur" and not record.mesure_personnelles),
        ("sensitive", sensitive and not record.note_sensible),
    )


def _reaches(allowed: str, target: Target) -> bool:
    return TARGETS.index(target) <= [*map(str, TARGETS)].index(allowed)
