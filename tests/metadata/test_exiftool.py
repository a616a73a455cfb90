"""Against exiftool, on every readable picture with labels: each source of each field, no difference.

The forms that are compared are those of ``docs/reference/metadata.md``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forensics import metadata
from forensics.errors import UnreadableInput
from forensics.metadata import fields
from forensics.metadata.numbers import Position, position
from forensics.picture import Picture
from forensics.text import clean

SOURCES = {source: field.form for field in fields.FIELDS for source in field.sources}


def theirs_named(source: str) -> str:
    """exiftool begins every name with a capital and writes structures in one word."""
    group, _, path = source.partition(":")
    return f"{group}:{''.join(step[:1].upper() + step[1:] for step in path.split('/'))}"


def theirs(value: Any, form: Any) -> set[Any]:
    """What exiftool says, in our forms; a list is a set, for both sides may order it differently."""
    return {in_our_form(item, form) for item in (value if isinstance(value, list) else [value])}


def in_our_form(value: Any, form: Any) -> Any:
    if form in (fields.date, fields.time):
        value = re.sub(r"^(\d{4}):(\d\d):(\d\d)", r"\1-\2-\3", str(value))
        return clean(re.sub(r"^(\d{4}-\d\d-\d\d) ", r"\1T", value))
    if form is fields.text:
        return clean(str(value).split("\0")[0])
    if form is fields.code:
        return re.sub(r".*[/#:]", "", str(value))
    return None if value in ("undef", "inf", "") else float(str(value).split()[0])


def ours(read: metadata.Metadata, source: str) -> set[Any]:
    found = set()
    for tag in read.find(source):
        value = SOURCES[source](tag)
        found.add(value if value is not None else "" if SOURCES[source] is fields.text else None)
    return found


def differences(read: metadata.Metadata, record: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for source, form in SOURCES.items():
        expected = theirs(record[theirs_named(source)], form) if theirs_named(source) in record else set()
        found = ours(read, source)
        undefined = form is fields.degrees and expected == {None}  # a part of 0/0: exiftool gives up, we read it as 0
        if expected != found and not undefined and not same_numbers(expected, found):
            yield source, expected, found


def same_numbers(expected: set[Any], found: set[Any]) -> bool:
    """Equal to 1e-6; exiftool prints a text of digits as a number («03» as 3, «1.10» as 1.1)."""
    try:
        pairs = [sorted(float(value) for value in side if value != "") for side in (expected, found)]
    except (TypeError, ValueError):
        return False
    return len(pairs[0]) == len(pairs[1]) and all(abs(a - b) <= 1e-6 for a, b in zip(*pairs, strict=True))


def same_place(record: dict[str, Any], found: Position | None) -> bool:
    """The signed position to 1e-6 of a degree; 0, 0 and what lies off the globe are no position for us."""
    words = str(record.get("Composite:GPSPosition", "")).split()
    if len(words) != 2 or found is None:
        return len(words) != 2 or set(words) == {"0"}
    return abs(float(words[0]) - found.latitude) <= 1e-6 and abs(float(words[1]) - found.longitude) <= 1e-6


@pytest.mark.shared
@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_no_difference_with_exiftool(shared: Path) -> None:
    root = shared / "data" / "eval"
    command = ["exiftool", "-j", "-n", "-G1", "-a", "-charset", "exif=latin1", "-charset", "iptc=latin1", "-r"]
    run = subprocess.run([*command, str(root)], capture_output=True, timeout=240, check=False)
    found: dict[str, list[Any]] = defaultdict(list)
    compared = 0
    for record in json.loads(run.stdout):
        try:
            picture = Picture.read(Path(record["SourceFile"]))
        except UnreadableInput:
            continue
        compared += 1
        for source, expected, got in differences(metadata.read(picture), record):
            found[source].append((picture.path.name, expected, got))
        if [picture.width, picture.height] != [int(side) for side in str(record["Composite:ImageSize"]).split()]:
            found["size"].append((picture.path.name, record["Composite:ImageSize"], picture.width, picture.height))
        if not same_place(record, position(metadata.read(picture))):
            found["position"].append((picture.path.name, record.get("Composite:GPSPosition")))
    assert compared > 400
    assert len(SOURCES) >= 40
    assert not found, json.dumps({key: [len(rows), *map(str, rows[:3])] for key, rows in found.items()}, indent=1)
