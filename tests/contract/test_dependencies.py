"""Dependencies earn their place: each has its row in the table, its licence is on the list, and only those named are imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
RUNTIME = sorted(canonicalize_name(Requirement(one).name) for one in PROJECT["dependencies"])
SHIPPED = sorted({*RUNTIME, *(canonicalize_name(Requirement(one).name) for one in EXTRAS["dask"])})
EVERY = sorted({*SHIPPED, *(canonicalize_name(Requirement(one).name) for one in EXTRAS["dev"])})

# How a licence is called in an expression, a classifier or an old free field.
FAMILIES = {
    "MIT": r"\bMIT(?!-CMU)\b|Permission is hereby granted, free of charge",
    "HPND": r"\bMIT-CMU\b|\bHPND\b",
    "BSD": r"\b0?BSD\b|Redistribution and use in source and binary forms",
    "Apache": r"\bApache\b",
    "PSF": r"\bPSFL?\b|Python Software Foundation",
    "MPL": r"\bMPL\b|Mozilla Public",
    "ISC": r"\bISC\b",
    "Zlib": r"\bZlib\b",
    "CC0": r"\bCC0\b",
    "Unlicense": r"\bUnlicense\b",
    "LGPL": r"\bLGPL|Lesser General Public",
    "GPL": r"\bA?GPL|(?<!Lesser )General Public License",
}
ALLOWED = set(FAMILIES) - {"GPL"}


class Row(NamedTuple):
    """One row of the table: megabytes installed alone, the release that ``constraints.txt`` pins, and its day."""

    purpose: str
    licence: str
    size: float
    release: str
    day: str
    instead: str


def rows() -> dict[str, Row]:
    text = (ROOT / "docs/decisions/dependencies.md").read_text("utf-8")
    found: dict[str, Row] = {}
    for line in re.findall(r"^\| (?!package )([a-z0-9-]+) \| (.+) \|$", text, re.MULTILINE):
        purpose, licence, size, release, instead = line[1].split(" | ")
        assert line[0] not in found, f"{line[0]} has two rows"
        found[line[0]] = Row(purpose, licence, float(size), *release.split(", "), instead)
    return found


def families(text: str) -> set[str]:
    return {name for name, pattern in FAMILIES.items() if re.search(pattern, text)}


def licence(found: Distribution) -> set[str]:
    """What the metadata says; the licence file where it says nothing that is known."""
    facts = found.metadata
    said = [facts.get("License-Expression") or "", (facts.get("License") or "").strip()]
    said = [text if len(text) < 100 else "" for text in said]
    said += [line.rpartition("::")[2] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    known = families("\n".join(said))
    if known:
        return known
    files = [file for file in found.files or [] if re.match(r"LICEN[CS]E|COPYING", file.name, re.IGNORECASE)]
    return families("\n".join(file.read_text("utf-8") for file in files))


def closure(needs: list[str]) -> set[str]:
    """The packages that these bring with them on this system, with the extras that they ask for."""
    found: set[tuple[str, str]] = set()
    waiting = [(Requirement(need), "") for need in needs]
    while waiting:
        need, asked = waiting.pop()
        if need.marker and not need.marker.evaluate({"extra": asked}):
            continue
        name = canonicalize_name(need.name)
        for extra in {"", *need.extras}:
            if (name, extra) not in found:
                found.add((name, extra))
                waiting += [(Requirement(line), extra) for line in distribution(name).requires or []]
    return {name for name, _ in found}


RUN = closure([*PROJECT["dependencies"], *EXTRAS["dask"]])


def test_the_table_has_every_dependency_and_nothing_else() -> None:
    assert sorted(rows()) == EVERY


@pytest.mark.parametrize("name", EVERY)
def test_a_row_agrees_with_what_is_installed(name: str) -> None:
    row, found = rows()[name], distribution(name)
    assert len(row.purpose) > 3 and row.instead not in ("", "—")
    shown, said = families(row.licence), licence(found)
    assert shown and shown <= said, f"{name}: {row.licence} in the table, {said} installed"
    assert ({"LGPL", "GPL", "MPL"} & said) <= shown, f"{name}: the table leaves out {said - shown}"
    if found.version == row.release:
        size = sum(Path(str(file.locate())).stat().st_size for file in found.files or [] if file.suffix != ".pyc")
        assert row.size == pytest.approx(size / 1e6, rel=0.1, abs=0.1)


@pytest.mark.parametrize("name", EVERY)
def test_the_release_of_a_row_is_the_one_that_is_pinned(name: str) -> None:
    row = rows()[name]
    assert row.release == pins()[name] and re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", row.day)


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").split()
    return {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}


def test_constraints_pin_all_that_is_brought_along() -> None:
    """What is not pinned may change under the feet of whoever runs ``make demo`` next year."""
    assert closure([*PROJECT["dependencies"], *EXTRAS["dask"], *EXTRAS["dev"]]) - set(pins()) == set()


@pytest.mark.parametrize("name", sorted(RUN))
def test_a_licence_is_on_the_list(name: str) -> None:
    said = licence(distribution(name))
    assert said, f"{name}: no licence that is known"
    assert said <= ALLOWED, f"{name}: {said - ALLOWED}"


def test_the_list_refuses_what_it_must() -> None:
    assert families("GNU General Public License v3 (GPLv3)") == {"GPL"} == families("AGPL-3.0-or-later")
    assert families("GNU Lesser General Public License v3 (LGPLv3)") == {"LGPL"}
    assert families("its use is permitted in discs") == set()


def test_every_dependency_has_a_lowest_version() -> None:
    for needs in [PROJECT["dependencies"], *EXTRAS.values()]:
        assert all(re.fullmatch(r"[a-z0-9-]+>=[\d.]+", need) for need in needs), needs


def test_doctor_looks_for_each_of_them() -> None:
    from forensics.cli.doctor import NEEDED, OPTIONAL

    assert sorted(NEEDED) == RUNTIME
    assert {extra: [needs] for extra, needs in OPTIONAL.items()} == {
        extra: [canonicalize_name(Requirement(need).name) for need in needs]
        for extra, needs in EXTRAS.items()
        if extra != "dev"
    }


def test_only_what_is_named_is_imported() -> None:
    """A module that comes with something else today may be gone tomorrow."""
    owners = packages_distributions()
    optional = {"distributed", "dask"}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for module in (
                {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"forensics"} - optional
            ):
                brought = {owner.lower().replace("_", "-") for owner in owners.get(module, [])}
                assert brought & set(RUNTIME), f"{path.name} imports {module}, which no dependency names"
