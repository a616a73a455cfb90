"""The envelope that other programs read; its shape is fixed by ``schema/report.schema.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from forensics.model import SCHEMA, Figure, Report


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
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.name != "figures"}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value if not isinstance(item, Figure)]
    return value
