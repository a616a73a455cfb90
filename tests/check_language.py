#!/usr/bin/env python3
"""Check the two catalogues of prose: same keys and placeholders, wording rules for pupils, French typography.

usage: check_language.py FR.toml EN.toml

Prints one line a fault (file, key, what) and a summary; exit 0 where both are clean, 1 where not, 2 on bad usage.
The rules are those of reference/pedagogy.md 4.6. Standard library only.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

NBSP, NARROW = "\u00a0", "\u202f"
RECORDS = ("findings", "not_applicable", "failed")  # full records: everything a finding needs
NEEDED = ("title", "says", "could_be", "check_next", "teacher")
CONSTATS = (
    *RECORDS,
    "reading",
    "signs",
    "status",
    "lesson",
    "points_to",
    "phrases",
)  # banned words and 20 words apply here
PUPIL_TABLES = ("analyses", "choices", "sheet", "fixed", "glossary", "misconceptions")
MOST_WORDS = {"constat": 20, "pupil": 25, "teacher": 40, "other": 30}
MOST_SENTENCES = {"says": 4, "says_many": 4, "says_part": 4, "check_next": 2, "teacher": 3}
PLACEHOLDER = re.compile(r"\{(\w*)\}")
CODE = re.compile(r"`[^`]*`")

BANNED = {
    "fr": r"vraie?s?|faux|fausses?|preuves?|prouver?|prouvent|prouvée?s?|authentiques?|détectée?s?|certaine?|fiables?|scores?|verdicts?|rouges?|verte?s?",
    "en": r"real|fakes?|faked|proofs?|proves?|proved|proven|authentic|detected|certain|reliable|scores?|verdicts?|red|green",
}
ALLOWED = {"fr": r"ne prouve (?:pas|rien)", "en": r"does not prove"}
LESSON = {"fr": r"\bvraies photos\b", "en": r"\breal photos\b"}
SUBJECT = {"fr": r"\b(?:l’|l'|cette )image est\b", "en": r"\b(?:the|this) (?:picture|image) is\b"}
# capitals that lost their accent at the head of a French sentence
BARE_CAPITAL = re.compile(
    r"(?:^|[.!?…»] )(?:A [a-zà-ÿ]|Ca |(?:Ec[rhlo]|Et[au]|Ev[ié]|El[eè]|Ed[iu]|Eq|Ep|Em[io]|Eg)[a-zà-ÿ])"
)


def leaves(node, path=()):
    """Every leaf as (path, value); a list is one leaf for each of its items."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, (*path, str(number)))
    else:
        yield path, node


def field(path):
    return path[-2] if path[-1].isdigit() and len(path) > 2 else path[-1]


def kind(path):
    if field(path) == "teacher":
        return "teacher"
    if path[0] in CONSTATS:
        return "constat"
    return "pupil" if path[0] in PUPIL_TABLES else "other"


def sentences(text):
    return [s for s in re.split(rf"(?<=[.?!…])(?:[{NBSP}{NARROW}]?[»”])? +(?=[A-ZÀ-Ÿ«“{{])", text) if s.strip()]


def words(sentence):
    """A placeholder counts for two words: it is filled with a name, a date or a short phrase."""
    return len(re.findall(r"[^\W_][\w’'·-]*", PLACEHOLDER.sub(" x x ", sentence)))


def typography(text, language):
    plain = PLACEHOLDER.sub("x", CODE.sub("x", text))
    if '"' in plain or "'" in plain:
        yield "straight quote or apostrophe"
    if "..." in plain:
        yield "three dots: use …"
    if re.search(rf"[ {NBSP}{NARROW}]{{2,}}", plain):
        yield "double space"
    if plain != plain.strip():
        yield "space at an end"
    if re.search(r" [,.](?:\s|$)", plain):
        yield "space before a comma or a full stop"
    if language == "en":
        if re.search(rf"[{NBSP}{NARROW}«»]| [:;!?]", plain):
            yield "French spacing or guillemets in English"
        return
    if re.search(rf"(?:^|[^{NBSP}])(?::(?=\s|$)|»)", plain):
        yield "no-break space (U+00A0) missing before : or »"
    if re.search(rf"[^{NBSP}{NARROW}?!][;?!]", plain):
        yield "no-break space missing before ; ! or ?"
    if re.search(rf"«(?!{NBSP})", plain):
        yield "no-break space (U+00A0) missing after «"
    if plain.count("«") != plain.count("»"):
        yield "guillemets do not pair"
    if re.search(r"[“”]", plain):
        yield "English quotes in French"
    if BARE_CAPITAL.search(plain):
        yield "capital without its accent"


def wording(path, text, language, known):
    what, limit = kind(path), MOST_WORDS[kind(path)]
    for sentence in sentences(text):
        if words(sentence) > limit:
            yield f"{words(sentence)} words in a sentence (at most {limit}): {sentence.strip()}"
    most = MOST_SENTENCES.get(field(path))
    if most and len(sentences(text)) > most:
        yield f"{len(sentences(text))} sentences (at most {most})"
    if what != "constat" or field(path) in ("shape", "exit"):
        return
    rest = re.sub(ALLOWED[language], "", CODE.sub("", text), flags=re.I)
    if path[0] == "lesson":
        rest = re.sub(LESSON[language], "", rest, flags=re.I)
    for found in re.findall(rf"\b(?:{BANNED[language]})\b|[%✔✘]", rest, flags=re.I):
        yield f"banned word: {found}"
    if field(path) in ("says", "says_many", "says_part") and re.search(SUBJECT[language], text, re.I):
        yield "«l’image est»: the subject is the file, the tool or the zone"
    for acronym in re.findall(r"\b[A-Z][A-Z0-9]+\b", PLACEHOLDER.sub("", text)):
        if acronym not in known:
            yield f"{acronym} is not in the glossary"
    if (
        field(path) in ("says", "check_next", "could_be")
        and path[0] in RECORDS
        and not re.search(r"[.?!…][»”]?$", text.rstrip())
    ) and not text.endswith("{lesson}"):
        yield "no full stop at the end"


def records(table, language):
    for group in RECORDS:
        for code, record in table.get(group, {}).items():
            name = f"{group}.{code}"
            for need in NEEDED:
                if not record.get(need):
                    yield name, f"{need} is missing"
            explanations = record.get("could_be", [])
            if (
                not isinstance(explanations, list)
                or len(explanations) < 2
                or len(set(explanations)) < len(explanations)
            ):
                yield name, "fewer than two different explanations"
            if (
                code.startswith("generated.")
                and record.get("title")
                and "{lesson}" not in record.get("says", "")
                and not code.endswith("nothing")
            ):
                yield name, "a pixel measurement without its {lesson}"
    for group, entries in table.get("reading", {}).items():
        for code, record in entries.items():
            if isinstance(record, dict):
                for need in ("title", "says", "check_next", "teacher"):
                    if not record.get(need):
                        yield f"reading.{group}.{code}", f"{need} is missing"


def check(path, language):
    with Path(path).open("rb") as handle:
        table = tomllib.load(handle)
    known = set(
        re.findall(r"[A-Z][A-Z0-9]+", " ".join(e.get("word", "") for e in table.get("glossary", {}).values()))
    ) | {"IA", "AI", "CDI"}
    faults = list(records(table, language))
    for where, text in leaves(table):
        if not isinstance(text, str) or where[0] in ("format", "meta"):
            continue
        if not text.strip():
            faults.append((".".join(where), "empty"))
        for fault in (*typography(text, language), *wording(where, text, language, known)):
            faults.append((".".join(where), fault))
    return table, faults


def compare(french, english):
    fr, en = dict(leaves(french)), dict(leaves(english))
    for path in fr.keys() | en.keys():
        name = ".".join(path)
        if path not in en:
            yield name, "missing in English"
        elif path not in fr:
            yield name, "missing in French"
        elif type(fr[path]) is not type(en[path]):
            yield name, "not the same kind of value"
        elif not isinstance(fr[path], str):
            if fr[path] != en[path]:
                yield name, f"{fr[path]!r} in French, {en[path]!r} in English"
        elif sorted(set(PLACEHOLDER.findall(fr[path]))) != sorted(set(PLACEHOLDER.findall(en[path]))):
            yield name, f"placeholders differ: {PLACEHOLDER.findall(fr[path])} and {PLACEHOLDER.findall(en[path])}"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    total = 0
    tables = []
    for path, language in zip(arguments, ("fr", "en"), strict=False):
        try:
            table, faults = check(path, language)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            print(f"{path}: {error}")
            return 1
        tables.append(table)
        total += len(faults)
        for name, fault in faults:
            print(f"{language}  {name}: {fault}")
    both = sorted(compare(*tables))
    for name, fault in both:
        print(f"both  {name}: {fault}")
    total += len(both)
    print(
        ", ".join(f"{len(tables[0].get(g, {}))} {g}" for g in (*RECORDS, "glossary", "misconceptions", "errors"))
        + f", {sum(isinstance(v, str) for _, v in leaves(tables[0]))} strings; {total or 'no'} faults"
    )
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
