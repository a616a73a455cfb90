"""One line a picture for a spreadsheet. No cell can be read as a formula, and the separator is the one its language expects."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from typing import BinaryIO

from forensics.errors import ForensicsError
from forensics.lang import Catalogue
from forensics.lang.wording import of_fault
from forensics.model import Report, Sign

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it, a spreadsheet takes UTF-8 for the code page of its country


class Table:
    """Writes rows to ``file`` (bytes) as they come."""

    def __init__(self, file: BinaryIO, catalogue: Catalogue) -> None:
        self._file, self._words = file, catalogue
        file.write(_BYTE_ORDER_MARK)
        signs = [catalogue.text("signs", sign.value, "name") for sign in Sign]
        self._write([*(catalogue.text("table", name) for name in COLUMNS), *signs])

    def report(self, report: Report) -> None:
        """The line of one report."""
        image, reading, words = report.image, report.reading, self._words
        personal = [words.text("findings", code, "title") for code in reading.personal_data]
        signs = Counter(finding.sign for finding in report.findings())
        cells = [
            image.path,
            image.format,
            f"{image.width} × {image.height}",
            str(image.bytes),
            words.text("reading", "generated", reading.generated.statement.value, "title"),
            words.text("reading", "edited", reading.edited.statement.value, "title"),
            ", ".join(personal),
            ", ".join(match.id for match in report.matches),
            "",
            image.sha256,
        ]
        self._write([*cells, *(str(signs[sign]) for sign in Sign)])

    def fault(self, fault: ForensicsError) -> None:
        """The line of a file that could not be read."""
        cells = dict.fromkeys(COLUMNS, "") | {"path": fault.values["path"], "errors": of_fault(fault, self._words)}
        self._write([*cells.values(), *("" for _ in Sign)])

    def _write(self, cells: Iterable[str]) -> None:
        line = io.StringIO()
        separator = self._words.text("format", "csv")
        csv.writer(line, delimiter=separator, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
        self._file.write(line.getvalue().encode("utf-8", "replace"))


COLUMNS = ("path", "format", "size", "bytes", "generated", "edited", "personal", "matches", "errors", "sha256")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before the signs that start one."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell
