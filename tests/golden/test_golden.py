"""The whole JSON on pictures that the project made, kept as it was when someone last read it.

``FORENSICS_GOLDEN=write python -m pytest tests/golden`` writes it again; read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from forensics.cli import run

HERE = Path(__file__).resolve().parent
PICTURES = sorted((HERE.parents[1] / "corpora" / "demo" / "images").iterdir())


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_what_is_said_of_a_picture_has_not_changed(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(picture), "--depth", "full", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    report["image"]["path"] = picture.name
    kept = HERE / f"{picture.stem}.json"
    if os.environ.get("FORENSICS_GOLDEN") == "write":
        kept.write_text(json.dumps(rounded(report), indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert rounded(report) == json.loads(kept.read_text("utf-8"))


def rounded(value: Any) -> Any:
    """Measurements to three figures: another build of a library may differ in the last ones."""
    if isinstance(value, float):
        return float(f"{value:.3g}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value
