"""Copies of a picture as it travels."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.picture import Picture
from forensics.sheet.copies import MESSAGING_SIDE, SCREEN, copies, without_segments

CAMERA = b"Test Camera"


@pytest.fixture
def photo(tmp_path: Path) -> Picture:
    pixels = np.random.default_rng(2).integers(40, 200, (75, 100, 3), np.uint8)
    image = Image.fromarray(pixels).resize((2000, 1500), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0110] = CAMERA.decode()
    path = tmp_path / "photo.jpg"
    image.save(path, quality=92, exif=exif, comment=b"hello")
    return Picture.read(path)


def test_each_copy_is_what_its_name_says(photo: Picture) -> None:
    made = {copy.name: copy for copy in copies(photo)}
    opened = {name: Image.open(io.BytesIO(copy.data)) for name, copy in made.items()}
    assert made["original"].data == photo.data
    assert opened["resaved"].size == (2000, 1500) and CAMERA in made["resaved"].data
    assert max(opened["sent"].size) == MESSAGING_SIDE and CAMERA not in made["sent"].data
    assert opened["captured"].size == SCREEN and opened["captured"].format == "PNG"
    assert opened["cropped"].size == (2000 - 402, 1500 - 302)
    assert CAMERA not in made["stripped"].data and b"hello" not in made["stripped"].data
    assert np.array_equal(np.asarray(opened["stripped"]), photo.rgb)
    mirrored = np.asarray(opened["mirrored"].convert("L"), np.float32)[:, ::-1]
    assert np.abs(mirrored - photo.luma).mean() < 3


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_any_kind_are_copied(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("picture.tif" if mode == "CMYK" else "picture.png")
    deep = Image.fromarray(np.arange(3600, dtype=np.uint16).reshape(60, 60) * 18)
    image = deep if mode == "I;16" else Image.new("RGB", (60, 60), "olive").convert(mode)
    image.save(path)
    assert len(copies(Picture.read(path))) == 7


def test_a_picture_of_one_pixel_is_copied(tmp_path: Path) -> None:
    path = tmp_path / "dot.jpg"
    Image.new("RGB", (1, 1)).save(path)
    assert all(Image.open(io.BytesIO(copy.data)).size for copy in copies(Picture.read(path)))


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\x00\x01abc", b"\xff\xd8\xff\xe1\xff\xff"])
def test_segments_that_cannot_be_followed_are_left_alone(data: bytes) -> None:
    assert without_segments(data) == data
