"""Lines of the file that do not go together, as questions: each has ordinary causes, and its rate on real photographs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.floors import measured
from forensics.jpeg.header import header
from forensics.jpeg.quality import estimate
from forensics.metadata import camera, coherence, private
from forensics.metadata.record import Metadata
from forensics.model import Figure, Finding, PointsTo, Sign
from forensics.picture import Picture

LOWEST_AGREEMENT = 0.65  # of preview and picture; see [consistency.thumbnail_differs] in floors.toml
HIGHEST_SOFTWARE_QUALITY = 80  # cameras that use libjpeg's tables save above it
_SIDE = 320  # pixels of each half of the figure


def run(picture: Picture, context: Context) -> Outcome:
    """All comparisons that need no pixels, and in a full examination the preview against the picture."""
    read = metadata.read(picture)
    findings = [*_dates(read), *_sizes(read, picture), *_encoder(read, picture), *_fields(read, picture, context)]
    if context.depth == "full" and (shown := _differing_preview(read, picture)) is not None:
        findings.append(_found("exif.thumbnail_differs", Sign.CLUE, PointsTo.EDITED, {}))
        if context.figures and context.show_personal:
            return Outcome(tuple(findings), (_side_by_side(picture, shown),))
    return Outcome(tuple(findings))


def _found(code: str, sign: Sign, points_to: PointsTo, values: dict[str, Any]) -> Finding:
    """The finding with the counts of its own rate: on how many photographs measured, on how many the same."""
    name = code.rpartition(".")[2]
    rate = next((row for row in measured("consistency") if row.method == f"consistency.{name}"), None)
    counts = {"photos": rate.photos, "photos_same": rate.false_alarms} if rate else {}
    return Finding(code, sign, points_to, {**values, **counts})


def _dates(read: Metadata) -> Iterator[Finding]:
    impossible = coherence.impossible_date(read)
    if impossible:
        yield _found("exif.date_impossible", Sign.WEAK_CLUE, PointsTo.NONE, {"date": impossible.day})
        return
    for variant, pair in (("before", coherence.saved_before(read)), ("", coherence.saved_later(read))):
        if pair:
            values = {"first_date": pair[0].day, "second_date": pair[1].day}
            more = {"variant": variant} if variant else {}
            yield _found("exif.date_mismatch", Sign.WEAK_CLUE, PointsTo.EDITED, {**values, **more})
    if coherence.clock_against_gps(read):
        yield _found("exif.gps_time", Sign.WEAK_CLUE, PointsTo.NONE, {})


def _sizes(read: Metadata, picture: Picture) -> Iterator[Finding]:
    size = coherence.declared_size(read)
    seen = {"width": picture.width, "height": picture.height}
    if size and set(size) != {picture.width, picture.height}:
        values = {"exif_width": size[0], "exif_height": size[1], **seen}
        yield _found("exif.size_differs", Sign.WEAK_CLUE, PointsTo.EDITED, values)
    elif coherence.odd_shape(read, picture.width, picture.height):
        yield _found("exif.shape", Sign.WEAK_CLUE, PointsTo.EDITED, seen)


def _encoder(read: Metadata, picture: Picture) -> Iterator[Finding]:
    """A camera is named, no program is, and the tables are those that programs use at the settings that programs use."""
    if picture.format != "JPEG" or camera.camera(read) is None or camera.software(read) is not None:
        return
    quality = estimate(picture.once(header))
    if quality is not None and quality.standard and quality.highest <= HIGHEST_SOFTWARE_QUALITY:
        yield _found("exif.encoder", Sign.WEAK_CLUE, PointsTo.EDITED, {"quality": quality.highest})


def _fields(read: Metadata, picture: Picture, context: Context) -> Iterator[Finding]:
    pair = coherence.conflict(read)
    if pair is None:
        return
    shown = context.show_personal or all(map(picture.once(private.privacy).may_show, pair))
    values = {"first": pair[0].value, "second": pair[1].value} if shown else {"hidden": ["first", "second"]}
    yield _found("metadata.conflict", Sign.WEAK_CLUE, PointsTo.EDITED, values)


def _differing_preview(read: Metadata, picture: Picture) -> Any:
    """The first preview that does not show the picture, decoded; None where all agree."""
    from forensics.pixels.preview import agreement, preview

    for data in read.thumbnails[:3]:
        shown = preview(data)
        found = agreement(picture, shown) if shown is not None else None
        if found is not None and found < LOWEST_AGREEMENT:
            return shown
    return None


def _side_by_side(picture: Picture, preview: Any) -> Figure:
    """Preview on the left, picture on the right; for the adult, since a preview may show what was cut off."""
    from PIL import Image

    sheet = Image.new("L", (2 * _SIDE, _SIDE), "white")
    for place, image in enumerate((preview.copy(), picture.small(_SIDE).copy())):
        image.thumbnail((_SIDE, _SIDE))
        sheet.paste(image, (place * _SIDE + (_SIDE - image.width) // 2, (_SIDE - image.height) // 2))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return Figure("thumbnail.side", buffer.getvalue(), *sheet.size)


ANALYSIS = Analysis(
    "consistency",
    "1",
    (
        "exif.date_mismatch",
        "exif.date_impossible",
        "exif.gps_time",
        "exif.size_differs",
        "exif.shape",
        "exif.encoder",
        "exif.thumbnail_differs",
        "metadata.conflict",
    ),
    run,
    order=25,
)
