"""``forensics doctor``: what is installed, what is missing, and the line that mends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import NamedTuple

from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import ExitCode

NEEDED = (
    "pillow",
    "numpy",
    "defusedxml",
    "imagehash",
    "opencv-python-headless",
    "encypher-c2pa",
    "jinja2",
    "typst",
    "scikit-image",
)
OPTIONAL = {"heic": "pi_heif", "pdf": "typst", "docx": "docx", "dask": "distributed"}


class Line(NamedTuple):
    """One thing looked at: is it in order, and if not, what mends it."""

    well: bool
    text: str
    fix: str = ""


def doctor() -> int:
    lines = [
        _python(),
        *_libraries(),
        *_extras(),
        *_machine(),
        _language(),
        Line(True, words().text("doctor", "offline")),
    ]
    print(words().text("doctor", "title") + "\n")
    for line in lines:
        print(f"  {'○' if line.well else '▲'}  {line.text}")
        if line.fix:
            print(f"     → {line.fix}")
    problems = sum(not line.well for line in lines)
    print(
        "\n" + (words().text("doctor", "problems", count=problems) if problems else words().text("doctor", "all_good"))
    )
    return ExitCode.MISSING_EXTRA if problems else ExitCode.DONE


VERB = Verb("doctor", doctor)


def _python() -> Line:
    return Line(
        sys.version_info >= (3, 11), words().text("doctor", "python", version=".".join(map(str, sys.version_info[:3])))
    )


def _libraries() -> Iterator[Line]:
    from importlib.metadata import PackageNotFoundError, version  # it loads the mail library; help needs none

    for name in NEEDED:
        try:
            yield Line(True, words().text("doctor", "library", name=name, version=version(name)))
        except PackageNotFoundError:
            text = words().text("doctor", "library", name=name, version=words().text("doctor", "missing"))
            yield Line(False, text, words().text("doctor", "fix", command=f"python -m pip install {name}"))


def _extras() -> Iterator[Line]:
    """An extra that is absent is no fault: it is said, with the line that adds it."""

    for extra, module in OPTIONAL.items():
        present = find_spec(module) is not None
        state = words().text("doctor", "ok" if present else "missing")
        text = words().text("doctor", "extra", extra=extra, purpose=words().text("doctor", "purposes", extra))
        fix = "" if present else words().text("doctor", "fix", command=f'python -m pip install "forensics[{extra}]"')
        yield Line(True, f"{text} ({state})", fix)


def _machine() -> Iterator[Line]:
    yield Line(
        True,
        words().text(
            "doctor", "cpu", count=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        ),
    )
    import shutil

    free = shutil.disk_usage(os.curdir).free
    yield Line(free > 200_000_000, words().text("doctor", "disk", size=f"{free / 1e9:.1f} GB"))


def _language() -> Line:
    return Line(True, words().text("doctor", "language", language=words().text("meta", "name")))
