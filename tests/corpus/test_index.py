"""The index grows without being rewritten, and a damaged one is never believed."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensics.corpus import segment as segments
from forensics.corpus.hashes import as_rows
from forensics.corpus.index import LIST, Index, grow, open_index
from forensics.corpus.segment import Damaged, Entry, open_segment, verify_segment, write_segment


def entries(first: int, count: int, seed: int = 0) -> list[Entry]:
    random = np.random.default_rng([seed, first])
    return [
        Entry(key, f"images/é {key}.jpg", random.bytes(32), key + 1, 2, random.bytes(32), random.bytes(64))
        for key in range(first, first + count)
    ]


def test_a_segment_gives_back_what_was_written(tmp_path: Path) -> None:
    written = [*entries(1, 5), Entry(6, "plain.png", b"p" * 32, 3, 3, b"", b"")]
    segment = open_segment(write_segment(tmp_path / "1.seg", written))
    assert segment.entries() == written
    assert segment.same_bytes(written[3].sha256) == [3]
    assert segment.same_bytes(b"x" * 32) == []
    verify_segment(tmp_path / "1.seg")


@settings(max_examples=25, deadline=None)
@given(runs=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), min_size=1, max_size=8), seed=st.integers(0, 99))
def test_any_history_finds_the_same_as_one_run(runs: list[tuple[int, int]], seed: int) -> None:
    with TemporaryDirectory() as folder:
        check_history(Path(folder), runs, seed)


def check_history(folder: Path, runs: list[tuple[int, int]], seed: int) -> None:
    index, living, dead, key = Index(folder), {}, set(), 1
    for count, removed in runs:
        news = entries(key, count, seed)
        key += count
        gone = sorted(living)[:removed]
        dead |= set(gone)
        living = {one.key: one for one in (*living.values(), *news) if one.key not in gone}
        index = grow(index, news, dead, "now")
    assert sorted(entry.key for entry in index.entries()) == sorted(living)
    assert len(index) == len(living)
    for one in list(living.values())[:5]:
        assert [found.entry.key for found in index.near(as_rows(np.frombuffer(one.pdq, np.uint8)), 0)] == [one.key]
        part = index.near(as_rows(np.frombuffer(one.parts[32:], np.uint8)), 0, "parts")
        assert [(found.entry.key, found.part) for found in part] == [(one.key, 1)]
    assert len(index.segments) <= 4


def test_growing_leaves_the_large_segment_as_it_is(tmp_path: Path) -> None:
    index = grow(Index(tmp_path), entries(1, 100), (), "a")
    before = (tmp_path / "000001.seg").stat()
    index = grow(index, entries(101, 5), (), "b")
    after = (tmp_path / "000001.seg").stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert len(index) == 105


@pytest.mark.parametrize("harm", ["cut", "overwritten", "empty", "missing", "longer"])
def test_a_damaged_segment_is_said(tmp_path: Path, harm: str) -> None:
    grow(Index(tmp_path), entries(1, 20), (), "a")
    path = tmp_path / "000001.seg"
    data = path.read_bytes()
    middle = len(data) // 2
    changed = {
        "cut": data[:-100],
        "overwritten": data[:middle] + bytes(byte ^ 0xFF for byte in data[middle : middle + 64]) + data[middle + 64 :],
        "empty": b"",
        "longer": data + b"\0" * 64,
    }
    path.unlink() if harm == "missing" else path.write_bytes(changed[harm])
    with pytest.raises(Damaged):
        open_index(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 9}', '{"format": 2, "segments": ["x"], "dead": [], "state": "", "ledger": 0}']
)
def test_a_damaged_list_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / LIST).write_text(text)
    with pytest.raises(Damaged):
        open_index(tmp_path)


def test_a_reader_keeps_the_index_it_opened(tmp_path: Path) -> None:
    old = grow(Index(tmp_path), entries(1, 10), (), "a")
    wanted = entries(1, 10)[4]
    grow(old, entries(11, 100), (), "b")  # the first segment is merged away
    found = old.near(as_rows(np.frombuffer(wanted.pdq, np.uint8)), 0)
    assert [one.entry.key for one in found] == [5]


def test_a_large_segment_is_banded_and_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = entries(1, 200)
    query = as_rows(np.frombuffer(news[7].pdq, np.uint8))
    plain = open_segment(write_segment(tmp_path / "plain.seg", news))
    monkeypatch.setattr(segments, "BANDED_FROM", 10)
    large = open_segment(write_segment(tmp_path / "large.seg", news))
    assert large.whole.order is not None and plain.whole.order is None
    for radius in (0, 31):
        assert large.whole.within(query, radius).row.tolist() == plain.whole.within(query, radius).row.tolist() == [7]
