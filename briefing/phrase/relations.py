"""How two figures of a sentence stand to each other: start and end, range, mark passed, other currency, aim beyond."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model.extract import Fact
from briefing.phrase import figures
from briefing.phrase.context import without_pace
from briefing.phrase.words import AIM_WORDS

_FROM = re.compile(
    r"(?:从|由|自)(?:年初|[上去]年[末底]|期初)?(?:上年|去年)?(?:同期)?(?:\d{4}年[末底初]?)?(?:[一二三四五六七八九十两\d]+年前)?的?(?:全球|全国|全省|全市)?(?:每[人户亩月年][每]?[月年天]?)?(?:约|近|不足|不到)?第?$"
)
_TURNED = re.compile(r"转为(?:增长|下降|上升|回升|上涨|下跌)?$")
_CONVERTED = re.compile(r"(?:折合|折|约合|合)(?:人民币)?(?:约|近)?$")
_SINCE = re.compile(r"[从由自](\d{4})年的?(?:约|近|不足|不到)?$")
_LEAD = re.compile("(?:增速|增幅)?(?:高于|低于|快于|慢于|好于|高出|低出)")
_STEP = re.compile("[多少][增减]$")
_DASH = 6  # code points from the lower end of a range to the upper one
NEAR = 20  # code points between two figures of one bare list (过会企业1家、报会企业5家)


def is_start(fact: Fact) -> bool:
    """Return whether a figure is where a change began (从3%提升到3.5%): alone it would say something false."""
    later = "earlier figure" in fact.flags and fact.measure != "growth" and not fact.time_period
    return _FROM.search(fact.prefix) is not None or later


def start_year(fact: Fact) -> str:
    """Return the year a change began in, where it stands before the figure (从2020年的1.69万亿元), or empty."""
    if "earlier figure" in fact.flags and fact.time_period.isdigit():
        return fact.time_period
    found = _SINCE.search(fact.prefix)
    return found[1] if found and found[1] == fact.time_period else ""


def is_same(fact: Fact) -> bool:
    """Return whether a figure is that of an earlier period, which the present one equals (与前三季度的1.3%持平)."""
    behind = fact.suffix.lstrip("%个百分点")
    return fact.measure == "growth" and fact.comparison.startswith("与") and behind.startswith("持平")


def turns(before: Fact, fact: Fact) -> bool:
    """Return whether a change follows one the other way (由前三季度下降0.8%转为增长0.5%)."""
    near = 0 < fact.start - before.end <= NEAR and before.measure == fact.measure == "growth"
    return near and "earlier figure" in before.flags and _TURNED.search(fact.prefix) is not None


def closes(low: Fact | None, fact: Fact) -> bool:
    """Return whether a figure is the upper end of a range (5%—5.5%)."""
    if low is None or low.measure != fact.measure or low.unit_code != fact.unit_code:
        return False
    return (
        low.bound == "ge"
        and fact.bound == "le"
        and 0 <= fact.start - low.end <= _DASH
        and low.time_period == fact.time_period
    )


def passed(mark: Fact, fact: Fact) -> bool:
    """Return whether a figure follows the mark it has passed (突破6000亿元、达6469.4亿元)."""
    known = mark.value_base is not None and fact.value_base is not None
    alike = mark.unit_code == fact.unit_code and mark.bound in ("gt", "ge") and fact.bound == "eq"
    return known and alike and fact.start - mark.end <= NEAR and fact.value_base > mark.value_base  # type: ignore[operator]  # known above


def over(mark: Fact, fact: Fact) -> bool:
    """Return whether a figure is over a mark that the source names right behind it (203.7亿元，首次突破200亿元)."""
    known = mark.value_base is not None and fact.value_base is not None and mark.unit_code == fact.unit_code
    near = 0 < mark.start - fact.end <= NEAR and mark.bound in ("gt", "ge")
    return known and near and fact.value_base > mark.value_base  # type: ignore[operator]  # known above


def in_units(things: Fact | None, fact: Fact) -> bool:
    """Return whether a count is the size of the projects counted right before it (保障性住房项目153个、8.4万套)."""
    if things is None or things.measure != fact.measure or fact.measure != "count":
        return False
    near = 0 < fact.start - things.end <= _DASH and "subject inherited" in fact.flags
    homes = fact.unit_zh.removeprefix(figures.scale_of(fact.unit_zh)).startswith("套")
    return near and homes and things.indicator_zh == fact.indicator_zh and things.indicator_zh.endswith("项目")


def is_converted(money: Fact, fact: Fact) -> bool:
    """Return whether a figure is the same money in another currency (5.83亿美元（折合人民币41.4亿元）)."""
    alike = money.measure == fact.measure == "level" and money.unit_code != fact.unit_code
    return alike and 0 < fact.start - money.end <= NEAR and _CONVERTED.search(fact.prefix) is not None


def aimed_higher(target: Fact, fact: Fact) -> bool:
    """Return whether a figure is the aim beyond a target of the same (达900亿元、力争1050亿元)."""
    aims = any(word in fact.strength for word in AIM_WORDS) and not any(word in target.strength for word in AIM_WORDS)
    alike = (
        fact.role == target.role == "target" and fact.unit_code == target.unit_code and fact.measure == target.measure
    )
    return aims and alike and 0 < fact.start - target.end <= NEAR and fact.indicator_zh == target.indicator_zh


def leads_alone(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Return whether a growth is said to be above another while only the amount that grew is said: it would be read of the amount."""
    stem = without_pace(fact.indicator_zh)
    if fact.unit_code != "pp" or stem == fact.indicator_zh or not _LEAD.match(fact.comparison):
        return False
    own = [one for one in facts if one.indicator_zh == stem]
    return any(one.measure == "level" for one in own) and not any(one.measure == "growth" for one in own)


def steps_alone(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Return whether an increase is said to be more or less than the last (同比少增) while the balance alone is said, not the increase."""
    if fact.measure != "growth" or fact.unit_code == "percent" or not _STEP.search(fact.prefix):
        return False
    stem = fact.indicator_zh.removesuffix("增量")
    own = [one for one in facts if one.indicator_zh == stem and one.id != fact.id]
    changed = any(one.measure == "growth" and one.unit_code == fact.unit_code for one in own)
    return not changed and any(one.time_basis == "stock" for one in own)
