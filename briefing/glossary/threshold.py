"""Floors inside a name: projects of at least RMB 100 million, graduates aged 35 or under, attractions rated 4A or above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from briefing.glossary.grammar import Grammar
from briefing.quantity.numerals import parse_numeral
from briefing.quantity.wording import english

_MONEY = re.compile(
    r"(?P<over>超过|超|达到|达)?(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九])?"
    r"(?P<unit>[十百千]?万亿?美?元|[十百千]?亿美?元)(?P<floor>及以上|以上|级)?(?:的)?"
)
_AGE = re.compile(r"(\d+)周?岁(及以下|以下|及以上|以上)(?:的)?")
_AGES = re.compile(r"(\d+)[-—–~至到](\d+)周?岁(?:的)?")
_SIZE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九])?(?P<scale>[十百千]?万|[十百千])?(?P<unit>[^\d以及]{1,5}?)(?:规模)?"
    r"(?P<floor>及?以上|及以下)(?:规模)?(?:的)?"
)
_RATED = re.compile(r"(\d)a级?(及以上|以上)?")  # indicators come folded, in small letters
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_STARS = re.compile(r"([一二三四五\d])星级?(及以上|以上)?")


@dataclass(frozen=True, slots=True)
class Threshold:
    """The floor in English, behind the noun, and the Chinese that remains."""

    en: str
    rest: str


def _amount(found: re.Match[str]) -> str:
    """Return `at least RMB 100 million`; a scale without number is one of it (亿元以上: 1亿元)."""
    number = found["number"]
    unit = found["unit"]
    head = re.match(r"[十百千]", unit)
    value = parse_numeral(number) if number else Decimal(1)
    if head:
        value *= _SCALES[head[0]]
        unit = unit[1:]
    more = found["over"] in ("超过", "超") and not found["floor"]
    return f"{'more than' if more else 'at least'} {english(value, unit)}"


def _money(text: str, grammar: Grammar) -> Threshold | None:
    """Read 亿元以上X, 年销售额达5亿元以上X, 计划总投资超亿元X."""
    measure = next((w for w in grammar.of("measured") if text.startswith(w.zh)), None)
    start = len(measure.zh) if measure else 0
    found = _MONEY.match(text, start)
    if found is None or found.end() == len(text) or not (found["over"] or found["floor"]):
        return None
    amount = _amount(found)
    return Threshold(f"with {measure.en} of {amount}" if measure else f"of {amount}", text[found.end() :])


def _size(text: str, grammar: Grammar) -> Threshold | None:
    """Read 500人以上X, 20年以上X, 100亩及以下X; the units are words of the grammar."""
    found = _SIZE.match(text)
    if found is None or found.end() == len(text) or not (found["number"] or found["scale"]):
        return None
    unit = next((w for w in grammar.of("size") if w.zh == found["unit"]), None)
    if unit is None:
        return None
    value = parse_numeral(found["number"] or "") if found["number"] else Decimal(1)
    for scale in found["scale"] or "":
        value *= _SCALES[scale]
    number = f"{value.normalize():,f}"
    words = f"at least {number}" if found["floor"].endswith("上") else f"up to {number}"
    return Threshold(unit.after.replace("{n}", words), text[found.end() :])


def _graded(text: str) -> Threshold | None:
    """Read 35岁以下X, 0-6岁X, 3A级以上X, 四星级X."""
    ages = _AGES.match(text)
    if ages is not None and ages.end() < len(text):
        return Threshold(f"aged {ages[1]} to {ages[2]}", text[ages.end() :])
    age = _AGE.match(text)
    if age is not None and age.end() < len(text):
        return Threshold(f"aged {age[1]} or {'under' if '下' in age[2] else 'over'}", text[age.end() :])
    rated = _RATED.match(text)
    if rated is not None and rated.end() < len(text):
        return Threshold(f"rated {rated[1]}A{' or above' if rated[2] else ''}", text[rated.end() :])
    stars = _STARS.match(text)
    if stars is not None and stars.end() < len(text):
        count = int(parse_numeral(stars[1]))
        return Threshold(f"rated {count} star{'s'[: count != 1]}{' or above' if stars[2] else ''}", text[stars.end() :])
    return None


def threshold(text: str, grammar: Grammar) -> Threshold | None:
    """Return the floor that a folded indicator begins with, or None."""
    return _money(text, grammar) or _size(text, grammar) or _graded(text)
