"""Lines that do not go together become questions that carry their own rate on real photographs."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forensics.analyses import Context, consistency
from forensics.floors import measured
from forensics.lang import LANGUAGES, load
from forensics.lang.wording import of_finding
from forensics.model import Finding, Sign
from made import exif, jpeg, picture, saved, xmp

SHOT = {0x9003: "2023:05:01 10:00:00"}
CAMERA = {0x010F: "NIKON", 0x0110: "NIKON D70"}
COUNTS = ("photos", "photos_same")


def run(folder: Path, data: bytes, **options: Any) -> dict[str, Finding]:
    return {one.code: one for one in consistency.run(picture(folder, data), Context(**options)).findings}


def own(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in finding.values.items() if name not in COUNTS}


def test_lines_that_agree_raise_no_question(tmp_path: Path) -> None:
    zero = {**CAMERA, 0x0132: "2023:05:01 10:00:05"}
    assert run(tmp_path, saved(exif=exif(zero, {**SHOT, 0xA002: 64, 0xA003: 48}), quality=95)) == {}


def test_a_later_save_and_one_out_of_order(tmp_path: Path) -> None:
    late = run(tmp_path, saved(exif=exif({0x0132: "2024:05:01 10:00:00"}, SHOT)))["exif.date_mismatch"]
    assert own(late) == {"first_date": "2023-05-01", "second_date": "2024-05-01"}
    early = run(tmp_path, saved(exif=exif({0x0132: "2022:05:01 10:00:00"}, SHOT)))["exif.date_mismatch"]
    assert early.values["variant"] == "before"


@pytest.mark.parametrize("text", ["1980:01:01 00:00:00", "1919:05:04 06:59:26"])
def test_a_date_that_no_camera_can_give(tmp_path: Path, text: str) -> None:
    assert "exif.date_impossible" in run(tmp_path, saved(exif=exif({}, {0x9003: text})))


def test_declared_size_against_pixels(tmp_path: Path) -> None:
    sizes = run(tmp_path, saved(exif=exif({}, {0xA002: 640, 0xA003: 480})))["exif.size_differs"]
    assert own(sizes) == {"exif_width": 640, "exif_height": 480, "width": 64, "height": 48}
    turned = run(tmp_path, saved(exif=exif({}, {0xA002: 48, 0xA003: 64})))
    assert "exif.size_differs" not in turned, "a turned picture has its sides swapped"


def test_a_shape_that_no_camera_makes(tmp_path: Path) -> None:
    assert "exif.shape" in run(tmp_path, saved(size=(100, 86), exif=exif(CAMERA), quality=95))
    assert "exif.shape" not in run(tmp_path, saved(size=(150, 100), exif=exif(CAMERA), quality=95))
    assert "exif.shape" not in run(tmp_path, saved(size=(100, 86))), "without a camera there is nothing to compare"


@pytest.mark.parametrize(("hour", "asked"), [(8, False), (9, False), (20, True)])
def test_the_satellites_time_against_the_cameras(tmp_path: Path, hour: int, asked: bool) -> None:
    gps = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 17.0, 0.0), 7: (float(hour), 0.0, 0.0), 29: "2023:05:01"}
    found = run(tmp_path, saved(exif=exif({}, SHOT, gps)))
    assert ("exif.gps_time" in found) is asked
    assert "48" not in str({code: own(one) for code, one in found.items()})


def test_the_tables_of_software_under_the_name_of_a_camera(tmp_path: Path) -> None:
    assert run(tmp_path, saved(exif=exif(CAMERA), quality=75))["exif.encoder"].values["quality"] == 75
    for other in (
        saved(exif=exif(CAMERA), quality=95),
        saved(quality=75),
        saved(exif=exif({**CAMERA, 0x0131: "GIMP"}), quality=75),
    ):
        assert "exif.encoder" not in run(tmp_path, other)


def test_two_vocabularies_that_disagree(tmp_path: Path) -> None:
    data = saved(exif=exif({0x010F: "Canon", 0x0110: "EOS 5D"}), xmp=xmp("", 'tiff:Model="EOS 7D"'))
    assert own(run(tmp_path, data)["metadata.conflict"]) == {"first": "EOS 5D", "second": "EOS 7D"}


def scene(crop: tuple[int, int, int, int] | None = None) -> Image.Image:
    image = Image.radial_gradient("L").resize((320, 240)).convert("RGB")
    image.paste("white", (40, 40, 120, 90))
    image.paste("black", (200, 150, 300, 220))
    return image.crop(crop) if crop else image


def with_preview(image: Image.Image, preview: Image.Image) -> bytes:
    buffer, small = io.BytesIO(), io.BytesIO()
    preview.resize((160, 120)).save(small, "JPEG")
    made = Image.Exif()
    made.get_ifd(1).update({0x0201: 0, 0x0202: len(small.getvalue())})
    image.save(buffer, "JPEG", quality=95)
    tiff = tiff_with_preview(small.getvalue())
    from made import segment

    return jpeg(segment(0xE1, b"Exif\0\0" + tiff), base=buffer.getvalue())


def tiff_with_preview(preview: bytes) -> bytes:
    """An empty IFD0, then IFD1 that points to the preview right behind it."""
    import struct

    first = struct.pack("<HI", 0, 14)
    second = (
        struct.pack("<H", 2) + struct.pack("<HHII", 0x0201, 4, 1, 44) + struct.pack("<HHII", 0x0202, 4, 1, len(preview))
    )
    return b"II*\0\x08\0\0\0" + first + second + struct.pack("<I", 0) + preview


def test_a_preview_that_shows_more_than_the_picture(tmp_path: Path) -> None:
    data = with_preview(scene((120, 60, 320, 210)), scene())
    assert run(tmp_path, data)["exif.thumbnail_differs"].sign is Sign.CLUE
    assert "exif.thumbnail_differs" not in run(tmp_path, with_preview(scene(), scene()))
    assert "exif.thumbnail_differs" not in run(tmp_path, data, depth="quick"), "it needs pixels"


def test_the_preview_is_drawn_for_the_adult_alone(tmp_path: Path) -> None:
    shown = picture(tmp_path, with_preview(scene((120, 60, 320, 210)), scene()))
    assert consistency.run(shown, Context(figures=True)).figures == ()
    (figure,) = consistency.run(shown, Context(figures=True, show_personal=True)).figures
    assert (figure.name, figure.width) == ("thumbnail.side", 640)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_says_how_often_photographs_raise_it(tmp_path: Path, language: str) -> None:
    finding = run(tmp_path, saved(exif=exif({0x0132: "2024:05:01 10:00:00"}, SHOT)))["exif.date_mismatch"]
    (row,) = (row for row in measured("consistency") if row.method == "consistency.date_mismatch")
    said = of_finding(finding, load(language)).says
    assert str(row.photos) in said and str(row.false_alarms) in said
