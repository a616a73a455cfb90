"""Where a measurement falls among photographs and generated pictures, drawn as SVG by hand.

Photographs are filled bars, generated pictures a dashed line, this picture a thick rule: shapes tell them apart, not
colours. Heights are shares of each group. No text stands inside the drawing, so that it stays legible at any width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forensics.sheet.worksheet import Bars

WIDTH, HEIGHT, _TOP = 640.0, 200.0, 6.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """SVG in a box of `WIDTH` × `HEIGHT` + 2: one rectangle a bin ``(x, y, width, height)``, a path, the place of the rule."""

    bars: tuple[tuple[float, float, float, float], ...]
    path: str
    here: float

    @property
    def here_percent(self) -> float:
        """The place of the rule in hundredths of the width."""
        return 100 * self.here / WIDTH


def draw(bars: Bars) -> Drawing:
    """The drawing of a measurement; bins are drawn equally wide, whatever their edges."""
    photos, generated = _shares(bars.photographs), _shares(bars.generated)
    top = max((*photos, *generated), default=1.0) * 1.12 or 1.0
    step = WIDTH / max(1, len(photos))

    def y(share: float) -> float:
        return HEIGHT - (HEIGHT - _TOP) * share / top

    boxes = tuple((i * step, y(share), step, HEIGHT - y(share)) for i, share in enumerate(photos))
    line = "".join(f"V{y(share):.1f}H{(i + 1) * step:.1f}" for i, share in enumerate(generated))
    return Drawing(boxes, f"M0 {HEIGHT:g}{line}V{HEIGHT:g}", place(bars) * step)


def place(bars: Bars) -> float:
    """Where the value stands, in bins from the left: between two edges in proportion, never outside the drawing."""
    edges = bars.edges
    for i in range(len(edges) - 1):
        if bars.here < edges[i + 1]:
            width = edges[i + 1] - edges[i]
            within = (bars.here - edges[i]) / width if width > 0 else 0.5
            return i + min(0.95, max(0.05, within))
    return len(edges) - 1.05


def as_lines(edges: Sequence[float], photos: Sequence[int], generated: Sequence[int]) -> Iterator[str]:
    """The same without a drawing: for each bin its range, then a bar and a count for each group."""
    tallest = max((*photos, *generated), default=1) or 1
    for low, high, *counts in zip(edges, edges[1:], photos, generated, strict=False):
        bars = (f"{'█' * round(24 * count / tallest):<24} {count:>3}" for count in counts)
        yield f"{low:<8.3g}{high:<8.3g}{'  '.join(bars)}"


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts) or 1
    return [count / total for count in counts]
