"""A new corpus, and pictures added to one: copied as they are, described by a draft record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from forensics.corpus import shelf
from forensics.corpus.collection import Corpus
from forensics.corpus.indexing import IMAGES, look_at
from forensics.corpus.ledger import Ledger, Looked
from forensics.corpus.notices import FILE, Notices, append, as_toml, read_notices, replace_records, without
from forensics.corpus.record import Record
from forensics.errors import CannotWrite, ForensicsError, UnreadableInput
from forensics.files import write_whole
from forensics.picture import Picture
from forensics.text import clean, clean_name

_UNSAFE = re.compile(r'[<>:"/\\|?*\ufffd]+')
_LONGEST_STEM = 100


@dataclass
class Added:
    """``records``: the drafts written; ``there``: pictures that the corpus holds already; ``refused``: those not read."""

    records: list[Record] = field(default_factory=list)
    there: list[Path] = field(default_factory=list)
    refused: list[UnreadableInput] = field(default_factory=list)


def new_corpus(folder: Path, title: str = "") -> Corpus:
    """Make an empty corpus. Raises `CannotWrite` when there is one already."""
    if (folder / FILE).exists():
        raise CannotWrite("exists", path=clean_name(str(folder / FILE)))
    name = clean(title) or clean_name(folder.resolve().name)
    write_whole(folder / FILE, f"[corpus]\ntitre = {as_toml(name)}\n".encode())
    try:
        (folder / IMAGES).mkdir(exist_ok=True)
    except OSError as fault:
        raise CannotWrite("cannot_write", path=clean_name(str(folder / IMAGES))) from fault
    return Corpus(folder)


def add_pictures(corpus: Corpus, paths: Sequence[Path]) -> Added:
    """Copy pictures into ``images/`` and write a draft record for each. The same bytes are never added twice."""
    added = Added()
    folder = corpus.folder
    with Ledger(shelf.index_folder(folder)) as ledger, ledger.alone():
        notices = read_notices(folder / FILE)
        seen = {sha256 for sha256, _ in notices.names("sha256")}
        for path in paths:
            try:
                picture = Picture.read(path)
                if picture.sha256 in seen:
                    added.there.append(path)
                    continue
                looked = look_at(picture)
            except UnreadableInput as fault:
                added.refused.append(fault)
                continue
            seen.add(picture.sha256)
            added.records.append(_taken_in(folder, notices, added, picture, looked))
            facts = (folder / added.records[-1].fichier).stat()
            ledger.keep(added.records[-1].fichier, facts.st_size, facts.st_mtime_ns, looked)
        if added.records:
            corpus.notices = append(notices, added.records)
    corpus.__dict__.pop("index", None)
    return added


def _taken_in(folder: Path, notices: Notices, added: Added, picture: Picture, looked: Looked) -> Record:
    file = _free_name(folder, picture.path.name)
    write_whole(folder / file, picture.data)
    title = clean(clean_name(picture.path.stem), 200)
    return Record(
        _next_id(notices, added.records),
        file,
        picture.sha256,
        "" if looked.fingerprint.flat else looked.fingerprint.phash.hex(),
        titre_neutre={"fr": title},
        statut="brouillon",
    )


def _free_name(folder: Path, name: str) -> str:
    """A name of its own under ``images/``, safe on every system, as near to the file's own as can be."""
    own = PurePosixPath(_UNSAFE.sub("_", clean_name(name)).lstrip(".-") or "image")
    stem = own.stem[:_LONGEST_STEM]
    number, found = 1, f"{IMAGES}/{stem}{own.suffix}"
    while (folder / found).exists():
        number += 1
        found = f"{IMAGES}/{stem}-{number}{own.suffix}"
    return found


def _next_id(notices: Notices, news: Iterable[Record]) -> str:
    """IMG-001, IMG-002…: a neutral code, one more than the largest in use."""
    used = [*(name for name, _ in notices.names("id")), *(record.id for record in news)]
    return f"IMG-{max((int(found[1]) for found in map(_NUMBERED.fullmatch, used) if found), default=0) + 1:03}"


_NUMBERED = re.compile(r"IMG-(\d{1,9})")


def take_records(corpus: Corpus, records: Sequence[Record]) -> tuple[int, int]:
    """Write records that a spreadsheet gave back: how many were changed, how many are new. All of them or none."""
    with Ledger(shelf.index_folder(corpus.folder)) as ledger, ledger.alone():
        notices = read_notices(corpus.folder / FILE)
        before = {record.id: record for record in notices.records()}
        changed = {one.id: one for one in records if one.id in before and one != before[one.id]}
        made = [one for one in records if one.id not in before]
        if changed:
            notices = replace_records(notices, changed)
        corpus.notices = append(notices, made) if made else notices
    return len(changed), len(made)


def lost_records(corpus: Corpus) -> list[Record]:
    """The records whose picture is nowhere any more."""
    return [record for record in corpus.records() if not found(corpus, record)]


def found(corpus: Corpus, record: Record) -> bool:
    """Whether the picture of a record is there, or can be made."""
    try:
        return corpus.path_of(record).is_file()
    except ForensicsError:
        return False


def drop_records(corpus: Corpus, ids: Iterable[str]) -> None:
    """Remove records from the file."""
    with Ledger(shelf.index_folder(corpus.folder)) as ledger, ledger.alone():
        corpus.notices = without(read_notices(corpus.folder / FILE), ids)
