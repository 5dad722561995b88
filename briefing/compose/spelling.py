"""British spelling of an English briefing: glossary, phrases and templates are written in American, the setting asks for it."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from briefing.compose.words import british_words
from briefing.model import tree

_KEPT = frozenset({"align", "fact_id", "id", "kind", "lang", "role", "style", "tone", "zh", "remark", "colophon"})
_Value = TypeVar("_Value")


def british(value: _Value) -> _Value:
    """A block, or a tuple of them, with every word that is printed in British spelling.

    What the publisher wrote (the colophon) and what an editor may correct (a cell that stands for a segment) stay as they are.
    """
    return _british(value)  # type: ignore[no-any-return]


def _british(value: Any) -> Any:
    if isinstance(value, str):
        return _pattern().sub(_word, value)
    if isinstance(value, tuple):
        return tuple(map(_british, value))
    if not is_dataclass(value) or isinstance(value, type) or (isinstance(value, tree.TableCell) and value.id):
        return value
    printed = (field.name for field in fields(value) if field.name not in _KEPT)
    return replace(value, **{name: _british(getattr(value, name)) for name in printed})


def _word(found: re.Match[str]) -> str:
    word = british_words()[found[0].lower()]
    return word.capitalize() if found[0][0].isupper() else word


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(british_words())})\b", re.IGNORECASE)
