"""A report, a record and a picture that sheets are made from in the tests; no analysis runs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from forensics.corpus.record import Record
from forensics.lang import load
from forensics.model import (
    Evidence,
    Figure,
    Finding,
    ImageFacts,
    PointsTo,
    Reading,
    Region,
    Report,
    Sign,
    Status,
)
from forensics.picture import Picture
from forensics.sheet.compose import compose
from forensics.sheet.key import Key, key_of
from forensics.sheet.worksheet import Level, Worksheet

CAMERA = Finding("exif.camera", Sign.DECLARATION, PointsTo.CAPTURED, {"camera": "Atelier M-1"})
NO_EXIF = Finding("exif.none", Sign.NOTHING_FOUND)
DATE = Finding("exif.date", Sign.DECLARATION, PointsTo.CAPTURED, {"date": "2008-10-22"})
GPS = Finding("personal.gps", Sign.DECLARATION, PointsTo.PERSONAL_DATA, {"latitude": 48.85, "longitude": 2.35})
ZONES = (Region(300, 60, 120, 80, 1), Region(20, 200, 80, 60, 2))
EDGES = Finding("ela.zone", Sign.CLUE, PointsTo.EDITED, {"count": 2}, ZONES)
NO_MATCH = Finding("match.none", Sign.NOTHING_FOUND, PointsTo.NONE, {"corpus": "essai"})
ITSELF = Finding(
    "match.same",
    Sign.CLUE,
    PointsTo.RECIRCULATED,
    {"corpus": "essai", "id": "IMG-004", "caption": "SECRET-CAPTION", "distance": 0},
)
ORDINARY = Finding(
    "generated.nothing", Sign.NOTHING_FOUND, values={"measures": [{"code": "generated.flat_noise", "value": 0.3}]}
)
NO_MARK = Finding("provenance.none", Sign.NOTHING_FOUND)
SIGNED = Finding(
    "provenance.c2pa", Sign.VERIFIED_DECLARATION, PointsTo.GENERATED, {"variant": "generated", "signer": "Atelier"}
)

# Every word of the record that a pupil must never find.
SECRETS = {
    "legende_exacte": "SECRET-EXACT",
    "contexte_vrai": "SECRET-CONTEXT",
    "preuve_origine": "SECRET-PROOF",
    "usage_considere": "SECRET-USE",
    "cas_piege": "SECRET-TRAP",
    "credit": "SECRET-CREDIT",
    "objectif": "SECRET-AIM",
    "titre_neutre": "SECRET-TITLE",
    "consigne": "SECRET-PROMPT",
    "theme": "SECRET-THEME",
}


def record(**values: Any) -> Record:
    """A complete record of a photograph that circulates under a wrong caption."""
    filled: dict[str, Any] = {
        "id": "IMG-004",
        "fichier": "images/SECRET-FILE.jpg",
        "description_alt": {"fr": "Une place pavée devant une église.", "en": "A paved square before a church."},
        "legende_circulante": {"fr": "Mai 2023 : ce village s’est vidé.", "en": "May 2023: this village is empty."},
        "auteur": "SECRET-AUTHOR",
        "licence": "SECRET-LICENCE",
        "source_url": "https://example.org/SECRET-URL",
        "origine_reelle": "captee",
        "valeur_attendue": "trompeuse",
        "contenu_sensible": "aucun",
        **{name: {"fr": text, "en": text} for name, text in SECRETS.items()},
    }
    return Record(**{**filled, **values})


def picture(folder: Path, size: tuple[int, int] = (480, 320), orientation: int = 1) -> Picture:
    """A drawn scene with a GPS position and an orientation in its EXIF."""
    image = Image.new("RGB", size, "#8fb4d8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, size[1] * 2 // 3, *size), fill="#6a8f4f")
    draw.ellipse((size[0] // 3, size[1] // 4, size[0] // 2, size[1] // 2), fill="#d8a03c")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 3.0)})
    path = folder / "SECRET-NAME.jpg"
    image.save(path, "JPEG", quality=90, exif=exif.tobytes())
    return Picture.read(path)


def report(shown: Picture, *findings: Finding) -> Report:
    """One Evidence a finding, named as the analyses are; the ELA carries a map."""
    found = findings or (CAMERA, GPS, EDGES, NO_MATCH, ORDINARY, NO_MARK)
    evidence = tuple(Evidence(_analysis(one), "1", Status.OK, (one,), _figures(one, shown)) for one in found)
    facts = ImageFacts(shown.shown_path, shown.sha256, len(shown.data), shown.format, shown.width, shown.height)
    return Report(facts, evidence, Reading())


def sheet(folder: Path, language: str = "fr", level: Level = Level.STANDARD, dys: bool = False, **of: Any) -> Worksheet:
    """The sheet of the photograph above."""
    shown = of.get("picture") or picture(folder)
    findings = of.get("findings", ())
    about = of.get("record", record())
    return compose(shown, report(shown, *findings), about, load(language), "IMG-004", level, dys)


def key(folder: Path, language: str = "fr", **of: Any) -> Key:
    """Its key."""
    shown = picture(folder)
    return key_of(shown, report(shown, *of.get("findings", ())), of.get("record", record()), load(language), "IMG-004")


def _analysis(finding: Finding) -> str:
    name = finding.code.split(".")[0]
    return {"exif": "metadata"}.get(name, name)


def _figures(finding: Finding, shown: Picture) -> tuple[Figure, ...]:
    if not finding.code.startswith("ela."):
        return ()
    out = io.BytesIO()
    level = Image.linear_gradient("L").resize((shown.width, shown.height))
    level.save(out, "PNG")
    return (Figure("ela.corrected", out.getvalue(), shown.width, shown.height),)
