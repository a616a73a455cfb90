"""A part of a run on another machine: ``python -m forensics.batch.shard`` reads its tasks and writes their rows as one file.

It is a process of its own, so that no picture can harm the worker of the cluster that started it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from forensics.batch.examine import Task
from forensics.batch.job import Job
from forensics.batch.workers import Local, die_with
from forensics.files import whole


def examine_shard(order: dict[str, Any]) -> str:
    """Run one order in a new process and wait for it; the path of the rows. This is what a worker of the cluster runs."""
    text = json.dumps({**order, "parent": os.getpid()})
    command = [sys.executable, "-m", "forensics.batch.shard"]
    subprocess.run(command, input=text, text=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return str(order["path"])


def order_of(job: Job, tasks: list[Task], path: Path) -> dict[str, Any]:
    """The tasks, the job and the place for the rows, as JSON values."""
    return {"job": job.plain(), "tasks": [task.plain() for task in tasks], "path": str(path)}


def main() -> None:
    """Carry out the order on standard input."""
    order = json.load(sys.stdin)
    die_with(order["parent"])
    engine = Local(Job.of(order["job"]), jobs=1)
    with whole(Path(order["path"])) as file:
        for row in engine.rows(Task.of(task) for task in order["tasks"]):
            file.write(row.line())


if __name__ == "__main__":
    main()
