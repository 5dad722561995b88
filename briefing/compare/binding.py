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
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from briefing.compare import tables
from briefing.compare.pairing import Pair
from briefing.compare.values import Finding
from briefing.glossary import Match
from briefing.translate.directions import pattern

_SENTENCE_ZH = re.compile(r"[。；;!！?？]")
_CLAUSE_ZH = re.compile(r"[，,。；;：:!！?？]")
_BEHIND_ZH = re.compile(r"[^，,、。；;：:()（）]*")
_CONNECTOR_ZH = re.compile(r"\s*(?:、|，|,|和|与|及|以及|/)\s*(?:约|近|超过?|-)?")
_CONNECTOR_EN = re.compile(
    r"\s*(?:,? and|,|/|;)\s*(?:(?:RMB|USD|CNY|about|nearly|over|more than|by|at|up|down)\s*)*", re.IGNORECASE
)
_ITEMS = re.compile(r"、|和|与|以及|及")
_MARK_EN = re.compile(r"[,;:(](?=\s|$)|\)|\s(?:and|while|whereas|but|as|with)\s|(?P<end>[.;](?=\s|$))")
_CLAUSE_COST, _SENTENCE_COST = 40, 120
_SURE = 20  # by how much one side's words must be nearer to the other figure
_FROM_ZH, _TO_ZH = re.compile(r"(?:由|从|自)[^，。；]{0,12}$"), re.compile(r"(?:到|至|为)(?:了)?$")
_FROM_EN = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|vs\.?|than)\s(?:(?:the|a|an|about|nearly|only|just|over|more than|RMB|USD)\s?)*$",
    re.IGNORECASE,
)
_TOO_COMMON = frozenset(
    "rate level total number year city district province industry enterprise projects project national value with from that the"
    " above designated size of and in for new key main other major development construction service services".split()
)
_LETTERS = re.compile(r"[a-z][a-z&-]+")
_SHORTEST = 4
# What a figure may have before it and still speak of the subject of the figure before: 、比上年增长
_SUBJECTLESS = re.compile(
    r"[，,、：:（(\s]|和|与|及|或|同比|环比|比上年|较上年|比去年|较去年|比年初|较年初|年均|分别|均|达到?|为|约|近|超过?|了|净|了"
)


@dataclass(frozen=True)
class _English:
    """The English text with places stretched at clause and sentence marks, so that distance says how near in sense."""

    text: str

    @cached_property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @cached_property
    def _marks(self) -> list[tuple[int, int]]:
        return [
            (
                m.start(),
                _SENTENCE_COST
                if m["end"]
                else _CLAUSE_COST
                if m.group().strip() in {",", ";", ":", "(", ")"}
                else _CLAUSE_COST // 2,
            )
            for m in _MARK_EN.finditer(self.text)
        ]

    def place(self, at: int) -> int:
        """Return the stretched place of an offset."""
        return at + sum(cost for mark, cost in self._marks if mark < at)


@dataclass(frozen=True)
class _Context:
    """The words that belong to a Chinese figure."""

    before: str
    behind: str

    @property
    def text(self) -> str:
        return f"{self.before}｜{self.behind}"


def swapped(zh: str, en: str, pairs: Sequence[Pair], words: Sequence[Match], verbs: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each two figures that changed places.

    Args:
        zh: the Chinese line.
        en: its translation.
        pairs: its figures with their renderings, in the order of the Chinese.
        words: every glossary word of the Chinese line, plain words too.
        verbs: words such as 新增 that open a list and tell none of its figures apart, longest first.
    """
    contexts = [_Context(_without_verb(one.before, verbs), one.behind) for one in _contexts(zh, pairs)]
    english = _English(en)
    told: set[int] = set()
    for i, j in combinations(range(len(pairs)), 2):
        if told & {i, j} or not _comparable(pairs[i], pairs[j], pairs):
            continue
        if _changed_places(zh, english, (pairs[i], pairs[j]), (contexts[i], contexts[j]), words):
            told |= {i, j}
            one, other = pairs[i], pairs[j]
            why = f"{one.zh.text} and {other.zh.text} have changed places"
            yield Finding("figure", f"{one.zh.text} / {other.zh.text}", f"{one.en.text} / {other.en.text}", why)


def _comparable(one: Pair, other: Pair, pairs: Sequence[Pair]) -> bool:
    """Only figures of one kind can be mistaken for each other, and only those that stand once in the English."""
    if one.zh.what != other.zh.what or one.zh.values == other.zh.values or not (one.same_kind and other.same_kind):
        return False
    once = [p for p in pairs if p.zh.what == one.zh.what and p.zh.values in (one.zh.values, other.zh.values)]
    return len(once) == 2


def _contexts(zh: str, pairs: Sequence[Pair]) -> list[_Context]:
    """Return the words of each figure; lists (A、B分别增长3%、5%) hand theirs out item by item."""
    result: list[_Context] = []
    at = 0
    for pair in pairs:
        gap = _SENTENCE_ZH.split(zh[at : pair.zh.start])[-1] if at <= pair.zh.start else ""
        behind = _BEHIND_ZH.match(zh, pair.zh.end)
        tail = behind.group() if behind else ""
        if result and (_CONNECTOR_ZH.fullmatch(gap) or not _SUBJECTLESS.sub("", pattern("zh").sub("", gap))):
            gap = result[-1].before + gap
        result.append(_Context(gap, _until_next(tail, pair, pairs)))
        at = pair.zh.end + len(result[-1].behind)
    return _handed_out(zh, pairs, result)


def _without_verb(before: str, verbs: Sequence[str]) -> str:
    """Leave out the verb that opens a list: 新增公交线路14条、站台13个 were both added."""
    before = before.lstrip("，,、：: 和与及并")
    verb = next((verb for verb in verbs if before.startswith(verb) and len(before) > len(verb)), "")
    return before if any(zh.search(verb) for zh, _ in tables.anchors()) else before.removeprefix(verb)


def _until_next(tail: str, pair: Pair, pairs: Sequence[Pair]) -> str:
    following = min((p.zh.start for p in pairs if p.zh.start >= pair.zh.end), default=pair.zh.end + len(tail))
    if following < pair.zh.end + len(tail):  # what stands between two figures belongs to the second
        return ""
    return tail


def _handed_out(zh: str, pairs: Sequence[Pair], contexts: list[_Context]) -> list[_Context]:
    at = 0
    while at < len(pairs):
        end = at + 1
        while end < len(pairs) and _CONNECTOR_ZH.fullmatch(zh[pairs[end - 1].zh.end : pairs[end].zh.start]):
            end += 1
        items = _items(contexts[at].before) if end - at > 1 else []
        if len(items) == end - at:
            contexts[at:end] = [_Context(item, "") for item in items]
        at = end
    return contexts


def _items(before: str) -> list[str]:
    clause = _CLAUSE_ZH.split(before.partition("分别")[0])[-1]
    return [item for item in _ITEMS.split(clause) if item]


def _changed_places(
    zh: str, english: _English, pairs: tuple[Pair, Pair], contexts: tuple[_Context, _Context], words: Sequence[Match]
) -> bool:
    first, second = pairs
    reach = _from_to(zh, english.text, first, second)
    if reach is not None:
        return reach
    own, other = _anchors(contexts[0], contexts[1], english, words), _anchors(contexts[1], contexts[0], english, words)
    places = english.place(first.en.start), english.place(second.en.start)
    if own and other:
        return _crossed(english, pairs, (own, other))
    if own or other:
        near, far = places if own else places[::-1]
        return _apart(near, own or other) > _apart(far, own or other) + _SURE and not _listed_in_order(
            zh, english.text, pairs
        )
    return _listed(zh, english.text, pairs) and places[0] > places[1]


def _crossed(english: _English, pairs: tuple[Pair, Pair], anchors: tuple[list[int], list[int]]) -> bool:
    places = english.place(pairs[0].en.start), english.place(pairs[1].en.start)
    straight = _apart(places[0], anchors[0]) + _apart(places[1], anchors[1])
    crossed = _apart(places[1], anchors[0]) + _apart(places[0], anchors[1])
    if straight != crossed:
        misplaced = [_apart(places[side], anchors[side]) > _apart(places[side], anchors[1 - side]) for side in (0, 1)]
        return crossed < straight and all(misplaced)
    possible = {one < two for one in anchors[0] for two in anchors[1]}
    ordered = places[0] < places[1] if len(possible) > 1 else (places[0] < places[1]) in possible
    low, high = sorted((pairs[0].en, pairs[1].en), key=lambda mention: mention.start)
    return not ordered and bool(_CONNECTOR_EN.fullmatch(english.text[low.end : high.start]))


def _apart(place: int, anchors: Sequence[int]) -> int:
    return min(abs(place - anchor) for anchor in anchors)


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
        _CONNECTOR_ZH.fullmatch(zh[pairs[0].zh.end : pairs[1].zh.start])
        and _CONNECTOR_EN.fullmatch(en[low.end : high.start])
    )


def _listed_in_order(zh: str, en: str, pairs: tuple[Pair, Pair]) -> bool:
    return _listed(zh, en, pairs) and pairs[0].en.start < pairs[1].en.start


# --- where the words of a figure stand in the English -----------------------------------------------------------------


def _anchors(own: _Context, other: _Context, english: _English, words: Sequence[Match]) -> list[int]:
    """Return the stretched places in the English of words that only the first context has."""
    mine, theirs = _offsets(own.text, english, words), _offsets(other.text, english, words)
    return sorted(english.place(at) for at in mine - theirs)


def _offsets(context: str, english: _English, words: Sequence[Match]) -> set[int]:
    found = {m.start() for zh, en in tables.anchors() if zh.search(context) for m in en.finditer(english.text)}
    for match in words:
        if match.text not in context:
            continue
        phrases = [form.lower() for form in (match.entry.en, match.entry.en_short, *match.entry.admitted) if form]
        whole = {at for phrase in phrases for at in _words_inside(phrase, english.lower)}
        found |= whole or {at for phrase in phrases for at in _word_offsets(phrase, english.lower)}
    return found


def _occurrences(phrase: str, text: str) -> Iterator[int]:
    at = text.find(phrase)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            yield at
        at = text.find(phrase, at + 1)


def _words_inside(phrase: str, text: str) -> Iterator[int]:
    """Yield where each word of every occurrence of a whole phrase starts."""
    for start in _occurrences(phrase, text):
        yield from (start + word.start() for word in _LETTERS.finditer(phrase))


def _word_offsets(phrase: str, text: str) -> Iterator[int]:
    """Yield where the telling words of a phrase stand, whatever their ending."""
    for word in _LETTERS.findall(phrase):
        stem = re.sub(r"(?:ies|es|s|ing|ed|y|al)$", "", word)
        if len(stem) >= _SHORTEST and word not in _TOO_COMMON and stem not in _TOO_COMMON:
            yield from _occurrences(stem, text)
