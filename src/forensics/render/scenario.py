"""The scenario card that teachers publish: title, level, discipline, duration, frames, steps, production, assessment.

As a document to edit, and as a ScoLOMFR record (the French school profile of IEEE 1484.12.3, LOM), for catalogues.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from forensics.lang import Catalogue
from forensics.render.document import Block, Document, Heading, Paragraph, Run, Table
from forensics.sheet.exercise import Exercise, Kind
from forensics.sheet.frames import frames

_LOM = "http://ltsc.ieee.org/xsd/LOM"
_LOMFR = "http://www.lom-fr.fr/xsd/LOMFR"
_SCOLOMFR = "http://www.lom-fr.fr/xsd/SCOLOMFR"
_LANGUAGES = {"fr": "fre", "en": "eng"}
_LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"
_NAMES = {Kind.INQUIRY: "inquiry", Kind.RECONSTRUCTION: "reconstruction", Kind.AUDIT: "audit", Kind.USE: "use"}


def card(exercise: Exercise, catalogue: Catalogue) -> Document:
    """The card, with what the teacher left empty to fill in."""
    words = catalogue.table("scenario")
    rows = tuple((label, text or words["to_fill"]) for label, text in _facts(exercise, catalogue))
    blocks: list[Block] = [
        Heading(1, exercise.titre),
        Paragraph((Run(words["kind"], bold=True),)),
        Table((words["field"], words["content"]), rows, (45.0, 132.0)),
        Heading(2, words["steps"]),
        *(Paragraph((Run(f"{number}. {step}"),)) for number, step in enumerate(_steps(exercise, catalogue), 1)),
        Heading(2, words["law"]),
        *(Paragraph((Run(sentence[catalogue.language]),), "hint") for sentence in frames().law.values()),
        Paragraph((Run(catalogue.text("scenario", "checked_on", date=catalogue.day(frames().checked_on))),), "hint"),
        Paragraph((Run(catalogue.text("sheet", "inspired")),), "hint"),
    ]
    footer = f"{words['kind']} — {catalogue.text('sheet', 'licence')}"
    return Document(exercise.titre, catalogue.language, footer, tuple(blocks))


def scolomfr(exercise: Exercise, catalogue: Catalogue) -> bytes:
    """The same as a ScoLOMFR record. What the profile wants and nobody but the publisher knows (identifier) is left out."""
    for prefix, space in (("lom", _LOM), ("lomfr", _LOMFR), ("scolomfr", _SCOLOMFR)):
        register_namespace(prefix, space)
    language = _LANGUAGES.get(exercise.langue, exercise.langue)
    root = Element(f"{{{_LOM}}}lom")
    general = _in(root, "general")
    _said(general, "title", exercise.titre, language)
    _in(general, "language", language)
    _said(general, "description", _aim(exercise, catalogue), language)
    for keyword in catalogue.text("scenario", "keywords").split(","):
        _said(general, "keyword", keyword.strip(), language)
    _described(root, exercise, catalogue, language)
    rights = _in(root, "rights")
    _valued(rights, "cost", "no")
    _valued(rights, "copyrightAndOtherRestrictions", "yes")
    _said(rights, "description", f"CC BY-SA 4.0 {_LICENCE}", language)
    for purpose, entries in _classes(exercise, catalogue):
        _classified(root, purpose, entries, language)
    indent(root)
    written: bytes = tostring(root, "utf-8", xml_declaration=True)
    return written + b"\n"


def _facts(exercise: Exercise, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    words, known = catalogue.table("scenario"), frames()
    yield words["type"], words[_NAMES[exercise.type]]
    yield words["aim"], _aim(exercise, catalogue)
    yield words["level"], exercise.niveau
    yield words["discipline"], exercise.discipline
    yield words["duration"], catalogue.text("scenario", "minutes", n=exercise.duree)
    yield words["crcn"], "\n".join(known.crcn_title(code, catalogue.language) for code in exercise.crcn)
    yield words["emi"], "\n".join(known.emi[code][catalogue.language] for code in exercise.emi)
    yield words["material"], catalogue.text("scenario", "material_of", n=len(exercise.images))
    yield words["production"], exercise.production or words[f"production_{_NAMES[exercise.type]}"]
    yield words["assessment"], exercise.evaluation or words["assessment_usual"]


def _aim(exercise: Exercise, catalogue: Catalogue) -> str:
    return exercise.objectif or catalogue.text("scenario", f"aim_{_NAMES[exercise.type]}")


def _steps(exercise: Exercise, catalogue: Catalogue) -> Iterator[str]:
    """The teacher's own steps, else those of the lesson of 55 minutes, else the parts of the sheet."""
    if exercise.etapes:
        yield from exercise.etapes
    elif exercise.type is Kind.INQUIRY:
        for phase in catalogue.table("plan", "phases").values():
            start, end = phase["times"]
            yield f"{phase['name']} ({start}–{end} min). {phase['teacher']} {phase['pupils']}"
    else:
        yield from catalogue.get("scenario", f"steps_{_NAMES[exercise.type]}")


def _described(root: Element, exercise: Exercise, catalogue: Catalogue, language: str) -> None:
    """5. Educational: type, users, context, duration, how it is used, activity, place."""
    part = _in(root, "educational")
    _valued(part, "learningResourceType", "scénario pédagogique", "LOMFRv1.0")
    for user in ("teacher", "learner"):
        _valued(part, "intendedEndUserRole", user)
    _valued(part, "context", "school")
    length = _in(part, "typicalLearningTime")
    _in(length, "duration", f"PT{exercise.duree}M")
    _said(part, "description", " ".join(_steps(exercise, catalogue)), language)
    _in(part, "language", language)
    _valued(part, "activity", "apprendre", "LOMFRv1.0", _LOMFR)
    _valued(part, "place", "en CDI", "SCOLOMFRv1.0", _SCOLOMFR)
    _valued(part, "educationalMethod", "en groupe", "SCOLOMFRv1.1", _SCOLOMFR)


def _classes(exercise: Exercise, catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], list[tuple[str, str, str]]]]:
    """9. Classification: (source, value) of each purpose, and its (taxonomy, id, title)."""
    known, language = frames(), catalogue.language
    if exercise.niveau:
        yield ("LOMv1.0", "educational level"), [(catalogue.text("scenario", "level"), "", exercise.niveau)]
    if exercise.discipline:
        yield ("LOMv1.0", "discipline"), [(catalogue.text("scenario", "discipline"), "", exercise.discipline)]
    frameworks = [("CRCN", code, str(known.crcn[code][language])) for code in exercise.crcn]
    frameworks += [("EMI", code, known.emi[code][language]) for code in exercise.emi]
    if frameworks:
        yield ("LOMv1.0", "competency"), frameworks


def _classified(root: Element, purpose: tuple[str, str], entries: list[tuple[str, str, str]], language: str) -> None:
    part = _in(root, "classification")
    _valued(part, "purpose", purpose[1], purpose[0])
    for taxonomy, code, title in entries:
        path = _in(part, "taxonPath")
        _said(path, "source", taxonomy, language)
        taxon = _in(path, "taxon")
        if code:
            _in(taxon, "id", code)
        _said(taxon, "entry", title, language)


def _in(parent: Element, name: str, text: str = "", space: str = _LOM) -> Element:
    made = SubElement(parent, f"{{{space}}}{name}")
    made.text = text or None
    return made


def _said(parent: Element, name: str, text: str, language: str) -> None:
    """A LangString: its words, with their language in ISO 639-2."""
    string = _in(_in(parent, name), "string", text)
    string.set("language", language)


def _valued(parent: Element, name: str, value: str, source: str = "LOMv1.0", space: str = _LOM) -> None:
    """A vocabulary entry: which vocabulary, which of its terms."""
    made = _in(parent, name, space=space)
    _in(made, "source", source, space)
    _in(made, "value", value, space)
