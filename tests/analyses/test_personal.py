"""Personal data is announced, and its value stays hidden unless the adult asks."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from forensics.analyses import Context, personal
from forensics.lang import LANGUAGES, load
from forensics.lang.wording import of_finding
from forensics.metadata import private, read
from forensics.metadata.numbers import position
from forensics.pixels import world
from made import chunk, exif, iptc, jpeg, picture, png, saved, xmp

GPS = {1: "N", 2: (48, 51, 29.88), 3: "W", 4: (2, 17, 40.2)}
FACE = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<mwg-rs:Name>Léa Canari</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)
CASES = {
    "gps": saved(exif=exif({}, gps=GPS)),
    "serial": saved(exif=exif({}, {0xA431: "CANARI-0123"})),
    "owner": saved(exif=exif({0x013B: "Canari Dupont"})),
    "contact": jpeg(iptc((120, b"ecrire a canari@example.org"))),
    "faces": saved(xmp=xmp(FACE)),
    "prompt": png(chunk(b"tEXt", b"parameters\0a canari, Steps: 20, Sampler: Euler")),
}


def run(folder: Path, data: bytes, name: str = "picture.jpg", **options: Any) -> dict[str, Any]:
    return {one.code: one for one in personal.run(picture(folder, data, name), Context(**options)).findings}


@pytest.mark.parametrize("kind", CASES)
def test_presence_without_value(tmp_path: Path, kind: str) -> None:
    found = run(tmp_path, CASES[kind])
    assert f"personal.{kind}" in found
    assert "canari" not in str(found).lower() and "48.85" not in str(found)


@pytest.mark.parametrize("kind", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_value_for_the_adult_who_asks(tmp_path: Path, kind: str, language: str) -> None:
    finding = run(tmp_path, CASES[kind], show_personal=True)[f"personal.{kind}"]
    assert finding.values["value"] in of_finding(finding, load(language)).says
    assert "canari" in finding.values["value"].lower() or finding.values["value"] == "48.858300, -2.294500"


def test_south_and_west_are_negative(tmp_path: Path) -> None:
    found = position(read(picture(tmp_path, saved(exif=exif({}, gps={**GPS, 1: "S"})))))
    assert found is not None
    assert (round(found.latitude, 6), round(found.longitude, 6)) == (-48.8583, -2.2945)


def test_a_plain_picture_holds_nothing(tmp_path: Path) -> None:
    assert set(run(tmp_path, saved())) == {"personal.none"}


@pytest.mark.parametrize("name", ["IMG_20240506_070809.jpg", "Marie Dupont.jpg", "eleve-3eB.jpg", "06 12 34 56 78.jpg"])
def test_a_file_name_may_speak(tmp_path: Path, name: str) -> None:
    found = run(tmp_path, saved(), name)
    assert found["personal.file_name"].values == {}


@pytest.mark.parametrize("name", ["DSC_0042.jpg", "canon-hdr.jpg", "photo.jpg", "1024x768.jpg", "00001-1234567890.png"])
def test_an_ordinary_file_name_does_not(tmp_path: Path, name: str) -> None:
    assert "personal.file_name" not in run(tmp_path, saved(), name)


@pytest.mark.parametrize(
    "text",
    ["xmp.did:D7525213E0226811822ADAA4A44A712D", "083330-0400", "20240506070809", "tel 1234", "a@b", "0x0612345678"],
)
def test_numbers_that_reach_nobody(text: str) -> None:
    assert not private.reaches_somebody(text)


@pytest.mark.parametrize("text", ["06 12 34 56 78", "tel. 0612345678", "+33 6 12 34 56 78", "ada@example.org"])
def test_numbers_that_reach_somebody(text: str) -> None:
    assert private.reaches_somebody(text)


def test_a_program_is_nobody(tmp_path: Path) -> None:
    data = saved(exif=exif({0x013B: "MFLUX", 0x0131: "MFLUX 0.15.0"}))
    assert "personal.owner" not in run(tmp_path, data)


@pytest.mark.parametrize("name", ["Unknown", "  ", "c4d1a1b2-3344-5566-7788-99aabbccddee"])
def test_a_name_that_is_nobody(tmp_path: Path, name: str) -> None:
    assert "personal.owner" not in run(tmp_path, saved(exif=exif({0x013B: name})))


def test_the_map_is_for_the_adult_who_asks(tmp_path: Path) -> None:
    shown = picture(tmp_path, CASES["gps"])
    assert personal.run(shown, Context(figures=True)).figures == ()
    (figure,) = personal.run(shown, Context(figures=True, show_personal=True)).figures
    drawn = Image.open(io.BytesIO(figure.png))
    assert (figure.name, drawn.size) == ("personal.map", (figure.width, figure.height))
    assert figure.png == personal.run(shown, Context(figures=True, show_personal=True)).figures[0].png


@pytest.mark.parametrize(
    ("latitude", "longitude", "land"),
    [(48.86, 2.35, True), (46.5, -8.0, False), (-21.2, 55.5, True), (64.0, 179.0, True), (0.0, 0.0, False)],
)
def test_the_outline_tells_land_from_sea(latitude: float, longitude: float, land: bool) -> None:
    inside = Image.open(io.BytesIO(world.drawn(latitude, longitude))).convert("RGB")
    sea, around = (0xF4, 0xF6, 0xF8), inside.getpixel((world.WIDTH // 2 + 4, world.HEIGHT * 3 // 2 + 4))
    assert (around != sea) is land


def test_people_in_a_tree_of_keywords(tmp_path: Path) -> None:
    for tree, found in (("People|Canari", True), ("Lieux|Tours", False)):
        packet = xmp(
            '<lr:hierarchicalSubject xmlns:lr="http://ns.adobe.com/lightroom/1.0/"><rdf:Bag>'
            f"<rdf:li>{tree}</rdf:li></rdf:Bag></lr:hierarchicalSubject>"
        )
        assert ("personal.faces" in run(tmp_path, saved(xmp=packet))) is found
