"""The word lists of this package, read once; # starts a comment line."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("briefing.compare") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


@cache
def bounds() -> dict[str, frozenset[str]]:
    """The English bounds that may say a Chinese bound."""
    return {row["zh"]: frozenset(row["english"].split("|")) for row in _rows("bounds.csv")}


@cache
def bound_words(lang: str) -> tuple[tuple[str, str], ...]:
    """Words before a figure with a sense of their own (近, nearly), longest first."""
    found = [(row["word"], row["sense"]) for row in _rows("bound_words.csv") if row["lang"] == lang]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


@cache
def nouns() -> dict[str, str]:
    """The class of what an English noun counts."""
    return {row["word"]: row["class"] for row in _rows("nouns.csv")}


@cache
def measures() -> dict[str, frozenset[str]]:
    """The classes of nouns that a Chinese measure word cannot count."""
    return {row["zh"]: frozenset(row["not"].split()) for row in _rows("measures.csv")}


@cache
def anchors() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Chinese words and their English stems, for telling one figure from another."""
    return tuple(
        (re.compile(row["zh"]), re.compile(rf"\b(?:{row['en'].replace('&', '&')})[\w-]*", re.IGNORECASE))
        for row in _rows("anchors.csv")
    )
