"""Lines of Chinese without a report around them: each through the same stages, for `briefing translate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from briefing.extract import extract
from briefing.model.extract import Extract, Region
from briefing.read import read_bytes
from briefing.recipe import Recipe
from briefing.translate import Cache, ask, translate

_NOWHERE = Region("line", "", "", "")
_CERTAIN_FIRST = ("approved", "memory", "statement", "machine", "untranslated")


def translate_lines(lines: Iterable[str], recipe: Recipe, cache: Cache | None = None) -> Iterator[dict[str, Any]]:
    """Yield a row a line: zh, en, state, origin, gates; several sentences of a line are joined.

    The state of a line is that of its least certain sentence. An engine is asked for all open sentences at once.
    """
    phrases, memory, engine = recipe.phrases()["en"], recipe.memory(), recipe.engine()

    def said(one: Extract, machine: Any = None) -> Extract:
        return translate(one, recipe.glossary, phrases, memory, machine)

    made = [(line, said(extract(read_bytes("line.txt", line.encode()), _NOWHERE, ""))) for line in lines]
    if engine is not None:
        left = [s.zh for _, one in made for s in one.segments if s.state == "untranslated" or s.gates]
        machine = ask(left, recipe.glossary, engine, cache)
        made = [(line, said(one, machine)) for line, one in made]
    for line, one in made:
        yield _row(line, one)


def _row(line: str, made: Extract) -> dict[str, Any]:
    segments = made.segments
    return {
        "zh": line,
        "en": " ".join(s.en for s in segments if s.en),
        "state": max((s.state for s in segments), key=_CERTAIN_FIRST.index, default="untranslated"),
        "origin": "; ".join(dict.fromkeys(s.origin for s in segments if s.origin)),
        "gates": [gate for s in segments for gate in s.gates],
    }
