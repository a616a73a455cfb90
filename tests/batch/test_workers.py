"""Workers that hang, die or take too much: one row is lost at most, and only where the picture is at fault."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import forensics.batch.examine as examine
from forensics.batch.examine import Examiner, Task
from forensics.batch.job import Job
from forensics.batch.row import Row
from forensics.batch.workers import Local, limit_processor


def tasks(folder: Path) -> list[Task]:
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.jpg"))]
    return [Task(name, name, 0, 0) for name in names]


@pytest.fixture
def misbehave(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Task], None]], None]:
    """Let workers do something before each picture."""

    def install(what: Callable[[Task], None]) -> None:
        real = Examiner.row

        def row(self: Examiner, task: Task) -> Row:
            what(task)
            return real(self, task)

        monkeypatch.setattr(examine.Examiner, "row", row)

    return install


def errors(rows: Iterator[Row]) -> dict[str, str]:
    return {row.header.name: row.header.error for row in rows}


def test_a_picture_that_kills_its_worker_is_set_aside_alone(folder: Path, misbehave) -> None:  # type: ignore[no-untyped-def]
    misbehave(lambda task: os.kill(os.getpid(), signal.SIGSEGV) if task.name == "2.jpg" else None)
    found = errors(Local(Job(folder, only=("jpeg",)), 2).rows(iter(tasks(folder))))
    assert len(found) == 6
    assert {name for name, error in found.items() if error} == {"2.jpg"}
    assert found["2.jpg"] == "crashed"


def test_a_worker_killed_by_accident_loses_nothing(folder: Path, tmp_path: Path, misbehave) -> None:  # type: ignore[no-untyped-def]
    def once(task: Task) -> None:
        mark = tmp_path / "killed"
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    misbehave(once)
    assert set(errors(Local(Job(folder, only=("jpeg",)), 2).rows(iter(tasks(folder)))).values()) == {""}


def test_a_picture_that_takes_too_long_is_set_aside_alone(folder: Path, misbehave) -> None:  # type: ignore[no-untyped-def]
    misbehave(lambda task: time.sleep(60) if task.name == "0.jpg" else None)
    started = time.monotonic()
    found = errors(Local(Job(folder, only=("jpeg",), timeout=6), 1).rows(iter(tasks(folder))))
    assert found["0.jpg"] == "time"
    assert sum(bool(error) for error in found.values()) == 1
    assert time.monotonic() - started < 40


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_worker_that_spins_in_c_code_ends_by_itself() -> None:
    def spin() -> None:
        limit_processor(0.1)
        hashlib.pbkdf2_hmac("sha256", b"", b"", 10**9)  # one call, minutes long

    process = multiprocessing.get_context("fork").Process(target=spin)
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGXCPU


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_picture_that_used_up_its_processor_time_is_set_aside_alone(folder: Path, misbehave) -> None:  # type: ignore[no-untyped-def]
    misbehave(lambda task: os.kill(os.getpid(), signal.SIGXCPU) if task.name == "2.jpg" else None)
    found = errors(Local(Job(folder, only=("jpeg",)), 1).rows(iter(tasks(folder))))
    assert found.pop("2.jpg") == "time"
    assert set(found.values()) == {""}


def test_a_worker_that_has_no_memory_left_costs_its_picture(folder: Path, misbehave) -> None:  # type: ignore[no-untyped-def]
    misbehave(lambda task: task.name == "0.jpg" and bytearray(4_000_000_000))
    found = errors(Local(Job(folder, only=("jpeg",), memory=1000), 1).rows(iter(tasks(folder))))
    assert found["0.jpg"] == "memory"
    assert sum(bool(error) for error in found.values()) == 1
