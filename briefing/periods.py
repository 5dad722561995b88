"""Periods as the names of files: which are valid, how they are ordered, which follow each other."""

from __future__ import annotations

import re

PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(/\d{4}-(0[1-9]|1[0-2]))?|-Q[1-4]|-H[12])?", re.ASCII)


def span(period: str) -> tuple[str, str]:
    """First and last month of a period, for comparing and ordering: 2024-Q3 is ("2024-07", "2024-09")."""
    first, _, last = period.partition("/")
    year, _, rest = first.partition("-")
    if last:
        return first, last
    if rest.startswith("Q"):
        end = int(rest[1]) * 3
        return f"{year}-{end - 2:02}", f"{year}-{end:02}"
    if rest.startswith("H"):
        return (f"{year}-01", f"{year}-06") if rest == "H1" else (f"{year}-07", f"{year}-12")
    return (first, first) if rest else (f"{year}-01", f"{year}-12")


def inside(period: str, limits: tuple[str, str]) -> bool:
    """Whether a period is the one asked for, or lies in the span asked for; ("", "") is everything."""
    first, last = limits
    if not first:
        return True
    if first == last:
        return period == first
    begin, end = span(period)
    return span(first)[0] <= begin and end <= span(last)[1]


def file_period(period: str) -> str:
    """A period as part of a file name: 2024-01/2024-10 becomes 2024-01--2024-10 (ISO 8601-1, 4.4.2)."""
    return period.replace("/", "--")


def kind(period: str) -> str:
    """Whether a period is a year, a month, a quarter, a half or a run of months: only like follows like."""
    return "run" if "/" in period else re.sub(r"\d", "", period) + str(len(period))
