"""What exiftool writes into each container is read back, equal to what exiftool reads."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from forensics import metadata
from forensics.metadata.numbers import position
from forensics.picture import Picture
from made import saved

WRITTEN = {
    "Make": "Canon",
    "Model": "EOS R5",
    "DateTimeOriginal": "2023:05:01 10:00:00",
    "OffsetTimeOriginal": "+02:00",
    "ExposureTime": "1/250",
    "GPSLatitude": "48.858333",
    "GPSLatitudeRef": "N",
    "GPSLongitude": "2.2945",
    "GPSLongitudeRef": "W",
    "UserComment": "né à Tours 日本",
    "XMP-dc:Creator": "Ada Élise",
    "XMP-exif:GPSLatitude": "48.858333",
    "XMP-exif:GPSLongitude": "-2.2945",
    "XMP-iptcExt:DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    "IPTC:By-line": "Ada Élise",
    "IPTC:DateCreated": "2023:05:01",
    "CodedCharacterSet": "utf8",
}
NO_IPTC, NO_EXIF = {"WEBP", "AVIF", "GIF"}, {"GIF"}


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "GIF"])
def test_what_exiftool_writes_is_read(tmp_path: Path, format_: str) -> None:
    path = tmp_path / f"picture.{format_.lower()}"
    path.write_bytes(saved(format_))
    fields = [f"-{name}={value}" for name, value in WRITTEN.items()]
    subprocess.run(["exiftool", "-q", "-m", "-overwrite_original", *fields, path], check=True, capture_output=True)
    read = metadata.read(Picture.read(path))
    expected = {"XMP-dc:creator": ["Ada Élise"]}
    if format_ not in NO_IPTC:
        expected["IPTC:By-line"] = ["Ada Élise"]
    if format_ not in NO_EXIF:
        expected |= {"IFD0:Model": ["EOS R5"], "ExifIFD:UserComment": ["né à Tours 日本"]}
    assert {name: [tag.value for tag in read.find(name)] for name in expected} == expected
    found, theirs = position(read), subprocess.run(["exiftool", "-j", "-n", "-GPSPosition", path], capture_output=True)
    assert found is not None
    assert (round(found.latitude, 5), round(found.longitude, 5)) == (48.85833, -2.2945)
    if format_ not in NO_EXIF:
        latitude, longitude = map(float, json.loads(theirs.stdout)[0]["GPSPosition"].split())
        assert abs(found.latitude - latitude) < 1e-6 and abs(found.longitude - longitude) < 1e-6
