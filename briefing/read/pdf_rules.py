"""Grids of ruled lines on a PDF page: cells from the lines that part them, open at the sides or not."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefing.read.pdf_glyphs import Frame

_THIN = 2.5  # points; a line may be drawn as a thin box
_SNAP = 3.0  # points; lines nearer than this are one
_SAME = 1.2  # points; lines at nearly one place drawn in parts
_LEAST = 6.0  # points; shorter strokes are no rules
_MOST_LINES = 4_000  # on a page; a drawing, no table


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal (`at` is its height) or vertical (`at` is its place from the left) line from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid: edges of columns and rows, and its cells as row, column, rows, columns (merged cells once)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, int, int, int], ...]


def rules_of(page: Any, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    """The horizontal and vertical lines of a pypdfium2 page."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415  # optional extra

    across: list[Rule] = []
    down: list[Rule] = []
    points: list[tuple[float, float]] = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        matrix = path.get_matrix()
        points = []
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_LINES)):
            segment = pdfium.FPDFPath_GetPathSegment(path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = frame.place(*matrix.on_point(x.value, y.value))
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                _add(points, across, down)
                points = []
            points.append(point)
        _add(points, across, down)
        if len(across) + len(down) > _MOST_LINES:
            return [], []
    return _merged(across), _merged(down)


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Lines at one place that overlap or meet made one; tables are often drawn cell by cell."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at), rule.start)):
        last = merged[-1] if merged else None
        if last and abs(last.at - rule.at) <= _SAME and rule.start <= last.end + _SNAP:
            merged[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            merged.append(rule)
    return merged


def _add(points: Sequence[tuple[float, float]], across: list[Rule], down: list[Rule]) -> None:
    """The straight edges of one outline; a thin box is one line."""
    if len(points) < 2:
        return
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= _THIN:
        across += [Rule((y0 + y1) / 2, x0, x1)] if x1 - x0 >= _LEAST else []
    elif x1 - x0 <= _THIN:
        down += [Rule((x0 + x1) / 2, y0, y1)] if y1 - y0 >= _LEAST else []
    elif len(points) >= 4:
        across += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
        down += [Rule(x0, y0, y1), Rule(x1, y0, y1)]


def grids(across: Sequence[Rule], down: Sequence[Rule]) -> list[Grid]:
    """The grids that the lines of a page make, from top to bottom."""
    found: list[Grid] = []
    for group_across, group_down in _groups(across, down):
        ends = [rule.start for rule in group_across] + [rule.end for rule in group_across]
        xs = _edges([rule.at for rule in group_down] + [min(ends), max(ends)])
        heights = [rule.start for rule in group_down] + [rule.end for rule in group_down]
        ys = _edges([rule.at for rule in group_across] + [min(heights), max(heights)])
        if len(xs) > 2 and len(ys) > 2:
            found.append(Grid(xs, ys, _cells(xs, ys, group_across, group_down)))
    return sorted(found, key=lambda grid: grid.ys[0])


def _groups(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch one another, horizontal and vertical; a group needs both."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    for rule in down:
        touched = [other for other in across if _touch(other, rule)]
        mine: tuple[list[Rule], list[Rule]] = (touched, [rule])
        rest: list[tuple[list[Rule], list[Rule]]] = []
        for group in groups:
            if set(touched) & set(group[0]):
                more = [other for other in group[0] if other not in mine[0]]
                mine = (mine[0] + more, mine[1] + group[1])
            else:
                rest.append(group)
        groups = [*rest, mine]
    return [group for group in groups if len(group[0]) > 1]


def _touch(across: Rule, down: Rule) -> bool:
    """Whether a horizontal and a vertical line meet."""
    return across.start - _SNAP <= down.at <= across.end + _SNAP and down.start - _SNAP <= across.at <= down.end + _SNAP


def _edges(places: Sequence[float]) -> tuple[float, ...]:
    """Places in order, those that are nearly the same made one."""
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _SNAP:
            edges.append(place)
    return tuple(edges)


def _cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[int, int, int, int], ...]:
    """The cells of a grid; where no line parts two fields they are one cell."""
    taken: set[tuple[int, int]] = set()
    cells: list[tuple[int, int, int, int]] = []
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            middle = (ys[row] + ys[row + 1]) / 2
            columns = 1
            while column + columns < len(xs) - 1 and not _parted(down, xs[column + columns], middle):
                columns += 1
            rows = 1
            while row + rows < len(ys) - 1 and not _any_parted(across, ys[row + rows], xs, column, columns):
                rows += 1
            cells.append((row, column, rows, columns))
            taken.update((row + i, column + j) for i in range(rows) for j in range(columns))
    return tuple(cells)


def _parted(rules: Sequence[Rule], at: float, along: float) -> bool:
    """Whether a line at a place covers a point along it."""
    return any(abs(rule.at - at) <= _SNAP and rule.start <= along <= rule.end for rule in rules)


def _any_parted(across: Sequence[Rule], at: float, xs: Sequence[float], column: int, columns: int) -> bool:
    """Whether a line below a run of fields parts any of them from the field underneath."""
    return any(_parted(across, at, (xs[c] + xs[c + 1]) / 2) for c in range(column, column + columns))
