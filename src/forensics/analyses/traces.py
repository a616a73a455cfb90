"""Technical traces of generators: settings, work plans, job numbers, hidden texts, open watermarks; and mere hints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from forensics import metadata
from forensics.analyses import Analysis, Context, Outcome
from forensics.jpeg.header import header
from forensics.metadata.hints import SIZES, galaxy_edit, generator_of_name
from forensics.metadata.residue import Residue, in_text, residues
from forensics.model import Finding, PointsTo, Region, Sign
from forensics.picture import Picture
from forensics.pixels.dwtdct import LARGEST, read_watermark
from forensics.pixels.mark import colour_bar, may_have_bar
from forensics.pixels.stealth import hidden_text
from forensics.text import clean

_LOSSLESS = ("PNG", "WEBP", "TIFF", "BMP")


def traces(picture: Picture) -> tuple[Residue, ...]:
    """The traces in the text fields of a picture; for `Picture.once`."""
    return residues(metadata.read(picture), picture.width, picture.height)


def run(picture: Picture, context: Context) -> Outcome:
    found = [*_in_text(picture, context), *_in_trailer(picture), *_in_pixels(picture, context)]
    hints = list(_hints(picture, {str(one.values.get("generator")) for one in found}))
    return Outcome(tuple(found + hints) or (Finding("traces.none", Sign.NOTHING_FOUND),))


def _in_text(picture: Picture, context: Context) -> Iterator[Finding]:
    every = picture.once(traces)
    strong = {one.generator for one in every if one.kind != "software_name"}
    for one in every:
        if one.kind != "software_name" or one.generator not in strong:
            yield _finding(one, f"traces.{one.kind}", context)


def _finding(one: Residue, code: str, context: Context) -> Finding:
    values: dict[str, Any] = {
        "generator": one.generator,
        "model": one.model or None,
        "field": one.field,
        "where": one.where,
        "extent": one.extent,
    }
    if one.kind == "workflow" and not one.fits:
        values["variant"] = "aside"
    if context.show_personal and one.prompt:
        values["prompt"] = clean(one.prompt)
    return Finding(code, Sign.CLUE if one.fits else Sign.WEAK_CLUE, PointsTo.GENERATED, values)


def _in_trailer(picture: Picture) -> Iterator[Finding]:
    kind = galaxy_edit(picture.data, metadata.read(picture))
    if kind:
        values = {"generator": "Samsung Galaxy AI", "field": "genAIType", "value": kind, "where": "trailer"}
        yield Finding("traces.ai_edit", Sign.CLUE, PointsTo.GENERATED, values)


def _in_pixels(picture: Picture, context: Context) -> Iterator[Finding]:
    """Only where a payload can have lived on: formats without loss, and, when there is time, JPEG with whole colours."""
    if picture.frames > 1 or picture.width * picture.height > LARGEST:
        return
    if picture.format in _LOSSLESS:
        text = hidden_text(np.asarray(picture.image)) if picture.mode in ("RGB", "RGBA") else None
        if text is not None:
            yield _of_hidden(text, context)
    elif picture.format != "JPEG" or context.depth != "full" or not _whole_colours(picture):
        return
    message = read_watermark(picture.rgb)
    if message is not None:
        values = {"generator": message.generator, "field": "dwtDct", "where": "pixels", "extent": "unknown"}
        yield Finding("traces.watermark", Sign.CLUE, PointsTo.GENERATED, values)
    bar = colour_bar(picture.rgb) if may_have_bar(picture.width, picture.height) else None
    if bar is not None:
        values = {"generator": "DALL·E 2 (OpenAI)", "where": "pixels"}
        yield Finding("traces.visible_mark", Sign.WEAK_CLUE, PointsTo.GENERATED, values, (Region(*bar, number=1),))


def _of_hidden(text: str, context: Context) -> Finding:
    one = in_text(text, "stealth", "pixels") or Residue("parameters", "Stable Diffusion", "stealth", "pixels")
    return _finding(one, "traces.stealth", context)


def _whole_colours(picture: Picture) -> bool:
    """Whether a JPEG keeps colour at full resolution; with halved colour no watermark was ever found."""
    return picture.mode == "RGB" and picture.once(header).sampling == "4:4:4"


def _hints(picture: Picture, found: set[str]) -> Iterator[Finding]:
    named = generator_of_name(picture.path.name)
    if named and named not in found:
        yield Finding(
            "traces.file_name", Sign.WEAK_CLUE, PointsTo.GENERATED, {"generator": named, "where": "file_name"}
        )
    if (picture.width, picture.height) in SIZES:
        values = {"width": picture.width, "height": picture.height}
        yield Finding("traces.size", Sign.WEAK_CLUE, PointsTo.GENERATED, values)


ANALYSIS = Analysis(
    "traces",
    "1",
    (
        "traces.parameters",
        "traces.workflow",
        "traces.job",
        "traces.signature",
        "traces.stealth",
        "traces.watermark",
        "traces.ai_edit",
        "traces.software_name",
        "traces.file_name",
        "traces.size",
        "traces.visible_mark",
        "traces.none",
    ),
    run,
    order=23,
)
