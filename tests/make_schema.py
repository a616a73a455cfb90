"""Makes ``src/forensics/schema/report.schema.json`` from the model (``make schema``); the tests compare it with what is shipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from forensics.model import SCHEMA, Report

TARGET = Path(__file__).resolve().parent.parent / "src" / "forensics" / "schema" / "report.schema.json"


@dataclass(frozen=True)
class Fault:
    """A file that could not be read."""

    path: str
    code: str
    message: str


@dataclass(frozen=True)
class Envelope:
    """What ``--json`` prints."""

    schema: Literal["forensics.report/1"]
    status: Literal["success", "partial", "error"]
    reports: list[Report]
    errors: list[Fault]


def made() -> str:
    schema = TypeAdapter(Envelope).json_schema(mode="serialization")
    definitions = schema["$defs"]
    del definitions["Figure"], definitions["Evidence"]["properties"]["figures"]
    for table in (schema, *definitions.values()):
        if table.get("type") == "object":
            table |= {"required": list(table["properties"]), "additionalProperties": False}
            for field in table["properties"].values():
                field.pop("default", None)
    schema |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, "title": "forensics report"}
    return json.dumps(schema, indent=2, ensure_ascii=False, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    return str(value)


if __name__ == "__main__":
    TARGET.write_text(made(), "utf-8")
