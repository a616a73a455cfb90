"""What a user installs, tried as a user would (``make test-runtime``).

The wheel is installed with pipx, the source archive with pip, both outside the tree and without any extra. Then every verb is run
from an empty folder by an ordinary user, with the network cut where this system allows it, without a home folder and with one that
cannot be written. Each command must end with the code that it should, say nothing of a traceback, and write what it promises.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 65534
MISSING_EXTRA = 6
ANSWERS = '{"schema": "forensics.answers/1", "sheet": "IMG-012", "group": "A", "answers": {"first_origin": "captured"}}'
TRUTH = "fichier;origine\nIMG-009.png;ia\nIMG-012.jpg;photo\n"
COMMANDS = """
--help
--version
--show-completion bash
doctor
explain ela
demo -o demo
check demo/images/IMG-012.jpg --corpus demo
check demo/images/IMG-009.png -v --maps maps
check demo/images/IMG-012.jpg --json
match demo/images/IMG-014.png --corpus demo
trap demo/images/IMG-012.jpg -o trap
clean demo/images/IMG-012.jpg -o clean
worksheet demo/images/IMG-012.jpg -o sheets --corpus demo --format html,pdf,odt,docx --key
corpus new mine
corpus add mine demo/images/IMG-009.png demo/images/IMG-012.jpg
corpus index mine
corpus list mine
corpus show mine IMG-001
corpus audit mine
corpus export mine -o mine.csv
corpus import mine mine.csv
corpus prune mine
exercise new set.toml --corpus demo
exercise audit set.toml
exercise build set.toml -o set
exercise collect answers -o results
batch demo/images -o report --jobs 2
audit-detector demo/images --truth truth.csv
"""


class User(NamedTuple):
    """Whoever runs the commands: the words put before them, who that is, and the environment."""

    before: list[str]
    identity: dict[str, Any]
    home: str | None


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="forensics-installed-") as name:
        work = Path(name)
        work.chmod(0o755)
        wheel, archive = built(work)
        exe = with_pipx(wheel, work)
        print(f"{wheel.name} installed with pipx: {size(exe.resolve().parents[1]):.0f} MB")
        failed = sum(run_all(exe, work / user, user) for user in ("plain", "no-home", "read-only-home"))
        other = with_pip(archive, work)
        print(f"{archive.name} installed with pip")
        failed += run_all(other, work / "archive", "plain", ["--version", "demo -o demo"])
    print("everything ran" if not failed else f"{failed} commands failed")
    return int(failed > 0)


def built(work: Path) -> tuple[Path, Path]:
    """The wheel and the source archive."""
    quietly([sys.executable, "-m", "hatchling", "build", "-d", work / "dist"], cwd=ROOT)
    return next((work / "dist").glob("*.whl")), next((work / "dist").glob("*.tar.gz"))


def with_pipx(wheel: Path, work: Path) -> Path:
    venv.create(work / "tools", with_pip=True)
    quietly([work / "tools/bin/python", "-m", "pip", "install", "-q", "pipx"])
    places = {"PIPX_HOME": str(work / "pipx"), "PIPX_BIN_DIR": str(work / "bin"), "PIPX_MAN_DIR": str(work / "man")}
    quietly([work / "tools/bin/pipx", "install", wheel], env={**os.environ, **places})
    return work / "bin" / "forensics"


def with_pip(archive: Path, work: Path) -> Path:
    venv.create(work / "venv", with_pip=True)
    quietly([work / "venv/bin/python", "-m", "pip", "install", "-q", archive])
    return work / "venv/bin/forensics"


def quietly(command: list[Any], **more: Any) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stdout[-1000:]}{done.stderr[-2000:]}")


def user_of(kind: str, place: Path) -> User:
    """An ordinary user, also when an administrator runs this; the network cut where the system lets us."""
    administrator = os.geteuid() == 0
    identity: dict[str, Any] = {}
    before = cut(["unshare", "-n"] if administrator else ["unshare", "-rn"])
    if administrator and before:
        before += ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    elif administrator:
        identity = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    home = {"plain": place / "home", "no-home": None, "read-only-home": place / "sealed"}[kind]
    return User(before, identity, str(home) if home else None)


def cut(words: list[str]) -> list[str]:
    if shutil.which(words[0]) and subprocess.run([*words, "true"], capture_output=True).returncode == 0:
        return words
    print("the network could not be cut on this system")
    return []


def run_all(exe: Path, place: Path, kind: str, commands: Iterable[str] = COMMANDS.strip().splitlines()) -> int:
    """Run the commands in a new folder; the number of those that failed."""
    prepare(place)
    user, failed = user_of(kind, place), 0
    for line in commands:
        failed += run(exe, line, place, user, 0)
    if (place / "report").exists():
        failed += run(exe, "batch demo/images -o cluster --engine dask -q", place, user, MISSING_EXTRA)
    pages = sum(path.is_file() for path in (place / "demo").rglob("*"))
    print(f"{kind}: {pages} files of the demonstration; {'all well' if not failed else f'{failed} failed'}")
    return failed + (pages < 18)


def prepare(place: Path) -> None:
    (place / "home").mkdir(parents=True)
    (place / "answers").mkdir()
    (place / "answers" / "a.json").write_text(ANSWERS, "utf-8")
    (place / "truth.csv").write_text(TRUTH, "utf-8")
    (place / "sealed").mkdir(mode=0o555)
    if os.geteuid() == 0:
        for path in (place, place / "home"):
            os.chown(path, NOBODY, NOBODY)


def run(exe: Path, line: str, place: Path, user: User, wanted: int) -> bool:
    """Run one command; True where it failed, which is told."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "FORENSICS_LANG": "fr"}
    if user.home is not None:
        environment["HOME"] = user.home
    command = [*user.before, str(exe), *line.split()]
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, **user.identity)
    said = done.stderr.strip()
    well = done.returncode == wanted and "Traceback" not in done.stdout + said
    if wanted == MISSING_EXTRA:  # one sentence, with the line that mends it
        well = well and "pip install distributed" in said and "\n" not in said
    if not well:
        print(f"  forensics {line}: exit {done.returncode}, not {wanted}\n    {said[-600:]}")
    return not well


def size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
