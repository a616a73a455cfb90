"""Pages that open from a disk: one file, a policy without exceptions, nothing remote, nothing of the record."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forensics.lang import load
from forensics.render import html
from forensics.render.projection import projection
from forensics.sheet.worksheet import Level
from sheets import CAMERA, EDGES, GPS, ITSELF, SIGNED, key, record, sheet


class Attributes(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def pages(folder: Path) -> dict[str, str]:
    made = sheet(folder)
    words = load("fr")
    return {
        "sheet": html.worksheet(made, words),
        "guided": html.worksheet(sheet(folder, level=Level.GUIDED, dys=True), words),
        "expert": html.worksheet(sheet(folder, "en", Level.EXPERT), load("en")),
        "set": html.class_set([made, made], words),
        "projection": projection(made, key(folder), words),
        "key": html.key([key(folder)], words),
        "keys": html.key([key(folder), key(folder, record=None)], words),
    }


def test_policy_names_the_one_style_and_the_one_script(tmp_path: Path) -> None:
    for page in pages(tmp_path).values():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        assert policy and policy[1].replace("&#39;", "'").startswith("default-src 'none'")
        styles = re.findall(r"<style>(.*?)</style>", page, re.S)
        scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
        assert len(styles) == 1 and len(scripts) <= 1
        for inline in styles + scripts:
            digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
            assert f"sha256-{digest}" in policy[1]


def test_nothing_is_fetched_and_nothing_is_styled_in_line(tmp_path: Path) -> None:
    for page in pages(tmp_path).values():
        for tag, attributes in Attributes(page).tags:
            assert "style" not in attributes and not any(name.startswith("on") for name in attributes)
            for name in ("src", "href", "action", "data", "srcset"):
                value = attributes.get(name) or "#"
                assert value.startswith(("#", "data:image/")), f"{tag} {name}={value[:60]}"
        style = re.search(r"<style>(.*?)</style>", page, re.S)
        assert style and not re.search(r"url\((?!data:)|@import", style[1])


def test_every_field_has_a_label_and_every_picture_a_text(tmp_path: Path) -> None:
    for page in pages(tmp_path).values():
        tags = Attributes(page).tags
        labelled = {attributes.get("for") for tag, attributes in tags if tag == "label"}
        for tag, attributes in tags:
            if tag == "img":
                assert attributes.get("alt")
            if tag == "textarea" and attributes.get("id"):
                assert attributes["id"] in labelled


def test_captions_are_text(tmp_path: Path) -> None:
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'
    page = html.worksheet(sheet(tmp_path, record=record(legende_circulante={"fr": bad})), load("fr"))
    assert "<script>alert" not in page and "<img src=x" not in page and "{{ 7*7 }}" in page


def test_nothing_of_the_record_is_in_the_pupils_pages(tmp_path: Path) -> None:
    made = sheet(tmp_path, findings=(CAMERA, GPS, EDGES, ITSELF, SIGNED))
    for page in (html.worksheet(made, load("fr")), html.class_set([made, made], load("fr"))):
        assert "IMG-004" in page
        for word in ("SECRET", "captee", "origine_reelle", "48.85", "2.35"):
            assert word not in page
        for picture in re.findall(r'src="data:image/\w+;base64,([^"]+)"', page):
            assert b"SECRET" not in base64.b64decode(picture) and b"Exif" not in base64.b64decode(picture)


def test_pages_differ_in_nothing_that_the_answer_decides(tmp_path: Path) -> None:
    """The same picture with the opposite truth gives the same pupil's page, byte for byte."""
    captured = html.worksheet(sheet(tmp_path, record=record(origine_reelle="captee")), load("fr"))
    generated = html.worksheet(
        sheet(tmp_path, record=record(origine_reelle="generee", valeur_attendue="utile")), load("fr")
    )
    assert captured == generated


def test_the_script_finds_every_sentence_it_says(tmp_path: Path) -> None:
    page = html.worksheet(sheet(tmp_path), load("fr"))
    spoken = json.loads(re.search(r'<script type="application/json" id="words">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    script = html.text("html/sheet.js")
    used = set(re.findall(r"words\.(\w+)", script)) | set(re.findall(r"word\('(\w+)'", script))
    assert used <= set(spoken)


def test_the_key_speaks_and_leaves_blanks(tmp_path: Path) -> None:
    full, empty = html.key([key(tmp_path)], load("fr")), html.key([key(tmp_path, record=None)], load("fr"))
    assert "SECRET-CONTEXT" in full and "induit en erreur ici" in full
    assert "À compléter par l’enseignant·e" in empty


@pytest.mark.parametrize("level", list(Level))
def test_pages_stay_small(tmp_path: Path, level: Level) -> None:
    assert len(html.worksheet(sheet(tmp_path, level=level), load("fr"))) < 500_000
