"""Find quantities in Chinese text (design section 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

from briefing.quantity import ranks
from briefing.quantity.guards import blocked
from briefing.quantity.numerals import BLANKS, normalise
from briefing.quantity.reading import Read, numeral_value, pattern, read_number, tidy
from briefing.quantity.standing import stands
from briefing.quantity.units import unit
from briefing.quantity.value import Bound, Quantity, plain
from briefing.quantity.words import after_bound, before_bound, lines

_NO_MINUS = frozenset("减降增担背肩自抱欠胜")  # 减负500亿元 is relief, no negative figure
_HALF = Decimal(1) / 2
_LONGEST_LIST = 8


def find(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text, in order, not overlapping.

    Names, idioms, dates and section numbers yield nothing. Never raises; time is linear in the text.
    """
    clean = normalise(text)
    spans = blocked(clean)
    found: list[Quantity] = []
    position = index = 0
    while m := pattern("start").search(clean, position):
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
    """Read what starts at `at`: a quantity or None, and where to go on."""
    for reader in _READERS:
        quantity = reader(text, at, limit)
        if quantity:
            return quantity, max(quantity.end, at + 1)
    number = pattern("number").match(text, at, limit)
    return None, number.end() if number else at + 1


# --- readers: each gets the text, the place of the numeral, and where the next blocked span starts --------------------


def _place(text: str, at: int, _: int) -> Quantity | None:
    """第三, 前十, 首位, 首家, 前列."""
    if text[at] == "首":
        return ranks.first(text, at)
    return ranks.front(text, at) if text[at] == "前" else ranks.rank(text, at)


def _ratio(text: str, at: int, limit: int) -> Quantity | None:
    """5.8:41.6:52.6."""
    m = pattern("ratio").match(text, at, limit)
    if not m:
        return None
    parts = tuple(Decimal(p.strip(BLANKS)) for p in m.group().split(":"))
    return Quantity(
        at, m.end(), at, m.end(), "", parts[0], parts[0], "ratio", unit_code="ratio", unit_kind="ratio", parts=parts
    )


def _part(text: str, at: int, limit: int) -> Quantity | None:
    """百分之八点二, 千分之三, 三分之二."""
    m = pattern("part").match(text, at, limit)
    below, above = (numeral_value(m[1]), numeral_value(m[2])) if m else (None, None)
    if not m or not below or above is None:
        return None
    bound = _bound(text, at, m.end())
    if below in {100, 1000}:
        per = unit("%" if below == 100 else "‰")
        assert per
        return _build(Read(at, m.end(), m.start(2), m.end(2), above, per), bound)
    value = above / below
    return Quantity(
        at,
        m.end(),
        at,
        m.end(),
        "",
        value,
        value,
        "ratio",
        bound,
        unit_code="ratio",
        unit_kind="ratio",
        parts=(above, below),
    )


def _half(text: str, at: int, _: int) -> Quantity | None:
    """一半, 半数: one half."""
    m = pattern("half").match(text, at)
    if not m or (text[at] == "半" and text.endswith(("上", "下", "过", "各", "减", "对"), 0, at)):
        return None
    return Quantity(
        at, m.end(), at, m.end(), "", _HALF, _HALF, "ratio", _bound(text, at, m.end()),
        unit_code="ratio", unit_kind="ratio", parts=(Decimal(1), Decimal(2)),
    )  # fmt: skip


def _doubled(text: str, at: int, _: int) -> Quantity | None:
    """翻番, 翻倍 without a number."""
    if not text.startswith(("翻番", "翻倍"), at):
        return None
    unit_zh = text[at + 1]
    known = unit(unit_zh)
    assert known
    return Quantity(
        at, at + 2, at + 1, at + 1, "", Decimal(1), Decimal(2 if unit_zh == "番" else 1), "multiple",
        _bound(text, at, at + 2), unit_zh=unit_zh, unit_code=known.code, unit_kind="multiple", factor=Decimal(2),
    )  # fmt: skip


def _measured(text: str, at: int, limit: int) -> Quantity | None:
    """A number with its unit, with a bound before, inside or after, perhaps a range."""
    first = read_number(text, at, limit)
    if not first:
        return None
    ranged = _range(text, first, limit)
    if ranged:
        return ranged
    first = _shared(text, first, limit)
    if not stands(text, first):
        return None
    if first.written == "位" and text.endswith(_moves(), 0, at):
        first = replace(first, unit=replace(first.unit, code="place"))
    begin, value = _signed(text, first)
    bound = first.bound or _bound(text, begin, first.end)
    if first.trailing and bound == "eq":
        bound = "gt"
    return _build(replace(first, start=begin, value=value), bound, _factor(text, begin, first))


@cache
def _moves() -> tuple[str, ...]:
    """Words before a number of places moved: 前移2位 is no 2 persons."""
    return tuple(lines("rank_moves.txt"))


_READERS: tuple[Callable[[str, int, int], Quantity | None], ...] = (_place, _ratio, _part, _half, _doubled, _measured)


def _shared(text: str, first: Read, limit: int) -> Read:
    """2.6、1.5个百分点, 4.2和7%: a bare number of a list has the unit that the last one writes."""
    if first.written or first.scale or not first.numeral[0].isdigit():
        return first
    end = first.end
    for _ in range(_LONGEST_LIST):
        comma = pattern("and").match(text, end, limit)
        following = read_number(text, comma.end(), limit) if comma else None
        if not following:
            return first
        if following.written or following.scale:
            shares = following.unit.kind in {"percent", "points", "money"}
            return replace(first, unit=following.unit, written=following.written) if shares else first
        end = following.end
    return first


def _signed(text: str, read: Read) -> tuple[int, Decimal]:
    """Take a minus sign before the number in; a dash behind a figure or before a count is none."""
    at = read.start
    if at == 0 or text[at - 1] not in "-负" or read.unit.kind == "count":
        return at, read.value
    before = text[at - 2] if at > 1 else ""
    if text[at - 1] == "负" and before in _NO_MINUS:
        return at, read.value
    if text[at - 1] == "-" and (before.isdigit() or before in "%‰-元" or (before.isascii() and before.isalpha())):
        return at, read.value
    return at - 1, -read.value


def _bound(text: str, start: int, end: int) -> Bound:
    found = before_bound(text, start) or after_bound(text, end)
    return found[0] if found else "eq"


def _factor(text: str, begin: int, read: Read) -> Decimal | None:
    """The level over its base: 增长两倍 → 3, 翻两番 → 4, 是…的两倍 → 2."""
    if read.unit.kind != "multiple":
        return None
    if read.unit.code == "doubling":
        return _doublings(read.value)
    found = before_bound(text, begin)
    head = text[max(0, begin - 14) : begin - (len(found[1]) if found else 0)]
    if pattern("grown").search(head) and not pattern("grown_to").search(head):
        return read.value + 1
    return read.value


def _doublings(value: Decimal) -> Decimal:
    """Two to that power for a sane number of doublings."""
    return Decimal(2) ** value if 0 <= value <= 20 else value


def _build(read: Read, bound: Bound, factor: Decimal | None = None) -> Quantity:
    known = read.unit
    base = _doublings(read.value) if known.code == "doubling" else plain(read.value.scaleb(known.mult))
    return Quantity(
        read.start, read.end, read.number_start, read.number_end, "", read.value, base, known.kind, bound,
        unit_zh=known.zh, unit_mult=known.mult, unit_code=known.code, unit_kind=known.kind, factor=factor,
    )  # fmt: skip


def _range(text: str, first: Read, limit: int) -> Quantity | None:
    """5.0%-5.5%, 3至5家, 300-500万元: low and high in the unit of the second number."""
    dash = pattern("dash").match(text, first.end, limit)
    if not dash or text.endswith(("由", "从", "自"), 0, first.start):
        return None
    second = read_number(text, dash.end(), limit)
    if not second or not (second.written or second.scale) or (first.written and first.unit.code != second.unit.code):
        return None
    low = _aligned(first, second)
    if low >= second.value:
        return None
    known = second.unit
    return Quantity(
        first.start, second.end, first.number_start, second.number_end, "", low, plain(low.scaleb(known.mult)),
        "range", _bound(text, first.start, second.end), low=low, high=second.value, unit_zh=known.zh,
        unit_mult=known.mult, unit_code=known.code, unit_kind=known.kind,
    )  # fmt: skip


def _aligned(first: Read, second: Read) -> Decimal:
    """The low end in the unit of the high one: 300-500万元 → 300, 5000万元-1亿元 → 0.5."""
    own = first.unit.mult if first.written else first.unit.scale
    other = second.unit.mult if first.written else second.unit.scale
    if own == other or not (first.written or first.scale):
        return first.value
    return tidy(first.value.scaleb(own - other))
