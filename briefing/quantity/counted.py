"""What a number counts, where the two languages can contradict each other: people, households, firms."""

from __future__ import annotations

import re
from functools import cache

from briefing.quantity.value import Quantity
from briefing.quantity.words import rows

_SCALE = "十百千万亿"
_REACH = 7  # words behind a number among which the noun it counts stands
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|[.;:,()]")
_ENDS = frozenset("of in with for from by at and or to that who which were was is are have had per . ; : , ( )".split())
_FIRM_ZH = re.compile(r"(?:企业|主体|工商户|单位|公司|商户|店)[^，。；]{0,8}$")


@cache
def _nouns() -> dict[str, str]:
    return {row["word"]: row["class"] for row in rows("counted_nouns.csv")}


@cache
def _measures() -> dict[str, frozenset[str]]:
    return {row["zh"]: frozenset(row["not"].split()) for row in rows("counted_measures.csv")}


def class_of(en: str, quantity: Quantity) -> str:
    """Return the class of the noun an English number counts, or empty: 515 national high-tech enterprises → firm."""
    own = _nouns().get(quantity.unit_en.split()[-1].lower() if quantity.unit_en else "", "")
    if own:
        return own
    for word in _WORD.findall(en[quantity.end : quantity.end + 120])[:_REACH]:
        if word.lower() in _ENDS:
            break
        if word.lower() in _nouns():
            return _nouns()[word.lower()]
    return ""


def barred(unit_zh: str, before: str) -> frozenset[str]:
    """Return the classes of nouns that a Chinese measure word, its scale apart, can't count; 企业5户 are no households.

    Args:
        unit_zh: the measure word (万人).
        before: the Chinese before the figure.
    """
    measure = unit_zh.lstrip(_SCALE)
    firms = measure == "户" and bool(_FIRM_ZH.search(before))
    return _measures().get(measure, frozenset()) | ({"household"} if firms else frozenset())
