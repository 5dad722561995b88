"""The key points of a report: its foremost indicator, then what stands out of each theme, then the next strongest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from briefing.compose.select import Said
from briefing.compose.words import bare

MOST = 7
_LINE, _LINES = 84, 12  # characters of English in a line of the box on the cover, and its lines
_PLANNED = 3  # lines kept for the point on what is planned
_REPEATED = 9  # what a point loses that says no more than a card beside it
_LEAST = 5  # the weight of what stands for its theme


def key_points(
    clauses: Sequence[Said],
    order: Sequence[str],
    headline: Mapping[str, int],
    shown: Collection[str],
    most: int,
    *,
    planned: bool,
) -> tuple[Said, ...]:
    """The points, as many as fit: the foremost indicator opens them, the others follow in the order of the themes.

    Args:
        clauses: what may be a point, each with theme and weight.
        order: the ids of the themes in print order.
        headline: the place of each headline indicator in its list.
        shown: ids of the facts that the cards show: a point that says nothing beyond them gives way to one that does.
        most: the largest number of points.
        planned: whether one of them is kept for what is planned.
    """

    def worth(said: Said) -> tuple[int, int]:
        repeated = all(fact.id in shown for fact in said.facts)
        return said.weight - repeated * _REPEATED, -said.segment.start

    def place(said: Said) -> int:
        return min(headline.get(bare(fact.indicator_zh), len(headline)) for fact in said.facts)

    ranked = sorted(clauses, key=worth, reverse=True)
    opening = min(ranked, key=lambda said: (place(said), -said.weight), default=None)
    first = {said.theme: said for said in reversed(ranked) if worth(said)[0] >= _LEAST}
    chosen = sorted(first.values(), key=worth, reverse=True)
    room = (most - 1, _LINES - _PLANNED) if planned else (most, _LINES)
    fitting = _fitting([*filter(None, [opening]), *chosen, *ranked], *room)
    return tuple(sorted(fitting, key=lambda s: (s is not opening, order.index(s.theme), s.segment.start)))


def _fitting(chosen: Sequence[Said], most: int, room: int) -> list[Said]:
    """The first of some points that fit the lines of the box, none of them saying a figure again."""
    fitting: list[Said] = []
    said: set[str] = set()
    lines = 0
    for one in chosen:
        needed = -(-len(one.worded["en"].text) // _LINE)
        if len(fitting) < most and lines + needed <= room and not said.intersection(f.id for f in one.facts):
            fitting.append(one)
            said.update(fact.id for fact in one.facts)
            lines += needed
    return fitting
