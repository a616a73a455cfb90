"""Files on disk: written whole or not at all, listed without ever leaving the folder asked for."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from forensics.errors import CannotWrite
from forensics.picture import FORMATS, sniff
from forensics.text import clean_name

_PREFIX, _SUFFIX = ".forensics-", ".tmp"


def write_whole(path: Path, data: bytes) -> Path:
    """Write under a temporary name in the same folder, then rename. Raises `CannotWrite`."""
    with whole(path) as file:
        file.write(data)
    return path


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write piece by piece; it takes its name once all is on the disk, or never. Raises `CannotWrite`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise write_fault(path, fault) from fault


def leftovers(folder: Path) -> Iterator[Path]:
    """Temporary files that a killed run left in ``folder``."""
    yield from folder.glob(f"{_PREFIX}*{_SUFFIX}")


def write_fault(path: Path, fault: OSError) -> CannotWrite:
    """The sentence for a failed write: the disk is full, or the place cannot be written."""
    full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
    return CannotWrite("disk_full" if full else "cannot_write", path=clean_name(str(path)))


def pictures_in(folder: Path, recursive: bool = True) -> Iterator[Path]:
    """Regular files of a folder that begin like a picture we read, in name order; links and special files are left out."""
    for entry in sorted(os.scandir(folder), key=lambda entry: os.fsencode(entry.name)):
        if entry.is_dir(follow_symlinks=False):
            if recursive and not entry.name.startswith("."):
                yield from pictures_in(Path(entry.path))
        elif entry.is_file(follow_symlinks=False) and _begins_like_a_picture(Path(entry.path)):
            yield Path(entry.path)


def _begins_like_a_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return sniff(file.read(64)) in FORMATS
    except OSError:
        return False
