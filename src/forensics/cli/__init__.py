"""The command line: one verb a file. Files whose name starts with «_» hold what all verbs share.

A verb's file ends with ``VERB = Verb(name, function, heading)`` and is found by listing this package.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

_SELDOM = (
    50_000  # new objects between two collections: what a start makes stays, and need not be gone through ten times
)
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")


def main() -> None:
    """The console script. Numbers are crunched by one thread: small matrices gain nothing from more, and lose much on a busy machine."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    gc.set_threshold(_SELDOM)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; every fault is one sentence on stderr."""
    from forensics.cli._letters import speak_plainly
    from forensics.cli._typer import call
    from forensics.cli._words import choose_language

    speak_plainly()
    return call(choose_language(arguments))
