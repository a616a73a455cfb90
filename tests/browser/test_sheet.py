"""The sheet in a browser, from a disk: no request, no complaint, accessible, and the answers stay."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from forensics.lang import load
from forensics.render import html
from forensics.render.projection import projection
from forensics.sheet.worksheet import Level
from sheets import key, sheet

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    words = load("fr")
    made = {
        "standard": html.worksheet(sheet(folder), words),
        "guided": html.worksheet(sheet(folder, level=Level.GUIDED), words),
        "expert": html.worksheet(sheet(folder, "en", Level.EXPERT), load("en")),
        "dys": html.worksheet(sheet(folder, dys=True), words),
        "bare": html.worksheet(sheet(folder, record=None, findings=(_silent(),)), words),
        "set": html.class_set([sheet(folder), replace(sheet(folder), code="IMG-005")], words),
        "projection": projection(sheet(folder), key(folder), words),
        "key": html.key([key(folder), replace(key(folder, record=None), code="IMG-005")], words),
    }
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return {name: folder / f"{name}.html" for name in made}


class Watched:
    """A page that remembers every request and every complaint."""

    def __init__(self, context: Any, path: Path) -> None:
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def quiet(self) -> bool:
        """Nothing asked for beside the file itself and the data in it; nothing said on the console."""
        asked = [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]
        return not asked and not self.complaints and sum(url.startswith("file:") for url in self.requests) >= 1


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["standard", "guided", "expert", "dys", "bare", "set", "key"])
def test_pages_are_quiet_accessible_and_never_scroll_sideways(
    browser: Any, written: dict[str, Path], name: str, width: int
) -> None:
    """All steps at once, as the button «Tout sur une page» shows them."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    seen = Watched(context, written[name])
    if name not in ("set", "key"):
        seen.page.click("#all")
    assert _violations(seen.page) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.quiet()
    context.close()


@pytest.mark.parametrize("name", ["standard", "set", "key"])
def test_wide_text_spacing_loses_nothing(browser: Any, written: dict[str, Path], name: str) -> None:
    """WCAG 1.4.12, on a window of 640 px: what a screen of 1280 px shows enlarged twice."""
    context = browser.new_context(viewport={"width": 640, "height": 800}, bypass_csp=True)
    page = Watched(context, written[name]).page
    page.add_style_tag(
        content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        "p{margin-bottom:2em!important}"
    )
    if name == "standard":
        page.click("#all")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    cut = "[...document.querySelectorAll('button,label,h1,h2,h3,.btn')].filter(e => e.scrollWidth > e.clientWidth + 2"
    assert page.evaluate(f"{cut} && getComputedStyle(e).overflow !== 'visible').length") == 0
    context.close()


def test_dark_mode_is_accessible_too(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    seen = Watched(context, written["standard"])
    for step in (1, 4):
        seen.page.click(f'.steps a[data-n="{step}"]')
        assert _violations(seen.page) == []
    context.close()


def test_answers_survive_a_reload_and_can_be_erased(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context()
    seen = Watched(context, written["standard"])
    _answer(seen.page)
    seen.page.reload()
    assert seen.page.is_checked("input[name=first_origin][value=generated]")
    seen.page.click('.steps a[data-n="2"]')
    assert seen.page.input_value("textarea[name=see]") == "une église <b>"
    seen.page.click("#wipeall")
    seen.page.click("#yes")
    seen.page.reload()
    assert not seen.page.is_checked("input[name=first_origin][value=generated]")
    assert seen.quiet()
    context.close()


def test_the_exported_file_holds_the_answers_and_comes_back(
    browser: Any, written: dict[str, Path], tmp_path: Path
) -> None:
    context = browser.new_context(accept_downloads=True)
    seen = Watched(context, written["standard"])
    _answer(seen.page)
    with seen.page.expect_download() as download:
        seen.page.click("#save")
    path = tmp_path / "answers.json"
    download.value.save_as(path)
    saved = json.loads(path.read_text("utf-8"))
    assert saved["schema"] == "forensics.answers/1" and saved["sheet"] == "IMG-004" and saved["group"] == "C"
    assert saved["answers"]["first_origin"] == "generated" and saved["answers"]["feelings"] == ["surprise"]
    other = browser.new_context()
    again = Watched(other, written["standard"])
    again.page.set_input_files("#load", path)
    expect(again.page.locator("input[name=first_origin][value=generated]")).to_be_checked()
    path.write_text('{"schema": "other"}', "utf-8")
    again.page.set_input_files("#load", path)
    expect(again.page.locator("#status")).to_have_text(_bad_file())
    assert again.quiet()
    context.close()
    other.close()


def test_established_asks_for_an_outside_source(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context()
    page = Watched(context, written["standard"]).page
    page.click('.steps a[data-n="6"]')
    assert not page.is_visible("#outside")
    page.check("input[name=origin][value=established]")
    page.fill("textarea[name=clue_1]", "a")
    page.fill("textarea[name=clue_2]", "b")
    page.check("input[name=confidence][value='3']")
    step = page.locator('.steps a[data-n="6"]')
    assert page.is_visible("#outside") and page.inner_text("#needsource") and "full" not in step.get_attribute("class")
    page.fill("input[name=outside_source]", "Encyclopédie, 2020")
    expect(page.locator("#needsource")).to_be_empty()
    assert "full" in step.get_attribute("class")
    context.close()


def test_the_group_table_keeps_its_answers(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context()
    seen = Watched(context, written["set"])
    seen.page.select_option("select[name=IMG-004-first] >> nth=0", "B")
    seen.page.reload()
    assert seen.page.input_value("select[name=IMG-004-first] >> nth=0") == "B"
    assert seen.quiet()
    context.close()


def test_the_map_waits_for_step_four_and_the_first_vote_is_kept(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context()
    page = Watched(context, written["standard"]).page
    assert not page.is_visible("#wipe")
    page.check("input[name=first_origin][value=captured]")
    page.click('.steps a[data-n="4"]')
    assert page.is_visible("#wipe")
    page.focus("#cut")
    page.keyboard.press("End")
    assert page.input_value("#cut") == "100"
    page.click('[data-show="1"]')
    assert page.is_visible(".frame") and page.is_visible(".zone.on")
    page.click('.steps a[data-n="1"]')
    assert page.is_disabled("input[name=first_origin][value=captured]")
    context.close()


def test_all_can_be_read_and_filled_in_without_script(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = Watched(context, written["standard"]).page
    for number in range(1, 10):
        assert page.is_visible(f"#step-{number} h2")
    assert page.is_visible("#map") and page.is_visible("textarea[name=see]") and page.is_visible("#glossary dl")
    assert not page.is_visible("#save")
    context.close()


def test_the_projection_keeps_its_answer_until_it_is_asked_for(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    seen = Watched(context, written["projection"])
    page, shown = seen.page, []
    for _ in range(20):
        shown.append(page.inner_text("main"))
        if page.is_visible("#reveal"):
            break
        page.keyboard.press("b")
        page.keyboard.press("ArrowRight")
    assert _violations(page) == []
    assert len(shown) == 10 and "SECRET" not in page.evaluate("document.body.innerHTML")
    page.keyboard.press("ArrowRight")
    assert "SECRET" not in page.evaluate("document.body.innerHTML")
    page.click("#reveal")
    assert "SECRET-CONTEXT" in page.inner_text("main")
    assert _violations(page) == []
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#change").count("1") >= 1
    assert seen.quiet()
    context.close()


def test_a_word_of_the_glossary_opens_on_the_spot(browser: Any, written: dict[str, Path]) -> None:
    context = browser.new_context()
    page = Watched(context, written["standard"]).page
    page.click('.steps a[data-n="4"]')
    page.locator("#c-ela a.word").first.press("Enter")
    assert "ELA" in page.inner_text("#pop")
    page.keyboard.press("Escape")
    assert not page.is_visible("#pop")
    context.close()


def _answer(page: Any) -> None:
    page.select_option("#group", "C")
    page.check("input[name=feelings][value=surprise]")
    page.check("input[name=first_origin][value=generated]")
    page.check("input[name=first_confidence][value='2']")
    page.click('.steps a[data-n="2"]')
    page.fill("textarea[name=see]", "une église <b>")
    page.wait_for_timeout(400)


def _violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def _silent() -> Any:
    from sheets import NO_EXIF

    return NO_EXIF


def _bad_file() -> str:
    return load("fr").text("screen", "bad_file")
