"""How often lines of a file do not go together on real photographs, and how many cropped ones the preview betrays.

python tests/quality/consistency/measure.py ../shared/data/eval
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from PIL import Image

from forensics import metadata
from forensics.analyses import Context, consistency
from forensics.metadata import camera, coherence, dates
from forensics.picture import Picture
from forensics.pixels.preview import agreement, preview

CROPS = (0.9, 0.8, 0.7, 0.5)  # sides kept, of the sides of the picture


def photographs(root: Path) -> Iterator[Picture]:
    """The pictures labelled «camera»."""
    with (root / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["label"] == "camera":
                yield Picture.read(root / row["path"])


def applicable(picture: Picture) -> set[str]:
    """The questions that this picture has the fields for."""
    read = metadata.read(picture)
    has = {
        "date_impossible": dates.first(read, dates.TAKEN[:1]),
        "date_mismatch": dates.first(read, dates.TAKEN) and dates.first(read, (*dates.SAVED, *dates.DIGITISED[:1])),
        "gps_time": coherence.clock_against_gps(read) is not None,
        "size_differs": coherence.declared_size(read),
        "shape": read.first("IFD0:Model"),
        "encoder": picture.format == "JPEG" and camera.camera(read) and not camera.software(read),
        "thumbnail_differs": any(preview(data) for data in read.thumbnails),
        "conflict": any(read.first(one) and read.first(other) for one, other in coherence.SAME_FIELD),
    }
    return {name for name, value in has.items() if value}


def rates(root: Path) -> dict[str, tuple[int, int]]:
    """For each question: photographs with the fields, photographs where it is asked."""
    counts: dict[str, list[int]] = {}
    for picture in photographs(root):
        asked = {one.code.rpartition(".")[2] for one in consistency.run(picture, Context()).findings}
        for name in applicable(picture):
            count = counts.setdefault(name, [0, 0])
            count[0] += 1
            count[1] += name in asked
        picture.free()
    return {name: (of, asked) for name, (of, asked) in sorted(counts.items())}


def crops_found(root: Path, side: float, seed: int = 1, step: int = 1) -> tuple[int, int]:
    """Crops that keep ``side`` of each side, at a random place, and how many of them the old preview betrays.

    ``step`` takes every photograph, or every second…
    """
    chance, made, found = random.Random(seed), 0, 0
    for picture in islice(photographs(root), 0, None, step):
        shown = next((image for image in map(preview, metadata.read(picture).thumbnails) if image), None)
        if shown is None or (agreement(picture, shown) or 0) < consistency.LOWEST_AGREEMENT:
            continue
        cropped = _cropped(picture, side, chance)
        found += (agreement(cropped, shown) or 1) < consistency.LOWEST_AGREEMENT
        made += 1
    return made, found


def _cropped(picture: Picture, side: float, chance: random.Random) -> Picture:
    width, height = int(picture.width * side), int(picture.height * side)
    left, top = chance.randint(0, picture.width - width), chance.randint(0, picture.height - height)
    image: Image.Image = picture.rgb_image.crop((left, top, left + width, top + height))
    picture.free()
    picture.__dict__["rgb_image"] = image  # the crop stands in for the decoded picture
    picture.width, picture.height = image.size
    return picture


def main() -> None:
    root = Path(sys.argv[1])
    for name, (of, asked) in rates(root).items():
        print(f"{name}: {asked} of {of} photographs")
    for side in CROPS:
        made, found = crops_found(root, side)
        print(f"crop to {side:.0%} of each side: {found} of {made} betrayed by the preview")


if __name__ == "__main__":
    main()
