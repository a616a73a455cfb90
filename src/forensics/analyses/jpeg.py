"""What a JPEG file tells of its own saves: quality setting, family of settings, one save or two."""

from __future__ import annotations

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.jpeg.encoder import family
from forensics.jpeg.header import Header, header
from forensics.jpeg.quality import estimate
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture


def run(picture: Picture, context: Context) -> Outcome:
    """Ordinary facts first: a double save is what messaging, sites and software do all day."""
    if picture.format != "JPEG":
        raise NotApplicable("not_jpeg")
    head = picture.once(header)
    return Outcome((*_quality(head), *_encoder(head)))


def _quality(head: Header) -> tuple[Finding, ...]:
    quality = estimate(head)
    if quality is None:
        return ()
    values = {"sampling": head.sampling or None, "progressive": head.progressive}
    if quality.standard:
        return (Finding("jpeg.quality", Sign.WEAK_CLUE, PointsTo.NONE, {"quality": quality.lowest, **values}),)
    bounds = {"variant": "range", "quality_min": quality.lowest, "quality_max": quality.highest}
    return (Finding("jpeg.quality", Sign.WEAK_CLUE, PointsTo.NONE, {**bounds, **values}),)


def _encoder(head: Header) -> tuple[Finding, ...]:
    known = family(head)
    return () if known is None else (Finding("jpeg.encoder", Sign.WEAK_CLUE, PointsTo.NONE, {"family": known}),)


ANALYSIS = Analysis("jpeg", "1", ("jpeg.quality", "jpeg.encoder", "jpeg.double", "jpeg.single"), run, order=40)
