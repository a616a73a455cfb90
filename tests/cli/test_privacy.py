"""What is made for others holds nothing personal: worksheets, the report on a folder, the copies of a trap."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from forensics.cli import run
from made import exif, iptc, jpeg, saved, segment, xmp

DATA = jpeg(
    iptc((80, b"Canari Dupont"), (120, b"Canari au lycee")),
    segment(0xFE, b"Canari"),
    base=saved(
        size=(320, 240),
        exif=exif({0x013B: "Canari", 0x010F: "Nikon"}, {0xA431: "CANARI9"}, {1: "N", 2: (48.0, 51.0, 29.88)}),
        xmp=xmp("<dc:creator><rdf:Seq><rdf:li>Canari</rdf:li></rdf:Seq></dc:creator>"),
    ),
)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(DATA)
    return folder / "photo.jpg"


def leaks(folder: Path) -> list[str]:
    """The files of a folder that hold the word, in the open or in a picture inside a page."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            inside = (base64.b64decode(text) for text in re.findall(rb"base64,([A-Za-z0-9+/=]+)", data))
            if any(b"canari" in one.lower() for one in (data, *inside)):
                found.append(path.name)
    return found


def test_a_worksheet(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["worksheet", str(photo), "-o", str(out), "--format", "html", "--key", "-q"]) == 0
    assert list(out.iterdir()) and leaks(out) == []


def test_the_report_on_a_folder(photo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["batch", str(photo.parent), "-o", str(out), "-q", "--jobs", "1"]) == 0
    assert (out / "index.html").is_file() and leaks(out) == []


@pytest.mark.parametrize("options", [["--json"], ["-v"], ["-v", "--lang", "en"], []])
def test_the_report_on_a_picture(photo: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(photo), "--depth", "quick", *options]) == 0
    assert "canari" not in capsys.readouterr().out.lower()
