"""Pictures with a known history, other than those of ``make_edits.py``: what happens to them in real life.

Each maker takes a picture without history, another one and a generator of random numbers, and returns a JPEG with the
mask of the zone that differs (None where there is none).
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

Made = tuple[bytes, "Image.Image | None"]
OWN_TABLE = [4 + (i % 8 + i // 8) * 2 for i in range(64)]  # an encoder with tables of its own


def saved(image: Image.Image, quality: int = 90, **settings: object) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality, **settings)
    return out.getvalue()


def again(image: Image.Image, quality: int, **settings: object) -> Image.Image:
    return Image.open(io.BytesIO(saved(image, quality, **settings))).convert("RGB")


def full_colour(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """70 → 90, both 4:4:4, the last progressive."""
    return saved(again(base, 70, subsampling=0), 90, subsampling=0, progressive=True), None


def grey(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """Grey, 75 → 92."""
    return saved(again(base, 75).convert("L"), 92), None


def three_saves(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """65 → 80 → 92."""
    return saved(again(again(base, 65), 80), 92), None


def brightened(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """75, a little more light, 92: what most people do to a photograph."""
    return saved(again(base, 75).point(lambda value: min(255, round(value * 1.08))), 92), None


def own_tables(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """75 → an encoder whose tables are not the usual ones."""
    out = io.BytesIO()
    again(base, 75).save(out, "JPEG", qtables=[OWN_TABLE, OWN_TABLE])
    return out.getvalue(), None


def single_own_tables(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """One save, by the same encoder."""
    out = io.BytesIO()
    base.save(out, "JPEG", qtables=[OWN_TABLE, OWN_TABLE])
    return out.getvalue(), None


def single_sharpened(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """Sharpened and saved once."""
    return saved(base.filter(ImageFilter.UnsharpMask(2, 120, 2)), 88), None


def enlarged(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """75, enlarged by a third, 90: the first grid is gone."""
    size = (base.width * 4 // 3, base.height * 4 // 3)
    return saved(again(base, 75).resize(size, Image.Resampling.BICUBIC), 90), None


def captioned(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """75, a band with words over the foot of the picture, 92."""
    once = again(base, 75)
    height = base.height // 9
    band = (0, base.height - height, base.width, base.height)
    draw = ImageDraw.Draw(once)
    draw.rectangle(band, fill=(28, 34, 60))
    draw.text((20, base.height - height + height // 5), "EXTRA " * 40, fill="white", font_size=height // 2)
    return saved(once, 92), _mask(base, band)


def face_blurred(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """70, a disc blurred as for a face, 92."""
    once = again(base, 70)
    radius = min(base.size) // 8
    x, y = (rng.randint(radius, side - radius) for side in base.size)
    box = (x - radius, y - radius, x + radius, y + radius)
    mask = Image.new("L", base.size)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    return saved(Image.composite(once.filter(ImageFilter.GaussianBlur(radius / 6)), once, mask), 92), mask


def pasted_rectangle(base: Image.Image, other: Image.Image, rng: random.Random) -> Made:
    """A rectangle of another photograph, saved at 70 there, in a picture that was not, 93."""
    width, height = base.width // 5, base.height // 4
    x, y = rng.randint(0, base.width - width) & ~7, rng.randint(0, base.height - height) & ~7
    box = (x, y, x + width, y + height)
    image = base.copy()
    image.paste(again(other.resize(base.size), 70).crop(box), box)
    return saved(image, 93), _mask(base, box)


MAKERS: dict[str, Callable[[Image.Image, Image.Image, random.Random], Made]] = {
    maker.__name__: maker
    for maker in (
        full_colour,
        grey,
        three_saves,
        brightened,
        own_tables,
        single_own_tables,
        single_sharpened,
        enlarged,
        captioned,
        face_blurred,
        pasted_rectangle,
    )
}


def _mask(base: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", base.size)
    mask.paste(255, box)
    return mask


def overlap(mask: Image.Image, blocks: np.ndarray | None) -> float:
    """Intersection over union of the zones found, as blocks of 8×8, and of a mask."""
    if blocks is None:
        return 0.0
    truth = np.asarray(mask.resize((blocks.shape[1] * 8, blocks.shape[0] * 8)))
    truth = truth.reshape(blocks.shape[0], 8, blocks.shape[1], 8).mean(axis=(1, 3)) > 127
    return float((truth & blocks).sum() / max((truth | blocks).sum(), 1))
