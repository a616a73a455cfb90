"""What the file itself shows: name, comment, trailer, second picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from forensics.analyses import Context, file
from made import chunk, jpeg, picture, png, saved, segment


def found(folder: Path, data: bytes, name: str = "picture.jpg", **options: Any) -> dict[str, Any]:
    return {one.code: one.values for one in file.run(picture(folder, data, name), Context(**options)).findings}


def test_a_plain_file_says_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, saved()) == {}


def test_a_name_that_says_another_format(tmp_path: Path) -> None:
    assert found(tmp_path, saved("WEBP"))["file.extension_differs"] == {"extension": "jpg", "format": "WEBP"}


def test_a_comment_is_shown_unless_it_reaches_somebody(tmp_path: Path) -> None:
    shown = found(tmp_path, jpeg(segment(0xFE, b"LEAD Technologies")))["file.comment"]
    assert shown["value"] == "LEAD Technologies"
    private = jpeg(segment(0xFE, b"ecrire a ada@example.org"))
    assert found(tmp_path, private)["file.comment"] == {"hidden": ["value"], "where": "comment"}
    assert "ada@" in found(tmp_path, private, show_personal=True)["file.comment"]["value"]


def test_what_follows_the_picture(tmp_path: Path) -> None:
    video = b"\0\0\0\x18ftypmp42" + bytes(500)
    values = found(tmp_path, saved() + video)["file.trailing"]
    assert (values["size"], values["holds"]) == (512, ("video",))
    second = saved("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "navy")])
    assert set(found(tmp_path, second)) == {"file.second_picture"}


def test_a_comment_of_a_png_is_one_too(tmp_path: Path) -> None:
    values = found(tmp_path, png(chunk(b"tEXt", b"Comment\0Created with GIMP")), "picture.png")["file.comment"]
    assert values == {"value": "Created with GIMP", "where": "png_text"}
