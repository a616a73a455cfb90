"""The ELA map: the error level as it is, beside the part of it that edges and texture do not explain."""

from __future__ import annotations

import numpy as np

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.model import Figure, Finding, PointsTo, Region, Sign
from forensics.picture import Picture
from forensics.pixels import ela, maps

SMALLEST_SIDE = 64
MOST_ZONES = 9


def run(picture: Picture, context: Context) -> Outcome:
    """Zones that stand out on the corrected map, as a weak clue; a picture to look at and discuss, never a proof."""
    if picture.format != "JPEG":
        raise NotApplicable("not_jpeg")
    if min(picture.width, picture.height) < SMALLEST_SIDE:
        raise NotApplicable("too_small")
    luma, every = ela.spaced(picture.luma)
    corrected = ela.corrected_map(luma, ela.raw_map(luma, tick=context.check_time))
    if corrected is None:
        raise NotApplicable("flat")
    zones = ela.zones(corrected, (picture.width, picture.height), every)
    regions = tuple(
        Region(zone.x, zone.y, zone.width, zone.height, number) for number, zone in enumerate(zones[:MOST_ZONES], 1)
    )
    return Outcome((_finding(regions),), _figures(picture, corrected) if context.figures else ())


def _finding(regions: tuple[Region, ...]) -> Finding:
    if not regions:
        return Finding("ela.even", Sign.NOTHING_FOUND)
    return Finding("ela.zone", Sign.WEAK_CLUE, PointsTo.EDITED, {"count": len(regions)}, regions)


def _figures(picture: Picture, corrected: ela.Corrected) -> tuple[Figure, ...]:
    """The raw map in the usual way (colours, full size), the corrected one, and the raw one inverted for paper."""
    bright = maps.stretched(ela.raw_map(picture.rgb).max(axis=2))
    size = (picture.width, picture.height)
    return (
        maps.figure("ela.raw", maps.coloured(bright), size),
        maps.figure("ela.corrected", maps.coloured(maps.as_bytes((corrected.z + 4) / 8)), size),
        maps.figure("ela.print", np.uint8(255) - bright, size),
    )


ANALYSIS = Analysis("ela", "2", ("ela.zone", "ela.even"), run, order=42)
