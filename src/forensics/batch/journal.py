"""The append-only journal of a run: one line a picture, written before the next is counted as done.

A line is handed to the system at once, so that ``kill -9`` loses nothing, and forced to the disk every second, so that
a power cut loses at most that second. A torn last line is cut off when the journal is opened again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import BinaryIO

from forensics.batch.row import Header, Row, read_header, read_row
from forensics.errors import CannotWrite
from forensics.files import leftovers, whole, write_fault
from forensics.text import clean_name

NAME = "journal.rows"
SYNC_SECONDS = 1.0


class Journal:
    """Opened for one run alone: the folder is locked. Raises `CannotWrite` (``locked``, ``cannot_write``, ``disk_full``)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        self._places: dict[str, int] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder)
            for leftover in leftovers(folder):
                leftover.unlink(missing_ok=True)
            self._open()
        except OSError as fault:
            raise write_fault(self.path, fault) from fault
        self._synced = monotonic()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.sync()
        finally:
            self._close()
            self.unlock()

    def unlock(self) -> None:
        """Give the folder free; a forked worker does so at once, for a lock lives as long as any process holds it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def header(self, name: str) -> Header | None:
        """The header of the newest row of a file."""
        return self.row(name).header if name in self._places else None

    def row(self, name: str) -> Row:
        """The newest row of a file. KeyError where there is none."""
        return read_row(self._line_at(self._places[name]))

    def add(self, row: Row) -> None:
        """Commit one row."""
        try:
            place = self._file.seek(0, os.SEEK_END)
            _write_all(self._file, row.line())
            self._places[row.header.name] = place
            if monotonic() - self._synced > SYNC_SECONDS:
                self.sync()
        except OSError as fault:
            raise write_fault(self.path, fault) from fault

    def sync(self) -> None:
        """Force what was written to the disk; the moment to notice that the folder was taken away."""
        try:
            os.fsync(self._file.fileno())
            same = os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except OSError as fault:
            raise write_fault(self.path, fault) from fault
        if not same:
            raise CannotWrite("cannot_write", path=clean_name(str(self.folder)))
        self._synced = monotonic()

    def compact(self, names: Iterable[str]) -> None:
        """Keep the newest row of each of ``names``, where more than half of the journal is outdated."""
        kept = [name for name in names if name in self._places]
        if 2 * len(kept) >= self._lines:
            return
        with whole(self.path) as file:
            for name in kept:
                file.write(self._line_at(self._places[name]))
        self._close()
        self._open()

    def _open(self) -> None:
        self._file: BinaryIO = self.path.open("ab", buffering=0)
        self._reader: BinaryIO = self.path.open("rb")
        self._places.clear()
        place, self._lines = 0, 0
        for line in self._reader:
            header = read_header(line)
            if header is not None:
                self._places[header.name] = place
            elif not line.endswith(b"\n"):
                break
            place += len(line)
            self._lines += 1
        self._file.truncate(place)

    def _close(self) -> None:
        self._reader.close()
        self._file.close()

    def _line_at(self, place: int) -> bytes:
        self._reader.seek(place)
        return self._reader.readline()


def _write_all(file: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _locked(folder: Path) -> int | None:
    """Lock the folder itself: no lock file stays behind, and a killed run frees it."""
    try:
        import fcntl
    except ImportError:  # Windows has no lock on a folder; two runs at once are not refused there
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        os.close(handle)
        raise CannotWrite("locked", path=clean_name(str(folder))) from taken
    return handle
