"""Reading what a file declares stays cheap: it is done on every picture of a folder."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import process_time

import pytest

from forensics.analyses import Context, installed
from forensics.picture import Picture

DECLARING = {"file", "metadata", "consistency", "personal", "provenance", "declared", "traces"}
MOST = 0.015  # seconds of CPU for a typical JPEG, warm; 2 to 8 ms were measured (2026-11-21)
TYPICAL = ("exif-samples__DSCN0010.jpg", "photoprism__elephants.jpg", "imagedataset-sceauxcastle__100-7104.jpg")


def spent(path: Path) -> float:
    picture = Picture.read(path)
    started = process_time()
    for analysis in installed():
        if analysis.name in DECLARING:
            analysis.run(picture, Context(depth="quick"))
    return process_time() - started


@pytest.mark.shared
@pytest.mark.parametrize("name", TYPICAL)
def test_metadata_and_provenance_of_a_typical_jpeg(shared: Path, name: str) -> None:
    path = shared / "data" / "eval" / "camera" / name
    spent(path)
    assert median(spent(path) for _ in range(7)) <= MOST
