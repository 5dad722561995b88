"""Periods (ISO 8601 as the extract writes them) in words."""

from __future__ import annotations

import calendar
import re

_MONTHS = tuple(calendar.month_name)[1:]
_QUARTERS = ("first", "second", "third", "fourth")
_MONTH = re.compile(r"(\d{4})-(\d{2})$")
_RANGE = re.compile(r"(\d{4})-(\d{2})/(\d{4})-(\d{2})$")
_YEARS = re.compile(r"(\d{4})/(\d{4})$")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")
_HALF = re.compile(r"(\d{4})-H([12])$")


def english(period: str) -> str:
    """Return a period in English: 2023, October 2024, January–October 2024, the first half of 2024.

    A period in another form is returned as it is.
    """
    if found := _MONTH.match(period):
        return f"{_MONTHS[int(found[2]) - 1]} {found[1]}"
    if found := _RANGE.match(period):
        first, last = _MONTHS[int(found[2]) - 1], _MONTHS[int(found[4]) - 1]
        return f"{first}–{last} {found[3]}" if found[1] == found[3] else f"{first} {found[1]}–{last} {found[3]}"
    if found := _YEARS.match(period):
        return f"{found[1]}–{found[2]}"
    if found := _QUARTER.match(period):
        return f"the {_QUARTERS[int(found[2]) - 1]} quarter of {found[1]}"
    if found := _HALF.match(period):
        return f"the {_QUARTERS[int(found[2]) - 1]} half of {found[1]}"
    return period


def chinese(period: str) -> str:
    """Return a period in Chinese: 2023年, 2024年10月, 2024年1—10月, 2024年上半年."""
    if found := _MONTH.match(period):
        return f"{found[1]}年{int(found[2])}月"
    if found := _RANGE.match(period):
        if found[1] == found[3]:
            return f"{found[1]}年{int(found[2])}—{int(found[4])}月"
        return f"{found[1]}年{int(found[2])}月—{found[3]}年{int(found[4])}月"
    if found := _YEARS.match(period):
        return f"{found[1]}—{found[2]}年"
    part = _QUARTER.match(period) or _HALF.match(period)
    if part:
        names = ("一季度", "二季度", "三季度", "四季度") if "Q" in period else ("上半年", "下半年")
        return f"{part[1]}年{names[int(part[2]) - 1]}"
    return f"{period}年" if period.isdigit() else period


def spoken(period: str) -> tuple[str, ...]:
    """Return the words by any of which an English sentence says a period: its months, quarter or half, its year."""
    if found := _RANGE.match(period):
        last = int(found[4])
        whole = {3: ("first quarter",), 6: ("first half",), 9: ("first three quarters",), 12: (found[3],)}
        return (f"–{_MONTHS[last - 1]}", f"first {last} months", f"end of {_MONTHS[last - 1]}", *whole.get(last, ()))
    if found := _MONTH.match(period):
        return (_MONTHS[int(found[2]) - 1],)
    if found := _QUARTER.match(period) or _HALF.match(period):
        return (f"{_QUARTERS[int(found[2]) - 1]} {'quarter' if 'Q' in period else 'half'}",)
    if found := _YEARS.match(period):
        return (found[1], found[2], "years", "Plan")
    return (period,)
