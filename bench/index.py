"""A query among 10⁶ or 10⁷ hashes of 256 bits: multi-index hashing against NumPy, and against reading the hashes once.

usage: python bench/index.py [ROWS] [ROUNDS]      1000000 rows unless said; 10000000 need 2.5 GB of memory and of disk

The ways take turns in each round; CPU time of one thread, medians of ratios within a round. A quarter of the queries have a near
copy among the rows. Also: what building, opening and mapping cost, and two processes on one mapped index.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from forensics.corpus.hashes import REACH, Hashes, Rows, banded, scan

TWO = """
import sys, time, numpy as np
sys.path.insert(0, {source!r})
from forensics.corpus.hashes import Hashes
rows, order, starts = (np.load(f"{folder}/{{name}}.npy", mmap_mode="r") for name in ("rows", "order", "starts"))
hashes, query = Hashes(rows, order, starts), np.asarray(rows[:50])
hashes.within(query, 31)
status = dict(line.split(":", 1) for line in open("/proc/self/smaps_rollup") if ":" in line)
print(int(status["Pss"].split()[0]) // 1024, int(status["Rss"].split()[0]) // 1024)
time.sleep(3)
"""


def naive(rows: Rows, query: Rows) -> int:
    """Everything at once, as one would write it: an array of differences, counted, summed, compared."""
    return int((np.bitwise_count(rows ^ query).sum(axis=1) <= REACH).sum())


def floor(rows: Rows, query: Rows) -> int:
    """The bandwidth of memory: every byte of the hashes read once."""
    return int(np.bitwise_xor.reduce(rows.reshape(-1)))


def blocks(rows: Rows, query: Rows) -> int:
    return len(scan(rows, query, REACH)[0])


def seconds(job, *given) -> float:  # type: ignore[no-untyped-def]
    before = process_time()
    job(*given)
    return process_time() - before


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    random = np.random.default_rng(0)
    rows = random.integers(0, 2**64, (count, 4), dtype=np.uint64)
    queries = random.integers(0, 2**64, (rounds + 1, 4), dtype=np.uint64)
    queries[::4] = rows[: len(queries[::4])] ^ np.uint64(0b10010001)
    before = process_time()
    order, starts = banded(rows)
    built = process_time() - before
    with tempfile.TemporaryDirectory() as folder:
        for name, array in (("rows", rows), ("order", order), ("starts", starts)):
            np.save(Path(folder) / f"{name}.npy", array)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        del rows, order, starts
        before = perf_counter()
        mapped = [np.load(Path(folder) / f"{name}.npy", mmap_mode="r") for name in ("rows", "order", "starts")]
        hashes = Hashes(*mapped)
        opened = perf_counter() - before
        print(
            f"{count:,} hashes: built in {built:.2f} s, {size / count:.0f} bytes each on disk, mapped in {opened * 1000:.1f} ms"
        )
        compared(hashes, np.array(mapped[0]), queries)
        shared(folder)


def compared(hashes: Hashes, loaded: Rows, queries: Rows) -> None:
    """The ways in turn, a round a query; the first round warms the memory and is left out."""
    times = [
        (
            seconds(hashes.within, query[None], REACH),
            seconds(naive, loaded, query),
            seconds(blocks, loaded, query),
            seconds(floor, loaded, query),
        )
        for query in queries
    ][1:]
    mine, plain, blocked, read = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    faster = statistics.median(one[1] / one[0] for one in times)
    under = statistics.median(one[0] / one[3] for one in times)
    print(f"a query: bands {mine:.2f} ms, NumPy {plain:.0f} ms, blocks {blocked:.1f} ms, reading once {read:.1f} ms")
    print(f"bands: {faster:.0f} times faster than NumPy, {under:.2f} of reading the hashes once")


def shared(folder: str) -> None:
    """Two processes on one mapped index: what each takes of memory that the other does not share."""
    source = str(Path(__file__).resolve().parent.parent / "src")
    command = [sys.executable, "-c", TWO.format(source=source, folder=folder)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        own, seen = [*process.communicate()[0].split(), "?", "?"][:2]
        print(f"one of two processes: {own} MB of its own share, {seen} MB seen")


if __name__ == "__main__":
    main()
