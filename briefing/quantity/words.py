"""The word lists of both parsers, kept in data files beside this module."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import cast

from briefing.quantity.value import Bound

_LONGEST_BOUND = 24


def lines(name: str) -> list[str]:
    """Read a data file of this package; # starts a comment line."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def rows(name: str) -> list[dict[str, str]]:
    """Read a CSV data file of this package."""
    return list(csv.DictReader(lines(name)))


@cache
def _bounds(name: str, place: str) -> tuple[tuple[str, Bound, str], ...]:
    """Bound words of one place, longest first: word, bound, characters that must not stand before it."""
    found = [(r["word"], cast(Bound, r["bound"]), r.get("not_after") or "") for r in rows(name) if r["place"] == place]
    return tuple(sorted(found, key=lambda row: -len(row[0])))


def before_bound(text: str, at: int) -> tuple[Bound, str] | None:
    """The bound a Chinese word right before `at` puts on a number, and the word: 超, 不少于, 近; 签约 is none."""
    at -= text[max(0, at - 2) : at].endswith((" ", "\u00a0"))
    for word, bound, not_after in _bounds("bounds.csv", "before"):
        start = at - len(word)
        if start >= 0 and text.startswith(word, start):
            return None if start and text[start - 1] in not_after else (bound, word)
    return None


def after_bound(text: str, at: int) -> tuple[Bound, str] | None:
    """The bound a Chinese word right after `at` puts on a number, and the word: 以上, 左右."""
    return next(((b, w) for w, b, _ in _bounds("bounds.csv", "after") if text.startswith(w, at)), None)


def inside_bound(word: str) -> tuple[Bound, str] | None:
    """The bound of 余, 多, 来 between number and unit."""
    return next(((b, w) for w, b, _ in _bounds("bounds.csv", "inside") if w == word), None)


def english_before(text: str, at: int) -> Bound | None:
    """The bound English words right before `at` put on a number: more than, at least."""
    head = text[max(0, at - _LONGEST_BOUND) : at].lower().rstrip(" \u00a0")
    for word, bound, _ in _bounds("english_bounds.csv", "before"):
        if head.endswith(word) and not (word[0].isalpha() and head[: -len(word)][-1:].isalpha()):
            return bound
    return None


def english_after(text: str, at: int) -> Bound | None:
    """The bound English words right after `at` put on a number: or more, and above."""
    tail = text[at : at + _LONGEST_BOUND].lower().lstrip(" \u00a0-")
    found = _bounds("english_bounds.csv", "after")
    return next((b for w, b, _ in found if tail.startswith(w) and not tail[len(w) : len(w) + 1].isalpha()), None)


def bound_english(word: str, bound: Bound) -> str:
    """The English of a Chinese bound word: 近 nearly, 不足 less than; empty where unknown or of another bound."""
    return _bound_words().get((word, bound), "")


@cache
def _bound_words() -> dict[tuple[str, str], str]:
    return {(r["word"], r["bound"]): r["en"] for r in rows("bounds.csv")}


@cache
def idioms() -> dict[str, tuple[tuple[int, str], ...]]:
    """Words that count nothing, by each numeral character in them: (offset of the character, word), longest first."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for word in dict.fromkeys(line.strip() for line in lines("idioms.txt")):
        for offset, sign in enumerate(word):
            found[sign].append((offset, word))
    return {sign: tuple(sorted(words, key=lambda pair: -len(pair[1]))) for sign, words in found.items()}
