"""What the file declares, on the labelled pictures: nothing marked is missed, no photograph is accused."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context
from forensics.model import Generated
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from quality.declared.measure import ANALYSES, CAPTURES, Seen, rows, seen

FLOORS = tomllib.loads((Path(__file__).resolve().parents[1] / "floors.toml").read_text("utf-8"))["declared"]
SIGNED_CAPTURES = {
    "camera/public-testfiles__nikon-20221019-building.jpeg": "capture_declared",
    "camera/public-testfiles__truepic-20230212-camera.jpg": "capture_declared",
    # signed by a press agency that states a repackaging and no capture
    "camera/verification-plugin__test-c2pa.jpg": "undecided",
}
TRAPS = {
    "graphic/comfyui-examples__inpaint-example.png": "undecided",
    "graphic/comfyui-examples__workflow-night-evening-day-morning.png": "undecided",
    "graphic/exif-samples__45-gps-ifd.jpg": "undecided",
    "edited/public-testfiles__adobe-20220124-E-sig-CA.jpg": "undecided",
    "edited/public-testfiles__adobe-20220124-XCA.jpg": "undecided",
}


def chosen(shared: Path, label: str, step: int, marked: str | None = None) -> list[Seen]:
    data = shared / "data" / "eval"
    wanted = [row for row in rows(data) if row["label"] == label and marked in (None, row["has_ai_metadata"])]
    return list(seen(data, wanted[::step]))


@pytest.mark.shared
def test_marked_pictures_are_read_and_their_generator_named(shared: Path) -> None:
    marked = chosen(shared, "ai", 1, "1")
    assert sum(one.accused for one in marked) >= FLOORS["generated"]["floor_found"] * len(marked)
    assert sum(one.right_generator for one in marked) >= FLOORS["generated"]["floor_named"] * len(marked)


@pytest.mark.shared
def test_edits_by_a_generator_are_read(shared: Path) -> None:
    edits = chosen(shared, "edited", 1, "1")
    assert sum(one.accused for one in edits) >= FLOORS["edited"]["floor_found"] * len(edits)


@pytest.mark.shared
@pytest.mark.parametrize(("label", "step"), [("camera", 3), ("graphic", 2), ("scan", 1)])
def test_no_photograph_drawing_or_scan_is_accused(label: str, step: int, shared: Path) -> None:
    plain = chosen(shared, label, step)
    assert [one.path for one in plain if one.statement not in CAPTURES] == []


@pytest.mark.shared
@pytest.mark.parametrize(("path", "statement"), [*SIGNED_CAPTURES.items(), *TRAPS.items()])
def test_signed_captures_and_traps(path: str, statement: str, shared: Path) -> None:
    data = shared / "data" / "eval"
    (one,) = seen(data, [row for row in rows(data) if row["path"] == path])
    assert one.statement == statement


@pytest.mark.shared
@pytest.mark.parametrize(
    "name",
    [
        "awesome-gpt4o-images__example-anime-nostalgic-poster.png",
        "comfyui-examples__flux2-example.png",
        "mflux__reference-qwen-txt2img.png",
        "sdnext__Tongyi-MAI-Z-Image.jpg",
    ],
)
def test_pixels_saved_anew_state_nothing(name: str, shared: Path, tmp_path: Path) -> None:
    with Image.open(shared / "data/eval/ai" / name) as opened:
        Image.fromarray(np.asarray(opened.convert("RGB"))).save(tmp_path / "stripped.png")
    report = examine_picture(Picture.read(tmp_path / "stripped.png"), Context(depth="full"), ANALYSES)
    assert report.reading.generated.statement is Generated.UNDECIDED


@pytest.mark.shared
def test_a_signed_ai_edit_is_a_part(shared: Path) -> None:
    data = shared / "data" / "eval"
    (one,) = seen(data, [row for row in rows(data) if row["path"] == "ai/c2pa-rs__ocsp.jpg"])
    assert (one.statement, one.reading.generated.extent, one.named.split()[0]) == ("declared", "part", "Adobe")
