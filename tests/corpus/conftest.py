"""A small corpus of six pictures, described by drafts."""

from __future__ import annotations

from pathlib import Path

import pytest

from forensics.corpus import Corpus, open_corpus
from forensics.corpus.adding import add_pictures, new_corpus
from scenes import saved, scene


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written outside the test's folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FORENSICS_CORPORA", str(tmp_path / "corpora"))


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Six pictures outside any corpus."""
    folder = tmp_path / "sources"
    folder.mkdir()
    return [saved(folder / f"vue-{seed}.jpg", scene(seed)) for seed in range(6)]


@pytest.fixture
def corpus(tmp_path: Path, sources: list[Path]) -> Corpus:
    """The same six, added to a corpus and indexed."""
    made = new_corpus(tmp_path / "fonds", "Le fonds du CDI")
    add_pictures(made, sources)
    made.update()
    return open_corpus(tmp_path / "fonds")
