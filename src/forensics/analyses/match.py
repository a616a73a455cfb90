"""Has the librarian's corpus seen this picture before?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.model import Figure, Finding, Match, PointsTo, Sign
from forensics.picture import Picture

if TYPE_CHECKING:
    from forensics.corpus import Corpus
    from forensics.corpus.matching import Candidate

_SIGNS = {"same": Sign.CLUE, "close": Sign.CLUE, "possible": Sign.WEAK_CLUE}


def run(picture: Picture, context: Context) -> Outcome:
    """The nearest picture as a finding, the next one too when the nearest is the same file, and all as matches."""
    corpus = context.corpus
    if corpus is None:
        raise NotApplicable("no_corpus")
    if not len(corpus.index):
        raise NotApplicable("empty_corpus")
    found = corpus.search(picture)
    if not found:
        return Outcome((Finding("match.none", Sign.NOTHING_FOUND, values={"corpus": corpus.title()}),))
    told = found[: 2 if found[0].kind == "same" else 1]
    figures = _figures(corpus, picture, found) if context.figures else ()
    return Outcome(tuple(_finding(corpus, one) for one in told), figures, tuple(match_of(corpus, one) for one in found))


def _figures(corpus: Corpus, picture: Picture, found: tuple[Candidate, ...]) -> tuple[Figure, ...]:
    """The details that the picture shares with the nearest one that is not the same file."""
    linked = next((one for one in found if one.link is not None), None)
    if linked is None or linked.link is None:
        return ()
    from forensics.corpus.drawing import correspondence

    return (correspondence(linked.link, picture, Picture.read(corpus.path_at(linked.entry))),)


def _finding(corpus: Corpus, found: Candidate) -> Finding:
    match = match_of(corpus, found)
    values = {
        "corpus": corpus.title(),
        "id": match.id,
        "distance": match.distance,
        "caption": match.caption,
        "source": match.source,
        "variant": match.transform,
    }
    return Finding(f"match.{found.kind}", _SIGNS[found.kind], PointsTo.RECIRCULATED, values)


def match_of(corpus: Corpus, found: Candidate) -> Match:
    """A candidate as a report gives it: the caption is the verified one, else the one that circulates, else the title."""
    from forensics.corpus.record import said

    record = found.record
    if record is None:
        return Match(corpus.name, found.entry.file, found.distance, found.transform, "", "")
    texts = (record.legende_exacte, record.legende_circulante, record.titre_neutre)
    caption = next((text for text in (said(text, corpus.language) for text in texts) if text), record.id)
    source = record.source_url or said(record.credit, corpus.language) or record.auteur
    return Match(corpus.name, record.id, found.distance, found.transform, caption, source)


ANALYSIS = Analysis("match", "1", ("match.same", "match.close", "match.possible", "match.none"), run, order=70)
