"""The sandbox of all templates: what a template may not do beside what Jinja2 forbids itself."""

from __future__ import annotations

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

_COUNTED = frozenset({"*", "**", "%"})
_PADDING = frozenset({"center", "expandtabs", "format", "format_map", "indent", "ljust", "rjust", "zfill"})


class _Measured(SandboxedEnvironment):
    """Texts and lists are not multiplied or padded: one slip of a finger would fill the memory of the machine."""

    intercepted_binops = _COUNTED

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _PADDING:
            self.filters.pop(name, None)

    def wrap_str_format(self, value: Any) -> None:
        """Jinja2's own safe format knows no width too great; `is_safe_attribute` refuses it instead."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Not what pads a text either."""
        return super().is_safe_attribute(obj, attr, value) and not (isinstance(obj, str) and attr in _PADDING)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A product of two numbers, else an error."""
        if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise SecurityError(f"{operator} between {type(left).__name__} and {type(right).__name__} is not allowed")
        return super().call_binop(context, operator, left, right)


class OpenSandbox(_Measured):
    """For templates that collect parts in lists of their own."""


class ClosedSandbox(_Measured, ImmutableSandboxedEnvironment):
    """For templates that are given values: nothing given can be changed."""
