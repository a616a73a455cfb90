"""``forensics batch``: a whole folder, resumed where it stopped."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import typer

from forensics.cli._output import say
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensics.batch import Job, Outcome, Progress
    from forensics.batch.journal import Journal
    from forensics.batch.run import Engine


def batch(
    folder: Path = typer.Argument(..., metavar="folder", help="folder", show_default=False),
    out: Path = typer.Option(..., "--output", "-o", metavar="folder", help="output"),
    depth: str = typer.Option("quick", "--depth", metavar="depth", help="depth"),
    only: str = typer.Option("", "--only", metavar="tests", help="only"),
    corpus: str = typer.Option(None, "--corpus", metavar="corpus", help="corpus"),
    jobs: int = typer.Option(0, "--jobs", "-J", metavar="number", help="jobs"),
    timeout: float = typer.Option(30.0, "--timeout", metavar="number", help="timeout"),
    memory: int = typer.Option(1500, "--memory", metavar="number", help="memory"),
    max_pixels: int = typer.Option(50_000_000, "--max-pixels", metavar="number", help="max_pixels"),
    engine: str = typer.Option("local", "--engine", metavar="engine", help="engine"),
    scheduler: str = typer.Option(None, "--scheduler", metavar="address", help="scheduler"),
    as_json: bool = typer.Option(False, "--json", "-j", help="json"),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="quiet"),
) -> int:
    from forensics.batch import run_batch

    job = _job(folder, depth, only, corpus, timeout, memory, max_pixels)
    say("progress", "listing", path=_shown(folder), quiet=quiet)
    bar = _Bar(quiet)
    jobs = jobs if jobs > 0 else _processors()
    outcome = run_batch(job, out, words(), jobs, engine=_engine(engine, scheduler, out, jobs), told=bar.told)
    bar.close()
    if as_json:
        _print_json(out)
    _tell(outcome, out, quiet)
    return ExitCode.PARTIAL if outcome.failed else ExitCode.DONE


VERB = Verb("batch", batch)


def _job(folder: Path, depth: str, only: str, corpus: str | None, timeout: float, memory: int, max_pixels: int) -> Job:
    from forensics.batch import Job

    if depth not in ("quick", "full"):
        raise UsageError("bad_choice", option="--depth", value=depth, choices="quick, full")
    for option, value, least in (("--timeout", timeout, 1), ("--memory", memory, 300)):
        if value < least:
            raise UsageError("bad_choice", option=option, value=value, choices=f"≥ {least}")
    if not folder.is_dir():
        raise UsageError("no_pictures", path=_shown(folder))
    tests = tuple(name.strip() for name in only.split(",") if name.strip())
    return Job(
        folder, "quick" if depth == "quick" else "full", tests, corpus, timeout, memory, max_pixels, words().language
    )


def _engine(name: str, scheduler: str | None, out: Path, jobs: int) -> Callable[[Job, Journal], Engine] | None:
    """None stands for the workers of this machine."""
    if name not in ("local", "dask"):
        raise UsageError("bad_choice", option="--engine", value=name, choices="local, dask")
    if scheduler is not None and name == "local":
        raise UsageError("options_conflict", option="--engine local", other="--scheduler")
    if name == "local":
        return None
    from forensics.batch.cluster import Cluster

    return lambda job, journal: Cluster(job, out, jobs, scheduler)


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shown(path: Path) -> str:
    from forensics.text import clean_name

    return clean_name(str(path))


class _Bar:
    """Progress on stderr: one line that moves in a terminal, a line every ten seconds elsewhere."""

    def __init__(self, quiet: bool) -> None:
        self._quiet, self._moves = quiet, sys.stderr.isatty()
        self._last = monotonic()
        self._shown = 0  # letters of the line that moves; a shorter one is followed by spaces, without any escape code

    def told(self, progress: Progress) -> None:
        now = monotonic()
        if self._quiet or now - self._last < (0.2 if self._moves else 10):
            return
        self._last = now
        line = _progress_line(progress)
        print(
            f"\r{line:<{self._shown}}" if self._moves else line,
            end="" if self._moves else "\n",
            file=sys.stderr,
            flush=True,
        )
        self._shown = len(line)

    def close(self) -> None:
        if self._moves and self._shown:
            print("\r" + " " * self._shown, end="\r", file=sys.stderr, flush=True)


def _progress_line(progress: Progress) -> str:
    parts = [words().text("progress", "analysing", done=progress.done, total=progress.total)]
    if progress.rate:
        parts.append(words().text("progress", "rate", rate=f"{progress.rate:.0f}"))
    if progress.left is not None:
        parts.append(words().text("progress", "remaining", time=_duration(progress.left)))
    return "   ".join(parts)


def _duration(seconds: float) -> str:
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60:02} min"


def _print_json(out: Path) -> None:
    """The envelope of `check --json`, streamed from the journal so that a million reports need no memory."""
    from forensics.batch.summary import json_envelope

    for piece in json_envelope(out):
        sys.stdout.write(piece)


def _tell(outcome: Outcome, out: Path, quiet: bool) -> None:
    if outcome.kept == outcome.done + outcome.failed:
        say("progress", "nothing_to_do", quiet=quiet)
    say("progress", "summary", done=outcome.done, failed=outcome.failed, quiet=quiet)
    say("progress", "done", path=_shown(outcome.index), quiet=quiet)
