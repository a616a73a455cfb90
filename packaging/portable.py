"""Builds ``dist/forensics-portable``: a folder and a zip that run from a USB key, without Python and without rights (``make portable``).

The running interpreter is copied with its standard library and the shared libraries it needs beyond the C library; the program
and its dependencies are installed beside it, and a launcher starts it from wherever the folder lies. Linux only: other
systems are told of in ``docs/en/how-to/portable.md``.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dist" / "forensics-portable"
LAUNCHER = """#!/bin/sh
# Starts forensics from this folder, whatever the computer has installed.
here=$(cd "$(dirname "$0")" && pwd)
unset PYTHONPATH PYTHONHOME
LD_LIBRARY_PATH="$here/lib" exec "$here/python/bin/{python}" -I -m forensics "$@"
"""
UNUSED = (
    "test",
    "tests",
    "idlelib",
    "turtledemo",
    "ensurepip",
    "__pycache__",
    "site-packages",
    "lib2to3",
    "tkinter",
    "_tkinter*",
    "_test*.so",
    "config-*",
)
EVERYWHERE = re.compile(r"lib(c|m|dl|rt|pthread|util)\.so|ld-linux|linux-vdso")


def main() -> None:
    shutil.rmtree(TARGET, ignore_errors=True)
    copy_interpreter()
    install_program()
    copy_libraries()
    write_launcher()
    print(TARGET.relative_to(ROOT), f"{size(TARGET) / 1e6:.0f} MB;", zipped().relative_to(ROOT), "written")


def copy_interpreter() -> None:
    standard = Path(sysconfig.get_path("stdlib"))
    home = TARGET / "python"
    shutil.copytree(standard, home / "lib" / standard.name, ignore=shutil.ignore_patterns(*UNUSED), symlinks=False)
    (home / "bin").mkdir()
    shutil.copy2(Path(sys.executable).resolve(), home / "bin" / python())


def install_program() -> None:
    packages = TARGET / "python" / "lib" / python() / "site-packages"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"]
    subprocess.run([*command, "-c", str(ROOT / "constraints.txt"), "--target", str(packages), str(ROOT)], check=True)
    for scripts in (packages / "bin", packages / "share"):
        shutil.rmtree(scripts, ignore_errors=True)


def copy_libraries() -> None:
    """Shared libraries that the interpreter and all modules need beyond those that they carry, but for the C library, which every system has."""
    (TARGET / "lib").mkdir()
    for binary in (TARGET / "python" / "bin" / python(), *(TARGET / "python").rglob("*.so*")):
        for path in re.findall(r"=> (/\S+)", subprocess.run(["ldd", binary], capture_output=True, text=True).stdout):
            if not EVERYWHERE.search(path) and not Path(path).resolve().is_relative_to(TARGET):
                shutil.copy2(path, TARGET / "lib" / Path(path).name)


def write_launcher() -> None:
    launcher = TARGET / "forensics"
    launcher.write_text(LAUNCHER.format(python=python()))
    launcher.chmod(0o755)
    for name in ("README.md", "LICENSE", "LICENSE-TEXTS.md"):
        shutil.copy2(ROOT / name, TARGET / name)


def zipped() -> Path:
    """The folder as a zip that keeps which files may be run."""
    archive = TARGET.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for path in sorted(TARGET.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(TARGET.parent))
    return archive


def python() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
