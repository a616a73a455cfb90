"""Words of the command line as texts, numbers and paths, without the validation library that Typer loads for it.

That library costs a tenth of a second at each start; our verbs only take plain values, and say themselves which they refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from typer._click.core import Context, Parameter
from typer._click.exceptions import BadParameter
from typer._coercion import RuntimeParam

_KINDS = (str, int, float, bool, Path)  # a flag comes as a truth value already


@dataclass(frozen=True)
class _Plain(RuntimeParam):
    kind: Any
    listed: bool

    def _coerce_value(self, value: Any, param: Any, ctx: Context) -> Any:
        try:
            return [self.kind(one) for one in value] if self.listed else self.kind(value)
        except ValueError as fault:
            raise BadParameter(str(value), ctx=ctx, param=param) from fault


def read_plainly(parameters: Iterable[Parameter]) -> None:
    """Let each parameter whose type is plain be read here; the others stay with Typer."""
    for parameter in parameters:
        described: Any = getattr(parameter, "type_descriptor", None)
        if described is None:
            continue
        listed = get_origin(described.annotation) is list
        kind = get_args(described.annotation)[0] if listed else described.annotation
        if kind in _KINDS:
            plain = _Plain(described.parameter_info, described.annotation, kind, listed)
            parameter._runtime_param = plain  # type: ignore[attr-defined]
