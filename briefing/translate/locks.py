"""What must survive translation: terms first (longest match, guards), then figures outside them.

Terms come first because names hold numerals: 千项万亿, 415X and 1+2+6+N are names, not figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from briefing.glossary import Entry, Match
from briefing.quantity import Quantity, find, wording


class Terms(Protocol):
    """What this stage needs of `briefing.glossary.Glossary`."""

    def match(self, zh: str) -> tuple[Match, ...]:
        """Return the enforced terms of a Chinese text."""
        ...


@dataclass(frozen=True, slots=True)
class Lock:
    """A span of the Chinese that has one approved English: a term or a figure."""

    start: int
    end: int
    zh: str
    en: str
    kind: Literal["term", "figure"]
    quantity: Quantity | None = None
    entry: Entry | None = None


def english_of(quantity: Quantity, currency: str = "RMB") -> str:
    """Return a quantity in English; empty where no one form fits every place (ranks of a group, structures in words)."""
    if quantity.kind in ("rank", "ordinal"):
        return wording.ordinal(quantity.value) if quantity.band == "place" else ""
    if quantity.parts:
        return wording.ratio(quantity.parts, "en") if quantity.kind == "ratio" else ""
    if quantity.low is not None and quantity.high is not None:
        return wording.english_range(quantity.low, quantity.high, quantity.unit_zh, currency=currency)
    try:
        return wording.english(quantity.value, quantity.unit_zh, bound=quantity.bound, currency=currency)
    except ValueError:
        return ""


def lock(zh: str, terms: Terms, currency: str = "RMB") -> tuple[Lock, ...]:
    """Return the locked spans of a Chinese sentence in order, none overlapping."""
    found = [Lock(m.start, m.end, m.text, m.entry.en, "term", entry=m.entry) for m in terms.match(zh)]
    for quantity in find(zh):
        if any(lock.start < quantity.end and quantity.start < lock.end for lock in found if lock.kind == "term"):
            continue
        words = english_of(quantity, currency)
        if words:
            text = zh[quantity.start : quantity.end]
            found.append(Lock(quantity.start, quantity.end, text, words, "figure", quantity=quantity))
    return tuple(sorted(found, key=lambda lock: lock.start))


def replaced(zh: str, locks: tuple[Lock, ...], words: dict[int, str]) -> str:
    """Return the sentence with lock number i written as `words[i]`; locks without words stay Chinese."""
    parts: list[str] = []
    at = 0
    for index, one in enumerate(locks):
        if index not in words:
            continue
        parts += [zh[at : one.start], words[index]]
        at = one.end
    return "".join([*parts, zh[at:]])
