"""The index of a corpus: a list of immutable segments. Growing it writes a new segment and a new list; nothing else changes.

Readers open the list and map the segments; they need no lock, no database and no right to write. The writer replaces the list in
one rename, so that a reader sees the index of before or that of after. Small segments are merged as they come, each into
one at most four times its size, so that a picture is rewritten a few times in its life and the segments stay few.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forensics.corpus.hashes import Rows
from forensics.corpus.segment import Damaged, Entry, Segment, open_segment, write_segment
from forensics.files import write_whole

LIST = "index.json"
FORMAT = 2
_GROWTH = 4

Layer = Literal["whole", "parts"]


@dataclass(frozen=True, slots=True)
class Found:
    """A picture near a query: ``query`` is the number of the nearest one, ``part`` the number of the stored part, or -1."""

    entry: Entry
    query: int
    part: int
    distance: int


@dataclass(frozen=True)
class Index:
    """An index opened for reading. ``state`` says what it was made from: when it differs from the corpus, the index is old.

    ``ledger`` is the number of the ledger that its keys come from.
    """

    folder: Path
    segments: tuple[Segment, ...] = ()
    dead: frozenset[int] = frozenset()
    state: str = ""
    numbers: tuple[int, ...] = ()
    ledger: int = 0

    def __len__(self) -> int:
        return sum(len(segment) for segment in self.segments) - len(self.dead)

    def rows(self, layer: Layer) -> int:
        """How many hashes a layer holds."""
        return sum(len(segment.whole.rows if layer == "whole" else segment.parts.rows) for segment in self.segments)

    def near(self, queries: Rows, radius: int, layer: Layer = "whole", most: int | None = None) -> list[Found]:
        """Pictures at most ``radius`` bits from a query, nearest first, each once; the ``most`` nearest when given."""
        best: dict[int, Found] = {}
        for segment in self.segments:
            for found in _near(segment, queries, radius, layer, most):
                key = found.entry.key
                if key not in self.dead and (key not in best or found.distance < best[key].distance):
                    best[key] = found
        ordered = sorted(best.values(), key=lambda found: (found.distance, found.entry.key))
        return ordered[:most]

    def same_bytes(self, sha256: bytes) -> list[Entry]:
        """The pictures that hold exactly these bytes."""
        found = (segment.entry(n) for segment in self.segments for n in segment.same_bytes(sha256))
        return [entry for entry in found if entry.key not in self.dead]

    def entries(self) -> Iterator[Entry]:
        """Every picture that can be found."""
        for segment in self.segments:
            for number in range(len(segment)):
                entry = segment.entry(number)
                if entry.key not in self.dead:
                    yield entry


def _near(segment: Segment, queries: Rows, radius: int, layer: Layer, most: int | None) -> Iterator[Found]:
    hashes, of = (segment.whole, segment.whole_of) if layer == "whole" else (segment.parts, segment.part_of)
    hits = hashes.within(queries, radius)
    order = np.argsort(hits.distance, kind="stable")
    pictures: NDArray[Any] = np.asarray(of)[hits.row[order]]
    _, first = np.unique(pictures, return_index=True)
    for place in np.sort(first)[: None if most is None else most + 50]:
        row, number = int(hits.row[order[place]]), int(pictures[place])
        part = row - int(np.searchsorted(of, number)) if layer == "parts" else -1
        yield Found(segment.entry(number), int(hits.query[order[place]]), part, int(hits.distance[order[place]]))


def open_index(folder: Path) -> Index:
    """The index in this folder; an empty one where there is none yet. Raises `Damaged`."""
    for _ in range(3):  # a writer may replace the list, and sweep what it named, while we read
        before = _stamp(folder / LIST)
        try:
            return _opened(folder)
        except Damaged:
            if _stamp(folder / LIST) == before:
                raise
    return _opened(folder)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_ino


def _opened(folder: Path) -> Index:
    try:
        listed = json.loads((folder / LIST).read_bytes())
        if listed["format"] != FORMAT:
            raise Damaged
        numbers = tuple(int(number) for number in listed["segments"])
        segments = tuple(open_segment(_path(folder, number)) for number in numbers)
        return Index(
            folder, segments, frozenset(map(int, listed["dead"])), str(listed["state"]), numbers, int(listed["ledger"])
        )
    except FileNotFoundError:
        return Index(folder)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise Damaged from fault


def grow(index: Index, entries: Sequence[Entry], dead: Iterable[int], state: str) -> Index:
    """Publish new pictures and forget the ``dead`` ones; returns the index as it is now. One writer at a time.

    The ledger's keys only ever grow, so a segment holds later keys than the one before it.
    """
    gone = frozenset(dead)
    numbers, news = list(index.numbers), list(entries)
    segments = dict(zip(index.numbers, index.segments, strict=True))
    while numbers and news and len(segments[numbers[-1]]) < _GROWTH * len(news):
        news = [one for one in segments[numbers.pop()].entries() if one.key not in gone] + news
    if news:
        number = max(_taken(index), default=0) + 1
        write_segment(_path(index.folder, number), news)
        numbers.append(number)
    still = sorted(
        key for number in numbers if number in segments for key in gone & set(segments[number].keys.tolist())
    )
    listed = {"format": FORMAT, "segments": numbers, "dead": still, "state": state, "ledger": index.ledger}
    write_whole(index.folder / LIST, json.dumps(listed).encode())
    _sweep(index.folder, {*numbers})
    return open_index(index.folder)


def _taken(index: Index) -> list[int]:
    """Numbers that a segment file bears already, listed or left behind by a run that was cut off."""
    return [*index.numbers, *(int(path.stem) for path in index.folder.glob("*.seg") if path.stem.isdigit())]


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number:06}.seg"


def _sweep(folder: Path, kept: set[int]) -> None:
    """Remove segments that no list names any more; one that a system still holds open goes the next time."""
    for path in folder.glob("*.seg"):
        if path.stem.isdigit() and int(path.stem) not in kept:
            try:
                path.unlink()
            except OSError:
                continue
