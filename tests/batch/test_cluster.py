"""Many machines: a real scheduler and two workers on the loopback, one of them killed; the same bytes as on one machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from forensics.batch import Job, run_batch, shard
from forensics.batch.examine import Task
from forensics.batch.row import read_row
from forensics.batch.shard import examine_shard, order_of
from forensics.lang import Catalogue

pytest.importorskip("distributed")

DRIVER = """
import sys
from pathlib import Path
from forensics.batch import Job, run_batch
from forensics.batch.cluster import Cluster
from forensics.lang import load
folder, out, address = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] or None
engine = lambda job, journal: Cluster(job, out, 2, address, shard=2)
run_batch(Job(folder, only=("jpeg",)), out, load("fr"), engine=engine, told=lambda progress: print(progress.done, flush=True))
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers."""
    contact = tmp_path / "contact.json"
    common = ["--scheduler-file", str(contact)]
    started = [start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *common)]
    try:
        wait_for(contact.exists)
        started += [start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *common) for _ in range(2)]
        address = contact.read_text("utf-8").split('"address": "')[1].split('"')[0]
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


def start(*words: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp")


def wait_for(condition: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def drive(folder: Path, out: Path, address: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", DRIVER, str(folder), str(out), address]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_workers_one_killed_give_what_one_machine_gives(
    folder: Path, tmp_path: Path, french: Catalogue, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    with drive(folder, tmp_path / "many", address) as run:
        assert run.stdout is not None
        run.stdout.readline()  # the first shard is in: both are at work
        os.kill(workers[0].pid, signal.SIGKILL)
        run.stdout.read()
        assert run.wait(120) == 0
    run_batch(Job(folder, only=("jpeg",)), tmp_path / "one", french)
    assert (tmp_path / "many/reports.jsonl").read_bytes() == (tmp_path / "one/reports.jsonl").read_bytes()
    assert not (tmp_path / "many/shards").exists()


def test_a_cluster_of_ones_own_gives_the_same(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    with drive(folder, tmp_path / "many") as run:
        _, told = run.communicate(timeout=120)
        assert run.returncode == 0
    assert told == ""  # nothing of what Dask says of its own end
    run_batch(Job(folder, only=("jpeg",)), tmp_path / "one", french)
    assert (tmp_path / "many/reports.jsonl").read_bytes() == (tmp_path / "one/reports.jsonl").read_bytes()


def order(folder: Path, out: Path, run: str, name: str) -> dict[str, object]:
    return order_of(Job(folder, only=("jpeg",)), [Task(name, name, 0, 0)], out / f"{name}.rows", run)


def test_a_helper_stays_for_the_orders_of_its_run_and_is_replaced_when_it_died(folder: Path, tmp_path: Path) -> None:
    examine_shard(order(folder, tmp_path, "a", "0.jpg"))
    first = shard._here.helper.process.pid
    examine_shard(order(folder, tmp_path, "a", "2.jpg"))
    assert shard._here.helper.process.pid == first
    os.kill(first, signal.SIGKILL)
    examine_shard(order(folder, tmp_path, "a", "4.jpg"))
    second = shard._here.helper.process.pid
    examine_shard(order(folder, tmp_path, "b", "notes.txt"))  # another run may have another corpus
    assert len({first, second, shard._here.helper.process.pid}) == 3
    shard._here.helper.stop()
    del shard._here.helper
    rows = [read_row(path.read_bytes()) for path in sorted(tmp_path.glob("*.rows"))]
    assert [row.header.error for row in rows] == ["", "", "", "unsupported_format"]
