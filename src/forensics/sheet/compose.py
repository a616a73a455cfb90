"""From a report and the librarian's record to a worksheet. Only what a pupil may see crosses this line."""

from __future__ import annotations

from forensics.corpus.record import Record, said
from forensics.lang import Catalogue
from forensics.model import Report, Sign
from forensics.picture import Picture
from forensics.sheet.clues import clue_of, told
from forensics.sheet.pictures import sheet_picture
from forensics.sheet.sections import Sections
from forensics.sheet.worksheet import Level, Worksheet

WORDS = (
    "metadata",
    "exif",
    "gps",
    "jpeg",
    "ela",
    "corpus",
    "ai",
    "watermark",
    "c2pa",
    "clue",
    "evidence",
    "source",
    "author",
    "publisher",
    "caption",
    "credit",
    "informative_value",
)


def compose(
    picture: Picture,
    report: Report,
    record: Record | None,
    catalogue: Catalogue,
    code: str,
    level: Level = Level.STANDARD,
    dys: bool = False,
) -> Worksheet:
    """The sheet on one picture. From the record it takes the circulating caption and the neutral description, no more.

    ``code`` names the picture on the sheet; ``report`` should hold the figures of the maps.
    """
    caption = said(record.legende_circulante, catalogue.language) if record else ""
    alt = said(record.description_alt, catalogue.language) if record else ""
    shown = sheet_picture(picture, alt or catalogue.text("sheet", "no_description"), caption)
    own_id = record.id if record else ""
    clues = [clue_of(entry, report, picture, catalogue) for entry in told(report, own_id)]
    return Worksheet(
        code=code,
        language=catalogue.language,
        level=level,
        dys=dys,
        picture=shown,
        sections=Sections(catalogue, level).all(clues, caption or catalogue.text("sheet", "no_caption")),
        signs=tuple(Sign),
        glossary=tuple(_word(name, catalogue) for name in WORDS),
    )


def _word(name: str, catalogue: Catalogue) -> tuple[str, str, str]:
    return name, catalogue.text("glossary", name, "word"), catalogue.text("glossary", name, "says")
