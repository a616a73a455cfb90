"""Answer files that come back from a class (``forensics.answers/1``): read as hostile, counted, never named.

One file holds one picture's answers (the sheet) or a whole set's (the group's table). Free text is kept apart and shown
only when asked for.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from forensics.errors import ForensicsError, UnreadableInput
from forensics.text import clean, clean_name

SCHEMA = "forensics.answers/1"
LARGEST = 200_000
MOST_FIELDS = 400
ORIGINS = ("captured", "edited", "generated", "composed", "unknown")
CONCLUSIONS = (
    "established",
    "probable",
    "undecided",
    "improbable",
    "excluded",
    "guided_yes",
    "guided_unknown",
    "guided_no",
)
WORTHS = ("documentary", "useful", "illustrative", "worthless", "misleading")
CONFIDENCE = ("1", "2", "3", "4")
_LETTERS = dict(zip("ABCDE", ORIGINS, strict=True))
_WORTH_LETTERS = {**dict(zip("DPIST", WORTHS, strict=True)), **dict(zip("DUINM", WORTHS, strict=True))}
_CODE = re.compile(r"[\w.-]{1,60}")
_SET_FIELD = re.compile(r"([\w.-]{1,60})-(first|second|first_confidence|second_confidence|worth)")
_PERSON = re.compile(r"@|je m.appelle|mon nom est|my name is|\bi am called\b", re.IGNORECASE)
_NAME_FIELDS = {
    "name",
    "nom",
    "prenom",
    "prénom",
    "first_name",
    "last_name",
    "email",
    "mail",
    "eleve",
    "élève",
    "pupil",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One group on one picture. Empty texts mean «not answered»; ``voted_first`` is None where the file does not say."""

    group: str
    code: str
    before: str = ""
    sure_before: str = ""
    after: str = ""
    conclusion: str = ""
    sure_after: str = ""
    worth: str = ""
    changed: str = ""
    voted_first: bool | None = None
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tally:
    """One picture's counts, by value; ``division`` is the share of first votes outside the most frequent one (0 to 1)."""

    code: str
    groups: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    conclusion: Mapping[str, int]
    sure_before: Mapping[str, int]
    sure_after: Mapping[str, int]
    worth: Mapping[str, int]
    changed: int
    late: int
    division: float


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything that came back. ``faults`` are the files that were left out, ``named`` those that seem to hold a name: of
    these only the ticked boxes are kept."""

    answers: tuple[Answer, ...]
    files: int
    faults: tuple[ForensicsError, ...]
    named: tuple[str, ...]

    def renamed(self, codes: Mapping[str, str]) -> Collected:
        """The same with the pictures' codes exchanged for those of the corpus: two variants count as one set."""
        answers = (replace(one, code=codes.get(one.code, one.code)) for one in self.answers)
        return replace(self, answers=tuple(answers))

    def tallies(self) -> tuple[Tally, ...]:
        """One a picture, in the order of the codes."""
        codes = sorted({answer.code for answer in self.answers})
        return tuple(_tally(code, [one for one in self.answers if one.code == code]) for code in codes)


def collect(paths: Iterable[Path]) -> Collected:
    """Read every file; a damaged one costs itself alone."""
    answers: list[Answer] = []
    faults: list[ForensicsError] = []
    named: list[str] = []
    count = 0
    for path in paths:
        try:
            content = _content(path)
        except UnreadableInput as fault:
            faults.append(fault)
            continue
        count += 1
        found = tuple(_answers(content))
        if _names_someone(content):
            named.append(clean_name(path.name))
            found = tuple(replace(answer, texts={}) for answer in found)
        answers += found
    return Collected(tuple(answers), count, tuple(faults), tuple(named))


def most_divisive(tallies: Sequence[Tally]) -> Tally | None:
    """The picture whose first votes disagreed most, where any did."""
    divided = [tally for tally in tallies if tally.division > 0]
    return max(divided, key=lambda tally: (tally.division, tally.groups), default=None)


def _content(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError
        content = json.loads(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise _invalid(path) from fault
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise _invalid(path)
    given, sheet = content.get("answers"), content.get("sheet")
    if not isinstance(given, dict) or len(given) > MOST_FIELDS:
        raise _invalid(path)
    if not isinstance(sheet, str) or not _CODE.fullmatch(sheet):
        raise _invalid(path)
    return content


def _answers(content: Mapping[str, Any]) -> Iterator[Answer]:
    group = content.get("group")
    group = group if isinstance(group, str) and re.fullmatch("[A-H]", group) else ""
    if content.get("level") == "set":
        yield from _of_set(group, content["answers"])
    else:
        yield _of_sheet(group, content)


def _of_sheet(group: str, content: Mapping[str, Any]) -> Answer:
    given = content["answers"]
    voted = content.get("vote_before_clues")
    known = {"first_origin", "origin", "first_confidence", "confidence", "worth", "changed"}
    texts = {
        clean(str(name), 60): clean(value, 1000)
        for name, value in given.items()
        if isinstance(value, str) and name not in known and " " in value.strip()
    }
    return Answer(
        group,
        str(content["sheet"]),
        before=_among(given.get("first_origin"), ORIGINS),
        sure_before=_among(given.get("first_confidence"), CONFIDENCE),
        conclusion=_among(given.get("origin"), CONCLUSIONS),
        sure_after=_among(given.get("confidence"), CONFIDENCE),
        worth=_among(given.get("worth"), WORTHS),
        changed=_among(given.get("changed"), ("yes", "no")),
        voted_first=voted if isinstance(voted, bool) else None,
        texts=texts,
    )


def _of_set(group: str, given: Mapping[str, Any]) -> Iterator[Answer]:
    rows: dict[str, dict[str, str]] = {}
    for name, value in given.items():
        found = _SET_FIELD.fullmatch(str(name))
        if found and isinstance(value, str):
            rows.setdefault(found[1], {})[found[2]] = value
    for code, row in rows.items():
        before, after = _LETTERS.get(row.get("first", ""), ""), _LETTERS.get(row.get("second", ""), "")
        yield Answer(
            group,
            code,
            before=before,
            after=after,
            sure_before=_among(row.get("first_confidence"), CONFIDENCE),
            sure_after=_among(row.get("second_confidence"), CONFIDENCE),
            worth=_WORTH_LETTERS.get(row.get("worth", ""), ""),
            changed=("yes" if before != after else "no") if before and after else "",
        )


def _tally(code: str, answers: Sequence[Answer]) -> Tally:
    def count(name: str, values: Sequence[str]) -> dict[str, int]:
        seen = Counter(getattr(answer, name) for answer in answers)
        return {value: seen[value] for value in values if seen[value]}

    before = count("before", ORIGINS)
    votes = sum(before.values())
    return Tally(
        code,
        len(answers),
        before,
        count("after", ORIGINS),
        count("conclusion", CONCLUSIONS),
        count("sure_before", CONFIDENCE),
        count("sure_after", CONFIDENCE),
        count("worth", WORTHS),
        sum(answer.changed == "yes" for answer in answers),
        sum(answer.voted_first is False for answer in answers),
        1 - max(before.values()) / votes if votes else 0.0,
    )


def _names_someone(content: Mapping[str, Any]) -> bool:
    """Whether something looks like a name: a group that is no letter, a field for names, an address, «je m'appelle»."""
    group = content.get("group")
    if isinstance(group, str) and group and not re.fullmatch("[A-H]", group):
        return True
    given = content["answers"]
    if _NAME_FIELDS & {str(name).lower() for name in (*content, *given)}:
        return True
    return any(isinstance(value, str) and _PERSON.search(value) for value in given.values())


def _among(value: Any, known: Sequence[str]) -> str:
    return value if isinstance(value, str) and value in known else ""


def _invalid(path: Path) -> UnreadableInput:
    return UnreadableInput("answers_invalid", path=clean_name(path.name))
