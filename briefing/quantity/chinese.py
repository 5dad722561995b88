"""Find quantities in Chinese text (design section 4)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache

from briefing.quantity.guards import blocked
from briefing.quantity.numerals import ARABIC, BLANKS, CHINESE, normalise, parse_numeral
from briefing.quantity.units import SCALES, Unit, unit, unit_pattern
from briefing.quantity.value import Bound, Quantity
from briefing.quantity.words import after_bound, before_bound, inside_bound

_C = f"[{CHINESE}]"
_NUMERAL = rf"(?:{ARABIC}[十百千万亿]*(?:\d+[十百千万亿]+){{0,3}}|{_C}+(?:点{_C}+)?)"
_GAP = f"[{BLANKS}]{{0,2}}"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """Compile the scanner once; the unit table fills it in."""
    unit_ = unit_pattern()
    return {
        "start": re.compile(rf"\d|[{CHINESE}首半]|翻[番倍]|前列"),
        "ratio": re.compile(r"\d+(?:\.\d+)?(?:[ ]?:[ ]?\d+(?:\.\d+)?){1,5}(?![\d:])"),
        "rank": re.compile(rf"第({_C}+|\d{{1,4}})"),
        "part": re.compile(rf"({_C}+|\d{{1,6}})分之({_NUMERAL})"),
        "number": re.compile(_NUMERAL),
        "inside": re.compile("[余多来](?=[^余多来])"),
        "scale": re.compile("万亿|[百千]?[万亿]"),
        "unit": re.compile(rf"({_GAP})({unit_})"),
        "range": re.compile(rf"(?:-|—|–|~|～|至|到){{1,2}}"),
    }  # fmt: skip


def find(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text, in order, not overlapping.

    Names, idioms, dates and section numbers yield nothing. Never raises; time is linear in the text.
    """
    clean = normalise(text)
    spans = blocked(clean)
    found: list[Quantity] = []
    position = index = 0
    start = _patterns()["start"]
    while m := start.search(clean, position):
        while index < len(spans) and spans[index][1] <= m.start():
            index += 1
        if index < len(spans) and spans[index][0] <= m.start():
            position = spans[index][1]
            continue
        limit = spans[index][0] if index < len(spans) else len(clean)
        quantity, position = _at(clean, m.start(), limit)
        if quantity:
            found.append(replace(quantity, exact=text[quantity.start : quantity.end]))
    return tuple(found)


def _at(text: str, at: int, limit: int) -> tuple[Quantity | None, int]:
    """Read the numeral at `at`: a quantity or None, and where to go on."""
    number = _patterns()["number"].match(text, at, limit)
    if not number:
        return _special(text, at), at + 1
    for reader in (_rank, _ratio, _parts, _measured):
        quantity = reader(text, at, limit)
        if quantity:
            return quantity, max(quantity.end, number.end())
    return None, number.end()


def _special(text: str, at: int) -> Quantity | None:
    """首位, 首家, 翻番, 前列: ranks and multiples without a numeral."""
    return None


def _rank(text: str, at: int, limit: int) -> Quantity | None:
    if at == 0 or text[at - 1] != "第":
        return None
    m = _patterns()["rank"].match(text, at - 1, limit)
    if not m:
        return None
    value = _value(m.group(1))
    if value is None:
        return None
    return Quantity(
        at - 1, m.end(), at, m.end(), "", value, value, "rank", unit_zh="位", unit_code="rank", band="place"
    )


def _ratio(text: str, at: int, limit: int) -> Quantity | None:
    m = _patterns()["ratio"].match(text, at, limit)
    if not m:
        return None
    parts = tuple(Decimal(p.strip()) for p in m.group().split(":"))
    return Quantity(at, m.end(), at, m.end(), "", parts[0], parts[0], "ratio", unit_code="ratio", parts=parts)


def _parts(text: str, at: int, limit: int) -> Quantity | None:
    m = _patterns()["part"].match(text, at, limit)
    below, above = (_value(m.group(1)), _value(m.group(2))) if m else (None, None)
    if not m or below is None or above is None or below == 0:
        return None
    bound = before_bound(text, at) or after_bound(text, m.end())
    per = {100: ("%", 0), 1000: ("‰", -1)}.get(int(below))
    if per:
        return Quantity(at, m.end(), m.start(2), m.end(2), "", above, above.scaleb(per[1]), "percent", bound or "eq",
                        unit_zh=per[0], unit_mult=per[1], unit_code="percent", unit_kind="percent")  # fmt: skip
    value = above / below
    return Quantity(
        at, m.end(), at, m.end(), "", value, value, "ratio", bound or "eq", unit_code="ratio", parts=(above, below)
    )


def _value(text: str) -> Decimal | None:
    try:
        return parse_numeral(text)
    except ValueError:
        return None


def _split(numeral: str) -> tuple[Decimal | None, str]:
    """Part a numeral into value and the scale that belongs to its unit: 2.07万 → 2.07, 万; 百亿 → 100, 亿."""
    if numeral[0].isdigit():
        m = re.fullmatch(rf"({ARABIC})([十百千万亿]*)", numeral)
        if m and (not m.group(2) or m.group(2) in SCALES):
            return _value(m.group(1)), m.group(2)
    for scale in ("万亿", "亿", "万"):
        if numeral.endswith(scale):
            head = numeral.removesuffix(scale)
            whole = _value(numeral)
            return (None if whole is None else whole.scaleb(-SCALES[scale])), scale if head or numeral in SCALES else ""
    return _value(numeral), ""


def _measured(text: str, at: int, limit: int) -> Quantity | None:
    """A number with its unit, with a bound before, inside or after, perhaps a range."""
    p = _patterns()
    number = p["number"].match(text, at, limit)
    assert number
    value, scale = _split(number.group())
    if value is None:
        return None
    end, bound = number.end(), before_bound(text, _sign_start(text, at))
    if inside := p["inside"].match(text, end, limit):
        bound = bound or inside_bound(inside.group())
        end = inside.end()
        if more := p["scale"].match(text, end, limit):
            scale += more.group()
            end = more.end()
    m = p["unit"].match(text, end, limit)
    unit_ = _unit(scale, m.group(2) if m else "")
    if m and unit_ and unit_.code:
        end = m.end()
    elif not number.group()[0].isdigit():
        return None
    else:
        unit_ = _unit(scale, "")
    if unit_ is None:
        return None
    begin = _sign_start(text, at)
    if begin < at:
        value = -value
    bound = bound or after_bound(text, end)
    return Quantity(begin, end, at, number.end() - len(scale) if not inside else number.end(), "", value, value.scaleb(unit_.mult),
                    unit_.kind, bound or "eq", unit_zh=unit_.zh, unit_mult=unit_.mult, unit_code=unit_.code, unit_kind=unit_.kind)  # fmt: skip


def _unit(scale: str, base: str) -> Unit | None:
    return unit(scale + base)


def _sign_start(text: str, at: int) -> int:
    """Where a minus sign before the number starts, or the number itself."""
    if at and text[at - 1] in "-负" and not (at > 1 and (text[at - 2].isdigit() or text[at - 2] in "%元家个")):
        return at - 1
    return at
