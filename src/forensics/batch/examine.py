"""One file in a worker: read, examined, shrunk to a thumbnail, written as a row. Never raises for the file's sake."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from PIL import Image

from forensics.analyses import Context
from forensics.batch.job import Job
from forensics.batch.row import Header, Row, failed, reported
from forensics.corpus.fingerprint import SIDE
from forensics.errors import ForensicsError, UnreadableInput
from forensics.model import Report
from forensics.picture import Picture, as_shown
from forensics.pipeline import examine_picture

THUMBNAIL = 96  # pixels of the longer side


@dataclass(frozen=True, slots=True)
class Task:
    """One file to examine. Where its sha256 is still ``known``, only ``tests`` are run, and none at all when that is empty."""

    name: str
    shown: str
    size: int
    mtime: int
    tests: tuple[str, ...] = ()
    known: str = ""

    def plain(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Task:
        return cls(**{**plain, "tests": tuple(plain["tests"])})


@dataclass(frozen=True)
class Examiner:
    """Examines the files of one job, one after another."""

    job: Job

    @cached_property
    def context(self) -> Context:
        return self.job.context()

    @cached_property
    def stamps(self) -> dict[str, str]:
        return self.job.stamps()

    def loaded(self) -> Examiner:
        """The same, with the analyses imported and the corpus open: what forked workers then share."""
        _ = self.context, self.stamps
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """A worker that does not share our memory opens the corpus itself."""
        return Examiner, (self.job,)

    def row(self, task: Task) -> Row:
        """The row of one file; whatever is wrong with it becomes the row of a fault. MemoryError passes."""
        path = self.job.folder / task.name
        header = Header(task.name, task.size, task.mtime, stamps=self.stamps)
        try:
            picture = Picture.read(path, self.job.limits())
            header = replace(header, sha256=picture.sha256)
            same = picture.sha256 == task.known
            if same and not task.tests:
                return Row(header, b"")
            report = examine_picture(picture, self.context, task.tests if same else self.job.only)
            return reported(header, _named(report, task.shown), thumbnail(picture, colour=not self.job.only))
        except UnreadableInput as fault:
            return self.set_aside(task, fault, header.sha256 or self._sha256(path))

    def set_aside(self, task: Task, fault: ForensicsError, sha256: str = "") -> Row:
        """The row of a file that cannot be examined."""
        header = Header(task.name, task.size, task.mtime, sha256, error=fault.code, bounds=self.job.bounds())
        return failed(header, {**fault.values, "path": task.shown})

    def _sha256(self, path: Path) -> str:
        """What tells the file apart even though it cannot be read as a picture; empty where it is too large to hash."""
        try:
            data = path.read_bytes() if path.stat().st_size <= self.job.limits().max_bytes else b""
        except OSError:
            return ""
        return sha256(data).hexdigest() if data else ""


def _named(report: Report, shown: str) -> Report:
    return replace(report, image=replace(report.image, path=shown))


def thumbnail(picture: Picture, colour: bool = True) -> bytes:
    """A JPEG of at most 96 pixels a side, upright, made anew from the pixels: nothing of the file's metadata is in it.

    In grey it costs nothing, for a fingerprint needs the same small luminance; in colour, a look at an eighth of the pixels.
    """
    try:
        small = picture.small(THUMBNAIL, "RGB") if colour else picture.small(SIDE)
    except UnreadableInput:
        return b""
    small = as_shown(small, picture.orientation).copy()
    small.info = {}  # a comment would be saved with the pixels
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.BOX)
    stream = io.BytesIO()
    small.save(stream, "JPEG", quality=50)
    return stream.getvalue()
