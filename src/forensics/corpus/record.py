"""The librarian's record of one picture, with the French keys that she reads in ``corpus.toml`` and in her spreadsheet.

Maps to Dublin Core and IPTC/XMP as ``docs/reference`` tells. Texts may be given once, or by language:
``titre_neutre = "…"`` or ``titre_neutre = { fr = "…", en = "…" }``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Text = Mapping[str, str]


class Origin(StrEnum):
    """``origine_reelle``: how the picture was made, as people established it."""

    CAPTEE = "captee"
    MODIFIEE = "modifiee"
    COMPOSEE = "composee"
    GENEREE = "generee"
    INDETERMINEE = "indeterminee"


class Worth(StrEnum):
    """``valeur_attendue``: what it is worth for the use considered."""

    DOCUMENTAIRE = "documentaire"
    UTILE = "utile"
    ILLUSTRATIVE = "illustrative"
    SANS_VALEUR = "sans_valeur"
    TROMPEUSE = "trompeuse"


@dataclass(frozen=True, slots=True)
class Record:
    """One picture described. An empty text means «not filled in»; the key prints «À compléter par l'enseignant·e» there.

    ``fichier`` is relative to the corpus folder. ``paquet`` and ``fichier_paquet`` name a picture that an installed
    package carries (``skimage``, ``data/rocket.jpg``); ``recette`` lists the steps that make the picture from it.
    """

    id: str
    fichier: str
    sha256: str = ""
    phash: str = ""
    paquet: str = ""
    fichier_paquet: str = ""
    recette: tuple[Mapping[str, Any], ...] = ()
    titre_neutre: Text = field(default_factory=dict)
    description_alt: Text = field(default_factory=dict)
    legende_circulante: Text = field(default_factory=dict)
    legende_exacte: Text = field(default_factory=dict)
    auteur: str = ""
    diffuseur: str = ""
    credit: Text = field(default_factory=dict)
    licence: str = ""
    licence_url: str = ""
    diffusion: str = ""
    source_url: str = ""
    archive_url: str = ""
    consulte_le: str = ""
    date_image: str = ""
    precision_date: str = ""
    date_circulation: str = ""
    lieu: Text = field(default_factory=dict)
    origine_reelle: str = ""
    niveau_certitude: str = ""
    preuve_origine: Text = field(default_factory=dict)
    outil_generation: str = ""
    consigne: Text = field(default_factory=dict)
    contexte_vrai: Text = field(default_factory=dict)
    valeur_attendue: str = ""
    usage_considere: Text = field(default_factory=dict)
    intention_initiale: str = ""
    intention_circulation: str = ""
    categorie: Text = field(default_factory=dict)
    theme: Text = field(default_factory=dict)
    mots_cles: tuple[str, ...] = ()
    niveau_scolaire: tuple[str, ...] = ()
    objectif: Text = field(default_factory=dict)
    crcn: tuple[str, ...] = ()
    emi: tuple[str, ...] = ()
    difficulte: int = 0
    cas_piege: Text = field(default_factory=dict)
    contenu_sensible: str = ""
    note_sensible: Text = field(default_factory=dict)
    donnees_personnelles: str = ""
    mesure_personnelles: Text = field(default_factory=dict)
    langue: str = ""
    notice_par: str = ""
    notice_le: str = ""
    statut: str = ""


def said(text: Text, language: str) -> str:
    """A text of a record in ``language``, else in French, else in whatever language there is; empty when not filled in."""
    return text.get(language) or text.get("fr") or next(iter(text.values()), "")
