"""Facts as printed figures in English and Chinese: the number alone, the figure with its unit, how much it moved."""

from __future__ import annotations

import re
from decimal import Decimal

from briefing.model.extract import Fact
from briefing.model.tree import Number
from briefing.phrase.words import measures
from briefing.quantity import wording

_SCALE = re.compile(r"^(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十)?")
_STRUCTURE = re.compile(r"\d+(?:\.\d+)?%?(?:\s*[:：∶]\s*\d+(?:\.\d+)?%?)+")
_PART = re.compile(r"\d+(?:\.\d+)?")
_TENTHS = {Decimal(number): word for number, word in enumerate("一两三四五六七八九", start=1)}
_DOUBLED = {"lt": "nearly ", "gt": "more than ", "ge": "at least ", "approx": "about "}
_ESTIMATED = re.compile(
    r"预计(?:总数|总量|全年|可|将|仍|分别|比上年|同比)*(?:完成|达到?|为|实现|突破|超过?|增长|下降|(?:提高|提升|上升|增加|下降|降低)?[到至])?(?:约|近)?$"
)
_LESS_THAN = ("不足", "不到", "低于")


def scale_of(unit_zh: str) -> str:
    """Return the scale word a unit begins with: 万 of 万家, empty of 家."""
    found = _SCALE.match(unit_zh)
    return found[0] if found else ""


def _value(fact: Fact) -> Decimal:
    if fact.value is None:
        raise ValueError(f"fact {fact.id} has no figure")
    return fact.value


def _bound_word(fact: Fact) -> str:
    """Return the Chinese bound word where it changes the English one (不足: less than, not nearly)."""
    if fact.bound != "lt":
        return ""
    under = fact.role == "target" or "以下" in fact.suffix[:8]  # a ceiling is not nearly reached
    return next((word for word in _LESS_THAN if fact.prefix.endswith(word)), "低于" if under else "")


def number(fact: Fact) -> str:
    """Return the number alone in English, with its bound: 2.07万家 gives 20,700.

    Raises:
        ValueError: the fact has no figure, or its unit is unknown.
    """
    return wording.english(_value(fact), fact.unit_zh, bound=fact.bound, noun="", bound_zh=_bound_word(fact))


def figure(fact: Fact, currency: str = "RMB", *, short: bool = False) -> str:
    """Return the figure with its unit in English: 2467.9亿元 gives RMB 246.79 billion.

    Raises:
        ValueError: the fact has no figure, or its unit is unknown.
    """
    return wording.english(
        _value(fact), fact.unit_zh, bound=fact.bound, short=short, currency=currency, bound_zh=_bound_word(fact)
    )


def growth(fact: Fact, currency: str = "RMB") -> str:
    """Return how much something grew or fell, without the direction; multiples as percent (增长两倍: 200%).

    Raises:
        ValueError: the fact has no figure, or its unit is unknown.
    """
    value, unit = abs(_value(fact)), fact.unit_zh
    if unit == "倍":
        value, unit = _plain(value * 100), "%"
    if unit == "岁":  # life expectancy rises by years, not by years of age
        unit = "年"
    if fact.unit_code in ("person", "household", "item") or _travels(fact):  # what is counted is the subject
        return wording.english(value, unit, bound=fact.bound, noun="", bound_zh=_bound_word(fact))
    return wording.english(value, unit, bound=fact.bound, currency=currency, bound_zh=_bound_word(fact))


def _travels(fact: Fact) -> bool:
    """Return whether 人次 counts passengers or visits, which are the subject themselves."""
    return fact.unit_code == "person_time" and re.search(r"客|吞吐量|诊疗|人次$", fact.indicator_zh) is not None


def _plain(value: Decimal) -> Decimal:
    """Return a number without the zeros behind its point: 2.1 times are 210 percent, not 210.0."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def times(fact: Fact) -> str:
    """Return a growth to a whole multiple as a verb (翻一番: doubled; 增长近两倍: nearly tripled), or empty."""
    known = {
        ("番", Decimal(1)): "doubled",
        ("倍", Decimal(1)): "doubled",
        ("倍", Decimal(2)): "tripled",
        ("倍", Decimal(3)): "quadrupled",
    }
    verb = known.get((fact.unit_zh, _value(fact)), "")
    return f"{_DOUBLED.get(fact.bound, '')}{verb}" if verb else ""


def structure(fact: Fact) -> tuple[Decimal, ...]:
    """Return the parts of a structure (三次产业结构10.8∶39.5∶49.7), which has no one value; empty for any other fact."""
    if fact.value is not None or not _STRUCTURE.fullmatch(fact.exact.strip()):
        return ()
    return tuple(Decimal(part) for part in _PART.findall(fact.exact))


def way(fact: Fact) -> str:
    """Return up, down or flat."""
    value = _value(fact)
    return "flat" if value == 0 else "up" if value > 0 else "down"


def is_one(fact: Fact) -> bool:
    """Return whether the fact counts exactly one, so that its noun is singular."""
    return fact.value_base == 1 and fact.bound == "eq"


def opening(fact: Fact, text: str, *, spell: bool = True) -> str:
    """Return a figure as it begins a sentence: a small bare number is spelled out."""
    if spell and fact.bound == "eq" and text.isdigit() and len(text) == 1:
        text = wording.small_number(int(text))
    return text[:1].upper() + text[1:]


def measure_noun(fact: Fact) -> str:
    """Return the English of a measure word (套: units), or empty where it has none."""
    unit = fact.unit_zh[len(scale_of(fact.unit_zh)) :].replace("（", "(").replace("）", ")")
    row = measures().get(unit)
    return "" if row is None else row[0] if is_one(fact) else row[1]


def chinese(fact: Fact, *, signed: bool = False) -> str:
    """Return the figure with its unit in Chinese, as written, with its bound; unsigned, the verb beside it tells.

    Raises:
        ValueError: the fact has no figure.
    """
    parts = structure(fact)
    if parts:
        return wording.ratio(parts, "zh")
    value = _value(fact)
    if fact.unit_zh in ("成", "倍") and value in _TENTHS:  # 三成多, 近两倍
        words = f"{'近' if fact.bound == 'lt' else ''}{_TENTHS[value]}{fact.unit_zh}"
        return f"{words}{'多' if fact.bound == 'gt' else '左右' if fact.bound == 'approx' else '以上' if fact.bound == 'ge' else ''}"
    under = _bound_word(fact)
    bound = "eq" if under else fact.bound
    return under + wording.chinese(value if signed else abs(value), fact.unit_zh, bound=bound)


def is_estimated(fact: Fact) -> bool:
    """Return whether a figure of what happened is an estimate (研发投入强度预计达3.9%)."""
    listed = fact.group != "" and "预计" in fact.strength and fact.measure != "growth"
    return fact.role == "actual" and fact.value is not None and (listed or _ESTIMATED.search(fact.prefix) is not None)


def estimated(fact: Fact, text: str) -> str:
    """Return a figure in words as the estimate it is, where it is one: an estimated 3.9%."""
    if not text or not is_estimated(fact):
        return text
    return f"an estimated {text}" if fact.bound == "eq" and fact.measure != "growth" else f"{text} (estimate)"


def numbered(text: str, fact: Fact) -> Number:
    """Return a printed figure that leads back to its fact."""
    return Number(text, fact.id)
