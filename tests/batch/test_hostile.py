"""Damaged pictures, odd names and places that may not be read or written, in the C locale, as an ordinary user."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from forensics.batch import Job, run_batch
from forensics.batch.workers import Local
from forensics.errors import ExitCode, ForensicsError
from forensics.lang import Catalogue
from made import saved

COMMAND = "import sys; from forensics.cli import main; main()"
NOBODY = 65534
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users and bytes of names as Unix has them")


def batch(folder: Path, out: Path, place: Path) -> subprocess.CompletedProcess[str]:
    """One run in the C locale, from an empty folder."""
    place.mkdir()
    words = ["batch", str(folder), "-o", str(out), "--jobs", "2", "--timeout", "10"]
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *words],
        env={**os.environ, "LC_ALL": "C", "FORENSICS_LANG": "en"},
        cwd=place,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
    )


def rows(out: Path) -> dict[str, str]:
    """The code of each path, empty for a report."""
    lines = [json.loads(line) for line in (out / "reports.jsonl").read_text("utf-8").splitlines()]
    return {line["path"] if "path" in line else line["image"]["path"]: line.get("code", "") for line in lines}


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.shared
def test_a_tenth_of_the_hostile_files(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for path in sorted(path for path in (shared / "data/hostile").rglob("*") if path.is_file())[::10]:
        target = folder / path.relative_to(shared / "data/hostile")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    before, around = digests(folder), set(tmp_path.iterdir())
    done = batch(folder, tmp_path / "out", tmp_path / "here")
    assert done.returncode == ExitCode.PARTIAL, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert len(rows(tmp_path / "out")) == len(before)
    assert not {"crashed", "time", "memory"} & set(rows(tmp_path / "out").values())
    assert digests(folder) == before
    assert set(tmp_path.iterdir()) - around == {tmp_path / "out", tmp_path / "here"}
    assert not list((tmp_path / "here").iterdir())


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    folder, data = tmp_path / "in", saved()
    folder.mkdir()
    names = (
        b"a\xff.jpg",
        b"a\xfe.jpg",
        b"\xe9t\xe9.jpg",
        b"-o.jpg",
        b"a\nb.jpg",
        b"\xed\xa0\x80.jpg",
        "été.jpg".encode(),
    )
    for name in names:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
    sub = Path(os.fsdecode(os.fsencode(folder) + b"/\xe9"))
    sub.mkdir()
    (sub / "c.jpg").write_bytes(b"none")
    done = batch(folder, tmp_path / "out", tmp_path / "here")
    assert done.returncode == ExitCode.PARTIAL, done.stderr
    assert "Traceback" not in done.stderr
    found = rows(tmp_path / "out")
    assert len(found) == len(names) + 1
    assert found.pop("\ufffd/c.jpg") == "unsupported_format"
    assert set(found.values()) == {""} and "-o.jpg" in found and "été.jpg" in found
    again = batch(folder, tmp_path / "out", tmp_path / "there")
    assert "Nothing to do" in again.stderr or "up to date" in again.stderr, again.stderr


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may enter: those of pytest are its own user's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "in/sub").mkdir(parents=True)
        for number in range(4):
            (folder / f"in/{'sub/' if number % 2 else ''}{number}.jpg").write_bytes(saved(size=(96, 64 + number)))
        (folder / "out").mkdir(mode=0o777)
        (folder / "out").chmod(0o777)
        yield folder
        for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
            path.chmod(0o755)


def as_a_user(place: Path, french: Catalogue) -> str:
    """The batch of an ordinary user, in a process of its own; the code of its fault, or nothing."""
    Local(Job(place / "in", only=("jpeg",)), 1).stop()  # what a run imports may lie where only root reads
    run_batch(Job(place / "in", only=("jpeg",)), Path(tempfile.mkdtemp(dir=place)), french, names=["0.jpg"])
    told, said = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=lambda: said.send(_dropped(place, french)))
    process.start()
    try:
        assert told.poll(60)
        return str(told.recv())
    finally:
        process.join()


def _dropped(place: Path, french: Catalogue) -> str:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        run_batch(Job(place / "in", only=("jpeg",)), place / "out", french, jobs=2)
    except ForensicsError as fault:
        return fault.code
    return ""


def test_a_folder_that_may_only_be_read(place: Path, french: Catalogue) -> None:
    (place / "in").chmod(0o555)
    assert as_a_user(place, french) == ""
    assert rows(place / "out") == {"0.jpg": "", "2.jpg": "", "sub/1.jpg": "", "sub/3.jpg": ""}


def test_a_folder_and_a_file_that_may_not_be_read(place: Path, french: Catalogue) -> None:
    (place / "in/0.jpg").chmod(0)
    (place / "in/sub").chmod(0)
    assert as_a_user(place, french) == ""
    assert rows(place / "out") == {"0.jpg": "permission", "2.jpg": "", "sub": "permission"}


def test_a_place_that_may_not_be_written(place: Path, french: Catalogue) -> None:
    (place / "out").chmod(0o555)
    assert as_a_user(place, french) == "cannot_write"
    assert not list((place / "out").iterdir())
