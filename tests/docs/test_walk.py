"""CONTRIBUTING can be followed to the letter: its walk adds an analysis to a copy of the source, and it works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
STEP = re.compile(r"`(src/forensics/[\w/.]+)`:\n\n( *)```(?:python|toml)\n(.*?)\n\2```", re.DOTALL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source with the walk followed: each block put where the text says."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    steps = STEP.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert [Path(name).name for name, _, _ in steps] == ["tint.py", "fr.toml", "en.toml"]
    for name, indent, block in steps:
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write("\n" * name.endswith(".toml") + textwrap.dedent(indent + block.lstrip()) + "\n")
    Image.new("RGB", (100, 100), (200, 90, 60)).save(tmp_path / "warm.png")
    return tmp_path


def ran(copy: Path, *command: str) -> str:
    code = "import sys; from forensics.cli import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_new_analysis_is_found_and_speaks_both_languages(copy: Path) -> None:
    picture = str(copy / "warm.png")
    (report,) = json.loads(ran(copy, "check", picture, "--only", "tint", "--json"))["reports"]
    assert report["evidence"][0]["findings"][0]["code"] == "tint.strong"
    assert "teinte marquée" in ran(copy, "check", picture, "--only", "tint", "--lang", "fr")
    assert "A strong tint" in ran(copy, "explain", "tint", "--lang", "en")


def test_its_words_pass_the_wording_rules(copy: Path) -> None:
    catalogues = [copy / "src/forensics/lang" / name for name in ("fr.toml", "en.toml")]
    done = subprocess.run(
        [sys.executable, ROOT / "tests/check_language.py", *catalogues], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
