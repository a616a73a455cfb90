"""A part of a run on another machine: ``python -m forensics.batch.shard`` reads orders, one a line, and writes the rows of each as one file.

It is a process of its own, so that no picture can harm the worker of the cluster that started it, and stays for the
next order of the same run, so that a small order costs no start. It goes with its worker, or when nothing was asked for a minute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from forensics.batch.examine import Task
from forensics.batch.job import Job
from forensics.batch.workers import Local, die_with
from forensics.files import whole

IDLE = 60.0  # seconds
_here = threading.local()  # each thread of a worker of the cluster has a helper of its own


class _Helper:
    """A process that carries out the orders of one run."""

    def __init__(self, run: str) -> None:
        self.run = run
        command = [sys.executable, "-m", "forensics.batch.shard", str(os.getpid())]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def done(self, order: dict[str, Any]) -> bool:
        """Hand over an order and wait for it; False where the process is gone."""
        assert self.process.stdin is not None and self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(order).encode("ascii") + b"\n")
            self.process.stdin.flush()
            return self.process.stdout.readline() == b"done\n"
        except OSError:
            return False

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.communicate()


def examine_shard(order: dict[str, Any]) -> str:
    """Have one order carried out; the path of the rows. This is what a worker of the cluster runs.

    Raises RuntimeError where a helper died twice; the cluster then tries the order elsewhere.
    """
    for _ in range(2):  # a helper that was kept may have gone since
        helper: _Helper | None = getattr(_here, "helper", None)
        if helper is None or helper.run != order["run"]:
            if helper is not None:
                helper.stop()
            helper = _here.helper = _Helper(order["run"])
        if helper.done(order):
            return str(order["path"])
        helper.stop()
        _here.helper = None
    raise RuntimeError("the helper of this worker died")


def order_of(job: Job, tasks: list[Task], path: Path, run: str) -> dict[str, Any]:
    """The tasks, the job, the place for the rows and the name of the run, as JSON values."""
    return {"job": job.plain(), "tasks": [task.plain() for task in tasks], "path": str(path), "run": run}


def main() -> None:
    """Carry out the orders on standard input, all of one run."""
    die_with(int(sys.argv[1]))
    engine: Local | None = None
    while line := _next_line():
        order = json.loads(line)
        engine = engine or Local(Job.of(order["job"]), jobs=1)
        with whole(Path(order["path"])) as file:
            for row in engine.rows(Task.of(task) for task in order["tasks"]):
                file.write(row.line())
        print("done", flush=True)


def _next_line() -> bytes:
    """The next order; nothing once the worker is gone. A process that nobody asks anything of ends."""
    too_long = threading.Timer(IDLE, os._exit, (0,))
    too_long.daemon = True
    too_long.start()
    line = sys.stdin.buffer.readline()
    too_long.cancel()
    return line


if __name__ == "__main__":
    main()
