"""Where a chart stands in its section: moved up where it would otherwise leave the foot of a page empty.

A chart never breaks, so one that comes last in its section may go to the next page and leave a hole. The layout says where
every block begins (WeasyPrint's own anchors); if the chart fits further up on the page before, among the paragraphs of its
section, it moves there (`pdf_moves`), the pages from there on are laid out again, and the text after it flows round the
page's end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefing.model import tree

Box = tuple[float, float, float, float]  # left, top, right, bottom on the page, in CSS pixels
Anchors = Mapping[str, Box]  # by id
_HOLE = 0.17  # of the page's height: a smaller hole stays
_MOST_MOVES = 3


@dataclass(frozen=True, slots=True)
class Move:
    """A chart that goes before another block: their ids, and the pages (from 0) whose content changes for certain."""

    chart: str
    before: str
    pages: range


class Placing:
    """Says after each layout which chart moves next.

    Args:
        briefing: as composed.
        bottom: where the text of a page ends, in CSS pixels.
    """

    def __init__(self, briefing: tree.Briefing, bottom: float) -> None:
        self.briefing = briefing
        self.bottom = bottom
        self.ids = block_ids(briefing)
        self.left = _MOST_MOVES
        self.closer = self.filled = (
            False  # whether the last pages have been set closer, the last one filled (`pdf_fit`)
        )

    def next_move(self, pages: Sequence[Anchors]) -> Move | None:
        """The first chart that leaves a hole and where it goes, or None where every chart stays.

        Args:
            pages: the anchors of each page.
        """
        found = _hole(self.briefing, self.ids, pages, self.bottom) if self.left else None
        if found is None:
            return None
        index, target, page = found
        move = Move(self.ids[index], self.ids[target], range(page, page + 2))
        blocks, ids = list(self.briefing.blocks), list(self.ids)
        blocks.insert(target, blocks.pop(index))
        ids.insert(target, ids.pop(index))
        self.briefing, self.ids = replace(self.briefing, blocks=tuple(blocks)), tuple(ids)
        self.left -= 1
        return move


def block_ids(briefing: tree.Briefing) -> tuple[str, ...]:
    """An id for each block: its own, or `b<n>` for text of a section that holds a chart, or none."""
    starts = [i for i, b in enumerate(briefing.blocks) if isinstance(b, tree.Heading) and b.level == 1]
    with_chart: set[int] = set()
    for start, end in pairwise([*starts, len(briefing.blocks)]):
        if any(isinstance(b, tree.Chart) for b in briefing.blocks[start:end]):
            with_chart.update(range(start, end))
    ids = []
    for index, block in enumerate(briefing.blocks):
        own = getattr(block, "id", "")
        ids.append(
            own or (f"b{index}" if index in with_chart and isinstance(block, tree.Paragraph | tree.Items) else "")
        )
    return tuple(ids)


def _hole(
    briefing: tree.Briefing, ids: Sequence[str], pages: Sequence[Anchors], bottom: float
) -> tuple[int, int, int] | None:
    """The first chart that leaves a hole, the position it moves to, and the page of that position."""
    place: dict[str, tuple[int, Box]] = {}
    for number, page in enumerate(pages):
        for name, box in page.items():
            place.setdefault(name, (number, box))
    for index, block in enumerate(briefing.blocks):
        if isinstance(block, tree.Chart):
            target = _target(briefing, ids, place, index, bottom)
            if target is not None:
                return index, target, place[ids[target]][0]
    return None


def _target(
    briefing: tree.Briefing, ids: Sequence[str], place: Mapping[str, tuple[int, Box]], index: int, bottom: float
) -> int | None:
    """The position the chart at `index` moves to: the last one in its section where it fits on the page before."""
    if ids[index] not in place or ids[index - 1] not in place:
        return None
    page, box = place[ids[index]]
    page_before, before = place[ids[index - 1]]
    if page_before != page - 1 or bottom - before[3] < _HOLE * bottom:
        return None
    height = box[3] - box[1]
    for at in range(index - 1, 0, -1):
        block, above = briefing.blocks[at], briefing.blocks[at - 1]
        page_of, box_of = place.get(ids[at], (-1, box))
        if isinstance(block, tree.TableBlock | tree.Chart) or (isinstance(block, tree.Heading) and block.level == 1):
            return None  # what a table says comes before what a chart shows of it, and figures stay in the order of their numbers
        under_head = isinstance(above, tree.Heading) and above.level > 1
        if page_of == page - 1 and not under_head and box_of[1] + height <= bottom:
            return at
    return None
