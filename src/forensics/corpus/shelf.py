"""Where corpora stand: those shipped with the program, the librarian's own folder, or any folder named by its path."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import platformdirs

from forensics.corpus.notices import FILE
from forensics.errors import UsageError
from forensics.text import clean_name

_PACKAGE = Path(__file__).resolve().parent.parent
INDEX = ".forensics"


def own_folder() -> Path:
    """``FORENSICS_CORPORA``, else ``corpora`` in the user's data folder."""
    asked = os.environ.get("FORENSICS_CORPORA")
    return Path(asked) if asked else platformdirs.user_data_path("forensics", appauthor=False) / "corpora"


def shelves() -> tuple[Path, ...]:
    """The folders that hold corpora, the librarian's own first."""
    return (own_folder(), *shipped())


def shipped() -> tuple[Path, ...]:
    """The folders of the corpora that come with the program: in the installed package, or in its source tree."""
    places = (_PACKAGE / "assets" / "corpora", _PACKAGE.parent.parent / "corpora")
    return tuple(folder for folder in places if folder.is_dir())


def standing() -> dict[str, Path]:
    """Every corpus that can be named, with its folder."""
    found: dict[str, Path] = {}
    for shelf in shelves():
        if shelf.is_dir():
            for folder in sorted(shelf.iterdir()):
                if (folder / FILE).is_file():
                    found.setdefault(folder.name, folder)
    return found


def folder_of(name: str | Path) -> Path:
    """The folder of a corpus, by its name or its path. Raises `UsageError`."""
    folder = Path(name)
    if (folder / FILE).is_file():
        return folder
    known = standing()
    if str(name) in known:
        return known[str(name)]
    raise UsageError("unknown_corpus", corpus=clean_name(str(name)), choices=", ".join(known) or "—")


def index_folder(folder: Path) -> Path:
    """Where the index lies: in the corpus; in the user's cache for a shipped one, or one that can only be read and has none."""
    inside = folder / INDEX
    if folder.resolve().parent in shipped():
        return cache_folder(folder) / "index"
    if (inside / "index.json").is_file() or os.access(inside if inside.is_dir() else folder, os.W_OK):
        return inside
    return cache_folder(folder) / "index"


def cache_folder(folder: Path) -> Path:
    """A place in the user's cache for this corpus; its name tells nothing about where the corpus lies."""
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return platformdirs.user_cache_path("forensics", appauthor=False) / "corpora" / f"{folder.name}-{name}"
