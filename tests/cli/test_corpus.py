"""The librarian's commands, one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forensics.cli import run
from scenes import saved, scene


def plain(told: str) -> str:
    """With ordinary spaces, so that it can be compared with what is typed here."""
    return told.replace("\u00a0", " ")


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("FORENSICS_CORPORA", str(tmp_path / "corpora"))
    monkeypatch.setenv("FORENSICS_LANG", "fr")
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def fonds(tmp_path: Path) -> str:
    folder = str(tmp_path / "corpora" / "fonds")
    assert run(["corpus", "new", folder, "--title", "Affiches"]) == 0
    paths = [str(saved(tmp_path / f"vue-{seed}.jpg", scene(seed, (320, 240)))) for seed in range(3)]
    assert run(["corpus", "add", folder, *paths]) == 0
    return folder


def test_a_collection_from_the_first_day(fonds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "list", "--json"]) == 0
    assert {"corpus": "fonds", "titre": "Affiches", "dossier": fonds} in json.loads(capsys.readouterr().out)
    assert run(["corpus", "list", "fonds"]) == 0
    assert "vue-1" in capsys.readouterr().out
    assert run(["corpus", "show", "fonds", "IMG-002", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["titre_neutre"] == {"fr": "vue-1"}
    assert run(["corpus", "index", "fonds"]) == 0
    assert "3 images" in capsys.readouterr().err
    assert run(["match", str(tmp_path / "vue-2.jpg"), "--corpus", "fonds", "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert report["matches"][0]["id"] == "IMG-003"
    assert report["evidence"][0]["findings"][0]["code"] == "match.same"


def test_a_whole_folder_is_added(fonds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "more" / "deep").mkdir(parents=True)
    saved(tmp_path / "more" / "deep" / "x.png", scene(7, (320, 240)))
    (tmp_path / "more" / "notes.txt").write_text("x")
    assert run(["corpus", "add", fonds, str(tmp_path / "more")]) == 3
    assert run(["corpus", "add", fonds, "-r", str(tmp_path / "more")]) == 0
    assert run(["corpus", "list", fonds, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 4


def test_the_table_goes_out_and_comes_back(fonds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "notices.csv"
    assert run(["corpus", "export", fonds, "-o", str(table)]) == 0
    assert run(["corpus", "export", fonds, "-o", str(table)]) == 5  # never over a table that is there
    before = (Path(fonds) / "corpus.toml").read_bytes()
    assert run(["corpus", "import", fonds, str(table)]) == 0
    assert (Path(fonds) / "corpus.toml").read_bytes() == before
    text = table.read_text("utf-8-sig").replace("brouillon", "validée", 1)
    table.write_text(text, "utf-8-sig")
    assert run(["corpus", "import", fonds, str(table)]) == 0
    assert "Notices complétées : 1" in plain(capsys.readouterr().err)
    table.write_text(text.replace("validée", "finie"), "utf-8-sig")
    assert run(["corpus", "import", fonds, str(table)]) == 3
    assert "ligne 2" in capsys.readouterr().err


def test_what_may_not_be_shown_stays(fonds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "export", fonds, "-o", str(tmp_path / "t.ods"), "--for", "classe"]) == 0
    told = plain(capsys.readouterr().err)
    assert told.count("La licence n’est pas indiquée.") == 3 and "Notices écrites : 0" in told
    assert run(["corpus", "export", fonds, "-o", str(tmp_path / "u.ods"), "--for", "tous"]) == 2


def test_the_audit_speaks(fonds: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["corpus", "audit", fonds]) == 0
    told = plain(capsys.readouterr().out)
    assert "Notices complètes : 0 sur 3." in told and "Sans « licence » : 3 (IMG-001, IMG-002, IMG-003)" in told
    assert run(["corpus", "audit", fonds, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 3


def test_prune_asks_first(fonds: str, capsys: pytest.CaptureFixture[str]) -> None:
    (Path(fonds) / "images" / "vue-0.jpg").unlink()
    assert run(["corpus", "prune", fonds]) == 0
    assert "Rien n’a été retiré" in capsys.readouterr().err
    assert run(["corpus", "prune", fonds, "--yes"]) == 0
    assert run(["corpus", "show", fonds, "IMG-001"]) == 2
    assert run(["corpus", "prune", fonds]) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["match", "x.jpg", "--corpus", "absent"], 2),
        (["match", "x.jpg", "--corpus", "{fonds}"], 3),
        (["corpus", "add", "{fonds}", "x.jpg"], 3),
        (["corpus", "new", "{fonds}"], 5),
        (["corpus", "show", "{fonds}", "IMG-999"], 2),
        (["corpus", "import", "{fonds}", "x.csv"], 3),
        (["corpus", "export", "{fonds}", "-o", "x.xlsx"], 2),
    ],
)
def test_faults_are_one_sentence(
    fonds: str, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run([argument.replace("{fonds}", fonds) for argument in arguments]) == code
    told = capsys.readouterr().err
    assert told.startswith("forensics\u00a0: ") and "Traceback" not in told
