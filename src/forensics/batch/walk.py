"""The files of a folder, each once and in a fixed order; nothing outside it, nothing that could block."""

from __future__ import annotations

import os
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from forensics.errors import UsageError
from forensics.text import clean_name

SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".avif", ".heic")


@dataclass(frozen=True, slots=True)
class State:
    """A file as it is now: bytes and modification time in nanoseconds. ``fault`` is an error code, or None."""

    size: int
    mtime: int
    fault: str | None = None


def names_in(folder: Path, leave_out: Path) -> list[str]:
    """The files under ``folder``, by name relative to it, in byte order; links and special files are named, never followed.

    ``leave_out`` is the folder of the outputs. Raises `UsageError` where ``folder`` is no folder that can be listed.
    """
    try:
        left = leave_out.stat() if leave_out.exists() else None
        return sorted(_names(os.fspath(folder), "", left), key=os.fsencode)
    except OSError as fault:
        raise UsageError("no_pictures", path=clean_name(str(folder))) from fault


def _names(place: str, prefix: str, left_out: os.stat_result | None) -> Iterator[str]:
    folders: list[tuple[str, str]] = [(place, prefix)]
    while folders:  # a list, not recursion: a thousand nested folders are no fault
        place, prefix = folders.pop()
        try:
            entries = list(os.scandir(place))
        except OSError:
            if not prefix:
                raise
            yield prefix.rstrip("/")
            continue
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                if entry.name.lower() not in SYSTEM_FILES:
                    yield prefix + entry.name
            elif left_out is None or not os.path.samestat(entry.stat(follow_symlinks=False), left_out):
                folders.append((entry.path, f"{prefix}{entry.name}/"))
                if entry.name.lower().endswith(_PICTURE_ENDINGS):
                    yield prefix + entry.name


def state_of(path: Path) -> State:
    """How a file stands now. A file that cannot be read by us has a ``fault``."""
    try:
        facts = os.lstat(path)
    except OSError:
        return State(0, 0, "not_found")
    if stat.S_ISDIR(facts.st_mode):
        return State(0, 0, "not_regular" if os.access(path, os.R_OK | os.X_OK) else "permission")
    fault = None if stat.S_ISREG(facts.st_mode) else "not_regular"
    return State(facts.st_size, facts.st_mtime_ns, fault)


def shown_names(names: list[str]) -> Callable[[str], str]:
    """How each file is named in the outputs: cleaned, and still once each where cleaning makes two names alike."""
    altered: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        shown = clean_name(name)
        if shown == name:
            continue
        number, candidate = 1, shown
        while candidate in taken or _has(names, candidate):
            number += 1
            candidate = f"{shown} ({number})"
        altered[name] = candidate
        taken.add(candidate)
    return lambda name: altered.get(name, name)


def _has(names: list[str], name: str) -> bool:
    place = bisect_left(names, os.fsencode(name), key=os.fsencode)
    return place < len(names) and names[place] == name
