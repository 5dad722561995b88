"""Read one Chinese or Arabic number with its unit: 2.07万家, 1600余户, 三千二百万元, 两成五, 2467. 9亿元."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from briefing.quantity.numerals import ARABIC, BLANKS, CHINESE, CHINESE_CHAR, SCALE_CHAR, parse_numeral
from briefing.quantity.units import SCALES, Unit, table, unit, unit_pattern
from briefing.quantity.value import Bound, plain
from briefing.quantity.words import inside_bound

_C = CHINESE_CHAR
_S = SCALE_CHAR
_B = f"[{BLANKS}]"
_DIGIT = "[一二两三四五六七八九]"


_MOST_DIGITS = 24  # more than any figure has, less than decimal arithmetic keeps exactly
# Units that may carry 多 behind them: 两倍多
TRAILED = frozenset("倍 成 年 个月 天 小时 个小时 元 亩 公里 吨 米 岁 番 分钟".split())
_NOT_TRAILING = frozenset("元种个样方次年层发点")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A compiled pattern of the scanner, by name."""
    scaled = rf"(?={_B}?(?:{_S}|{unit_pattern()}))"
    spaced = rf"(?<=[一-龥])(?:\d{{1,9}}\.{_B}{{1,2}}\d{{1,6}}|\d{{1,9}}{_B}{{1,2}}\.\d{{1,6}}|\d{{1,3}}(?:{_B}\d{{3}}){{1,4}}(?!\d)(?:\.\d+)?){scaled}"
    arabic = rf"(?:{spaced}|{ARABIC})"
    patterns = {
        "start": rf"\d|[{CHINESE}首半]|翻[番倍]|前列",
        "arabic": arabic,
        "number": rf"(?P<digits>{arabic})(?:(?P<scale>{_S}{{1,2}})|{_B}{{1,2}}(?P<far>万亿|[万亿]))?"
        rf"(?P<more>\d{{1,4}}{_S}{{1,2}}(?:\d{{1,4}}{_S}{{0,2}})?)?|{_C}+(?:点{_C}+)?",
        "ratio": rf"\d{{1,9}}(?:\.\d{{1,9}})?(?:{_B}?:{_B}?\d{{1,9}}(?:\.\d{{1,9}})?){{1,5}}(?![\d:])",
        "part": rf"({_C}{{1,6}}|\d{{1,6}})分之({_C}+(?:点{_C}+)?|{ARABIC})",
        "inside": rf"[余多来](?={_B}?(?:{_S}|{unit_pattern()}))|\+(?=[一-龥])",
        "scale": "万亿|[百千]?[万亿]",
        "unit": rf"{_B}{{0,2}}({unit_pattern()})",
        "dash": rf"{_B}?(?:-|—|–|~|～|至|到|--){_B}?(?=-?\d|{_C})",
        "and": r"(?:、|和|与|及)(?=-?\d)",
        "tenth": rf"成({_DIGIT}|半)",
        "grown": r"(?:增长|增加|增幅|增|提高|提升|上升|上涨|扩大|高出|超出|多出|增速|翻升)(?:了|达|高达|为|约|近|超过?)*$",
        "grown_to": r"(?:增长|增加|扩大|提高|提升|上升|增|升)(?:到|至|为)(?:原来的|上年的)?$",
        "half": r"一?半(?=以上|左右|多|[，。；、的）)\s]|$)|半数",
    }
    return re.compile(patterns[name])


@dataclass(frozen=True, slots=True)
class Read:
    """A number and its unit as read; `written` is the unit's own name without scale, empty for a bare number."""

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    unit: Unit
    written: str = ""
    scale: str = ""
    numeral: str = ""
    bound: Bound | None = None
    trailing: bool = False


def read_number(text: str, at: int, limit: int) -> Read | None:
    """Read number, 余 or 多, scale and unit at `at`; `limit` is where the next span without quantities starts."""
    number = pattern("number").match(text, at, limit)
    if not number:
        return None
    value, scale = _split(number)
    if value is None:
        return None
    number_end = end = number.end()
    bound: Bound | None = None
    inside = pattern("inside").match(text, end, limit)
    if inside:
        found = inside_bound(inside.group())
        bound = found[0] if found else None
        end = inside.end()
        more = pattern("scale").match(text, end, limit)
        if more:
            scale, end = scale + more.group(), more.end()
    elif scale:
        number_end = number.end("digits") if number["digits"] and not number["more"] else number_end - len(scale)
    written, end = _unit_at(text, end, limit, numeral=number.group())
    known = unit(scale + written) or (unit(scale) if not written else None)
    if known is None:
        return None
    if written == "成" and (tenth := pattern("tenth").match(text, end - 1, limit)):
        value += (parse_numeral(tenth[1]) if tenth[1] != "半" else 5) / Decimal(10)
        end = tenth.end()
    more_than = text[end : end + 1] in {"多", "余"} and text[end + 1 : end + 2] not in _NOT_TRAILING
    trailing = written in TRAILED and more_than
    return Read(at, end, at, number_end, value, known, written, scale, number.group(), bound, trailing)


def _split(m: re.Match[str]) -> tuple[Decimal | None, str]:
    """Part a numeral into value and the scale that belongs to its unit: 2.07万 → 2.07, 万; 百亿 → 100, 亿."""
    numeral = m.group()
    if m["digits"] and not m["more"]:
        scale = m["scale"] or m["far"] or ""
        if scale and scale not in SCALES:
            return None, ""
        return numeral_value(m["digits"]), scale
    whole = numeral_value(numeral)
    for scale in ("万亿", "亿", "万"):
        if numeral.endswith(scale):
            return (None if whole is None else tidy(whole.scaleb(-SCALES[scale]))), scale
    return whole, ""


def numeral_value(text: str) -> Decimal | None:
    """The value of a numeral, or None where it is no single number or too long for a figure."""
    if len(text) > _MOST_DIGITS:
        return None
    try:
        return parse_numeral(text)
    except ValueError:
        return None


def tidy(value: Decimal) -> Decimal:
    """Drop the zeros that scaling left behind: 15000.0000 → 15000."""
    return plain(value.normalize())


def _unit_at(text: str, end: int, limit: int, *, numeral: str) -> tuple[str, int]:
    """The unit behind a number and its end; empty where there is none, or another word begins there (5对外)."""
    m = pattern("unit").match(text, end, limit)
    if not m:
        return "", end
    name = m[1].replace("（", "(").replace("）", ")")
    base = table().get(name)
    if base and m.end() < len(text) and text[m.end()] in base.not_before:
        return "", end
    if base and not numeral[0].isdigit() and len(numeral) == 1 and not base.spelled:
        return "", end
    if " " in m.group() and not numeral[0].isdigit():
        return "", end
    return name, m.end()
