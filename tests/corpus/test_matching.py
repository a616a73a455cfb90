"""What happens to pictures online, and how the match tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from forensics.corpus import Corpus
from forensics.corpus.second_look import PERHAPS, both_ways, look, points_of
from forensics.picture import Picture
from scenes import saved, scene

Change = Callable[[Image.Image], Image.Image]


def captioned(image: Image.Image) -> Image.Image:
    image = image.copy()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 400, 640, 480), fill="black")
    draw.text((40, 410), "URGENT, À PARTAGER", fill="white", font_size=48)
    return image


CHANGES: dict[str, tuple[Change, str]] = {
    "saved again": (lambda image: image, "resaved"),
    "reduced": (lambda image: image.resize((320, 240)), "resaved"),
    "cropped": (lambda image: image.crop((60, 40, 600, 460)), "cropped"),
    "mirrored": (ImageOps.mirror, "mirrored"),
    "turned": (lambda image: image.rotate(90, expand=True), "turned"),
    "tilted": (lambda image: image.rotate(4, fillcolor="white"), "turned"),
    "darkened": (lambda image: ImageEnhance.Brightness(image).enhance(0.6), "recoloured"),
    "grey": (ImageOps.grayscale, "recoloured"),
    "bordered": (lambda image: ImageOps.expand(image, 40, "white"), "bordered"),
    "captioned": (captioned, "text"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_is_found_and_its_change_told(corpus: Corpus, tmp_path: Path, name: str) -> None:
    change, expected = CHANGES[name]
    path = saved(tmp_path / "copy.jpg", change(scene(2)), 75)
    found = corpus.search(Picture.read(path))
    assert [one.entry.file for one in found] == ["images/vue-2.jpg"]
    assert (found[0].kind, found[0].transform) == ("close", expected)
    assert found[0].record is not None and found[0].record.id == "IMG-003"


def test_the_same_bytes_are_the_same_file(corpus: Corpus, sources: list[Path]) -> None:
    (found,) = corpus.search(Picture.read(sources[4]))
    assert (found.kind, found.distance, found.transform) == ("same", 0, "same")


def test_strangers_are_not_found(corpus: Corpus, tmp_path: Path) -> None:
    for seed in range(20, 24):
        assert corpus.search(Picture.read(saved(tmp_path / "stranger.jpg", scene(seed)))) == ()


def test_a_plain_picture_matches_nothing_but_itself(corpus: Corpus, tmp_path: Path) -> None:
    plain = saved(corpus.folder / "images" / "plain.png", Image.new("RGB", (300, 200), "white"))
    corpus.update()
    assert [one.kind for one in corpus.search(Picture.read(plain))] == ["same"]
    other = saved(tmp_path / "other.jpg", Image.new("RGB", (400, 200), "white"))
    assert corpus.search(Picture.read(other)) == ()


def test_the_link_lays_one_on_the_other(tmp_path: Path) -> None:
    original = saved(tmp_path / "original.png", scene(5))
    part = saved(tmp_path / "part.png", scene(5).crop((100, 80, 500, 400)))
    link = look(both_ways(Picture.read(part)), points_of(Picture.read(original)))
    assert link is not None and not link.mirrored
    place = link.matrix @ np.array([0, 0, 1])
    assert place == pytest.approx(np.array([100, 80]) * 512 / 640, abs=2.5)
    assert abs(link.angle) < 0.5 and link.pairs == len(link.there) >= 100


def test_unrelated_pictures_share_no_arrangement(tmp_path: Path) -> None:
    pictures = [Picture.read(saved(tmp_path / f"{seed}.jpg", scene(seed))) for seed in range(5)]
    for one in pictures:
        for other in pictures:
            link = look(both_ways(one), points_of(other))
            assert (link is not None and link.pairs > 100) if one is other else link is None
    assert PERHAPS == 8


@pytest.mark.parametrize("size", [(1, 1), (31, 400), (2, 900)])
def test_a_tiny_picture_has_no_points(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = Picture.read(saved(tmp_path / "tiny.png", scene(1).resize(size)))
    assert look(both_ways(picture), points_of(picture)) is None


def test_a_lost_original_does_not_stop_the_search(corpus: Corpus, sources: list[Path]) -> None:
    path = saved(sources[0].with_name("copy.jpg"), scene(3).resize((500, 375)))
    (corpus.folder / "images" / "vue-3.jpg").unlink()
    assert corpus.index  # opened before the picture was lost
    found = corpus.search(Picture.read(path))
    assert found == () or found[0].link is None
