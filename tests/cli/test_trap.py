"""``forensics trap``: copies, a table, a page; clues die and are born."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from forensics.cli import run
from forensics.model import Evidence, Finding, ImageFacts, Reading, Report, Sign, Status
from forensics.sheet.survival import Fate, survival


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    small = Image.fromarray(rng.integers(30, 220, (40, 60, 3), np.uint8))
    pixels = np.asarray(small.resize((900, 600), Image.Resampling.BICUBIC), np.float32) + rng.normal(
        0, 6, (600, 900, 3)
    )
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Maker", "Model 5"
    path = tmp_path / "photo.jpg"
    Image.fromarray(np.clip(pixels, 1, 254).astype(np.uint8)).save(path, quality=90, exif=exif)
    return path


def test_copies_a_table_and_a_page(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "trap"
    assert run(["trap", str(photo), "-o", str(out), "--depth", "quick", "--lang", "fr"]) == 0
    said = capsys.readouterr()
    assert "disparu" in said.out and "Les indices, copie par copie" in said.out
    written = sorted(path.name for path in out.iterdir())
    assert len(written) == 8 and written[0] == "0-telle-quelle.jpg" and written[-1] == "comment-un-indice-meurt.html"
    page = (out / written[-1]).read_text("utf-8")
    assert page.count("<figure>") == 7 and 'src="http' not in page and 'href="http' not in page
    assert "<script" not in page
    assert (out / written[0]).read_bytes() == photo.read_bytes()


def test_files_that_are_there_are_kept(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "0-as-it-was.jpg").write_bytes(b"mine")
    assert run(["trap", str(photo), "-o", str(tmp_path), "--lang", "en"]) == 5
    assert (tmp_path / "0-as-it-was.jpg").read_bytes() == b"mine"


def report(codes: dict[str, Sign], status: Status = Status.OK) -> Report:
    findings = tuple(Finding(code, sign) for code, sign in codes.items())
    return Report(ImageFacts("a", "b", 1, "JPEG", 1, 1), (Evidence("test", "1", status, findings),), Reading())


def test_the_fate_of_each_clue() -> None:
    before = report({"exif.camera": Sign.DECLARATION, "match.same": Sign.CLUE, "jpeg.single": Sign.NOTHING_FOUND})
    copy = report({"match.close": Sign.CLUE, "jpeg.double": Sign.WEAK_CLUE, "jpeg.quality": Sign.WEAK_CLUE})
    other = report({}, Status.NOT_APPLICABLE)
    fates = {row.finding.code: [cell.fate for cell in row.cells] for row in survival([before, copy, other])}
    assert fates == {
        "exif.camera": [Fate.KEPT, Fate.GONE, Fate.NOT_APPLICABLE],
        "match.same": [Fate.KEPT, Fate.KEPT, Fate.NOT_APPLICABLE],
        "jpeg.double": [Fate.NEVER, Fate.BORN, Fate.NOT_APPLICABLE],
    }
