"""What a JPEG file tells of its own saves: quality setting, family of settings, one save or two."""

from __future__ import annotations

from typing import Any

from forensics.analyses import Analysis, Context, NotApplicable, Outcome
from forensics.jpeg.comb import Comb, comb
from forensics.jpeg.double import Likelihood, likelihood
from forensics.jpeg.encoder import family
from forensics.jpeg.header import Header, header
from forensics.jpeg.quality import Quality, estimate
from forensics.model import Finding, PointsTo, Sign
from forensics.picture import Picture

CLEAR_GAIN = 0.05  # nats a coefficient


def run(picture: Picture, context: Context) -> Outcome:
    """Ordinary facts first: a double save is what messaging, sites and software do all day."""
    if picture.format != "JPEG":
        raise NotApplicable("not_jpeg")
    head = picture.once(header)
    quality = estimate(head)
    if quality is None:
        return Outcome()
    shifted = picture.once(comb) if context.depth == "full" else None  # it costs as much as all the rest
    return Outcome((_quality(quality, head), *_encoder(head), *_saves(picture, quality, shifted)))


def _quality(quality: Quality, head: Header) -> Finding:
    values = {"sampling": head.sampling or None, "progressive": head.progressive}
    if quality.standard:
        return Finding("jpeg.quality", Sign.WEAK_CLUE, PointsTo.NONE, {"quality": quality.lowest, **values})
    bounds = {"variant": "range", "quality_min": quality.lowest, "quality_max": quality.highest}
    return Finding("jpeg.quality", Sign.WEAK_CLUE, PointsTo.NONE, {**bounds, **values})


def _encoder(head: Header) -> tuple[Finding, ...]:
    known = family(head)
    return () if known is None else (Finding("jpeg.encoder", Sign.WEAK_CLUE, PointsTo.NONE, {"family": known}),)


def _saves(picture: Picture, quality: Quality, shifted: Comb | None) -> tuple[Finding, ...]:
    """Two saves on two grids or on one; none that shows; nothing where the pixels say too little.

    The older grid comes first: at (4, 4) it also misleads the look at what was there before the last save.
    """
    last = round((quality.lowest + quality.highest) / 2)
    aligned = picture.once(likelihood)
    if shifted is not None and shifted.shows_an_older_grid:
        offset = {"variant": "shifted", "offset": list(shifted.offset)}
        return (Finding("jpeg.double", Sign.CLUE, PointsTo.EDITED, {**_qualities(shifted, last, False), **offset}),)
    if aligned is None:
        return ()
    if not aligned.shows_two_saves:
        return (Finding("jpeg.single", Sign.NOTHING_FOUND),)
    sign = Sign.CLUE if aligned.gain > CLEAR_GAIN else Sign.WEAK_CLUE
    return (Finding("jpeg.double", sign, PointsTo.RECIRCULATED, _qualities(aligned, last, True)),)


def _qualities(found: Likelihood | Comb, last: int, aligned: bool) -> dict[str, Any]:
    return {"first_quality": found.first_quality, "last_quality": last, "aligned": aligned}


ANALYSIS = Analysis("jpeg", "1", ("jpeg.quality", "jpeg.encoder", "jpeg.double", "jpeg.single"), run, order=40)
