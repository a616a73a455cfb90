"""The graph shows the shares of both groups and puts this picture between the right edges."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from forensics.render.histogram import HEIGHT, WIDTH, draw, place
from forensics.sheet.worksheet import Bars, Level
from sheets import sheet

COUNTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=20)


def bars(photos: tuple[int, ...], generated: tuple[int, ...], here: float) -> Bars:
    return Bars("grain", tuple(float(i) for i in range(len(photos) + 1)), photos, generated, here, "")


@given(COUNTS, st.floats(-10, 30))
def test_everything_stays_inside_the_drawing(counts: list[tuple[int, int]], here: float) -> None:
    drawn = draw(bars(tuple(a for a, _ in counts), tuple(b for _, b in counts), here))
    assert 0 < drawn.here < WIDTH
    for x, y, width, height in drawn.bars:
        assert x >= 0 and x + width <= WIDTH + 1e-6 and 0 <= y <= HEIGHT and abs(y + height - HEIGHT) < 1e-6


def test_the_rule_stands_between_its_edges() -> None:
    made = bars((1, 2, 3), (3, 2, 1), 1.5)
    assert place(made) == 1.5
    assert [round(height) for *_, height in draw(made).bars] == sorted(round(height) for *_, height in draw(made).bars)


def test_groups_of_unequal_size_are_compared_by_share() -> None:
    drawn = draw(bars((10, 10), (100, 100), 0.5))
    assert f"V{drawn.bars[0][1]:.1f}" in drawn.path


def test_the_sheet_takes_the_measured_histogram(tmp_path: Path) -> None:
    shown = next(clue.bars for clue in sheet(tmp_path).clues() if clue.test == "generated")
    assert shown is not None and shown.here == 0.3 and len(shown.edges) == len(shown.photographs) + 1
    assert str(sum(shown.photographs)) in shown.caption
    assert all(clue.bars is None for clue in sheet(tmp_path, level=Level.GUIDED).clues())
