"""An exercise built (8 pictures, 3 versions, HTML and PDF) and 30 groups' answers collected, each by the installed command.

Aims on two idle cores: 15 s and 2 s. On a busy machine, read the processor time: half of it is what two idle cores take.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
FORENSICS = (sys.executable, "-c", "import sys; from forensics.cli import main; main()")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number in range(30):
            answers = {"first_origin": "captured", "origin": "undecided", "see": "un mot et un autre " * 200}
            said = {"schema": "forensics.answers/1", "sheet": f"IMG-{number % 8:03}", "group": "ABCDEFGH"[number % 8]}
            (folder / "in" / f"{number}.json").write_text(json.dumps({**said, "answers": answers}), "utf-8")
        sample = str(ROOT / "worksheets" / "enquete.toml")
        measured("build", "exercise", "build", sample, "-o", str(folder / "out"), "-q")
        measured("collect", "exercise", "collect", str(folder / "in"), "-o", str(folder / "results"))


def measured(what: str, *arguments: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = perf_counter()
    subprocess.run([*FORENSICS, *arguments], check=True, stdout=subprocess.DEVNULL)
    wall = perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {wall:.1f} s, {processor:.1f} s of processor time")


if __name__ == "__main__":
    main()
