"""The search among hashes is exact: the same rows as comparing all of them, one bit at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from forensics.corpus.hashes import REACH, Hashes, as_rows, banded


def brute_force(rows: NDArray[np.uint64], query: NDArray[np.uint64], radius: int) -> dict[int, int]:
    bits = [int.from_bytes(row.tobytes(), "little") for row in rows]
    wanted = int.from_bytes(query.tobytes(), "little")
    return {n: d for n, row in enumerate(bits) if (d := (row ^ wanted).bit_count()) <= radius}


def near_copies(random: np.random.Generator, count: int) -> NDArray[np.uint64]:
    """Random hashes, half of them a few bits away from one of ten."""
    rows = random.integers(0, 256, (count, 32), dtype=np.uint8)
    for n in range(0, count, 2):
        bits = np.unpackbits(rows[n % 10])
        flipped = random.choice(256, int(random.integers(0, 80)), replace=False)
        bits[flipped] ^= 1
        rows[n] = np.packbits(bits)
    return as_rows(rows)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 300), radius=st.integers(0, 256))
def test_both_ways_find_what_brute_force_finds(seed: int, count: int, radius: int) -> None:
    random = np.random.default_rng(seed)
    rows = near_copies(random, max(count, 10))
    queries = np.concatenate([rows[:2], near_copies(random, 10)[:1]])
    for hashes in (Hashes(rows), Hashes(rows, *banded(rows))):
        hits = hashes.within(queries, radius)
        for number, query in enumerate(queries):
            mine = hits.query == number
            assert dict(zip(hits.row[mine].tolist(), hits.distance[mine].tolist(), strict=True)) == brute_force(
                rows, query, radius
            )


def test_the_worst_case_at_the_reach_is_found() -> None:
    """31 bits spread as evenly as can be: two in every band but one."""
    rows = as_rows(np.zeros((1, 32), np.uint8))
    query = np.array([0b11] * 15 + [0b1], np.uint16).view(np.uint64).reshape(1, 4)
    assert Hashes(rows, *banded(rows)).within(query, REACH).distance.tolist() == [REACH]


def test_the_opposite_hash_is_256_bits_away() -> None:
    rows = as_rows(np.zeros((3, 32), np.uint8))
    hits = Hashes(rows).within(as_rows(np.full((1, 32), 255, np.uint8)), 256)
    assert hits.distance.tolist() == [256, 256, 256]
    assert not len(Hashes(rows).within(np.empty((0, 4), np.uint64), 31).row)
