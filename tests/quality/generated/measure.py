"""Remake the measured figures of the pixel measurements: ``python tests/quality/generated/measure.py``.

Reads the labelled pictures of ``../shared/data/eval`` (``--data``), gives both classes the same treatment (centred
square, 512 × 512, JPEG 85; then 70, 95, and resent), writes ``src/forensics/assets/generated.toml`` and prints the
tables of ``docs/generated.md`` and the rows of ``tests/quality/floors.toml``. Thresholds come from real photographs alone, so no generator plays a part in them;
the false alarms of a source are counted with thresholds from the other sources.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from combine import Model, complete, fit, left_out
from numpy.typing import NDArray
from pictures import CONDITIONS, FAIR, OTHERS, ROOT, Row, column, groups, labelled, measured

from forensics.pixels.measures import ON_VIEW, SENSOR
from forensics.pixels.reference import SEVERAL

ASSET = ROOT / "src" / "forensics" / "assets" / "generated.toml"
NOMINAL = 0.05
GATE = 0.05
ENOUGH = 20
HARD = ("portraits", "stock")
BINS = 12
# Where the literature expects generated pictures, and for the sensor's trace, photographs; never fitted.
EXPECTED = {
    "flat_noise": "low",
    "texture": "high",
    "spectrum": "high",
    "neighbours": "low",
    "dct": "low",
    SENSOR: "high",
}
SEPARATES = 0.6
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """A threshold and the side of it where the other kind of picture is looked for."""

    side: str
    threshold: float

    def beyond(self, values: Values) -> NDArray[np.bool_]:
        return values < self.threshold if self.side == "low" else values > self.threshold


@dataclass(frozen=True)
class Figures:
    """What is kept of one measurement. Alarms are counts out of the pictures measured, by source, generator, kind;
    ``resaved`` counts photographs and generated pictures beyond the line under each other condition."""

    name: str
    line: Line
    areas: dict[str, float]
    alarms: dict[str, tuple[int, int]]
    found: dict[str, tuple[int, int]]
    found_at_one: float
    others: dict[str, tuple[int, int]]
    histogram: tuple[list[float], list[int], list[int]]
    resaved: dict[str, tuple[int, int]]

    @property
    def worst(self) -> tuple[str, float]:
        """The source with the largest share of false alarms."""
        name = max(self.alarms, key=lambda source: self.alarms[source][0] / self.alarms[source][1])
        return name, self.alarms[name][0] / self.alarms[name][1]


def share(counts: dict[str, tuple[int, int]]) -> float:
    """All groups together."""
    return sum(hits for hits, _ in counts.values()) / max(1, sum(total for _, total in counts.values()))


def area_under_curve(low: Values, high: Values) -> float:
    """The chance that a value of ``high`` lies above one of ``low``; ties count half."""
    return float(np.mean((high[:, None] > low) + 0.5 * (high[:, None] == low)))


def _area(photos: Values, generated: Values, side: str) -> float:
    """The same, on the side where the generated pictures are expected; below 0.5 they lie on the other."""
    return area_under_curve(photos, generated) if side == "high" else area_under_curve(generated, photos)


def drawn(values: Values, side: str, nominal: float = NOMINAL) -> Line:
    """The line that leaves a nominal share of ``values`` beyond it."""
    high = side == "high"
    return Line(
        side, float(np.quantile(values, 1 - nominal if high else nominal, method="higher" if high else "lower"))
    )


def figures(rows: list[Row], name: str, kind: str = "camera") -> Figures:
    """The figures of a measurement; its line leaves few pictures of ``kind`` beyond (the sensor's: few generated)."""
    photos, generated = measured(rows, "camera"), measured(rows, "ai")
    areas = {c: _area(column(photos, name, c), column(generated, name, c), EXPECTED[name]) for c in CONDITIONS}
    side = EXPECTED[name]
    ordinary = photos if kind == "camera" else generated
    line = drawn(column(ordinary, name), side)
    alarms = {
        source: counted(_elsewhere(line, photos, members, name) if kind == "camera" else line, members, name)
        for source, members in groups(photos, "source").items()
    }
    return Figures(
        name,
        line,
        areas,
        alarms,
        {family: counted(line, members, name) for family, members in groups(generated, "generator").items()},
        float(drawn(column(ordinary, name), side, 0.01).beyond(column(generated, name)).mean()),
        {label: counted(line, measured(rows, label), name) for label in OTHERS},
        histogram(column(photos, name), column(generated, name)),
        {c: tuple(int(line.beyond(column(kind, name, c)).sum()) for kind in (photos, generated)) for c in CONDITIONS},
    )


def counted(line: Line, rows: list[Row], name: str) -> tuple[int, int]:
    """How many lie beyond the line, of how many."""
    values = column(rows, name)
    return int(line.beyond(values).sum()), len(values)


def _elsewhere(line: Line, photos: list[Row], members: list[Row], name: str) -> Line:
    """The line that the other sources alone would draw."""
    own = {row.path for row in members}
    return drawn(column([row for row in photos if row.path not in own], name), line.side)


def histogram(photos: Values, generated: Values) -> tuple[list[float], list[int], list[int]]:
    """Edges of equal width (in the logarithm where values spread over more than four times) and two rows of counts."""
    low, high = np.quantile(np.r_[photos, generated], (0.02, 0.98))
    wide = low > 0 and high / low > 4
    edges = np.geomspace(low, high, BINS - 1) if wide else np.linspace(low, high, BINS - 1)
    first, last = (low**2 / edges[1], high**2 / edges[-2]) if wide else (2 * low - edges[1], 2 * high - edges[-2])
    return [first, *edges, last], *(
        np.bincount(np.searchsorted(edges, values, side="right"), minlength=BINS).tolist()
        for values in (photos, generated)
    )


def several(rows: list[Row], model: Model) -> Figures:
    """All measurements as one number, counted on pictures whose source or generator had no part in the fit."""
    photos, generated = measured(rows, "camera"), measured(rows, "ai")
    unseen = left_out(rows)

    def scores(members: list[Row], condition: str = FAIR) -> Values:
        return np.array([unseen.scores[condition].get(row.path, -np.inf) for row in members])

    near = [given[np.isfinite(given)] for given in (scores(photos), scores(generated))]
    found = {family: unseen.counted(members) for family, members in groups(generated, "generator").items()}
    return Figures(
        SEVERAL,
        Line("high", model.threshold),
        {c: area_under_curve(scores(photos, c), scores(generated, c)) for c in CONDITIONS},
        {source: unseen.counted(members) for source, members in groups(photos, "source").items()},
        found,
        share(found),
        {label: unseen.counted(measured(rows, label)) for label in OTHERS},
        histogram(near[0], near[1]),
        {c: tuple(int((scores(kind, c) > model.threshold).sum()) for kind in (photos, generated)) for c in CONDITIONS},
    )


def passes(one: Figures) -> bool:
    """The gate: the worst source and each other kind at most 5 % false alarms, and every hard kind measured at all.

    Portraits and stock photographs are the hardest; there is no source of either with twenty pictures to count on.
    """
    kept = one.worst[1] <= GATE and all(hits <= GATE * total for hits, total in one.others.values())
    return kept and all(one.alarms.get(kind, (0, 0))[1] >= ENOUGH for kind in HARD)


def asset(rows: list[Row], data: Path, all_figures: list[Figures], model: Model) -> Iterator[str]:
    """The readable file, line by line."""
    photos, generated = measured(rows, "camera"), measured(rows, "ai")
    combined = all_figures[-1]
    yield "# What the pixel measurements give on labelled pictures."
    yield "# Remade in one command: python tests/quality/generated/measure.py"
    yield f'date = "{date.today().isoformat()}"'
    yield f'data = "sha256:{hashlib.sha256((data / "manifest.csv").read_bytes()).hexdigest()}"  # of manifest.csv'
    yield f"photos = {len(photos)}"
    yield f"generated = {len(generated)}"
    yield f"sources = {_listed({row.source for row in photos})}"
    yield f"generators = {_listed(set(groups(generated, 'generator')) - {'others'})}"
    yield f"\n[gate]  # of «{combined.name}»: worst source and each other kind at most {GATE:.0%}, portraits and stock measured"
    yield f"passed = {str(passes(combined)).lower()}"
    yield f'worst_source = "{combined.worst[0]}"\nworst_share = {combined.worst[1]:.3f}'
    yield "\n[combined]  # logistic regression on the traits of pixels/traits.py, in their order"
    for part in ("centre", "scale", "weights"):
        yield f"{part} = [{', '.join(f'{number:.5g}' for number in getattr(model, part))}]"
    yield f"farthest = {model.farthest:.5g}"
    for one in all_figures:
        yield from _table(one)


def _table(one: Figures) -> Iterator[str]:
    yield f"\n[measure.{one.name}]"
    yield f'side = "{one.line.side}"'
    yield f"threshold = {one.line.threshold:.5g}"
    yield f"false_alarm = {share(one.alarms):.3f}  # on sources left out; the worst: {one.worst[0]} {one.worst[1]:.2f}"
    yield f"found = {share(one.found):.3f}"
    yield f"separates = {str(one.areas[FAIR] >= SEPARATES).lower()}"
    yield f"edges = [{', '.join(f'{edge:.4g}' for edge in one.histogram[0])}]"
    yield f"photos = {one.histogram[1]}"
    yield f"generated = {one.histogram[2]}"


def _listed(names: set[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in sorted(names)) + "]"


def report(rows: list[Row], all_figures: list[Figures]) -> Iterator[str]:
    """The tables of the model card, in Markdown."""
    yield f"| | {' | '.join(f'AUC {condition}' for condition in CONDITIONS)} | found | found at 1 % | false, left out | worst source |"
    yield "|---|" + "---|" * (len(CONDITIONS) + 4)
    for one in all_figures:
        areas = " | ".join(f"{area:.2f}" for area in one.areas.values())
        worst = f"{one.worst[0]} {_of(one.alarms[one.worst[0]])}"
        yield f"| {one.name} | {areas} | {share(one.found):.2f} | {one.found_at_one:.2f} | {share(one.alarms):.2f} | {worst} |"
    for title, part in (("false alarms", "alarms"), ("found", "found"), ("other kinds", "others")):
        names = list(getattr(all_figures[0], part))
        yield f"\n| {title} | {' | '.join(names)} |"
        yield "|---|" + "---|" * len(names)
        for one in all_figures:
            yield f"| {one.name} | {' | '.join(_of(getattr(one, part)[name]) for name in names)} |"
    yield f"\n| photographs, generated beyond | {' | '.join(CONDITIONS)} |"
    yield "|---|" + "---|" * len(CONDITIONS)
    for one in all_figures:
        yield f"| {one.name} | {' | '.join(f'{photos}, {generated}' for photos, generated in one.resaved.values())} |"
    yield "\n| guard | measured | refused, but for size |\n|---|---|---|"
    for label in ("camera", "ai", *OTHERS):
        refused = [row for row in rows if row.label == label and row.refused not in (None, "too_small")]
        yield f"| {label} | {len(measured(rows, label))} | {len(refused)} |"


def floors(all_figures: list[Figures]) -> Iterator[str]:
    """The rows of ``tests/quality/floors.toml``."""
    for one in all_figures:
        hits = [sum(counts) for counts in zip(*one.alarms.values(), strict=True)]
        found = [sum(counts) for counts in zip(*one.found.values(), strict=True)]
        yield f"\n[generated.{one.name}]"
        if one.name == SENSOR:  # what it looks for is photographs
            yield f"to_find = {hits[1]}\nfound = {hits[0]}\ngenerated = {found[1]}\ngenerated_false = {found[0]}"
        else:
            yield f"photos = {hits[1]}\nfalse_alarms = {hits[0]}\nto_find = {found[1]}\nfound = {found[0]}"
        yield f'measured_on = "data/eval, {date.today().isoformat()}"'
        yield 'command = "python tests/quality/generated/measure.py"'


def _of(counts: tuple[int, int]) -> str:
    return f"{counts[0]}/{counts[1]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "eval")
    data = parser.parse_args().data
    rows = labelled(data)
    each = {name: figures(rows, name) for name in ON_VIEW} | {SENSOR: figures(rows, SENSOR, "ai")}
    model = fit(complete(measured(rows, "camera")), complete(measured(rows, "ai")))
    all_figures = [*each.values(), several(rows, model)]
    ASSET.write_text("\n".join(asset(rows, data, all_figures, model)) + "\n", "utf-8")
    print("\n".join((*report(rows, all_figures), *floors(all_figures))))


if __name__ == "__main__":
    main()
