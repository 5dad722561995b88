"""Figures of both languages brought to one form, so that they can be compared as multisets of exact values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from briefing.model.extract import Fact
from briefing.quantity import Quantity, find, find_english
from briefing.quantity.units import unit

_YEAR_ZH = re.compile(r"((?:19|20)\d\d)年")
_STRUCTURE = re.compile(r"\d+(?:\.\d+)?%?(?:\s*[:：∶]\s*\d+(?:\.\d+)?%?)+")
_PART = re.compile(r"\d+(?:\.\d+)?")
_PERIOD = re.compile(
    r"\bthe (?:first|second|third|fourth|previous) (?:(?:\d+|two|three) )?(?:months?|quarters?|half)\b", re.IGNORECASE
)
_SIZE = r"\((?:about )?[\d,.]+(?: thousand| million)? "
_CONVERTED = re.compile(rf"(?<=\bmu ){_SIZE}hectares?\)|{_SIZE}(?:kilograms?|tonnes?)\)")


@dataclass(frozen=True, slots=True)
class Figure:
    """What must be equal: what is measured (money with its currency, percent, count …), value, bound."""

    what: str
    value: Decimal
    bound: str

    def __str__(self) -> str:
        """Return the figure as messages show it."""
        bound = {"eq": "", "ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "~"}.get(self.bound, self.bound)
        return f"{bound}{self.value:,f} {self.what}".strip()


def _plain(value: Decimal) -> Decimal:
    return Decimal(f"{value.normalize():f}")


def figures_of(quantity: Quantity) -> tuple[Figure, ...]:
    """Return a quantity as figures: a range is two, a structure as many as it has parts, a year none."""
    if quantity.kind == "year":
        return ()
    if quantity.parts and quantity.kind == "ratio":
        return tuple(Figure("part", _plain(part), "eq") for part in quantity.parts)
    what = _what(quantity.unit_kind or quantity.kind, quantity.unit_code, quantity.band)
    if quantity.low_base is not None and quantity.high_base is not None:
        return tuple(Figure(what, _plain(value), "eq") for value in (quantity.low_base, quantity.high_base))
    return (_figure(what, quantity.value_base, quantity.bound, quantity.factor),)


def _what(kind: str, code: str, band: str = "") -> str:
    if kind in ("rank", "ordinal"):
        return f"rank {band or 'place'}"
    if kind in ("count", "number"):
        return "count"
    return kind if kind in ("percent", "points", "multiple") else f"{kind} {code}"


def _figure(what: str, value: Decimal, bound: str, factor: Decimal | None = None) -> Figure:
    """Return one figure; growth to a multiple is percent of growth (增长两倍, up 200%, tripled: 200 percent)."""
    if what == "multiple":
        return Figure("percent", _plain((factor - 1 if factor is not None else value) * 100), bound)
    return _normal(what, _plain(value), bound)


def of_chinese(text: str) -> Counter[Figure]:
    """Return the figures of a Chinese text."""
    return Counter(figure for quantity in find(text) for figure in figures_of(quantity))


def of_english(text: str, names: Iterable[str] = ()) -> Counter[Figure]:
    """Return the figures of an English text; those inside `names` (415X, projects of at least RMB 100 million) do not count."""
    found = Counter(
        figure
        for quantity in find_english(_PERIOD.sub("", _CONVERTED.sub("", text)))
        for figure in figures_of(quantity)
    )
    for name in names:
        found -= Counter(figure for quantity in find_english(name) for figure in figures_of(quantity))
    return found


def of_fact(fact: Fact) -> Figure | None:
    """Return the figure a fact stands for, or None where it has no one number: a pegged target, a group rank, a structure."""
    if fact.value is None or fact.value_base is None or fact.rank_band == "group":
        return None
    if fact.measure == "rank":
        top = fact.bound in ("le", "lt")
        return Figure("rank top" if top else "rank place", _plain(fact.value), "eq")
    if fact.unit_zh == "倍" and fact.measure == "growth":
        return Figure("percent", _plain(abs(fact.value) * 100), fact.bound)
    known = unit(fact.unit_zh)
    if known is None:
        return Figure("count", _plain(abs(fact.value_base)), fact.bound)
    return _normal(_what(known.kind, known.code), _plain(abs(fact.value_base)), fact.bound)


def _normal(what: str, value: Decimal, bound: str) -> Figure:
    """Return a figure in the one form of its kind: 斤 as kilograms, ages as years, ranks without bound."""
    if what.startswith("rank"):
        return Figure(what, value, "eq")
    if what == "weight jin":
        return Figure("weight kg", _plain(value / 2), bound)
    if what in ("age age", "time year"):
        return Figure("years", value, bound)
    return Figure(what, value, bound)


def stated(en: str, facts: Sequence[Fact]) -> tuple[tuple[int, int, Fact], ...]:
    """Return start, end and fact of each figure of an English text that states a fact, the first such not yet stated."""
    open_ones, found = list(facts), []
    for quantity in find_english(en):
        said = set(figures_of(quantity))
        fact = next((one for one in open_ones if of_fact(one) in said), None)
        if fact is not None:
            open_ones.remove(fact)
            found.append((quantity.start, quantity.end, fact))
    return tuple(found)


def of_structure(fact: Fact) -> tuple[Figure, ...]:
    """Return the parts of a structure (10.8∶39.5∶49.7), or nothing for any other fact."""
    if fact.value is not None or not _STRUCTURE.fullmatch(fact.exact.strip()):
        return ()
    return tuple(Figure("part", _plain(Decimal(part)), "eq") for part in _PART.findall(fact.exact))


def years_of_chinese(text: str) -> set[int]:
    """Return the years a Chinese text names."""
    return {int(year) for year in _YEAR_ZH.findall(text)}


def years_of_english(text: str) -> set[int]:
    """Return the years an English text names."""
    return {int(quantity.value) for quantity in find_english(text) if quantity.kind == "year"}


def differences(expected: Counter[Figure], found: Counter[Figure]) -> tuple[str, ...]:
    """Return what is missing and what is too much, in words; empty where the multisets are equal."""
    missing = [f"missing {figure}" for figure in sorted((expected - found).elements(), key=str)]
    extra = [f"not in the source: {figure}" for figure in sorted((found - expected).elements(), key=str)]
    return (*missing, *extra)
