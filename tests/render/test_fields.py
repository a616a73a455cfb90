"""The raw view of `check -v`: grouped, with places, personal values hidden in every line."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.cli import run
from made import exif, iptc, jpeg, saved

GPS = {1: "N", 2: (48, 51, 29.88), 3: "E", 4: (2, 17, 40.2)}
DATA = jpeg(
    iptc((80, b"Canari Dupont"), (120, b"Canari au lycee"), (105, b"Une crue")),
    base=saved(exif=exif({0x010F: "Nikon", 0x013B: "Canari"}, {0x9003: "2023:05:01 10:00:00", 0xA431: "CANARI9"}, GPS)),
)


def shown(folder: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    (folder / "photo.jpg").write_bytes(DATA)
    assert run(["check", str(folder / "photo.jpg"), "--only", "file", "--lang", "fr", *options]) == 0
    return capsys.readouterr().out


def test_every_line_has_its_value_and_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(tmp_path, capsys, "-v")
    assert "Quand" in text and "2023-05-01T10:00:00" in text and "ExifIFD:DateTimeOriginal" in text
    assert "Une crue" in text and "APP13" in text


def test_personal_values_are_hidden_unless_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(tmp_path, capsys, "-v")
    assert "canari" not in text.lower() and "48,858" not in text
    told = shown(tmp_path, capsys, "-v", "--show-personal")
    assert "Canari Dupont" in told and "48,8583" in told


def test_the_short_view_has_none_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "ExifIFD" not in shown(tmp_path, capsys)
