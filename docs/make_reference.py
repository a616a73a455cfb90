"""Makes the reference pages from the code and the catalogues (``make reference``); a test compares them with what is kept."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import unittest.mock
from collections.abc import Iterator
from pathlib import Path

from forensics import schema
from forensics.analyses import installed
from forensics.cli import run
from forensics.cli._typer import verbs
from forensics.errors import ExitCode
from forensics.lang import LANGUAGES, Catalogue, load

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "src" / "forensics"


def pages() -> Iterator[tuple[Path, str]]:
    """Each page of both languages: where it lies, and its text."""
    for language in LANGUAGES:
        catalogue = load(language)
        folder = HERE / language / "reference"
        yield folder / "commands.md", commands(catalogue)
        yield folder / "findings.md", findings(catalogue)
        yield folder / "errors.md", errors(catalogue)
        yield folder / "json.md", envelope(catalogue)
        yield HERE / language / "forensics.1", manual(catalogue)
    yield HERE / "architecture.md", architecture()


def commands(catalogue: Catalogue) -> str:
    names = [[verb.name] for verb in verbs()]
    deeper = [code.split() for code in catalogue.table("help", "commands") if " " in code]
    known = [path for path in sorted([*names, *deeper]) if path[0] in {name for (name,) in names}]
    parts = [f"# {catalogue.text('docs', 'commands')}", catalogue.text("docs", "made")]
    parts += [f"## {' '.join(path)}\n\n```text\n{helped([*path], catalogue)}\n```" for path in known]
    return "\n\n".join(parts) + "\n"


def manual(catalogue: Catalogue) -> str:
    """The man page, from the same help."""

    def quoted(text: str) -> str:
        return "\n".join(
            f"\\&{line}" if line.startswith((".", "'")) else line for line in text.replace("\\", "\\\\").split("\n")
        )

    parts = [
        f'.TH FORENSICS 1 "" "forensics" "{catalogue.text("docs", "commands")}"',
        ".SH NAME",
        f"forensics \\- {catalogue.text('help', 'program')}",
    ]
    parts += [".SH SYNOPSIS", ".nf", quoted(helped([], catalogue)), ".fi"]
    for verb in verbs():
        parts += [f".SH {verb.name.upper()}", ".nf", quoted(helped([verb.name], catalogue)), ".fi"]
    parts += [f".SH {catalogue.text('docs', 'exit').upper()}"]
    parts += [f".TP\n{code.value}\n{quoted(catalogue.text('docs', 'exits', code.name))}" for code in ExitCode]
    return "\n".join(parts) + "\n"


def helped(path: list[str], catalogue: Catalogue) -> str:
    """The help of a verb, at a fixed width."""
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), unittest.mock.patch.dict(os.environ, COLUMNS="100"):
        run([*path, "--help", "--lang", catalogue.language])
    return "\n".join(line.rstrip() for line in shown.getvalue().splitlines()).strip()


def findings(catalogue: Catalogue) -> str:
    parts = [f"# {catalogue.text('docs', 'findings')}", catalogue.text("docs", "made"), signs(catalogue)]
    for analysis in installed():
        record = catalogue.table("analyses", analysis.name)
        parts.append(f"## {record['title']} (`{analysis.name}`)\n\n{record['sees']} {record['cannot']}")
        rows = [row for code in analysis.codes for row in finding_rows(code, catalogue)]
        parts.append(
            table(
                catalogue.text("docs", "code"), catalogue.text("docs", "title"), catalogue.text("docs", "teacher"), rows
            )
        )
    return "\n\n".join(parts) + "\n"


def finding_rows(code: str, catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    for key, record in catalogue.table("findings").items():
        if key == code or key.startswith(f"{code}:"):
            yield f"`{key}`", record["title"], record["teacher"]


def signs(catalogue: Catalogue) -> str:
    rows = [(record["shape"], f"`{name}`", record["teacher"]) for name, record in catalogue.table("signs").items()]
    return table("", catalogue.text("docs", "sign"), catalogue.text("docs", "teacher"), rows)


def errors(catalogue: Catalogue) -> str:
    codes = [(f"{code.value}", f"`{code.name}`", catalogue.text("docs", "exits", code.name)) for code in ExitCode]
    rows = [
        (f"`{code}`", str(record["exit"]), f"{record['what']} {record['do']}")
        for code, record in catalogue.table("errors").items()
    ]
    return "\n\n".join([
        f"# {catalogue.text('docs', 'errors')}", catalogue.text("docs", "made"),
        table(catalogue.text("docs", "exit"), catalogue.text("docs", "code"), catalogue.text("docs", "meaning"), codes),
        table(catalogue.text("docs", "code"), catalogue.text("docs", "exit"), catalogue.text("docs", "meaning"), rows),
    ]) + "\n"  # fmt: skip


def envelope(catalogue: Catalogue) -> str:
    read = json.loads(schema.text())
    parts = [f"# {catalogue.text('docs', 'json')}", catalogue.text("docs", "made")]
    for name, part in (("Envelope", read), *read["$defs"].items()):
        if part.get("properties"):
            rows = [(f"`{key}`", shape(value), "") for key, value in part["properties"].items()]
            parts.append(
                f"## {name}\n\n{part.get('description', '')}\n\n"
                + table(catalogue.text("docs", "key"), catalogue.text("docs", "shape"), "", rows)
            )
        elif part.get("enum"):
            parts.append(f"## {name}\n\n" + " · ".join(f"`{value}`" for value in part["enum"]))
    return "\n\n".join(parts) + "\n"


def shape(value: dict) -> str:  # type: ignore[type-arg]
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "anyOf" in value:
        return " | ".join(shape(one) for one in value["anyOf"])
    if value.get("type") == "array":
        return f"[{shape(value.get('items', {}))}]"
    return str(value.get("const") or " | ".join(map(str, value.get("enum", []))) or value.get("type", "*")).replace(
        "|", "\\|"
    )


def architecture() -> str:
    """The parts of the program, from the ground up, and which imports which: read from the code."""
    wanted = {part: imports_of(part) for part in parts()}
    lower = sorted(wanted, key=lambda part: (height(part, wanted), part))
    arrows = [f"    {part} --> {other}" for part in lower for other in sorted(direct(part, wanted))]
    rows = [
        (f"`{part}`", first_line(part), ", ".join(f"`{other}`" for other in sorted(wanted[part])) or "—")
        for part in lower
    ]
    return "\n\n".join([
        "# Architecture",
        "Made by `make reference` from the imports; `tests/test_house.py` refuses an import that runs the other way. "
        "The reasons are in `decisions/0001-layout.md`.",
        "\n".join(["```mermaid", "graph BT", *arrows, "```"]),
        "An arrow that another path already implies is left out of the drawing; the table has them all.",
        table("part", "what it is", "imports", rows),
    ]) + "\n"  # fmt: skip


def parts() -> list[str]:
    return sorted(
        {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in SOURCE.rglob("*.py")} - {"__init__"}
    )


def files_of(part: str) -> list[Path]:
    alone = SOURCE / f"{part}.py"
    return [alone] if alone.is_file() else sorted((SOURCE / part).rglob("*.py"))


def imports_of(part: str) -> set[str]:
    """The other parts that a part imports anywhere, also inside functions and for types alone."""
    found: set[str] = set()
    for path in files_of(part):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            if isinstance(node, ast.ImportFrom) and node.module == "forensics":
                names += [f"forensics.{alias.name}" for alias in node.names if alias.name in parts()]
            found |= {name.split(".")[1] for name in names if name.startswith("forensics.")}
    return found - {part}


def height(part: str, wanted: dict[str, set[str]]) -> int:
    return 1 + max((height(other, wanted) for other in wanted[part]), default=-1)


def direct(part: str, wanted: dict[str, set[str]]) -> set[str]:
    """The imports that no other import of the part already leads to."""
    beyond = {further for other in wanted[part] for further in reached(other, wanted)}
    return wanted[part] - beyond


def reached(part: str, wanted: dict[str, set[str]]) -> set[str]:
    return wanted[part] | {further for other in wanted[part] for further in reached(other, wanted)}


def first_line(part: str) -> str:
    path = SOURCE / f"{part}.py"
    text = (path if path.is_file() else SOURCE / part / "__init__.py").read_text("utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]


def table(first: str, second: str, third: str, rows: list[tuple[str, str, str]]) -> str:
    lines = [f"| {first} | {second} | {third} |", "|---|---|---|"]
    lines += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |" for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
