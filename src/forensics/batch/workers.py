"""Workers of this machine: processes that can be killed one at a time. A picture that is too slow, or that takes its
worker down twice, is set aside alone; a worker that dies by accident loses nothing.

On Linux a worker is a fork of this process, with all libraries loaded; elsewhere it starts anew.
"""

from __future__ import annotations

import ctypes
import faulthandler
import json
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import monotonic, process_time
from typing import Any

from forensics.batch.examine import Examiner, Task
from forensics.batch.job import Job
from forensics.batch.row import Row, read_row
from forensics.errors import ForensicsError

AHEAD = 2  # tasks handed to a worker: one in work, one waiting, so that it never idles
ATTEMPTS = 2  # a picture whose worker died is tried once more, alone in a new worker
_LINUX = sys.platform == "linux"
_PR_SET_PDEATHSIG = 1
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEPT = 64 << 20


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    since: float = field(default_factory=monotonic)


class Local:
    """The engine of one machine. ``at_start`` runs first in each worker (it lets go of what the parent holds)."""

    def __init__(self, job: Job, jobs: int, at_start: Callable[[], None] = lambda: None) -> None:
        self.job, self.jobs, self._at_start = job, max(1, jobs), at_start
        self._examiner = Examiner(job).loaded()
        self._workers: list[_Worker] = []
        self._again: deque[Task] = deque()
        self._attempts: dict[str, int] = {}

    def rows(self, tasks: Iterator[Task]) -> Iterator[Row]:
        """The row of each task, in the order in which they are done."""
        try:
            while self._hand_out(tasks):
                for worker in self._ready():
                    yield from self._received(worker)
        finally:
            self.stop()

    def stop(self) -> None:
        """End all workers at once."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.connection.close()
        self._workers.clear()

    def _hand_out(self, tasks: Iterator[Task]) -> bool:
        """Fill every worker's hands; False once nothing is left to do."""
        for place in range(self.jobs):
            while place >= len(self._workers) or len(self._workers[place].tasks) < AHEAD:
                task = self._next(tasks)
                if task is None:
                    break
                if place == len(self._workers):
                    self._workers.append(self._start())
                self._give(self._workers[place], task)
        return any(worker.tasks for worker in self._workers)

    def _next(self, tasks: Iterator[Task]) -> Task | None:
        return self._again.popleft() if self._again else next(tasks, None)

    def _give(self, worker: _Worker, task: Task) -> None:
        if not worker.tasks:
            worker.since = monotonic()
        worker.tasks.append(task)
        with suppress(OSError):  # a worker that is gone is noticed when its answer is awaited
            worker.connection.send_bytes(json.dumps(task.plain()).encode("ascii"))

    def _ready(self) -> list[_Worker]:
        """Workers that answered, died or are late."""
        busy = [worker for worker in self._workers if worker.tasks]
        latest = min(worker.since for worker in busy) + self.job.timeout
        awake = wait([worker.connection for worker in busy], timeout=max(0.0, latest - monotonic()))
        now = monotonic()
        return [worker for worker in busy if worker.connection in awake or now - worker.since > self.job.timeout]

    def _received(self, worker: _Worker) -> Iterator[Row]:
        try:
            if not worker.connection.poll():
                yield from self._late(worker)
                return
            row = read_row(worker.connection.recv_bytes())
        except (EOFError, OSError, ValueError):
            yield from self._died(worker)
            return
        worker.tasks.popleft()
        worker.since = monotonic()
        yield row

    def _late(self, worker: _Worker) -> Iterator[Row]:
        task = self._replace(worker)
        yield self._set_aside(task, ForensicsError("time", seconds=self.job.timeout))

    def _died(self, worker: _Worker) -> Iterator[Row]:
        task = self._replace(worker)
        if _LINUX and worker.process.exitcode == -signal.SIGXCPU:
            yield self._set_aside(task, ForensicsError("time", seconds=self.job.timeout))
            return
        self._attempts[task.name] = self._attempts.get(task.name, 0) + 1
        if self._attempts[task.name] < ATTEMPTS:
            self._again.appendleft(task)
        else:
            yield self._set_aside(task, ForensicsError("crashed"))

    def _set_aside(self, task: Task, fault: ForensicsError) -> Row:
        return self._examiner.set_aside(task, fault)

    def _replace(self, worker: _Worker) -> Task:
        """End a worker; its first task is the one at fault, the others wait for the next."""
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        at_fault = worker.tasks.popleft()
        self._again.extend(worker.tasks)
        return at_fault

    def _start(self) -> _Worker:
        start: Any = multiprocessing.get_context("fork" if _LINUX else "spawn")
        ours, theirs = start.Pipe()
        held = [worker.connection for worker in self._workers] + [ours] if _LINUX else []
        with _undisturbed():
            process = start.Process(
                target=_serve, args=(self._examiner, theirs, held, os.getpid(), self._at_start), daemon=True
            )
            process.start()
        theirs.close()
        return _Worker(process, ours)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back signals while a process is made, so that a new worker never runs our handlers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(
    examiner: Examiner, connection: Connection, held: list[Connection], parent: int, at_start: Callable[[], None]
) -> None:
    """The life of a worker: a task in, a row out, until the parent closes the pipe or is gone."""
    for other in held:
        other.close()
    at_start()
    _confine(examiner.job.memory, parent)
    with suppress(EOFError, OSError):
        while True:
            task = Task.of(json.loads(connection.recv_bytes()))
            limit_processor(examiner.job.timeout)
            try:
                row = examiner.row(task)
            except MemoryError:
                row = examiner.set_aside(task, ForensicsError("memory", limit=f"{examiner.job.memory} Mo"))
            except Exception:  # a fault of ours costs this picture, not the worker
                row = examiner.set_aside(task, ForensicsError("crashed"))
            connection.send_bytes(row.line())


def _confine(memory: int, parent: int) -> None:
    """Limits of a worker: it dies with its parent, dumps no core, takes no more than ``memory`` MB, and prints nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    die_with(parent)
    _keep_pages()
    faulthandler.disable()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (memory << 20, memory << 20))


def limit_processor(seconds: float) -> None:
    """Let the system end this process after twice ``seconds`` more of processor time, be it in C code and its parent stopped.

    Twice, for a library may use two threads: in a run that goes well the parent always ends a late worker first.
    """
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = ceil(process_time() + 2 * seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most))


def _keep_pages() -> None:
    """Let memory that held one picture hold the next: given back and asked for anew, it costs 4 % of the time."""
    if _LINUX:
        libc = ctypes.CDLL(None)
        with suppress(AttributeError):  # musl has one way only
            libc.mallopt(_M_MMAP_THRESHOLD, _KEPT)
            libc.mallopt(_M_TRIM_THRESHOLD, _KEPT)


def die_with(parent: int) -> None:
    """Let the system end this process when its parent is gone, where the system can."""
    if _LINUX:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
