"""The word lists: bounds and idioms, kept in data files beside this module."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import cast

from briefing.quantity.value import Bound


def lines(name: str) -> list[str]:
    """Read a data file of this package; # starts a comment line."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rows(name: str) -> list[dict[str, str]]:
    """Read a CSV data file of this package."""
    return list(csv.DictReader(lines(name)))


@cache
def _bounds(place: str) -> tuple[tuple[str, Bound], ...]:
    """Bound words of one place, longest first."""
    found = [(r["word"], cast(Bound, r["bound"])) for r in rows("bounds.csv") if r["place"] == place]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def before_bound(text: str, at: int) -> Bound | None:
    """The bound a word right before `at` puts on a number: 超, 不少于, 近."""
    return next((bound for word, bound in _bounds("before") if text.endswith(word, 0, at)), None)


def after_bound(text: str, at: int) -> Bound | None:
    """The bound a word right after `at` puts on a number: 以上, 左右."""
    return next((bound for word, bound in _bounds("after") if text.startswith(word, at)), None)


def inside_bound(word: str) -> Bound | None:
    """The bound of 余, 多, 来 between number and unit."""
    return dict(_bounds("inside")).get(word)


def bound_english(word: str, bound: Bound) -> str:
    """The English of a Chinese bound word: 近 nearly, 不足 less than; empty where unknown or of another bound."""
    return next((r["en"] for r in rows("bounds.csv") if r["word"] == word and r["bound"] == bound), "") if word else ""


@cache
def idioms() -> dict[str, tuple[tuple[int, str], ...]]:
    """Words that count nothing, by each numeral character in them: (offset of the character, word), longest first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word in dict.fromkeys(line.strip() for line in lines("idioms.txt")):
        for offset, sign in enumerate(word):
            found[sign].append((offset, word))
    return {sign: tuple(sorted(words, key=lambda pair: -len(pair[1]))) for sign, words in found.items()}
