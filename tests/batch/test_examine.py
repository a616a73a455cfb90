"""What a worker makes of one file: a report, a thumbnail that holds pixels alone, or a fault with its reason."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from forensics.batch.examine import THUMBNAIL, Examiner, Task, thumbnail
from forensics.batch.job import Job
from forensics.picture import Picture


def written(place: Path, **settings: object) -> Path:
    path = place / "a.jpg"
    image = Image.linear_gradient("L").convert("RGB").resize((400, 200))
    image.save(path, "JPEG", **settings)
    return path


@pytest.mark.parametrize("colour", [True, False])
def test_a_thumbnail_holds_pixels_alone_the_right_way_up(tmp_path: Path, colour: bool) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CANARY maker"
    data = thumbnail(Picture.read(written(tmp_path, exif=exif, comment=b"CANARY comment")), colour)
    assert b"CANARY" not in data
    with Image.open(io.BytesIO(data)) as small:
        assert small.size == (THUMBNAIL // 2, THUMBNAIL)


@pytest.mark.parametrize("exif", [b"Exif\0\0", b"Exif\0\0\xff\xff\xff\xff\0\0\0\x08", b"Exif\0\0II+\0"])
def test_a_damaged_exif_block_costs_no_thumbnail(tmp_path: Path, exif: bytes) -> None:
    assert thumbnail(Picture.read(written(tmp_path, exif=exif)))


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"%!PS-Adobe", "unsupported_format"), (b"\xff\xd8\xff\xe0", "truncated")],
)
def test_a_file_that_is_no_picture_becomes_the_row_of_a_fault(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.jpg").write_bytes(content)
    row = Examiner(Job(tmp_path, only=("jpeg",))).row(Task("x.jpg", "shown", len(content), 0))
    assert row.header.error == code
    assert row.fault().values["path"] == "shown"
