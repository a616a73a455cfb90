"""How a catalogue speaks: placeholders, numbers, lists and dates as a language writes them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import forensics.lang
from forensics.lang import LANGUAGES, load
from forensics.lang.wording import of_finding
from forensics.model import Finding, PointsTo, Region, Sign


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_read_one_by_one_are_those_of_the_whole_file(language: str) -> None:
    whole = tomllib.loads((Path(forensics.lang.__file__).parent / f"{language}.toml").read_text("utf-8"))
    assert {name: load(language).get(name) for name in whole} == whole


def test_numbers_lists_and_dates_are_written_in_french() -> None:
    french = load("fr")
    assert french.show(1234567) == "1\u202f234\u202f567"
    assert french.show(0.91) == "0,91"
    assert french.show(["1", "2", "3"]) == "1, 2 et 3"
    assert french.day("2023-05-01T10:00:00") == "1er mai 2023"
    assert french.day("someday") == "someday"


def test_a_missing_value_is_said_to_be_unknown() -> None:
    assert "inconnu" in load("fr").text("findings", "exif.camera", "says")


def test_several_zones_are_spoken_of_in_the_plural_and_by_number() -> None:
    zones = tuple(Region(0, 0, 8, 8, number) for number in (1, 2))
    finding = Finding("ela.zone", Sign.WEAK_CLUE, PointsTo.EDITED, {}, zones)
    assert "1 et 2" in of_finding(finding, load("fr")).says


def test_a_placeholder_in_a_value_is_never_filled() -> None:
    finding = Finding("exif.camera", Sign.DECLARATION, PointsTo.CAPTURED, {"camera": "{camera} {says}"})
    assert "{camera} {says}" in of_finding(finding, load("en")).says


SOURCE = Path(forensics.lang.__file__).resolve().parent.parent
# Tables that are read whole, or by a name that comes with the data: codes, signs, choices, words to explain.
READ_BY_DATA = {
    ("analyses",),
    ("balance", "traits"),
    ("choices",),
    ("errors",),
    ("findings",),
    ("glossary",),
    ("help", "commands"),
    ("help", "headings"),
    ("help", "options", "install_completion"),
    ("help", "options", "show_completion"),
    ("key", "certainties"),
    ("lesson",),
    ("maps", "names"),
    ("misconceptions",),
    ("phrases", "transform"),
}


def test_every_sentence_is_used_somewhere() -> None:
    """A name counts as used where the code or a template writes it, quoted, after a dot, or composed: ``f"stem_{one}"``."""
    said = _said_by_the_code()
    used = set(re.findall(r"[\"'](\w[\w.-]*)[\"']|(?<=\.)(\w+)|(?<![\w.])(\w+)(?==)", said))
    names = {name for found in used for name in found if name}
    composed = tuple(re.findall(r"(\w+_)\{", said))
    endings = tuple(re.findall(r"\}(_\w+)", said))
    unused = [
        ".".join(path)
        for path in _leaves(tomllib.loads((SOURCE / "lang" / "fr.toml").read_text("utf-8")))
        if not any(path[: len(table)] == table for table in READ_BY_DATA)
        and path[-1] not in names
        and not path[-1].isdigit()
        and not path[-1].startswith(composed)
        and not path[-1].endswith(endings)
    ]
    assert unused == []


def _said_by_the_code() -> str:
    kinds = {".py", ".html", ".typ", ".js"}
    return "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*")) if path.suffix in kinds)


def _leaves(table: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name)
