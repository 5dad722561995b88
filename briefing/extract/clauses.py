"""A sentence cut at its figures: what stands left and right of each one in its own clause.

Marks inside brackets and quotation marks do not cut, unless a figure stands inside. A bracket with a figure in it
（其中普惠托位5505个） is a clause of its own, its subject is what stands before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from briefing.extract.lexicon import one_of
from briefing.extract.scanner import Mention
from briefing.extract.sentences import closed_spans

_STRONG = "，,；;：:—。"
_JOIN = re.compile(r"(?:以及|及|和|与|并|或)$")
_LEVELS = re.compile(r"(?:国家|[省市区县镇乡])级?、(?=[省市区县镇乡])")  # 10件省、市、区民生实事
_JOINED = re.compile(r"^(?:以及|及|和|与|并|或)")


@cache
def _compounds() -> re.Pattern[str]:
    return re.compile(one_of("compounds"))


@dataclass(slots=True)
class Place:
    """A figure in its clause. `mark` is the mark the clause opens with (empty: it shares the clause before).

    `topics` are the clauses without a figure between the figure before and this one, `before` the text left of an
    opening bracket for figures inside it, `last` whether it closes its clause (only a mark follows).
    """

    mention: Mention
    left: str
    right: str = ""
    mark: str = ""
    topics: list[str] = field(default_factory=list)
    before: str = ""
    depth: int = 0
    head: str = ""


def places(text: str, mentions: Sequence[Mention]) -> list[Place]:
    """The clause of every figure of a sentence, in order."""
    spans = closed_spans(text)
    brackets = [span for span in spans if text[span[0]] in "（(" and _holds(span, mentions)]
    opaque = [span for span in spans if span in brackets or not _holds(span, mentions)]
    outer = [mention for mention in mentions if not any(a < mention.start < b for a, b in brackets)]
    result = _group(text, 0, len(text), outer, opaque, brackets)
    for start, end in brackets:
        inner = [mention for mention in mentions if start < mention.start < end]
        within = [
            span for span in closed_spans(text[start + 1 : end - 1]) if not _holds(_shift(span, start + 1), inner)
        ]
        group = _group(text, start + 1, end - 1, inner, [_shift(span, start + 1) for span in within], [])
        for place in group:
            place.depth, place.before = 1, text[:start]
        result += group
    return sorted(result, key=lambda place: (place.mention.start, place.mention.end))


def _holds(span: tuple[int, int], mentions: Sequence[Mention]) -> bool:
    return any(
        span[0] < mention.start and mention.end <= span[1] and mention.tail < span[1] + 1 for mention in mentions
    )


def _shift(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _group(
    text: str, start: int, end: int, mentions: list[Mention], opaque: list[tuple[int, int]], cut: list[tuple[int, int]]
) -> list[Place]:
    result: list[Place] = []
    position = start
    for mention in mentions:
        gap = _Gap(text, position, max(position, mention.whole), opaque, cut)
        if result and mention.range_end == "high" and result[-1].mention.range_end == "low":
            place = Place(mention, left=result[-1].left, mark="range")
        else:
            place = _place(mention, gap, result[-1] if result else None)
        result.append(place)
        position = max(position, mention.tail)
    if result:
        result[-1].right = _Gap(text, position, end, opaque, cut).first(soft=False)
    return result


def _place(mention: Mention, gap: _Gap, previous: Place | None) -> Place:
    strong = gap.marks(_STRONG)
    if strong:
        pieces = gap.pieces(strong)
        if previous:
            previous.right = gap.first(soft=False)
            tail = gap.after_soft(pieces[0]) if "、" in pieces[0] else []
            topics = [*tail, *pieces[1:-1]]
        else:
            topics = pieces[:-1]
        return Place(mention, left=pieces[-1], mark=gap.text[strong[-1]], topics=[topic for topic in topics if topic])
    if previous is None:
        return Place(mention, left=gap.whole(), mark="^")
    whole = gap.whole()
    soft = [] if whole.startswith("的") or _LEVELS.match(whole) else gap.marks("、")
    if soft:
        pieces = gap.pieces(soft[:1])
        previous.right = pieces[0]
        return Place(mention, left=pieces[1], mark="、")
    opening = _JOINED.match(whole)
    if opening:
        return Place(mention, left=whole[opening.end() :], mark="、")
    among = re.match(r"(.{2,}?)中[，,]?有?$", whole)
    if among:
        previous.right = among.group(1)
        return Place(mention, left="", mark="中")
    closing = _JOIN.search(whole)
    if closing:
        previous.right = whole[: closing.start()]
        return Place(mention, left="", mark="和")
    previous.right = whole
    return Place(mention, left=whole, mark="")


def _in_range(text: str, at: int) -> bool:
    """Whether a dash stands between two digits (1—9月, 0—14岁), so that it cuts nothing."""
    return text[at] == "—" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


class _Gap:
    """The text between two figures, with the bracketed stretches that belong to no clause left out."""

    def __init__(
        self, text: str, start: int, end: int, opaque: list[tuple[int, int]], cut: list[tuple[int, int]]
    ) -> None:
        self.text, self.start, self.end = text, start, end
        named = (found.span() for found in _compounds().finditer(text, start, end))
        self.opaque = [*(span for span in opaque if span[0] < end and start < span[1]), *named]
        self.cut = [span for span in cut if span[0] < end and start < span[1]]

    def marks(self, signs: str) -> list[int]:
        """Positions of the given marks outside opaque spans."""
        return [
            at
            for at in range(self.start, self.end)
            if self.text[at] in signs and not any(a <= at < b for a, b in self.opaque) and not _in_range(self.text, at)
        ]

    def pieces(self, at: list[int]) -> list[str]:
        """The texts between the marks at the given positions."""
        edges = [self.start - 1, *at, self.end]
        return [self._plain(a + 1, b) for a, b in itertools.pairwise(edges)]

    def first(self, *, soft: bool) -> str:
        """The text up to the first mark."""
        stops = self.marks(_STRONG + ("、" if soft else ""))
        return self._plain(self.start, stops[0] if stops else self.end)

    def after_soft(self, _piece: str) -> list[str]:
        """What follows the first 、 up to the first strong mark: an unmeasured member of a list."""
        soft, strong = self.marks("、"), self.marks(_STRONG)
        listed = bool(soft) and len(self._plain(self.start, soft[0]).lstrip("的")) != 2
        return [self._plain(soft[0] + 1, strong[0])] if listed and strong and soft[0] < strong[0] else []

    def whole(self) -> str:
        """The text without the cut spans."""
        return self._plain(self.start, self.end)

    def _plain(self, start: int, end: int) -> str:
        parts, position = [], start
        for a, b in self.cut:
            if a < end and start < b:
                parts.append(self.text[position : max(position, a)])
                position = max(position, b)
        parts.append(self.text[position:end] if position < end else "")
        return "".join(parts).strip(" 　\u00a0。！？")
