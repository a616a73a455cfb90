"""``forensics explain``: the glossary, a test, a finding: what it sees, what it cannot, its measured error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import typer

from forensics.cli._output import tell
from forensics.cli._typer import Verb
from forensics.cli._words import words
from forensics.errors import UsageError


def explain(word: str = typer.Argument("", metavar="word", help="word")) -> None:
    if not word:
        _print(_contents())
        return
    known = _known()
    found = known.get(_folded(word))
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(_folded(word), known, 5, 0.4) or sorted(known)[:5]
        raise UsageError("unknown_word", value=word, choices=", ".join(near))
    _print(_PAGES[found[0]](found[1]))


VERB = Verb("explain", explain)


def _known() -> dict[str, tuple[str, str]]:
    """Everything that can be asked for, without accents or capitals: names and titles, in the language of this run."""
    known: dict[str, tuple[str, str]] = {}
    for table, title in (("findings", "title"), ("glossary", "word"), ("analyses", "title")):
        for key, record in words().table(table).items():
            if key != "common":
                known |= {_folded(name): (table, key) for name in (record[title], key)}
    return known


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).strip()


def _contents() -> Iterator[str]:
    yield words().text("terminal", "tests")
    for name, record in words().table("analyses").items():
        if name != "common":
            yield f"  {name:<14} {record['title']}"
    yield ""
    yield words().text("sheet", "glossary_title")
    yield "  " + ", ".join(sorted((record["word"] for record in words().table("glossary").values()), key=_folded))


def _analysis(name: str) -> Iterator[str]:
    record, common = words().table("analyses", name), words().table("analyses", "common")
    yield f"{record['title']} ({name})"
    yield ""
    for key in ("sees", "cannot", "method", "source"):
        if key in record:
            yield _labelled(common[key], words().fill(record[key], _facts(name)))
    yield from _errors_of(name)
    yield ""
    for code, finding in words().table("findings").items():
        if code.startswith(f"{name}.") and (":" not in code or _speaks_by_variants(code)):
            yield f"  {code:<26} {finding['title']}"


def _speaks_by_variants(code: str) -> bool:
    """Whether a code has no words of its own, only those of its variants."""
    return code.partition(":")[0] not in words().table("findings")


def _facts(name: str) -> dict[str, str]:
    """What an explanation states that changes with the installation."""
    if name == "provenance":
        from forensics.metadata.c2pa import trust_list_date

        return {"trust_list": words().day(trust_list_date())}
    if name == "generated":
        from forensics.pixels.reference import measured

        counts = {"photos": str(measured().photos), "generated": str(measured().generated)}
        return {**counts, "date": words().day(measured().date)}
    return {}


def _errors_of(name: str) -> Iterator[str]:
    from forensics.floors import measured

    lines = [line for line in (_error(row) for row in measured(name)) if line]
    if lines:
        yield ""
        yield _labelled(words().text("analyses", "common", "error"), "")
        yield from (f"  {line}" for line in lines)


def _error(row: Any) -> str:
    common = ("analyses", "common")
    parts = []
    if row.photos:
        parts.append(words().text(*common, "error_photos", n=row.photos, m=row.false_alarms))
    if row.to_find:
        parts.append(words().text(*common, "error_found", n=row.to_find, m=row.found))
    if row.measured_on and parts:
        parts.append(f"({words().day(row.measured_on)})")
    return _labelled(row.method, " ".join(parts)) if parts else ""


def _labelled(label: str, text: str) -> str:
    return f"{label}{words().text('format', 'colon')} {text}".rstrip()


def _without_values(sentence: str) -> str:
    """A sentence whose placeholders nothing fills: «…» stands for them."""
    return re.sub(r"\{\w+\}", "…", sentence.replace("{lesson}", "")).strip()


def _finding(code: str) -> Iterator[str]:
    record = words().table("findings", code)
    yield f"{record['title']} ({code})"
    yield ""
    yield _without_values(record["says"])
    yield from (f"  · {other}" for other in record["could_be"])
    yield f"  → {record['check_next']}"
    yield ""
    yield record["teacher"]
    yield from _histogram(code)


def _histogram(code: str) -> Iterator[str]:
    """What a pixel measurement gave on photographs and on generated pictures, bin by bin."""
    if not code.startswith("generated."):
        return
    from forensics.pixels.reference import measured
    from forensics.render.histogram import as_lines

    known = measured()
    reference = known.references.get(code.removeprefix("generated."))
    if reference is not None:
        yield ""
        yield _labelled(words().text("analyses", "common", "histogram"), "")
        yield from as_lines(reference.histogram.edges, reference.histogram.photos, reference.histogram.generated)
        about = {"date": words().day(known.date), "sources": known.sources, "generators": known.generators}
        yield words().text("lesson", "measured", **about)


def _word(key: str) -> Iterator[str]:
    record = words().table("glossary", key)
    yield _labelled(record["word"], record["says"])


_PAGES = {"analyses": _analysis, "findings": _finding, "glossary": _word}


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        tell(line)
