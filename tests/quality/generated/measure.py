"""Remake the measured figures of the pixel measurements: ``python tests/quality/generated/measure.py``.

Reads the labelled pictures of ``../shared/data/eval`` (``--data``), gives both classes the same treatment (centred
square, 512 × 512, the same JPEG quality: 85, then 70 and 95), and writes ``src/forensics/assets/generated.toml``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forensics.errors import UnreadableInput
from forensics.picture import Picture
from forensics.pixels.measures import MEASURES, of_view
from forensics.pixels.view import QUALITY, SIDE, treated

ROOT = Path(__file__).resolve().parents[3]
ASSET = ROOT / "src" / "forensics" / "assets" / "generated.toml"
NOMINAL = 0.05
BINS = 16


@dataclass(frozen=True)
class Row:
    """A labelled picture and its values at one JPEG quality."""

    label: str
    source: str
    generator: str
    path: str
    values: dict[int, dict[str, float]]


def labelled(data: Path, qualities: tuple[int, ...]) -> Iterator[Row]:
    """Every picture that the tool would measure; near-uniform and tiny ones are not."""
    for row in csv.DictReader((data / "manifest.csv").open(encoding="utf-8")):
        try:
            picture = Picture.read(data / row["path"])
            if min(picture.width, picture.height) < SIDE:
                continue
            values = {quality: of_view(treated(picture.luma, quality)) for quality in qualities}
        except UnreadableInput:
            continue
        yield Row(row["label"], row["source_repo"], row["generator_or_camera"], row["path"], values)


def of_class(rows: list[Row], label: str, name: str, quality: int = QUALITY) -> NDArray[np.float64]:
    """The values of one measurement on one class."""
    return np.array([row.values[quality][name] for row in rows if row.label == label and name in row.values[quality]])


def area_under_curve(low: NDArray[np.float64], high: NDArray[np.float64]) -> float:
    """The chance that a value of ``high`` lies above one of ``low`` (ties count half)."""
    return float(np.mean((high[:, None] > low) + 0.5 * (high[:, None] == low)))


def table(rows: list[Row], name: str) -> str:
    """The figures of one measurement, as TOML."""
    photos, generated = of_class(rows, "camera", name), of_class(rows, "ai", name)
    area = area_under_curve(photos, generated)
    side = "high" if area > 0.5 else "low"
    threshold = float(np.quantile(photos, 1 - NOMINAL if side == "high" else NOMINAL))
    beyond = (lambda values: values > threshold) if side == "high" else (lambda values: values < threshold)
    inner = np.linspace(*np.quantile(np.r_[photos, generated], (0.02, 0.98)), BINS - 1)
    bins = [np.searchsorted(inner, values, side="right") for values in (photos, generated)]
    edges = [2 * inner[0] - inner[1], *inner, 2 * inner[-1] - inner[-2]]
    counts = [np.bincount(where, minlength=BINS).tolist() for where in bins]
    return "\n".join(
        (
            f"[measure.{name}]",
            f'side = "{side}"  # where the generated pictures lie',
            f"threshold = {threshold:.4g}  # {NOMINAL:.0%} of the photographs lie beyond",
            f"false_alarm = {beyond(photos).mean():.3f}",
            f"found = {beyond(generated).mean():.3f}",
            f"area = {max(area, 1 - area):.3f}  # under the curve; 0.5 is chance",
            f"edges = [{', '.join(f'{edge:.4g}' for edge in edges)}]",
            f"photos = {counts[0]}",
            f"generated = {counts[1]}",
            "",
        )
    )


def head(rows: list[Row], data: Path) -> str:
    """When, on what, and the fingerprint of the labels."""
    fingerprint = hashlib.sha256((data / "manifest.csv").read_bytes()).hexdigest()
    sources = sorted({row.source for row in rows if row.label == "camera"})
    generators = sorted({row.source for row in rows if row.label == "ai"})
    return "\n".join(
        (
            "# What the pixel measurements give on labelled pictures. Remade by: python tests/quality/generated/measure.py",
            f'date = "{date.today().isoformat()}"',
            f'data = "sha256:{fingerprint}"  # of manifest.csv',
            f"photos = {sum(row.label == 'camera' for row in rows)}",
            f"generated = {sum(row.label == 'ai' for row in rows)}",
            f"sources = {sources}".replace("'", '"'),
            f"generators = {generators}".replace("'", '"'),
            "",
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "eval")
    data = parser.parse_args().data
    rows = list(labelled(data, (QUALITY,)))
    ASSET.write_text("\n".join((head(rows, data), *(table(rows, name) for name in MEASURES))), "utf-8")


if __name__ == "__main__":
    main()
