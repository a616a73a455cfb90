"""The samples of this folder, made again: ``make samples``. Only pictures that the project made are in them.

usage: python worksheets/make.py [FOLDER]
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from forensics.cli import run

HERE = Path(__file__).resolve().parent
OWN_PICTURES = ("echantillon", "reconstitution", "usage")


def make(folder: Path) -> list[Path]:
    """Build each sample exercise into ``folder`` and list the files kept, by their place in it."""
    for name in (*OWN_PICTURES, "audit"):
        with tempfile.TemporaryDirectory() as place:
            code = run(["exercise", "build", str(HERE / f"{name}.toml"), "-o", place, "-q", "--lang", "fr"])
            if code:
                raise SystemExit(code)
            for path in kept(Path(place), name):
                target = folder / name / path.relative_to(place)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def kept(place: Path, name: str) -> list[Path]:
    """The files of one exercise that are worth keeping: all of the inquiry, the sheet and the card of a lesson."""
    files = [path for path in place.rglob("*") if path.is_file() and path.suffix != ".zip"]
    if name == OWN_PICTURES[0]:
        return files
    return [path for path in files if path.stem.startswith(("fiche", "scenario"))]


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "samples"
    shutil.rmtree(where, ignore_errors=True)
    print(f"{len(make(where))} files in {where}")
