"""The word lists of the extract stage, read once from `words/` and compiled where they are used as patterns.

A list is a text file (one word a line, `#` starts a comment) or a CSV with a header row. Nothing here knows a report:
to teach the extractor a new verb or scope, add a line to a file.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


def _read(name: str) -> str:
    return (files("briefing.extract") / "words" / name).read_text(encoding="utf-8")


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of `words/<name>.txt`, longest first, so that the first match is the longest."""
    lines = (line.split("#", 1)[0].strip() for line in _read(f"{name}.txt").splitlines())
    return tuple(sorted({line for line in lines if line}, key=lambda word: (-len(word), word)))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `words/<name>.csv` in file order, each a mapping from column to text."""
    return tuple(csv.DictReader(line for line in _read(f"{name}.csv").splitlines() if line and line[0] != "#"))


@cache
def by_word(name: str) -> dict[str, dict[str, str]]:
    """The rows of `words/<name>.csv` by their word."""
    return {row["word"]: row for row in rows(name)}


@cache
def one_of(name: str) -> str:
    """A pattern (non-capturing group) that matches any word of a text list, longest first."""
    return "(?:" + "|".join(re.escape(word) for word in words(name)) + ")"


@cache
def guarded(name: str) -> str:
    """A pattern that matches any word of a list whose lines may name, behind `!`, the signs that must not follow."""
    parts = (word.partition("!") for word in words(name))
    found = sorted(parts, key=lambda part: -len(part[0]))
    return "(?:" + "|".join(re.escape(word) + (f"(?![{bar}])" if bar else "") for word, _, bar in found) + ")"


@cache
def pattern(name: str, after: str = "") -> re.Pattern[str]:
    """A compiled pattern `(word)after` for the words of a CSV list, longest first; the word is group 1."""
    found = sorted((row["word"] for row in rows(name)), key=lambda word: (-len(word), word))
    return re.compile("(" + "|".join(re.escape(word) for word in found) + ")" + after)
