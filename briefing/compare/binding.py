"""Figures that stand with another indicator than in the source.

Two figures of one kind are swapped where the words around them say so. Every Chinese figure has words of its own: what
stands before it since the last figure, and behind it to the end of its clause. Where these words stand in the English,
and where the figures stand, is enough: on a line, the sum of the distances from each figure to its own words is larger
than to the other's words only if they are swapped. Where both stand before both figures (A and B rose 3% and 5%) the sums
are equal and the order decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from briefing.compare.contexts import CONNECTOR_ZH, SENTENCE_COST, Context, English, anchors, contexts
from briefing.compare.pairing import Pair
from briefing.compare.values import Finding, Mention
from briefing.glossary import Match

_CONNECTOR_EN = re.compile(
    r"\s*(?:,? and|,|/|;)\s*(?:(?:RMB|USD|CNY|about|nearly|over|more than|by|at|up|down)\s*)*", re.IGNORECASE
)
_SHARE_ZH = re.compile(r"(?:占|比重|份额)[^，。；、\d]{0,14}$")
_SHARE_EN = re.compile(
    r"\b(?:ma(?:k|d)\w+ up|account\w* for|represent\w*|share(?: of [a-z ]+)? (?:of|was|is|at|stood at|reached)) (?:about |nearly |over |some )?$",
    re.IGNORECASE,
)
_SHARE_EN_BEHIND = re.compile(r" of (?:the|all|its|total|that|this|[a-z]+[’']s?)\b(?! (?:year|annual|target|plan))")
_PART_EN = re.compile(r"\b(?:including|of which|of whom|among (?:which|them|these)|comprising)\b", re.IGNORECASE)
_PART_EN_BEHIND = re.compile(r" (?:[a-z-]+ ){0,4}of (?:them|which|whom|these|those)\b", re.IGNORECASE)
_WHOLE_EN = re.compile(
    r"(?:^|[.;,]\s)(?:of|out of)(?: the| all| all the)?(?: [a-z]+[’']s)? (?:RMB|CNY|USD|US\$|[¥$])?\s?$", re.IGNORECASE
)
_BASE_ZH = re.compile(r"(?:(?P<month>环比|比上月|较上月)|(?P<year>同比|比上年|较上年|比去年))[^，。；、\d]{0,8}$")
_BASE_EN = re.compile(
    r"^[^.;,\d]{0,24}?\b(?:(?P<month>month[- ]on[- ]month|mom|the previous month|a month earlier)|"
    r"(?P<year>year[- ]on[- ]year|yoy|the previous year|a year earlier|last year))\b",
    re.IGNORECASE,
)
_RATE_ZH = re.compile(r"[\d.]+(?:%|个百分点)")
_SURE = 30  # by how much the words must be nearer to the other figure
_NEARLY = 0.7  # a figure is misplaced if its own words are not much nearer than the other's
_FROM_ZH, _TO_ZH = re.compile(r"(?:由|从|自)[^，。；]{0,12}$"), re.compile(r"(?:到|至|为)(?:了)?$")
_FROM_EN = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|vs\.?|than)\s(?:(?:the|a|an|about|nearly|only|just|over|more than|RMB|USD)\s?)*$",
    re.IGNORECASE,
)


def swapped(zh: str, en: str, pairs: Sequence[Pair], words: Sequence[Match], verbs: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each two figures that changed places.

    Args:
        zh: the Chinese line.
        en: its translation.
        pairs: its figures with their renderings, in the order of the Chinese.
        words: every glossary word of the Chinese line, plain words too.
        verbs: words such as 新增 that open a list and tell none of its figures apart, longest first.
    """
    around = contexts(zh, pairs, words, verbs)
    english = English(en)
    told: set[int] = set()
    for i, j in combinations(range(len(pairs)), 2):
        if told & {i, j} or not _comparable(pairs[i], pairs[j], pairs):
            continue
        levels = around[i].of, around[j].of
        if min(levels) >= 0 and levels[0] != levels[1]:  # each speaks of a figure of another kind, and stays with it
            changed = _left_levels(zh, english, (pairs[i], pairs[j]), (pairs[levels[0]], pairs[levels[1]]))
        else:
            others = _others(around, i, j)
            changed = _changed_places(zh, english, (pairs[i], pairs[j]), (around[i], around[j]), others, words)
        if changed:
            told |= {i, j}
            one, other = pairs[i], pairs[j]
            why = f"{one.zh.text} and {other.zh.text} have changed places"
            yield Finding("figure", f"{one.zh.text} / {other.zh.text}", f"{one.en.text} / {other.en.text}", why)


def _others(around: Sequence[Context], i: int, j: int) -> tuple[str, str]:
    """Return the words of all figures but these two and, for either, those that speak of the same level."""

    def rest(one: int) -> str:
        level = around[one].of if around[one].of >= 0 else one
        kin = {one, level, *(k for k, context in enumerate(around) if context.of == level), i, j}
        return "｜".join(context.text for k, context in enumerate(around) if k not in kin)

    return rest(i), rest(j)


def _comparable(one: Pair, other: Pair, pairs: Sequence[Pair]) -> bool:
    """Only figures of one kind can be mistaken for each other, and only those that stand once in the English."""
    if one.zh.what != other.zh.what or one.zh.values == other.zh.values:
        return False
    return sum(p.zh.what == one.zh.what and p.zh.values in (one.zh.values, other.zh.values) for p in pairs) == 2


def _changed_places(
    zh: str,
    english: English,
    pairs: tuple[Pair, Pair],
    around: tuple[Context, Context],
    others: tuple[str, str],
    words: Sequence[Match],
) -> bool:
    first, second = pairs
    if first.zh.counts != second.zh.counts and any(p.zh.counts and p.zh.counts == p.en.counted for p in pairs):
        return False  # 12场 and 32人: the people are people
    from_to = _from_to(zh, english.text, first, second)
    if from_to is not None:
        return from_to
    if first.zh.way != second.zh.way and (first.en.way, second.en.way) == (second.zh.way, first.zh.way):
        return True  # the level and its change
    if _roles_changed(zh, english.text, first, second):
        return True
    if first.zh.added and first.en.way == "up" and not second.en.way:
        return False  # 净增5家、总数60家: 60 firms, up 5
    own, other = _both_anchors(around, others, english, words)
    places = english.span(first.en), english.span(second.en)
    if own and other:
        return _crossed(english, pairs, (own, other))
    listed = _listed(zh, english.text, pairs)
    if own or other:
        near, far = places if own else places[::-1]
        if listed:
            return places[0] > places[1]
        nearest = _apart(far, own or other)
        return nearest < SENTENCE_COST and _apart(near, own or other) > nearest + _SURE
    return listed and places[0] > places[1]


def _roles_changed(zh: str, en: str, first: Pair, second: Pair) -> bool:
    """Return whether two figures changed what they are: for each thousand, a share of a whole, part of the other."""
    if first.zh.each != second.zh.each and (first.en.each, second.en.each) == (second.zh.each, first.zh.each):
        return True
    shares = [bool(_SHARE_ZH.search(zh[: one.zh.start])) for one in (first, second)]
    if first.zh.what == "percent" and shares[0] != shares[1]:
        return [_is_share(en, one.en) for one in (first, second)] == shares[::-1]
    bases = [_base(zh[: one.zh.start], _BASE_ZH) for one in (first, second)]
    if all(bases) and bases[0] != bases[1]:
        return [_base(en[one.en.end :], _BASE_EN) for one in (first, second)] == bases[::-1]
    between = _RATE_ZH.sub("", zh[first.zh.end : second.zh.start])
    if "其中" not in between or re.search(r"[。；\d]", between):
        return False
    if _WHOLE_EN.search(en[: second.en.start]) and not _WHOLE_EN.search(en[: first.en.start]):
        return True
    return _is_part(en, first.en, second.en) and not _is_part(en, second.en, first.en)


def _base(text: str, marks: re.Pattern[str]) -> str:
    """Return month or year where a figure is compared with the one or the other before, or nothing."""
    found = marks.search(text)
    return (found.lastgroup or "") if found else ""


def _is_share(en: str, figure: Mention) -> bool:
    return bool(_SHARE_EN.search(en[: figure.start]) or _SHARE_EN_BEHIND.match(en, figure.end))


def _is_part(en: str, figure: Mention, whole: Mention) -> bool:
    """Return whether a figure is called part of another that stands before it: of which 5, 5 of them."""
    if figure.start < whole.end or re.search(r"[.;]\s", en[whole.end : figure.start]):
        return False
    return bool(_PART_EN.search(en[whole.end : figure.start]) or _PART_EN_BEHIND.match(en, figure.end))


def _both_anchors(
    around: tuple[Context, Context], others: tuple[str, str], english: English, words: Sequence[Match]
) -> tuple[list[int], list[int]]:
    """Return the places of the words of either figure; where they tell nothing, with those of the figure before.

    Where only one figure has words of its own, they must be said once and of no other figure to tell anything.
    """
    texts = [(around[0].text, around[1].text)]
    if around[0].parent and around[1].parent:
        texts.append((around[0].parent + texts[0][0], around[1].parent + texts[0][1]))
    for own, other in texts:
        found = anchors(own, other, english, words), anchors(other, own, english, words)
        if all(found):
            return found
        if any(found):
            return (
                anchors(own, other + others[0], english, words, once=True),
                anchors(other, own + others[1], english, words, once=True),
            )
    return [], []


def _crossed(english: English, pairs: tuple[Pair, Pair], found: tuple[list[int], list[int]]) -> bool:
    places = english.span(pairs[0].en), english.span(pairs[1].en)
    straight = _apart(places[0], found[0]) + _apart(places[1], found[1])
    crossed = _apart(places[1], found[0]) + _apart(places[0], found[1])
    if straight != crossed:
        misplaced = all(
            _apart(places[side], found[side]) > _NEARLY * _apart(places[side], found[1 - side]) for side in (0, 1)
        )
        return crossed + _SURE < straight and misplaced
    possible = {one < two for one in found[0] for two in found[1]}
    ordered = places[0] < places[1] if len(possible) > 1 else (places[0] < places[1]) in possible
    low, high = sorted((pairs[0].en, pairs[1].en), key=lambda mention: mention.start)
    return not ordered and bool(_CONNECTOR_EN.fullmatch(english.text[low.end : high.start]))


def _left_levels(zh: str, english: English, changes: tuple[Pair, Pair], levels: tuple[Pair, Pair]) -> bool:
    """Return whether each of two changes stands with the level of the other; in a list their order says so."""
    own, at = [english.place(p.en.start) for p in changes], [english.place(p.en.start) for p in levels]
    straight, crossed = abs(own[0] - at[0]) + abs(own[1] - at[1]), abs(own[0] - at[1]) + abs(own[1] - at[0])
    if straight == crossed and _listed(zh, english.text, changes):
        return (own[0] > own[1]) != (at[0] > at[1])
    return crossed + _SURE < straight


def _apart(span: tuple[int, int], anchor_places: Sequence[int]) -> int:
    """Return how far the nearest of the words is from a figure, before or behind it."""
    return min(span[0] - anchor if anchor < span[0] else max(0, anchor - span[1]) for anchor in anchor_places)


def _from_to(zh: str, en: str, first: Pair, second: Pair) -> bool | None:
    """由A提高到B: A is what the English calls from. None where the Chinese says nothing of the kind."""
    between = zh[first.zh.end : second.zh.start]
    if not _FROM_ZH.search(zh[: first.zh.start]) or not _TO_ZH.search(between) or re.search(r"[。；\d]", between):
        return None
    is_from = [bool(_FROM_EN.search(en[: pair.en.start])) for pair in (first, second)]
    return is_from[1] and not is_from[0]


def _listed(zh: str, en: str, pairs: tuple[Pair, Pair]) -> bool:
    """Return whether both figures stand side by side in a list in both texts."""
    low, high = sorted((pairs[0].en, pairs[1].en), key=lambda mention: mention.start)
    return bool(
        CONNECTOR_ZH.fullmatch(zh[pairs[0].zh.end : pairs[1].zh.start])
        and _CONNECTOR_EN.fullmatch(en[low.end : high.start])
    )


# --- years ------------------------------------------------------------------------------------------------------------


def swapped_years(
    zh: Sequence[tuple[int, int]], en: Sequence[tuple[int, int]], pairs: Sequence[Pair], english: str
) -> Iterator[Finding]:
    """Yield a finding where two years changed places: every figure of the source has the year before it.

    Args:
        zh: places and years of the Chinese line.
        en: places and years of the English one.
        pairs: the figures of the line.
        english: its translation.
    """
    if (
        len(zh) < 2
        or sorted(year for _, year in zh) != sorted(year for _, year in en)
        or len({y for _, y in en}) < len(en)
    ):
        return
    stretched = English(english)
    at = {year: stretched.place(place) for place, year in en}
    for (start, one), (following, other) in pairwise(zh):
        mine = [p for p in pairs if start < p.zh.start < following]
        theirs = [p for p in pairs if following < p.zh.start]
        if not mine or not theirs:
            continue
        places = stretched.place(mine[0].en.start), stretched.place(theirs[0].en.start)
        straight = abs(places[0] - at[one]) + abs(places[1] - at[other])
        crossed = abs(places[0] - at[other]) + abs(places[1] - at[one])
        if crossed + _SURE < straight:
            yield Finding("figure", f"{one} / {other}", f"{one} / {other}", f"{one} and {other} have changed places")
            return
