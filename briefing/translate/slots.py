"""Slots: a sentence with its figures taken out, so that next month's sentence with other figures is the same sentence.

Three kinds of slot:

    {n1:money}          a figure, with its kind; the same slot stands in zh and en, the value comes from the new sentence;
                        in en {n1:count:bare} leaves its unit out (296,400), {n1:count:words} spells a small one (three):
                        behind a slash stands which unit that was (bare/person_time), and no figure of another fills it;
                        one that ends in :one was learnt of a single thing and says no other number
    {y1}                a year (2023年 is {y1}年); {y0} in en is the year of the report, where the Chinese names none (全年)
    {t1:八八战略}        a term; in en {t1:Double Eight Strategy} keeps the English it had when the pair was approved

Figures are never learnt: a pair with a bare figure outside a slot is refused. A term may also stand as plain text. A pair
is stale, and not used, when the glossary no longer gives its terms that English. Matching is exact on the source with
figures slotted and terms in the glossary's own spelling, so quotes and widths do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Protocol

from briefing.errors import Problem
from briefing.glossary import Match, TermProblem
from briefing.quantity import Quantity, find, find_english, wording
from briefing.quantity.words import rows
from briefing.translate.locks import english_of

PLANNED = " planned"  # ends the origin of a pair whose English speaks of a target
FIGURE_SLOT = re.compile(r"\{n(\d+):([a-z]+)(?::(bare|words)(?:/(\w+))?)?(:one)?\}")
TERM_SLOT = re.compile(r"\{t(\d+):([^{}]+)\}")
YEAR_SLOT = re.compile(r"\{y(\d+)\}")
YEAR = re.compile(r"((?:19|20)\d\d)(?=年)")
_EDGES = re.compile(
    r"^(?:[\s—\-•·◆●■▲]+|[一二三四五六七八九十]{1,3}[、,]|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳])|[\s。；;.!！:：]+$"
)
_FOLD = str.maketrans({c: chr(ord(c) - 0xFEE0) for c in map(chr, range(0xFF01, 0xFF5F))} | {"、": ",", "　": " "})
_SENTENCE_END = re.compile(r"[.!?][”\"’)]?\s+$")
_QUOTES = re.compile("[“”‘’\"'《》「」『』\\s]")


class Terms(Protocol):
    """What the memory needs of `briefing.glossary.Glossary`."""

    def match(self, zh: str) -> tuple[Match, ...]:
        """Return the enforced terms of a Chinese text."""
        ...

    def check_english(self, zh: str, en: str) -> tuple[TermProblem, ...]:
        """Return what is wrong with the terms of a translation."""
        ...


def figure_slots(zh: str, terms: Terms) -> tuple[Quantity, ...]:
    """Return the figures of a sentence that become slots: those outside terms."""
    matches = terms.match(zh)
    return tuple(q for q in find(zh) if not any(m.start < q.end and q.start < m.end for m in matches) and english_of(q))


def slotted(zh: str, terms: Terms) -> str:
    """Return a Chinese sentence with its figures as typed slots: 新增泊位3746个 gives 新增泊位{n1:count}."""
    parts: list[str] = []
    at = 0
    for number, quantity in enumerate(figure_slots(zh, terms), start=1):
        start, end = _with_bound(zh, quantity)
        parts += [zh[at:start], f"{{n{number}:{kind_of(quantity)}}}"]
        at = end
    years = count(1)
    return YEAR.sub(lambda _: f"{{y{next(years)}}}", "".join([*parts, zh[at:]]))


@cache
def _bound_words(place: str) -> tuple[str, ...]:
    found = (row["word"] for row in rows("bounds.csv") if row["place"] == place)
    return tuple(sorted(found, key=lambda word: -len(word)))


def _with_bound(zh: str, quantity: Quantity) -> tuple[int, int]:
    """Return the span of a figure with the words of its bound (不少于30个, 30个以上): the slot's wording says it."""
    if quantity.bound == "eq":
        return quantity.start, quantity.end
    before = next((word for word in _bound_words("before") if zh.endswith(word, 0, quantity.start)), "")
    after = next((word for word in _bound_words("after") if zh.startswith(word, quantity.end)), "")
    return quantity.start - len(before), quantity.end + len(after)


def kind_of(quantity: Quantity) -> str:
    """Return the kind of a figure as its slot names it: money, percent, count, area."""
    kind = quantity.unit_kind or quantity.kind
    return "count" if kind == "number" else kind


def plain(text: str) -> str:
    """Return a side of a pair with its term slots as plain text."""
    return TERM_SLOT.sub(r"\2", text)


def dated(zh: str, year: str) -> str:
    """Return a sentence that names no year of its own as said in the year of its report."""
    return f"{year}年{zh}" if year and not YEAR.search(zh) else zh


def key_of(zh: str, *, of_plan: bool = False) -> str:
    """Return the form in which sources are compared: widths folded, quotes, blanks and closing marks dropped.

    A sentence that speaks of a target (`of_plan`) is another than the same words about a result.
    """
    return _EDGES.sub("", _QUOTES.sub("", zh.translate(_FOLD))) + (PLANNED if of_plan else "")


def refill(
    en: str, figures: Sequence[Quantity], years: Sequence[str] = (), currency: str = "RMB", own: str = ""
) -> str | None:
    """Return the English with its slots filled, or None where a slot has no figure of its kind.

    Args:
        en: the English with slots.
        figures: those of the Chinese outside terms, in its order: {n1} is the first.
        years: those the Chinese names, in its order: {y1} is the first.
        currency: how the house words yuan: RMB, CNY or yuan.
        own: the year of the report, for {y0}.
    """
    complete = True

    def year(slot: re.Match[str]) -> str:
        nonlocal complete
        named = [own, *years]
        word = named[int(slot[1])] if int(slot[1]) < len(named) else ""
        complete = complete and bool(word)
        return word

    def fill(slot: re.Match[str]) -> str:
        nonlocal complete
        index = int(slot[1]) - 1
        if index >= len(figures) or not _fits(figures[index], slot):
            complete = False
            return ""
        words = worded(figures[index], slot[3] or "", currency)
        return words[:1].upper() + words[1:] if _SENTENCE_END.search(slot.string, 0, slot.start()) else words

    text = YEAR_SLOT.sub(year, FIGURE_SLOT.sub(fill, plain(en)))
    return text[:1].upper() + text[1:] if complete else None


def _fits(figure: Quantity, slot: re.Match[str]) -> bool:
    """Return whether a figure may fill a slot: its kind, no loss, and one thing where the sentence speaks of one, else several."""
    if kind_of(figure) != slot[2] or figure.value < 0:  # 增长-3.2%: up -3.2% is no English
        return False
    if slot[3] and unit_left_out(figure) != (slot[4] or ""):
        return False
    return slot[2] != "count" or is_of_one(figure) == bool(slot[5])


def unit_left_out(figure: Quantity) -> str:
    """Return the unit that a figure loses where only its number is said, empty where the house says no noun with it."""
    return figure.unit_code if worded(figure, "bare") != english_of(figure) else ""


def is_of_one(figure: Quantity) -> bool:
    """Return whether a figure is exactly one thing, of which English speaks in the singular."""
    return figure.value_base == 1 and figure.bound == "eq" and figure.low is None


def worded(figure: Quantity, way: str, currency: str = "RMB") -> str:
    """Return a figure in the wording of the house; `bare` without its unit, `words` spelled where it is small."""
    whole = english_of(figure, currency)
    if not way or figure.low is not None or figure.parts:
        return whole
    bare = wording.english(figure.value, figure.unit_zh, bound=figure.bound, noun="")
    number = wording.english(figure.value, figure.unit_zh, noun="")
    return bare.replace(number, wording.small_number(figure.value_base)) if way == "words" else bare


def slot_problem(zh: str, en: str, where: str) -> Problem | None:
    """Return a problem where a figure stands outside a slot on the English side."""
    left = [q for q in find_english(FIGURE_SLOT.sub("#", plain(en))) if q.kind in ("money", "percent", "points")]
    if left:
        return Problem(
            where, f"bare figure {left[0].exact} in en", "figures as slots", "Write {n1:money} and the like."
        )
    wanted, found = (_slots(side) for side in (zh, en))
    if wanted != found:
        return Problem(where, "figure slots of zh and en differ", "the same slots on both sides", "Number them alike.")
    return None


def _slots(side: str) -> list[tuple[str, str]]:
    """Return number and kind of each slot of a side."""
    figures = [(slot[1], slot[2]) for slot in FIGURE_SLOT.finditer(side)]
    return sorted([*figures, *((number, "year") for number in YEAR_SLOT.findall(side) if number != "0")])
