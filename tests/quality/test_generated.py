"""The figures of the pixel measurements: what is shipped is what was measured, and it still holds on a sample."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest

from forensics.analyses import Context, NotApplicable
from forensics.analyses.generated import ANALYSIS
from forensics.errors import UnreadableInput
from forensics.floors import measured as floors
from forensics.model import Sign
from forensics.picture import Picture
from forensics.pixels.measures import SENSOR
from forensics.pixels.reference import SEVERAL, measured

ASSET = Path(__file__).resolve().parents[2] / "src" / "forensics" / "assets" / "generated.toml"


def test_floors_and_shipped_figures_are_the_same() -> None:
    rows = {row.method.removeprefix("generated."): row for row in floors("generated")}
    for name, one in measured().references.items():
        row = rows[name]
        found = one.false_alarm if name == SENSOR else one.found  # the sensor's trace looks for photographs
        assert found == pytest.approx(row.found / row.to_find, abs=1e-3)
        assert name == SENSOR or one.false_alarm == pytest.approx(row.false_alarms / row.photos, abs=1e-3)
        if name != SEVERAL:  # there a picture unlike all that was measured has no value
            assert sum(one.histogram.photos) == measured().photos
            assert sum(one.histogram.generated) == measured().generated


def test_a_gate_that_is_not_passed_allows_no_clue() -> None:
    gate = tomllib.loads(ASSET.read_text("utf-8"))["gate"]
    assert not gate["passed"] or gate["worst_share"] <= 0.05


def shown(data: Path, label: str, every: int) -> list[tuple[set[str], set[Sign]]]:
    """The codes and signs of every so many pictures of a class that are measured."""
    results = []
    manifest = (data / "manifest.csv").read_text("utf-8").splitlines()
    rows = [row for row in csv.DictReader(manifest) if row["label"] == label]
    for row in rows[::every]:
        try:
            found = ANALYSIS.run(Picture.read(data / row["path"]), Context(depth="quick")).findings
        except (NotApplicable, UnreadableInput):
            continue
        results.append(({finding.code for finding in found}, {finding.sign for finding in found}))
    return results


@pytest.mark.shared
def test_photographs_stand_out_no_more_often_than_was_measured(shared: Path) -> None:
    results = shown(shared / "data" / "eval", "camera", 4)
    assert len(results) >= 12
    assert not any(Sign.CLUE in signs for _, signs in results)
    assert sum("generated.several" in codes for codes, _ in results) <= 2


@pytest.mark.shared
def test_graphics_and_scans_are_refused(shared: Path) -> None:
    data = shared / "data" / "eval"
    assert len(shown(data, "graphic", 1)) <= 2
    assert len(shown(data, "scan", 1)) <= 1
