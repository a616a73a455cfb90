"""The family of programs whose habits a JPEG header shows, by rules and formulas: no table of anyone's is copied."""

from __future__ import annotations

from forensics.jpeg.header import Header
from forensics.jpeg.quality import estimate


def family(header: Header) -> str | None:
    """«libjpeg», «Adobe Photoshop», «Adobe Save for Web», or None where nothing is recognised.

    libjpeg: the usual tables at one setting, which thousands of programs share. Adobe: its own tables, together with
    the segments that only its programs write.
    """
    quality = estimate(header)
    if quality is None:
        return None
    if quality.standard:
        return "libjpeg"
    starts = {(number, body[:5]) for number, body in header.applications}
    if (14, b"Adobe") not in starts:
        return None
    if (12, b"Ducky") in starts:
        return "Adobe Save for Web"
    return "Adobe Photoshop" if (13, b"Photo") in starts else None
