"""Text from a picture, a corpus or an answer file is cleaned here once, where it is read, before anyone prints it."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # control characters (tab and line feed become spaces below)
    "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, bidi, annotations
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, tags
)
_SPACES = re.compile(r"[ \u00a0]{2,}")  # a lone no-break space is French typography and stays
LONGEST = 500


def clean(text: str, longest: int = LONGEST) -> str:
    """One line without control, bidi or zero-width characters, at most ``longest`` characters long (then «…»)."""
    visible = _INVISIBLE.sub("", text[: 4 * longest].replace("\n", " ").replace("\t", " "))
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def clean_name(name: str) -> str:
    """A file name as it may be shown: bytes that are not UTF-8 become «\ufffd», invisible characters go."""
    readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return _INVISIBLE.sub("\ufffd", readable.replace("\n", "\ufffd").replace("\t", " "))
