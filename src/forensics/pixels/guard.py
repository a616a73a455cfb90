"""Whether a picture is of the kind that the pixel measurements were made on: one photograph-like picture, not too worn.

Drawings, printed pages and screens use few grey levels and repeat the same pixel from one column to the next;
photographs and most generated pictures do neither. How often this errs is in ``assets/generated.toml``.
"""

from __future__ import annotations

import numpy as np

from forensics.errors import NotApplicable
from forensics.jpeg.header import header
from forensics.jpeg.quality import estimate
from forensics.picture import Picture
from forensics.pixels.view import SIDE

WORST_QUALITY = 50
FEW_LEVELS = 0.60
SAME_NEIGHBOURS = 0.74
_ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")
_SAMPLE = 500
_CROP = 1024
_SCREEN = 1000
_PAGE = 1200


def require_photograph(picture: Picture) -> None:
    """Raise `NotApplicable` with the reason where a pixel measurement would speak of something else."""
    if picture.frames > 1 and picture.format in _ANIMATED:
        raise NotApplicable("animated")
    if min(picture.width, picture.height) < SIDE:
        raise NotApplicable("too_small")
    if _quality(picture) < WORST_QUALITY:
        raise NotApplicable("compressed")
    if picture.once(looks_drawn):
        raise NotApplicable(_kind(picture))


def looks_drawn(picture: Picture) -> bool:
    """Whether four grey levels cover most of the picture, or most pixels equal the one beside them."""
    sample = picture.luma[:: _step(picture), :: _step(picture)]
    levels = np.bincount(sample.ravel(), minlength=256)
    if np.sort(levels)[-4:].sum() >= FEW_LEVELS * sample.size:
        return True
    top, left = (max(0, (size - _CROP) // 2) for size in picture.luma.shape)
    centre = picture.luma[top : top + _CROP, left : left + _CROP]
    same = centre[:, 1:] == centre[:, :-1]
    return bool(np.count_nonzero(same) >= SAME_NEIGHBOURS * same.size)


def _kind(picture: Picture) -> str:
    """A name for what looks drawn: a screen (PNG, wide), a grey page large enough to be a scan, or any other drawing."""
    if picture.format == "PNG" and picture.width >= _SCREEN and picture.width > 1.2 * picture.height:
        return "screenshot"
    sample = picture.sampled(_step(picture)).astype(np.int16)
    colourless = float((sample.max(2) - sample.min(2)).mean()) < 8
    page = colourless and float((sample >= 235).mean()) > 0.8 and min(picture.width, picture.height) >= _PAGE
    return "scan" if page else "drawing"


def _step(picture: Picture) -> int:
    """Every how many pixels a sample of about 500 × 500 is taken."""
    return max(1, min(picture.width, picture.height) // _SAMPLE)


def _quality(picture: Picture) -> int:
    """The quality setting of the last save of a JPEG, 1 to 100; 100 for any other file."""
    known = estimate(picture.once(header)) if picture.format == "JPEG" else None
    return 100 if known is None else known.highest
