"""Measure the JPEG history, the zones with another history and the ELA zones on known edits and on real files.

    python tests/quality/history/measure.py [--sources 100] [--half B] [--kinds double_60_90,…] [--real] [--out records.jsonl]

Rules and thresholds were settled on half A of the sources (the repositories below); figures are those of half B, on
camera files as the camera wrote them (a make, no editor named), and on other real photographs, each on its own. Edits:
``../shared/tools/make_edits.py`` and ``edits.py``. Sources are shrunk until their own history is gone.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib.util
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from edits import MAKERS, overlap

from forensics.analyses import Context, jpeg
from forensics.jpeg.splice import zone_map
from forensics.picture import Limits, Picture
from forensics.pixels import ela as ela_map

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared"
HALF_A = {"photoprism/photoprism", "ianare/exif-samples", "python-pillow/Pillow", "debian:lomiri-wallpapers-16.04"}
EDITORS = (  # noqa: SIM905
    "photoshop gimp lightroom picasa paint imagemagick acdsee capture darktable rawtherapee snapseed photos aperture "
    "microsoft digikam nero corel irfan adobe google master windows"
).split()
KINDS = (  # noqa: SIM905
    "single_75 single_85 single_90 single_95 screen_50_80 screen_75_80 "
    "double_60_90 double_70_90 double_85_90 double_75_95 double_90_95 double_55_85 double_80_85 double_60_70 "
    "double_70_75 double_85_80 double_95_90 double_90_75 double_90_90 "
    "shifted_60_90 shifted_75_90 shifted_85_90 shifted_75_95 shifted_60_75 shifted_70_75 "
    "patch_60_90 patch_75_95 adq_75_90 adq_85_95 splice_75_90 splice_75_95 splice_85_90 splice_95_90"
).split()


def edits_tool() -> Any:
    """``make_edits.py`` as a module."""
    spec = importlib.util.spec_from_file_location("make_edits", SHARED / "tools" / "make_edits.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def camera_rows() -> list[dict[str, str]]:
    """The photographs, in an order that does not depend on their names."""
    with (SHARED / "data/eval/manifest.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["label"] == "camera"]
    return sorted(rows, key=lambda row: hashlib.sha256(f"0/{row['path']}".encode()).hexdigest())


def said(data: bytes, mask: Image.Image | None = None, zones: bool = True) -> dict[str, Any]:
    """What the three analyses say of a JPEG: first quality and alignment of a double save, zones and their overlap."""
    picture = Picture(Path("edit.jpg"), data, "JPEG", Limits())
    double = [one for one in jpeg.run(picture, Context()).findings if one.code == "jpeg.double"]
    record: dict[str, Any] = {"double": dict(double[0].values) if double else None}
    if zones:
        found = zone_map(picture)
        blocks = [zone.blocks for zone in found.zones] if found else []
        record["splice"] = len(blocks)
        record["splice_iou"] = overlap(mask, np.any(blocks, axis=0) if blocks else None) if mask else None
        blocks = ela_zones(picture.luma)
        record["ela"] = len(blocks)
        record["ela_iou"] = overlap(mask, np.any(blocks, axis=0) if blocks else None) if mask else None
    return record


def ela_zones(luma: np.ndarray) -> list[np.ndarray]:
    """The ELA zones as masks of all blocks: where one block in several was looked at, it stands for those around it."""
    chosen, every = ela_map.spaced(luma)
    corrected = ela_map.corrected_map(chosen, ela_map.raw_map(chosen))
    found = ela_map.zones(corrected, luma.shape[::-1], every) if corrected else []
    rows, columns = (side // 8 for side in luma.shape)
    around = [np.kron(one.blocks, np.ones((every, every), bool))[:rows, :columns] for one in found]
    return [np.pad(one, ((0, rows - one.shape[0]), (0, columns - one.shape[1]))) for one in around]


def on_edits(
    kinds: list[str], sources: int, half: str | None = None, sizes: tuple[float, ...] = (0.3, 0.8, 2.0)
) -> Iterator[dict[str, Any]]:
    """A record for each source and kind; ``half`` A or B takes those sources alone."""
    tool = edits_tool()
    rows = [row for row in camera_rows() if half is None or (row["source_repo"] in HALF_A) == (half == "A")]
    other = None
    for number, (name, repository, base) in enumerate(tool.bases(SHARED / "data/eval", rows, list(sizes), 0)):
        if number >= sources:
            return
        previous, other = other or base.transpose(Image.Transpose.FLIP_LEFT_RIGHT), base
        for kind in kinds:
            rng = tool.rng_for(0, name, kind)
            if kind in MAKERS:
                (data, mask), truth = MAKERS[kind](base, previous, rng), {}
            else:
                data, zone, truth = tool.make(kind, base, previous, rng)
                mask = None if zone is None else Image.fromarray(zone)
            whole = {"source": name, "half": "A" if repository in HALF_A else "B", "kind": kind, "truth": truth}
            yield whole | said(data, mask, zones=not kind.startswith("shifted"))


def on_real(most_pixels: float = 16e6) -> Iterator[dict[str, Any]]:
    """A record for each real photograph in JPEG: «native», as the camera wrote it, or «web»."""
    for row in camera_rows():
        path = SHARED / "data/eval" / row["path"]
        with Image.open(path) as opened:
            if opened.format != "JPEG" or opened.width * opened.height > most_pixels:
                continue
            exif = opened.getexif()
        software = str(exif.get(0x0131, "")).lower()
        native = bool(exif.get(0x010F)) and not any(editor in software for editor in EDITORS)
        yield {"source": row["path"], "kind": "native" if native else "web"} | said(path.read_bytes())


def rows_of(records: list[dict[str, Any]]) -> Iterator[str]:
    """One line a kind and half: how many, and the shares that each analysis found."""
    groups = defaultdict(list)
    for record in records:
        groups[record["kind"], record.get("half", "")].append(record)
    for (kind, half), group in sorted(groups.items()):
        cells = [f"{kind:18}{half:2}{len(group):5}"]
        for analysis in ("double", "splice", "ela"):
            cells.append(f"{analysis} {np.mean([bool(one.get(analysis)) for one in group]):.3f}")
        close = [right(one) for one in group if one["double"] and "q1" in one.get("truth", {})]
        cells.append(f"first quality right {np.mean(close):.2f}" if close else "")
        for analysis in ("splice_iou", "ela_iou"):
            values = [one[analysis] for one in group if one.get(analysis) is not None]
            cells.append(f"{analysis} ≥ .5 {np.mean(np.array(values) >= 0.5):.2f}" if values else "")
        yield "  ".join(cells)


def right(record: dict[str, Any]) -> bool:
    """First quality within 2, and for a crop the offset to the pixel."""
    truth, double = record["truth"], record["double"]
    if "dx" in truth and double.get("offset") != [-truth["dx"] % 8, -truth["dy"] % 8]:
        return False
    return abs(double["first_quality"] - truth["q1"]) <= 2 and double["aligned"] == ("dx" not in truth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=100)
    parser.add_argument("--kinds", default=",".join((*KINDS, *MAKERS)))
    parser.add_argument("--half", choices=("A", "B"), help="the sources of one half alone")
    parser.add_argument("--megapixels", default="0.3,0.8,2")
    parser.add_argument("--real", action="store_true", help="measure the real photographs too")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    sizes = tuple(float(size) for size in options.megapixels.split(","))
    edits = on_edits(options.kinds.split(","), options.sources, options.half, sizes)
    records = []
    for record in chain(on_real() if options.real else (), edits):
        records.append(record)
        if options.out:
            with options.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")
    print("\n".join(rows_of(records)))


if __name__ == "__main__":
    main()
