"""The words that say which way a figure moves, in both languages (data/directions.csv)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def ways(lang: str) -> dict[str, str]:
    """Return word → up or down."""
    text = (files("briefing.translate") / "data" / "directions.csv").read_text(encoding="utf-8")
    return {row["word"]: row["way"] for row in csv.DictReader(text.splitlines()) if row["lang"] == lang}


@cache
def pattern(lang: str) -> re.Pattern[str]:
    """Return a pattern for any direction word of a language, the longest first."""
    words = "|".join(sorted(ways(lang), key=len, reverse=True))
    return re.compile(words if lang == "zh" else rf"\b(?:{words})\b", re.IGNORECASE)
