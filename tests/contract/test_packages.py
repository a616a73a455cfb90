"""What a user installs: the wheel holds all that the program reads and nothing else, and the source archive makes the same wheel."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

pytestmark = pytest.mark.xdist_group("packages")

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "forensics"
DEMO = ROOT / "corpora" / "demo"
KINDS = {".py", ".typed", ".toml", ".json", ".html", ".css", ".js", ".typ", ".xml", ".svg", ".ttf", ".woff2", ".txt"}
LEFT_BEHIND = {"__pycache__", ".forensics", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".venv", "dist", "site"}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> dict[str, bytes]:
    return unzipped(next(built.glob("*.whl")))


@pytest.fixture(scope="module")
def archive(built: Path) -> dict[str, bytes]:
    with tarfile.open(next(built.glob("*.tar.gz"))) as file:
        members = [one for one in file.getmembers() if one.isfile()]
        return {one.name.partition("/")[2]: file.extractfile(one).read() for one in members}  # type: ignore[union-attr]


def unzipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def below(folder: Path, prefix: str) -> dict[str, bytes]:
    """What lies in a folder of the source, but for caches."""
    return {
        prefix + path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not LEFT_BEHIND & set(path.relative_to(folder).parts)
    }


def test_the_wheel_holds_the_program_its_corpus_and_its_floors_and_nothing_else(wheel: dict[str, bytes]) -> None:
    wanted = below(SOURCE, "forensics/") | below(DEMO / "images", "forensics/assets/corpora/demo/images/")
    wanted["forensics/assets/corpora/demo/corpus.toml"] = (DEMO / "corpus.toml").read_bytes()
    wanted["forensics/assets/floors.toml"] = (ROOT / "tests/quality/floors.toml").read_bytes()
    held = {name: content for name, content in wheel.items() if ".dist-info/" not in name}
    assert sorted(held) == sorted(wanted)
    assert held == wanted


def test_each_kind_of_file_in_the_program_is_one_that_it_needs() -> None:
    """An editor's backup or a note left among the sources would be shipped."""
    assert {PurePosixPath(name).suffix for name in below(SOURCE, "")} <= KINDS
    pictures = {path.suffix for path in (DEMO / "images").iterdir()}
    assert pictures <= {".png", ".jpg", ".webp"}


@pytest.mark.parametrize(
    "name", ["lang/fr.toml", "lang/en.toml", "assets/fonts/OFL.txt", "assets/html/sheet.html", "assets/typst/kit.typ",
             "assets/frames.toml", "assets/floors.toml", "assets/corpora/demo/corpus.toml", "schema/report.schema.json", "py.typed"],
)  # fmt: skip
def test_the_wheel_holds(name: str, wheel: dict[str, bytes]) -> None:
    assert f"forensics/{name}" in wheel


def test_both_licences_are_in_the_wheel(wheel: dict[str, bytes]) -> None:
    held = {PurePosixPath(name).name for name in wheel if ".dist-info/licenses/" in name}
    assert held == {"LICENSE", "LICENSE-TEXTS.md"}


def test_the_source_archive_holds_all_that_a_contributor_needs(archive: dict[str, bytes]) -> None:
    folders = ("src", "corpora", "worksheets", "tests", "docs", "bench", "packaging", ".ci")
    wanted = {name for folder in folders for name in below(ROOT / folder, f"{folder}/")}
    wanted |= {path.name for path in ROOT.glob("*.md")} | {
        ".pre-commit-config.yaml",
        ".gitignore",
        "LICENSE",
        "Makefile",
    }
    wanted |= {"constraints.txt", "pyproject.toml", "PKG-INFO"}
    assert set(archive) == wanted


def test_the_wheel_made_from_the_source_archive_is_the_same(
    built: Path, wheel: dict[str, bytes], tmp_path: Path
) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as file:
        file.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    assert unzipped(next((tmp_path / "dist").glob("*.whl"))) == wheel


def test_one_version_is_said_everywhere() -> None:
    import tomllib

    from forensics import __version__

    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    for page in (ROOT / "docs").rglob("portable.md"):
        assert f"forensics-{__version__}-py3" in page.read_text("utf-8")
