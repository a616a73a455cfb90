"""A corpus at a time: a folder in, one row a picture out; killed at any moment, it goes on where it stopped.

walk ─ tasks ─ engine (local workers or Dask) ─ rows ─ journal ─ summary ─ reports.jsonl, table.csv, index.html
"""

from __future__ import annotations

from forensics.batch.job import Job
from forensics.batch.run import Outcome, Progress, run_batch

__all__ = ["Job", "Outcome", "Progress", "run_batch"]
