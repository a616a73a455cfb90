"""The rates in floors.toml hold on the labelled photographs, and a preview still betrays a crop."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.floors import measured
from quality.consistency.measure import crops_found, rates

KEPT = {row.method.rpartition(".")[2]: row for row in measured("consistency")}


@pytest.mark.shared
def test_no_question_is_asked_more_often_than_said(shared: Path) -> None:
    found = rates(shared / "data" / "eval")
    assert found == {name: (row.photos, row.false_alarms) for name, row in KEPT.items()}


@pytest.mark.shared
def test_a_preview_betrays_a_crop(shared: Path) -> None:
    made, found = crops_found(shared / "data" / "eval", 0.5, step=4)
    assert found >= 0.9 * made >= 20
