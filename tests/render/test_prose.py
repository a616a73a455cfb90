"""French punctuation never stands alone at the end or the start of a line of the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from forensics.render.prose import wrapped


def test_guillemets_stay_with_their_words() -> None:
    lines = list(wrapped("le corpus «\u00a0Corpus de démonstration\u00a0»\u00a0: voici", 12))
    assert lines == ["le corpus", "«\u00a0Corpus de", "démonstration\u00a0»\u00a0:", "voici"]


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9)), st.integers(9, 60))
def test_no_word_is_lost_and_no_line_is_too_long(words: list[str], width: int) -> None:
    lines = list(wrapped(" ".join(words), width))
    assert " ".join(lines) == " ".join(words)
    assert all(cell_len(line) <= width or " " not in line for line in lines)
