"""The floors of the JPEG history, of zones with another history and of ELA zones, on a small sample of half B."""

from __future__ import annotations

import io
import sys
import tomllib
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from measure import SHARED, on_edits, on_real, right

pytestmark = pytest.mark.shared
FLOORS = tomllib.loads((Path(__file__).parents[1] / "floors.toml").read_text("utf-8"))
COARSER = ("double_60_90", "double_85_90")
CLOSE = ("double_70_75",)
SHIFTED = ("shifted_85_90",)
ZONES = ("patch_75_95", "adq_75_90")
SINGLE = ("single_90", "screen_75_80")
ONE_MISS = 0.25  # one of four: a small sample may miss one more


@cache
def sample() -> list[dict[str, Any]]:
    kinds = [*COARSER, *CLOSE, *SHIFTED, *ZONES, *SINGLE]
    return list(on_edits(kinds, 4, half="B", sizes=(0.3,)))


def share(kinds: tuple[str, ...], held: Any) -> float:
    return float(np.mean([bool(held(one)) for one in sample() if one["kind"] in kinds]))


@pytest.mark.parametrize(
    ("method", "kinds"),
    [("coarser", COARSER), ("close", CLOSE), ("cropped", SHIFTED)],
    ids=["coarser", "close", "cropped"],
)
def test_two_saves_are_found_with_quality_and_offset(shared: Path, method: str, kinds: tuple[str, ...]) -> None:
    floor = FLOORS["jpeg"][method]["floor_found"]
    assert share(kinds, lambda one: one["double"] and right(one)) >= floor - ONE_MISS


def test_zones_are_found(shared: Path) -> None:
    assert (
        share(ZONES, lambda one: (one["splice_iou"] or 0) >= 0.5) >= FLOORS["splice"]["zone"]["floor_found"] - ONE_MISS
    )
    assert share(ZONES, lambda one: (one["ela_iou"] or 0) >= 0.5) >= FLOORS["ela"]["zone"]["floor_found"] - ONE_MISS


@pytest.mark.parametrize("analysis", ["double", "splice", "ela"])
def test_pictures_saved_once_are_left_in_peace(shared: Path, analysis: str) -> None:
    assert share(SINGLE, lambda one: one[analysis]) == 0


def test_real_photographs_are_left_in_peace(shared: Path) -> None:
    records = list(islice(on_real(most_pixels=0.5e6), 8))
    native = [one for one in records if one["kind"] == "native"]
    assert native
    assert not any(one["double"] or one["splice"] or one["ela"] for one in native)


def test_quality_is_exact_on_a_photograph(shared: Path) -> None:
    from forensics.jpeg.header import parse
    from forensics.jpeg.quality import estimate

    with Image.open(SHARED / "data/eval/camera/exif-samples__DSCN0010.jpg") as opened:
        image = opened.convert("RGB").resize((160, 120))
    for picture in (image, image.convert("L")):
        for quality in range(1, 101):
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality)
            found = estimate(parse(out.getvalue()))
            assert found is not None and found.standard and found.lowest == quality
