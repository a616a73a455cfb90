"""The frames: official numbers and titles, a mismatch refused, every entry in both languages, dates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forensics.errors import UnreadableInput
from forensics.lang import load
from forensics.sheet.frames import frames

# Décret 2019-919 du 30 août 2019, annexe de l'article D. 121-1 du code de l'éducation.
OFFICIAL = {
    "1.1": "Mener une recherche et une veille d’information",
    "1.2": "Gérer des données",
    "1.3": "Traiter des données",
    "2.1": "Interagir",
    "2.2": "Partager et publier",
    "2.3": "Collaborer",
    "2.4": "S’insérer dans le monde numérique",
    "3.1": "Développer des documents textuels",
    "3.2": "Développer des documents multimédia",
    "3.3": "Adapter les documents à leur finalité",
    "3.4": "Programmer",
    "4.1": "Sécuriser l’environnement numérique",
    "4.2": "Protéger les données personnelles et la vie privée",
    "4.3": "Protéger la santé, le bien-être et l’environnement",
    "5.1": "Résoudre des problèmes techniques",
    "5.2": "Évoluer dans un environnement numérique",
}


def test_crcn_has_its_sixteen_numbers_and_titles() -> None:
    assert {code: entry["fr"] for code, entry in frames().crcn.items()} == OFFICIAL
    assert set(frames().domains) == {code[0] for code in OFFICIAL}


def test_a_number_with_the_title_of_another_is_refused() -> None:
    for code in OFFICIAL:
        for other, title in OFFICIAL.items():
            assert (frames().crcn_code(f"{code} {title}") == code) is (code == other)


@pytest.mark.parametrize(
    "said",
    [
        "1.1",
        " 1.1 ",
        "1.1 : mener une recherche et une veille d'information",
        "5.2 Construire un environnement numérique",
    ],
)
def test_a_number_alone_or_with_its_title_however_typed_is_taken(said: str) -> None:
    assert frames().crcn_code(said) == said.strip()[:3]


def test_every_entry_speaks_both_languages_and_law_is_dated() -> None:
    known = frames()
    for table in (known.crcn, known.domains, known.emi, known.law):
        for entry in table.values():
            assert entry["fr"] and entry["en"]
    for dated in (known.checked_on, *(sentence["since"] for sentence in known.law.values())):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", dated)
    assert set(known.footer) <= set(known.crcn)


def test_the_librarians_own_file_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORENSICS_CORPORA", str(tmp_path))
    own = tmp_path / "frames.toml"
    frames.cache_clear()
    try:
        own.write_text(
            'checked_on = "2027-09-01"\nfooter = []\n[crcn]\n[crcn_domains]\n[emi]\n[law.marking]\nfr = "a"\nen = "b"\n',
            "utf-8",
        )
        assert frames().checked_on == "2027-09-01"
        for wrong in ("footer = 3", own.read_text("utf-8").replace('en = "b"', "")):
            frames.cache_clear()
            own.write_text(wrong, "utf-8")
            with pytest.raises(UnreadableInput):
                frames()
    finally:
        frames.cache_clear()


def test_the_lesson_plan_names_the_same_competences() -> None:
    for language in ("fr", "en"):
        assert " · ".join(frames().footer) in load(language).get("plan", "values")
