"""A run and its resumption: one row a file, the same bytes whatever happened before."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from forensics.batch import Job, run_batch
from forensics.batch.journal import Journal
from forensics.errors import CannotWrite, UsageError
from forensics.lang import Catalogue


def job(folder: Path, **settings: object) -> Job:
    return replace(Job(folder, only=("jpeg",)), **settings)  # type: ignore[arg-type]


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "reports.jsonl").read_text("utf-8").splitlines()]


def paths(out: Path) -> list[str]:
    return [line["path"] if "path" in line else line["image"]["path"] for line in lines(out)]  # type: ignore[index,misc]


def test_every_file_gives_one_row_in_name_order(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    outcome = run_batch(job(folder), tmp_path / "out", french, jobs=2)
    assert (outcome.done, outcome.failed, outcome.kept) == (6, 1, 0)
    assert paths(tmp_path / "out") == ["0.jpg", "2.jpg", "4.jpg", "notes.txt", "sub/1.jpg", "sub/3.jpg", "sub/5.jpg"]
    assert lines(tmp_path / "out")[3]["code"] == "unsupported_format"


def test_a_second_run_examines_nothing_and_writes_the_same_bytes(
    folder: Path, tmp_path: Path, french: Catalogue
) -> None:
    out = tmp_path / "out"
    run_batch(job(folder), out, french)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run_batch(job(folder), out, french, engine=lambda *_: Refusing()).kept == 7
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


class Refusing:
    """An engine that must not be given a task."""

    def rows(self, tasks):  # type: ignore[no-untyped-def]
        assert not list(tasks)
        return iter(())


def test_a_changed_file_is_done_again_and_a_touched_one_is_not(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    out = tmp_path / "out"
    run_batch(job(folder), out, french)
    before = lines(out)
    (folder / "0.jpg").write_bytes((folder / "2.jpg").read_bytes())
    os.utime(folder / "4.jpg", (1, 1))
    run_batch(job(folder), out, french)
    after = lines(out)
    assert after[0]["image"]["sha256"] == before[1]["image"]["sha256"]  # type: ignore[index]
    assert after[1:] == before[1:]
    with Journal(out) as journal:
        assert journal.row("4.jpg").header.mtime == 1_000_000_000


def test_another_analysis_is_added_without_redoing_the_first(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    out, both = tmp_path / "out", tmp_path / "both"
    run_batch(job(folder), out, french)
    asked = []

    class Watching:
        def __init__(self, *given: object) -> None:
            from forensics.batch.workers import Local

            self._local = Local(given[0], 1)  # type: ignore[arg-type]

        def rows(self, tasks):  # type: ignore[no-untyped-def]
            return self._local.rows(asked.append(task.tests) or task for task in tasks)

    run_batch(job(folder, only=("jpeg", "ela")), out, french, engine=Watching)
    assert set(asked) == {("ela",)}
    run_batch(job(folder, only=("jpeg", "ela")), both, french)
    assert (out / "reports.jsonl").read_bytes() == (both / "reports.jsonl").read_bytes()


def test_a_torn_last_line_is_done_again(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    out = tmp_path / "out"
    run_batch(job(folder), out, french)
    before = (out / "reports.jsonl").read_bytes()
    journal = out / "journal.rows"
    journal.write_bytes(journal.read_bytes()[:-40])
    assert run_batch(job(folder), out, french).kept == 6
    assert (out / "reports.jsonl").read_bytes() == before


def test_a_damaged_row_is_done_again(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    out = tmp_path / "out"
    run_batch(job(folder), out, french)
    before = (out / "reports.jsonl").read_bytes()
    journal = out / "journal.rows"
    data = bytearray(journal.read_bytes())
    data[200] ^= 1
    journal.write_bytes(data)
    assert run_batch(job(folder), out, french).kept == 6
    assert (out / "reports.jsonl").read_bytes() == before


def test_two_runs_at_once_are_refused(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    with Journal(tmp_path / "out"), pytest.raises(CannotWrite, match="locked"):
        run_batch(job(folder), tmp_path / "out", french)


def test_the_output_may_lie_inside_the_folder_but_not_be_it(folder: Path, french: Catalogue) -> None:
    run_batch(job(folder), folder / "out", french)
    assert run_batch(job(folder), folder / "out", french).kept == 7
    with pytest.raises(UsageError):
        run_batch(job(folder), folder, french)


def test_links_and_pipes_are_named_and_never_opened(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    (folder / "outside.jpg").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.jpg")
    run_batch(job(folder), tmp_path / "out", french)
    refused = {line["path"] for line in lines(tmp_path / "out") if line.get("code") == "not_regular"}
    assert refused == {"outside.jpg", "loop", "pipe.jpg"}


def test_names_that_are_not_text_stay_apart(folder: Path, tmp_path: Path, french: Catalogue) -> None:
    data = (folder / "0.jpg").read_bytes()
    for name in (b"a\xff.jpg", b"a\xfe.jpg", b"a\n.jpg"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(data)
    run_batch(job(folder), tmp_path / "out", french)
    odd = [path for path in paths(tmp_path / "out") if path.startswith("a")]
    assert len(set(odd)) == 3
    assert all("\n" not in path for path in odd)
