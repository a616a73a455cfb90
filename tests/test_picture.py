"""Reading a picture: known formats by content, limits before decoding, pixels as a viewer shows them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.errors import UnreadableInput
from forensics.picture import Limits, Picture


def saved(folder: Path, image: Image.Image, name: str, **options: object) -> Picture:
    path = folder / name
    image.save(path, **options)
    return Picture.read(path)


@pytest.fixture
def noise() -> Image.Image:
    return Image.effect_noise((64, 48), 50).convert("RGB")


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "tiff", "bmp", "avif"])
def test_formats_are_recognised_by_content(tmp_path: Path, noise: Image.Image, suffix: str) -> None:
    written = tmp_path / f"a.{suffix}"
    noise.save(written)
    renamed = written.rename(tmp_path / "a.txt")
    picture = Picture.read(renamed)
    assert (picture.width, picture.height) == (64, 48)
    assert picture.rgb.shape == (48, 64, 3)
    assert picture.luma.shape == (48, 64)


def test_luma_is_the_decoder_s_own_y(tmp_path: Path, noise: Image.Image) -> None:
    picture = saved(tmp_path, noise, "a.jpg", quality=90)
    with Image.open(picture.path) as opened:
        opened.draft("YCbCr", opened.size)
        assert np.array_equal(picture.luma, np.asarray(opened.convert("YCbCr"))[..., 0])


def test_sixteen_bits_are_scaled_not_cut(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    picture = saved(tmp_path, Image.fromarray(ramp), "a.png")
    assert picture.luma.min() == 0 and picture.luma.max() >= 254
    assert abs(float(picture.luma.mean()) - 127) < 3


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    picture = saved(tmp_path, Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "a.png")
    assert (picture.rgb == 255).all()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK"])
def test_unusual_modes_give_plain_colour(tmp_path: Path, noise: Image.Image, mode: str) -> None:
    picture = saved(tmp_path, noise.convert(mode), "a.jpg" if mode == "CMYK" else "a.png")
    assert picture.rgb.shape == (48, 64, 3) and picture.luma.shape == (48, 64)


@pytest.mark.parametrize("size", [(1, 1), (1, 30000), (30000, 1)])
def test_odd_shapes_are_read(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = saved(tmp_path, Image.new("RGB", size, "white"), "a.png")
    assert picture.luma.shape == size[::-1]


def test_orientation_is_read_and_nonsense_is_ignored(tmp_path: Path, noise: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert saved(tmp_path, noise, "a.jpg", exif=exif).orientation == 6
    exif[0x0112] = 99
    assert saved(tmp_path, noise, "b.jpg", exif=exif).orientation == 1


def test_limits_come_before_decoding(tmp_path: Path, noise: Image.Image) -> None:
    path = tmp_path / "a.png"
    noise.save(path)
    for limits, code in ((Limits(max_pixels=100), "too_many_pixels"), (Limits(max_bytes=10), "too_many_bytes")):
        with pytest.raises(UnreadableInput) as told:
            Picture.read(path, limits)
        assert told.value.code == code


def test_too_many_scans_are_refused(tmp_path: Path, noise: Image.Image) -> None:
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", progressive=True)
    path = tmp_path / "a.jpg"
    path.write_bytes(buffer.getvalue() + b"\xff\xda" * 200)
    with pytest.raises(UnreadableInput):
        Picture.read(path)


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_cut_file_is_said_to_be_cut(tmp_path: Path, suffix: str) -> None:
    whole, cut = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    Image.effect_noise((400, 300), 50).save(whole)
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(UnreadableInput) as told:
        _ = Picture.read(cut).luma
    assert told.value.code == "truncated"


def test_shared_results_are_computed_once(tmp_path: Path, noise: Image.Image) -> None:
    picture, calls = saved(tmp_path, noise, "a.jpg"), []

    def costly(of: Picture) -> int:
        calls.append(of)
        return 7

    assert picture.once(costly) == picture.once(costly) == 7 and len(calls) == 1


@pytest.mark.parametrize("format_", ["JPEG", "GIF"])
def test_a_comment_is_not_carried_into_copies(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "photo"
    Image.new("RGB", (64, 48), "teal").save(path, format_, comment=b"CANARI")
    picture = Picture.read(path)
    for image in (picture.image, picture.rgb_image, picture.small(16)):
        image.convert("RGB").save(tmp_path / "copy.jpg")
        assert b"CANARI" not in (tmp_path / "copy.jpg").read_bytes()
