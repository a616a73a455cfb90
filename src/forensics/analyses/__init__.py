"""The analyses: one file each, found by listing this package and the entry points ``forensics.analyses``.

A file ends with ``ANALYSIS = Analysis(name, version, codes, run)``. ``run(picture, context)`` returns an `Outcome`;
it raises `NotApplicable(reason)` where the test means nothing. Files whose name starts with «_» are not analyses.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from time import process_time
from typing import TYPE_CHECKING, Literal

from forensics.errors import AnalysisFailed, NotApplicable
from forensics.model import Figure, Finding, Match
from forensics.picture import Picture

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

    from forensics.corpus import Corpus

__all__ = ["Analysis", "Context", "Depth", "NotApplicable", "OutOfTime", "Outcome", "installed", "named"]

Depth = Literal["quick", "full"]


class OutOfTime(Exception):
    """An analysis used up its budget; the pipeline says «not finished» and goes on."""


@dataclass(frozen=True, slots=True)
class Context:
    """Read-only surroundings of an analysis: the corpus to match against, how deep to look, what may be shown.

    ``budget`` is the processor time in seconds that one analysis may take, so that a busy machine changes no answer; ``figures`` asks for maps and drawings,
    which cost time and are left out otherwise.
    """

    corpus: Corpus | None = None
    depth: Depth = "full"
    figures: bool = False
    show_personal: bool = False
    budget: float = 30.0
    started: float = field(default_factory=process_time, compare=False)

    def check_time(self) -> None:
        """Called inside long loops; raises `OutOfTime` once the budget is spent."""
        if process_time() - self.started > self.budget:
            raise OutOfTime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What ``run`` returns. ``matches`` is for the analysis of the corpus alone."""

    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """One test: ``codes`` lists every finding code it may return; ``depth`` full keeps it out of quick runs.

    ``order`` places it in reports (small first). ``version`` changes whenever the same picture may get another answer.
    """

    name: str
    version: str
    codes: tuple[str, ...]
    run: Callable[[Picture, Context], Outcome]
    depth: Depth = "quick"
    order: int = 50


@cache
def installed() -> tuple[Analysis, ...]:
    """Every analysis of this package and of installed plug-ins, in report order."""
    return _in_order((*map(_own, _own_names()), *_plugins()))


def named(names: Collection[str]) -> tuple[Analysis, ...]:
    """Those of ``names`` that exist, in report order; where all are our own, no other is imported."""
    if set(names) <= _own_names():
        return _in_order(map(_own, names))
    return tuple(analysis for analysis in installed() if analysis.name in names)


@cache
def _own_names() -> frozenset[str]:
    """An analysis bears the name of its file."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def _own(name: str) -> Analysis:
    analysis: Analysis = importlib.import_module(f"{__name__}.{name}").ANALYSIS
    return analysis


def _plugins() -> Iterable[Analysis]:
    from importlib.metadata import entry_points

    for point in entry_points(group="forensics.analyses"):
        yield _loaded(point)


def _loaded(point: EntryPoint) -> Analysis:
    """Someone else's analysis; one that cannot be loaded stays visible as a test that failed."""
    try:
        analysis = point.load()
    except Exception:
        return Analysis(point.name, "0", (), _broken)
    return analysis if isinstance(analysis, Analysis) else Analysis(point.name, "0", (), _broken)


def _broken(picture: Picture, context: Context) -> Outcome:
    raise AnalysisFailed("crash")


def _in_order(found: Iterable[Analysis]) -> tuple[Analysis, ...]:
    return tuple(sorted(found, key=lambda analysis: (analysis.order, analysis.name)))
