"""How often what the file declares is read right, on the labelled pictures; prints the tables of ``floors.toml``.

python tests/quality/declared/measure.py [../shared/data/eval]
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from forensics.analyses import Context
from forensics.model import Finding, Reading
from forensics.picture import Picture
from forensics.pipeline import examine_picture

ANALYSES = ("provenance", "declared", "traces", "metadata")
ACCUSES = {"declared_verified", "declared", "traces", "contradictory"}
CAPTURES = {"undecided", "capture_declared", "capture_verified"}
# Words of a name that tell no generator from another.
_COMMON = {"image", "parser", "fixture", "base", "turbo", "edit", "editing", "photo", "dev", "fill", "inpainting"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One labelled picture, with what was read of it; ``named`` are the generators and models that findings name."""

    path: str
    label: str
    marked: bool
    truth: str
    reading: Reading
    named: str

    @property
    def statement(self) -> str:
        return self.reading.generated.statement.value

    @property
    def accused(self) -> bool:
        return self.statement in ACCUSES

    @property
    def right_generator(self) -> bool:
        """Whether a finding names the program or the model that made the picture, as the label has it."""
        return bool(_words(self.truth) & _words(self.named)) or _plain(self.truth) in _plain(self.named)


def rows(data: Path) -> list[dict[str, str]]:
    with (data / "manifest.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def seen(data: Path, chosen: Iterable[dict[str, str]], depth: str = "quick") -> Iterator[Seen]:
    """The chosen pictures, read one after another."""
    for row in chosen:
        context = Context(depth="full" if depth == "full" else "quick")
        report = examine_picture(Picture.read(data / row["path"]), context, ANALYSES)
        named = " ".join(_named(report.findings()))
        yield Seen(
            row["path"],
            row["label"],
            row["has_ai_metadata"] == "1",
            row["generator_or_camera"],
            report.reading,
            named,
        )


def _named(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        if finding.code.startswith(("provenance.c2pa", "declared.", "traces.")):
            yield from (str(finding.values[key]) for key in ("generator", "model") if finding.values.get(key))


def _words(name: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", name.lower()) if word not in _COMMON}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3].parent / "shared/data/eval"
    every = list(seen(data, rows(data)))
    marked = [one for one in every if one.label == "ai" and one.marked]
    edits = [one for one in every if one.label == "edited" and one.marked]
    plain = [one for one in every if one.label in ("camera", "graphic", "scan")]
    cameras = [one for one in every if one.label == "camera"]
    print("[declared.generated]")
    print(f"photos = {len(plain)}\nfalse_alarms = {sum(one.accused for one in plain)}")
    print(f"to_find = {len(marked)}\nfound = {sum(one.accused for one in marked)}")
    print(f"named = {sum(one.right_generator for one in marked)}")
    print("[declared.edited]")
    print(f"to_find = {len(edits)}\nfound = {sum(one.accused for one in edits)}")
    for one in marked + edits:
        if not one.accused or not one.right_generator:
            print(f"# {one.path}: {one.statement}, {one.truth} / {one.named}")
    for one in plain:
        if one.accused or (one.label == "camera" and one.statement not in CAPTURES):
            print(f"# FALSE {one.path}: {one.statement} {one.reading.generated.because}")
    print(f"# cameras: {sorted({one.statement: 0 for one in cameras})}")


if __name__ == "__main__":
    main()
