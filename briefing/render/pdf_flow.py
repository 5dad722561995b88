"""Where a chart stands in its section: moved up where it would otherwise leave the foot of a page empty.

A chart never breaks, so one that comes last in its section may go to the next page and leave a hole. A quick layout of a
draft (plain text, nothing after the last chart) says where every block begins (WeasyPrint's own anchors); if the chart fits
further up on the page before, among the paragraphs of its section, it moves there and the text after it flows round the
page's end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from briefing.model import tree

Box = tuple[float, float, float, float]  # left, top, right, bottom on the page, in CSS pixels
Anchors = Mapping[str, Box]  # by id
_HOLE = 0.17  # of the page's height: a smaller hole stays


DRAFT_CSS = "nav.contents a::after { content: none } p { hyphens: none; text-align: left }"
_ROUNDS = 2


def placed(
    briefing: tree.Briefing, lay_out: Callable[[tree.Briefing], Sequence[Anchors]], bottom: float
) -> tree.Briefing:
    """The briefing with every chart where it leaves no hole, as far as that can be.

    Args:
        briefing: as composed.
        lay_out: lays out a draft and returns the anchors of each page.
        bottom: where the text of a page ends, in CSS pixels.
    """
    if not any(isinstance(block, tree.Chart) for block in briefing.blocks):
        return briefing
    for _ in range(_ROUNDS):
        better = chart_moved_up(briefing, lay_out(draft(briefing)), bottom)
        if better is None:
            return briefing
        briefing = better
    return briefing


def draft(briefing: tree.Briefing) -> tree.Briefing:
    """The briefing for a quick layout: the same blocks, their text plain, those after the last chart's section empty."""
    last = max(i for i, block in enumerate(briefing.blocks) if isinstance(block, tree.Chart))
    return replace(briefing, blocks=tuple(_drafted(block, kept=i <= last) for i, block in enumerate(briefing.blocks)))


def _drafted(block: tree.Block, *, kept: bool) -> tree.Block:
    if isinstance(block, tree.Heading):
        return block if kept or block.level == 1 else tree.Paragraph(())
    if isinstance(block, tree.Paragraph):
        return replace(block, inlines=_plain(block.inlines) if kept else ())
    if isinstance(block, tree.Items):
        return replace(block, items=tuple(map(_plain, block.items))) if kept else tree.Paragraph(())
    if isinstance(block, tree.TableBlock):
        rows = tuple(tuple(replace(cell, inlines=_plain(cell.inlines)) for cell in row) for row in block.rows)
        return replace(block, rows=rows, source=_plain(block.source)) if kept else tree.Paragraph(())
    if isinstance(block, tree.Chart):
        return replace(block, source=_plain(block.source))
    return (
        block
        if isinstance(block, tree.Contents) and kept
        else tree.Paragraph(())
        if not isinstance(block, tree.Cover)
        else _COVER
    )


_COVER = tree.Cover("", "", "", (), (), "", ())


def _plain(inlines: tree.Inlines) -> tree.Inlines:
    text = "".join(str(piece.number) if isinstance(piece, tree.Mark) else piece.text for piece in inlines)
    return (tree.Text(text),) if text else ()


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


def chart_moved_up(briefing: tree.Briefing, pages: Sequence[Anchors], bottom: float) -> tree.Briefing | None:
    """The briefing with the first chart that leaves a hole moved up, or None where none can be.

    Args:
        briefing: as laid out.
        pages: the anchors of each page.
        bottom: where the text of a page ends, in CSS pixels.
    """
    ids = block_ids(briefing)
    place: dict[str, tuple[int, Box]] = {}
    for number, page in enumerate(pages):
        for name, box in page.items():
            place.setdefault(name, (number, box))
    for index, block in enumerate(briefing.blocks):
        if isinstance(block, tree.Chart):
            target = _target(briefing, ids, place, index, bottom)
            if target is not None:
                blocks = list(briefing.blocks)
                blocks.insert(target, blocks.pop(index))
                return replace(briefing, blocks=tuple(blocks))
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
        if isinstance(block, tree.Heading) and block.level == 1:
            return None
        under_head = isinstance(above, tree.Heading) and above.level > 1
        if page_of == page - 1 and not under_head and box_of[1] + height <= bottom:
            return at
    return None
