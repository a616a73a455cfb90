"""Makes the pictures of the documentation again: runs the demonstration, then a browser and a PDF reader (``make pictures``).

Only sheets of pictures that the project made itself are shown. Needs Chromium and pdftoppm.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from forensics.cli import run

HERE = Path(__file__).resolve().parent / "images"
OURS = "IMG-009"
BROWSER = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--no-first-run"]  # fmt: skip


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "demo"
        run(["demo", "-o", str(made), "--lang", "fr", "--quiet"])
        sheet = photographed(made / "fiches" / f"{OURS}.html", Path(folder), 1280, 1240)
        pages = printed(made / "fiches" / f"{OURS}.pdf", Path(folder))
        beside(sheet, *pages).save(HERE / "demo.png", optimize=True)


def photographed(page: Path, folder: Path, width: int, height: int) -> Image.Image:
    """A page as Chromium shows it."""
    target = folder / f"{page.stem}.png"
    options = [f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", f"--screenshot={target}"]
    subprocess.run([*BROWSER, *options, page.as_uri()], check=True, capture_output=True)
    return Image.open(target).convert("RGB")


def printed(document: Path, folder: Path) -> list[Image.Image]:
    """The pages of a PDF."""
    subprocess.run(["pdftoppm", "-r", "80", "-png", document, folder / "page"], check=True, capture_output=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]


def beside(*pictures: Image.Image, height: int = 760, gap: int = 24) -> Image.Image:
    """Pictures in a row, at one height, on grey, in few colours: it is a README's first screen."""
    scaled = [
        one.resize((round(one.width * height / one.height), height), Image.Resampling.LANCZOS) for one in pictures
    ]
    row = Image.new("RGB", (sum(one.width + gap for one in scaled) + gap, height + 2 * gap), "#d9d9d4")
    left = gap
    for one in scaled:
        row.paste(one, (left, gap))
        left += one.width + gap
    return row.quantize(128)


if __name__ == "__main__":
    main()
