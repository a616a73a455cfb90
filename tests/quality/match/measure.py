"""Reverse search on known changes of labelled pictures, with strangers beside; prints the tables of ``floors.toml``.

python tests/quality/match/measure.py [../shared] [SOURCES]

SOURCES pictures (150 unless said) are the corpus; each is searched for in 25 changes made by ``tools/make_derivatives.py``. The other
labelled pictures are strangers. «Without» is the fingerprint alone: what lies within 62 bits.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from forensics.corpus import Corpus, fingerprint, open_corpus
from forensics.corpus.adding import add_pictures, new_corpus
from forensics.corpus.hashes import REACH
from forensics.corpus.matching import POSSIBLE, query_of
from forensics.errors import UnreadableInput
from forensics.picture import Picture

SEED = "3"


@dataclass
class Tally:
    """``found`` and ``alone``: found with the second look and by the fingerprint alone, by transformation."""

    asked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    false_matches: list[str] = field(default_factory=list)
    false_possible: list[str] = field(default_factory=list)
    false_alone: Counter[str] = field(default_factory=Counter)
    queries: int = 0


def derivatives(shared: Path, out: Path, count: int) -> list[dict[str, str]]:
    """The changed pictures, one row each: ``derivative``, ``source``, ``transform``."""
    data = shared / "data" / "eval"
    command = [
        sys.executable,
        shared / "tools" / "make_derivatives.py",
        data,
        out,
        "--seed",
        SEED,
        "--limit",
        str(count),
    ]
    wanted = ["--manifest", data / "manifest.csv", "--labels", "camera,ai"]
    subprocess.run([str(part) for part in (*command, *wanted)], check=True, capture_output=True)
    with (out / "truth.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def ask(corpus: Corpus, path: Path, source: str, transform: str, tally: Tally) -> None:
    """Search for one picture; ``source`` is the name that it should be found under, empty for a stranger."""
    picture = Picture.read(path)
    candidates = corpus.search(picture)
    near: list[tuple[int, str]] = []
    if not picture.once(fingerprint.fingerprint).flat:
        query = query_of(picture)
        near = [(one.distance, Path(one.entry.file).stem) for one in corpus.index.near(query.rows, POSSIBLE)]
        near += [(one.distance, Path(one.entry.file).stem) for one in corpus.index.near(query.rows, REACH, "parts")]
    tally.queries += 1
    right = [one for one in candidates if Path(one.entry.file).stem == source]
    for one in candidates:
        if one not in right:
            (tally.false_possible if one.kind == "possible" else tally.false_matches).append(
                f"{path.name} {one.entry.file}"
            )
    for distance, stem in near:
        if stem != source:
            tally.false_alone["match" if distance <= REACH else "possible"] += 1
    if source:
        tally.asked[transform] += 1
        tally.found[transform] += bool(right)
        tally.alone[transform] += any(stem == source for _, stem in near)
        tally.told[transform, right[0].transform if right else "—"] += 1


def strangers(shared: Path, sources: set[str]) -> Iterator[Path]:
    """The labelled pictures that are not in the corpus."""
    data = shared / "data" / "eval"
    with (data / "manifest.csv").open(encoding="utf-8", newline="") as table:
        yield from (data / row["path"] for row in csv.DictReader(table) if row["path"] not in sources)


def measure(shared: Path, count: int, folder: Path) -> Tally:
    """Make the corpus and the changed pictures in ``folder``, and search."""
    rows = derivatives(shared, folder / "out", count)
    sources = sorted({row["source"] for row in rows})
    made = new_corpus(folder / "corpus")
    add_pictures(made, [shared / "data" / "eval" / source for source in sources])
    corpus = open_corpus(folder / "corpus")
    tally = Tally()
    for row in rows:
        ask(corpus, folder / "out" / row["derivative"], Path(row["source"]).stem, row["transform"], tally)
    for path in strangers(shared, set(sources)):
        try:
            ask(corpus, path, "", "", tally)
        except UnreadableInput:
            continue
    return tally


def main() -> None:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3].parent / "shared"
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 150
    with tempfile.TemporaryDirectory() as folder:
        tally = measure(shared, count, Path(folder))
    for transform, asked in tally.asked.items():
        told = ", ".join(f"{name} {n}" for (one, name), n in sorted(tally.told.items()) if one == transform)
        print(
            f"# {transform:13} {tally.found[transform] / asked:.3f}  alone {tally.alone[transform] / asked:.3f}  ({told})"
        )
    print(f"# false, alone: {dict(tally.false_alone)}; kept: {tally.false_matches} {tally.false_possible}")
    total, strange = sum(tally.asked.values()), tally.queries - sum(tally.asked.values())
    print(f"""[match.close]
photos = {strange}
false_alarms = {len(tally.false_matches)}
to_find = {total}
found = {sum(tally.found.values())}
found_alone = {sum(tally.alone.values())}
pairs = {tally.queries * count}
false_possible = {len(tally.false_possible)}
measured_on = "{date.today()}, data/eval: {count} pictures × 25 changes, {strange} strangers"
command = "python tests/quality/match/measure.py\"""")


if __name__ == "__main__":
    main()
