"""What a batch costs beside the straightforward way and beside the floor, as ratios of CPU time measured turn by turn in one run.

usage: speed.py [--pictures 40] [--rounds 3] [--shares] [--sizes] [--counts] [--workers] [--plot FILE.svg]

The pictures are real JPEGs of ``../shared/data/eval`` brought to 4 megapixels, or computed ones where that folder is not there.
``--shares`` adds what each analysis takes at full depth, ``--sizes`` the cost from 0.3 to 24 megapixels, ``--counts`` that of 100 to 100,000 rows,
``--workers`` the time of two workers and of Dask beside one, on 312 pictures (links to the same); ``--plot`` draws the first two (``docs/images/cost.svg``).
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

EVAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval"
COMMAND = "from forensics.cli import main; main()"
ONE_THREAD = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"}

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

SHARES = """
import pathlib, statistics, sys
from time import process_time
from forensics.analyses import Context, NotApplicable, installed
from forensics.picture import Picture

def took(action):
    before = process_time()
    try:
        action()
    except NotApplicable:
        pass
    return 1000 * (process_time() - before)

spent = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    picture = Picture.read(path)
    spent.setdefault("luminance", []).append(took(lambda: picture.luma))
    for one in installed():
        spent.setdefault(one.name, []).append(took(lambda: one.run(picture, Context())))
middle = {name: statistics.median(values) for name, values in spent.items()}
for name, value in sorted(middle.items(), key=lambda item: -item[1]):
    print(f"{name:14} {value:8.1f}   {100 * value / sum(middle.values()):5.1f} %")
"""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--shares", action="store_true")
    parser.add_argument("--sizes", action="store_true")
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--workers", action="store_true")
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        make(folder, given.pictures, 4.0)
        compare(folder, Path(place), given.rounds)
        if given.shares:
            print("full depth: CPU ms of each analysis, median, and its share", flush=True)
            subprocess.run([sys.executable, "-c", SHARES, str(folder)], check=True, env=ONE_THREAD)
        if given.workers:
            by_workers(many(folder), Path(place), given.rounds)
        sizes = by_size(Path(place)) if given.sizes or given.plot else []
        counts = by_count(Path(place)) if given.counts or given.plot else []
        if given.plot:
            given.plot.write_text(plotted(sizes, counts), "utf-8")
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


def by_workers(folder: Path, place: Path, rounds: int) -> None:
    """Wall-clock seconds of one worker, of two, and of Dask with two processes on this machine, turn by turn."""
    ways = {"one": ("--jobs", "1"), "two": ("--jobs", "2"), "dask": ("--engine", "dask", "--jobs", "2")}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, more in ways.items():
            shutil.rmtree(place / "out", ignore_errors=True)
            started = time.perf_counter()
            cpu("-c", COMMAND, "batch", str(folder), "-o", str(place / "out"), "--quiet", *more)
            spent[name].append(time.perf_counter() - started)
    one, two, dask = (statistics.median(spent[name]) for name in ways)
    print(
        f"seconds: one worker {one:.1f}, two {two:.1f} ({one / two:.2f} × faster), Dask {dask:.1f} ({dask / two:.2f} of two)"
    )


def by_size(place: Path) -> list[tuple[float, float, float]]:
    """The cost of one picture from 0.3 to 24 megapixels: megapixels, CPU ms at quick and at full depth."""
    rows = []
    print("megapixels, CPU ms a picture at quick and at full depth")
    for megapixels in (0.3, 1, 4, 12, 24):
        folder = place / f"size{megapixels}"
        make(folder, 4, megapixels)
        start = batch(first_of(folder), place), batch(first_of(folder), place, "--depth", "full")
        whole = batch(folder, place), batch(folder, place, "--depth", "full")
        quick, full = (1000 * (b - a) / 3 for a, b in zip(start, whole, strict=True))
        print(f"{megapixels:5} {quick:8.1f} {full:8.1f}", flush=True)
        rows.append((float(megapixels), quick, full))
    return rows


def by_count(place: Path) -> list[tuple[float, float]]:
    """The cost of a row, and the memory of the program, from 100 to 100,000 small pictures, all the same."""
    print("rows, CPU ms a row, peak memory in MB")
    rows = []
    make(place / "small", 1, 0.05)
    small = next((place / "small").iterdir()).read_bytes()
    for count in (100, 1_000, 10_000, 100_000):
        folder = place / f"count{count}"
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:06}.jpg").write_bytes(small)
        spent = batch(folder, place, "--only", "fingerprint")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{count:6} {1000 * spent / count:7.2f} {peak:6}", flush=True)
        rows.append((float(count), 1000 * spent / count))
        shutil.rmtree(folder)
    return rows


def plotted(sizes: list[tuple[float, float, float]], counts: list[tuple[float, float]]) -> str:
    """Two plots on logarithmic scales, in black: dots for quick and for rows, rings for full."""
    quick = [(size, cost) for size, cost, _ in sizes]
    full = [(size, cost) for size, _, cost in sizes]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 360" font-family="sans-serif" font-size="13">'
        f'<rect width="900" height="360" fill="#fff"/>{panel(40, "megapixels", [(quick, True), (full, False)])}'
        f"{panel(490, 'rows', [(counts, True)])}</svg>\n"
    )


def panel(left: int, across: str, lines: list[tuple[list[tuple[float, float]], bool]]) -> str:
    points = [point for line, _ in lines for point in line]
    low, high = (math.log10(choose(x for x, _ in points)) for choose in (min, max))
    bottom, top = math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points)))

    def place(x: float, y: float) -> tuple[float, float]:
        return left + 50 + 320 * (math.log10(x) - low) / (high - low), 300 - 260 * (math.log10(y) - bottom) / (
            top - bottom
        )

    parts = [f'<text x="{left + 150}" y="345">{across}</text><text x="{left}" y="24">CPU ms</text>']
    for power in range(bottom, top + 1):
        _, y = place(10**low, 10**power)
        parts.append(
            f'<path d="M{left + 45} {y:.0f}H{left + 380}" stroke="#bbb"/><text x="{left}" y="{y + 4:.0f}">{10**power:g}</text>'
        )
    for line, solid in lines:
        spots = [place(*point) for point in line]
        parts.append(f'<polyline fill="none" stroke="#000" points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in spots)}"/>')
        parts += [
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="5" stroke="#000" fill="{"#000" if solid else "#fff"}"/>'
            for x, y in spots
        ]
        parts += [
            f'<text x="{x - 10:.0f}" y="318">{value:g}</text>' for (x, _), (value, _) in zip(spots, line, strict=True)
        ]
    return "".join(parts)


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


def many(folder: Path) -> Path:
    """312 names of these pictures: enough for the start of a cluster to count little."""
    files = sorted(folder.iterdir())
    target = folder.parent / "many"
    target.mkdir()
    for number in range(312):
        os.link(files[number % len(files)], target / f"{number:04}.jpg")
    return target


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
