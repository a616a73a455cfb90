"""Bring an index up to date with a corpus: read what is new or changed, forget what is gone, publish.

Unchanged files (same size, same time of change) are not opened. A file whose bytes are known keeps its fingerprint, so that a
renamed or copied one is not decoded again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from forensics.corpus.fingerprint import fingerprint, part_hashes
from forensics.corpus.index import LIST, Index, grow, open_index
from forensics.corpus.ledger import Ledger, Looked
from forensics.corpus.notices import FILE
from forensics.corpus.segment import Damaged, verify_segment
from forensics.errors import ForensicsError
from forensics.picture import Picture
from forensics.text import clean_name

IMAGES = "images"
_TOGETHER = 64  # pictures remembered in one transaction
Progress = Callable[[int, int], None]


@dataclass
class Done:
    """What an update did: counts, files that cannot be read with their code, and what had to be built again."""

    read: int = 0
    unchanged: int = 0
    gone: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    rebuilt: bool = False


def state_of(corpus: Path) -> str:
    """Changes whenever a record, or the list of pictures, does: sizes and times of the file and of the folders."""
    stamps = []
    for path in (corpus / FILE, *_folders(corpus / IMAGES)):
        try:
            facts = path.stat()
        except OSError:
            continue
        stamps.append(f"{facts.st_size if path.name == FILE else 0}:{facts.st_mtime_ns}")
    return " ".join(stamps)


def update(
    corpus: Path, folder: Path, places: Iterable[tuple[str, Path]], progress: Progress | None = None
) -> tuple[Index, Done]:
    """Update the index in ``folder`` with the files of ``places`` (their name in the corpus, where they lie now).

    Raises `CannotWrite`. Another command may work on the same corpus: each file is read twice at worst.
    """
    done = Done()
    state = state_of(corpus)
    with Ledger(folder) as ledger:
        done.rebuilt = ledger.rebuilt
        if ledger.rebuilt:
            (folder / LIST).unlink(missing_ok=True)
        present = _read_new(ledger, dict(places), done, progress)
        with ledger.alone():
            done.gone = sorted(set(ledger.known()) - present)
            ledger.forget(done.gone)
            index = _published(ledger, folder, state, done)
        done.refused = ledger.refused()
    return index, done


def _read_new(ledger: Ledger, places: dict[str, Path], done: Done, progress: Progress | None) -> set[str]:
    known = ledger.known()
    new: list[tuple[str, Path, os.stat_result]] = []
    present = set()
    for file, path in places.items():
        try:
            facts = path.stat()
        except OSError:
            continue
        present.add(file)
        before = known.get(file)
        if before is not None and (before.size, before.mtime) == (facts.st_size, facts.st_mtime_ns):
            done.unchanged += 1
        else:
            new.append((file, path, facts))
    for start in range(0, len(new), _TOGETHER):
        _read_some(ledger, new[start : start + _TOGETHER], done)
        if progress is not None:
            progress(min(start + _TOGETHER, len(new)), len(new))
    return present


def _read_some(ledger: Ledger, files: list[tuple[str, Path, os.stat_result]], done: Done) -> None:
    results = [(file, facts, _looked_at(ledger, path)) for file, path, facts in files]
    with ledger.alone():
        known = ledger.known() if len(files) > 1 else {}
        for file, facts, result in results:
            if isinstance(result, str):
                ledger.refuse(file, facts.st_size, facts.st_mtime_ns, result)
                continue
            if file in known and known[file].sha256 == result.sha256:
                ledger.touch(file, facts.st_size, facts.st_mtime_ns)
                done.unchanged += 1
            else:
                ledger.keep(file, facts.st_size, facts.st_mtime_ns, result)
                done.read += 1


def _looked_at(ledger: Ledger, path: Path) -> Looked | str:
    """What is seen in a picture, or the code of the fault."""
    try:
        picture = Picture.read(path)
        return ledger.fingerprint_of(bytes.fromhex(picture.sha256)) or look_at(picture)
    except ForensicsError as fault:
        return fault.code


def look_at(picture: Picture) -> Looked:
    """What the ledger keeps of a picture. Raises `UnreadableInput` when its pixels cannot be read."""
    found, parts = fingerprint(picture), part_hashes(picture)
    return Looked(bytes.fromhex(picture.sha256), picture.width, picture.height, found, parts)


def _published(ledger: Ledger, folder: Path, state: str, done: Done) -> Index:
    try:
        index = open_index(folder)
        for segment in index.segments:
            verify_segment(segment.path)  # 0.1 s for a million hashes: what is kept or merged is sound
    except Damaged:
        index, done.rebuilt = Index(folder), True
    if index.ledger != ledger.number:
        done.rebuilt |= bool(index.segments)
        index = Index(folder, ledger=ledger.number)
    if not index.segments:
        ledger.unpublish()
    news, dead = ledger.unpublished(), ledger.dead()
    if news or frozenset(dead) - index.dead or index.state != state:
        index = grow(index, news, dead, state)
    ledger.publish()
    return index


def pictures_of(corpus: Path) -> Iterator[tuple[str, Path]]:
    """Every file under ``images/``: its name in the corpus and its path. Links and special files are left out."""
    for folder in _folders(corpus / IMAGES):
        with os.scandir(folder) as entries:
            files = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
        for name in sorted(files):
            if not name.startswith("."):
                path = folder / name
                yield _storable(path.relative_to(corpus).as_posix()), path


def _storable(file: str) -> str:
    """A name that is not UTF-8 cannot be stored as it is; the picture is still found, under its readable name."""
    return file if file.isprintable() else clean_name(file)


def _folders(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        return
    for folder, inside, _ in os.walk(root, followlinks=False):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        yield Path(folder)
