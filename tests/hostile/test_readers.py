"""Damaged files of our own formats: each is read, or refused with the fault that its reader names, and nothing else is raised.

``FORENSICS_FUZZ=2000`` looks longer; what it finds is kept as an ``example`` above the test.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from forensics.batch.journal import NAME, Journal
from forensics.batch.row import Header, failed, read_header, read_row
from forensics.corpus import segment as segments
from forensics.corpus.fingerprint import Fingerprint
from forensics.corpus.hashes import as_rows
from forensics.corpus.index import LIST, Index, grow, open_index
from forensics.corpus.ledger import FILE, Ledger, Looked
from forensics.corpus.notices import read_notices
from forensics.corpus.record import Record
from forensics.corpus.segment import Damaged, Entry, verify_segment
from forensics.corpus.spreadsheet import as_spreadsheet, records_in
from forensics.errors import ForensicsError, UnreadableInput, UsageError
from forensics.jpeg import header as jpeg_header
from forensics.lang import load
from forensics.settings import _read, check
from forensics.sheet.answers import collect
from forensics.sheet.exercise import read_exercise
from made import saved

EXAMPLES = int(os.environ.get("FORENSICS_FUZZ", "60"))
DEEP = b"a = " + b"[" * 50_000
searching = settings(
    max_examples=EXAMPLES, deadline=10_000, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 1000
)


@st.composite
def damage(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """A few places overwritten, cut out, repeated or inserted."""
    steps = draw(st.lists(st.tuples(st.sampled_from("wcir"), st.floats(0, 1), st.binary(max_size=12)), max_size=6))
    short = draw(st.one_of(st.just(1.0), st.floats(0, 1)))

    def done(data: bytes) -> bytes:
        made = bytearray(data)
        for what, where, new in steps:
            at = int(where * len(made))
            match what:
                case "w":
                    made[at : at + len(new)] = new
                case "c":
                    del made[at : at + 8 * len(new)]
                case "i":
                    made[at:at] = new
                case "r":
                    made[at:at] = made[at : at + 8 * len(new)]
        return bytes(made[: int(short * len(made))])

    return done


RECORD = Record("IMG-001", "images/a.jpg", titre_neutre={"fr": "Un pont"}, mots_cles=("pont", "eau"), difficulte=2)
TOML = b"""[corpus]
nom = "x"
[[image]]
id = "IMG-001"
fichier = "images/a.jpg"
titre_neutre = { fr = "Un pont", en = "A bridge" }
mots_cles = ["a", "b"]
recette = [{ faire = "recadrer", boite = [1, 2, 3, 4] }]
"""
EXERCISE = (
    b'[exercice]\ntitre = "x"\ncorpus = "demo"\nversions = ["standard"]\n[[image]]\nid = "IMG-001"\nlegende = "y"\n'
)
ANSWERS = (
    b'{"schema": "forensics.answers/1", "sheet": "IMG-001", "level": "standard", "group": "A", "answers": {"see": "x", '
    b'"IMG-001-first": "C", "origin": ["a"]}}'
)


def written(folder: str, name: str, data: bytes) -> Path:
    path = Path(folder) / name
    path.write_bytes(data)
    return path


@searching
@given(damage(), st.sampled_from([".csv", ".ods"]))
def test_a_spreadsheet(harm: Callable[[bytes], bytes], format_: str) -> None:
    with TemporaryDirectory() as folder:
        path = written(folder, f"a{format_}", harm(as_spreadsheet([RECORD], format_)))
        with contextlib.suppress(UnreadableInput):
            assert isinstance(records_in(path, {}), list)


@searching
@example(DEEP)
@given(st.one_of(damage().map(lambda harm: harm(TOML)), st.binary(max_size=60)))
def test_records(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        try:
            notices = read_notices(written(folder, "corpus.toml", data))
            notices.records()
            assert notices.corpus is not None
        except UnreadableInput:
            pass


@searching
@example(DEEP)
@given(st.one_of(damage().map(lambda harm: harm(EXERCISE)), st.binary(max_size=60)))
def test_an_exercise(data: bytes) -> None:
    with TemporaryDirectory() as folder, contextlib.suppress(UnreadableInput):
        read_exercise(written(folder, "lot.toml", data), load("fr"))


@searching
@example(b"[" * 100_000)
@example(b'{"schema": "forensics.answers/1", "answers": {}}')
@given(st.one_of(damage().map(lambda harm: harm(ANSWERS)), st.binary(max_size=60)))
def test_answers(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        collect([written(folder, "a.json", data)]).tallies()


@searching
@example(DEEP)
@example(b'"\\u001b[31m" = 1')
@given(st.one_of(damage().map(lambda harm: harm(b'lang = "fr"\ncorpus = "demo"\n')), st.binary(max_size=60)))
def test_settings(data: bytes) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICS_CONFIG", str(written(folder, "c.toml", data)))
        _read.cache_clear()
        try:
            check()
        except UsageError as fault:
            assert str(fault.values["value"]).isprintable()


@searching
@given(damage())
def test_the_header_of_a_jpeg(harm: Callable[[bytes], bytes]) -> None:
    jpeg_header.parse(harm(saved(size=(40, 30), progressive=True, comment=b"x")))


def lines() -> bytes:
    header = Header("a.jpg", 3, 4, "0" * 64, {"jpeg": "1 quick"}, "truncated", {"timeout": 3.0})
    return failed(header, {"path": "a.jpg"}).line() * 3


@searching
@given(st.one_of(damage().map(lambda harm: harm(lines())), st.binary(max_size=60)))
def test_a_journal(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        written(folder, NAME, data)
        with Journal(Path(folder)) as journal:
            assert ("a.jpg" in journal) == any(map(read_header, data.splitlines(keepends=True)))
            if "a.jpg" in journal:
                assert journal.row("a.jpg").header.error == "truncated"


@searching
@given(damage())
def test_a_row(harm: Callable[[bytes], bytes]) -> None:
    line = lines()[: len(lines()) // 3]
    with contextlib.suppress(ValueError):
        assert read_row(harm(line)) == read_row(line)


@cache
def index_files() -> dict[str, bytes]:
    """The files of a small index and its ledger."""
    random = np.random.default_rng(1)
    with TemporaryDirectory() as folder:
        entries = [Entry(n, f"{n}.jpg", random.bytes(32), 9, 9, random.bytes(32), random.bytes(64)) for n in range(20)]
        grow(Index(Path(folder)), entries, (), "now")
        with Ledger(Path(folder)) as ledger, ledger.alone():
            for one in entries:
                looked = Looked(one.sha256, 9, 9, Fingerprint(one.pdq, b"12345678", 80), one.parts)
                ledger.keep(one.file, 1, 1, looked)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def laid_out(folder: str, name: str, harm: Callable[[bytes], bytes]) -> Path:
    for file, data in index_files().items():
        written(folder, file, harm(data) if file == name else data)
    return Path(folder)


@searching
@given(damage(), st.sampled_from(["000001.seg", LIST]), st.booleans())
def test_an_index(harm: Callable[[bytes], bytes], name: str, small: bool) -> None:
    """Checked in full where it is small; where it is large, what is asked of it may be wrong but is answered or refused."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        place = laid_out(folder, name, harm)
        patch.setattr(segments, "_VERIFIED", 8_000_000 if small else 0)
        try:
            index = open_index(place)
            for layer in ("whole", "parts"):
                index.near(as_rows(np.zeros(32, np.uint8)), 120, layer)  # type: ignore[arg-type]
            index.same_bytes(bytes(32))
            for one in index.segments:
                verify_segment(one.path)
        except Damaged:
            return
        assert all(entry.file.endswith(".jpg") for entry in index.entries())


@searching
@example(lambda data: data[:3264] + b"\x80" + data[3265:])
@given(damage())
def test_a_ledger(harm: Callable[[bytes], bytes]) -> None:
    with TemporaryDirectory() as folder:
        place = laid_out(folder, FILE, harm)
        try:
            with Ledger(place) as ledger, ledger.alone():
                ledger.known()
                ledger.refused()
                ledger.unpublished()
                ledger.dead()
                ledger.forget(["1.jpg"])
                ledger.publish()
        except ForensicsError:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
