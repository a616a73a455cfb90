"""What reading the declarations of a picture costs, in CPU milliseconds, warm: the median of seven turns (aim: 15)."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import process_time

from forensics.analyses import Context, installed
from forensics.picture import Picture

CAMERA = Path(__file__).resolve().parents[2] / "shared" / "data" / "eval" / "camera"
DECLARING = {"file", "metadata", "consistency", "personal", "provenance", "declared", "traces"}
TYPICAL = ("exif-samples__DSCN0010.jpg", "photoprism__elephants.jpg", "imagedataset-sceauxcastle__100-7104.jpg")


def main() -> None:
    """Print a line a picture."""
    for name in TYPICAL:
        path = CAMERA / name
        if path.is_file():
            spent(path)
            print(f"{name:48} {1000 * median(spent(path) for _ in range(7)):5.1f} ms")


def spent(path: Path) -> float:
    """CPU seconds of the analyses that read what a file declares, on a picture just opened."""
    picture = Picture.read(path)
    started = process_time()
    for analysis in installed():
        if analysis.name in DECLARING:
            analysis.run(picture, Context(depth="quick"))
    return process_time() - started


if __name__ == "__main__":
    main()
