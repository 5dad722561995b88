"""Charts moved between two layouts of the same boxes: a guarded use of WeasyPrint's own repagination.

WeasyPrint lays pages out again when a page number it printed turns out wrong, and then only the pages that change. Here a
round is broken off as soon as a chart has left a hole, the chart's box is moved, and the next round goes on from that page: a move
costs two pages and not a second document.

Used only for the releases it was tested with; elsewhere `install` returns a notice and charts stay where they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from briefing.render.pdf_fit import chapter_to_move, closer_from, fill, is_nearly_empty, set_closer, set_to_next_page
from briefing.render.pdf_flow import Anchors, Move, Placing

TESTED = ("70.",)
_ARGUMENTS = ["context", "root_box", "html", "pages"]
_NOTICE = "WeasyPrint {} is not a release that moving charts was tested with: charts stay where they are"
_placing: ContextVar[Placing | None] = ContextVar("placing", default=None)


@contextmanager
def placing(charts: Placing) -> Iterator[None]:
    """While in here, a layout asks `charts` what to move."""
    token = _placing.set(charts)
    try:
        yield
    finally:
        _placing.reset(token)


def install() -> str:
    """Put the function in place (once); returns a notice for the log where it cannot be, else an empty text."""
    import weasyprint  # noqa: PLC0415  (heavy; imported where a PDF is made)
    from weasyprint import layout  # noqa: PLC0415

    if getattr(layout.make_all_pages, "moves_charts", False):
        return ""
    known = list(inspect.signature(layout.make_all_pages).parameters) == _ARGUMENTS
    if not weasyprint.__version__.startswith(TESTED) or not known:
        return _NOTICE.format(weasyprint.__version__)
    layout.make_all_pages = _moving(layout.make_all_pages)
    return ""


def _moving(original: Any) -> Any:
    from weasyprint.anchors import gather_anchors  # noqa: PLC0415

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> list[Any]:
        charts = _placing.get()
        if (
            charts is None or context.footnotes
        ):  # what is left of footnotes is only known to a round that runs to its end
            return list(original(context, root_box, html, pages))
        made, later = list(pages), set[int]()
        while True:
            move, round_, seen = None, list[Any](), list[Anchors]()
            for page in original(context, root_box, html, made):
                round_.append(page)
                seen.append(_anchors(gather_anchors, page))
                move = _move_one(charts, root_box, seen)
                if move is not None:
                    break
            made = round_
            pages_again = move.pages if move is not None else _save_last_page(charts, root_box, made)
            if not pages_again:
                _ask_for(context, later)
                return made
            later |= _put_off(context, pages_again)

    make_all_pages.moves_charts = True  # type: ignore[attr-defined]
    return make_all_pages


def _move_one(charts: Placing, root_box: Any, seen: list[Anchors]) -> Move | None:
    """Move the first chart that leaves a hole in the pages seen so far."""
    move = charts.next_move(seen)
    return move if move is not None and _moved(root_box, move) else None


def _put_off(context: Any, again: range) -> set[int]:
    """Go on from the pages to lay out again; pages with numbers of others (contents) are made again when all are known.

    Made only in between, they keep numbers from before the move.
    """
    waiting = {n for n in range(again.stop) if context.page_maker[n][-1]["content_lookups"]}
    for number in waiting:
        context.page_maker[number][-1]["content_changed"] = False
    _ask_for(context, again)
    return waiting


def _ask_for(context: Any, pages: Iterable[int]) -> None:
    """Have pages laid out again in the next round."""
    for number in pages:
        context.page_maker[number][-1]["content_changed"] = True


def _anchors(gather_anchors: Any, page: Any) -> Anchors:
    found: dict[str, tuple[float, float, float, float]] = {}
    gather_anchors(page, found, [], [], {None: []})
    return found


def _moved(root_box: Any, move: Move) -> bool:
    """Put the chart's box before the other one; False where they are not side by side in the body."""
    (body,) = (child for child in root_box.children if child.element_tag == "body")
    names = [child.element.get("id", "") if child.element is not None else "" for child in body.children]
    if move.chart not in names or move.before not in names:
        return False
    children = list(body.children)
    children.insert(names.index(move.before), children.pop(names.index(move.chart)))
    body.children = children
    return True


def _save_last_page(charts: Placing, root_box: Any, pages: list[Any]) -> range:
    """Do without a last page that holds little, or else fill it; each is tried once. The pages to lay out again."""
    if charts.filled or not is_nearly_empty(fill(pages[-1])):
        return range(0)
    fills = [fill(page) for page in pages]
    start = None if charts.closer else closer_from(fills)
    if start is not None:
        charts.closer = True
        set_closer(root_box, pages[start])
    elif (place := chapter_to_move(fills)) is not None:
        charts.filled = True
        start = len(pages) - 2
        set_to_next_page(root_box, pages[start], place)
    return range(len(pages) if start is None else start, len(pages))
