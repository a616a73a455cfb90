"""The quality setting is exact where the tables are the usual ones."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from forensics.jpeg.encoder import family
from forensics.jpeg.header import ZIGZAG, parse
from forensics.jpeg.quality import estimate


def saved(mode: str = "RGB", **settings: object) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    Image.fromarray(pixels).convert(mode).save(out, "JPEG", **settings)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_every_quality_of_pillow_is_found(mode: str) -> None:
    for quality in range(1, 101):
        found = estimate(parse(saved(mode, quality=quality)))
        assert found is not None and found.standard
        assert found.lowest == found.highest == quality


def test_sampling_and_progressive_are_read() -> None:
    names = {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}
    for subsampling, name in names.items():
        head = parse(saved(quality=80, subsampling=subsampling, progressive=subsampling == 1))
        assert head.sampling == name
        assert head.progressive == (subsampling == 1)
    assert parse(saved("L", quality=80)).sampling == "4:0:0"


def test_other_tables_give_a_range() -> None:
    steps = [3 + i // 3 for i in range(64)]
    head = parse(saved(qtables=[steps, steps]))
    found = estimate(head)
    assert found is not None and not found.standard
    assert 1 <= found.lowest < found.highest <= 100
    assert family(head) is None


def test_tables_read_are_those_of_pillow() -> None:
    data = saved(quality=63)
    expected = Image.open(io.BytesIO(data)).quantization
    assert {number: table.tolist() for number, table in parse(data).tables.items()} == expected
    assert sorted(ZIGZAG) == list(range(64))


@pytest.mark.parametrize("cut", [0, 2, 3, 20, 30, 100, 180])
def test_a_cut_header_is_no_crash(cut: int) -> None:
    estimate(parse(saved(quality=75)[:cut]))
