"""The Chinese words that belong to each figure of a line, and where their English stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from briefing.compare import tables
from briefing.compare.mentions import CONVERTED
from briefing.compare.pairing import Pair
from briefing.compare.values import Mention
from briefing.glossary import Match
from briefing.translate.directions import pattern

CONNECTOR_ZH = re.compile(r"\s*(?:、|，|,|和|与|及|以及|/)\s*(?:约|近|超过?|-)?")
_SENTENCE_ZH = re.compile(r"[。；;!！?？]")
_CLAUSE_ZH = re.compile(r"[，,。；;：:!！?？]")
_BEHIND_ZH = re.compile(r"[^，,、。；;：:()（）]*")
_SECTORS = re.compile(r"三次产业|一、?二、?三(?:次)?产业?$")
_ITEMS = re.compile(r"、|和|与|以及|及")
_LIMIT_ZH = re.compile(r"(?:以上|以下|以内|左右|及|的|\s)+")
# What a figure may have before it and still speak of the subject of the figure before: 、比上年增长
_SUBJECTLESS = re.compile(
    r"[，,、：:（(\s]|和|与|及|或|同比|环比|比上年|较上年|比去年|较去年|比年初|较年初|年均|分别|均|达到?|为|约|近|超过?|了|净"
)
_MARK_EN = re.compile(r"[,:(](?=\s|$)|\)|\s(?:and|while|whereas|but|as|with)\s|(?P<end>[.;](?=\s|$))")
_CLAUSE_COST, _JOINT_COST, _COLON_COST, SENTENCE_COST = 25, 20, 60, 150
_TOO_COMMON = frozenset(
    "rate level total number year city district province industry enterprise projects project national value with from that the"
    " above designated size of and in for new key main other major development construction service services".split()
)
_LETTERS = re.compile(r"[a-z][a-z&-]+")
_SHORTEST = 4


def _cost(mark: re.Match[str]) -> int:
    """Return how far a mark keeps the words before and behind it apart."""
    if mark["end"]:
        return SENTENCE_COST
    if mark.group().strip().isalpha():
        return _JOINT_COST
    return _COLON_COST if mark.group() == ":" else _CLAUSE_COST


@dataclass(frozen=True)
class English:
    """The English text with places stretched at clause and sentence marks, so that distance says how near in sense."""

    text: str

    @cached_property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    @cached_property
    def _marks(self) -> list[tuple[int, int]]:
        return [(m.start(), _cost(m)) for m in _MARK_EN.finditer(self.text)]

    def place(self, at: int) -> int:
        """Return the stretched place of an offset."""
        return at + sum(cost for mark, cost in self._marks if mark < at)

    def span(self, figure: Mention) -> tuple[int, int]:
        """Return the stretched places of start and end of a figure, a conversion in brackets included."""
        converted = CONVERTED.match(self.text, figure.end + 1)
        return self.place(figure.start), self.place(converted.end() if converted else figure.end)


@dataclass(frozen=True)
class Context:
    """The words that belong to a Chinese figure, and those of the figure before it in the sentence."""

    before: str
    behind: str
    parent: str = ""
    of: int = -1  # the figure of another kind that it speaks of: 销售额5亿元，下降3%

    @property
    def text(self) -> str:
        """The words before and behind, kept apart."""
        return f"{self.before}｜{self.behind}"


_NOTHING = Context("", "")


def contexts(zh: str, pairs: Sequence[Pair], words: Sequence[Match], verbs: Sequence[str]) -> list[Context]:
    """Return the words of each figure; lists (A、B分别增长3%、5%) hand theirs out item by item.

    Args:
        zh: the Chinese line.
        pairs: its figures, in order.
        words: the glossary words of the line.
        verbs: words such as 新增 that open a list and tell none of its figures apart, longest first.
    """
    result: list[Context] = []
    at = 0
    nouns = [match.text for match in words]
    for number, pair in enumerate(pairs):
        between = zh[at : pair.zh.start]
        gap = _SENTENCE_ZH.split(between)[-1]
        tail = _tail(zh, pair, pairs)
        last = result[-1] if result else _NOTHING
        of = -1
        if not _LIMIT_ZH.sub("", tail) and not _SUBJECTLESS.sub("", pattern("zh").sub("", gap)):
            gap = last.before + gap
            if number and not _SENTENCE_ZH.search(between):
                of = last.of if pairs[number - 1].zh.what == pair.zh.what else number - 1
        parent = "" if _SENTENCE_ZH.search(between) or last is _NOTHING else last.text
        result.append(Context(gap, tail, parent, of))
        at = pair.zh.end + len(tail)
    return [replace(one, before=_without_verb(one.before, nouns, verbs)) for one in _handed_out(zh, pairs, result)]


def _tail(zh: str, pair: Pair, pairs: Sequence[Pair]) -> str:
    """Return what stands behind a figure in its clause; what stands between two figures belongs to the second."""
    behind = _BEHIND_ZH.match(zh, pair.zh.end)
    tail = behind.group() if behind else ""
    following = min((p.zh.start for p in pairs if p.zh.start >= pair.zh.end), default=len(zh))
    return "" if following < pair.zh.end + len(tail) else tail


def _without_verb(before: str, nouns: Sequence[str], verbs: Sequence[str]) -> str:
    """Leave out the verb that opens a list: 新增公交线路14条、站台13个 were both added; 安置房 is no verb."""
    before = before.lstrip("，,、：: 和与及并")
    verb = next((verb for verb in verbs if before.startswith(verb) and len(before) > len(verb)), "")
    if any(len(noun) > len(verb) and before.startswith(noun) for noun in nouns):
        return before
    return before if _tells(verb) else before.removeprefix(verb)


@lru_cache(maxsize=1024)
def _tells(verb: str) -> bool:
    """Return whether a verb tells figures apart by itself."""
    return any(zh.search(verb) for zh, _ in tables.anchors())


def _handed_out(zh: str, pairs: Sequence[Pair], found: list[Context]) -> list[Context]:
    at = 0
    while at < len(pairs):
        end = at + 1
        while end < len(pairs) and CONNECTOR_ZH.fullmatch(zh[pairs[end - 1].zh.end : pairs[end].zh.start]):
            end += 1
        items = _items(found[at].before) if end - at > 1 else []
        levels = _levels(zh, pairs, at, end - at)
        if levels and len(items) != end - at:
            found[at:end] = [replace(one, of=of) for one, of in zip(found[at:end], levels, strict=True)]
        elif len(items) == end - at:
            found[at:end] = [Context(item, "") for item in items]
        at = end
    return found


def _levels(zh: str, pairs: Sequence[Pair], at: int, count: int) -> list[int]:
    """Return of which figures before it a list speaks one by one: 收入5亿元、利润3亿元，分别增长8%、7%."""
    before = list(range(at - count, at))
    if count < 2 or before[0] < 0 or "分别" not in zh[pairs[at - 1].zh.end : pairs[at].zh.start]:
        return []
    kinds = {pairs[one].zh.what for one in before}
    between = zh[pairs[before[0]].zh.end : pairs[at].zh.start]
    same = len(kinds) == 1 and kinds != {pairs[at].zh.what}
    return before if same and not _SENTENCE_ZH.search(between) else []


def _items(before: str) -> list[str]:
    clause = _CLAUSE_ZH.split(before.partition("分别")[0])[-1]
    clause = _SECTORS.sub("第一产业、第二产业、第三产业", clause)
    return [item for item in _ITEMS.split(clause) if item]


# --- where the words stand in the English -----------------------------------------------------------------------------


def anchors(own: str, other: str, english: English, words: Sequence[Match], *, once: bool = False) -> list[int]:
    """Return the stretched places in the English of words that only the first text has.

    Words said once tell more than others, which count only where there are none, and not at all with `once`.

    Args:
        own: the Chinese words of one figure.
        other: those of the figure it may be mistaken for.
        english: the translation.
        words: every glossary word of the Chinese line.
        once: count only words said once.
    """
    mine, theirs = _offsets(own, english, words), _offsets(other, english, words)
    left = {at: alone for at, alone in mine.items() if at not in theirs}
    telling = [at for at, alone in left.items() if alone] or ([] if once else list(left))
    return sorted(english.place(at) for at in telling)


def _offsets(context: str, english: English, words: Sequence[Match]) -> dict[int, bool]:
    """Return where words of a context stand in the English, and whether each is said once only."""
    found: dict[int, bool] = {}
    for zh, en in tables.anchors():
        if zh.search(context):
            places = [m.start() for m in en.finditer(english.text)]
            found |= {at: len(places) == 1 for at in places}
    for match in words:
        if match.text not in context:
            continue
        phrases = [form.lower() for form in (match.entry.en, match.entry.en_short, *match.entry.admitted) if form]
        whole = {at for phrase in phrases for at in _words_inside(phrase, english.lower)}
        for at in whole or {at for phrase in phrases for at in _word_offsets(phrase, english.lower)}:
            once = len(list(_occurrences(_word_at(english.lower, at), english.lower))) == 1
            found[at] = found.get(at, False) or once
    return found


def _word_at(text: str, at: int) -> str:
    word = _LETTERS.match(text, at)
    return word.group() if word else text[at : at + 1]


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
