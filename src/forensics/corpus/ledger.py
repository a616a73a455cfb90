"""The writer's memory of a corpus: what each file was when it was last read, so that it is not read again. SQLite.

No raw metadata and no absolute path: a corpus can be moved, or put on a USB key. Readers never open this file. When it is
damaged it is set aside and filled again from the pictures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import randbits

from forensics.corpus.fingerprint import Fingerprint
from forensics.corpus.segment import Entry
from forensics.errors import CannotWrite
from forensics.text import clean_name

FILE = "ledger.sqlite"
VERSION = 2
_PATIENCE = 60_000  # milliseconds that one command waits for another
_CHECKED = 20_000_000  # bytes: a smaller file is checked in full when it is opened
_TABLES = """
CREATE TABLE picture (
    key INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
    sha256 BLOB NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, quality INTEGER NOT NULL,
    pdq BLOB NOT NULL, phash BLOB NOT NULL, parts BLOB NOT NULL, published INTEGER NOT NULL DEFAULT 0);
CREATE INDEX picture_sha256 ON picture (sha256);
CREATE TABLE refused (file TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, code TEXT NOT NULL);
CREATE TABLE dead (key INTEGER PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of a file: its size in bytes, its time of change in nanoseconds, its key (0 when refused)."""

    size: int
    mtime: int
    key: int
    sha256: bytes = b""


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a picture: its checksum (32 bytes), its sides in pixels, its fingerprint and that of its parts."""

    sha256: bytes
    width: int
    height: int
    fingerprint: Fingerprint
    parts: bytes


class Ledger:
    """The ledger of one corpus, opened for writing. Raises `CannotWrite` when another command holds it for a minute."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.rebuilt = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._base = self._opened()
        except sqlite3.OperationalError as fault:
            raise self._fault(fault) from fault
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # what SQLite says of damage quotes it
            self._set_aside()
            self._base = self._opened()
        except OSError as fault:
            raise CannotWrite("cannot_write", path=clean_name(str(self.path))) from fault

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes in this corpus meanwhile; what is done inside stands whole or not at all."""
        try:
            self._base.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            raise self._fault(fault) from fault
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            self._base.execute("ROLLBACK")
            raise

    @property
    def number(self) -> int:
        """Tells this ledger from one that was lost: the keys of an index mean something in its own ledger only."""
        return int(self._base.execute("PRAGMA application_id").fetchone()[0])

    def known(self) -> dict[str, Known]:
        """Every file that was read, by its path relative to the corpus."""
        rows = self._base.execute("SELECT file, size, mtime, key, sha256 FROM picture").fetchall()
        refused = self._base.execute("SELECT file, size, mtime, 0, x'' FROM refused").fetchall()
        return {file: Known(*rest) for file, *rest in (*rows, *refused)}

    def refused(self) -> dict[str, str]:
        """Files that are no pictures we can read, with the code of the fault."""
        return dict(self._base.execute("SELECT file, code FROM refused ORDER BY file").fetchall())

    def fingerprint_of(self, sha256: bytes) -> Looked | None:
        """What was seen in a picture with these bytes, wherever it was."""
        row = self._base.execute(
            "SELECT width, height, parts, pdq, phash, quality FROM picture WHERE sha256 = ? LIMIT 1", (sha256,)
        ).fetchone()
        return None if row is None else Looked(sha256, row[0], row[1], Fingerprint(*row[3:]), row[2])

    def keep(self, file: str, size: int, mtime: int, seen: Looked) -> None:
        """Remember a picture. Its key is always new: what the index holds under the old one is dead."""
        self.forget([file])
        of = seen.fingerprint
        self._base.execute(
            "INSERT INTO picture (file, size, mtime, sha256, width, height, quality, pdq, phash, parts)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (file, size, mtime, seen.sha256, seen.width, seen.height, of.quality, of.pdq, of.phash, seen.parts),
        )

    def touch(self, file: str, size: int, mtime: int) -> None:
        """The file has another time of change and the same bytes."""
        self._base.execute("UPDATE picture SET size = ?, mtime = ? WHERE file = ?", (size, mtime, file))

    def refuse(self, file: str, size: int, mtime: int, code: str) -> None:
        """Remember that this file cannot be read, so that it is not tried again until it changes."""
        self.forget([file])
        self._base.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?)", (file, size, mtime, code))

    def forget(self, files: Iterable[str]) -> None:
        """Drop files; their keys are dead."""
        for file in files:
            self._base.execute(
                "INSERT OR IGNORE INTO dead SELECT key FROM picture WHERE file = ? AND published = 1", (file,)
            )
            self._base.execute("DELETE FROM picture WHERE file = ?", (file,))
            self._base.execute("DELETE FROM refused WHERE file = ?", (file,))

    def unpublished(self) -> list[Entry]:
        """Pictures that the index does not hold yet, in the order of their keys."""
        rows = self._base.execute(
            "SELECT key, file, sha256, width, height, pdq, parts, quality, phash FROM picture WHERE published = 0"
            " ORDER BY key"
        )
        return [_entry(row) for row in rows]

    def publish(self) -> None:
        """Everything is in the index now."""
        self._base.execute("UPDATE picture SET published = 1 WHERE published = 0")

    def unpublish(self) -> None:
        """The index is lost: everything has to go into a new one."""
        self._base.execute("UPDATE picture SET published = 0")
        self._base.execute("DELETE FROM dead")

    def dead(self) -> list[int]:
        """Keys that the index must not find any more."""
        return [key for (key,) in self._base.execute("SELECT key FROM dead")]

    def _opened(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.path, timeout=_PATIENCE / 1000, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = FULL")
            base.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            small = self.path.stat().st_size <= _CHECKED
            if small and base.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("quick_check")
            self._set_up(base)
        except BaseException:
            base.close()
            raise
        return base

    @staticmethod
    def _set_up(base: sqlite3.Connection) -> None:
        base.execute("BEGIN IMMEDIATE")
        found = base.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            base.execute(f"PRAGMA application_id = {randbits(31)}")
            for statement in _TABLES.split(";"):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {VERSION}")
        base.execute("COMMIT")
        if found not in (0, VERSION):
            raise sqlite3.DatabaseError(f"version {found}")

    def _set_aside(self) -> None:
        self.rebuilt = True
        for path in (self.path, *(self.path.with_name(FILE + end) for end in ("-wal", "-shm"))):
            path.unlink(missing_ok=True)

    def _fault(self, fault: sqlite3.OperationalError) -> CannotWrite:
        busy = "locked" in str(fault) or "busy" in str(fault)
        full = "full" in str(fault)
        code = "locked" if busy else "disk_full" if full else "cannot_write"
        return CannotWrite(code, path=clean_name(str(self.path)))


def _entry(row: tuple[int, str, bytes, int, int, bytes, bytes, int, bytes]) -> Entry:
    key, file, sha256, width, height, pdq, parts, quality, phash = row
    flat = Fingerprint(pdq, phash, quality).flat
    return Entry(key, file, sha256, width, height, b"" if flat else pdq, b"" if flat else parts)
