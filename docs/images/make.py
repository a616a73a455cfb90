"""Pictures of what the tool makes for a class, for the documentation (``make pictures``).

Needs pdftoppm (poppler) and Chromium beside the development extra; the sheets are those of the demonstration corpus.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image

from forensics.analyses import Context
from forensics.corpus import open_corpus
from forensics.lang import load
from forensics.picture import Picture
from forensics.pipeline import examine_picture
from forensics.render import html, pdf
from forensics.render.class_set import Subject, sheet_of
from forensics.render.projection import projection
from forensics.sheet.key import key_of
from forensics.sheet.worksheet import Level

HERE = Path(__file__).resolve().parent
SET = ("IMG-012", "IMG-010", "IMG-009", "IMG-011", "IMG-013", "IMG-014")  # only pictures that the project made are kept
HEAVIEST = 200_000  # bytes
WORDS = load("fr")


def subjects() -> list[Subject]:
    """The pictures of the set, examined as the demonstration does; the first one is shown in full."""
    corpus = open_corpus("demo", "fr")
    by_code = {record.id: record for record in corpus.records()}
    made = []
    for code in SET:
        picture = Picture.read(corpus.path_of(by_code[code]))
        report = examine_picture(picture, Context(corpus=corpus, figures=True))
        made.append(Subject(code, picture, report, by_code[code]))
    return made


def printed(name: str, content: bytes, pages: int = 1, dots: int = 70) -> None:
    """The first pages of a PDF side by side, in few colours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(content)
        subprocess.run(["pdftoppm", "-r", str(dots), "-l", str(pages), "-png", path, f"{folder}/p"], check=True)
        shown = [Image.open(page).convert("RGB") for page in sorted(Path(folder).glob("p*.png"))]
    sheet = Image.new("RGB", (sum(page.width + 8 for page in shown) - 8, shown[0].height), "#888888")
    left = 0
    for page in shown:
        sheet.paste(page, (left, 0))
        left += page.width + 8
    save(name, sheet)


def save(name: str, image: Image.Image) -> None:
    """In as many colours as fit the weight that a page may have; a picture is made smaller rather than muddy."""
    path = HERE / f"{name}.png"
    path.parent.mkdir(exist_ok=True)
    for colours in (128, 64, 32):
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= HEAVIEST:
            return
    save(name, image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.Resampling.LANCZOS))


def screens(pages: dict[str, str], shots: list[tuple[str, str, int, str, bool]]) -> None:
    """Screenshots: (name, page, width, what to press first, dark)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, page, width, press, dark in shots:
            (Path(folder) / "a.html").write_text(pages[page], "utf-8")
            context = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
            )
            save(name, shot(context.new_page(), Path(folder) / "a.html", press))
            context.close()


def shot(tab: Any, path: Path, press: str) -> Image.Image:
    tab.goto(path.as_uri())
    if press:
        tab.click(press)
    tab.wait_for_timeout(200)
    return Image.open(io.BytesIO(tab.screenshot())).convert("RGB")


def main() -> None:
    """Make every picture again."""
    made = subjects()
    sheets = [sheet_of(one, WORDS, Level.STANDARD, dys=False) for one in made]
    keys = [key_of(one.picture, one.report, one.record, WORDS, one.code) for one in made]
    printed("sheet-standard", pdf.worksheet(sheets[0], WORDS).pdf, pages=2)
    for name, level, dys, pages in (
        ("guided", Level.GUIDED, False, 3),
        ("expert", Level.EXPERT, False, 2),
        ("dys", Level.GUIDED, True, 4),
    ):
        printed(f"sheet-{name}", pdf.worksheet(sheet_of(made[0], WORDS, level, dys), WORDS).pdf, pages, dots=50)
    printed("group", pdf.class_set(sheets, WORDS).pdf)
    printed("key", pdf.key(keys, WORDS).pdf, pages=2)
    printed("plan", pdf.plan(sheets, WORDS).pdf)
    printed("poster", pdf.poster(WORDS).pdf, dots=40)
    pages = {
        "sheet": html.worksheet(sheets[0], WORDS),
        "projection": projection(sheets[0], keys[0], WORDS),
        "key": html.key(keys, WORDS),
    }
    screens(
        pages,
        [
            ("screen-sheet", "sheet", 1280, '.steps a[data-n="4"]', False),
            ("screen-sheet-dark", "sheet", 1280, '.steps a[data-n="7"]', True),
            ("screen-sheet-phone", "sheet", 390, '.steps a[data-n="4"]', False),
            ("screen-projection", "projection", 1280, "#next", False),
            ("screen-key", "key", 1280, "", False),
        ],
    )
    pictures_of_the_tutorial()
    save("demo", beside(Image.open(HERE / "screen-sheet.png"), Image.open(HERE / "sheet-standard.png")))


def pictures_of_the_tutorial() -> None:
    """Terminals and pages in both languages, as their reader gets them."""
    import tutorial
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])

        def take(page: Path, width: int, height: int, press: Iterable[str] = (), part: str = "") -> Image.Image:
            tab = browser.new_page(viewport={"width": width, "height": height})
            tab.goto(page.as_uri())
            for what in press:
                tab.locator(what).first.click(force=True)
            tab.wait_for_timeout(200)
            shown = tab.locator(part).screenshot() if part else tab.screenshot()
            tab.close()
            return Image.open(io.BytesIO(shown)).convert("RGB")

        tutorial.make(take, save)


def beside(*pictures: Image.Image, height: int = 760, gap: int = 24) -> Image.Image:
    """Pictures in a row, at one height, on grey: the first screen of the README."""
    scaled = [one.convert("RGB").resize((round(one.width * height / one.height), height)) for one in pictures]
    row = Image.new("RGB", (sum(one.width + gap for one in scaled) + gap, height + 2 * gap), "#d9d9d4")
    left = gap
    for one in scaled:
        row.paste(one, (left, gap))
        left += one.width + gap
    return row


if __name__ == "__main__":
    main()
