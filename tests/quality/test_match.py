"""Reverse search keeps what was measured: on a sample, what is easy is always found, and a stranger never."""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from forensics.corpus import open_corpus
from forensics.corpus.adding import add_pictures, new_corpus
from forensics.errors import UnreadableInput
from forensics.picture import Picture

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["match"]
SAMPLE = "jpeg_q30,crop_10,crop_20,mirror,rotate_2,banner,screenshot,gray"


def test_the_figures_stand_above_their_floors() -> None:
    close = FLOORS["close"]
    assert close["found"] / close["to_find"] >= close["floor_found"]
    assert close["found_alone"] / close["to_find"] >= close["floor_found_alone"]
    assert close["false_within_reach"] == 0
    assert (close["false_alarms"] + close["false_possible"]) / close["pairs"] <= 1e-5


@pytest.mark.shared
def test_a_sample_reaches_the_floor(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    data, out = shared / "data" / "eval", tmp_path / "out"
    options = ["--labels", "camera,ai", "--limit", "6", "--seed", "11", "--max-side", "900", "--only", SAMPLE]
    command = [sys.executable, shared / "tools" / "make_derivatives.py", data, out, "--manifest", data / "manifest.csv"]
    subprocess.run([*command, *options], check=True, capture_output=True)
    rows = list(csv.DictReader((out / "truth.csv").read_text("utf-8").splitlines()))
    sources = sorted({row["source"] for row in rows})
    add_pictures(new_corpus(tmp_path / "corpus"), [data / source for source in sources])
    corpus = open_corpus(tmp_path / "corpus")
    found = 0
    for row in rows:
        names = {Path(one.entry.file).stem for one in corpus.search(Picture.read(out / row["derivative"]))}
        assert names <= {Path(row["source"]).stem}
        found += bool(names)
    assert found / len(rows) >= FLOORS["close"]["floor_found"]
    for path in sorted((data / "graphic").iterdir())[:8]:
        try:
            assert corpus.search(Picture.read(path)) == ()
        except UnreadableInput:
            continue
