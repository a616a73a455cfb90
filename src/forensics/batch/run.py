"""The whole run: list, skip what still holds, examine the rest, commit each row, write the outputs whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Protocol

from forensics.batch.examine import Task
from forensics.batch.job import READING, Job
from forensics.batch.journal import Journal
from forensics.batch.row import Header, Row, failed, reported
from forensics.batch.summary import write_outputs
from forensics.batch.walk import names_in, shown_names, state_of
from forensics.batch.workers import Local
from forensics.errors import Interrupted, Terminated, UsageError
from forensics.lang import Catalogue
from forensics.reading import read
from forensics.text import clean_name

_BOUND_ERRORS = {"time": "timeout", "memory": "memory", "crashed": "memory", "too_many_pixels": "max_pixels"}


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: files done of all, of which ``kept`` from an earlier run and ``failed`` set aside; seconds since the start."""

    done: int
    total: int
    kept: int
    failed: int
    seconds: float

    @property
    def rate(self) -> float:
        """Files a second in this run."""
        return (self.done - self.kept) / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left, or None as long as nothing is known."""
        return (self.total - self.done) / self.rate if self.rate else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: files examined and set aside, how many were kept as they were, and the page to open."""

    done: int
    failed: int
    kept: int
    index: Path


class Engine(Protocol):
    """Turns tasks into rows, in any order, each task once."""

    def rows(self, tasks: Iterator[Task]) -> Iterator[Row]: ...


def run_batch(
    job: Job,
    out: Path,
    catalogue: Catalogue,
    jobs: int = 1,
    names: Iterable[str] | None = None,
    engine: Callable[[Job, Journal], Engine] | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Outcome:
    """Examine a folder, or the files ``names`` relative to it, into ``out``; what an earlier run did is kept.

    ``told`` hears of every row. Raises `UsageError`, `CannotWrite`, and `Interrupted` or `Terminated` with what was done.
    """
    if out.resolve() == job.folder.resolve():
        raise UsageError("same_file", path=clean_name(str(out)))
    listed = names_in(job.folder, out) if names is None else sorted(names, key=os.fsencode)
    if not listed:
        raise UsageError("no_pictures", path=clean_name(str(job.folder)))
    with Journal(out) as journal:
        run = _Run(job, journal, listed, told)
        engine = engine or (lambda job, journal: Local(job, jobs, journal.unlock))
        run.examine(engine(job, journal))
        journal.compact(listed)
        write_outputs(out, job, run.rows(), catalogue)
        return Outcome(run.done - run.failed, run.failed, run.kept, out / "index.html")


class _Run:
    def __init__(self, job: Job, journal: Journal, names: list[str], told: Callable[[Progress], None]) -> None:
        self.job, self.journal, self.names, self._told = job, journal, names, told
        self.shown = shown_names(names)
        self.stamps = job.stamps()
        self.done = self.kept = self.failed = 0
        self._started = monotonic()

    def progress(self) -> Progress:
        return Progress(self.done, len(self.names), self.kept, self.failed, monotonic() - self._started)

    def rows(self) -> Iterator[Row]:
        """The newest row of every file of this run, in name order."""
        return (self.journal.row(name) for name in self.names)

    def examine(self, engine: Engine) -> None:
        try:
            for row in engine.rows(self._tasks()):
                self._commit(row)
        except (KeyboardInterrupt, Interrupted) as stop:
            self.journal.sync()
            raise Interrupted("interrupted", done=self.done, total=len(self.names)) from stop
        except Terminated as stop:
            self.journal.sync()
            raise Terminated("terminated", done=self.done, total=len(self.names)) from stop

    def _tasks(self) -> Iterator[Task]:
        """What no row answers yet; rows that need no examination are written on the way."""
        for name in self.names:
            task = self._task(name)
            if task is not None:
                yield task

    def _task(self, name: str) -> Task | None:
        """What is to be done for one file; None where its row holds, or could be mended without opening the file."""
        state = state_of(self.job.folder / name)
        task = Task(name, self.shown(name), state.size, state.mtime)
        if state.fault is not None:
            self._keep(self._faulty(task, state.fault))
            return None
        old = self.journal.header(name)
        if old is None or not self._sound(old):
            return task
        same = (old.size, old.mtime) == (state.size, state.mtime)
        if (old.error or old.size != state.size) and not same:
            return task
        missing = tuple(name for name in self.stamps if name != READING and old.stamps.get(name) != self.stamps[name])
        if not old.error and (missing or not same):
            return replace(task, known=old.sha256, tests=missing)
        self._keep(None if old.error or old.stamps == self.stamps else self._merged(old, None), bool(old.error))
        return None

    def _sound(self, old: Header) -> bool:
        """Whether a row may still hold: a failure that a limit caused does not once that limit is another."""
        bound = _BOUND_ERRORS.get(old.error)
        return bound is None or old.bounds.get(bound) == self.job.bounds()[bound]

    def _faulty(self, task: Task, code: str) -> Row:
        header = Header(task.name, task.size, task.mtime, error=code)
        return failed(header, {"path": task.shown})

    def _keep(self, row: Row | None, failed: bool = False) -> None:
        """A file that needed no examination; ``row`` where its row had to be written anew."""
        if row is not None:
            self.journal.add(row)
        self.done += 1
        self.kept += 1
        self.failed += failed or (row is not None and bool(row.header.error))

    def _commit(self, row: Row) -> None:
        old = self.journal.header(row.header.name)
        if old is not None and not row.header.error and not old.error and old.sha256 == row.header.sha256:
            row = self._merged(replace(old, size=row.header.size, mtime=row.header.mtime), row if row.body else None)
        self.journal.add(row)
        self.done += 1
        self.failed += bool(row.header.error)
        self._told(self.progress())

    def _merged(self, old: Header, fresh: Row | None) -> Row:
        """The old row with the fresh answers in place of the outdated ones, read again as a whole."""
        before = self.journal.row(old.name)
        report = before.report()
        evidence = {one.analysis: one for one in report.evidence}
        matches = report.matches
        if fresh is not None:
            evidence |= {one.analysis: one for one in fresh.report().evidence}
            matches = (
                fresh.report().matches if "match" in {one.analysis for one in fresh.report().evidence} else matches
            )
        kept = tuple(evidence[name] for name in self.stamps if name in evidence)
        whole = replace(report, evidence=kept, reading=read(kept), matches=matches if "match" in evidence else ())
        header = replace(old, stamps=self.stamps)
        return reported(header, whole, before.thumbnail)
