"""The tests with the lowest versions that ``pyproject.toml`` allows, or with the newest there are (``make test-lowest``, ``make test-newest``).

Each makes an environment of its own, ``.venv-lowest`` or ``.venv-newest``, anew. The lowest versions are read from
``pyproject.toml``: for each library that the program may need, the bound itself; tools for development stay free. ``--show`` prints them.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOUND = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?>=([0-9][\w.]*)")


def lowest() -> list[str]:
    """``name==bound`` for each dependency at run time, those of the extras included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [need for name, needs in project["optional-dependencies"].items() if name != "dev" for need in needs]
    return [pinned(need) for need in [*project["dependencies"], *extras]]


def pinned(need: str) -> str:
    found = BOUND.fullmatch(need)
    if found is None:
        raise SystemExit(f"pyproject.toml: «{need}» has no lower bound")
    return f"{found[1]}=={found[2]}"


def main(which: str, *more: str) -> int:
    folder = ROOT / f".venv-{which}"
    venv.create(folder, clear=True, with_pip=True)
    python = str(folder / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", f"{ROOT}[dev,dask]"]
    if which == "lowest":
        pins = folder / "pins.txt"
        pins.write_text("\n".join(lowest()) + "\n", "utf-8")
        install += ["-c", str(pins)]
    subprocess.run(install, check=True)
    subprocess.run([python, "-m", "pip", "--disable-pip-version-check", "list"], check=True)
    tests = [python, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-m", "not browser", *more]
    return subprocess.run(tests, cwd=ROOT).returncode


if __name__ == "__main__":
    if sys.argv[1:] == ["--show"]:
        print(*lowest(), sep="\n")
    elif sys.argv[1:2] in (["lowest"], ["newest"]):
        sys.exit(main(*sys.argv[1:]))
    else:
        sys.exit("usage: versions.py lowest|newest|--show")
