"""The answer of a search, for the eye: captions side by side, and a page that keeps to itself."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image, ImageOps
from rich.console import Console

from forensics.analyses import Context
from forensics.cli import run
from forensics.corpus import Corpus, open_corpus
from forensics.corpus.adding import add_pictures, new_corpus
from forensics.lang import load
from forensics.pipeline import examine
from forensics.render.matches import answer, contact_sheet, show
from scenes import saved, scene

CAPTIONS = '''legende_exacte = { fr = "Crue de la Seine [/b]", en = "Seine flood" }
legende_circulante = "Tempête d’hier <script>"
date_image = "1910-01-28"
source_url = "https://a.example/crue"'''


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = new_corpus(tmp_path / "fonds", "Presse")
    add_pictures(made, [saved(tmp_path / "vue.jpg", scene(1))])
    text = (made.folder / "corpus.toml").read_text("utf-8")
    (made.folder / "corpus.toml").write_text(text.replace('id = "IMG-001"', f'id = "IMG-001"\n{CAPTIONS}'), "utf-8")
    return open_corpus(made.folder, "fr")


def test_the_two_captions_stand_side_by_side(corpus: Corpus, tmp_path: Path) -> None:
    report = examine(saved(tmp_path / "copie.jpg", ImageOps.mirror(scene(1))), Context(corpus), only=("match",))
    out = io.StringIO()
    show(answer(report, corpus.records(), load("fr")), load("fr"), Console(file=out, width=100))
    told = re.sub(r"\s+", " ", out.getvalue())
    for said in ("en miroir", "Crue de la Seine [/b]", "Tempête d’hier", "28 janvier 1910", "https://a.example/crue"):
        assert said in told


def test_none_is_said_in_full(corpus: Corpus, tmp_path: Path) -> None:
    report = examine(saved(tmp_path / "autre.jpg", scene(9)), Context(corpus), only=("match",))
    one = answer(report, [], load("fr"))
    assert one.sign == "○" and "peut exister ailleurs" in one.says
    assert one.says.replace("’", "'") in contact_sheet([one], "Presse", load("fr")).replace("’", "'")


def test_the_page_holds_everything_and_asks_for_nothing(corpus: Corpus, tmp_path: Path) -> None:
    query = saved(tmp_path / "copie.jpg", ImageOps.mirror(scene(1)))
    page = tmp_path / "planche.html"
    arguments = ["match", str(query), str(saved(tmp_path / "autre.jpg", scene(9))), "--corpus", str(corpus.folder)]
    assert run([*arguments, "-o", str(page), "--lang", "fr"]) == 0
    text = page.read_text("utf-8")
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert "&lt;script&gt;" in text and "d’hier <script>" not in text
    assert text.count("data:image/jpeg") == 3 and text.count("data:image/png") == 1
    assert str(tmp_path) not in text
    assert run([*arguments, "-o", str(page)]) == 5  # never over a page that is there


def test_the_correspondence_is_drawn_only_when_asked_for(corpus: Corpus, tmp_path: Path) -> None:
    query = saved(tmp_path / "copie.jpg", scene(1).crop((50, 50, 600, 450)))
    assert not examine(query, Context(corpus), only=("match",)).evidence[0].figures
    (figure,) = examine(query, Context(corpus, figures=True), only=("match",)).evidence[0].figures
    drawn = Image.open(io.BytesIO(figure.png))
    assert figure.name == "match.pairs" and drawn.size == (figure.width, figure.height)
    assert drawn.mode == "L" and figure.width > 1000
