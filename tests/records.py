"""Records of every shape, for the property tests."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import strategies as st

from forensics.corpus.notices import CHOICES, LISTS, TEXTS
from forensics.corpus.record import Record
from forensics.text import clean

LINE = st.text(max_size=12).map(clean)


@st.composite
def records(draw: st.DrawFn) -> Record:
    values: dict[str, object] = {"id": draw(st.from_regex(r"IMG-[0-9]{3}", fullmatch=True)), "fichier": "images/a.jpg"}
    for one in fields(Record):
        if one.name in values or one.name in ("recette", "sha256", "phash") or draw(st.booleans()):
            continue
        if one.name in CHOICES:
            values[one.name] = draw(st.sampled_from(CHOICES[one.name]))
        elif one.name in TEXTS:
            said = draw(st.dictionaries(st.sampled_from(("fr", "en")), LINE))
            values[one.name] = {language: text for language, text in said.items() if text}
        elif one.name in LISTS:
            values[one.name] = tuple(text for text in draw(st.lists(LINE, max_size=3)) if text)
        elif one.name == "difficulte":
            values[one.name] = draw(st.integers(0, 3))
        else:
            values[one.name] = draw(LINE)
    return Record(**values)  # type: ignore[arg-type]
