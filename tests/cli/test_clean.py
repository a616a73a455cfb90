"""`clean`: a new file from the pixels, a neutral name, read again; nothing personal survives, or the copy does not."""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageOps

from forensics import metadata
from forensics.cli import run
from forensics.metadata.remains import remains
from forensics.picture import Picture
from forensics.pixels import fresh
from made import chunk, exif, iptc, jpeg, png, saved, segment, xmp

GPS = {1: "N", 2: (48, 51, 29.88), 3: "E", 4: (2, 17, 40.2)}
PERSONAL = exif({0x013B: "Canari Dupont", 0x010F: "Canon"}, {0xA431: "CANARI-01", 0x9286: b"ASCII\0\0\0Canari"}, GPS)
PACKET = xmp("<dc:creator><rdf:Seq><rdf:li>Canari Creator</rdf:li></rdf:Seq></dc:creator>")
DECLARING = "file,metadata,consistency,personal,provenance,declared,traces"
VIDEO = b"\0\0\0\x18ftypmp42Canari" + bytes(500)
CASES = {
    "everything.jpg": jpeg(iptc((80, b"Canari")), segment(0xFE, b"Canari"), base=saved(exif=PERSONAL, xmp=PACKET))
    + VIDEO,
    "everything.png": png(chunk(b"tEXt", b"parameters\0Canari, Steps: 20"), chunk(b"eXIf", PERSONAL[6:])) + b"Canari",
    "everything.webp": saved("WEBP", exif=PERSONAL, xmp=PACKET),
    "comment.gif": saved("GIF", comment=b"Canari"),
    "everything.tif": saved("TIFF", exif=PERSONAL),
    "everything.avif": saved("AVIF", exif=PERSONAL, xmp=PACKET),
    "two.jpg": saved("MPO", save_all=True, append_images=[Image.new("RGB", (64, 48), "navy")]),
    "profile.jpg": saved(icc_profile=b"Canari" + bytes(200)),
}


@pytest.mark.parametrize("name", CASES)
def test_nothing_survives(tmp_path: Path, name: str) -> None:
    source, out = tmp_path / f"Marie Canari {name}", tmp_path / "out"
    source.write_bytes(CASES[name])
    before = source.read_bytes()
    assert run(["clean", str(source), "-o", str(out), "-q"]) == 0
    (copy,) = out.iterdir()
    assert copy.stem == "image-001"
    assert b"canari" not in copy.read_bytes().lower()
    assert remains(Picture.read(copy)) == ()
    assert source.read_bytes() == before


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("extension", ["png", "tif", "jpg", "webp", "avif"])
def test_the_orientation_is_applied(tmp_path: Path, extension: str, orientation: int) -> None:
    stored = Image.new("RGB", (96, 64), "white")
    stored.paste("red", (0, 0, 32, 32))
    source = tmp_path / f"turned.{extension}"
    stored.save(source, exif=exif({0x0112: orientation}))
    turned = Image.new("RGB", (96, 64))
    turned.paste(stored)
    turned.getexif()[0x0112] = orientation
    expected = ImageOps.exif_transpose(turned)
    assert run(["clean", str(source), "-o", str(tmp_path / "copy.png"), "-q"]) == 0
    copy = Picture.read(tmp_path / "copy.png")
    assert copy.orientation == 1
    difference = ImageChops.difference(copy.rgb_image, expected)
    assert max(high for _, high in difference.getextrema()) < 100, "the same corner is red"


def test_a_folder_gets_numbers_for_names_and_one_bad_file_costs_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "eleves"
    (folder / "3e").mkdir(parents=True)
    (folder / "Lea.jpg").write_bytes(saved())
    (folder / "3e" / "Tom.png").write_bytes(saved("PNG"))
    (folder / "cut.jpg").write_bytes(saved()[:200])
    assert run(["clean", str(folder), "-o", str(tmp_path / "out"), "--lang", "fr"]) == 4
    captured = capsys.readouterr()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["image-001.png", "image-002.jpg"]
    assert "Lea" not in captured.out and "cut.jpg" in captured.err
    assert "Copies écrites" in captured.err


def test_the_declaration_of_origin_is_kept_on_request_alone(tmp_path: Path) -> None:
    address = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    for number, format_ in enumerate(("JPEG", "PNG", "WEBP")):
        source = tmp_path / f"source{number}"
        packet = xmp(
            "<dc:creator><rdf:Seq><rdf:li>Canari</rdf:li></rdf:Seq></dc:creator>",
            f'Iptc4xmpExt:DigitalSourceType="{address}"',
        )
        data = saved(format_, **({} if format_ == "PNG" else {"xmp": packet}))
        if format_ == "PNG":
            data = png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet))
        source.write_bytes(data)
        for option, kept in (([], []), (["--keep-origin"], [address])):
            out = tmp_path / f"out{number}{len(option)}"
            assert run(["clean", str(source), "-o", str(out), "-q", *option]) == 0
            (copy,) = out.iterdir()
            found = metadata.read(Picture.read(copy)).find("XMP-iptcExt:DigitalSourceType")
            assert [tag.value for tag in found] == kept
            assert b"Canari" not in copy.read_bytes()


def test_a_camera_picture_gets_no_declaration(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(saved(exif=PERSONAL))
    assert run(["clean", str(tmp_path / "photo.jpg"), "-o", str(tmp_path / "out.jpg"), "--keep-origin", "-q"]) == 0
    assert metadata.read(Picture.read(tmp_path / "out.jpg")).packets == ()


def test_a_copy_that_is_not_clean_is_deleted_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "photo.jpg").write_bytes(saved(exif=PERSONAL))
    for left in (jpeg(segment(0xFE, b"left")), saved() + b"Canari Dupont", saved(exif=exif({0x0112: 6}))):
        monkeypatch.setattr(fresh, "fresh", lambda *arguments, left=left: left)
        assert run(["clean", str(tmp_path / "photo.jpg"), "-o", str(tmp_path / "out.jpg"), "--lang", "en"]) == 5
        assert not (tmp_path / "out.jpg").exists()
        assert "still contains" in capsys.readouterr().err


def test_an_input_is_never_replaced(tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(saved(exif=PERSONAL))
    assert run(["clean", str(source), "-o", str(source), "--force"]) == 2
    (tmp_path / "image-001.jpg").write_bytes(b"other")
    assert run(["clean", str(source), "-o", str(tmp_path)]) == 5
    assert (tmp_path / "image-001.jpg").read_bytes() == b"other"
    assert run(["clean", str(source), "-o", str(tmp_path), "--force", "-q"]) == 0
    assert source.read_bytes() == saved(exif=PERSONAL)


def test_what_transparency_and_the_lowest_bits_hide_goes(tmp_path: Path) -> None:
    import numpy as np

    pixels = np.full((64, 64, 4), 255, np.uint8)
    pixels[:32, :, 3] = 0
    pixels[:32, :, 0] = 77
    Image.fromarray(pixels).save(tmp_path / "hidden.png")
    assert run(["clean", str(tmp_path / "hidden.png"), "-o", str(tmp_path / "seen.png"), "-q"]) == 0
    assert not (np.asarray(Image.open(tmp_path / "seen.png"))[:32] == 77).any()

    text = b"prompt of Canari"
    bits = np.unpackbits(np.frombuffer(b"stealth_pnginfo" + struct.pack(">I", 8 * len(text)) + text, np.uint8))
    pixels = np.full((64, 64, 4), 254, np.uint8)
    alpha = pixels[:, :, 3].T.reshape(-1)
    alpha[: bits.size] |= bits
    pixels[:, :, 3] = alpha.reshape(64, 64).T
    Image.fromarray(pixels).save(tmp_path / "stealth.png")
    from forensics.pixels.stealth import hidden_text

    assert hidden_text(pixels) == text.decode()
    assert run(["clean", str(tmp_path / "stealth.png"), "-o", str(tmp_path / "quiet.png"), "-q"]) == 0
    assert hidden_text(np.asarray(Image.open(tmp_path / "quiet.png"))) is None


@pytest.mark.shared
def test_no_canary_survives_in_a_copy_or_in_a_report(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made, out = tmp_path / "made", tmp_path / "out"
    command = [sys.executable, shared / "tools" / "make_hostile.py", made, "--only", "privacy"]
    subprocess.run(command, check=True, capture_output=True)
    sources = sorted(path for path in (made / "privacy").iterdir() if path.is_file())
    assert run(["clean", str(made / "privacy"), "-o", str(out), "-q"]) == 0
    assert len(list(out.iterdir())) == len(sources) >= 10
    assert not [copy.name for copy in out.iterdir() if b"CANARY" in copy.read_bytes()]
    capsys.readouterr()
    for number, source in enumerate(sources):
        neutral = source.with_name(f"{number}{source.suffix}")
        source.rename(neutral)
        for options in (["--json"], ["-v"]):
            assert run(["check", str(neutral), "--only", DECLARING, *options]) == 0
            assert "CANARY" not in capsys.readouterr().out, (source.name, options)


def test_an_animation_keeps_its_first_view_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    views = [Image.new("RGB", (64, 48), colour) for colour in ("teal", "navy", "red")]
    views[0].save(tmp_path / "turning.gif", save_all=True, append_images=views[1:])
    assert run(["clean", str(tmp_path / "turning.gif"), "-o", str(tmp_path / "out"), "--lang", "en"]) == 0
    assert "3 views" in capsys.readouterr().err
    assert Picture.read(tmp_path / "out" / "image-001.png").image.getpixel((5, 5)) == (0, 128, 128)


def test_copies_are_no_originals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photo.jpg").write_bytes(saved())
    for _ in range(2):
        assert run(["clean", str(tmp_path), "-o", str(tmp_path / "out"), "--force", "-q"]) == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["image-001.jpg"]
    assert capsys.readouterr() == ("", "")
