"""Perceptual fingerprints: what a picture looks like, in 256 bits (PDQ) and in 64 (ImageHash's pHash), from one small luminance.

PDQ: Facebook (2019), *The TMK+PDQF video-hashing algorithm and the PDQ image-hashing algorithm*. The reference smooths the
full picture twice and takes every n-th sample; here the mean of each of 64 × 64 cells stands for both, at a drafted scale.
pHash: the one of ImageHash (32 × 32, 8 × 8 lowest frequencies of the DCT, above their median).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from forensics.picture import Picture, as_shown

BITS = 256
SIDE = 256  # pixels of the shorter side that the fingerprint needs
_CELLS = 64
_GRID = 160  # the small square that partial views are cut from
_PAGE = 0.06  # share of pixels of the same grey that makes a page
_FLAT = 4  # below this PDQ quality, two plain pictures look alike by chance

# Parts of a picture (left, top, right, bottom, as shares), stored so that a cropped copy is found again. Of the sets tried, the
# smallest that brings every crop of 5 to 20 % among the 30 nearest of 364 pictures.
PARTS = tuple(
    (x / 60, y / 60, x / 60 + size, y / 60 + size)
    for size, steps in ((0.9, (0, 3, 6)), (0.8, (0, 4, 8, 12)))
    for x in steps
    for y in steps
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``pdq``: 32 bytes, as the reference prints them; ``phash``: 8 bytes; ``quality``: PDQ's, 0 (plain) to 100."""

    pdq: bytes
    phash: bytes
    quality: int

    @property
    def flat(self) -> bool:
        """True when the picture has too little detail for two of them to be told apart."""
        return self.quality < _FLAT


def fingerprint(picture: Picture) -> Fingerprint:
    """The fingerprint of a picture as it is shown (EXIF orientation applied)."""
    shown = picture.once(upright)
    cells = _cells(shown)
    return Fingerprint(packed(coefficients(cells)).tobytes(), _phash(shown), _quality(cells))


def part_hashes(picture: Picture) -> bytes:
    """The PDQ of each of `PARTS`, 32 bytes each, in that order."""
    return packed(coefficients(parts(picture.once(upright)))).tobytes()


def upright(picture: Picture, side: int = SIDE) -> Image.Image:
    """The small luminance, at least ``side`` pixels on its shorter side, the way up that a viewer shows it."""
    return as_shown(picture.small(side), picture.orientation)


def parts(shown: Image.Image) -> NDArray[np.float32]:
    """The cells of each of `PARTS`: shape (25, 64, 64)."""
    grid = shown.resize((_GRID, _GRID), Image.Resampling.BOX)
    boxes = (tuple(share * _GRID for share in part) for part in PARTS)
    return np.stack([_cells(grid, box) for box in boxes])  # type: ignore[arg-type]


def coefficients(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    """The 16 × 16 lowest frequencies of the DCT of ``(…, 64, 64)`` cells, the constant left out."""
    spectrum: NDArray[np.float32] = _DCT @ cells @ _DCT.T
    return spectrum


def packed(spectrum: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The 256 bits above the median of ``(…, 16, 16)`` frequencies, as ``(…, 32)`` bytes in the order of the reference."""
    flat = spectrum.reshape(*spectrum.shape[:-2], BITS)
    return np.packbits((flat > np.median(flat, axis=-1, keepdims=True))[..., ::-1], axis=-1)


def turned(spectrum: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same frequencies for the eight turns and mirrors of the picture, in the order of `TURNS`: shape (8, 16, 16)."""
    flip = spectrum * _ODD[None, :]
    four = [s * y for s in (spectrum, flip) for y in (np.ones((16, 1), np.float32), _ODD[:, None])]
    return np.stack([*four, *(s.T for s in four)])


TURNS: tuple[str, ...] = ("same", "turned", "mirrored", "turned", "mirrored", "turned", "turned", "mirrored")
_ODD = np.where(np.arange(1, 17) % 2, -1, 1).astype(np.float32)
_DCT = (
    np.sqrt(2 / _CELLS) * np.cos(np.pi / (2 * _CELLS) * np.outer(np.arange(1, 17), 2 * np.arange(_CELLS) + 1))
).astype(np.float32)


def without_border(shown: Image.Image) -> Image.Image | None:
    """The picture without the plain edges around it; None when there are none, or next to nothing else."""
    luma = np.asarray(shown, dtype=np.int16)
    top, bottom = _plain_ends(luma)
    left, right = _plain_ends(luma.T)
    height, width = luma.shape
    if top + bottom + left + right < 0.01 * (height + width) or height - top - bottom < 32 or width - left - right < 32:
        return None
    return ImageOps.crop(shown, (left, top, right, bottom))


def _plain_ends(luma: NDArray[np.int16]) -> tuple[int, int]:
    """How many rows at the top and at the bottom hold one grey only."""
    plain = np.ptp(np.percentile(luma, (5, 95), axis=1), axis=0) <= 6
    kept = np.flatnonzero(~plain)
    return (0, 0) if kept.size == 0 else (int(kept[0]), len(plain) - 1 - int(kept[-1]))


def set_in_page(shown: Image.Image) -> Image.Image | None:
    """The picture set in a page of one colour, as in a screenshot of a post; None when there is no such page.

    The page is the grey that fills most; the picture, the largest thing on it, once text and thin lines are worn away, if it is
    a rectangle.
    """
    from forensics.opencv import cv2

    luma = np.asarray(shown)
    counts = np.bincount(luma.ravel(), minlength=256)
    ground = int(counts.argmax())
    if counts[max(0, ground - 2) : ground + 3].sum() < _PAGE * luma.size:
        return None
    things = (np.abs(luma.astype(np.int16) - ground) > 6).astype(np.uint8)
    kernel = np.ones((max(3, min(luma.shape) // 24),) * 2, np.uint8)
    solid = cv2.morphologyEx(
        cv2.morphologyEx(things, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)), cv2.MORPH_OPEN, kernel
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(solid)
    if count < 2:
        return None
    left, top, width, height, area = (int(value) for value in stats[1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())])
    if area < 0.85 * width * height or not 0.15 < width * height / luma.size < 0.95 or min(width, height) < 64:
        return None
    return shown.crop((left, top, left + width, top + height))


def whole(shown: Image.Image) -> NDArray[np.float32]:
    """The frequencies of a small luminance: shape (16, 16)."""
    return coefficients(_cells(shown))


def _cells(image: Image.Image, box: tuple[float, float, float, float] | None = None) -> NDArray[np.float32]:
    return np.asarray(image.resize((_CELLS, _CELLS), Image.Resampling.BOX, box=box), dtype=np.float32)


def _quality(cells: NDArray[np.float32]) -> int:
    """PDQ's own measure of detail: the sum of the steps between neighbours, in hundredths of the range, over 90."""
    steps = sum(float(np.abs(np.trunc(np.diff(cells, axis=axis) * 100 / 255)).sum()) for axis in (0, 1))
    return min(100, int(steps / 90))


def _phash(shown: Image.Image) -> bytes:
    low = np.asarray(shown.resize((32, 32), Image.Resampling.LANCZOS, reducing_gap=2.0), dtype=np.float32)
    spectrum = _LOW @ low @ _LOW.T
    return np.packbits(spectrum > np.median(spectrum)).tobytes()


_LOW = np.cos(np.pi / 64 * np.outer(np.arange(8), 2 * np.arange(32) + 1)).astype(np.float32)
