"""Figures of lists, parts and totals: what they share, and which of two counts a figure behind them is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around, plain, refuse
from briefing.phrase.words import action_of, scopes

_IN_ALL = re.compile(r"(?:累计|总数|总量|共计?)(?:达到?|突破|超过?|为)?$")
_ADDED = re.compile(r"^(?:新增|净增|新认定|新增加|新设|新建|新培育|新引进)")
_CHANGES = re.compile(r"(?:减排|削减|减少|节约|增加)(?:量|额|数)?$")
_OWNER = re.compile(r"(?:企业|公司|农村|城镇)$")
_INDUSTRY = re.compile(r"(?<![企专毕创就])业$")
_HOURS = ("小时", "分钟", "秒")
_PER_NIGHT = re.compile(r"间[·/]?[夜天]")
_GAP = re.compile(r"(?:高于|低于|快于|慢于|高出|低出)[^，,；;。]*\d[\d.]*个?百分点[，,][^，,；;。]*$")

_NEARLY = re.compile(r"基本(?:上)?(?:实现|达到|完成|做到)[^，,；;。]*$")
_STARTED = ("新开工", "新设", "新设立", "新登记", "新增", "新建")


def is_said_in_full(fact: Fact, segment: Segment) -> None:
    """基本实现全覆盖 is not 100 percent."""
    if "worded figure" in fact.flags and fact.measure == "ratio" and _NEARLY.search(around(fact, segment)[0]):
        refuse("nearly all, not all")


def has_its_own_verb(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """新开工甲1.3万套，乙1.7万套: the second are started too, or are all that there are; the sentence does not tell."""
    if fact.measure != "count" or fact.role != "actual" or action_of(fact.indicator_zh):
        return
    before = [one for one in facts if one.measure == "count" and one.end <= fact.start]
    last = max(before, key=lambda one: one.end, default=None)
    if last is None or last.unit_code != fact.unit_code:
        return
    total = _IN_ALL.search(around(last, segment)[0]) is not None
    if last.unit_zh[-1:] != fact.unit_zh[-1:] and not total:
        return
    between = segment.zh[max(0, last.end - segment.start) : max(0, fact.start - segment.start)].replace("\n", "")
    if not re.fullmatch(rf"[余多]?{re.escape(last.unit_zh)}[，,]{re.escape(fact.indicator_zh)}", between):
        return
    added = any(_ADDED.match(one.indicator_zh) for one in before)
    if action_of(last.indicator_zh) in _STARTED or (added and _IN_ALL.search(around(last, segment)[0])):
        refuse("added like those before it, or all that there are")
    has_its_own_verb(last, facts, segment)


def ranked_among(fact: Fact, segment: Segment) -> Fact:
    """Return a rank with all of its scope: 居全国大中城市第2位 is not second in the country."""
    if fact.measure != "rank" or not fact.rank_scope:
        return fact
    found = re.search(
        rf"{re.escape(fact.rank_scope)}([\u4e00-\u9fff]{{1,8}}(?:城市|机场|港口))的?第?$", around(fact, segment)[0]
    )
    if found is None:
        return fact
    if fact.rank_scope + found[1] not in scopes():
        refuse(f"no English for the scope {fact.rank_scope}{found[1]}")
    return replace(fact, rank_scope=fact.rank_scope + found[1])


def names_what_is_measured(fact: Fact, facts: Sequence[Fact]) -> None:
    """Refuse a fact whose name, or that of the figure it is a change of, does not say what was measured."""
    for one in (fact, *(other for other in facts if other.indicator_zh == fact.indicator_zh)):
        reason = _nameless(one)
        if reason:
            refuse(reason)


def _nameless(fact: Fact) -> str:
    """Return why a name is none: money of firms, firms of an industry, hours as a number, rooms a night as homes."""
    name = fact.indicator_zh
    money = fact.measure == "level" and fact.unit_code in ("CNY", "USD")
    if money and _OWNER.search(name) and not action_of(name):
        return f"{name} names who, not what"
    if fact.measure == "count" and fact.unit_zh.endswith(("户", "家")) and _INDUSTRY.search(name):
        return f"{name} names an industry, not its firms"
    if fact.measure == "count" and fact.unit_zh.endswith(_HOURS):
        return "hours are no number of things"
    return "rooms for a night are no homes" if "房价" in name and _PER_NIGHT.search(fact.unit_zh) else ""


def ranks_what_it_names(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """利润46亿元、下降2.9%，低于全省4.1个百分点，列全省第11位 ranks growth, most likely; the fact does not say so."""
    if fact.measure != "rank" or fact.rank_of or "subject inherited" not in fact.flags:
        return
    sized = any(one.measure in ("level", "count") and one.indicator_zh == fact.indicator_zh for one in facts)
    if sized and _GAP.search(around(fact, segment)[0]):
        refuse("ranks the size or the growth")


def has_the_head_of_its_list(fact: Fact, facts: Sequence[Fact]) -> None:
    """化学需氧量、氨氮、氮氧化物减排量分别为…: the first is a reduction too, whatever its fact is called."""
    others = [one.indicator_zh for one in facts if fact.group and one.group == fact.group and one.id != fact.id]
    changes = len(others) > 1 and all(_CHANGES.search(name) for name in others)
    if fact.measure == "level" and changes and not _CHANGES.search(fact.indicator_zh):
        refuse("a list shares a head that this fact lacks")


def is_of_one_count(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """项目128个，其中大项目17个，完成投资93.6亿元: of all or of the large ones, the sentence does not tell."""
    if "subject inherited" not in fact.flags or fact.measure not in ("level", "ratio"):
        return
    counts = [one for one in facts if one.measure == "count" and one.end <= fact.start]
    last = max(counts, key=lambda one: one.end, default=None)
    if last is None or len(counts) < 2 or not fact.indicator_zh.startswith(plain(last.indicator_zh)):
        return
    clauses = re.split(r"[；;。]", around(fact, segment)[0])[-1]
    if re.search(rf"其中[^，,]{{0,24}}{re.escape(last.exact)}[^，,]{{0,3}}[，,]", clauses):
        refuse("of the whole or of the part that stands before it")


def counted_in_all(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    """Return a rank behind 新增甲4项，累计23项 as one of the number in all."""
    if fact.measure != "rank" or "subject inherited" not in fact.flags:
        return fact
    counts = [one for one in facts if one.measure == "count" and one.end <= fact.start]
    last = max(counts, key=lambda one: one.end, default=None)
    if (
        last is None
        or last.indicator_zh not in (fact.indicator_zh, _ADDED.sub("", fact.indicator_zh))
        or not _IN_ALL.search(around(last, segment)[0])
    ):
        return fact
    total = totaled(last, around(last, segment)[0], facts)
    return replace(fact, indicator_zh=total.indicator_zh)


def totaled(fact: Fact, before: str, facts: Sequence[Fact]) -> Fact:
    """Return 累计262家 behind 新增上市公司52家 as how many there are in all, not as another number added."""
    if fact.measure != "count" or not _IN_ALL.search(before):
        return fact
    added = any(other.indicator_zh == fact.indicator_zh and other.start < fact.start for other in facts)
    noun = _ADDED.sub("", fact.indicator_zh)
    return replace(fact, indicator_zh=f"{noun}总数") if added and noun != fact.indicator_zh else fact
