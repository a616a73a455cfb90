"""A corpus opened: its records, its pictures, its index."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from forensics.corpus import shelf
from forensics.corpus.index import Index, open_index
from forensics.corpus.indexing import IMAGES, Done, Progress, pictures_of, state_of, update
from forensics.corpus.notices import FILE, Notices, read_notices
from forensics.corpus.record import Record
from forensics.corpus.segment import Damaged, Entry
from forensics.errors import CannotWrite, ForensicsError, UnreadableInput
from forensics.lang import preferred
from forensics.picture import Picture
from forensics.text import clean, clean_name

if TYPE_CHECKING:
    from forensics.corpus.matching import Candidate
    from forensics.corpus.second_look import Features

_KEPT = 500  # pictures whose points are kept in memory, 50 kB each


class Corpus:
    """A described collection. ``folder`` holds ``corpus.toml`` and ``images/``; ``language`` is that of captions in matches."""

    def __init__(self, folder: Path, language: str = "fr") -> None:
        self.folder = folder
        self.language = language
        self._features: dict[int, Features] = {}
        self.notices: Notices = read_notices(folder / FILE)

    @property
    def name(self) -> str:
        """The name that a command line takes."""
        return clean_name(self.folder.resolve().name)

    def title(self, language: str | None = None) -> str:
        """The title in this language, else in French, else the name."""
        titles = self.notices.corpus.get("titre", "")
        if isinstance(titles, dict):
            titles = titles.get(language or self.language) or titles.get("fr") or next(iter(titles.values()), "")
        return clean(str(titles)) or self.name

    def records(self) -> tuple[Record, ...]:
        """Every record, in the order of the file. Raises `UnreadableInput` when one is wrong."""
        return self.notices.records()

    def path_of(self, record: Record) -> Path:
        """The picture of a record: in the corpus, renamed there, or made from an installed package.

        Raises `UnreadableInput` when it is nowhere.
        """
        path = self.folder / record.fichier
        if path.is_file():
            return path
        if record.paquet or record.recette:
            from forensics.corpus.recipes import materialise

            return materialise(self.folder, record, shelf.cache_folder(self.folder) / "made")
        if record.sha256:
            for entry in self.index.same_bytes(bytes.fromhex(record.sha256)):
                if (self.folder / entry.file).is_file():
                    return self.folder / entry.file
        raise UnreadableInput("not_found", path=clean_name(record.fichier))

    def record_of(self, sha256: str) -> Record | None:
        """The record of the picture with exactly these bytes."""
        found = self.notices.find(sha256=sha256)
        if found is not None:
            return found
        entries = self.index.same_bytes(bytes.fromhex(sha256))
        return next((record for record in map(self.record_at, entries) if record is not None), None)

    def record_at(self, entry: Entry) -> Record | None:
        """The record of a picture of the index, by its place in the corpus, else by its bytes."""
        return self.notices.find(fichier=entry.file) or self.notices.find(sha256=entry.sha256.hex())

    def path_at(self, entry: Entry) -> Path:
        """The picture of an entry of the index. Raises `UnreadableInput` when it is nowhere."""
        path = self.folder / entry.file
        if path.is_file():
            return path
        record = self.record_at(entry)
        if record is None:
            raise UnreadableInput("not_found", path=clean_name(entry.file))
        return self.path_of(record)

    def features_of(self, entry: Entry) -> Features:
        """The points of a picture of the index, kept for the next query. Raises `ForensicsError` when it cannot be read."""
        from forensics.corpus.second_look import points_of

        if entry.key not in self._features:
            if len(self._features) >= _KEPT:
                self._features.pop(next(iter(self._features)))
            self._features[entry.key] = points_of(Picture.read(self.path_at(entry)))
        return self._features[entry.key]

    def search(self, picture: Picture, most: int = 5) -> tuple[Candidate, ...]:
        """The pictures of the corpus that look like this one, the nearest first."""
        from forensics.corpus.matching import search

        return search(self, picture, most)

    @cached_property
    def index(self) -> Index:
        """The index, brought up to date first where it may be written; an old one serves where it may not."""
        folder = shelf.index_folder(self.folder)
        try:
            index = open_index(folder)
            if index.segments and index.state == state_of(self.folder):
                return index
        except Damaged:
            index = Index(folder)
        try:
            return self._updated(folder)[0]
        except CannotWrite:
            if index.segments:
                return index
            return self._updated(shelf.cache_folder(self.folder) / "index")[0]

    def update(self, progress: Progress | None = None) -> Done:
        """Bring the index up to date and say what was done. Raises `CannotWrite`."""
        index, done = self._updated(shelf.index_folder(self.folder), progress)
        self.__dict__["index"] = index
        return done

    def _updated(self, folder: Path, progress: Progress | None = None) -> tuple[Index, Done]:
        return update(self.folder, folder, list(self._places()), progress)

    def _places(self) -> Iterator[tuple[str, Path]]:
        yield from pictures_of(self.folder)
        for file, number in self.notices.names("fichier"):
            if (self.folder / file).is_file():
                if not file.startswith(f"{IMAGES}/"):
                    yield file, self.folder / file
            elif self.notices.made(number):
                try:
                    yield file, self.path_of(self.notices.record(number))
                except ForensicsError:
                    continue


def open_corpus(name: str | Path, language: str | None = None) -> Corpus:
    """The corpus of that name on a shelf, or at that path.

    Raises `UsageError("unknown_corpus")`, `UnreadableInput` when ``corpus.toml`` cannot be read.
    """
    return Corpus(shelf.folder_of(name), language or preferred())
