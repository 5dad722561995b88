"""Figures of one level of government (市本级) or of a place inside the region: never left to read as those of the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefing.extract.drafts import Draft
from briefing.extract.lexicon import one_of, words

_SPOKEN_OF = re.compile(
    r"(?:^|(?<=[，,；;。：:（(、和\s]))(?:其中[，,：:]?)?(?:20\d\d年)?(?P<level>[省市县区州盟旗]本级)|(?:^|(?<=[，,；;。：:（(]))(?P<whole>全[省市县区州盟旗])"
)
_HEADED = re.compile(r"[省市县区州盟旗]本级|全[省市县区州盟旗]")
_TOPIC = re.compile(r"[省市县区州盟旗]本级(?:[^，,；;。：:\d]{0,12}[：:]|[，,])")
_BUDGET = re.compile(r"(?:收入|支出|税|基金|债[券务]?|经费|接待费|转移支付|余额)$")
_ELSEWHERE = re.compile(
    r"^(?:各|全|县|区|乡镇|镇|省|市|国家|中央|上级|高新|经开|开发区|[\u4e00-\u9fff]{1,4}[省市县区镇])"
)


def level_of(titles: Sequence[str]) -> str:
    """The level that headings speak of, the nearest first: 市本级 of （二）市本级一般公共预算, empty where none does."""
    found = next((match.group() for match in map(_HEADED.search, titles) if match), "")
    return "" if found.startswith("全") else found


def own_level(text: str, drafts: Sequence[Draft], carried: str) -> str:
    """Put the level before the indicators of a sentence that are about it alone; returns the level the paragraph goes on with.

    市本级：… holds on until 全市 is spoken of, 市本级 before a figure to the next ；.
    """
    spoken = list(_SPOKEN_OF.finditer(text))
    for draft in drafts:
        before = [match for match in spoken if match.start() < draft.mention.start]
        level = _held(text, before, carried)
        near = before[-1].group("level") if before and not level else ""
        if near and not re.search(r"[；;。]", text[before[-1].end() : draft.mention.start]):
            level = near if _BUDGET.search(draft.indicator) and _budgeted(drafts, before[-1].start()) else ""
        if level and "本级" not in draft.indicator and not _ELSEWHERE.match(draft.indicator):
            draft.indicator = level + draft.indicator
    return _held(text, spoken, carried)


def _held(text: str, before: Sequence[re.Match[str]], carried: str) -> str:
    """The level that holds on behind the places spoken of so far."""
    for match in before:
        if match.group("whole"):
            carried = ""
        elif _TOPIC.match(text, match.start("level")):
            carried = match.group("level")
    return carried


def _budgeted(drafts: Sequence[Draft], start: int) -> bool:
    """Whether the level stands before an item of the budget (市本级一般公共预算收入, not 市本级财力的15%)."""
    first = next((draft for draft in drafts if draft.mention.start > start), None)
    return first is not None and _BUDGET.search(first.indicator) is not None


@cache
def _zone() -> re.Pattern[str]:
    proper = r"[\u4e00-\u9fff]{2,3}(?<![城景社小地园山老灾库市郊辖林矿牧校厂街成护宅业能疫乡居])[县区]"
    return re.compile(
        rf"(?:20\d\d年|全年|今年|目前|截至[^，,]{{1,10}}|[^，,；;。]{{0,6}}(?:季度|半年|月份?))?[，,]?(?:全[省市县区州])?(?:共有?)?(?:\d+[个家])?(?P<area>(?![全各本我该])(?:(?:[\u4e00-\u9fff]{{2,8}}?)??{one_of('zones')}|{proper}))"
        r"(?![、和及与内]|建设|企业|项目|改革|体制)"
    )


def sub_area(text: str, drafts: Sequence[Draft], region: str) -> None:
    """Put a place inside the region before the indicators that a sentence about it alone leaves bare.

    江北新区实现地区生产总值320亿元；固定资产投资增长12%: that investment is of the new area, not of the city.
    """
    found = _zone().match(text)
    area = found.group("area") if found else ""
    if not drafts or not area or region.endswith((area, *words("zones"))):
        return
    if not drafts[0].indicator.startswith(area):
        return
    for draft in drafts[1:]:
        between = text[len(area) : draft.mention.start]
        if re.search(r"[，,；;。：:]全[省市县区州国]|其他|其余|各[县市区]", between):
            return
        if area not in draft.indicator and not _ELSEWHERE.match(draft.indicator):
            draft.indicator = area + draft.indicator
