"""Charts moved between two layouts of the same boxes: a guarded use of WeasyPrint's own repagination.

WeasyPrint lays pages out again when a page number it printed turns out wrong, and then only the pages that change. Here a
chart's box is moved between two such rounds, so that a move costs a page or two and not a second document (parsing, style
and boxes are half of the work).

Used only for the releases it was tested with; elsewhere `install` returns a notice and charts stay where they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from briefing.render.pdf_flow import Anchors, Move, Placing

TESTED = ("70.",)
_CLOSE = 1.6  # CSS pixels above and below a source, where they are set closer
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
        made = list(original(context, root_box, html, pages))
        charts = _placing.get()
        if charts is not None:
            anchors = [_anchors(gather_anchors, page) for page in made]
            move = charts.next_move(anchors)
            if move is not None:
                changed = move.pages if _moved(root_box, move) else range(0)
            else:
                changed = charts.closer(anchors) or range(0)
                if changed:
                    _set_closer(root_box)
            for number in changed:
                context.page_maker[number][-1]["content_changed"] = True  # asks for another round
        return made

    make_all_pages.moves_charts = True  # type: ignore[attr-defined]
    return make_all_pages


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


def _set_closer(root_box: Any) -> None:
    """Take from the space between the sources."""
    from weasyprint.css.properties import Dimension  # noqa: PLC0415

    (body,) = (child for child in root_box.children if child.element_tag == "body")
    for block in body.children:
        if block.element is not None and block.element.get("class") == "sources":
            for entry in block.children:
                entry.style = entry.style.copy()
                for side in ("padding_top", "padding_bottom"):
                    entry.style[side] = Dimension(_CLOSE, "px")
