"""The word lists of this package."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_ABBREVIATION = re.compile(r"[（(][A-Za-z&]+[）)]")


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole given as a : b : c: the key in its Chinese name and the names of its parts by language."""

    key: str
    parts: dict[str, tuple[str, ...]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


@cache
def action() -> re.Pattern[str]:
    """An action word at the beginning of an indicator."""
    return re.compile(f"^(?:{'|'.join(_table()['actions'])})+")


def bare(indicator: str) -> str:
    """The Chinese name of an indicator without its abbreviation in brackets: 地区生产总值（GDP）."""
    return _ABBREVIATION.sub("", indicator)


@cache
def british_words() -> dict[str, str]:
    """American spellings and their British ones, with the plurals."""
    words: dict[str, str] = _table()["british"]
    return words | {f"{american}s": f"{british}s" for american, british in words.items()}


@cache
def in_all() -> re.Pattern[str]:
    """A word for a number there is in all, before or after what is counted."""
    words = "|".join(_table()["in_all"])
    return re.compile(f"^(?:{words})|(?:{words})$")


@cache
def difficulties_lead() -> re.Pattern[str]:
    """How a sentence begins to list difficulties, up to its colon."""
    return re.compile(_table()["difficulties"]["lead"])


@cache
def difficulties_title() -> re.Pattern[str]:
    """A title over difficulties."""
    return re.compile(_table()["difficulties"]["title"])


@cache
def difficulties_after() -> re.Pattern[str]:
    """How what follows the difficulties in their paragraph begins."""
    return re.compile(_table()["difficulties"]["after"])


@cache
def completion() -> re.Pattern[str]:
    """A word for a rate of completion."""
    return re.compile("|".join(_table()["completion"]))


@cache
def structures() -> tuple[Structure, ...]:
    """The structures whose parts have names."""
    return tuple(
        Structure(row["key"], {lang: tuple(row[lang]) for lang in ("zh", "en")}) for row in _table()["structures"]
    )
