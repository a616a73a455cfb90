"""How a picture differs from the one it was matched with, once the two lie on each other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.corpus.second_look import SIDE, Link
from forensics.picture import Picture, as_shown

_TURNED = 1.0  # degrees
_COVERED = 0.965  # share of a picture that must lie on the other for their edges to be the same
_BLOCK = 8
_STEP = 5.0  # grey levels, once the tones are made equal: compression stays below
_MARKED = 0.012  # share of blocks that a caption or a logo takes at least
_TONES = 7.0  # grey levels between the two, on average
_COLOUR = 6.0
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def disagreement(link: Link, query: Picture, original: Picture) -> float:
    """Share of what both show (0 to 1) that is not the same once one lies on the other and the tones are made equal.

    Saving, cropping, a caption or a logo leave it below a third; two pictures of one composition are above.
    """
    laid, under, seen = _laid(link, _colours(query), _colours(original))
    if seen.sum() < 500:
        return 1.0
    grey, ground = laid @ _LUMA, under @ _LUMA
    both = float(seen.mean())
    return _marked(_beyond(_equal_tones(grey, ground, seen), ground), seen, 0.0) / both


def transform(link: Link, query: Picture, original: Picture) -> str:
    """A key of ``[phrases.transform]``: the change that matters most to whoever compares the two."""
    if link.mirrored:
        return "mirrored"
    if abs(link.angle) > _TURNED:
        return "turned"
    here, there = _colours(query), _colours(original)
    cover_there, cover_here = _covers(link, here, there)
    if cover_here < _COVERED and cover_there >= _COVERED:
        return "bordered"
    if cover_there < _COVERED:
        return "cropped"
    return _changed_inside(link, here, there)


def _changed_inside(link: Link, here: Image.Image, there: Image.Image) -> str:
    laid, under, seen = _laid(link, here, there)
    if seen.sum() < 500:
        return "resaved"
    grey, ground = laid @ _LUMA, under @ _LUMA
    if _marked(_beyond(_equal_tones(grey, ground, seen), ground), seen) > _MARKED:
        return "text"
    apart = np.abs(laid - under)[seen].mean()
    chroma = np.abs(np.ptp(laid, axis=2) - np.ptp(under, axis=2))[seen].mean()
    return "recoloured" if apart > _TONES or chroma > _COLOUR else "resaved"


def _colours(picture: Picture) -> Image.Image:
    """The colours at half the size of the second look."""
    short, long = sorted((picture.width, picture.height))
    small = as_shown(picture.small(max(1, SIDE * short // long // 2), "RGB"), picture.orientation)
    share = min(0.5, SIDE / 2 / long) * long / max(small.size)
    size = max(1, round(small.width * share)), max(1, round(small.height * share))
    return small if size == small.size else small.resize(size, Image.Resampling.BOX)


def _covers(link: Link, here: Image.Image, there: Image.Image) -> tuple[float, float]:
    """Share of the original that the query covers, and share of the query that lies on the original."""
    from forensics.opencv import cv2

    corners = np.array([(0, 0, 1), (here.width, 0, 1), (here.width, here.height, 1), (0, here.height, 1)])
    laid = (corners @ _halved(link.matrix).T).astype(np.float32)
    frame = np.array([(0, 0), (there.width, 0), (there.width, there.height), (0, there.height)], np.float32)
    common, _ = cv2.intersectConvexConvex(laid, frame)
    return common / (there.width * there.height), common / max(1.0, float(cv2.contourArea(laid)))


def _laid(
    link: Link, here: Image.Image, there: Image.Image
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
    """The query warped onto the original, the original, and where both are seen; slightly blurred, ``(h, w, 3)``."""
    from forensics.opencv import cv2

    size, matrix = (there.width, there.height), _halved(link.matrix)
    warped: Any = cv2.warpAffine(np.asarray(here), matrix, size)
    inside = cv2.warpAffine(np.full((here.height, here.width), 255, np.uint8), matrix, size)
    seen: Any = cv2.erode(inside, np.ones((7, 7), np.uint8)) == 255
    return _calm(warped), _calm(np.asarray(there)), seen


def _halved(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same link between pictures of half the size."""
    return matrix * (1, 1, 0.5)


def _calm(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    from forensics.opencv import cv2

    calm: NDArray[np.float32] = cv2.GaussianBlur(pixels, (0, 0), 1.5).astype(np.float32)
    return calm


def _equal_tones(
    grey: NDArray[np.float32], ground: NDArray[np.float32], seen: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The query with the tones of the original: for each of 32 tones, the median of what lies under it."""
    tones, under = (grey[seen] / 8).astype(np.uint8), ground[seen]
    order = np.argsort(tones, kind="stable")
    levels, first, count = np.unique(tones[order], return_index=True, return_counts=True)
    known = [
        (level * 8 + 4, np.median(under[order[at : at + n]])) for level, at, n in zip(levels, first, count, strict=True)
    ]
    places, values = zip(*known, strict=True)
    equal: NDArray[np.float32] = np.interp(grey, places, values).astype(np.float32)
    return equal


def _beyond(grey: NDArray[np.float32], ground: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much each pixel leaves the range of its neighbours in the original: an edge one pixel aside does not."""
    from forensics.opencv import cv2

    around = np.ones((5, 5), np.uint8)
    low: Any = cv2.erode(ground, around)
    high: Any = cv2.dilate(ground, around)
    beyond: NDArray[np.float32] = np.maximum(np.maximum(low - grey, grey - high), 0)
    return beyond


def _marked(step: NDArray[np.float32], seen: NDArray[np.bool_], others: float = 4.0) -> float:
    """Share of blocks whose mean step stands out: from the noise of saving, and ``others`` times from the other blocks."""
    height, width = (side // _BLOCK * _BLOCK for side in step.shape)
    blocks = np.where(seen, step, 0)[:height, :width].reshape(height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    means = blocks.mean(axis=(1, 3))
    return float((means > max(_STEP, others * float(np.median(means)))).mean()) if means.size else 0.0
