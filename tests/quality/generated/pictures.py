"""The labelled pictures, each given the same treatment, with what the measurements give."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from forensics.errors import NotApplicable, UnreadableInput
from forensics.picture import Picture
from forensics.pixels.cfa import sensor_trace
from forensics.pixels.guard import require_photograph
from forensics.pixels.measures import SENSOR, of_view
from forensics.pixels.traits import described
from forensics.pixels.view import QUALITY, SIDE, treated

ROOT = Path(__file__).resolve().parents[3]
OTHERS = ("edited", "graphic", "scan")
FAIR = f"q{QUALITY}"
CONDITIONS = (FAIR, "q70", "q95", "resent")
FAMILIES = (
    ("GPT-4o", r"gpt-4o"),
    ("FLUX", r"flux|flex\.|krea|shuttle|cenkre"),
    ("Kolors", r"^kolors"),
    ("Qwen", r"qwen"),
    ("Z-Image", r"z-?image|zit"),
    ("SD 3", r"diffusion[ -]3|3_5"),
    ("SDXL", r"sdxl|xl-base|juggernaut|tempest|playground|ssd-1b|segmoe|vega|koala"),
    ("PixArt", r"pixart"),
    ("ERNIE, FIBO, BRIA", r"ernie|fibo|bria"),
    ("Kandinsky", r"kandinsky"),
    ("SD 1, 2", r"stable[ -]diffusion|sd1|sd2|^sd|v1-5|tiny-sd|instaflow|unidiffuser|blipdiffusion|automatic"),
)
FEWEST = 6


@dataclass(frozen=True)
class Row:
    """A labelled picture: ``refused`` is why it is not measured; ``values`` and ``traits`` hold what
    was measured, by condition."""

    label: str
    path: str
    source: str
    generator: str
    refused: str | None
    values: dict[str, dict[str, float]]
    traits: dict[str, tuple[float, ...]]


def labelled(data: Path) -> list[Row]:
    """Every picture of the manifest that can be decoded."""
    rows = list(csv.DictReader((data / "manifest.csv").read_text("utf-8").splitlines()))
    return [row for row in (_row(data, record) for record in rows) if row is not None]


def measured(rows: list[Row], label: str) -> list[Row]:
    """Those of a class that the tool measures."""
    return [row for row in rows if row.label == label and row.refused is None]


def column(rows: list[Row], name: str, condition: str = FAIR) -> NDArray[np.float64]:
    """One measurement on these rows; those where it has no value are left out. The sensor's trace has one condition."""
    given = [row.values.get("stored" if name == SENSOR else condition, {}) for row in rows]
    return np.array([values[name] for values in given if name in values])


def groups(rows: list[Row], key: str) -> dict[str, list[Row]]:
    """Rows by source or generator; groups of fewer than six are put together as «others»."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    small = [name for name, members in found.items() if len(members) < FEWEST or name == "others"]
    together = [row for name in small for row in found.pop(name)]
    return dict(sorted(found.items())) | ({"others": together} if together else {})


def _row(data: Path, record: dict[str, str]) -> Row | None:
    try:
        picture = Picture.read(data / record["path"])
        refused = _refusal(picture)
        views = {} if refused else dict(_views(picture))
        values = {condition: of_view(view) for condition, view in views.items()}
        traits = {condition: described(view, values[condition]) for condition, view in views.items()}
        if not refused and (trace := sensor_trace(picture)) is not None:
            values["stored"] = {SENSOR: trace}
    except UnreadableInput:
        return None
    family = next((name for name, known in FAMILIES if re.search(known, record["generator_or_camera"], re.I)), "others")
    source = record["source_repo"].split("/")[-1]
    return Row(record["label"], record["path"], source, family, refused, values, traits)


def _refusal(picture: Picture) -> str | None:
    try:
        require_photograph(picture)
    except NotApplicable as why:
        return why.reason
    return None


def _views(picture: Picture) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for condition in CONDITIONS:
        luma = _resent(picture.luma) if condition == "resent" else picture.luma
        yield condition, treated(luma, QUALITY if condition == "resent" else int(condition[1:]))


def _resent(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """As a site might keep it: at most 1,024 pixels (never below 512 on the short side), JPEG 75."""
    height, width = luma.shape
    scale = min(1.0, max(1024 / max(height, width), SIDE / min(height, width)))
    size = (max(SIDE, round(width * scale)), max(SIDE, round(height * scale)))
    saved = io.BytesIO()
    Image.fromarray(luma).resize(size, Image.Resampling.BICUBIC).save(saved, "JPEG", quality=75)
    return np.asarray(Image.open(saved))
