"""Lines of Chinese without a report around them: each through the same stages, for `briefing translate`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from briefing.extract import extract
from briefing.model.extract import Region
from briefing.read import read_bytes
from briefing.recipe import Recipe
from briefing.translate import translate

_NOWHERE = Region("line", "", "", "")


def translate_lines(lines: Iterable[str], recipe: Recipe) -> Iterator[dict[str, Any]]:
    """Yield a row a line: zh, en, state, origin, gates; several sentences of a line are joined.

    The state of a line is that of its least certain sentence.
    """
    phrases, memory = recipe.phrases()["en"], recipe.memory()
    order = ("approved", "memory", "statement", "machine", "untranslated")
    for line in lines:
        made = translate(
            extract(read_bytes("line.txt", line.encode()), _NOWHERE, ""), recipe.glossary, phrases, memory
        )
        segments = made.segments
        worst = max((s.state for s in segments), key=order.index, default="untranslated")
        yield {
            "zh": line,
            "en": " ".join(s.en for s in segments if s.en),
            "state": worst,
            "origin": "; ".join(dict.fromkeys(s.origin for s in segments if s.origin)),
            "gates": [gate for s in segments for gate in s.gates],
        }
