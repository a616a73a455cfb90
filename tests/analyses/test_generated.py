"""Pixel measurements: shown with their measured error, silent where they mean nothing, never more than a weak clue."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable
from forensics.analyses.generated import ANALYSIS
from forensics.model import Generated, Sign
from forensics.picture import Picture
from forensics.pipeline import examine


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
@pytest.mark.parametrize(
    "name", ["camera/lomiri-wallpapers-16-04__Wine-by-Jakkub-Mede.jpg", "ai/mflux__z-image-turbo.png"]
)
def test_every_finding_carries_its_measured_error_and_counts(name: str, shared: Path) -> None:
    path = shared / "data" / "eval" / name
    if not path.exists():
        path = sorted((shared / "data" / "eval" / "ai").glob("sdnext__*"))[0]
    report = examine(path, Context(), only=("generated",))
    assert report.reading.generated.statement is Generated.UNDECIDED
    for finding in report.findings():
        assert finding.sign in (Sign.WEAK_CLUE, Sign.NOTHING_FOUND)
        for lesson in finding.values.get("measures", [finding.values]):
            assert {"value", "false_alarm", "found", "measured_on"} <= set(lesson)
            assert 0 <= lesson["photos_same"] <= lesson["photos"]
            assert 0 <= lesson["generated_same"] <= lesson["generated"]
