"""Every text of a block tree that is printed, for the check of glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from briefing.model import tree

_UNPRINTED = frozenset(
    {"id", "fact_id", "lang", "created", "edition", "role", "style", "tone", "kind", "align", "alt", "left_out"}
)


def texts(briefing: tree.Briefing) -> Iterator[str]:
    """The strings of the tree but for ids and settings, in no particular order."""
    yield "·•.0123456789"  # what the style sheet prints by itself
    yield from _walk(briefing)


def _walk(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _walk(part)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in _UNPRINTED:
                yield from _walk(getattr(value, field.name))
