"""Templates, styles, scripts and fonts: files, no code."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path


@cache
def read(name: str) -> bytes:
    """The bytes of an asset, named by its path inside this folder (``html/sheet.css``)."""
    return files(__name__).joinpath(name).read_bytes()


def font_folder() -> Path:
    """The folder of the shipped typefaces, for a compiler that wants a path."""
    with as_file(files(__name__).joinpath("fonts")) as folder:
        return Path(folder)
