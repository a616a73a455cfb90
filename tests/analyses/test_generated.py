"""Pixel measurements: shown with their measured error, silent where they mean nothing, never more than a weak clue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable, generated
from forensics.analyses.generated import ANALYSIS
from forensics.lang import load
from forensics.lang.wording import of_finding
from forensics.model import Generated, PointsTo, Sign
from forensics.picture import Picture
from forensics.pipeline import examine
from forensics.pixels.reference import measured


def saved(path: Path, pixels: np.ndarray, **how: object) -> Picture:
    Image.fromarray(pixels).save(path, **how)  # type: ignore[arg-type]
    return Picture.read(path)


def scene(side: int, seed: int = 1) -> np.ndarray:
    """A soft landscape with grain: gradients, a few shapes, noise."""
    noise = np.random.default_rng(seed)
    small = Image.fromarray(noise.integers(40, 200, (12, 12), dtype=np.uint8)).resize((side, side), Image.BICUBIC)
    return np.clip(np.asarray(small, np.float32) + noise.normal(0, 6, (side, side)), 0, 255).astype(np.uint8)


def test_a_small_picture_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(NotApplicable, match="too_small"):
        ANALYSIS.run(saved(tmp_path / "a.png", scene(511)), Context())


def test_an_animation_is_not_measured(tmp_path: Path) -> None:
    frames = [Image.fromarray(scene(600, seed)) for seed in (1, 2)]
    frames[0].save(tmp_path / "a.webp", save_all=True, append_images=frames[1:])
    with pytest.raises(NotApplicable, match="animated"):
        ANALYSIS.run(Picture.read(tmp_path / "a.webp"), Context())


@pytest.mark.shared
@pytest.mark.parametrize("pattern", ["camera/lomiri-*Wine*.jpg", "ai/sdnext__*Krea*.jpg", "ai/mflux__*.png"])
def test_every_finding_carries_its_measured_error_and_counts(pattern: str, shared: Path) -> None:
    path = sorted((shared / "data" / "eval").glob(pattern))[0]
    report = examine(path, Context(), only=("generated",))
    assert report.reading.generated.statement is Generated.UNDECIDED
    for finding in report.findings():
        assert finding.sign in (Sign.WEAK_CLUE, Sign.NOTHING_FOUND)
        for lesson in finding.values.get("measures", [finding.values]):
            assert {"value", "false_alarm", "found", "measured_on"} <= set(lesson)
            assert 0 <= lesson["photos_same"] <= lesson["photos"]
            assert 0 <= lesson["generated_same"] <= lesson["generated"]


def soft(tmp_path: Path) -> Picture:
    """A picture much smoother than the photographs measured."""
    small = Image.fromarray(np.random.default_rng(2).integers(60, 200, (12, 12, 3), dtype=np.uint8))
    return saved(tmp_path / "soft.png", np.asarray(small.resize((640, 640), Image.Resampling.BICUBIC)))


def test_a_measurement_that_stands_out_is_a_weak_clue_with_a_lesson(tmp_path: Path) -> None:
    findings = {one.code: one for one in ANALYSIS.run(soft(tmp_path), Context()).findings}
    assert "generated.nothing" not in findings
    assert findings["generated.neighbours"].sign is Sign.WEAK_CLUE
    words = of_finding(findings["generated.neighbours"], load("fr"))
    assert "vraies photos mesurées" in words.says and "images générées mesurées" in words.says


def test_a_regular_pattern_points_to_nothing(tmp_path: Path) -> None:
    """After the same treatment photographs show it more often than generated pictures do."""
    woven = scene(512).astype(np.float32)
    woven[::5, ::5] += 60
    picture = saved(tmp_path / "woven.png", np.clip(woven, 0, 255).astype(np.uint8))
    findings = {one.code: one for one in ANALYSIS.run(picture, Context()).findings}
    assert findings["generated.spectrum"].points_to is PointsTo.NONE


@pytest.mark.parametrize(("passed", "sign"), [(False, Sign.WEAK_CLUE), (True, Sign.CLUE)])
def test_only_an_open_gate_makes_a_clue(
    passed: bool, sign: Sign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = measured()
    near = replace(shipped.combined, farthest=float("inf"))
    line = replace(shipped.references["several"], threshold=float("-inf"))
    opened = replace(shipped, combined=near, references={**shipped.references, "several": line}, gate_passed=passed)
    monkeypatch.setattr(generated, "measured", lambda: opened)
    findings = {one.code: one for one in ANALYSIS.run(soft(tmp_path), Context()).findings}
    assert findings["generated.several"].sign is sign
    assert not shipped.gate_passed
