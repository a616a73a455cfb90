"""Zones that were not saved as often, or not as strongly, as the rest of the picture."""

from __future__ import annotations

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.jpeg.header import header
from forensics.jpeg.splice import ZoneMap, zone_map
from forensics.model import Figure, Finding, PointsTo, Region, Sign
from forensics.picture import Picture
from forensics.pixels import ghosts, maps

MOST_ZONES = 9
SMALLEST_SIDE = 128
CLEAREST = 3.0  # nats a coefficient at the ends of the map


def run(picture: Picture, context: Context) -> Outcome:
    """Zones on the map of block likelihoods, or none: an addition, a caption, a blur, a burnt-out sky."""
    if picture.format != "JPEG":
        raise NotApplicable("not_jpeg")
    if min(picture.width, picture.height) < SMALLEST_SIDE:
        raise NotApplicable("too_small")
    if not picture.once(header).stores_luminance:
        raise NotApplicable("colour_model")
    found = zone_map(picture, context.check_time)
    if found is None:
        raise NotApplicable("flat")
    regions = tuple(
        Region(zone.x, zone.y, zone.width, zone.height, number)
        for number, zone in enumerate(found.zones[:MOST_ZONES], 1)
    )
    return Outcome((_finding(found, regions),), _figures(picture, found, context) if context.figures else ())


def _finding(found: ZoneMap, regions: tuple[Region, ...]) -> Finding:
    if not regions:
        return Finding("splice.none", Sign.NOTHING_FOUND)
    values = {"first_quality": found.first_quality, "background_double": found.background_double}
    return Finding("splice.zone", Sign.CLUE, PointsTo.EDITED, values, regions)


def _figures(picture: Picture, found: ZoneMap, context: Context) -> tuple[Figure, ...]:
    """The map of block likelihoods, and the ghosts to explore."""
    drawn = maps.coloured(maps.as_bytes(found.values / (2 * CLEAREST) + 0.5))
    sheet = ghosts.sheet(ghosts.ghosts(picture.luma, context.check_time))
    return (
        maps.figure("splice.map", drawn, (picture.width, picture.height)),
        maps.figure("splice.ghosts", sheet, (sheet.shape[1], sheet.shape[0])),
    )


ANALYSIS = Analysis("splice", "1", ("splice.zone", "splice.none"), run, depth="full", order=44)
