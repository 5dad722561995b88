"""Tables of a PDF page: grids of ruled lines, and columns found from where the pieces of the lines stand."""

from __future__ import annotations

import statistics
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.read.builder import GridCell
from briefing.read.flattened import is_value
from briefing.read.pdf_glyphs import Glyph, Piece, VisualLine, joined, visual_lines
from briefing.read.pdf_rules import Grid

_CELL = 60  # characters of a cell of an unruled table
_NEAR = 1.05  # em; parts of a row above its anchor
_APART = 3.5  # em; lines further apart are not of one table
_WRAPPED = 6  # lines in one piece between two rows
_WRAP = 24  # characters of such a line
_LEAST_ROWS = 3
_VALUES = 0.25  # share of the cells that must be values


@dataclass(frozen=True, slots=True)
class PdfTable:
    """A table on a page: cells, where it stands, its column edges, how it was found."""

    page: int
    y0: float
    y1: float
    edges: tuple[float, ...]
    cells: tuple[GridCell, ...]
    recovered: str

    @property
    def rows(self) -> int:
        """The number of its rows."""
        return max(cell.row + cell.rows for cell in self.cells)


def ruled_table(grid: Grid, glyphs: Sequence[Glyph], page: int) -> PdfTable | None:
    """The table in a grid of lines; None where the grid is a frame or empty."""
    fields = _by_field(grid, glyphs)
    cells: list[GridCell] = []
    for row, column, rows, columns in grid.cells:
        inside = [
            g for r in range(row, row + rows) for c in range(column, column + columns) for g in fields.get((r, c), ())
        ]
        text = joined([line.text for line in visual_lines(inside, page)])
        cells.append(GridCell(row, column, text, rows, columns))
    filled = [cell for cell in cells if cell.text]
    if len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return None
    return PdfTable(page, grid.ys[0], grid.ys[-1], tuple(grid.xs), tuple(cells), "ruled")


def _by_field(grid: Grid, glyphs: Sequence[Glyph]) -> dict[tuple[int, int], list[Glyph]]:
    """The glyphs by row and column of the field in which their middle stands."""
    fields: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        row = bisect_right(grid.ys, glyph.middle) - 1
        column = bisect_right(grid.xs, (glyph.x0 + glyph.x1) / 2) - 1
        if 0 <= row < len(grid.ys) - 1 and 0 <= column < len(grid.xs) - 1:
            fields.setdefault((row, column), []).append(glyph)
    return fields


def unruled_tables(lines: Sequence[VisualLine]) -> list[tuple[int, int, PdfTable]]:
    """The tables without rules among the lines of a page: first line, line after the last one, table."""
    found: list[tuple[int, int, PdfTable]] = []
    for first, stop in _runs(lines):
        table = _unruled(lines[first:stop])
        if table is not None:
            found.append((first, stop, table))
    return found


def _runs(lines: Sequence[VisualLine]) -> list[tuple[int, int]]:
    """Runs of lines that may be a table: most of them in several pieces, close together."""
    runs: list[tuple[int, int]] = []
    i = 0
    while i < len(lines):
        if len(lines[i].pieces) < 2:
            i += 1
            continue
        last = i
        for k in range(i + 1, len(lines)):
            apart = lines[k].middle - lines[k - 1].middle > _APART * lines[last].size
            if apart or k - last > _WRAPPED or _is_prose(lines, k):
                break
            last = k if len(lines[k].pieces) > 1 else last
        first = i
        while first and _belongs(lines[first - 1], lines[first]):
            first -= 1
        stop = last + 1
        while stop < len(lines) and (_belongs(lines[stop], lines[stop - 1]) or _wraps(lines, first, stop)):
            stop += 1
        runs.append((first, stop))
        i = max(stop, last + 1)
    return runs


def _is_prose(lines: Sequence[VisualLine], at: int) -> bool:
    """Whether a line is one long piece."""
    line = lines[at]
    return len(line.pieces) == 1 and len(line.text) > _WRAP


def _belongs(line: VisualLine, beside: VisualLine) -> bool:
    """Whether a line in one piece is part of a wrapped cell of the row beside it: it overlaps its height."""
    return len(line.pieces) == 1 and abs(line.middle - beside.middle) < _NEAR * beside.size and len(line.text) < _WRAP


def _wraps(lines: Sequence[VisualLine], first: int, at: int) -> bool:
    """Whether a short line goes on below the last row of a run, in a column that is not the first."""
    line, before = lines[at], lines[at - 1]
    if len(line.pieces) > 1 or len(line.text) > _WRAP or line.middle - before.middle > 2 * before.size:
        return False
    second = [row.pieces[1].x0 for row in lines[first:at] if len(row.pieces) > 1]
    return line.x0 > min(second) - before.size


def _unruled(lines: Sequence[VisualLine]) -> PdfTable | None:
    """The table of a run, None where columns or rows do not come out."""
    pieces = [piece for line in lines for piece in line.pieces]
    columns = _columns(lines)
    if len(columns) < 2 or any(len(piece.text) > _CELL for piece in pieces):
        return None
    placed = [(piece, *_span(piece, columns)) for piece in pieces]
    em = statistics.median(line.size for line in lines)
    anchors = _anchors(placed, len(columns))
    if len(anchors) < _LEAST_ROWS - 1:
        return None
    cells = _grid(placed, anchors, em)
    values = sum(is_value(cell.text) for cell in cells)
    if values < _VALUES * len(cells) or max(cell.row for cell in cells) + 1 < _LEAST_ROWS:
        return None
    edges = (columns[0][0], *(column[1] for column in columns))
    return PdfTable(lines[0].page, lines[0].y0, lines[-1].y1, edges, tuple(cells), "unruled")


def _columns(lines: Sequence[VisualLine]) -> list[tuple[float, float]]:
    """The columns as intervals: pieces of the fullest lines, joined where they overlap."""
    most = max(len(line.pieces) for line in lines)
    full = [line for line in lines if len(line.pieces) == most]
    spans = sorted((piece.x0, piece.x1) for line in full for piece in line.pieces)
    columns: list[tuple[float, float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns if len(columns) == most else []


def _span(piece: Piece, columns: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The first column of a piece and how many it covers: all it overlaps, else the nearest."""
    over = [i for i, (x0, x1) in enumerate(columns) if min(piece.x1, x1) - max(piece.x0, x0) > 0.5]
    if over:
        return over[0], len(over)
    middle = (piece.x0 + piece.x1) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - sum(columns[i]) / 2)), 1


def _anchors(placed: Sequence[tuple[Piece, int, int]], columns: int) -> list[float]:
    """The heights of the rows below the heads, from the column that holds most values."""
    by_column = [
        sorted(piece.middle for piece, column, across in placed if column == c and across == 1 and is_value(piece.text))
        for c in range(columns)
    ]
    return max(by_column, key=len)


def _grid(placed: Sequence[tuple[Piece, int, int]], anchors: Sequence[float], em: float) -> list[GridCell]:
    """The cells: pieces by the nearest row and by column; what stands above the first row is the heads."""
    pitch = min((b - a for a, b in pairwise(anchors)), default=2 * em)
    rows: dict[float, dict[tuple[int, int], list[Piece]]] = {}
    for piece, column, across in placed:
        nearest = min(anchors, key=lambda anchor: abs(anchor - piece.middle))
        if piece.middle < anchors[0] - _NEAR * em:
            nearest = -1.0
        elif abs(nearest - piece.middle) > 0.8 * max(pitch, 2 * em):
            nearest = piece.middle
        rows.setdefault(nearest, {}).setdefault((column, across), []).append(piece)
    cells: list[GridCell] = []
    for r, height in enumerate(sorted(rows)):
        taken: set[int] = set()
        for (column, across), pieces in sorted(rows[height].items(), key=lambda item: (item[0][1], item[0][0])):
            free = [c for c in range(column, column + across) if c not in taken]
            if free:
                text = joined([piece.text for piece in sorted(pieces, key=lambda piece: piece.middle)])
                cells.append(GridCell(r, free[0], text, 1, len(free), height < 0))
                taken.update(free)
    return cells
