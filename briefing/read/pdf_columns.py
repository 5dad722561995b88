"""Pages set in two columns: the glyphs of the right column moved below those of the left, as they are read.

A page is taken for two columns only where hardly a line crosses the middle and both sides are full of text; two columns
of a table are not, their cells are short.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.read.pdf_glyphs import Glyph, rows_of

_LEAST_ROWS = 8  # on each side
_CROSSING = 0.2  # share of the rows that may cross the gutter: titles, a line over both columns
_FULL = 0.75  # share of its column that the median row of prose fills
_MIDDLE = (0.35, 0.65)  # where the gutter may stand, as shares of the width of the text
_GUTTER = 0.9  # em


@dataclass(frozen=True, slots=True)
class _Gutter:
    """The strip between two columns, and where the columns start."""

    left: float
    right: float
    first: float
    second: float

    def crossed_by(self, row: Sequence[Glyph]) -> bool:
        """Whether a row has a glyph in the strip."""
        return any(glyph.x0 < self.right - 0.5 and glyph.x1 > self.left + 0.5 for glyph in row)


def in_reading_order(glyphs: Sequence[Glyph]) -> list[Glyph] | None:
    """The glyphs of a page without running matter, those of a right column moved below the left one.

    None for a page of one column.
    """
    rows = rows_of(glyphs)
    gutter = _gutter(rows)
    if gutter is None:
        return None
    result: list[Glyph] = []
    offset = 0.0
    for band in _bands(rows, gutter):
        if gutter.crossed_by(band[0]):
            result += [_moved(glyph, offset) for glyph in band[0]]
            continue
        body = [glyph for row in band for glyph in row]
        height = max(glyph.y1 for glyph in body) - min(glyph.y0 for glyph in body)
        back = gutter.first - gutter.second
        result += [
            _moved(glyph, offset) if glyph.x1 <= gutter.right else _moved(glyph, offset + height, back)
            for glyph in body
        ]
        offset += height
    return result


def _moved(glyph: Glyph, down: float, across: float = 0.0) -> Glyph:
    return replace(glyph, x0=glyph.x0 + across, x1=glyph.x1 + across, y0=glyph.y0 + down, y1=glyph.y1 + down)


def _bands(rows: Sequence[Sequence[Glyph]], gutter: _Gutter) -> list[list[Sequence[Glyph]]]:
    """The rows from top to bottom: each that crosses the gutter alone, those between two of them together."""
    bands: list[list[Sequence[Glyph]]] = []
    for row in rows:
        crosses = gutter.crossed_by(row)
        if crosses or not bands or gutter.crossed_by(bands[-1][0]):
            bands.append([row])
        else:
            bands[-1].append(row)
    return bands


def _gutter(rows: Sequence[Sequence[Glyph]]) -> _Gutter | None:
    """The strip in the middle that hardly a row crosses, with prose on both sides."""
    if len(rows) < _LEAST_ROWS:
        return None
    start, end = min(row[0].x0 for row in rows), max(row[-1].x1 for row in rows)
    em = statistics.median(glyph.height for row in rows for glyph in row)
    places = range(int(start + _MIDDLE[0] * (end - start)), int(start + _MIDDLE[1] * (end - start)), 2)
    counts = {x: sum(_covers(row, x) for row in rows) for x in places}
    least = min(counts.values(), default=len(rows))
    free = [x for x in places if counts[x] == least]
    if not free or least > _CROSSING * len(rows):
        return None
    middle = free[len(free) // 2]
    plain = [row for row in rows if not _covers(row, middle)]
    lefts = [[glyph for glyph in row if glyph.x1 <= middle] for row in plain]
    rights = [[glyph for glyph in row if glyph.x0 >= middle] for row in plain]
    lefts, rights = [part for part in lefts if part], [part for part in rights if part]
    if min(len(lefts), len(rights)) < _LEAST_ROWS:
        return None
    found = _Gutter(
        max(part[-1].x1 for part in lefts),
        min(part[0].x0 for part in rights),
        min(part[0].x0 for part in lefts),
        min(part[0].x0 for part in rights),
    )
    full = [_fill(lefts, found.first, found.left), _fill(rights, found.second, end)]
    return found if found.right - found.left > _GUTTER * em and min(full) > _FULL else None


def _covers(row: Sequence[Glyph], x: float) -> bool:
    """Whether a row has ink at a place, small gaps between its glyphs included."""
    before = [glyph for glyph in row if glyph.x0 <= x]
    after = [glyph for glyph in row if glyph.x1 >= x]
    return bool(before and after) and after[0].x0 - before[-1].x1 < _GUTTER * after[0].height


def _fill(parts: Sequence[Sequence[Glyph]], left: float, right: float) -> float:
    """The share of a column that its median row fills."""
    width = max(right - left, 1.0)
    return statistics.median((part[-1].x1 - part[0].x0) / width for part in parts)
