"""The teacher's key: what the librarian's record establishes, and what each clue is worth beside it.

Origin and worth come from the record alone. An empty record leaves blanks; no measurement ever fills them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forensics import __version__
from forensics.corpus.record import Origin, Record, Worth, said
from forensics.lang import Catalogue
from forensics.metadata import read
from forensics.metadata.labels import SOURCE_TYPES, labels
from forensics.model import PointsTo, Report, Sign
from forensics.picture import Picture
from forensics.sheet.clues import Told, sign_of, told, words_of
from forensics.sheet.pictures import sheet_picture
from forensics.sheet.worksheet import SheetPicture

_PICTURE_SIDE = 800
_SILENT = (Sign.NOT_APPLICABLE, Sign.NOTHING_FOUND, Sign.WEAK_CLUE, Sign.QUESTION)
_SPEAKS_FOR = {
    Origin.CAPTEE: {PointsTo.CAPTURED},
    Origin.MODIFIEE: {PointsTo.EDITED},
    Origin.COMPOSEE: {PointsTo.COMPOSED, PointsTo.EDITED},
    Origin.GENEREE: {PointsTo.GENERATED},
}
# A clue that is neither for nor against: an edited photograph was also captured, a generated one may be edited too.
_BESIDE = {Origin.MODIFIEE: {PointsTo.CAPTURED}, Origin.GENEREE: {PointsTo.EDITED}}
_ORIGINS = (PointsTo.CAPTURED, PointsTo.EDITED, PointsTo.GENERATED, PointsTo.COMPOSED)
_MOST_MISTAKES = 4
_MADE = (
    "generated",
    "part_generated",
    "synthetic_part",
    "algorithmic",
)  # what DigitalSourceType calls made by a machine
_GENERATED = "trainedAlgorithmicMedia"


class Effect(StrEnum):
    """What a clue does for a pupil on this very picture."""

    HELPS = "helps"
    NO_HELP = "no_help"
    MISLEADS = "misleads"
    UNKNOWN = "to_fill"


@dataclass(frozen=True, slots=True)
class KeyClue:
    """One clue beside the record: its effect here, what the pupil reads, what else it could be."""

    test: str
    title: str
    sign: Sign
    sign_name: str
    effect: Effect
    says: str
    could_be: tuple[str, ...]
    teacher: str


@dataclass(frozen=True, slots=True)
class Key:
    """All that the teacher needs on one picture. ``facts`` are (label, text); an empty text is a blank to fill.

    ``source_type`` and ``mention`` are what a generated picture must carry once revealed: the code of IPTC's
    DigitalSourceType, and words; ``after_reveal`` tells the teacher so. All are empty for any other picture.
    """

    code: str
    language: str
    picture: SheetPicture
    origin: str
    worth: str
    facts: tuple[tuple[str, str], ...]
    use: str
    honest_caption: str
    accept_undecided: bool
    clues: tuple[KeyClue, ...]
    trap: str
    mistakes: tuple[tuple[int, str, str], ...]
    credits: str
    reproduce: str
    source_type: str = ""
    mention: str = ""
    after_reveal: str = ""


def key_of(picture: Picture, report: Report, record: Record | None, catalogue: Catalogue, code: str) -> Key:
    """The key on one picture."""
    record = record or Record(id="", fichier="")
    entries = told(report, record.id)
    source_type = _source_type(picture) if record.origine_reelle == Origin.GENEREE else ""
    mention = _mention(source_type, catalogue)
    clues = tuple(_key_clue(entry, report, record, catalogue) for entry in entries)
    return Key(
        code=code,
        language=catalogue.language,
        picture=sheet_picture(picture, said(record.description_alt, catalogue.language) or code, "", _PICTURE_SIDE),
        origin=record.origine_reelle if record.origine_reelle in set(Origin) else "",
        worth=record.valeur_attendue if record.valeur_attendue in set(Worth) else "",
        facts=_facts(record, catalogue),
        use=said(record.usage_considere, catalogue.language),
        honest_caption=said(record.legende_exacte, catalogue.language),
        accept_undecided=not any(_settles(entry, record) for entry in entries),
        clues=clues,
        trap=_trap(clues, record, catalogue),
        mistakes=_mistakes(entries, record, catalogue),
        credits=said(record.credit, catalogue.language),
        reproduce=_reproduce(report, catalogue),
        source_type=source_type,
        mention=mention,
        after_reveal=catalogue.text("key", "after_reveal", mention=mention) if mention else "",
    )


def _source_type(picture: Picture) -> str:
    """The code that the file itself declares of a generator or a computation, else that of a generative AI."""
    codes = (one.value for one in labels(read(picture)) if SOURCE_TYPES.get(one.value) in _MADE)
    return next(codes, _GENERATED)


def _mention(source_type: str, catalogue: Catalogue) -> str:
    """Computed without AI, as the file says, is not said to be by AI."""
    computed = SOURCE_TYPES.get(source_type) == "algorithmic"
    return catalogue.text("fixed", "revealed_computed" if computed else "revealed") if source_type else ""


def effect_of(entry: Told, record: Record) -> Effect:
    """Aide, n'aide pas or induit en erreur: the clue's direction compared with the record's."""
    finding = entry.finding
    if finding is None or finding.sign in _SILENT or finding.points_to in (PointsTo.NONE, PointsTo.PERSONAL_DATA):
        return Effect.NO_HELP
    if finding.points_to is PointsTo.RECIRCULATED:
        return Effect.HELPS if _out_of_context(record) else Effect.NO_HELP
    if record.origine_reelle not in set(Origin):
        return Effect.UNKNOWN
    origin = Origin(record.origine_reelle)
    if origin is Origin.INDETERMINEE or finding.points_to in _BESIDE.get(origin, set()):
        return Effect.NO_HELP
    return Effect.HELPS if finding.points_to in _SPEAKS_FOR[origin] else Effect.MISLEADS


def _out_of_context(record: Record) -> bool:
    return record.valeur_attendue == Worth.TROMPEUSE or bool(record.diffuseur)


def _settles(entry: Told, record: Record) -> bool:
    """A verified declaration in the pupil's hands that says what the record says."""
    finding = entry.finding
    return (
        finding is not None and finding.sign is Sign.VERIFIED_DECLARATION and effect_of(entry, record) is Effect.HELPS
    )


def _key_clue(entry: Told, report: Report, record: Record, catalogue: Catalogue) -> KeyClue:
    wording = words_of(entry, report, catalogue)
    sign, name = sign_of(entry, catalogue)
    title = catalogue.text("sheet", "tests", entry.test)
    return KeyClue(
        entry.test, title, sign, name, effect_of(entry, record), wording.says, wording.could_be, wording.teacher
    )


def _facts(record: Record, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    language = catalogue.language
    caption = said(record.legende_circulante, language)
    date = catalogue.day(record.date_image)
    care = "" if record.contenu_sensible in ("", "aucun") else record.contenu_sensible
    care = ", ".join(filter(None, (care, said(record.note_sensible, language))))
    rows = (
        ("caption_received", catalogue.text("format", "quotes", text=caption) if caption else ""),
        ("caption_true", said(record.legende_exacte, language)),
        ("context", said(record.contexte_vrai, language)),
        ("date_place", ", ".join(filter(None, (date, said(record.lieu, language))))),
        ("author", " — ".join(filter(None, (record.auteur, record.licence)))),
        ("established_by", _established(record, catalogue)),
        ("care", care or (catalogue.text("key", "care_none") if record.contenu_sensible else "")),
    )
    return tuple((catalogue.text("key", name), text) for name, text in rows)


def _established(record: Record, catalogue: Catalogue) -> str:
    certainty = catalogue.get("key", "certainties", record.niveau_certitude) or record.niveau_certitude
    proof = said(record.preuve_origine, catalogue.language).rstrip(".")
    return ". ".join(filter(None, (certainty, proof, record.source_url)))


def _trap(clues: tuple[KeyClue, ...], record: Record, catalogue: Catalogue) -> str:
    """The clues that point the wrong way, then the librarian's own words on them."""
    misleading = [clue.title for clue in clues if clue.effect is Effect.MISLEADS]
    return ". ".join(filter(None, (catalogue.listed(misleading), said(record.cas_piege, catalogue.language))))


def _mistakes(entries: tuple[Told, ...], record: Record, catalogue: Catalogue) -> tuple[tuple[int, str, str], ...]:
    """The misconceptions that this picture invites, by their numbers."""
    codes = {entry.finding.code for entry in entries if entry.finding is not None}
    signs = {entry.finding.sign for entry in entries if entry.finding is not None}
    invited = {
        8: record.origine_reelle == Origin.CAPTEE and record.valeur_attendue == Worth.TROMPEUSE,
        7: record.origine_reelle == Origin.GENEREE and record.valeur_attendue in (Worth.UTILE, Worth.ILLUSTRATIVE),
        10: record.origine_reelle == Origin.MODIFIEE and record.valeur_attendue in (Worth.UTILE, Worth.DOCUMENTAIRE),
        13: Sign.VERIFIED_DECLARATION in signs,
        1: "exif.none" in codes,
        2: "exif.camera" in codes,
        3: "ela.zone" in codes,
        5: any(code.startswith("generated.") and code != "generated.nothing" for code in codes),
        6: bool(codes & {"provenance.none", "traces.none"}),
        12: bool(codes & {"match.same", "match.close"}),
        4: "ela.even" in codes,
        9: record.origine_reelle == Origin.GENEREE,
    }
    numbers = [number for number, does in invited.items() if does][:_MOST_MISTAKES]
    return tuple((number, *_misconception(number, catalogue)) for number in sorted(numbers))


def _misconception(number: int, catalogue: Catalogue) -> tuple[str, str]:
    record = catalogue.table("misconceptions", str(number))
    return record["belief"], record["answer"]


def _reproduce(report: Report, catalogue: Catalogue) -> str:
    settings = ", ".join(f"{evidence.analysis} {evidence.version}" for evidence in report.evidence)
    return catalogue.text("key", "reproduce", version=__version__, settings=settings, sha256=report.image.sha256)
