"""The catalogue that this run speaks, chosen before anything else is done."""

from __future__ import annotations

from collections.abc import Sequence

from forensics.errors import UsageError
from forensics.lang import LANGUAGES, Catalogue, load, preferred

_spoken = load(preferred())


def words() -> Catalogue:
    """The catalogue of the language asked for."""
    return _spoken


def choose_language(arguments: Sequence[str]) -> list[str]:
    """Take ``--lang`` out of the arguments, wherever it stands; the rest is for the verb."""
    global _spoken
    rest, asked, bad = _without_lang(list(arguments))
    _spoken = load(preferred(asked))
    return ["--lang", bad] if bad is not None else rest


def check_language(value: str | None) -> None:
    """The fault of a language that does not exist, raised once errors can be told."""
    if value is not None:
        raise UsageError("bad_choice", option="--lang", value=value, choices=", ".join(LANGUAGES))


def _without_lang(arguments: list[str]) -> tuple[list[str], str | None, str | None]:
    rest: list[str] = []
    asked: str | None = None
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--lang":
            asked = next(waiting, "")
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    return rest, asked, asked if asked is not None and asked not in LANGUAGES else None
