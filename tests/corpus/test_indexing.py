"""A corpus kept for years: nothing is read twice, renamed files keep their record, two commands at once do no harm."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from forensics.corpus import Corpus, fingerprint, indexing, open_corpus, segment, shelf
from forensics.corpus.adding import add_pictures, drop_records, lost_records, new_corpus
from forensics.corpus.ledger import FILE as LEDGER
from forensics.errors import CannotWrite, UnreadableInput, UsageError
from forensics.picture import Picture
from scenes import saved, scene


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Picture]]:
    """The pictures that were decoded to be fingerprinted."""
    seen: list[Picture] = []

    def spied(picture: Picture) -> fingerprint.Fingerprint:
        seen.append(picture)
        return fingerprint.fingerprint(picture)

    monkeypatch.setattr(indexing, "fingerprint", spied)
    yield seen


def test_unchanged_files_are_not_opened(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Picture, "read", lambda *_: pytest.fail("a file was opened again"))
    done = corpus.update()
    assert (done.read, done.unchanged) == (0, 6)


def test_a_copied_corpus_is_not_decoded_again(corpus: Corpus, tmp_path: Path, decoded: list[Picture]) -> None:
    shutil.copytree(corpus.folder, tmp_path / "clé USB")  # other times of change
    for path in (tmp_path / "clé USB" / "images").iterdir():
        os.utime(path, (1, 1))
    moved = open_corpus(tmp_path / "clé USB")
    assert moved.update().unchanged == 6
    assert not decoded
    assert moved.search(Picture.read(tmp_path / "sources" / "vue-3.jpg"))[0].kind == "same"


def test_no_absolute_path_is_kept(corpus: Corpus, tmp_path: Path) -> None:
    for path in (corpus.folder / shelf.INDEX).iterdir():
        assert os.fsencode(tmp_path) not in path.read_bytes(), path.name


def test_a_renamed_picture_keeps_its_record(corpus: Corpus, decoded: list[Picture]) -> None:
    (corpus.folder / "images" / "vue-2.jpg").rename(corpus.folder / "images" / "autre nom.jpg")
    again = open_corpus(corpus.folder)
    done = again.update()
    assert done.gone == ["images/vue-2.jpg"] and not decoded
    record = again.notices.find(id="IMG-003")
    assert record is not None and again.path_of(record).name == "autre nom.jpg"
    found = again.search(Picture.read(again.folder / "images" / "autre nom.jpg"))
    assert found[0].record == record


def test_a_picture_that_changed_is_found_as_it_is_now(corpus: Corpus) -> None:
    path = corpus.folder / "images" / "vue-1.jpg"
    old = Picture.read(path)
    saved(path, scene(77))
    again = open_corpus(corpus.folder)
    again.update()
    assert again.search(old) == ()
    assert [found.entry.file for found in again.search(Picture.read(path))] == ["images/vue-1.jpg"]


def test_what_is_gone_is_reported_then_pruned(corpus: Corpus) -> None:
    picture = Picture.read(corpus.folder / "images" / "vue-4.jpg")
    picture.path.unlink()
    again = open_corpus(corpus.folder)
    assert again.update().gone == ["images/vue-4.jpg"]
    assert again.search(picture) == ()
    assert [record.id for record in lost_records(again)] == ["IMG-005"]
    drop_records(again, ["IMG-005"])
    assert [record.id for record in open_corpus(corpus.folder).records()] == [f"IMG-00{n}" for n in (1, 2, 3, 4, 6)]


def test_a_file_that_is_no_picture_is_named_and_not_tried_again(corpus: Corpus, decoded: list[Picture]) -> None:
    (corpus.folder / "images" / "notes.txt").write_text("une note")
    (corpus.folder / "images" / "abîmée.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut")
    done = open_corpus(corpus.folder).update()
    assert done.refused == {"images/abîmée.jpg": "truncated", "images/notes.txt": "unsupported_format"}
    assert open_corpus(corpus.folder).update().unchanged == 8


@pytest.mark.parametrize("file", [LEDGER, "index.json", "000001.seg"])
@pytest.mark.parametrize("harm", [b"", b"nonsense" * 2000])
def test_a_damaged_index_is_said_and_built_again(corpus: Corpus, file: str, harm: bytes) -> None:
    for path in (corpus.folder / shelf.INDEX).glob(f"{LEDGER}-*"):
        path.unlink()
    (corpus.folder / shelf.INDEX / file).write_bytes(harm)
    again = open_corpus(corpus.folder)
    assert again.update().rebuilt
    assert len(again.index) == 6
    assert again.search(Picture.read(corpus.folder / "images" / "vue-0.jpg"))[0].kind == "same"


def test_one_wrong_bit_in_a_large_segment_is_said_and_mended(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large segment is not read in full when it is opened, only when the index is brought up to date."""
    monkeypatch.setattr(segment, "_VERIFIED", 0)
    path = corpus.folder / shelf.INDEX / "000001.seg"
    whole = path.read_bytes()
    path.write_bytes(whole[:-130] + bytes([whole[-130] ^ 1]) + whole[-129:])
    assert open_corpus(corpus.folder).update().rebuilt
    assert not open_corpus(corpus.folder).update().rebuilt


def test_pictures_are_added_once(corpus: Corpus, sources: list[Path], tmp_path: Path) -> None:
    other = saved(tmp_path / "vue-0.jpg", scene(50))  # another picture with the name of one that is there
    added = add_pictures(corpus, [sources[1], other, tmp_path / "absente.jpg"])
    assert added.there == [sources[1]]
    assert [record.fichier for record in added.records] == ["images/vue-0-2.jpg"]
    assert [record.id for record in added.records] == ["IMG-007"]
    assert [fault.code for fault in added.refused] == ["not_found"]


def test_two_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    new_corpus(tmp_path / "fonds")
    folder = tmp_path / "new"
    folder.mkdir()
    paths = [saved(folder / f"p{seed}.jpg", scene(seed, (200, 150))) for seed in range(16)]
    command = (
        "import sys; from pathlib import Path; from forensics.corpus import open_corpus;"
        "from forensics.corpus.adding import add_pictures; corpus = open_corpus(sys.argv[1]);"
        "[(add_pictures(corpus, [Path(path)]), corpus.update()) for path in sys.argv[2:]]"
    )
    both = [subprocess.Popen([sys.executable, "-c", command, tmp_path / "fonds", *paths[half::2]]) for half in (0, 1)]
    assert [process.wait() for process in both] == [0, 0]
    corpus = open_corpus(tmp_path / "fonds")
    corpus.update()
    assert sorted(record.id for record in corpus.records()) == [f"IMG-{n:03}" for n in range(1, 17)]
    assert len(corpus.index) == 16


def test_readers_need_no_right_to_write(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several readers of a shared folder, and the writer beside them."""
    inside = corpus.folder / shelf.INDEX
    readers = [open_corpus(corpus.folder) for _ in range(3)]
    picture = Picture.read(corpus.folder / "images" / "vue-5.jpg")
    assert all(reader.search(picture)[0].kind == "same" for reader in readers)
    add_pictures(corpus, [saved(tmp_path / "new.jpg", scene(90))])
    corpus.update()
    assert all(reader.search(picture)[0].kind == "same" for reader in readers)  # still what they opened

    def refuse(*_: object, **__: object) -> None:
        raise CannotWrite("cannot_write", path="x")

    monkeypatch.setattr("forensics.corpus.collection.update", refuse)
    os.utime(corpus.folder / "corpus.toml")  # the index looks old, and nobody here may renew it
    before = {path: path.stat().st_mtime_ns for path in inside.iterdir()}
    assert open_corpus(corpus.folder).search(Picture.read(tmp_path / "new.jpg"))[0].kind == "same"
    assert before == {path: path.stat().st_mtime_ns for path in inside.iterdir()}


def test_a_corpus_that_can_only_be_read_is_indexed_in_the_cache(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(corpus.folder / shelf.INDEX)
    monkeypatch.setattr(os, "access", lambda path, _: not Path(path).is_relative_to(corpus.folder))
    assert open_corpus(corpus.folder).search(Picture.read(corpus.folder / "images" / "vue-5.jpg"))
    assert not (corpus.folder / shelf.INDEX).exists()
    assert list((tmp_path / "cache").rglob("*.seg"))


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody whose home folder cannot be written; the folder of temporary files."""
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    shelf._temporary.cache_clear()
    return tmp_path / "temporary"


def test_a_guest_without_a_home_gets_a_cache_among_temporary_files(guest: Path, tmp_path: Path) -> None:
    (made,) = {shelf.cache_folder(tmp_path).parents[1] for _ in range(2)}
    assert made.parent == guest and made.stat().st_mode & 0o777 == 0o700
    shelf._temporary.cache_clear()
    assert shelf.cache_folder(tmp_path).parents[1] == made, "found again by the next command"


def test_a_folder_that_somebody_else_put_there_is_not_trusted(guest: Path, tmp_path: Path) -> None:
    (guest / f"forensics-{os.getuid()}").symlink_to(tmp_path, target_is_directory=True)
    made = shelf.cache_folder(tmp_path).parents[1]
    assert made.parent == guest and not made.is_symlink()


def test_names_and_paths(corpus: Corpus, tmp_path: Path) -> None:
    named = new_corpus(tmp_path / "corpora" / "presse")
    assert open_corpus("presse").folder == named.folder
    assert open_corpus(str(corpus.folder)).title() == "Le fonds du CDI"
    with pytest.raises(UsageError) as fault:
        open_corpus("absent")
    assert fault.value.code == "unknown_corpus" and "presse" in fault.value.values["choices"]
    with pytest.raises(CannotWrite):
        new_corpus(corpus.folder)


def test_a_record_finds_its_picture(corpus: Corpus) -> None:
    for record in corpus.records():
        path = corpus.path_of(record)
        assert corpus.record_of(Picture.read(path).sha256) == record
    assert corpus.record_of("0" * 64) is None
    (corpus.folder / "images" / "vue-0.jpg").unlink()
    with pytest.raises(UnreadableInput):
        corpus.path_of(corpus.records()[0])


def test_a_name_that_is_not_utf_8_harms_nothing(corpus: Corpus) -> None:
    strange = os.fsencode(corpus.folder / "images") + b"/vue \xe9\x1b.png"
    with open(strange, "wb") as file:  # noqa: PTH123
        scene(30).save(file, "PNG")
    corpus.update()
    assert len(open_corpus(corpus.folder).index) == 7
    assert corpus.search(Picture.read(Path(os.fsdecode(strange))))[0].kind == "same"
