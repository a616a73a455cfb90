"""A generated picture as it may be given out once its origin is revealed: a band says how it was made, and so does the file.

Regulation (EU) 2024/1689, article 50, wants both for pupils who keep or publish it: words that a person reads, and a mark
that a program reads (IPTC DigitalSourceType in XMP).
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from forensics.assets import read
from forensics.pixels.fresh import QUALITY, packet
from forensics.sheet.worksheet import SheetPicture

_FACE = "fonts/atkinson-hyperlegible-next-600.ttf"
_TEXT_HEIGHT = 0.035  # of the longer side
_LEAST = 13.0  # pixels
_WIDEST = 0.94  # of the picture's width


def revealed(shown: SheetPicture, mention: str, source_type: str) -> bytes:
    """A JPEG of the picture with ``mention`` in a band below it; ``source_type`` is its code of DigitalSourceType.

    It is made of pixels: no position, no name, nothing else of the file is in it.
    """
    picture = Image.open(io.BytesIO(shown.jpeg)).convert("RGB")
    face = _face(mention, picture.size)
    height = round(face.size * 2)
    whole = Image.new("RGB", (picture.width, picture.height + height), "black")
    whole.paste(picture)
    ImageDraw.Draw(whole).line((0, picture.height, picture.width, picture.height), "white", max(2, height // 20))
    middle = (picture.width / 2, picture.height + height / 2)
    ImageDraw.Draw(whole).text(middle, mention, fill="white", font=face, anchor="mm")
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=QUALITY, xmp=packet(source_type).encode())
    return out.getvalue()


def _face(mention: str, size: tuple[int, int]) -> ImageFont.FreeTypeFont:
    """The shipped typeface, as large as the band asks for and the width allows."""
    wanted = max(_LEAST, _TEXT_HEIGHT * max(size))
    face = ImageFont.truetype(io.BytesIO(read(_FACE)), wanted)
    return face.font_variant(size=min(wanted, wanted * _WIDEST * size[0] / face.getlength(mention)))
