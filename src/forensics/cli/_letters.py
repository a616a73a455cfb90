"""What is printed where the terminal, or the file that it goes to, has no such letter: the nearest one that it has.

A sign must stay a sign: «?» for all of them would say that each test found the same.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata

_NEAREST = str.maketrans({
    "◆": "#", "◇": "+", "▲": "!", "△": "~", "○": "o", "✎": "?", "✕": "x", "→": ">", "←": "<", "×": "x", "·": "-", "•": "-",
    "—": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": "...", "œ": "oe", "Œ": "OE", "æ": "ae",
    "\u00a0": " ", "\u202f": " ", "█": "#", "░": ".", "─": "-", "━": "-", "│": "|", "≥": ">=", "≤": "<=",
})  # fmt: skip
NAME = "forensics.nearest"


def speak_plainly() -> None:
    """Let stdout and stderr write the nearest letter where they have not the one asked for, instead of failing."""
    codecs.register_error(NAME, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=NAME)


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(map(_letter, fault.object[fault.start : fault.end])), fault.end


def _letter(letter: str) -> str:
    """Without its accent, or what looks like it, in ASCII; «?» for all else."""
    plain = unicodedata.normalize("NFKD", letter.translate(_NEAREST))
    return plain.encode("ascii", "ignore").decode() or "?"
