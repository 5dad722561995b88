"""Word lists and cues of the readers; tables are tab-separated with a header, in text files a line with # is a remark."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def words(name: str) -> tuple[str, ...]:
    """The lines of a list, remarks and empty lines left out."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def characters(name: str) -> frozenset[str]:
    """All characters of a list."""
    return frozenset("".join(words(name)))


@cache
def any_line(name: str) -> re.Pattern[str]:
    """The regular expressions of a list as one, to be matched against a whole line."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in words(name)))


@cache
def any_word(name: str) -> re.Pattern[str]:
    """The words of a list as one expression, longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True)))


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table by column name."""
    with (_HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
