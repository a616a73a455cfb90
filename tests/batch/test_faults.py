"""The plug pulled at any moment, the disk full, the folder gone: the next run ends with what an undisturbed one gives."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from forensics.batch import Job, run_batch
from forensics.errors import CannotWrite
from forensics.lang import Catalogue

COMMAND = "import sys; from forensics.cli import main; main()"


def start(folder: Path, out: Path, before: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """One run as a user starts it, in a process group of its own."""

    def prepare() -> None:
        os.setsid()
        if before is not None:
            before()

    words = ["batch", str(folder), "-o", str(out), "--jobs", "2", "--only", "jpeg,fingerprint", "--lang", "en"]
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=prepare,
    )


@pytest.fixture
def many(folder: Path) -> Path:
    """Forty pictures: enough for a run to be caught at work."""
    for number in range(40):
        shutil.copy(folder / "0.jpg", folder / f"copy{number:02}.jpg")
    return folder


@pytest.fixture
def expected(many: Path, tmp_path: Path) -> bytes:
    """What an undisturbed run gives."""
    start(many, tmp_path / "calm").communicate()
    return (tmp_path / "calm/reports.jsonl").read_bytes()


def at_work(out: Path) -> None:
    """Wait until some rows are written, and not all."""
    end = time.monotonic() + 60
    while not (out / "journal.rows").exists() or (out / "journal.rows").stat().st_size < 1000:
        assert time.monotonic() < end
        time.sleep(0.005)


def resumed(folder: Path, out: Path) -> bytes:
    run = start(folder, out)
    _, told = run.communicate(timeout=120)
    assert run.returncode == 4, told  # one of the files is no picture
    assert not [path for path in out.iterdir() if path.suffix == ".tmp"]
    return (out / "reports.jsonl").read_bytes()


@pytest.mark.parametrize("whole_group", [True, False])
def test_killed_at_random_moments(many: Path, tmp_path: Path, expected: bytes, whole_group: bool) -> None:
    out, moment = tmp_path / "out", random.Random(int(whole_group))
    for _ in range(3):
        run = start(many, out)
        time.sleep(moment.uniform(0.1, 1.5))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL) if whole_group else run.kill()
        run.communicate()
    assert resumed(many, out) == expected


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_on_request(many: Path, tmp_path: Path, expected: bytes, number: signal.Signals, code: int) -> None:
    out = tmp_path / "out"
    run = start(many, out)
    at_work(out)
    os.kill(run.pid, number)
    _, told = run.communicate(timeout=30)
    assert run.returncode in (code, 4), told  # 4 where it was done a moment before
    assert "Traceback" not in told
    if run.returncode == code:
        assert "of 47" in told
    assert resumed(many, out) == expected


def test_a_disk_that_fills_up(many: Path, tmp_path: Path, expected: bytes) -> None:
    def small_files() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    run = start(many, tmp_path / "out", small_files)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 5, told
    assert "Traceback" not in told
    assert resumed(many, tmp_path / "out") == expected


def test_the_output_folder_taken_away(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    out = tmp_path / "out"
    with pytest.raises(CannotWrite):
        run_batch(Job(folder, only=("jpeg",)), out, french, told=lambda _: shutil.rmtree(out, ignore_errors=True))
    run_batch(Job(folder, only=("jpeg",)), out, french)
    assert (out / "index.html").exists()


def test_a_file_that_vanishes_costs_its_row(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    outcome = run_batch(Job(folder, only=("jpeg",)), tmp_path / "out", french, names=["0.jpg", "gone.jpg"])
    assert (outcome.done, outcome.failed) == (1, 1)
    assert '"code": "not_found"' in (tmp_path / "out/reports.jsonl").read_text("utf-8")
