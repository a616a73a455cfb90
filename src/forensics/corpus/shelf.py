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
    shipped = (_PACKAGE / "assets" / "corpora", _PACKAGE.parent.parent / "corpora")
    return (own_folder(), *(folder for folder in shipped if folder.is_dir()))


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
    """Where the index lies: in the corpus, or in the user's cache where the corpus can only be read and has none."""
    inside = folder / INDEX
    if (inside / "index.json").is_file() or os.access(inside if inside.is_dir() else folder, os.W_OK):
        return inside
    return cache_folder(folder) / "index"


def cache_folder(folder: Path) -> Path:
    """A place in the user's cache for this corpus; its name tells nothing about where the corpus lies."""
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return platformdirs.user_cache_path("forensics", appauthor=False) / "corpora" / f"{folder.name}-{name}"
