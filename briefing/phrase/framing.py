"""The scope that the head of a sentence sets for all its figures: 限额以上单位消费品零售额中，粮油食品类增长.

Without it a figure of some units would be read as one of all. Patterns and words are in data/frames.csv.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from briefing.model.extract import Fact


@dataclass(frozen=True, slots=True)
class Frame:
    """A scope in both languages."""

    zh: str
    en: str


@cache
def _rows() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    text = (files("briefing.phrase") / "data" / "frames.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple((re.compile(row["zh"]), re.compile(row["word"]), row["en"]) for row in rows)


def frame_of(sentence: str, facts: Sequence[Fact]) -> Frame | None:
    """Return the scope a sentence begins with, or None where it has none or every figure names it by itself."""
    plain = sentence.replace("\n", "").replace(",", "，")
    for pattern, word, en in _rows():
        found = pattern.search(plain)
        estimates = found is not None and found["scope"] == "预计"
        if estimates and any(fact.role != "actual" for fact in facts):
            continue
        if found and not all(word.search(fact.indicator_zh) for fact in facts):
            return Frame(found["scope"], en)
    return None
