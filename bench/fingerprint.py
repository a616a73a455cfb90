"""What a fingerprint costs: against ImageHash's four hashes with their decoding, and against a drafted decode alone.

usage: python bench/fingerprint.py [ROUNDS]

One picture of 6 megapixels, made here; the three ways take turns, CPU time, medians of ratios within a round.
"""

from __future__ import annotations

import io
import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import imagehash
import numpy as np
from PIL import Image

from forensics.corpus.fingerprint import fingerprint
from forensics.picture import Picture

SIZE = (3000, 2000)


def photograph(size: tuple[int, int] = SIZE, seed: int = 0) -> bytes:
    """Clouds with fine grain, 0.2 byte a pixel: between what a telephone saves and what a messaging service sends."""
    random = np.random.default_rng(seed)
    soft = Image.fromarray(random.integers(0, 255, (40, 60, 3), dtype=np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = random.normal(0, 2, (size[1], size[0], 1)) + np.asarray(soft, dtype=np.float32)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def naive(path: Path) -> None:
    """What anyone would write first: ImageHash's four hashes, each with its own decoding."""
    for hash_of in (imagehash.phash, imagehash.dhash, imagehash.average_hash, imagehash.whash):
        with Image.open(path) as image:
            hash_of(image)


def drafted(path: Path) -> None:
    """The floor: the decoder at the scale that the fingerprint needs, and nothing else."""
    with Image.open(path) as image:
        image.draft("L", (image.width * 256 // image.height, 256))
        image.load()


def ours(path: Path) -> None:
    """Read, recognise, decode, PDQ, pHash."""
    fingerprint(Picture.read(path))


def seconds(job: Callable[[Path], None], path: Path) -> float:
    before = process_time()
    job(path)
    return process_time() - before


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photograph.jpg"
        path.write_bytes(photograph())
        times = [[seconds(job, path) for job in (naive, drafted, ours)] for _ in range(rounds + 1)][1:]
        weight = path.stat().st_size / (SIZE[0] * SIZE[1])
    # a round's ratio, so that a busy machine weighs on all three alike
    faster = statistics.median(one[0] / one[2] for one in times)
    over = statistics.median(one[2] / one[1] for one in times)
    slow, floor, mine = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
    print(
        f"6 MP, {weight:.2f} byte a pixel: ImageHash {slow:.0f} ms, drafted decode {floor:.1f} ms, fingerprint {mine:.1f} ms of CPU"
    )
    print(f"fingerprint: {faster:.1f} times faster than ImageHash, {over:.2f} times a drafted decode")


if __name__ == "__main__":
    main()
