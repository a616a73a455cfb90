"""The floors of `clone.pair` on a sample: a moved zone is found where it was put, the same picture untouched is not accused."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
FLOORS = tomllib.loads((HERE.parent / "floors.toml").read_text("utf-8"))["clone"]


def measure() -> Any:
    spec = importlib.util.spec_from_file_location("clone_measure", HERE / "measure.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [name for name, row in FLOORS.items() if "floor_found" in row])
def test_what_was_measured_holds_its_floor(name: str) -> None:
    row = FLOORS[name]
    assert row["found"] >= row["floor_found"] * row["to_find"]


@pytest.mark.shared
def test_moved_zones_are_found_and_single_saves_are_not_accused(shared: Path, tmp_path: Path) -> None:
    tool = measure()
    edits, made, hits, sources = tool.edits_tool(), tmp_path / "made.jpg", 0, 0
    for name in tool.sources(4):
        base = edits.load_base(tool.EVAL / name, [0.8], edits.rng_for(0, name, "base"))
        data, mask, truth = edits.make("clone_move_90", base, None, edits.rng_for(0, name, "clone_move_90"))
        made.write_bytes(data)
        good = [pair for pair in tool.pairs(made) if tool.meets(pair, mask)]
        hits += bool(good) and min(tool.away(pair, truth) for pair in good) <= 3
        sources += 1
        made.write_bytes(edits.make("single_90", base, None, edits.rng_for(0, name, "single_90"))[0])
        assert not tool.pairs(made), name
    assert hits >= FLOORS["pair"]["floor_found"] * sources - 1
