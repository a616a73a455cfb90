"""Other people's analyses: a guest is found and speaks its own words; a broken one costs one failed evidence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

GUEST = """
from forensics.analyses import Analysis, Outcome
from forensics.model import Finding, Sign

def run(picture, context):
    return Outcome((Finding("guest.seen", Sign.WEAK_CLUE), Finding("guest.silent", Sign.NOTHING_FOUND)))

def crash(picture, context):
    raise RuntimeError("a fault of the guest")

ANALYSIS = Analysis("guest", "1", ("guest.seen", "guest.silent"), run)
CRASHING = Analysis("crashing", "1", (), crash)
"""
WORDS = """
[findings."guest.seen"]
title = "What the guest saw"
says = "The guest saw something."
could_be = ["An ordinary thing.", "Another thing."]
check_next = "Ask the guest."
teacher = "Third-party analysis."
"""
POINTS = """
[forensics.analyses]
guest = guest_package:ANALYSIS
crashing = guest_package:CRASHING
missing = guest_package:NOTHING
absent = no_such_package:ANALYSIS

[forensics.words]
guest = guest_package
"""


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    """An installed distribution with four entry points, three of them broken in one way or another."""
    (tmp_path / "guest_package").mkdir()
    (tmp_path / "guest_package" / "__init__.py").write_text(GUEST)
    (tmp_path / "guest_package" / "en.toml").write_text(WORDS)
    info = tmp_path / "guest_package-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: guest-package\nVersion: 1\n")
    (info / "entry_points.txt").write_text(POINTS)
    Image.effect_noise((320, 240), 60).convert("RGB").save(tmp_path / "a.jpg")
    return tmp_path


def checked(guests: Path, *more: str) -> str:
    code = "import sys; from forensics.cli import run; sys.exit(run(sys.argv[1:]))"
    path = f"{guests}:{Path(__file__).resolve().parents[2] / 'src'}"
    command = [sys.executable, "-c", code, "check", str(guests / "a.jpg"), "--lang", "en", *more]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": path, "PATH": "", "HOME": str(guests)}
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_a_broken_guest_costs_one_failed_evidence(guests: Path) -> None:
    (report,) = json.loads(checked(guests, "--json"))["reports"]
    status = {evidence["analysis"]: evidence["status"] for evidence in report["evidence"]}
    assert status["guest"] == "ok" and status["metadata"] == "ok"
    assert [status[name] for name in ("crashing", "missing", "absent")] == ["failed"] * 3


def test_a_guest_speaks_its_own_words_and_a_silent_one_is_named(guests: Path) -> None:
    shown = " ".join(checked(guests).split())
    assert "The guest saw something." in shown
    assert "guest.silent" in shown and "without explaining it" in shown
