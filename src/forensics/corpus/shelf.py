"""Where corpora stand: those shipped with the program, the librarian's own folder, or any folder named by its path."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from functools import cache
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
    return _cache() / "corpora" / f"{folder.name}-{name}"


def _cache() -> Path:
    """The user's cache; where the home folder cannot be written (a guest's session), a folder of the user's own among temporary files."""
    usual = platformdirs.user_cache_path("forensics", appauthor=False)
    return usual if _writable(usual) else _temporary()


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


@cache
def _temporary() -> Path:
    """Always the same folder, so that nothing is done twice; a new one where its name was taken by somebody else."""
    owner = getattr(os, "getuid", int)()  # 0 on Windows, there as in what is found
    folder = Path(tempfile.gettempdir()) / f"forensics-{owner}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == owner and not found.st_mode & 0o077:
            return folder
    return Path(tempfile.mkdtemp(prefix="forensics-"))
