"""What a reader of the tutorial sees on the way, in both languages: terminals and pages (part of ``make pictures``).

The commands are run, nothing is drawn by hand. Pages show only pictures that the project made.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from PIL import Image
from rich.text import Text

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "corpora" / "demo" / "images"
OWN = ("IMG-009.png", "IMG-010.jpg", "IMG-011.webp", "IMG-012.jpg", "IMG-013.jpg", "IMG-014.png")
COLUMNS = 88
STYLE = """
body{margin:0;background:#fff}
pre{display:inline-block;margin:0;padding:18px 22px;font:15px/1.45 'DejaVu Sans Mono',monospace;color:#1a1f26;background:#f6f6f2;
border:1px solid #c9ccd0;border-radius:6px}
b{font-weight:700}i{font-style:normal;color:#56606b}u{text-decoration:none;color:#0b5563;font-weight:700}
"""
NAMES = {
    "fr": {"sheets": "fiches", "set": "lot.toml", "out": "sortie", "answers": "reponses", "results": "resultats", "report": "rapport", "pictures": "dossier"},
    "en": {"sheets": "sheets", "set": "set.toml", "out": "out", "answers": "answers", "results": "results", "report": "report", "pictures": "folder"},
}  # fmt: skip
# What six groups wrote in the group's table about a picture that the project generated:
# first opinion and confidence, last opinion and confidence, worth (the letters of the sheet).
ANSWERS = {"A": "A3E2T", "B": "A4C2T", "C": "C2E3T", "D": "A3A3D", "E": "E1E1S", "F": "C3C3T"}
COLUMNS_OF_THE_TABLE = ("first", "first_confidence", "second", "second_confidence", "worth")


class Reader:
    """Somebody who follows the tutorial in one language, in a folder of their own."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language, self.folder, self.names = language, folder, NAMES[language]
        self._environment = {
            **os.environ, "FORENSICS_LANG": language, "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm",
            "XDG_DATA_HOME": "/home/cdi/.local/share", "XDG_CACHE_HOME": str(folder / "cache"),
        }  # fmt: skip
        for name in ("NO_COLOR", "FORENSICS_CONFIG", "FORENSICS_CORPORA"):
            self._environment.pop(name, None)

    def run(self, line: str) -> str:
        """What a command prints, with its escape codes."""
        command = [sys.executable, "-m", "forensics", *line.split()]
        done = subprocess.run(
            command, cwd=self.folder, env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode:
            sys.exit(f"forensics {line}: exit {done.returncode}\n{done.stdout}")
        return done.stdout

    def session(self, *lines: str) -> str:
        """A terminal with these commands and what they printed, as a page."""
        shown = "\n".join(f"<u>$ forensics {escape(line)}</u>\n{marked(self.run(line))}" for line in lines)
        return f"<!doctype html><meta charset='utf-8'><style>{STYLE}</style><pre>{shown}</pre>"

    def class_answers(self) -> None:
        folder = self.folder / self.names["answers"]
        folder.mkdir()
        for group, letters in ANSWERS.items():
            said = {f"IMG-012-{name}": letter for name, letter in zip(COLUMNS_OF_THE_TABLE, letters, strict=True)}
            answers = {"schema": "forensics.answers/1", "sheet": "SET", "level": "set", "group": group, "answers": said}
            (folder / f"{group}.json").write_text(json.dumps(answers), "utf-8")


def marked(printed: str) -> str:
    """Escape codes as marks: bold, dim."""
    text = Text.from_ansi(printed.rstrip())
    pieces, at = [], 0
    for span in sorted(text.spans):
        style = str(span.style)
        mark = "b" if "bold" in style else "i" if "dim" in style else ""
        pieces.append(escape(text.plain[at : span.start]))
        inside = escape(text.plain[span.start : span.end])
        pieces.append(f"<{mark}>{inside}</{mark}>" if mark else inside)
        at = span.end
    return "\n".join(line.rstrip() for line in ("".join(pieces) + escape(text.plain[at:])).split("\n"))


def make(take: Callable[..., Image.Image], save: Callable[[str, Image.Image], None]) -> None:
    """``take(page, width, height, press, part)`` photographs a page; ``save(name, image)`` keeps it."""
    for language in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            follow(Reader(language, Path(folder)), take, lambda name, image, to=language: save(f"{to}/{name}", image))


def follow(reader: Reader, take: Callable[..., Image.Image], save: Callable[[str, Image.Image], None]) -> None:
    names, folder = reader.names, reader.folder

    def terminal(name: str, *lines: str) -> None:
        page = folder / f"{name}.html"
        page.write_text(reader.session(*lines), "utf-8")
        save(name, take(page, 1000, 400, part="pre"))

    terminal("doctor", "doctor")
    terminal("demo", "demo")
    terminal("check", "check forensics-demo/images/IMG-012.jpg --corpus demo")
    terminal(
        "exercise",
        f"exercise new {names['set']} --corpus demo",
        f"exercise build {names['set']} -o {names['out']} --quiet",
    )
    sheet = folder / "forensics-demo" / names["sheets"] / "IMG-012.html"
    save("sheet", take(sheet, 1180, 720, press=('input[name="first_origin"]', '.steps a[data-n="4"]')))
    report(reader)
    save("report", take(folder / names["report"] / "index.html", 1180, 760))
    reader.class_answers()
    reader.run(f"exercise collect {names['answers']} -o {names['results']}")
    (page,) = (folder / names["results"]).glob("*.html")
    save("results", take(page, 1000, 720))


def report(reader: Reader) -> None:
    """The report on the pictures that the project made: no other may be shown here."""
    pictures = reader.folder / reader.names["pictures"]
    pictures.mkdir()
    for name in OWN:
        shutil.copy(CORPUS / name, pictures)
    reader.run(f"batch {reader.names['pictures']} -o {reader.names['report']} --corpus demo --quiet")
