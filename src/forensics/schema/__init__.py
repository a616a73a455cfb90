"""The JSON Schema of what ``--json`` prints, made from the model by ``make schema`` and compared with it in the tests."""

from __future__ import annotations

from importlib.resources import files

NAME = "report.schema.json"


def text() -> str:
    """The schema as shipped."""
    return (files(__name__) / NAME).read_text("utf-8")
