"""What the file declares, read as declarations, and the lines that do not go together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forensics.analyses import Context, metadata
from forensics.model import PointsTo, Sign
from made import exif, iptc, jpeg, picture, saved, xmp

SHOT = {0x9003: "2023:05:01 10:00:00", 0x829A: 1 / 250, 0x829D: 2.8, 0x8827: 200, 0x920A: 50.0}


def run(folder: Path, data: bytes, **options: Any) -> dict[str, Any]:
    return {one.code: one for one in metadata.run(picture(folder, data), Context(**options)).findings}


def test_camera_date_and_settings_are_declarations(tmp_path: Path) -> None:
    found = run(tmp_path, saved(exif=exif({0x010F: "NIKON", 0x0110: "NIKON D70"}, SHOT)))
    assert found["exif.camera"].values["camera"] == "NIKON D70"
    assert found["exif.camera"].sign is Sign.DECLARATION and found["exif.camera"].points_to is PointsTo.CAPTURED
    assert found["exif.date"].values["date"] == "2023-05-01"
    assert found["exif.settings"].values["settings"] == ["1/250 s", "f/2.8", "ISO 200", "50 mm"]
    assert not {"exif.none", "exif.software"} & set(found)


def test_nothing_is_said_as_nothing(tmp_path: Path) -> None:
    assert set(run(tmp_path, saved())) == {"exif.none", "iptc.none"}
    assert "exif.partial" in run(tmp_path, saved(exif=exif({0x0112: 1})))


def test_firmware_is_no_editing_software(tmp_path: Path) -> None:
    own = {0x010F: "NIKON", 0x0110: "D70", 0x0131: "Ver.1.00"}
    assert "exif.software" not in run(tmp_path, saved(exif=exif(own)))
    edited = run(tmp_path, saved(exif=exif({**own, 0x0131: "GIMP 2.10.30"})))
    assert edited["exif.software"].values["software"] == "GIMP 2.10.30"


def test_caption_credit_and_place(tmp_path: Path) -> None:
    data = jpeg(iptc((120, "Une crue à Tours".encode()), (110, b"AFP"), (80, b"Ada Martin"), (90, b"Tours")))
    found = run(tmp_path, data)
    assert found["iptc.caption"].values["value"] == "Une crue à Tours"
    assert found["iptc.credit"].values["value"] == "AFP"
    assert found["iptc.place"].values["value"] == "Tours"


def test_a_caption_that_names_a_person_of_the_file_is_hidden(tmp_path: Path) -> None:
    data = jpeg(iptc((120, b"Ada Martin devant le lycee"), (80, b"Ada Martin")))
    assert run(tmp_path, data)["iptc.caption"].values["hidden"] == ["value"]
    assert "Martin" not in str(run(tmp_path, data))
    assert "Martin" in run(tmp_path, data, show_personal=True)["iptc.caption"].values["value"]


def test_a_network_mark(tmp_path: Path) -> None:
    found = run(tmp_path, jpeg(iptc((40, b"FBMD01000a9c0d0000"))))
    assert found["iptc.network"].points_to is PointsTo.RECIRCULATED


def test_a_history_of_saves(tmp_path: Path) -> None:
    steps = '<rdf:li stEvt:action="saved" stEvt:softwareAgent="Adobe Photoshop 24.0"/>' * 3
    found = run(tmp_path, saved(xmp=xmp(f"<xmpMM:History><rdf:Seq>{steps}</rdf:Seq></xmpMM:History>")))
    assert found["xmp.history"].values == {"software": ["Adobe Photoshop 24.0"], "saves": 3}


@pytest.mark.parametrize("make", ["Ideogram AI", 'workflow:{"nodes": []}'])
def test_a_generator_is_no_camera(tmp_path: Path, make: str) -> None:
    found = run(tmp_path, saved(exif=exif({0x010F: make, 0x0110: 'prompt:{"3": {"class_type": "KSampler"}}'})))
    assert "exif.camera" not in found and "exif.partial" in found
