"""The words that say which way a figure moves, in both languages (data/directions.csv)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_CLAUSE = {"zh": re.compile(r"[,，;；。!！?？:：]"), "en": re.compile(r"[.;](?=\s)")}
_REACH = {"zh": 8, "en": 45}  # how far before a figure its direction word stands, in characters


@cache
def ways(lang: str) -> dict[str, str]:
    """Return word → up or down; `en_behind` are words that say so only behind a figure (5 points larger)."""
    text = (files("briefing.translate") / "data" / "directions.csv").read_text(encoding="utf-8")
    return {row["word"]: row["way"] for row in csv.DictReader(text.splitlines()) if row["lang"] == lang}


@cache
def pattern(lang: str) -> re.Pattern[str]:
    """Return a pattern for any direction word of a language, the longest first."""
    words = "|".join(sorted(ways(lang), key=len, reverse=True))
    return re.compile(words if lang == "zh" else rf"\b(?:{words})\b", re.IGNORECASE)


def way_before(text: str, at: int, lang: str) -> str:
    """Return the direction (up, down) of the last direction word in the clause before a figure, or empty."""
    before = _CLAUSE[lang].split(text[max(0, at - _REACH[lang]) : at])[-1]
    found = pattern(lang).findall(before)
    return ways(lang)[found[-1].lower()] if found else ""
