"""Dependencies earn their place: each is written down, its licence is on the list, and only those named are imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME = sorted(re.split(r"[<>=\[ ]", one)[0].lower() for one in PROJECT["dependencies"])
ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|HPND|ISC|MPL|Zlib|CC0|Unlicense|LGPL", re.IGNORECASE
)
FORBIDDEN = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL(?!.*exception)", re.IGNORECASE)


def licence(name: str) -> str:
    """What the package's metadata says; its classifiers where there is no licence expression."""
    facts = distribution(name).metadata
    said = [facts.get("License-Expression") or "", (facts.get("License") or "")[:200]]
    said += [line.rpartition("::")[2] for line in facts.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join(said).strip()


def closure(names: list[str]) -> set[str]:
    """The packages that the runtime dependencies bring with them, extras left out."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        found.add(name)
        for need in distribution(name).requires or []:
            if (
                "extra ==" not in need
                and "platform_system" not in need
                and "sys_platform" not in need
                and "python_version" not in need
            ):
                waiting.append(re.split(r"[<>=!~;\[ (]", need)[0])
    return found


@pytest.mark.parametrize("name", RUNTIME)
def test_a_dependency_is_written_down(name: str) -> None:
    assert f"| {name} |" in (ROOT / "docs/decisions/dependencies.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(closure(RUNTIME)))
def test_a_licence_is_on_the_list(name: str) -> None:
    said = licence(name)
    assert ALLOWED.search(said), f"{name}: {said or 'no licence said'}"
    assert not FORBIDDEN.search(said), f"{name}: {said}"


def test_only_what_is_named_is_imported() -> None:
    """A module that comes with something else today may be gone tomorrow."""
    owners = packages_distributions()
    optional = {"distributed", "dask"}
    named = set(RUNTIME) | {"markupsafe"}  # part of what Jinja promises
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for module in (
                {name.split(".")[0] for name in modules} - set(sys.stdlib_module_names) - {"forensics"} - optional
            ):
                brought = {owner.lower().replace("_", "-") for owner in owners.get(module, [])}
                assert brought & named, f"{path.name} imports {module}, which no dependency names"
