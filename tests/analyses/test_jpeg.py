"""The history of a JPEG, as findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable, jpeg
from forensics.picture import Picture


def test_quality_and_family_of_a_plain_save(tmp_path: Path) -> None:
    path = tmp_path / "plain.jpg"
    Image.new("RGB", (64, 48), "teal").save(path, quality=83)
    found = {finding.code: finding.values for finding in jpeg.run(Picture.read(path), Context()).findings}
    assert found["jpeg.quality"]["quality"] == 83
    assert found["jpeg.encoder"]["family"] == "libjpeg"


def test_other_tables_are_bracketed(tmp_path: Path) -> None:
    path = tmp_path / "own.jpg"
    Image.new("RGB", (64, 48), "teal").save(path, qtables=[[5 + i // 4 for i in range(64)]] * 2)
    (finding,) = jpeg.run(Picture.read(path), Context()).findings
    assert finding.values["variant"] == "range"
    assert finding.values["quality_min"] <= finding.values["quality_max"]
    assert "quality" not in finding.values


def test_not_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    Image.new("RGB", (64, 48)).save(path)
    with pytest.raises(NotApplicable) as why:
        jpeg.run(Picture.read(path), Context())
    assert why.value.reason == "not_jpeg"
