"""What a change is measured against, by the clause it stands in: its base, and whether it is a pace, an average, a total."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.model.extract import Fact
from briefing.phrase.bases import known_base
from briefing.phrase.context import clause_of, refuse, without_pace

_OWN_PERIOD = re.compile(r"上年|去年|同期|上一年|年初|上年末")
_BASE = re.compile(
    r"(?P<base>(?:(?<![同环占之可])比(?!重|例|率|值)|较(?!大|好))[^，,；;。]{1,12}?)(?:分别|均|又|再|小幅|略微?|仅|大幅|进一步|继续)?(?P<gap>高出?|低|快|慢|多|少)?(?:增长|下降|上升|上涨|下跌|提高|提升|降低|回落|回升|加快|放缓|扩大|收窄|缩小|收缩|增加|减少|净增|压减|持平|变化)?(?:了|约|近|超过?)?$"
)
_AGAINST = re.compile(r"(?:高于|低于|快于|慢于|好于|高出|低出|超出)(?!预期)[^，,；;。]{0,14}$")
_GAP_BASE = re.compile(r"^(?:增速)?(?:高于|低于|快于|慢于|好于|高出|低出)")
_COMPARED = re.compile(r"^(?:增速)?[比较].+(?:[高低]出?|[快慢])$")
_STEP = re.compile(r"[多少][增减]$")
_MOVED = re.compile(
    r"增长|下降|上升|上涨|下跌|提高|提升|降低|回落|回升|加快|放缓|扩大|收窄|缩小|增加|减少|净增|压减|持平"
)
_PACE = re.compile(
    r"增速|增幅|涨幅|加快|放缓|回落|回升|快于|慢于|[快慢]$|高于|低于|高出|低出|(?<![提升降减])[高低]出?$"
)
_START = re.compile(r"年初|[年月]末|[年月]底")
_DECLINE = re.compile(r"降幅|跌幅")
_AVERAGE = re.compile(
    r"(?:年均|年平均|平均每年)(?![^，,；;。]{0,3}(?:浓度|气温|降水|水位|流量|相对湿度|日照|能见度|噪声))"
)
_TOTAL = re.compile(r"累计(?:增长|下降|提高|降低|减少|增加|上升)")
_TO_DATE = re.compile(r"(?:全年|今年|月份?|上半年|季度)[^，,]{0,6}累计")
_SINCE = re.compile(r"与(\d{4})年(?:[^，,；;。]|,(?=\d{3}))*相比[，,][^；;。]*$")


def rebased(fact: Fact, before: str) -> Fact:
    """Return a change with the base its own clause names, and as what it is: a pace, a decline, an average, a total."""
    clause = clause_of(before)
    if _AVERAGE.search(clause) and not re.search(r"\d年平均|[两三四五]年平均", clause):
        fact = replace(fact, comparison="年均")
    elif _TOTAL.search(clause) and not fact.comparison and not _TO_DATE.search(clause):
        fact = replace(fact, comparison="累计")
    since = _SINCE.search(before)
    if since and (fact.comparison in ("", "yoy") or fact.comparison.endswith("相比")):
        fact = replace(fact, comparison=f"比{since[1]}年")
    else:
        fact = _based(fact, clause)
    if fact.unit_code == "pp":
        fact = _paced(fact, clause)
    borrowed = fact.comparison == "year_start" and fact.unit_code == "percent" and not _START.search(clause)
    return replace(fact, comparison="") if borrowed else fact  # 比年初增加…，其中乙…，增长10.2%


def _based(fact: Fact, clause: str) -> Fact:
    found = _BASE.search(clause)
    if found is None:
        against = _AGAINST.search(clause)
        known = _GAP_BASE.match(fact.comparison) or _COMPARED.match(fact.comparison)
        if against and not known and not _MOVED.search(against[0]):
            refuse("measured against something that is not in its fact")
        return fact
    base = found["base"]
    if fact.comparison in ("", "yoy", "constant_prices", "comparable_prices") and not _OWN_PERIOD.search(base):
        if known_base(base) is None or found["gap"]:
            refuse(f"no English for the base {base}")
        return replace(fact, comparison=base)
    if found["gap"] in ("多", "少") and not _STEP.search(clause):
        refuse("more or less of a change")
    return fact


def _paced(fact: Fact, clause: str) -> Fact:
    """Return points of a decline as such; points of a growth rate only where the clause speaks of one."""
    stem = without_pace(fact.indicator_zh)
    if _DECLINE.search(clause):
        return replace(fact, indicator_zh=f"{stem}降幅")
    if stem != fact.indicator_zh and not _PACE.search(clause):
        refuse("points of what, the clause does not say")
    return fact
