"""From a path to a report: read the picture, run the analyses, weigh the findings.

A crash in one analysis is a failed `Evidence`, never a lost `Report`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from time import process_time

from forensics.analyses import Analysis, Context, NotApplicable, Outcome, OutOfTime, installed, named
from forensics.errors import AnalysisFailed, UnreadableInput, UsageError
from forensics.model import Evidence, ImageFacts, Match, Report, Status
from forensics.picture import Limits, Picture
from forensics.reading import read


def examine(path: Path, context: Context, only: Collection[str] = (), limits: Limits = Limits()) -> Report:
    """The report on one picture. Raises `UnreadableInput` when the file is no picture that can be read."""
    return examine_picture(Picture.read(path, limits), context, only)


def examine_picture(picture: Picture, context: Context, only: Collection[str] = ()) -> Report:
    """The same for a picture already read."""
    results = [_run(analysis, picture, context) for analysis in chosen(context, only)]
    evidence = tuple(evidence for evidence, _ in results)
    matches = tuple(match for _, found in results for match in found)
    return Report(_facts(picture), evidence, read(evidence), matches)


def chosen(context: Context, only: Collection[str] = ()) -> tuple[Analysis, ...]:
    """The analyses that this depth and this selection call for."""
    if not only:
        return tuple(one for one in installed() if context.depth == "full" or one.depth == "quick")
    found = named(only)
    unknown = set(only) - {analysis.name for analysis in found}
    if unknown:
        choices = ", ".join(analysis.name for analysis in installed())
        raise UsageError("bad_choice", option="--only", value=sorted(unknown)[0], choices=choices)
    return found


def _run(analysis: Analysis, picture: Picture, context: Context) -> tuple[Evidence, tuple[Match, ...]]:
    try:
        outcome = analysis.run(picture, replace(context, started=process_time()))
    except NotApplicable as why:
        return _without_result(analysis, Status.NOT_APPLICABLE, why.reason), ()
    except OutOfTime:
        return _without_result(analysis, Status.FAILED, "time"), ()
    except MemoryError:
        return _without_result(analysis, Status.FAILED, "memory"), ()
    except AnalysisFailed as why:
        return _without_result(analysis, Status.FAILED, why.reason), ()
    except UnreadableInput:  # the pixels themselves cannot be read: no analysis can mend that
        raise
    except Exception:  # an analysis, ours or a plug-in's, must not cost the report
        return _without_result(analysis, Status.FAILED, "crash"), ()
    return _with_result(analysis, outcome), outcome.matches


def _with_result(analysis: Analysis, outcome: Outcome) -> Evidence:
    return Evidence(analysis.name, analysis.version, Status.OK, outcome.findings, outcome.figures)


def _without_result(analysis: Analysis, status: Status, reason: str) -> Evidence:
    return Evidence(analysis.name, analysis.version, status, reason=reason)


def _facts(picture: Picture) -> ImageFacts:
    return ImageFacts(
        picture.shown_path, picture.sha256, len(picture.data), picture.format, picture.width, picture.height
    )
