"""The open watermark: written by the public method, read back; never read where nobody wrote it."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from forensics.analyses import Context, traces
from forensics.model import Generated
from forensics.opencv import cv2
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from forensics.pixels.dwtdct import BLOCK, MESSAGES, SCALE, Message, read_watermark
from forensics.pixels.mark import colour_bar
from made import saved

Pixels = NDArray[np.uint8]


def scene(size: tuple[int, int] = (512, 512)) -> Pixels:
    """A soft picture with grain: the watermark needs colours away from the ends."""
    chance = np.random.default_rng(5)
    coarse = chance.integers(60, 190, (8, 8, 3)).astype(np.uint8)
    smooth = np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)).astype(np.int16)
    return np.clip(smooth + chance.normal(0, 8, smooth.shape), 0, 255).astype(np.uint8)


def watermarked(rgb: Pixels, message: Message) -> Pixels:
    """What the public encoder does: the largest coefficient of each block moves to the quarter that says its bit."""
    yuv = cv2.cvtColor(np.ascontiguousarray(rgb[:, :, ::-1]), cv2.COLOR_BGR2YUV)
    u = yuv[:, :, 1].astype(np.float32)
    low = (u[0::2, 0::2] + u[0::2, 1::2] + u[1::2, 0::2] + u[1::2, 1::2]) / 2
    rows, columns = low.shape[0] // BLOCK, low.shape[1] // BLOCK
    for number in range(rows * columns):
        y, x = divmod(number, columns)
        block = low[y * BLOCK : (y + 1) * BLOCK, x * BLOCK : (x + 1) * BLOCK]
        place = np.unravel_index(int(np.abs(block.ravel()[1:]).argmax()) + 1, block.shape)
        bit = float(message.bits[number % len(message.bits)])
        change = (block[place] // SCALE + 0.25 + 0.5 * bit) * SCALE - block[place]
        top, left = 2 * (y * BLOCK + int(place[0])), 2 * (x * BLOCK + int(place[1]))
        u[top : top + 2, left : left + 2] += change / 2
    yuv[:, :, 1] = np.clip(np.rint(u), 0, 255).astype(np.uint8)
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR)[:, :, ::-1]


def as_jpeg(rgb: Pixels, quality: int, subsampling: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).save(out, "JPEG", quality=quality, subsampling=subsampling)
    return out.getvalue()


@pytest.mark.parametrize("message", MESSAGES[:3], ids=lambda one: f"{one.generator}-{len(one.bits)}")
def test_each_message_is_read(message: Message) -> None:
    assert read_watermark(watermarked(scene(), message)) is message


def test_it_lives_through_a_fine_jpeg_and_not_through_a_resize(tmp_path: Path) -> None:
    marked = watermarked(scene(), MESSAGES[0])
    path = tmp_path / "marked.jpg"
    path.write_bytes(as_jpeg(marked, 95, 0))
    codes = {one.code for one in traces.run(Picture.read(path), Context(depth="full")).findings}
    assert "traces.watermark" in codes
    smaller = np.asarray(Image.fromarray(marked).resize((400, 400), Image.Resampling.LANCZOS))
    assert read_watermark(smaller) is None


def test_it_is_read_as_a_trace_of_a_png(tmp_path: Path) -> None:
    path = tmp_path / "marked.png"
    Image.fromarray(watermarked(scene(), MESSAGES[1])).save(path)
    report = examine_picture(Picture.read(path), Context(), ("traces",))
    assert report.reading.generated.statement is Generated.TRACES
    assert (
        next(one for one in report.findings() if one.code == "traces.watermark").values["generator"].startswith("FLUX")
    )


@pytest.mark.parametrize("size", [(255, 255), (8, 20_000), (16, 4_096), (512, 512), (300, 901)])
def test_nothing_is_read_where_nothing_was_written(size: tuple[int, int]) -> None:
    assert read_watermark(scene(size)) is None
    assert read_watermark(np.zeros((size[1], size[0], 3), dtype=np.uint8)) is None


def test_the_bar_of_five_colours_is_seen_and_a_blank_corner_is_not() -> None:
    rgb = np.full((1024, 1024, 3), 90, dtype=np.uint8)
    assert colour_bar(rgb) is None
    for number, colour in enumerate([(255, 255, 102), (66, 255, 255), (81, 218, 76), (255, 110, 60), (60, 70, 255)]):
        left = 1024 - 80 + 16 * number
        rgb[-16:, left : left + 16] = colour
    assert colour_bar(rgb) == (944, 1008, 80, 16)
    assert colour_bar(np.asarray(Image.open(io.BytesIO(as_jpeg(rgb, 75, 2))))) == (944, 1008, 80, 16)


def test_a_small_picture_is_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "small.png"
    path.write_bytes(saved("PNG", size=(1, 1)))
    assert [one.code for one in traces.run(Picture.read(path), Context()).findings] == ["traces.none"]
