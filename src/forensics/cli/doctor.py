"""``forensics doctor``: what is installed, what is missing, and the line that mends it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from forensics.cli._output import tell
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import ExitCode

NEEDED = (
    "typer",
    "rich",
    "platformdirs",
    "pillow",
    "pi-heif",
    "numpy",
    "scipy",
    "opencv-python-headless",
    "scikit-image",
    "defusedxml",
    "encypher-c2pa",
    "exifread",
    "imagehash",
    "jinja2",
    "markupsafe",
    "typst",
)
OPTIONAL = {"dask": "distributed"}


class Line(NamedTuple):
    """One thing looked at: is it in order, and if not, what mends it."""

    well: bool
    text: str
    fix: str = ""


def doctor() -> int:
    lines = [
        _python(),
        *_libraries(),
        *_extras(),
        *_witnesses(),
        *_machine(),
        _corpora(),
        _language(),
        Line(True, words().text("doctor", "offline")),
    ]
    tell(words().text("doctor", "title"))
    print()
    for line in lines:
        tell(f"  {'○' if line.well else '▲'}  {line.text}")
        if line.fix:
            tell(f"     → {line.fix}")
    problems = sum(not line.well for line in lines)
    print()
    tell(words().text("doctor", "problems", count=problems) if problems else words().text("doctor", "all_good"))
    return ExitCode.MISSING_EXTRA if problems else ExitCode.DONE


VERB = Verb("doctor", doctor)


def _python() -> Line:
    return Line(
        sys.version_info >= (3, 11), words().text("doctor", "python", version=".".join(map(str, sys.version_info[:3])))
    )


def _libraries() -> Iterator[Line]:
    from importlib.metadata import PackageNotFoundError, version  # it loads the mail library; help needs none

    for name in NEEDED:
        try:
            yield Line(True, words().text("doctor", "library", name=name, version=version(name)))
        except PackageNotFoundError:
            text = words().text("doctor", "library", name=name, version=words().text("doctor", "missing"))
            yield Line(False, text, words().text("doctor", "fix", command=f"python -m pip install {name}"))


def _extras() -> Iterator[Line]:
    """An extra that is absent is no fault: it is said, with the line that adds it."""

    for extra, module in OPTIONAL.items():
        present = find_spec(module) is not None
        state = words().text("doctor", "ok" if present else "missing")
        text = words().text("doctor", "extra", extra=extra, purpose=words().text("doctor", "purposes", extra))
        fix = "" if present else words().text("doctor", "fix", command=f"python -m pip install {module}")
        yield Line(True, f"{text} ({state})", fix)


def _witnesses() -> Iterator[Line]:
    """Our reader of EXIF and our pHash against two independent ones, on a picture made here: a library that changed shows."""
    from tempfile import TemporaryDirectory

    if not all(map(find_spec, ("PIL", "numpy", "exifread", "imagehash"))):
        return  # told above

    with TemporaryDirectory() as folder:
        path = _test_picture(Path(folder) / "test.jpg")
        yield _compared("same_phash", _phashes(path))
        yield _compared("same_exif", _makers(path))


def _compared(what: str, ours_and_theirs: tuple[str, str]) -> Line:
    well = ours_and_theirs[0] == ours_and_theirs[1]
    return Line(
        well,
        words().text("doctor", what),
        "" if well else words().text("doctor", "differs", ours=ours_and_theirs[0], theirs=ours_and_theirs[1]),
    )


def _test_picture(path: Path) -> Path:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "forensics", "doctor"
    waves = Image.linear_gradient("L").resize((640, 480)).rotate(30, expand=False)
    waves.save(path, quality=90, exif=exif)
    return path


def _phashes(path: Path) -> tuple[str, str]:
    import imagehash
    from PIL import Image

    from forensics.corpus.fingerprint import fingerprint
    from forensics.picture import Picture

    with Image.open(path) as opened:
        return fingerprint(Picture.read(path)).phash.hex(), str(imagehash.phash(opened))


def _makers(path: Path) -> tuple[str, str]:
    import exifread

    from forensics.metadata import tags_of
    from forensics.picture import Picture

    ours = {tag.name: tag.value for tag in tags_of(Picture.read(path))}
    with path.open("rb") as file:
        theirs = exifread.process_file(file, details=False)
    return f"{ours.get('Make')} {ours.get('Model')}", f"{theirs.get('Image Make')} {theirs.get('Image Model')}"


def _machine() -> Iterator[Line]:
    yield Line(
        True,
        words().text(
            "doctor", "cpu", count=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        ),
    )
    import shutil

    free = shutil.disk_usage(os.curdir).free
    yield Line(free > 200_000_000, words().text("doctor", "disk", size=words().weight(free)))


def _corpora() -> Line:
    """The folder where a corpus can be named, and where ``frames.toml`` may be put."""
    from forensics.corpus.shelf import own_folder
    from forensics.text import clean_name

    return Line(True, words().text("doctor", "folder", path=clean_name(str(own_folder()))))


def _language() -> Line:
    return Line(True, words().text("doctor", "language", language=words().text("meta", "name")))
