"""The envelope that other programs read; its shape is fixed by ``schema/report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any

from forensics.model import (
    SCHEMA,
    Edited,
    EditedReading,
    Evidence,
    Extent,
    Figure,
    Finding,
    Generated,
    GeneratedReading,
    ImageFacts,
    Match,
    PointsTo,
    Reading,
    Region,
    Report,
    Sign,
    Status,
)


def envelope(reports: Iterable[Report], errors: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """``{"schema", "status", "reports", "errors"}``; an error holds ``path``, ``code`` and ``message``."""
    written, failed = [plain(report) for report in reports], list(errors)
    status = "success" if not failed else "partial" if written else "error"
    return {"schema": SCHEMA, "status": status, "reports": written, "errors": failed}


def dumps(value: Any, indent: int | None = 2) -> str:
    """JSON text: no NaN, no lone surrogate, same input same bytes."""
    return (
        json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent).encode("utf-8", "replace").decode("utf-8")
    )


def plain(value: Any) -> Any:
    """Dataclasses as dictionaries, tuples as lists, figures left out."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value if not isinstance(item, Figure)]
    return {name: plain(getattr(value, name)) for name in _names(value.__class__)} if is_dataclass(value) else value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "figures")


def report_of(read: Mapping[str, Any]) -> Report:
    """The report that `plain` wrote; figures are not part of it. KeyError, TypeError or ValueError where it is another shape."""
    return Report(
        ImageFacts(**read["image"]),
        tuple(_evidence(one) for one in read["evidence"]),
        _reading(read["reading"]),
        tuple(Match(**match) for match in read["matches"]),
    )


def _evidence(read: Mapping[str, Any]) -> Evidence:
    findings = tuple(finding_of(one) for one in read["findings"])
    return Evidence(read["analysis"], read["version"], Status(read["status"]), findings, reason=read["reason"])


def finding_of(read: Mapping[str, Any]) -> Finding:
    """The finding that `plain` wrote."""
    regions = tuple(Region(**region) for region in read["regions"])
    return Finding(read["code"], Sign(read["sign"]), PointsTo(read["points_to"]), read["values"], regions)


def _reading(read: Mapping[str, Any]) -> Reading:
    generated, edited = read["generated"], read["edited"]
    extent = None if generated["extent"] is None else Extent(generated["extent"])
    return Reading(
        GeneratedReading(Generated(generated["statement"]), extent, tuple(generated["because"])),
        EditedReading(Edited(edited["statement"]), tuple(edited["because"])),
        tuple(read["personal_data"]),
    )
