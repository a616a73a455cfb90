"""Search among 256-bit hashes, exact at every radius: multi-index hashing up to 31 bits, a scan in blocks beyond.

Norouzi, Punjani & Fleet (2012), *Fast search in Hamming space with multi-index hashing*: 256 bits are cut into 16 bands of 16.
Two hashes at most 31 bits apart differ by at most one bit in one band at least (31 < 2 · 16), so looking up each band of
the query and its 16 neighbours misses none of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BANDS = 16
VALUES = 1 << 16
REACH = 31  # bits: the largest radius that the bands answer exactly
BANDED_FROM = 50_000  # rows: below, a scan is as quick and takes no room
_BLOCK = 8192  # rows scanned at once: they stay in the processor's cache
_NEIGHBOURS = np.concatenate([[0], 1 << np.arange(16)]).astype(np.uint16)
_BAND = np.arange(BANDS)[:, None]

Rows = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows found: three arrays of the same length. ``query`` says which query found the row, ``distance`` in bits."""

    row: NDArray[np.int64]
    query: NDArray[np.int64]
    distance: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hashes:
    """Hashes to search: ``rows`` (n, 4); ``order`` (16, n) and ``starts`` (16, 65537) where they are banded, else None."""

    rows: Rows
    order: NDArray[np.uint32] | None = None
    starts: NDArray[np.uint32] | None = None

    def within(self, queries: Rows, radius: int) -> Hits:
        """Every row at most ``radius`` bits from a query ``(q, 4)``."""
        banded = self.order is not None and radius <= REACH
        found = [self._by_bands(query, radius) if banded else scan(self.rows, query, radius) for query in queries]
        if not found:
            return Hits(*(np.empty(0, np.int64) for _ in range(3)))
        numbers = [np.full(len(rows), number) for number, (rows, _) in enumerate(found)]
        return Hits(
            np.concatenate([rows for rows, _ in found]),
            np.concatenate(numbers),
            np.concatenate([distances for _, distances in found]),
        )

    def _by_bands(self, query: NDArray[np.uint64], radius: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        assert self.order is not None and self.starts is not None
        values = bands(query[None])[0][:, None] ^ _NEIGHBOURS
        first = self.starts[_BAND, values].astype(np.int64)
        count = (self.starts[_BAND, values.astype(np.int64) + 1] - first).ravel()
        first = (first + _BAND * len(self.rows)).ravel()
        place = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
        rows = self.order.reshape(-1)[place]
        distances = _summed(np.bitwise_count(self.rows[rows] ^ query).reshape(-1))
        near = distances <= radius
        rows, once = np.unique(rows[near], return_index=True)
        return rows.astype(np.int64), distances[near][once].astype(np.int64)


def scan(rows: Rows, query: NDArray[np.uint64], radius: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows at most ``radius`` bits from one query, and their distances, by comparing all of them in blocks."""
    flat, tiled = rows.reshape(-1), np.tile(query, _BLOCK)
    found, distances = [], []
    for start in range(0, len(rows), _BLOCK):
        block = flat[4 * start : 4 * (start + _BLOCK)]
        apart = _summed(np.bitwise_count(block ^ tiled[: len(block)]))
        near = np.flatnonzero(apart <= radius)
        if near.size:
            found.append(near + start)
            distances.append(apart[near].astype(np.int64))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    return np.concatenate(found), np.concatenate(distances)


def _summed(counts: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The bits of each row: the counts of its four words are added as the four bytes of one."""
    words = counts.view(np.uint32)
    pairs = (words & np.uint32(0xFF00FF)) + (words >> np.uint32(8) & np.uint32(0xFF00FF))
    bits: NDArray[np.uint32] = (pairs + (pairs >> np.uint32(16))) & np.uint32(0x1FF)
    return bits


def bands(rows: Rows) -> NDArray[np.uint16]:
    """The 16 bands of each row: shape (n, 16)."""
    return np.ascontiguousarray(rows).view(np.uint16).reshape(len(rows), BANDS)


def banded(rows: Rows) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """``order`` and ``starts`` of these rows: in each band, rows by value, and where each value begins."""
    columns = bands(rows).T
    order = np.empty((BANDS, len(rows)), np.uint32)
    starts = np.zeros((BANDS, VALUES + 1), np.uint32)
    for band in range(BANDS):
        order[band] = np.argsort(columns[band], kind="stable")
        starts[band, 1:] = np.cumsum(np.bincount(columns[band], minlength=VALUES))
    return order, starts


def as_rows(packed: NDArray[np.uint8]) -> Rows:
    """``(…, 32)`` bytes as ``(n, 4)`` words."""
    return np.ascontiguousarray(packed).reshape(-1, 32).view(np.uint64)
