"""The house keeps its shape: imports run one way, nothing heavy at the top, no file that holds everything."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "forensics"

# From the ground up: a part may import parts before it in this list, and itself.
FLOORS = [
    "errors",
    "text",
    "opencv",
    "assets",
    "floors",
    "settings",
    "model",
    "lang",
    "picture",
    "files",
    "metadata",
    "jpeg",
    "pixels",
    "corpus",
    "analyses",
    "reading",
    "pipeline",
    "sheet",
    "render",
    "batch",
    "cli",
    "__main__",
]
HEAVY = {
    "numpy",
    "cv2",
    "scipy",
    "skimage",
    "typst",
    "encypher_c2pa",
    "pi_heif",
    "imagehash",
    "dask",
    "distributed",
    "jinja2",
    "pydantic",
    "docx",
}
LIGHT_AT_TOP = {"cli", "lang", "errors", "model", "text"}  # what `forensics --help` loads

MODULES = sorted(SOURCE.rglob("*.py"))


def part(path: Path) -> str:
    inside = path.relative_to(SOURCE)
    return inside.parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [
                f"forensics.{alias.name}"
                for alias in node.names
                if node.module == "forensics"
                and (SOURCE / alias.name).exists() | (SOURCE / f"{alias.name}.py").exists()
            ]
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_run_one_way(path: Path) -> None:
    here = part(path)
    if here == "__init__":
        return
    for name in imported(ast.parse(path.read_text("utf-8"))):
        if name.startswith("forensics."):
            there = name.split(".")[1]
            assert there in FLOORS, f"{name} is on no floor of the house"
            assert FLOORS.index(there) <= FLOORS.index(here), f"{here} imports {there}, which stands above it"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_heavy_is_imported_at_the_top_of_what_help_loads(path: Path) -> None:
    if part(path) not in LIGHT_AT_TOP:
        return
    top = [name.split(".")[0] for node in ast.parse(path.read_text("utf-8")).body for name in imported_at_top(node)]
    assert not HEAVY & set(top)


def test_opencv_comes_by_one_door() -> None:
    doors = [path.name for path in MODULES if re.search(r"^\s*import cv2", path.read_text("utf-8"), re.MULTILINE)]
    assert doors == ["opencv.py"]


def imported_at_top(node: ast.stmt) -> list[str]:
    return imported(node) if isinstance(node, (ast.Import, ast.ImportFrom)) else []


def test_every_part_has_a_floor() -> None:
    assert {part(path) for path in MODULES} - {"__init__", "assets", "schema"} <= set(FLOORS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_stay_readable(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is long"
