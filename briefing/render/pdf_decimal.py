"""Figures of a table column lined up on the decimal point, by padding on the right.

CSS has no alignment on a character that WeasyPrint knows, so the width of what follows the integer part (.79 bn, %, 家) is
measured with the face that prints it, and a shorter one gets the difference as padding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.model.tree import Inlines, Mark
from briefing.render.measure import width

_FIGURE = re.compile(r"[+\-−]?\d[\d,]*")
_LONGEST_TAIL = 10  # characters after the integer part; a cell with more is text and keeps to the edge


def aligned(cells: Sequence[Inlines]) -> list[float]:
    """The padding in em that each cell needs on its right."""
    tails = [_tail(cell) for cell in cells]
    widest = max((width for width in tails if width is not None), default=0.0)
    return [widest - width if width is not None else 0.0 for width in tails]


def _tail(cell: Inlines) -> float | None:
    """The width in em after the first integer part; None for a cell without a figure or with words behind it."""
    text = "".join(piece.text for piece in cell if not isinstance(piece, Mark))
    found = _FIGURE.search(text)
    rest = text[found.end() :] if found else ""
    if not found or len(rest) > _LONGEST_TAIL or _FIGURE.search(rest.lstrip(".0123456789")):
        return None
    return width(rest, chinese=False)
