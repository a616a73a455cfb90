"""Zones of a picture that are copies of each other: keypoints with geometry, then the fine detail must be the same.

Lowe 2004 (SIFT); Amerini and others 2011 (g2NN); Christlein and others 2012 (evaluation of copy-move methods). The check on
fine detail is ours: noise copies with a pasted zone, look-alikes only share their outlines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[Any]  # float32
Points = NDArray[np.float32]

PIXELS = 1_000_000
_RATIO, _FARTHEST = 0.65, 0.45
_MODELS, _FEWEST, _TOLERANCE = 6, 4, 3.0
_SCALES = (0.45, 2.2)
_ALIKE = 0.65


@dataclass(frozen=True, slots=True)
class Copy:
    """One zone and its twin. ``zone`` and ``twin`` are boxes ``(x, y, width, height)``, ``offset`` leads from centre to
    centre, all in pixels of the plane searched; ``area`` is the zone's share of the picture; ``mirrored`` says how."""

    zone: tuple[int, int, int, int]
    twin: tuple[int, int, int, int]
    offset: tuple[float, float]
    area: float
    mirrored: bool = False


def reduced(luma: NDArray[np.uint8]) -> tuple[Plane, float]:
    """The luminance at one megapixel at most (area mean), and the scale that leads there."""
    from forensics.opencv import cv2

    height, width = luma.shape
    scale = min(1.0, (PIXELS / (height * width)) ** 0.5)
    if scale == 1.0:
        return luma.astype(np.float32), 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(luma, size, interpolation=cv2.INTER_AREA).astype(np.float32), scale


def textured_copies(plane: Plane, check_time: Callable[[], None]) -> list[Copy]:
    """Copies that keypoints can see: moved, turned, scaled or mirrored, in zones with some texture."""
    points, words = keypoints(plane)
    if len(points) < 2 * _FEWEST:
        return []
    found = list(_confirmed(plane, *_self_matches(points, words, plane.shape, check_time), mirrored=False))
    check_time()
    if not found:
        found = list(_confirmed(plane, *_mirror_matches(plane, points, words, check_time), mirrored=True))
    return _each_once(found)


def repeats(plane: Plane, copy: Copy) -> bool:
    """Whether the zone comes back once more at a regular step: a pattern (railings, tiles, ruled paper), not a copy.

    A pasted zone is not found again at minus, twice or half its offset; a tile is.
    """
    from forensics.opencv import cv2

    if _overlap(copy.zone, copy.twin) > 0.3:
        return True
    detail = _detail(plane, 2).astype(np.float32)
    x, y, width, height = copy.zone
    zone = detail[y : y + height, x : x + width]
    for times in (-1.0, 2.0, 0.5):
        left, top = round(x + times * copy.offset[0]), round(y + times * copy.offset[1])
        window = detail[max(0, top - 4) : top + height + 4, max(0, left - 4) : left + width + 4]
        fits = left >= 0 and top >= 0 and window.shape[0] >= height and window.shape[1] >= width
        if fits and float(cv2.matchTemplate(window, zone, cv2.TM_CCOEFF_NORMED).max()) > 0.4:
            return True
    return False


def _each_once(copies: list[Copy]) -> list[Copy]:
    """Two models of one copy are one copy: the larger stays."""
    kept: list[Copy] = []
    for copy in sorted(copies, key=lambda copy: -copy.area):
        if not any(_same_pair(copy, other) for other in kept):
            kept.append(copy)
    return kept


def _same_pair(one: Copy, other: Copy) -> bool:
    straight = min(_overlap(one.zone, other.zone), _overlap(one.twin, other.twin))
    crossed = min(_overlap(one.zone, other.twin), _overlap(one.twin, other.zone))
    return max(straight, crossed) > 0.3


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> float:
    """The shared area of two boxes over the smaller of them."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    smaller = min(one[2] * one[3], other[2] * other[3])
    return max(0, width) * max(0, height) / max(1, smaller)


def keypoints(plane: Plane) -> tuple[Points, Plane]:
    """SIFT keypoints, ``(n, 2)``, and their root-SIFT descriptors, ``(n, 128)`` of unit length."""
    from forensics.opencv import cv2

    sift = cv2.SIFT.create(nfeatures=5000, contrastThreshold=0.01, edgeThreshold=12)
    found, words = sift.detectAndCompute(np.clip(plane, 0, 255).astype(np.uint8), None)
    if words is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    words = np.sqrt(words / np.maximum(words.sum(1, keepdims=True), 1e-9))
    return np.array([one.pt for one in found], np.float32), words


def _self_matches(
    points: Points, words: Plane, shape: tuple[int, ...], check_time: Callable[[], None]
) -> tuple[Points, Points]:
    """Pairs of keypoints that look alike and stand apart, each pair once, from left to right."""
    first, second = _generalised_neighbours(points, words, points, words, shape, check_time)
    here, there = points[first], points[second]
    turn = (here[:, 0] > there[:, 0]) | ((here[:, 0] == there[:, 0]) & (here[:, 1] > there[:, 1]))
    here, there = np.where(turn[:, None], there, here), np.where(turn[:, None], here, there)
    return _unique_pairs(here, there)


def _mirror_matches(
    plane: Plane, points: Points, words: Plane, check_time: Callable[[], None]
) -> tuple[Points, Points]:
    mirrored_points, mirrored_words = keypoints(np.ascontiguousarray(plane[:, ::-1]))
    if len(mirrored_points) == 0:
        return points[:0], points[:0]
    back = mirrored_points.copy()
    back[:, 0] = plane.shape[1] - 1 - back[:, 0]
    first, second = _generalised_neighbours(points, words, back, mirrored_words, plane.shape, check_time)
    return _unique_pairs(points[first], back[second])


def _unique_pairs(here: Points, there: Points) -> tuple[Points, Points]:
    if len(here) == 0:
        return here, there
    _, once = np.unique(np.round(np.hstack([here, there])), axis=0, return_index=True)
    return here[once], there[once]


def _generalised_neighbours(
    points: Points,
    words: Plane,
    others: Points,
    other_words: Plane,
    shape: tuple[int, ...],
    check_time: Callable[[], None],
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """g2NN: a point keeps its nearest neighbours as long as each is much nearer than the next one."""
    apart = max(24.0, 0.02 * max(shape))
    firsts, seconds = [np.zeros(0, np.intp)], [np.zeros(0, np.intp)]
    for start in range(0, len(points), 500):
        check_time()
        square = _far_apart(
            2 - 2 * words[start : start + 500] @ other_words.T, points[start : start + 500], others, apart
        )
        hopeful = np.flatnonzero(square.min(1) < _FARTHEST**2)  # few rows: only these are worth sorting
        rows, order = _much_nearer_than_the_next(square[hopeful])
        firsts.append(hopeful[rows] + start)
        seconds.append(order)
    return np.concatenate(firsts), np.concatenate(seconds)


def _far_apart(square: Plane, points: Points, others: Points, apart: float) -> Plane:
    """Descriptor distances with the points that stand near each other put out of reach."""
    reach = (points**2).sum(1)[:, None] + (others**2).sum(1)[None] - 2 * points @ others.T
    square[reach < apart**2] = 4
    return square


def _much_nearer_than_the_next(square: Plane) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Row and column of each neighbour kept by g2NN, from squared distances ``(rows, points)``."""
    if square.size == 0:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    order = np.argpartition(square, min(6, square.shape[1] - 1), axis=1)[:, :6]
    values = np.sqrt(np.maximum(np.take_along_axis(square, order, 1), 0))
    rank = np.argsort(values, axis=1)
    order, values = np.take_along_axis(order, rank, 1), np.take_along_axis(values, rank, 1)
    good = np.cumprod(values[:, :-1] < _RATIO * values[:, 1:], axis=1).astype(bool) & (values[:, :-1] < _FARTHEST)
    rows, columns = np.nonzero(good)
    return rows, order[rows, columns]


def _confirmed(plane: Plane, here: Points, there: Points, mirrored: bool) -> Iterator[Copy]:
    for model, inliers in _models(here, there, mirrored, plane.shape[1]):
        copy = _same_detail(plane, model, inliers, mirrored)
        if copy is not None:
            yield copy


def _models(here: Points, there: Points, mirrored: bool, width: int) -> Iterator[tuple[NDArray[Any], Points]]:
    """Similarities that carry at least four pairs, one after another; a mirrored one goes through a flip."""
    from forensics.opencv import cv2

    flip = np.array([[-1, 0, width - 1], [0, 1, 0], [0, 0, 1]], np.float64)
    for _ in range(_MODELS):
        if len(here) < _FEWEST:
            return
        target = there.copy()
        if mirrored:
            target[:, 0] = width - 1 - target[:, 0]
        cv2.setRNGSeed(7)
        model, chosen = cv2.estimateAffinePartial2D(
            here, target, method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=3000
        )
        if model is None or chosen.sum() < _FEWEST:
            return
        inside = chosen.ravel().astype(bool)
        scale = float(np.hypot(model[0, 0], model[1, 0]))
        if _SCALES[0] <= scale <= _SCALES[1]:
            full = np.vstack([model, [0, 0, 1]])
            yield (flip @ full if mirrored else full)[:2], here[inside]
        here, there = here[~inside], there[~inside]


def _same_detail(plane: Plane, model: NDArray[Any], inliers: Points, mirrored: bool) -> Copy | None:
    """The zone around the inliers whose detail is the same at the other end of ``model``, noise included."""
    from forensics.opencv import cv2

    height, width = plane.shape
    warped = cv2.warpAffine(
        plane, model, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=-999
    )
    inside = warped > -1
    alike, known = _local_correlation(_detail(plane, 2), _detail(warped, 2))
    zone = (
        _zone_of(alike > _ALIKE, inliers) & inside & (plane > 16) & (plane < 240)
    )  # burnt and black are alike everywhere
    if _meets_itself(zone, model) or zone.mean() < 0.002 or np.count_nonzero(zone & known) < 50:
        return None
    if (alike[zone & known] > _ALIKE).mean() < 0.85 or abs(float(np.median((plane - warped)[zone]))) > 1.5:
        return None
    if not _same_noise(plane, warped, zone):
        return None
    return _copy(zone, model, mirrored)


def _meets_itself(zone: NDArray[np.bool_], model: NDArray[Any]) -> bool:
    """A symmetrical object is its own mirror image: no copy."""
    rows, columns = np.nonzero(zone)
    if len(rows) == 0:
        return True
    moved = np.round(model @ np.vstack([columns, rows, np.ones(len(rows))])).astype(int)
    within = (moved[0] >= 0) & (moved[0] < zone.shape[1]) & (moved[1] >= 0) & (moved[1] < zone.shape[0])
    return bool(zone[moved[1][within], moved[0][within]].mean() > 0.2) if within.any() else True


def _detail(plane: Plane, sigma: float) -> Plane:
    from forensics.opencv import cv2

    blurred: Plane = cv2.GaussianBlur(plane, (0, 0), sigma)
    return plane - blurred


def _local_correlation(one: Plane, other: Plane, size: int = 11) -> tuple[Plane, NDArray[np.bool_]]:
    """Normalised correlation in a window, and where both sides vary enough for it to mean something."""
    from forensics.opencv import cv2

    def mean(values: Plane) -> Plane:
        result: Plane = cv2.boxFilter(values, -1, (size, size))
        return result

    first, second = mean(one), mean(other)
    deviation: Plane = np.sqrt(
        np.maximum(mean(one * one) - first**2, 0) * np.maximum(mean(other * other) - second**2, 0)
    )
    known = deviation > 0.49  # 0.7 grey levels on each side
    return np.where(known, (mean(one * other) - first * second) / np.maximum(deviation, 1e-6), 0), known


def _zone_of(alike: NDArray[np.bool_], inliers: Points) -> NDArray[np.bool_]:
    """The connected parts of ``alike`` that hold inliers, and the hull of those inliers."""
    from forensics.opencv import cv2

    _, labels = cv2.connectedComponents(alike.astype(np.uint8))
    at = np.clip(np.round(inliers).astype(int), 0, np.array(alike.shape[::-1]) - 1)
    held = labels[at[:, 1], at[:, 0]]
    zone = np.isin(labels, held[held > 0]) & alike
    hull = np.zeros(alike.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(at.astype(np.int32)), 1)
    result: NDArray[np.bool_] = zone | hull.astype(bool)
    return result


def _same_noise(plane: Plane, warped: Plane, zone: NDArray[np.bool_]) -> bool:
    """The finest detail agrees over the zone, and still in its calmer half, where only noise is left."""
    from forensics.opencv import cv2

    one, other = _detail(plane, 0.8), _detail(warped, 0.8)
    loud = cv2.boxFilter(np.abs(one), -1, (11, 11))
    calm = zone & (loud < np.median(loud[zone]))
    return _correlation(one[zone], other[zone]) > 0.6 and _correlation(one[calm], other[calm]) > 0.35


def _correlation(one: Plane, other: Plane) -> float:
    if len(one) < 20 or one.std() < 1e-3 or other.std() < 1e-3:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _copy(zone: NDArray[np.bool_], model: NDArray[Any], mirrored: bool) -> Copy:
    rows, columns = np.nonzero(zone)
    box = _box(columns, rows)
    moved = model @ np.vstack([columns, rows, np.ones(len(rows))])
    centre = np.array([columns.mean(), rows.mean(), 1.0])
    offset = model @ centre - centre[:2]
    return Copy(box, _box(moved[0], moved[1]), (float(offset[0]), float(offset[1])), float(zone.mean()), mirrored)


def _box(columns: NDArray[Any], rows: NDArray[Any]) -> tuple[int, int, int, int]:
    left, top = int(np.floor(columns.min())), int(np.floor(rows.min()))
    return left, top, int(np.ceil(columns.max())) - left + 1, int(np.ceil(rows.max())) - top + 1
