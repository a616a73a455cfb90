"""Measure `clone.pair` on known copies, on the same pictures untouched, and on real camera files.

    python tests/quality/clone/measure.py [--sources 24] [--kinds clone_move_90,…,single_90,native]

The rules are those of the reference measurements, settled on other draws; nothing was chosen on these pictures. A copy
counts as found when a pair is shown whose two zones meet the two zones of the truth; ``offset`` is how far the shown
offset of a moved zone lies from the true one, in pixels.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import random
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forensics.analyses import Context, NotApplicable
from forensics.analyses.clone import ANALYSIS
from forensics.model import Finding
from forensics.picture import Picture

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
EVAL = SHARED / "data" / "eval"
KINDS = "clone_move_90,clone_move_75,clone_rot45_90,clone_rot90_75,clone_scale80_90,clone_scale125_75,clone_mirror_75,clone_smooth_90,single_90,native"


def edits_tool() -> Any:
    spec = importlib.util.spec_from_file_location("make_edits", SHARED / "tools" / "make_edits.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sources(count: int) -> list[str]:
    """Camera files of at least 1.2 MP, in an order drawn once."""
    with (EVAL / "manifest.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "camera" and _pixels(row) > 1_200_000]
    random.Random(11).shuffle(rows)
    return [row["path"] for row in rows[:count]]


def _pixels(row: dict[str, str]) -> int:
    return int(row["width"] or 0) * int(row["height"] or 0)


def pairs(path: Path) -> list[Finding]:
    try:
        found = ANALYSIS.run(Picture.read(path), Context(budget=600)).findings
    except NotApplicable:
        return []
    return [finding for finding in found if finding.code == "clone.pair"]


def meets(pair: Finding, truth: NDArray[np.uint8]) -> bool:
    """The two zones shown lie on the two zones of the truth (grey: source, white: copy), in either order."""
    zones = [truth[zone.y : zone.y + zone.height, zone.x : zone.x + zone.width] for zone in pair.regions]
    share = [
        [((zone > low) & (zone <= high)).mean() if zone.size else 0 for low, high in ((64, 192), (192, 255))]
        for zone in zones
    ]
    return bool(max(min(share[0][0], share[1][1]), min(share[0][1], share[1][0])) > 0.3)


def away(pair: Finding, truth: dict[str, Any]) -> float:
    (dx, dy), (x, y) = pair.values["offset"], (truth["dx"], truth["dy"])
    return min(((dx - s * x) ** 2 + (dy - s * y) ** 2) ** 0.5 for s in (1, -1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=24)
    parser.add_argument("--kinds", default=KINDS)
    args = parser.parse_args()
    tool, counts, offsets = edits_tool(), defaultdict(lambda: [0, 0]), []
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.jpg"
        for name in sources(args.sources):
            base = tool.load_base(EVAL / name, [0.8, 2], tool.rng_for(0, name, "base"))
            if base is None:
                continue
            for kind in args.kinds.split(","):
                if kind == "native":
                    made.write_bytes((EVAL / name).read_bytes())
                    truth, mask = {}, None
                else:
                    data, mask, truth = tool.make(kind, base, None, tool.rng_for(0, name, kind))
                    made.write_bytes(data)
                found = pairs(made)
                good = [pair for pair in found if mask is None or meets(pair, mask)]
                counts[kind][0] += bool(good)
                counts[kind][1] += 1
                if "move" in kind and good:
                    offsets.append(min(away(pair, truth) for pair in good))
                if mask is None and good:
                    print("shown on", kind, name, [pair.values for pair in good], flush=True)
    print(json.dumps({kind: f"{hit} of {total}" for kind, (hit, total) in counts.items()}, indent=2))
    if offsets:
        print("offset of moved zones: median", round(statistics.median(offsets), 2), "largest", round(max(offsets), 2))


if __name__ == "__main__":
    main()
