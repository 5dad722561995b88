"""Lays a source out as text: lines one below the other, tables as rows of cells parted by tabs, with exact offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.errors import Problem, SourceError
from briefing.model.document import Cell, Table
from briefing.read.clean import UNIFIED, clean
from briefing.read.lines import Hint, Laid, Line, parted, squeezed, trimmed

MOST_ROWS = 5_000
"""Rows of a table below its heads (reference/operations.md, section 4)."""


def too_long(name: str, rows: int) -> SourceError:
    """The error for a table of more rows than the limit."""
    remedy = "Split the report by period or by place"
    return SourceError(Problem(name, f"a table of {rows:,} rows", f"at most {MOST_ROWS:,} rows", remedy))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the source has it: at `row` and `column`, covering `rows` x `columns`."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """A line that was laid out, before the clean text is known."""

    start: int
    end: int
    hint: Hint
    level: int
    table: int
    reason: str


class Builder:
    """Collects lines and tables in order; `laid` gives the result."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[_Span] = []
        self._tables: list[Table] = []
        self._last_row = -1  # of the table being laid out

    def line(self, text: str, hint: Hint = "", level: int = 0, reason: str = "") -> None:
        """Add a line; empty ones are left out."""
        text = text.strip("\n")
        if text.strip():
            start = self._put(text)
            self._put("\n")
            self._spans.append(_Span(start, start + len(text), hint, level, -1, reason))

    def grid(self, cells: Sequence[GridCell], recovered: str, *, outside: bool = False) -> None:
        """Add a table as its source has it: rows of one cell above the heads are lines of their own (title, unit).

        Where no cell is marked as a head, the first row is the heads, with the rows its merged cells reach down to
        and the row below a cell that covers several columns.
        """
        width = max(cell.column + cell.columns for cell in cells)
        titles: list[str] = []
        while cells:
            first = [cell for cell in cells if cell.row == 0 and cell.text]
            if len(first) != 1 or first[0].columns < width or first[0].rows > 1:
                break
            titles.append(first[0].text)
            self.line(first[0].text, "outside" if outside else "caption")
            cells = [replace(cell, row=cell.row - 1) for cell in cells if cell.row > 0]
        if not cells:
            return
        if not any(cell.header for cell in cells):
            below = max((cell.rows + (1 < cell.columns < width) for cell in cells if cell.row == 0), default=1)
            cells = [replace(cell, header=cell.row < below) for cell in cells]
        self.table(cells, recovered, title=" ".join(titles), outside=outside)

    def table(self, cells: Sequence[GridCell], recovered: str, *, title: str = "", outside: bool = False) -> None:
        """Add a table; a merged cell is written once and repeated in the grid with the same offsets."""
        rows = max(cell.row + cell.rows for cell in cells)
        columns = max(cell.column + cell.columns for cell in cells)
        start = self._length
        placed: dict[tuple[int, int], Cell] = {}
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            if self._length > start:
                self._put("\n" if self._last_row != cell.row else "\t")
            at = self._put(cell.text)
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    placed.setdefault((row, column), Cell(row, column, cell.text, at, at + len(cell.text), cell.header))
            self._last_row = cell.row
        end = self._length
        for key in {(row, column) for row in range(rows) for column in range(columns)} - placed.keys():
            placed[key] = Cell(*key, "", end, end)
        self._put("\n")
        grid = tuple(placed[key] for key in sorted(placed))
        self._spans.append(_Span(start, end, "outside" if outside else "table", 0, len(self._tables), ""))
        self._tables.append(Table(title, start, end, rows, columns, grid, recovered))

    def laid(self, *, title: str = "", issuer: str = "", published: str = "", warnings: tuple[str, ...] = ()) -> Laid:
        """Everything laid out so far."""
        text = "".join(self._parts).translate(UNIFIED)
        cleaned, found = clean(text)
        lines: list[Line] = []
        for span in self._spans:
            pieces = [trimmed(cleaned, span.start, span.end)] if span.hint else parted(cleaned, span.start, span.end)
            for line in pieces:
                if line is not None:
                    marked = replace(line, hint=span.hint, level=span.level, reason=span.reason)
                    is_table = span.hint == "table"
                    lines.append(
                        replace(marked, start=span.start, end=span.end, table=span.table) if is_table else marked
                    )
        tables = tuple(replace(table, cells=_clean_cells(table.cells, cleaned)) for table in self._tables)
        return Laid(text, cleaned, tuple(lines), tables, title, issuer, published, warnings + found)

    def _put(self, text: str) -> int:
        """Append text; the offset where it begins."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start


def _clean_cells(cells: tuple[Cell, ...], cleaned: str) -> tuple[Cell, ...]:
    """The cells with their clean text; names that are spaced out are written together."""
    return tuple(replace(cell, text=squeezed(cleaned[cell.start : cell.end].strip())) for cell in cells)
