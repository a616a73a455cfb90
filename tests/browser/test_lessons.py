"""The lessons, the scenario card and the class's results in a browser: accessible, narrow, nothing asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from forensics.corpus.record import Record
from forensics.lang import load
from forensics.render.lessons import Shown, lesson
from forensics.render.pages import html
from forensics.render.results import results_page
from forensics.render.scenario import card
from forensics.sheet.answers import Answer, Collected
from forensics.sheet.detectors import Alerts
from forensics.sheet.exercise import Chosen, Exercise, Kind, Source
from forensics.sheet.pictures import sheet_picture
from sheets import picture, record

pytestmark = pytest.mark.browser
WORDS = load("fr")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("lessons")
    about: Record = record(id="IMG-001")
    photo = sheet_picture(picture(folder), "Une place.", "Une légende.")
    shown = [Shown("IMG-001", photo, about, Alerts(False, (True, True), (False, True)))]
    made: dict[str, str] = {}
    for kind in (Kind.RECONSTRUCTION, Kind.AUDIT, Kind.USE):
        exercise = Exercise("Essai", "demo", (Chosen("IMG-001"),), kind, documents=(Source("Une mer", "Un texte."),))
        made[kind.value] = html(lesson(exercise, shown, WORDS))
    made["card"] = html(card(Exercise("Essai", "demo", (Chosen("IMG-001"),), crcn=("1.1",)), WORDS))
    answers = (Answer("A", "IMG-001", "captured", "2", "generated", "undecided", "3", "useful", "yes", False),)
    made["results"] = results_page(Collected(answers, 1, (), ()), ["un fichier abîmé"], WORDS)
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["reconstitution", "audit", "usage", "card", "results"])
def test_a_page_is_accessible_quiet_and_narrow(browser: Any, pages: dict[str, Path], name: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url.startswith("http") else None)
    page.goto(pages[name].as_uri())
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not said
    context.close()
