"""The word lists of this package, read once; # starts a comment line."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from importlib.resources import files

from briefing.glossary.english import root, stem
from briefing.quantity.words import rows


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files("briefing.compare") / "data" / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


def _lines(name: str) -> list[str]:
    text = (files("briefing.compare") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _groups() -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]]]:
    """The roots and the phrases that may stand for a word."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    several: defaultdict[str, list[str]] = defaultdict(list)
    for line in _lines("synonyms.txt"):
        first, *others = line.split("|")
        for one in others:
            if " " in one or "-" in one:
                several[_key(first)].append(one)
            else:
                words[_key(first)].add(root(one))
    return {word: frozenset(rest) for word, rest in words.items()}, {k: tuple(v) for k, v in several.items()}


def _key(word: str) -> str:
    return word if "-" in word else root(word)


def synonyms(word: str) -> frozenset[str]:
    """The roots of the single words that may stand for a word of a term."""
    return _groups()[0].get(_key(word), frozenset())


def phrases(word: str) -> tuple[str, ...]:
    """The phrases that may stand for a word of a term."""
    return _groups()[1].get(_key(word), ())


@cache
def _general() -> frozenset[str]:
    return frozenset(stem(word) for line in _lines("general.txt") for word in line.split())


def is_general(word: str) -> bool:
    """Return whether a word tells no term from another."""
    return stem(word) in _general()


@cache
def adding() -> tuple[str, ...]:
    """Chinese verbs of adding and reaching."""
    return tuple(_lines("adding.txt"))


@cache
def bounds() -> dict[str, frozenset[str]]:
    """The English bounds that may say a Chinese bound."""
    return {row["zh"]: frozenset(row["english"].split("|")) for row in _rows("bounds.csv")}


@cache
def bound_words(lang: str) -> tuple[tuple[str, str], ...]:
    """Words before a figure with a sense of their own (近, nearly), longest first."""
    found = [(row["word"], row["sense"]) for row in _rows("bound_words.csv") if row["lang"] == lang]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def number_words(value: Decimal) -> list[str]:
    """The English words of a small whole number."""
    return [row["word"] for row in rows("number_words.csv") if row["value"] == str(value)]


@cache
def anchors() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Chinese words and their English stems, for telling one figure from another."""
    return tuple(
        (re.compile(row["zh"]), re.compile(rf"\b(?:{row['en'].replace('&', '&')})[\w-]*", re.IGNORECASE))
        for row in _rows("anchors.csv")
    )
