"""The answer on a corpus, as findings and matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from forensics.analyses import Context, NotApplicable
from forensics.analyses.fingerprint import run as fingerprint
from forensics.analyses.match import run as match
from forensics.corpus import Corpus, open_corpus
from forensics.corpus.adding import add_pictures, new_corpus
from forensics.model import PointsTo, Sign
from forensics.picture import Picture
from scenes import saved, scene


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = new_corpus(tmp_path / "fonds", "Presse")
    add_pictures(made, [saved(tmp_path / f"vue-{seed}.jpg", scene(seed)) for seed in range(3)])
    text = (made.folder / "corpus.toml").read_text("utf-8")
    caption = 'legende_exacte = { fr = "Crue de la Seine, 1910", en = "Seine flood, 1910" }\nsource_url = "https://a.example/b"'
    (made.folder / "corpus.toml").write_text(text.replace('id = "IMG-002"', f'id = "IMG-002"\n{caption}'), "utf-8")
    return open_corpus(made.folder, "fr")


def test_the_nearest_is_a_finding_and_a_match(corpus: Corpus, tmp_path: Path) -> None:
    query = saved(tmp_path / "query.jpg", scene(1).resize((400, 300)))
    outcome = match(Picture.read(query), Context(corpus))
    (finding,), (found,) = outcome.findings, outcome.matches
    assert (finding.code, finding.sign, finding.points_to) == ("match.close", Sign.CLUE, PointsTo.RECIRCULATED)
    assert finding.values["variant"] == "resaved" and finding.values["corpus"] == "Presse"
    assert (found.corpus, found.id, found.transform) == ("fonds", "IMG-002", "resaved")
    assert found.caption == "Crue de la Seine, 1910" and found.source == "https://a.example/b"
    assert found.distance is not None and found.distance <= 31
    english = match(Picture.read(query), Context(open_corpus(corpus.folder, "en")))
    assert english.matches[0].caption == "Seine flood, 1910"


def test_the_draft_still_names_the_file_it_came_from(corpus: Corpus, tmp_path: Path) -> None:
    outcome = match(Picture.read(tmp_path / "vue-0.jpg"), Context(corpus))
    assert outcome.findings[0].code == "match.same"
    assert outcome.matches[0].caption == "vue-0"


def test_a_picture_without_a_record_is_named_by_its_file(corpus: Corpus, tmp_path: Path) -> None:
    saved(corpus.folder / "images" / "sans notice.jpg", scene(9))
    outcome = match(Picture.read(corpus.folder / "images" / "sans notice.jpg"), Context(open_corpus(corpus.folder)))
    assert outcome.matches[0].id == "images/sans notice.jpg"


def test_none_is_said_as_none(corpus: Corpus, tmp_path: Path) -> None:
    outcome = match(Picture.read(saved(tmp_path / "stranger.png", scene(40))), Context(corpus))
    assert [(one.code, one.sign) for one in outcome.findings] == [("match.none", Sign.NOTHING_FOUND)]
    assert not outcome.matches


def test_without_a_corpus_it_is_not_applicable(tmp_path: Path) -> None:
    picture = Picture.read(saved(tmp_path / "a.png", scene(1)))
    with pytest.raises(NotApplicable, match="no_corpus"):
        match(picture, Context())
    with pytest.raises(NotApplicable, match="empty_corpus"):
        match(picture, Context(new_corpus(tmp_path / "empty")))


def test_the_codes_are_hexadecimal_and_a_plain_picture_has_none(tmp_path: Path) -> None:
    values = fingerprint(Picture.read(saved(tmp_path / "a.png", scene(1))), Context()).findings[0].values
    assert len(bytes.fromhex(values["pdq"])) == 32 and len(bytes.fromhex(values["phash"])) == 8
    with pytest.raises(NotApplicable, match="flat"):
        fingerprint(Picture.read(saved(tmp_path / "b.png", Image.new("RGB", (90, 90)))), Context())
