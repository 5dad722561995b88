"""The columns of a table of figures: their names in Chinese and English, and the regular form of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from briefing.quantity.units import unit
from briefing.read.data import rows

_LONGEST, _LARGEST = 30, 16  # characters and digits; beyond them exact arithmetic ends, and no report has such a figure
_NUMBER = re.compile(r"^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$|^[-+]?\.\d+$")
_SCIENTIFIC = re.compile(r"^[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,2}$")
_YEAR, _MONTH = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>\d{1,2})"
_PERIODS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"^{_YEAR}年?(?:全年|度)?$", "{y}"),
        (rf"^{_YEAR}[-/.年]{_MONTH}月?(?:份|当月)?$", "{y}-{m}"),
        (rf"^{_YEAR}{_MONTH.replace('1,2', '2')}$", "{y}-{m}"),
        (rf"^{_YEAR}-{_MONTH}/(?P<z>(?:19|20)\d\d)-(?P<n>\d{{1,2}})$", "{y}-{m}/{z}-{n}"),
        (rf"^{_YEAR}年?[-/. ]?{_MONTH}月?\s*[-—–~～至到]+\s*(?P<n>\d{{1,2}})月份?$", "{y}-{m}/{y}-{n}"),
        (rf"^{_YEAR}年?[-/ ]?Q(?P<q>[1-4])$", "{y}-Q{q}"),
        (rf"^{_YEAR}年?第?(?P<q>[一二三四1-4])季度$", "{y}-Q{q}"),
        (rf"^{_YEAR}年?[-/ ]?H(?P<h>[12])$", "{y}-H{h}"),
        (rf"^{_YEAR}年?(?P<h>[上下])半年$", "{y}-H{h}"),
        (rf"^{_YEAR}年?前(?P<c>[二两三])(?:个)?季度$", "{y}-01/{y}-{c}"),
    )
)
_WORDS = {"一": "1", "二": "2", "三": "3", "四": "4", "上": "1", "下": "2"}
_QUARTERS_END = {"二": "06", "两": "06", "三": "09"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of facts.csv as a file names it."""

    name: str
    required: bool
    written: str


def columns_of(head: Sequence[str]) -> dict[int, Column]:
    """The known columns of a row of names, by place."""
    found: dict[int, Column] = {}
    for place, written in enumerate(head):
        known = _by_name().get(re.sub(r"[\s（(].*$", "", written.strip().lower()))
        if known:
            found[place] = Column(known[0], known[1], written.strip())
    return found


@cache
def _by_name() -> dict[str, tuple[str, bool]]:
    """Name in a file → column of facts.csv, whether it is required."""
    return {
        name: (row["column"], row["required"] == "yes") for row in rows("columns") for name in row["names"].split(";")
    }


@cache
def required_names() -> tuple[str, ...]:
    """The columns a file must have."""
    return tuple(row["column"] for row in rows("columns") if row["required"] == "yes")


@cache
def _closed() -> dict[str, dict[str, str]]:
    """Word → our value, by column."""
    lists: dict[str, dict[str, str]] = {}
    for row in rows("column_values"):
        words = lists.setdefault(row["column"], {})
        words |= dict.fromkeys((row["value"], *row["names"].split(";")), row["value"])
    return lists


def closed_value(column: str, written: str) -> tuple[str, str]:
    """Our word for a cell of a closed list, and what was expected where it is none; `comparison` takes any text."""
    words = _closed().get(column)
    if words is None or not written:
        return written, ""
    value = words.get(written.lower())
    if value is None and column == "comparison":
        return written, ""
    return (value, "") if value else ("", "one of " + ", ".join(sorted(set(words.values()))))


def decimal_text(written: str) -> tuple[str, str]:
    """A value as plain decimal text; a missing one is judged by its row."""
    if not written:
        return "", ""
    number = written.removesuffix("%").replace(" ", "")
    if len(number) <= _LONGEST and (_NUMBER.match(number) or _SCIENTIFIC.match(number)):
        try:
            value = Decimal(number.replace(",", ""))
        except InvalidOperation:
            return "", "a number"
        if abs(value.adjusted()) < _LARGEST:
            return f"{value:f}", ""
    return "", "a number such as 2467.9 (the unit in its own column)"


def period_text(written: str) -> tuple[str, str]:
    """A period as ISO 8601: 2024, 2024-10, 2024-01/2024-10, 2024-Q3, 2024-H1."""
    for pattern, form in _PERIODS:
        match = pattern.match(written.strip())
        if match:
            parts = {key: _WORDS.get(value, value) for key, value in match.groupdict().items() if value}
            parts |= {key: value.zfill(2) for key, value in parts.items() if key in "mn"}
            if "c" in match.groupdict():
                parts["c"] = _QUARTERS_END[match["c"]]
            if all(1 <= int(parts[key]) <= 12 for key in "mn" if key in parts) and _forward(parts):
                return form.format(**parts), ""
    return "", "a period such as 2024, 2024-10, 2024-01/2024-10, 2024-Q3 or 2024-H1"


def _forward(parts: dict[str, str]) -> bool:
    """Whether a span of months runs forward."""
    return "n" not in parts or (parts["y"], parts["m"]) <= (parts.get("z", parts["y"]), parts["n"])


def unit_text(written: str) -> tuple[str, str]:
    """A unit that is known; empty for an index or another plain number."""
    if not written or unit(written) is not None:
        return written, ""
    return "", "a unit such as 亿元, 万人, %, 个百分点"
