"""Hints that never decide: the name of the file, its size, a block that a phone's editor leaves at the end.

Source: ``reference/markers.md`` §§4 and 6 of the project's research (files seen, November 2026).
"""

from __future__ import annotations

import re

from forensics.metadata.record import Metadata

_NAMES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), generator)
    for pattern, generator in (
        (r"^chatgpt image \S+ \S+", "ChatGPT (OpenAI)"),
        (r"^dall[·\-_. ]?e[ _-]20\d\d", "ChatGPT (OpenAI)"),
        (r"^gemini_generated_image_", "Google AI"),
        (r"^firefly[_ -]", "Adobe Firefly"),
        (r"^comfyui_\d{5}_", "ComfyUI"),
        (r"^grok[-_]image", "Grok (xAI)"),
        (r"^\d{5}-\d{6,10}(?:-|\.)", "Stable Diffusion (AUTOMATIC1111)"),
        (r"^jimeng-20\d\d", "Jimeng, Dreamina (ByteDance)"),
        (r"^(?:leonardo|leonardo[ _]ai)_", "Leonardo"),
        (r"^[\w,]+_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:_\d)?\.", "Midjourney"),
    )
)
# Native sizes of models; cropped photographs have them too.
SIZES = frozenset(
    {
        (512, 512),
        (768, 768),
        (1024, 1024),
        (1152, 896),
        (896, 1152),
        (1216, 832),
        (832, 1216),
        (1344, 768),
        (768, 1344),
        (1536, 640),
        (640, 1536),
        (1536, 1024),
        (1024, 1536),
        (1792, 1024),
        (1024, 1792),
        (1448, 1086),
        (1086, 1448),
        (1122, 1402),
        (1402, 1122),
        (784, 1168),
        (1168, 784),
        (2752, 1536),
        (1536, 2752),
        (2048, 2048),
        (1232, 928),
        (928, 1232),
    }
)
_SAMSUNG = re.compile(rb'"genAIType"\s*:\s*([1-9]\d{0,3})')
MOST_TRAILER = 4_000_000


def generator_of_name(name: str) -> str:
    """The generator whose habit a file name follows; an empty string for any other name."""
    return next((generator for pattern, generator in _NAMES if pattern.search(name)), "")


def galaxy_edit(data: bytes, found: Metadata) -> str:
    """The kind of AI edit that Samsung's editor notes after the picture (``genAIType``, not 0); empty where there is none."""
    start = found.trailer[0] if found.trailer else max(0, len(data) - MOST_TRAILER)
    tail = data[start : start + MOST_TRAILER]
    number = _SAMSUNG.search(tail) if b"PhotoEditor_Re_Edit_Data" in tail else None
    return number[1].decode() if number else ""
