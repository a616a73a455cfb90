"""Media-literacy image forensics: what a picture declares, what is measured, what only a person can find out.

The public API is what stands in ``__all__``; nothing else is promised.

>>> import forensics
>>> report = forensics.examine("photo.jpg", depth="quick")
>>> report.reading.generated.statement.value
'undecided'
>>> [finding.code for finding in report.findings()][:1]
['exif.none']
>>> forensics.match("photo.jpg", corpus="demo")
()
>>> forensics.compose("photo.jpg", language="en").code
'IMG-001'
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forensics.analyses import Depth
    from forensics.model import Match, Report
    from forensics.sheet.worksheet import Worksheet

__version__ = "0.1.0"
__all__ = ["__version__", "compose", "examine", "match"]


def examine(
    path: str | PathLike[str], corpus: str | None = None, depth: Depth = "full", figures: bool = False
) -> Report:
    """Everything said about one picture.

    ``corpus`` is a name or a folder to match against; ``figures`` asks for the maps of the analyses. Raises
    `forensics.errors.UnreadableInput` when the file is no picture that can be read, `UsageError` when the corpus is unknown.
    """
    from forensics.analyses import Context
    from forensics.corpus import open_corpus
    from forensics.pipeline import examine as examined

    opened = open_corpus(corpus) if corpus else None
    return examined(Path(path), Context(corpus=opened, depth=depth, figures=figures))


def match(path: str | PathLike[str], corpus: str) -> tuple[Match, ...]:
    """The pictures of a corpus that look like this one, the nearest first; empty when there is none."""
    from forensics.analyses import Context
    from forensics.corpus import open_corpus
    from forensics.pipeline import examine as examined

    return examined(Path(path), Context(corpus=open_corpus(corpus)), only=("match",)).matches


def compose(
    path: str | PathLike[str],
    corpus: str | None = None,
    language: str = "fr",
    level: str = "standard",
    dys: bool = False,
) -> Worksheet:
    """The pupil's sheet on one picture, as data for the renderers; ``level`` is guided, standard or expert."""
    from forensics.analyses import Context
    from forensics.corpus import open_corpus
    from forensics.lang import load
    from forensics.picture import Picture
    from forensics.pipeline import examine_picture
    from forensics.sheet.compose import compose as composed
    from forensics.sheet.worksheet import Level

    picture, opened = Picture.read(Path(path)), open_corpus(corpus, language) if corpus else None
    record = opened.record_of(picture.sha256) if opened else None
    report = examine_picture(picture, Context(corpus=opened, figures=True))
    code = record.id if record else "IMG-001"
    return composed(picture, report, record, load(language), code, Level(level), dys)
