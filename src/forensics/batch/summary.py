"""The outputs of a run, each written whole: ``reports.jsonl``, ``table.csv``, ``index.html`` and its pages."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from forensics.batch.job import Job
from forensics.batch.row import Row
from forensics.files import whole
from forensics.lang import Catalogue
from forensics.lang.wording import of_fault
from forensics.model import SCHEMA
from forensics.render.json import dumps
from forensics.render.report import FolderReport, Heading
from forensics.render.table import Table
from forensics.text import clean_name

REPORTS, TABLE = "reports.jsonl", "table.csv"


def write_outputs(out: Path, job: Job, rows: Iterable[Row], catalogue: Catalogue) -> None:
    """Write all outputs in one pass over the rows. Raises `CannotWrite`."""
    page = FolderReport(out, _heading(job), catalogue)
    with ExitStack() as stack:
        lines = stack.enter_context(whole(out / REPORTS))
        table = Table(stack.enter_context(whole(out / TABLE)), catalogue)
        for row in rows:
            lines.write(json_line(row, catalogue))
            if row.header.error:
                fault = row.fault()
                table.fault(fault)
                page.fault(fault)
            else:
                report = row.report()
                table.report(report)
                page.report(report, row.thumbnail)
    page.close()


def _heading(job: Job) -> Heading:
    folder = clean_name(job.folder.name or str(job.folder))
    corpus = None if job.corpus is None else clean_name(Path(job.corpus).name)
    return Heading(folder, job.depth, corpus, f"forensics clean {shlex.quote(folder)} -o copies")


def json_line(row: Row, catalogue: Catalogue) -> bytes:
    """The line of ``reports.jsonl``: the report, or the path, code and message of a fault."""
    if not row.header.error:
        return row.body + b"\n"
    return dumps(fault_record(row, catalogue), indent=None).encode() + b"\n"


def fault_record(row: Row, catalogue: Catalogue) -> dict[str, Any]:
    """``{"path", "code", "message"}``, and ``sha256`` where the bytes could be read."""
    fault = row.fault()
    record = {"path": fault.values["path"], "code": fault.code, "message": of_fault(fault, catalogue)}
    return {**record, "sha256": row.header.sha256} if row.header.sha256 else record


def json_envelope(out: Path) -> Iterator[str]:
    """The envelope of `forensics check --json`, in pieces, from the lines of ``reports.jsonl``."""
    failed = any(_is_fault(line) for line in _lines(out))
    done = any(not _is_fault(line) for line in _lines(out))
    status = "success" if not failed else "partial" if done else "error"
    yield f'{{"schema": "{SCHEMA}", "status": "{status}", "reports": ['
    yield from _joined(line for line in _lines(out) if not _is_fault(line))
    yield '], "errors": ['
    yield from _joined(line for line in _lines(out) if _is_fault(line))
    yield "]}\n"


def _lines(out: Path) -> Iterator[str]:
    with (out / REPORTS).open(encoding="utf-8", newline="\n") as file:
        yield from file


def _is_fault(line: str) -> bool:
    return line.startswith('{"path"')


def _joined(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield (",\n" if number else "\n") + line.rstrip("\n")
