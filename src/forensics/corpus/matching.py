"""Reverse search in a corpus: the same bytes, a near fingerprint, a looser one that a second look confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from forensics.corpus import fingerprint as prints
from forensics.corpus.hashes import REACH, Rows, as_rows
from forensics.corpus.index import Found
from forensics.corpus.segment import Entry
from forensics.picture import Picture

if TYPE_CHECKING:
    from forensics.corpus.collection import Corpus
    from forensics.corpus.record import Record

POSSIBLE = 62  # bits: beyond, only a second look can tell

Kind = Literal["same", "close", "possible"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture of the corpus that looks alike. ``distance`` in bits of 256, or None when only the second look found it."""

    kind: Kind
    entry: Entry
    record: Record | None
    distance: int | None
    transform: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: the turns and mirrors of a picture, with its border and without. ``names``: the transformation of each row."""

    rows: Rows
    names: tuple[str, ...]


def query_of(picture: Picture) -> Query:
    """The rows to search for."""
    shown = prints.upright(picture)
    views = [(shown, prints.TURNS)]
    trimmed = prints.without_border(shown)
    if trimmed is not None:
        views.append((trimmed, tuple("bordered" if name == "same" else name for name in prints.TURNS)))
    packed = [prints.packed(prints.turned(prints.whole(view))) for view, _ in views]
    return Query(as_rows(np.concatenate(packed)), tuple(name for _, names in views for name in names))


def search(corpus: Corpus, picture: Picture, most: int = 5) -> tuple[Candidate, ...]:
    """The pictures of the corpus that look like this one, the nearest first."""
    same = corpus.index.same_bytes(bytes.fromhex(picture.sha256))
    exact = [Candidate("same", entry, corpus.record_at(entry), 0, "same") for entry in same]
    if picture.once(prints.fingerprint).flat:
        return tuple(exact[:most])
    query = query_of(picture)
    near = corpus.index.near(query.rows, REACH) or corpus.index.near(query.rows, REACH, "parts")
    keys = {entry.key for entry in same}
    close = [_close(corpus, query, found) for found in near if found.entry.key not in keys]
    if not exact and not close:
        loose = corpus.index.near(query.rows, POSSIBLE)
        close = [_close(corpus, query, found) for found in loose]
    return tuple((exact + close)[:most])


def _close(corpus: Corpus, query: Query, found: Found) -> Candidate:
    name = query.names[found.query]
    transform = "cropped" if found.part >= 0 and name == "same" else "resaved" if name == "same" else name
    kind: Kind = "close" if found.distance <= REACH else "possible"
    return Candidate(kind, found.entry, corpus.record_at(found.entry), found.distance, transform)
