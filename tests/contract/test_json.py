"""The contract of ``--json``: its schema comes from the model, and what is printed keeps to it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from PIL import Image

from forensics import schema
from forensics.cli import run
from make_schema import made


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    code = run([*map(str, arguments), "--json"])
    envelope = json.loads(capsys.readouterr().out)
    jsonschema.validate(envelope, json.loads(schema.text()))
    envelope["exit"] = code
    return envelope


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.effect_noise((640, 480), 60).convert("RGB").save(path, quality=90)
    return path


def test_the_shipped_schema_is_the_model_s() -> None:
    assert schema.text() == made()


def test_a_picture_gives_one_report(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    envelope = printed(capsys, "check", photo)
    assert (envelope["status"], envelope["exit"], envelope["errors"]) == ("success", 0, [])
    report = envelope["reports"][0]
    assert report["image"] | {"sha256": "", "bytes": 0} == {
        "path": str(photo), "sha256": "", "bytes": 0, "format": "JPEG", "width": 640, "height": 480,
    }  # fmt: skip
    assert report["reading"]["generated"]["statement"] == "undecided"


def test_bad_files_are_told_beside_the_good_ones(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    envelope = printed(capsys, "check", photo, photo.parent / "none.jpg")
    assert (envelope["status"], envelope["exit"]) == ("partial", 4)
    assert [fault["code"] for fault in envelope["errors"]] == ["not_found"]


def test_nothing_but_bad_files_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    envelope = printed(capsys, "check", tmp_path / "none.jpg")
    assert (envelope["status"], envelope["exit"], envelope["reports"]) == ("error", 3, [])


def test_the_same_picture_gives_the_same_bytes(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(photo), "--json"])
    first = capsys.readouterr().out
    run(["check", str(photo), "--json"])
    assert capsys.readouterr().out == first


@pytest.mark.shared
def test_real_pictures_keep_to_the_schema(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for label in ("camera", "ai", "edited", "graphic", "scan"):
        paths = sorted((shared / "data/eval" / label).iterdir())[::12][:4]
        assert printed(capsys, "check", *paths, "--depth", "quick")["status"] == "success"
