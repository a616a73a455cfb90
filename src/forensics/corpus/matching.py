"""Reverse search in a corpus: the same bytes, a near fingerprint, a looser one that a second look confirms."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import numpy as np

from forensics.corpus import fingerprint as prints
from forensics.corpus.difference import disagreement, transform
from forensics.corpus.hashes import REACH, Rows, as_rows
from forensics.corpus.index import Found, Layer
from forensics.corpus.second_look import CONFIRMED, Link, both_ways, look
from forensics.corpus.segment import Entry
from forensics.errors import ForensicsError
from forensics.picture import Picture

if TYPE_CHECKING:
    from forensics.corpus.collection import Corpus
    from forensics.corpus.record import Record

POSSIBLE = 62  # bits: beyond, only a second look can tell
LOOSE = 110  # bits: beyond, chance brings as many pictures as likeness does
ALIKE = 0.35  # share that may differ; beyond, two pictures of one composition, made with the same words for instance
LOOKED_AT = 30  # loose candidates that get a second look
_FEW_POINTS = 50  # with fewer, a second look that finds nothing says nothing

Kind = Literal["same", "close", "possible"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture of the corpus that looks alike.

    ``distance`` in bits of 256, None when only the second look found it; ``transform`` a key of ``[phrases.transform]``;
    ``link`` how the two lie on each other, None when the picture of the corpus could not be read or the bytes are the same.
    """

    kind: Kind
    entry: Entry
    record: Record | None
    distance: int | None
    transform: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: ``rows`` are the turns and mirrors of a picture, with its border and without; ``parts`` its parts."""

    rows: Rows
    parts: Rows
    names: tuple[str, ...]


def query_of(picture: Picture) -> Query:
    """The rows to search for."""
    shown = picture.once(prints.upright)
    views = [(shown, prints.TURNS)]
    for inner in (prints.without_border(shown), prints.set_in_page(shown)):
        if inner is not None:
            views.append((inner, tuple("bordered" if name == "same" else name for name in prints.TURNS)))
    packed = [prints.packed(prints.turned(prints.whole(view))) for view, _ in views]
    parts = prints.packed(prints.coefficients(prints.parts(shown)))
    return Query(as_rows(np.concatenate(packed)), as_rows(parts), tuple(name for _, names in views for name in names))


def search(corpus: Corpus, picture: Picture, most: int = 5) -> tuple[Candidate, ...]:
    """The pictures of the corpus that look like this one, the surest first.

    The same bytes do not end the search: on a sheet about a picture of the corpus, what helps is the other one.
    """
    same = corpus.index.same_bytes(bytes.fromhex(picture.sha256))
    exact = [Candidate("same", entry, corpus.record_at(entry), 0, "same") for entry in same]
    if picture.once(prints.fingerprint).flat:
        return tuple(exact[:most])
    query, keys = query_of(picture), {entry.key for entry in same}
    close = [found for found in _close(corpus, query) if found.entry.key not in keys]
    if close:
        return tuple((exact + [_compared(corpus, picture, query, found) for found in close])[:most])
    return tuple((exact + list(_looser(corpus, picture, query, keys)))[:most])


def _close(corpus: Corpus, query: Query) -> list[Found]:
    """Pictures within `REACH`, by the whole first, else by a part."""
    return corpus.index.near(query.rows, REACH) or corpus.index.near(query.rows, REACH, "parts")


def _compared(corpus: Corpus, picture: Picture, query: Query, found: Found) -> Candidate:
    """A near picture, and how it differs."""
    link, _ = _looked(corpus, picture, found)
    name = "resaved" if query.names[found.query] == "same" else query.names[found.query]
    change = _change(corpus, picture, found, link) if link is not None else "cropped" if found.part >= 0 else name
    return Candidate("close", found.entry, corpus.record_at(found.entry), found.distance, change, link)


def _looser(corpus: Corpus, picture: Picture, query: Query, known: Collection[int]) -> Iterator[Candidate]:
    """Pictures that only look a little alike, kept when the details agree; all that do, the most pairs first."""
    kept: list[tuple[int, Candidate]] = []
    for found in _loose(corpus, query):
        if found.entry.key in known:
            continue
        link, telling = _looked(corpus, picture, found)
        if link is not None and _disagree(corpus, picture, found, link) > ALIKE:
            link, telling = None, True
        distance = found.distance if found.distance <= POSSIBLE else None
        record = corpus.record_at(found.entry)
        if link is not None:
            kind: Kind = "close" if link.pairs >= CONFIRMED else "possible"
            change = _change(corpus, picture, found, link)
            kept.append((link.pairs, Candidate(kind, found.entry, record, distance, change, link)))
            if link.pairs >= 3 * CONFIRMED:
                break
        elif distance is not None and not telling:
            kept.append((0, Candidate("possible", found.entry, record, distance, query.names[found.query])))
    kept.sort(key=lambda one: -one[0])
    return (candidate for _, candidate in kept)


def _loose(corpus: Corpus, query: Query) -> list[Found]:
    """The nearest pictures by the whole, by a part of theirs or by a part of the query."""
    best: dict[int, Found] = {}
    layers: tuple[tuple[Rows, Layer], ...] = ((query.rows, "whole"), (query.rows, "parts"), (query.parts, "whole"))
    for rows, layer in layers:
        radius = _reach_of_chance(len(rows) * corpus.index.rows(layer))
        for found in corpus.index.near(rows, radius, layer, LOOKED_AT):
            key = found.entry.key
            if key not in best or found.distance < best[key].distance:
                best[key] = found
    return sorted(best.values(), key=lambda found: (found.distance, found.entry.key))[:LOOKED_AT]


def _reach_of_chance(pairs: int) -> int:
    """The distance within which chance alone brings about as many rows as will be looked at, three times over.

    Two unrelated hashes differ by 128 ± 8 bits. In a large index everything looks a little like something.
    """
    share = min(0.5, 3 * LOOKED_AT / max(1, pairs))
    return min(LOOSE, int(NormalDist(128, 8).inv_cdf(share)))


def _looked(corpus: Corpus, picture: Picture, found: Found) -> tuple[Link | None, bool]:
    """The link between the two pictures, and whether its absence tells anything."""
    query = picture.once(both_ways)
    try:
        original = corpus.features_of(found.entry)
    except ForensicsError:
        return None, False
    telling = min(len(query[0].points), len(original.points)) >= _FEW_POINTS
    return look(query, original), telling


def _disagree(corpus: Corpus, picture: Picture, found: Found, link: Link) -> float:
    return disagreement(link, picture, Picture.read(corpus.path_at(found.entry)))


def _change(corpus: Corpus, picture: Picture, found: Found, link: Link) -> str:
    return transform(link, picture, Picture.read(corpus.path_at(found.entry)))
