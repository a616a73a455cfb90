"""Copies inside the picture: the same zone twice (copy-move), or a pattern that repeats by itself."""

from __future__ import annotations

from itertools import count

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.model import Finding, PointsTo, Region, Sign
from forensics.picture import Picture
from forensics.pixels.copies import Copy, Plane, reduced, repeats, textured_copies
from forensics.pixels.flat_copies import flat_copies

_SHORTEST = 64


def run(picture: Picture, context: Context) -> Outcome:
    """Pairs of twin zones, as `clone.pair`; regular patterns are called patterns, not copies."""
    if min(picture.width, picture.height) < _SHORTEST:
        raise NotApplicable("too_small")
    plane, scale = reduced(picture.luma)
    if plane.std() < 2:
        raise NotApplicable("flat")
    picture.free()  # keypoints take 200 MB for a while; the pixels are decoded again, smaller, by who still needs them
    copies = textured_copies(plane, context.check_time)
    copies = copies or flat_copies(plane, grid=scale == 1.0 and picture.format == "JPEG")
    return Outcome(_findings(plane, copies, scale))


def _findings(plane: Plane, copies: list[Copy], scale: float) -> tuple[Finding, ...]:
    if not copies:
        return (Finding("clone.none", Sign.NOTHING_FOUND),)
    if any(repeats(plane, copy) for copy in copies):
        return (Finding("clone.pattern", Sign.NOTHING_FOUND),)
    numbers = count(1)
    return tuple(_pair(copy, scale, next(numbers), next(numbers)) for copy in copies)


def _pair(copy: Copy, scale: float, first: int, second: int) -> Finding:
    regions = (_region(copy.zone, scale, first), _region(copy.twin, scale, second))
    offset = [round(value / scale) for value in copy.offset]
    return Finding("clone.pair", Sign.CLUE, PointsTo.EDITED, {"offset": offset, "mirrored": copy.mirrored}, regions)


def _region(box: tuple[int, int, int, int], scale: float, number: int) -> Region:
    x, y, width, height = (round(value / scale) for value in box)
    return Region(max(0, x), max(0, y), width, height, number)


ANALYSIS = Analysis("clone", "1", ("clone.pair", "clone.pattern", "clone.none"), run, depth="full", order=66)
