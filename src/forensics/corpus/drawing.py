"""The correspondence between two pictures, drawn: side by side, with lines between the details that agree."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageDraw

from forensics.corpus.second_look import Link, reduced
from forensics.model import Figure
from forensics.picture import Picture

_LINES = 30
_GAP = 24


def correspondence(link: Link, query: Picture, original: Picture) -> Figure:
    """The query on the left, the picture of the corpus on the right; grey, with lines that a photocopier keeps."""
    left, right = reduced(query), reduced(original)
    page = Image.new("L", (left.width + _GAP + right.width, max(left.height, right.height)), 255)
    page.paste(left, (0, 0))
    page.paste(right, (left.width + _GAP, 0))
    draw = ImageDraw.Draw(page)
    for number in np.linspace(0, link.pairs - 1, min(_LINES, link.pairs)).astype(int):
        x, y = (float(value) for value in link.here[number])
        start = (left.width - x if link.mirrored else x, y)
        end = (float(link.there[number][0]) + left.width + _GAP, float(link.there[number][1]))
        draw.line((start, end), fill=255, width=4)
        draw.line((start, end), fill=0, width=2)
        for dx, dy in (start, end):
            draw.ellipse((dx - 4, dy - 4, dx + 4, dy + 4), fill=255, outline=0, width=2)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return Figure("match.pairs", buffer.getvalue(), page.width, page.height)
