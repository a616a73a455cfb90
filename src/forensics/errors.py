"""Every way to fail, each with its exit code. The sentences lie in ``lang/`` under ``[errors.<code>]``.

    ForensicsError                1  unexpected
    ├── UsageError                2  the command was misused (unknown corpus, no pictures, bad choice)
    ├── UnreadableInput           3  this file cannot be read (missing, empty, truncated, not a picture, too large)
    ├── CannotWrite               5  the output cannot be written (folder, disk, lock)
    ├── MissingExtra              6  an optional part is not installed
    ├── Interrupted             130  stopped from the keyboard
    └── Terminated              143  stopped by the system

A suspicious picture is never an error. Some inputs failed and others are done: no exception, the exit code `PARTIAL`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """What the shell sees; fixed, other programs are written against it."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    UNREADABLE = 3
    PARTIAL = 4
    CANNOT_WRITE = 5
    MISSING_EXTRA = 6
    INTERRUPTED = 130
    TERMINATED = 143


class ForensicsError(Exception):
    """``code`` names the sentence in the catalogue, ``values`` fill it. Raised from where the fault is understood."""

    exit_code = ExitCode.UNEXPECTED

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross a process boundary with the values kept."""
        return _rebuild, (type(self), self.code, self.values)


def _rebuild(kind: type[ForensicsError], code: str, values: dict[str, Any]) -> ForensicsError:
    return kind(code, **values)


class UsageError(ForensicsError):
    exit_code = ExitCode.USAGE


class UnreadableInput(ForensicsError):
    exit_code = ExitCode.UNREADABLE


class CannotWrite(ForensicsError):
    exit_code = ExitCode.CANNOT_WRITE


class MissingExtra(ForensicsError):
    exit_code = ExitCode.MISSING_EXTRA


class Interrupted(ForensicsError):
    exit_code = ExitCode.INTERRUPTED


class Terminated(ForensicsError):
    exit_code = ExitCode.TERMINATED


class NotApplicable(Exception):
    """Raised inside an analysis: the test means nothing on this file. ``reason`` is a key of ``[not_applicable]``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AnalysisFailed(Exception):
    """Raised inside an analysis: it could not finish. ``reason`` is a key of ``[failed]`` (``metadata``, ``time``…)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
