"""CONTRIBUTING can be followed to the letter: its walks add an analysis, a language, a version of the sheet and a corpus to a copy of the project, and each works."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
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


def section(title: str) -> str:
    """A section of CONTRIBUTING, without its heading."""
    (text,) = re.findall(
        rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)",
        (ROOT / "CONTRIBUTING.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return str(text)


def follow(title: str, folder: Path) -> None:
    """Do what the blocks of a section say, in their order: changes and commands."""
    blocks = re.findall(r"^```(diff|sh)\n(.*?)^```", section(title), re.MULTILINE | re.DOTALL)
    assert {kind for kind, _ in blocks} == {"diff", "sh"}
    for kind, block in blocks:
        if kind == "sh":
            subprocess.run(
                ["sh", "-e", "-c", block], cwd=folder, env=environment(folder), check=True, capture_output=True
            )
        else:
            for name, before, after in re.findall(r"^--- (\S+)\n((?:-.*\n)+)((?:\+.*\n)+)", block, re.MULTILINE):
                change(folder / name, unmarked(before), unmarked(after))


def unmarked(lines: str) -> str:
    return re.sub(r"^[-+]", "", lines, flags=re.MULTILINE).rstrip("\n")


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, f"{path.name}: {before}"
    path.write_text(text.replace(before, after), "utf-8")


def environment(folder: Path) -> dict[str, str]:
    """A command «forensics» that is the copy's."""
    command = folder / "bin" / "forensics"
    if not command.exists():
        command.parent.mkdir()
        command.write_text(
            f"#!/bin/sh\nexec {sys.executable} -c 'import sys; from forensics.cli import run; sys.exit(run(sys.argv[1:]))' \"$@\"\n"
        )
        command.chmod(0o755)
    found = {"PYTHONPATH": str(folder / "src"), "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    return {**os.environ, **found, "XDG_CACHE_HOME": str(folder / "cache"), "FORENSICS_CORPORA": str(folder / "own")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the walks change, and a photo."""
    skip = shutil.ignore_patterns("__pycache__", ".forensics")
    for name in ("src", "corpora", "tests/quality"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=skip)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXTS.md"):
        shutil.copy(ROOT / name, tmp_path)
    Image.effect_noise((320, 240), 40).convert("RGB").save(tmp_path / "photo.jpg", quality=90)
    return tmp_path


def test_a_language_can_be_added(project: Path) -> None:
    follow("Adding a language", project)
    (page,) = (project / "sheets").glob("*.html")
    assert 'lang="it"' in page.read_text("utf-8")
    assert "--lang fr|en|it" in ran(project, "check", "--help")


def test_a_version_of_the_worksheet_can_be_added(project: Path) -> None:
    follow("Adding a version of the worksheet", project)
    made = sorted(path.suffix for path in (project / "sheets").rglob("*") if path.is_file())
    assert made == [".docx", ".html", ".odt", ".pdf"]
    lot = '[exercice]\ntitre = "Essai"\ncorpus = "demo"\nversions = ["cycle3"]\nformats = ["html"]\n[[image]]\nid = "IMG-014"\n'
    (project / "set.toml").write_text(lot, "utf-8")
    ran(project, "exercise", "build", str(project / "set.toml"), "-o", str(project / "out"))


def test_a_corpus_can_be_added_and_shipped(project: Path) -> None:
    follow("Adding a corpus", project)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=project, check=True, capture_output=True
    )
    (wheel,) = (project / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        held = [name for name in file.namelist() if name.startswith("forensics/assets/corpora/mine/")]
    assert len(held) == 2 and "forensics/assets/corpora/mine/corpus.toml" in held


def test_hooks_call_the_tools_that_are_pinned() -> None:
    """What a commit hook runs is there, in the environment that `make` sets up, and fetches nothing."""
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    pinned = (ROOT / "constraints.txt").read_text("utf-8")
    entries = re.findall(r"entry: \.venv/bin/(\w+)(?: (tests/\S+))?", text)
    assert len(entries) == text.count("entry:") == text.count("language: system")
    for tool, script in entries:
        assert tool == "python" or f"\n{tool}==" in pinned
        assert not script or (ROOT / script).is_file()


def test_the_targets_that_contributing_names_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for name in (
        "CONTRIBUTING.md",
        "README.md",
        "docs/fr/tutorial.md",
        "docs/en/tutorial.md",
        "docs/decisions/dependencies.md",
    ):
        assert set(re.findall(r"`make ([a-z-]+)`", (ROOT / name).read_text("utf-8"))) <= targets, name
