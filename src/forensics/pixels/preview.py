"""A preview against the picture that it should show: the correlation of their shapes of light and dark.

Cameras lay previews of 4:3 on a black or white band when the picture has another shape; the bands are cut before comparing.
"""

from __future__ import annotations

import io
import warnings

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.picture import Picture

MOST_PIXELS = 4_000_000
SIDE = 48  # both are brought to this square: fine detail does not survive a preview's compression
_FLATTEST = 4.0  # grey levels of standard deviation below which there is nothing to compare


def preview(data: bytes) -> Image.Image | None:
    """A preview decoded to grey, or None where it cannot be."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=["JPEG"]) as opened:
                if opened.width * opened.height > MOST_PIXELS or min(opened.size) < 16:
                    return None
                return opened.convert("L")
    except Exception:  # a damaged preview is no preview
        return None


def agreement(picture: Picture, shown: Image.Image) -> float | None:
    """Correlation, −1 to 1, between picture and preview as stored; None where one of them is flat.

    The best of the whole preview and of the preview cut to the picture's shape, so that bands do not count.
    """
    whole = _square(picture.small(SIDE))
    cut = _cut_to_shape(shown, picture.width / picture.height)
    found = [_correlation(whole, _square(one)) for one in (shown, cut)]
    known = [value for value in found if value is not None]
    return max(known) if known else None


def _cut_to_shape(shown: Image.Image, shape: float) -> Image.Image:
    """The middle of the preview with the picture's ratio of width to height."""
    width, height = shown.size
    wide, high = (width, round(width / shape)) if width / height < shape else (round(height * shape), height)
    left, top = (width - wide) // 2, (height - high) // 2
    return shown.crop((left, top, left + max(wide, 1), top + max(high, 1)))


def _square(image: Image.Image) -> NDArray[np.float64]:
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), dtype=np.float64)


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    if min(one.std(), other.std()) < _FLATTEST:
        return None
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
