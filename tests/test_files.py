"""Outputs appear whole or not at all; a folder is listed without leaving it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PIL import Image

from forensics.errors import CannotWrite
from forensics.files import pictures_in, write_whole


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    target.write_text("before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite) as told:
        write_whole(target, b"after")
    assert told.value.code == "disk_full"
    assert target.read_text() == "before" and [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        write_whole(tmp_path / "file" / "a.txt", b"")


def test_links_pipes_and_other_files_are_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    for folder in (inside / "sub", outside):
        folder.mkdir(parents=True)
        Image.new("RGB", (2, 2)).save(folder / "a.png")
    (inside / "notes.txt").write_text("no picture")
    (inside / "link.png").symlink_to(outside / "a.png")
    (inside / "loop").symlink_to(inside)
    os.mkfifo(inside / "pipe.png")
    assert list(pictures_in(inside)) == [inside / "sub" / "a.png"]
    assert list(pictures_in(inside, recursive=False)) == []
