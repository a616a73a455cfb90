"""One analysis that breaks costs one failed evidence; the report is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

import forensics.pipeline
from forensics.analyses import Analysis, Context, NotApplicable, Outcome, OutOfTime
from forensics.errors import AnalysisFailed, UnreadableInput
from forensics.model import Finding, Sign, Status
from forensics.picture import Picture
from forensics.pipeline import examine


def raising(fault: BaseException):  # type: ignore[no-untyped-def]
    def run(picture: Picture, context: Context) -> Outcome:
        raise fault

    return run


def well(picture: Picture, context: Context) -> Outcome:
    return Outcome((Finding("ela.even", Sign.NOTHING_FOUND),))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(path)
    return path


def with_analyses(monkeypatch: pytest.MonkeyPatch, *analyses: Analysis) -> None:
    monkeypatch.setattr(forensics.pipeline, "installed", lambda: analyses)
    monkeypatch.setattr(forensics.pipeline, "named", lambda names: tuple(one for one in analyses if one.name in names))


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        (NotApplicable("not_jpeg"), Status.NOT_APPLICABLE, "not_jpeg"),
        (AnalysisFailed("metadata"), Status.FAILED, "metadata"),
        (OutOfTime(), Status.FAILED, "time"),
        (MemoryError(), Status.FAILED, "memory"),
        (ZeroDivisionError(), Status.FAILED, "crash"),
        (RecursionError(), Status.FAILED, "crash"),
    ],
)
def test_a_fault_is_evidence(
    fault: Exception, status: Status, reason: str, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_analyses(monkeypatch, Analysis("broken", "1", (), raising(fault)), Analysis("well", "1", (), well))
    broken, fine = examine(photo, Context()).evidence
    assert (broken.status, broken.reason, broken.findings) == (status, reason, ())
    assert fine.status is Status.OK and len(fine.findings) == 1


def test_pixels_that_cannot_be_read_cost_the_report(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_analyses(monkeypatch, Analysis("broken", "1", (), raising(UnreadableInput("truncated", path="x"))))
    with pytest.raises(UnreadableInput):
        examine(photo, Context())


def test_depth_and_choice_decide_what_runs(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_analyses(monkeypatch, Analysis("slow", "1", (), well, depth="full"), Analysis("fast", "1", (), well))

    def names(depth: str, *only: str) -> list[str]:
        return [one.analysis for one in examine(photo, Context(depth=depth), only).evidence]  # type: ignore[arg-type]

    assert names("quick") == ["fast"]
    assert names("full") == ["slow", "fast"]
    assert names("quick", "slow") == ["slow"]


def test_a_spent_budget_is_said(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(picture: Picture, context: Context) -> Outcome:
        while True:
            context.check_time()

    with_analyses(monkeypatch, Analysis("endless", "1", (), endless))
    assert examine(photo, Context(budget=0.05)).evidence[0].reason == "time"


def test_an_analysis_bears_the_name_of_its_file() -> None:
    """What `named` relies on to import no more than was asked for."""
    from forensics.analyses import _own, _own_names

    assert all(_own(name).name == name for name in _own_names())
