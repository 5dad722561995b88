"""Figures of one level of government alone (市本级, 县本级): never left to read as those of the whole place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.extract.drafts import Draft

_SPOKEN_OF = re.compile(
    r"(?:^|(?<=[，,；;。：:（(、和\s]))(?:其中[，,：:]?)?(?:20\d\d年)?(?P<level>[省市县区州盟旗]本级)|(?P<whole>全[省市县区州盟旗])"
)
_HEADED = re.compile(r"[省市县区州盟旗]本级|全[省市县区州盟旗]")
_TOPIC = re.compile(r"[省市县区州盟旗]本级(?:[^，,；;。：:\d]{0,12}[：:]|[，,])")
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
        level = _at(text, before, carried, draft.mention.start)
        if level and "本级" not in draft.indicator and not _ELSEWHERE.match(draft.indicator):
            draft.indicator = level + draft.indicator
    return _at(text, spoken, carried, len(text), on=True)


def _at(text: str, before: list[re.Match[str]], carried: str, at: int, *, on: bool = False) -> str:
    if not before:
        return carried
    last = before[-1]
    if last.group("whole"):
        return ""
    topic = _TOPIC.match(text, last.start("level"))
    near = not on and not re.search(r"[；;。]", text[last.end() : at])
    return last.group("level") if topic or near else carried if on else ""
