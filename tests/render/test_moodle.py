"""Moodle XML that Moodle can import: known types, whole shares, pictures inside; GIFT with its signs escaped; no answer."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from forensics.lang import load
from forensics.render import moodle
from forensics.sheet.worksheet import Level
from sheets import CAMERA, EDGES, GPS, ITSELF, SIGNED, record, sheet


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("language", ["fr", "en"])
def test_xml_is_what_moodle_reads(tmp_path: Path, level: Level, language: str) -> None:
    quiz = ElementTree.fromstring(moodle.xml([sheet(tmp_path, language, level)] * 2, load(language)).encode())
    assert quiz.tag == "quiz"
    kinds = {question.get("type") for question in quiz}
    assert kinds == {"category", "description", "multichoice", "essay"}
    for question in quiz:
        if question.get("type") == "category":
            continue
        text = question.findtext("questiontext/text") or ""
        assert question.findtext("name/text") and text
        used = set(re.findall(r"@@PLUGINFILE@@/([\w.-]+)", text))
        files = {file.get("name"): base64.b64decode(file.text or "") for file in question.findall("questiontext/file")}
        assert used == set(files)
        assert all(data.startswith((b"\xff\xd8", b"\x89PNG")) for data in files.values())


def test_no_box_is_wrong_and_shares_make_a_whole(tmp_path: Path) -> None:
    quiz = ElementTree.fromstring(moodle.xml([sheet(tmp_path)], load("fr")).encode())
    for question in quiz.iter("question"):
        if question.get("type") == "multichoice":
            shares = [float(answer.get("fraction") or 0) for answer in question.findall("answer")]
            single = question.findtext("single") == "true"
            assert set(shares) == {100.0} if single else abs(sum(shares) - 100) < 0.01
    assert all(not (text.text or "") for text in quiz.iterfind(".//feedback/text"))


def test_questions_keep_the_order_of_the_sheet(tmp_path: Path) -> None:
    names = [question.name for question in moodle.questions(sheet(tmp_path), load("fr"))]
    assert names == sorted(names) and len(set(names)) == len(names)


def test_gift_escapes_its_signs(tmp_path: Path) -> None:
    made = sheet(tmp_path, record=record(legende_circulante={"fr": "a {b} = c ~ d # e : f"}))
    text = moodle.gift([made], load("fr"))
    assert r"a \{b\} \= c \~ d \# e \: f" in text
    for block in text.strip().split("\n\n"):
        assert "\n" not in block
        if not block.startswith("$CATEGORY"):
            assert len(re.findall(r"(?<!\\)\{", block)) == len(re.findall(r"(?<!\\)\}", block)) <= 1


def test_nothing_of_the_record_is_in_the_questions(tmp_path: Path) -> None:
    made = sheet(tmp_path, findings=(CAMERA, GPS, EDGES, ITSELF, SIGNED))
    for text in (moodle.xml([made], load("fr")), moodle.gift([made], load("fr"))):
        assert "SECRET" not in text and "captee" not in text


def test_markup_in_a_caption_cannot_leave_its_place(tmp_path: Path) -> None:
    made = sheet(tmp_path, record=record(legende_circulante={"fr": "]]></text><script>alert(1)</script>"}))
    quiz = ElementTree.fromstring(moodle.xml([made], load("fr")).encode())
    assert not list(quiz.iter("script"))
    assert "<script>" not in (quiz[1].findtext("questiontext/text") or "")
