"""The values of a comparison: the figures of either language as they are met; what comes out, a result a line with its findings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["figure", "direction", "bound", "unit", "term", "untranslated"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in a text.

    `what` is money CNY, count, percent, points, rank place, area m2 …; `values` one number, the two ends of a range or
    the parts of a structure, multiplied out and unsigned; `others` are values that the words may mean as well. `bound`
    is eq, ge, gt, more, le, lt, near, under or approx; `way` up, down or empty; `counted` the class of things counted.
    `loose` figures may be left out or added: they stand in names, or are small numbers in words.
    """

    start: int
    end: int
    text: str
    what: str
    values: tuple[Decimal, ...]
    others: tuple[Decimal, ...] = ()
    bound: str = "eq"
    way: str = ""
    counted: str = ""
    barred: frozenset[str] = frozenset()
    counts: str = ""  # the class that a Chinese measure word counts: 人 person, 户 household
    negative: bool = False
    loose: bool = False
    ordinal: bool = False
    reached: bool = False  # 降至5%: a level, whatever the way to it
    doubled: bool = False  # 翻番, doubled: growth by themselves
    shared: str = ""  # what a number without unit may measure: as the figure before it, or per mille (per 1,000)
    each: bool = False  # a figure for so many people: 每千人, per 1,000 people
    added: bool = False  # 新增5家: a number that can't have fallen


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong: the words of the Chinese and of the English (either may be empty), and why."""

    kind: Kind
    zh: str
    en: str
    why: str


@dataclass(frozen=True, slots=True)
class LineResult:
    """A line and its translation, numbered from 1; no problems where it is right.

    `notes` are no problems: terms in other words than the glossary's, for who wants the approved ones.
    """

    line: int
    zh: str
    en: str
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
