"""A last page that would hold a few lines only: it is saved, or gets a whole chapter.

Saved where the pages before it only have to be set a little closer: the layout that is there says what that would gain
(`fill`), so that no page is laid out again in vain, and no more pages than it takes (`closer_from`). Else a chapter that
begins on the page before begins on the last one (`chapter_to_move`). Works on WeasyPrint's boxes and is called by
`pdf_moves`, which guards the release.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

_FEW = 0.24  # of a page: what a last page must not hold less than
_FULL = 0.62  # of a page: what the page before must still hold without the chapter that leaves it
_AROUND = 0.7  # of the space between two blocks
_LINES, _SOURCE_LINES = 0.95, 0.9  # of the distance of two lines
_SOURCE_PADDING = 0.43  # of the space between two sources
_SPARE = 4.0  # CSS pixels a page that the estimate may be wrong by
_CHAPTERS = frozenset({"h1", "h2"})
_TEXT = frozenset({"p", "ul", "ol"})
_TEXT_CLASSES = frozenset({"points", "definitions", "sources"})
_SIDES = ("top", "bottom")


@dataclass(frozen=True, slots=True)
class Fill:
    """How far a page is filled, what room it has below that, and what closer setting would gain, in CSS pixels.

    `heads` are the chapters that begin on it: how far down, and their place among the blocks of the page. A page that begins
    with a chart does not follow when there is a little more room before it.
    """

    used: float
    room: float
    gain: float
    follows: bool = True
    heads: tuple[tuple[float, int], ...] = ()

    @property
    def height(self) -> float:
        """Of the text of a full page."""
        return self.used + self.room


def closer_from(pages: Sequence[Fill]) -> int | None:
    """The last page (from 0) from which closer setting makes the last page needless; None where none does or it is full enough."""
    if len(pages) < 2 or not is_nearly_empty(pages[-1]):
        return None
    wanted = pages[-1].used - pages[-1].gain - pages[-2].room
    for number in range(len(pages) - 2, -1, -1):
        wanted += _SPARE - pages[number].gain
        if wanted <= 0:
            return number
        if not pages[number].follows:
            return None
    return None


def chapter_to_move(pages: Sequence[Fill]) -> int | None:
    """Which block of the last page but one is the chapter that had better begin on the last page; None where none had."""
    if len(pages) < 2 or not is_nearly_empty(pages[-1]):
        return None
    before = pages[-2]
    for top, place in reversed(before.heads):
        if _FULL * before.height > top:
            return None
        if pages[-1].used + before.used - top >= _FEW * before.height:
            return place
    return None


def is_nearly_empty(page: Fill) -> bool:
    """Whether a last page would hold a few lines only."""
    return page.used < _FEW * page.height


def fill(page: Any) -> Fill:
    """Measure a page; a cover has no room, and nothing to gain."""
    blocks = _blocks(page)
    if not blocks or blocks[0].element_tag == "section":
        return Fill(page.height, 0.0, 0.0)
    top = page.content_box_y()
    end = top + page.height
    used = _filled_to(blocks[-1], end) - top
    gaps = (below.border_box_y() - _bottom(above) for above, below in pairwise(blocks))
    gain = sum(max(gap, 0.0) for gap in gaps) * (1 - _AROUND) + sum(map(_gain, blocks))
    heads = tuple((box.border_box_y() - top, at) for at, box in enumerate(blocks) if box.element_tag in _CHAPTERS)
    return Fill(used, page.height - used, gain, blocks[0].element_tag != "figure", heads)


def set_to_next_page(root_box: Any, page: Any, place: int) -> None:
    """Begin a block of a page on the next page, at its top."""
    element = _blocks(page)[place].element
    block = next(block for block in _body(root_box).children if block.element is element)
    block.style = block.style.copy()
    block.style["break_before"] = "page"
    _scale_one(block.style, "margin_top", 0.0)


def set_closer(root_box: Any, page: Any) -> None:
    """Less space between lines and blocks, from the first block of a page on."""
    blocks = list(_body(root_box).children)
    first = _blocks(page)[0].element
    start = next(number for number, block in enumerate(blocks) if block.element is first)
    for block in blocks[start:]:
        _scale(block, "margin", _AROUND)
        if _is_text(block):
            share = _SOURCE_LINES if _is_sources(block) else _LINES
            for box in (block, *block.descendants()):
                _scale_lines(box, share)
        if _is_sources(block):
            for entry in block.children:
                _scale(entry, "padding", _SOURCE_PADDING)


def _body(root_box: Any) -> Any:
    (body,) = (child for child in root_box.children if child.element_tag == "body")
    return body


def _blocks(page: Any) -> list[Any]:
    """The blocks of a page that are in the flow of the text."""
    return [box for box in page.children[0].children[0].children if box.is_in_normal_flow()]


def _filled_to(box: Any, end: float) -> float:
    """Where the content of a block ends; one that goes on behind `end`, the foot of the page, is as high as the page allows."""
    inner = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    if _bottom(box) < end - 1 or not inner:
        return min(_bottom(box), end)
    return _filled_to(inner[-1], end)


def _bottom(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())


def _gain(block: Any) -> float:
    """What closer lines gain in a block, and sources closer to each other."""
    if not _is_text(block):
        return 0.0
    share = _SOURCE_LINES if _is_sources(block) else _LINES
    gain = float(sum(line.height for line in _lines(block))) * (1 - share)
    if _is_sources(block):
        gain += sum(e.padding_top + e.padding_bottom for e in block.children) * (1 - _SOURCE_PADDING)
    return gain


def _lines(box: Any) -> Iterator[Any]:
    """The lines of a block; of the cells of a table row, those of the first."""
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415  (heavy)

    if isinstance(box, boxes.LineBox):
        yield box
    elif isinstance(box, boxes.TableRowBox):
        yield from _lines(max(box.children, key=lambda cell: sum(1 for _ in _lines(cell))))
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _lines(child)


def _is_text(block: Any) -> bool:
    return block.element_tag in _TEXT or bool(_TEXT_CLASSES & _classes(block))


def _is_sources(block: Any) -> bool:
    return "sources" in _classes(block)


def _classes(block: Any) -> frozenset[str]:
    return frozenset(block.element.get("class", "").split()) if block.element is not None else frozenset()


def _scale(box: Any, what: str, share: float) -> None:
    """Scale margin or padding above and below."""
    box.style = box.style.copy()
    for side in _SIDES:
        _scale_one(box.style, f"{what}_{side}", share)


def _scale_lines(box: Any, share: float) -> None:
    box.style = box.style.copy()
    _scale_one(box.style, "line_height", share)


def _scale_one(style: Any, name: str, share: float) -> None:
    from weasyprint.css.properties import Dimension  # noqa: PLC0415  (heavy)

    value = style[name]
    if getattr(value, "unit", "") == "px":
        style[name] = Dimension(value.value * share, "px")
