"""What a change is measured against: 比前11个月 gives in the first 11 months; 高于全国 gives the national average."""

from __future__ import annotations

import calendar
import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from briefing.model.extract import Fact

Kind = Literal["plain", "pace", "decline", "gap", "average", "total", "same", "more", "less"]
_PACE = re.compile(r"(?:增速|增幅|涨幅|增长速度)$")
_DECLINE = re.compile(r"(?:降幅|跌幅)$")
_GAP = re.compile(r"^(?:增速)?(?P<way>高于|快于|好于|低于|慢于|高出|低出)(?P<whom>.+?)(?P<pace>增速|增幅)?$")
_COMPARED = re.compile(r"^(?:增速)?[比较](?P<whom>.+?)(?P<way>高出|低出|高|低|快|慢)$")
_WHOM = re.compile(r"(?:整体)?(?:平均)?(?:水平)?$")
_STEP = re.compile(r"(?P<way>[多少])(?P<what>[增减])$")
_YEARLY = re.compile(r"^(?:年均|年平均|平均每年|两年平均)$")
_AVERAGES = {"全国": "the national average", "全省": "the provincial average", "全市": "the city average"}
_STEPS = {"增": "the increase", "减": "the decrease"}
_KNOWN = {"yoy": "a year earlier", "mom": "in the previous month", "previous_period": "in the previous period", "year_start": "at the end of the previous year"}  # fmt: skip
_UNSAID = ("", "constant_prices", "comparable_prices")
COMPARABLE = re.compile(r"%?[（(]按?(?:可比|同)口径")  # behind a change
_YEAR = re.compile(r"同比|[上去]年同期|同期[增下上减]")


@dataclass(frozen=True, slots=True)
class Basis:
    """How a change is said: its kind and the base after than or from (empty where the report leaves it out).

    whom: the Chinese of another indicator that ends the base (the growth of …), or empty.
    """

    kind: Kind
    base: str
    whom: str = ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    text = (files("briefing.phrase") / "data" / "bases.csv").read_text(encoding="utf-8")
    return tuple((re.compile(row["pattern"]), row["en"]) for row in csv.DictReader(text.splitlines()))


def states_year(sentence: str) -> bool:
    """Return whether a sentence says that its changes are from a year earlier."""
    return _YEAR.search(sentence) is not None


def basis(fact: Fact, *, stated: bool) -> Basis | None:
    """Return how a growth fact is to be said, or None where its base has no English.

    `stated`: the sentence says 同比 or the like; where it does not, a plain year-on-year change goes without its base.
    """
    step = _STEP.search(fact.prefix)
    if step and known_base(fact.comparison):
        return Basis("more" if step["way"] == "多" else "less", f"{_STEPS[step['what']]} {known_base(fact.comparison)}")
    if fact.comparison.startswith("与") and fact.suffix.lstrip("%个百分点").startswith("持平"):
        base = known_base(fact.comparison.removeprefix("与"))
        return Basis("same", base) if base else None
    gap = _GAP.match(fact.comparison) or _COMPARED.match(fact.comparison)
    if gap:
        return _gap(gap)
    if _YEARLY.match(fact.comparison):
        two = fact.comparison == "两年平均"
        return Basis("average", "on a two-year average" if two else "annually on average")
    if fact.comparison == "累计":
        return Basis("total", "")
    base = _before(fact.time_period) if fact.comparison == "mom" else known_base(fact.comparison)
    if base is None:
        return None
    points = fact.unit_code == "pp"
    if fact.comparison == "mom" and fact.unit_code == "percent":
        base = "quarter on quarter" if base.endswith("quarter") else "month on month"
    if points and _DECLINE.search(fact.indicator_zh):
        return Basis("decline", base)
    if points and _PACE.search(fact.indicator_zh):
        return Basis("pace", base)
    silent = fact.comparison == "yoy" and not stated and not points
    return Basis("plain", "" if silent else base)


def _before(period: str) -> str | None:
    """Return the period before one that 环比 speaks of: a quarter of a quarter, a month of months, None of a half or year."""
    if re.search(r"-Q\d$", period):
        return "in the previous quarter"
    return _KNOWN["mom"] if re.search(r"-\d\d$", period) else None


def _gap(found: re.Match[str]) -> Basis | None:
    """Return the base of a gap: an average, an earlier period (then it is a pace), or the Chinese of another indicator."""
    whom = _WHOM.sub("", found["whom"])
    if whom in _AVERAGES:
        return Basis("gap", _AVERAGES[whom])
    earlier = known_base(whom)
    if earlier:
        return Basis("pace", earlier)
    paced = found.groupdict().get("pace") or whom.endswith(("增速", "增幅"))
    return Basis("gap", "the growth of" if paced else "that of", re.sub("增[速幅]$", "", whom)) if whom else None


def known_base(comparison: str) -> str | None:
    """Return the words after from or than for a comparison; empty where the report leaves it unsaid, None without English."""
    if comparison in _UNSAID or comparison.startswith("与"):  # 与前三季度的1.3%持平: the figure is that period's own
        return ""
    if comparison in _KNOWN:
        return _KNOWN[comparison]
    for pattern, en in _patterns():
        found = pattern.match(comparison)
        if found:
            month = calendar.month_name[int(found[1])] if "{month}" in en and 1 <= int(found[1]) <= 12 else ""
            return en.replace("{1}", found[1] if found.groups() else "").replace("{month}", month)
    return None
