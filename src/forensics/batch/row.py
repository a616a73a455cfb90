"""One row: what is known of one file. A header that decides whether it still holds, its report or fault, a thumbnail.

On disk a row is one line, ``crc32 ⇥ header ⇥ body ⇥ thumbnail``: the header is small, so that a journal of a million
rows is read back without parsing the reports, and the body is the very line of ``reports.jsonl``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from forensics.errors import UnreadableInput
from forensics.model import Report
from forensics.render.json import dumps, plain, report_of


@dataclass(frozen=True, slots=True)
class Header:
    """``name`` is the raw name relative to the folder. ``error`` is a code; ``bounds`` the limits it failed under."""

    name: str
    size: int
    mtime: int
    sha256: str = ""
    stamps: Mapping[str, str] = field(default_factory=dict)
    error: str = ""
    bounds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """``body`` is the JSON of a report, or of the values that fill the sentence of the error."""

    header: Header
    body: bytes
    thumbnail: bytes = b""

    def report(self) -> Report:
        """The report of a row without error."""
        return report_of(json.loads(self.body))

    def fault(self) -> UnreadableInput:
        """The fault of a row with one."""
        return UnreadableInput(self.header.error, **json.loads(self.body))

    def line(self) -> bytes:
        """The row as a line of the journal."""
        header = json.dumps({name: getattr(self.header, name) for name in Header.__slots__}, separators=(",", ":"))
        content = b"\t".join((header.encode("ascii"), self.body, base64.b64encode(self.thumbnail)))
        return b"%08x\t%b\n" % (crc32(content), content)


def reported(header: Header, report: Report, thumbnail: bytes) -> Row:
    """A row that holds a report."""
    return Row(header, dumps(plain(report), indent=None).encode(), thumbnail)


def failed(header: Header, values: Mapping[str, Any]) -> Row:
    """A row that holds a fault."""
    return Row(header, dumps(plain(values), indent=None).encode())


def read_header(line: bytes) -> Header | None:
    """The header of a line, or None where the line is torn or damaged."""
    pieces = _pieces(line)
    return None if pieces is None else _header(pieces[0])


def read_row(line: bytes) -> Row:
    """The row of a line whose header was read before. Raises ValueError where it was damaged since."""
    pieces = _pieces(line)
    header = None if pieces is None else _header(pieces[0])
    if pieces is None or header is None:
        raise ValueError("damaged row")
    return Row(header, pieces[1], base64.b64decode(pieces[2]))


def _pieces(line: bytes) -> list[bytes] | None:
    pieces = line.rstrip(b"\n").split(b"\t")
    sound = len(pieces) == 4 and line.endswith(b"\n") and pieces[0] == b"%08x" % crc32(line[9:-1])
    return pieces[1:] if sound else None


def _header(text: bytes) -> Header | None:
    try:
        return Header(**json.loads(text))
    except (ValueError, TypeError):
        return None
