"""Which way a figure moves: the words before it, behind it, its sign, and what a list hands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.compare.values import Mention
from briefing.translate.directions import pattern, ways

_MOVING = frozenset({"percent", "points"})
_CLAUSE = {"zh": re.compile(r"[,，;；。!！?？:：]"), "en": re.compile(r"[.;](?=\s|$)")}
_REACH = {"zh": 10, "en": 60}
# Between a direction word and a figure that is no rate nothing else may stand: 增加约8万吨
_DIRECT = {
    "zh": re.compile(r"(?:了|约|近|超过?|至少|不少于|到|至|为|达到?|每[人月年户天])*$"),
    "en": re.compile(
        r"(?:\s*(?:by|of|to|from|about|nearly|almost|around|some|over|more than|at least|less than|fewer than|another|a further))*\s*$",
        re.IGNORECASE,
    ),
}
_LISTED = {
    "zh": re.compile(r"\s*(?:、|，|,|和|与|及|以及)\s*"),
    "en": re.compile(r"\s*(?:,? and|,|/)\s*(?:about |nearly |over |more than |by )?", re.IGNORECASE),
}
_ALIKE = re.compile(
    r"[,，]? ?(?:\(| or )(?:by |some |about )?"
)  # down 0.4% or 7,700 tonnes: the same change in two units
_BEHIND = re.compile(
    r"(?:\s?-\s?|\s+)(?:to )?(?:year[- ]on[- ]year |yoy |annual |month[- ]on[- ]month |real |nominal )?(?P<word>[a-z]+)",
    re.IGNORECASE,
)
_FROM, _TO = re.compile(r"(?:由|从|自)[^，。；]{0,12}$"), re.compile(r"^[^，。；\d]{1,8}(?:到|至|为)(?:了)?$")
_MINUS = re.compile(r"\b(?:minus|negative)\s$", re.IGNORECASE)
# As bounds these say no way: above 5%, 不高于5%
_NO_WAY = re.compile(
    r"\b(?:ma(?:k|d)(?:e|es|ing)|set|follow|start|link|build|built|catch|open(?:s|ed|ing)?)[ -]up\b.?$|增加值$",
    re.IGNORECASE,
)
_LIMITS = frozenset("高于 低于 少于 高出 超出 above below higher lower".split())


def with_ways(found: Sequence[Mention], text: str, lang: str) -> tuple[Mention, ...]:
    """Return the figures of a text with their ways; ranks and structures have none."""
    result: list[Mention] = []
    at, way = 0, ""
    for mention in found:
        gap = text[at : mention.start]
        clause = _CLAUSE[lang].split(gap)[-1]
        way = _inherited(way, result[-1] if result else None, mention, gap, lang) if result else ""
        own = _way_before(clause, mention, lang) or way
        if lang == "en":
            own = _way_behind(text, mention) or own
        if mention.doubled and not own:
            own = "up"
        way = own
        if mention.negative or (lang == "en" and _MINUS.search(text[: mention.start])):
            own = "down" if own in ("up", "") else own
        at = mention.end
        result.append(replace(mention, way=own if not mention.what.startswith(("rank", "ratio")) else ""))
    return tuple(_risen(result, text) if lang == "zh" else result)


def _risen(found: list[Mention], text: str) -> list[Mention]:
    """Give the first figure of 由A提高到B the way of the second, as English does: up from A."""
    result = list(found)
    for at, (first, second) in enumerate(pairwise(found)):
        between = text[first.end : second.start]
        if (
            not first.way
            and not first.what.startswith(("rank", "ratio"))
            and _FROM.search(text[: first.start])
            and _TO.search(between)
        ):
            grown = "up" if second.values > first.values else "down"
            result[at] = replace(first, way=second.way or grown)
    return result


def _inherited(way: str, before: Mention | None, mention: Mention, gap: str, lang: str) -> str:
    """A list hands its way on: 分别增长8.0%、7.0%; rose 8.0% in industry and 7.0% in services."""
    if before is None:
        return ""
    if _ALIKE.fullmatch(gap):
        return way
    if before.what != mention.what:
        return ""
    if _LISTED[lang].fullmatch(gap):
        return way
    loose = (
        lang == "en"
        and mention.what in _MOVING
        and not re.search(r"[.;]\s|\baccount|\bshare|\bma[kd]\w+ up|\brepresent|\bproportion|\d", gap)
    )
    return way if loose else ""


def _way_before(clause: str, mention: Mention, lang: str) -> str:
    """Return the way of the last direction word before a figure in its clause."""
    for found in reversed(list(pattern(lang).finditer(clause, max(0, len(clause) - _REACH[lang])))):
        word = found.group().lower()
        direct = _DIRECT[lang].match(clause, found.end())
        if (mention.bound != "eq" and word in _LIMITS) or _NO_WAY.search(clause[: found.end() + 1]):
            continue
        if not direct and (mention.what not in _MOVING or (lang == "zh" and len(word) == 1)):
            continue
        return ways(lang)[word]
    return ""


def _way_behind(text: str, mention: Mention) -> str:
    """Return the way of a word right behind a figure: 8.0% growth, 0.5 points lower, 3.2% decline."""
    found = _BEHIND.match(text, mention.end)
    word = found["word"].lower() if found else ""
    return ways("en_behind").get(word) or ways("en").get(word, "")
