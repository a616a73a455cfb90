"""No network, ever: every verb is run with the creation of internet sockets refused."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from forensics.cli import run
from forensics.cli._typer import verbs

COMMANDS: dict[str, Callable[[Path], list[list[str]]]] = {
    "audit-detector": lambda d: [["audit-detector", str(d / "in"), "--truth", str(d / "truth.csv")]],
    "batch": lambda d: [["batch", str(d / "in"), "-o", str(d / "out"), "--jobs", "1"]],
    "check": lambda d: [["check", str(d / "in" / "a.jpg")], ["check", str(d / "in" / "a.jpg"), "--json", "--corpus", "demo"]],
    "clean": lambda d: [["clean", str(d / "in" / "a.jpg"), "-o", str(d / "clean")]],
    "corpus": lambda d: [
        ["corpus", "new", str(d / "c")],
        ["corpus", "add", str(d / "c"), str(d / "in" / "a.jpg")],
        ["corpus", "index", str(d / "c")],
        ["corpus", "list", str(d / "c")],
    ],
    "doctor": lambda d: [["doctor"]],
    "explain": lambda d: [["explain", "ela"]],
    "match": lambda d: [["match", str(d / "in" / "a.jpg"), "--corpus", "demo"]],
    "trap": lambda d: [["trap", str(d / "in" / "a.jpg"), "-o", str(d / "trap")]],
    "worksheet": lambda d: [["worksheet", str(d / "in" / "a.jpg"), "-o", str(d / "sheets"), "--key"]],
}  # fmt: skip
ELSEWHERE = {"demo"}  # tests/cli/test_demo.py runs it whole


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        Image.effect_noise((640, 480), 60).convert("RGB").save(tmp_path / "in" / f"{name}.jpg", quality=90)
    (tmp_path / "truth.csv").write_text("path,label\na.jpg,camera\nb.jpg,ai\n")
    return tmp_path


def test_every_verb_is_tried() -> None:
    assert {verb.name for verb in verbs()} - ELSEWHERE <= set(COMMANDS) | {"exercise"}


@pytest.mark.parametrize("verb", [verb.name for verb in verbs() if verb.name in COMMANDS])
def test_a_verb_opens_no_internet_socket(verb: str, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket.__init__

    def refuse(self: socket.socket, family: int = -1, *rest: int, **more: int) -> None:
        assert family not in (socket.AF_INET, socket.AF_INET6, -1), f"{verb} opened an internet socket"
        real(self, family, *rest, **more)

    monkeypatch.setattr(socket.socket, "__init__", refuse)
    for command in COMMANDS[verb](place):
        assert run([*command, "--lang", "en"]) == 0, command
