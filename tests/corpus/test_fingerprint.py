"""Fingerprints: those of the reference tools, and turned without looking at the pixels again."""

from __future__ import annotations

from pathlib import Path

import imagehash
import numpy as np
import pytest
from PIL import Image, ImageOps

from forensics.corpus import fingerprint as prints
from forensics.picture import Picture
from scenes import saved, scene

# The PDQ of the pictures of `scenes.scene`, from the reference implementation (pdqhash 0.2.8), seeds 0 to 4.
REFERENCE = Path(__file__).with_name("pdq_reference.txt").read_text("ascii").split()


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def test_pdq_is_a_few_bits_from_the_reference(tmp_path: Path) -> None:
    found = [
        apart(
            prints.fingerprint(Picture.read(saved(tmp_path / f"{seed}.png", scene(seed)))).pdq, bytes.fromhex(expected)
        )
        for seed, expected in enumerate(REFERENCE)
    ]
    assert np.median(found) <= 12
    assert max(found) <= 31


def test_phash_is_that_of_imagehash(tmp_path: Path) -> None:
    for seed in range(8):
        path = saved(tmp_path / f"{seed}.jpg", scene(seed, (1600, 1200)))
        with Image.open(path) as image:
            expected = bytes.fromhex(str(imagehash.phash(image)))
        assert apart(prints.fingerprint(Picture.read(path)).phash, expected) <= 2


def test_the_eight_turns_come_from_the_frequencies() -> None:
    image = scene(3).convert("L")
    turned = prints.packed(prints.turned(prints.whole(image)))
    by_hand = [
        image,
        ImageOps.flip(image),
        ImageOps.mirror(image),
        image.rotate(180),
        *(one.transpose(Image.Transpose.TRANSPOSE) for one in (image, ImageOps.flip(image), ImageOps.mirror(image))),
        image.rotate(180).transpose(Image.Transpose.TRANSPOSE),
    ]
    for row, other in zip(turned, by_hand, strict=True):
        assert min(apart(bytes(row), bytes(prints.packed(prints.whole(one)))) for one in [other]) <= 6
    assert len(prints.TURNS) == len(turned)


def test_turned_by_exif_is_the_picture_as_it_is_shown(tmp_path: Path) -> None:
    upright = saved(tmp_path / "a.jpg", scene(1))
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(upright) as image:
        image.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "b.jpg", exif=exif, quality=92)
    one, other = (prints.fingerprint(Picture.read(path)) for path in (upright, tmp_path / "b.jpg"))
    assert apart(one.pdq, other.pdq) <= 10


@pytest.mark.parametrize("side", [8, 100, 600])
def test_a_plain_picture_is_flat(tmp_path: Path, side: int) -> None:
    path = saved(tmp_path / "plain.png", Image.new("RGB", (side, side), "navy"))
    assert prints.fingerprint(Picture.read(path)).flat
    assert not prints.fingerprint(Picture.read(saved(tmp_path / "scene.png", scene(1)))).flat


def test_a_plain_border_is_seen_and_taken_off() -> None:
    image = scene(2).convert("L").resize((320, 240))
    assert prints.without_border(image) is None
    bordered = ImageOps.expand(image, 20, fill=255)
    trimmed = prints.without_border(bordered)
    assert trimmed is not None
    assert abs(trimmed.width - 320) <= 2 and abs(trimmed.height - 240) <= 2
