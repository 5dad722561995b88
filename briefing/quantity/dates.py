"""Dates and periods in Chinese text: 2023年, 1—11月, 上半年, 前三季度, 三季度末, “十四五”时期, 去年同期.

Periods are ISO 8601 as in design section 3: 2023, 2024-10, 2024-01/2024-10, 2024-Q3, 2024-H1, 2021/2025, 2024-12-27;
empty where the year is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.quantity.numerals import normalise, parse_numeral

Basis = Literal["", "flow", "stock", "cumulative"]
PeriodKind = Literal[
    "year", "years", "half", "quarter", "months", "month", "day", "plan", "same_period", "span", "clock"
]


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A period as mentioned; `basis` is what the mention itself says (截至…底: stock, 1-10月: cumulative), else empty."""

    start: int
    end: int
    period: str
    basis: Basis
    kind: PeriodKind


_Found = tuple[str, Basis, PeriodKind]
_DASH = r"(?:-|—|–|~|～|至|到){1,2}"
_CN = "[一二三四五六七八九十]"
_B = "[ \u00a0\u3000]?"
_YEAR_NAMES = {
    "今年": 0, "本年": 0, "当年": 0, "全年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "上年度": -1,
    "前年": -2, "明年": 1, "来年": 1, "次年": 1,
}  # fmt: skip
_FIVE_YEAR_PLANS = {
    "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021,
    "十五五": 2026, "十六五": 2031,
}  # fmt: skip

_YEAR = (
    rf"(?:(?P<year>(?<!\d)(?:19|20)\d\d|[一二][〇○零九][〇○零一二三四五六七八九]{{2}}){_B}年(?:度|全年)?"
    rf"|(?P<named>{'|'.join(sorted(_YEAR_NAMES, key=len, reverse=True))})(?:全年)?)"
)
_PART = (
    rf"(?:(?<!\d)(?<!\d\.)(?P<from>\d{{1,2}})(?:月份?)?{_B}{_DASH}{_B}(?P<to>\d{{1,2}}){_B}月份?"
    rf"|前(?P<first>\d{{1,2}}|{_CN}{{1,2}})个月"
    rf"|(?<![\d.])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]){_B}月份?(?:(?P<day>\d{{1,2}})(?:{_DASH}\d{{1,2}})?{_B}日)?"
    r"|前(?P<quarters>[二三两23])个?季度|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)"
)
_TAIL = r"(?P<tail>年?末|年?底|同期|年?初|当月|以来|期间)?"
_MENTION = re.compile(
    rf"(?P<until>截至|截止到|截止|到|至)?(?:{_YEAR}{_B}(?:的)?{_PART}?|{_PART.replace('?P<', '?P<x')}){_TAIL}"
)
_YEARS = re.compile(rf"(?<!\d)(?P<a>(?:19|20)\d\d){_B}年?{_DASH}(?P<b>(?:19|20)?\d\d){_B}年(?:度|间|期间)?")
_DAY = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:.])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:.%])")
_NO_CLOCK = re.compile(r"(?:结构|比例|之比|比|为|由|到|至)[^\d，。；]{0,4}$")
_PLAN = re.compile(
    rf"(?:[“\"'‘](?P<quoted>{'|'.join(sorted(_FIVE_YEAR_PLANS, key=len, reverse=True))})[”\"'’]"
    rf"|(?P<bare>{'|'.join(sorted((n for n in _FIVE_YEAR_PLANS if len(n) > 2), key=len, reverse=True))}))"
    r"(?:规划|时期|期间|以来|期末|末|期)?"
)
_SPAN = re.compile(
    rf"(?:(?P<back>近|过去|(?<!学)前|最近|这|上一个)|(?P<ahead>未来|今后))(?P<n>\d{{1,2}}|{_CN}{{1,2}}|几)年(?:来|间|里)?"
    rf"|(?<![\d.续])(?P<since>\d{{1,2}}|{_CN}{{1,2}})年(?:来|间)"
)
_SAME = re.compile("(?:上年|去年)?同期")


def find_periods(text: str, *, default_year: int | None = None) -> tuple[PeriodMention, ...]:
    """Find every date and period mention in order, not overlapping; the longest wins.

    Args:
        text: Chinese text.
        default_year: The year that 今年, 1-10月 or 三季度末 without a year belong to.
    """
    clean = normalise(text)
    found = [mention for rule in _RULES for mention in rule(clean, default_year)]
    kept: list[PeriodMention] = []
    for mention in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def _mentions(text: str, default_year: int | None) -> Iterator[PeriodMention]:
    for m in _MENTION.finditer(text):
        groups = {k.removeprefix("x"): v for k, v in m.groupdict().items() if v is not None}
        period, basis, kind = _resolve(groups, default_year)
        start = m.start()
        if groups.get("until") in {"到", "至"} and basis != "stock":
            start += 1
        yield PeriodMention(start, m.end(), period, basis, kind)


def _resolve(groups: dict[str, str], default_year: int | None) -> _Found:
    """Turn the named parts of a mention into period, basis and kind."""
    year = _year(groups, default_year)
    period, basis, kind = _part(groups, year)
    tail = groups.get("tail", "")
    if tail.endswith(("末", "底")) or groups.get("until", "").startswith("截"):
        basis = "stock"
    if tail == "同期":
        kind = "same_period"
    return period, basis, kind


def _year(groups: dict[str, str], default_year: int | None) -> int | None:
    if "year" in groups:
        return int(parse_numeral(groups["year"].replace("○", "〇")))
    offset = _YEAR_NAMES.get(groups.get("named", ""), 0)
    return None if default_year is None else default_year + offset


def _part(groups: dict[str, str], year: int | None) -> _Found:
    """The part of the year: months, quarters, halves, or the year itself."""
    if "from" in groups:
        return _months(year, int(groups["from"]), int(groups["to"]))
    for name, months in (("first", 1), ("quarters", 3)):
        if name in groups:
            return _months(year, 1, months * int(parse_numeral(groups[name])))
    if "quarter" in groups:
        return _iso(year, f"-Q{parse_numeral(groups['quarter'])}"), "flow", "quarter"
    if "half" in groups:
        return _iso(year, "-H1" if groups["half"] == "上" else "-H2"), "flow", "half"
    return _month(groups, year) if "month" in groups else (_iso(year, ""), "", "year")


def _month(groups: dict[str, str], year: int | None) -> _Found:
    month = f"-{int(parse_numeral(groups['month'])):02d}"
    if "day" in groups:
        return _iso(year, f"{month}-{int(groups['day']):02d}"), "", "day"
    return _iso(year, month), "", "month"


def _iso(year: int | None, rest: str) -> str:
    return "" if year is None else f"{year}{rest}"


def _months(year: int | None, first: int, last: int) -> _Found:
    if year is None or not 1 <= first <= last <= 12:
        return "", "cumulative", "months"
    return f"{year}-{first:02d}/{year}-{last:02d}", "cumulative", "months"


def _year_ranges(text: str, _: int | None) -> Iterator[PeriodMention]:
    for m in _YEARS.finditer(text):
        last = m["b"] if len(m["b"]) == 4 else m["a"][:2] + m["b"]
        yield PeriodMention(*m.span(), f"{m['a']}/{last}", "cumulative", "years")


def _days(text: str, _: int | None) -> Iterator[PeriodMention]:
    for m in _DAY.finditer(text):
        if 1 <= int(m["m"]) <= 12 and 1 <= int(m["d"]) <= 31:
            yield PeriodMention(*m.span(), f"{m['y']}-{int(m['m']):02d}-{int(m['d']):02d}", "", "day")


def _clocks(text: str, _: int | None) -> Iterator[PeriodMention]:
    for m in _CLOCK.finditer(text):
        if not _NO_CLOCK.search(text[max(0, m.start() - 8) : m.start()]) and (
            m.group()[0] == "0" or len(m.group()) > 4
        ):
            yield PeriodMention(*m.span(), "", "", "clock")


def _plans(text: str, _: int | None) -> Iterator[PeriodMention]:
    for m in _PLAN.finditer(text):
        first = _FIVE_YEAR_PLANS[m["quoted"] or m["bare"]]
        yield PeriodMention(*m.span(), f"{first}/{first + 4}", "stock" if m.group().endswith("末") else "", "plan")


def _spans(text: str, default_year: int | None) -> Iterator[PeriodMention]:
    for m in _SPAN.finditer(text):
        count = m["n"] or m["since"]
        yield PeriodMention(*m.span(), _span_period(count, default_year, ahead=bool(m["ahead"])), "", "span")


def _span_period(count: str, year: int | None, *, ahead: bool) -> str:
    if year is None or count == "几":
        return ""
    years = int(parse_numeral(count))
    return f"{year + 1}/{year + years}" if ahead else f"{year - years + 1}/{year}"


def _same(text: str, _: int | None) -> Iterator[PeriodMention]:
    for m in _SAME.finditer(text):
        yield PeriodMention(*m.span(), "", "", "same_period")


_RULES: tuple[Callable[[str, int | None], Iterator[PeriodMention]], ...] = (
    _mentions, _year_ranges, _days, _clocks, _plans, _spans, _same,
)  # fmt: skip
