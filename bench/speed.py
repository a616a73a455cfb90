"""What a batch costs beside the straightforward way and beside the floor, as ratios of CPU time measured turn by turn in one run.

usage: speed.py [--pictures 40] [--rounds 3] [--sizes] [--counts]

The pictures are real JPEGs of ``../shared/data/eval`` brought to 4 megapixels, or computed ones where that folder is not there.
``--sizes`` adds the cost from 0.3 to 24 megapixels, ``--counts`` the cost of 100 to 10,000 rows.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

EVAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval"
COMMAND = "from forensics.cli import main; main()"

STRAIGHTFORWARD = """
import io, pathlib, sys
import exifread, imagehash, numpy as np
from PIL import Image, ImageChops, ImageEnhance
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    with path.open("rb") as f:
        exifread.process_file(f)
    im = Image.open(path).convert("RGB")
    buffer = io.BytesIO()
    im.save(buffer, "JPEG", quality=90)
    diff = ImageChops.difference(im, Image.open(buffer).convert("RGB"))
    peak = max(e[1] for e in diff.getextrema()) or 1
    ImageEnhance.Brightness(diff).enhance(255 / peak)
    for hash_of in (imagehash.phash, imagehash.dhash, imagehash.average_hash, imagehash.whash):
        hash_of(Image.open(path))
    np.abs(np.fft.fft2(np.asarray(im.convert("L"), dtype=float)))
"""

FLOOR = """
import io, pathlib, sys
from PIL import Image
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    im = Image.open(path).convert("RGB")
    buffer = io.BytesIO()
    im.save(buffer, "JPEG", quality=90)
    Image.open(buffer).load()
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", action="store_true")
    parser.add_argument("--counts", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        make(folder, given.pictures, 4.0)
        compare(folder, Path(place), given.rounds)
        if given.sizes:
            by_size(Path(place))
        if given.counts:
            by_count(Path(place))
    return 0


def compare(folder: Path, place: Path, rounds: int) -> None:
    """Each way in turn, ``rounds`` times; the median of each, and its ratio to the straightforward way."""
    ways: dict[str, Callable[[], float]] = {
        "straightforward": lambda: cpu("-c", STRAIGHTFORWARD, str(folder)),
        "floor": lambda: cpu("-c", FLOOR, str(folder)),
        "quick": lambda: batch(folder, place),
        "quick, warm": lambda: batch(folder, place) - batch(first_of(folder), place),
        "fingerprint": lambda: batch(folder, place, "--only", "fingerprint"),
        "fingerprint, warm": lambda: (
            batch(folder, place, "--only", "fingerprint") - batch(first_of(folder), place, "--only", "fingerprint")
        ),
        "full": lambda: batch(folder, place, "--depth", "full"),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            spent[name].append(way())
    count = len(list(folder.iterdir()))
    naive, floor = (statistics.median(spent[name]) for name in ("straightforward", "floor"))
    print(f"{count} pictures of 4 MP, CPU ms a picture, median of {rounds}; «warm» without the start of the program")
    for name, values in spent.items():
        here = statistics.median(values)
        print(f"{name:18} {1000 * here / count:7.1f}   {naive / here:5.1f} × faster   {here / floor:5.2f} of the floor")


def by_size(place: Path) -> None:
    """The cost of one picture from 0.3 to 24 megapixels."""
    print("megapixels, CPU ms a picture at quick and at full depth")
    for megapixels in (0.3, 1, 4, 12, 24):
        folder = place / f"size{megapixels}"
        make(folder, 4, megapixels)
        start = batch(first_of(folder), place), batch(first_of(folder), place, "--depth", "full")
        whole = batch(folder, place), batch(folder, place, "--depth", "full")
        print(f"{megapixels:5} " + " ".join(f"{1000 * (b - a) / 3:8.1f}" for a, b in zip(start, whole, strict=True)))


def by_count(place: Path) -> None:
    """The cost of a row, and the memory of the program, from 100 to 10,000 small pictures (links to the same bytes)."""
    print("rows, CPU ms a row, peak memory in MB")
    make(place / "small", 1, 0.05)
    one = next((place / "small").iterdir())
    for count in (100, 1_000, 10_000):
        folder = place / f"count{count}"
        folder.mkdir()
        for number in range(count):
            os.link(one, folder / f"{number:06}.jpg")
        spent = batch(folder, place, "--only", "fingerprint")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{count:6} {1000 * spent / count:7.2f} {peak:6}", flush=True)
        shutil.rmtree(folder)


def make(folder: Path, count: int, megapixels: float) -> None:
    """Real photographs brought to one size, saved at quality 90 with their EXIF."""
    folder.mkdir()
    for number, image in zip(range(count), photographs(), strict=False):
        exif = image.info.get("exif", b"")
        scale = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
        size = int(image.width * scale), int(image.height * scale)
        image.convert("RGB").resize(size, Image.Resampling.BICUBIC).save(
            folder / f"{number:04}.jpg", quality=90, exif=exif
        )


def photographs() -> Iterator[Image.Image]:
    """Photographs from cameras, or computed textures where there are none."""
    if not EVAL.is_dir():
        for seed in range(1000):
            noise = np.random.default_rng(seed).integers(0, 255, (90, 120, 3), dtype=np.uint8)
            yield Image.fromarray(noise).resize((1200, 900), Image.Resampling.BICUBIC)
        return
    with (EVAL / "manifest.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["label"] == "camera" and row["format"] == "JPEG":
                yield Image.open(EVAL / row["path"])


def first_of(folder: Path) -> Path:
    """A folder that holds only the first picture: what it costs is what the program costs to start."""
    alone = folder.parent / f"{folder.name}-first"
    if not alone.exists():
        alone.mkdir()
        shutil.copy(min(folder.iterdir()), alone)
    return alone


def batch(folder: Path, place: Path, *more: str) -> float:
    """CPU seconds of one batch with one worker."""
    out = place / "out"
    shutil.rmtree(out, ignore_errors=True)
    return cpu("-c", COMMAND, "batch", str(folder), "-o", str(out), "--jobs", "1", "--quiet", *more)


def cpu(*words: str) -> float:
    """User and system seconds of a Python process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
