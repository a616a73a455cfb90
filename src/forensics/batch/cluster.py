"""The same job on many machines, with Dask (extra ``dask``). Workers read the shared folder and write shards into OUT.

A worker that is killed loses nothing: its shard is given to another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from forensics.batch.examine import Task
from forensics.batch.job import Job
from forensics.batch.row import Row, read_header, read_row
from forensics.batch.shard import examine_shard, order_of
from forensics.errors import CannotWrite, MissingExtra, UsageError
from forensics.text import clean_name

SHARD = 16  # pictures of one order: few enough that all workers end together
SHARDS = "shards"
AHEAD = 2  # orders waiting for each worker
ATTEMPTS = 3


class Cluster:
    """The engine of a Dask cluster: the one at ``scheduler``, or one made here with ``jobs`` workers."""

    def __init__(self, job: Job, out: Path, jobs: int, scheduler: str | None = None, shard: int = SHARD) -> None:
        self._folder = out.absolute() / SHARDS
        self.job = replace(job, folder=job.folder.absolute(), corpus=_absolute(job.corpus))
        self._jobs, self._scheduler, self._shard = jobs, scheduler, shard
        self._run, self._numbers = os.urandom(4).hex(), count(1)

    def rows(self, tasks: Iterator[Task]) -> Iterator[Row]:
        """The row of each task, shard by shard, as they come."""
        shutil.rmtree(self._folder, ignore_errors=True)  # of a run that was killed; its late workers write other names
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._client() as client:
            yield from self._gathered(client, self._orders(tasks))
        shutil.rmtree(self._folder, ignore_errors=True)

    def _gathered(self, client: Any, orders: Iterator[dict[str, Any]]) -> Iterator[Row]:
        from distributed import as_completed

        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        running = as_completed([self._submit(client, order) for order in islice(orders, AHEAD * workers)])
        for future in running:
            again = self._again(client, future)
            if again is not None:
                running.add(again)
                continue
            yield from _taken(Path(future.result()))
            running.update(self._submit(client, order) for order in islice(orders, 1))

    def _orders(self, tasks: Iterator[Task]) -> Iterator[dict[str, Any]]:
        while shard := list(islice(tasks, self._shard)):
            yield order_of(self.job, shard, self._folder / f"{self._run}-{next(self._numbers)}.rows", self._run)

    def _submit(self, client: Any, order: dict[str, Any]) -> Any:
        future = client.submit(examine_shard, order, pure=False, retries=ATTEMPTS)
        future.order, future.attempt = order, 1
        return future

    def _again(self, client: Any, future: Any) -> Any:
        """The same order once more, where its worker was lost too often for the scheduler's liking."""
        if future.status == "finished":
            return None
        if future.attempt >= ATTEMPTS:
            raise CannotWrite("cannot_write", path=clean_name(str(self._folder))) from future.exception()
        again = self._submit(client, future.order)
        again.attempt = future.attempt + 1
        return again

    @contextmanager
    def _client(self) -> Iterator[Any]:
        try:
            from distributed import Client, LocalCluster
        except ImportError as missing:
            raise MissingExtra("missing_extra", extra="dask", command="python -m pip install distributed") from missing
        if self._scheduler is not None:
            try:
                client: Any = Client(self._scheduler, timeout=15)
            except (OSError, ValueError) as silent:
                raise UsageError("no_scheduler", value=clean_name(self._scheduler)) from silent
            with client:
                yield client
        else:
            # threads suffice: each only waits for its helper
            cluster: Any = LocalCluster(
                n_workers=self._jobs, threads_per_worker=1, processes=False, dashboard_address=None
            )
            with cluster, Client(cluster) as client:
                yield client


def _taken(path: Path) -> Iterator[Row]:
    """The rows of a shard; the file goes once all of them were handed on."""
    with path.open("rb") as file:
        for line in file:
            if read_header(line) is not None:
                yield read_row(line)
    path.unlink(missing_ok=True)


def _absolute(corpus: str | None) -> str | None:
    return str(Path(corpus).absolute()) if corpus is not None and Path(corpus).is_dir() else corpus
