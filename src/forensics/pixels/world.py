"""A position on a coarse outline of the world and of its surroundings, drawn without any network."""

from __future__ import annotations

import io
import math
import tomllib
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 720, 360  # of each of the two panels, in pixels
REACH = 6.0  # degrees of latitude on each side of the position in the lower panel
_SEA, _LAND, _LINE, _MARK = "#f4f6f8", "#d9d4c7", "#8a8576", "#000000"


def drawn(latitude: float, longitude: float) -> bytes:
    """A PNG of 720 × 720: the world above, the surroundings below; a ring with a cross marks the place."""
    sheet = Image.new("RGB", (WIDTH, 2 * HEIGHT), _SEA)
    middle = min(max(latitude, REACH - 90), 90 - REACH)
    down = HEIGHT / (2 * REACH)
    across = down * max(math.cos(math.radians(middle)), 0.2)  # a degree of longitude is shorter away from the equator
    views = ((-180.0, 90.0, 2.0, 2.0), (longitude - WIDTH / (2 * across), middle + REACH, across, down))
    for place, (west, north, wide, high) in enumerate(views):
        panel = _panel(west, north, wide, high)
        _mark(panel, (longitude - west) * wide, (north - latitude) * high)
        sheet.paste(panel, (0, place * HEIGHT))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


@cache
def outline() -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """The rings as (land or water, points of longitude and latitude)."""
    tables = tomllib.loads((files("forensics") / "assets" / "outline.toml").read_text("utf-8"))
    return tuple((kind, _points(text)) for kind in ("land", "water") for text in tables[kind].values())


def _points(text: str) -> tuple[tuple[float, float], ...]:
    numbers = [float(word) for word in text.split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


def _panel(west: float, north: float, wide: float, high: float) -> Image.Image:
    """The outline with so many pixels a degree; drawn three times over, so that no edge of the map cuts a land."""
    panel = Image.new("RGB", (WIDTH, HEIGHT), _SEA)
    pen = ImageDraw.Draw(panel)
    for kind, ring in outline():
        for turn in (-360, 0, 360):
            points = [((x + turn - west) * wide, (north - y) * high) for x, y in ring]
            pen.polygon(points, fill=_LAND if kind == "land" else _SEA, outline=_LINE)
    pen.rectangle((0, 0, WIDTH - 1, HEIGHT - 1), outline=_LINE)
    return panel


def _mark(panel: Image.Image, x: float, y: float) -> None:
    pen = ImageDraw.Draw(panel)
    pen.ellipse((x - 9, y - 9, x + 9, y + 9), outline=_MARK, width=3)
    pen.line((x - 14, y, x + 14, y), fill=_MARK, width=1)
    pen.line((x, y - 14, x, y + 14), fill=_MARK, width=1)
