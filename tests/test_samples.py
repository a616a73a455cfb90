"""The samples that people look at are what the program makes: `make samples` after any change that shows in them."""

from __future__ import annotations

import importlib.util
from importlib.metadata import version
from pathlib import Path

WORKSHEETS = Path(__file__).resolve().parent.parent / "worksheets"


def test_the_samples_are_what_the_program_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_worksheets", WORKSHEETS / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.make(tmp_path)
    samples = WORKSHEETS / "samples"
    assert made == sorted(path.relative_to(samples) for path in samples.rglob("*") if path.is_file())
    pinned = f"typst=={version('typst')}" in (WORKSHEETS.parent / "constraints.txt").read_text("utf-8").split()
    compared = [path for path in made if pinned or path.suffix != ".pdf"]  # another typesetter writes other bytes
    changed = [str(path) for path in compared if (tmp_path / path).read_bytes() != (samples / path).read_bytes()]
    assert not changed, "run `make samples`"
