"""Tables in plain text and Markdown that still have their rows: cells parted by bars, tabs or blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.model.document import Cell, Table
from briefing.read.flattened import is_value
from briefing.read.lines import Line, squeezed

_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_GAP = re.compile(r"[ \u3000\xa0]{2,}")
_NARROW = re.compile(r"[ \u3000\xa0]+")
_TAB = re.compile(r"\t")
_BLANKS = " \u3000\xa0"
_CELL = 40  # characters; longer ones are prose
_ROW = 400
_SENTENCE = re.compile(r"[。；！？]")
_LEAST_ROWS = 3
_VALUES = 0.4  # share of the cells behind the first column that must be values

_Cells = list[tuple[int, int, str]]  # start, end and text of the cells of a row


def with_tables(text: str, lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """The lines with those of each table made one, and the tables."""
    result: list[Line] = []
    tables: list[Table] = []
    i = 0
    while i < len(lines):
        table, used = _barred(lines, i)
        if not used:
            table, used = _spaced(text, lines, i)
        if table is None and used < 2:
            table, used = _narrow(text, lines, i)
        if table is None:
            result += lines[i : i + max(used, 1)]
        else:
            tables.append(table)
            result.append(Line(lines[i].start, lines[i + used - 1].end, "", "table", table=len(tables) - 1))
        i += max(used, 1)
    return result, tables


def _run(lines: Sequence[Line], at: int, fits: Callable[[Line], bool]) -> Sequence[Line]:
    """The lines from a place on that fit and that the form has not claimed."""
    stop = at
    while stop < len(lines) and lines[stop].hint == "" and fits(lines[stop]):
        stop += 1
    return lines[at:stop]


def _barred(lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """The lines with bars from a place on, and their table: with a rule of dashes under its heads, or even with figures."""
    run = _run(lines, at, lambda line: "|" in line.text)
    if len(run) < 2:
        return None, 0
    ruled = bool(_RULE.match(run[1].text))
    rows = [_bar_cells(line) for line in run if not _RULE.match(line.text)]
    even = len({len(row) for row in rows}) == 1 and len(rows) >= _LEAST_ROWS and _has_values(rows)
    return (_table(rows, "markdown") if ruled or even else None), len(run)


def _bar_cells(row: Line) -> _Cells:
    """The cells of a row of bars."""
    cells: _Cells = []
    offset = 1 if row.text.startswith("|") else 0
    for piece in row.text[offset:].removesuffix("|").split("|"):
        lead = len(piece) - len(piece.lstrip())
        start = row.start + offset + (lead if piece.strip() else 0)
        cells.append((start, start + len(piece.strip()), piece.strip()))
        offset += len(piece) + 1
    return cells


def _spaced(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Even rows of cells parted by tabs, or by two blanks and more, and whether they are a table: three with figures."""
    rows: list[_Cells] = []
    while at + len(rows) < len(lines):
        line = lines[at + len(rows)]
        if line.hint or len(line.text) > _ROW or not _parting(text, line).search(text, line.start, line.end):
            break
        cells = _spaced_cells(text, line)
        uneven = bool(rows) and len(cells) != len(rows[0])
        if uneven or any(len(body) > _CELL or _SENTENCE.search(body) for *_, body in cells):
            break
        rows.append(cells)
    is_table = len(rows) >= _LEAST_ROWS and _has_values(rows)
    return (_table(rows, "flattened") if is_table else None), len(rows)


def _narrow(text: str, lines: Sequence[Line], at: int) -> tuple[Table | None, int]:
    """Even rows of cells parted by single blanks under a row of heads: three and more that all end in a figure."""
    rows: list[_Cells] = []
    while at + len(rows) < len(lines):
        line = lines[at + len(rows)]
        if line.hint or len(line.text) > _ROW or " " not in line.text or _SENTENCE.search(line.text):
            break
        cells = _spaced_cells(text, line, _NARROW)
        figures = [is_value(body) for *_, body in cells]
        fits = len(cells) >= _LEAST_ROWS - 1 and not figures[0] and (figures[-1] if rows else not any(figures))
        if not fits or (rows and len(cells) != len(rows[0])):
            break
        rows.append(cells)
    is_table = len(rows) > _LEAST_ROWS and _has_values(rows)
    return (_table(rows, "flattened") if is_table else None), len(rows)


def _parting(text: str, line: Line) -> re.Pattern[str]:
    """What parts the cells of a line."""
    return _TAB if "\t" in text[line.start : line.end] else _GAP


def _spaced_cells(text: str, line: Line, parted: re.Pattern[str] | None = None) -> _Cells:
    """The cells of a row; a tab before the first one stands for an empty cell."""
    parting = parted or _parting(text, line)
    cells: _Cells = []
    if parting is _TAB:
        before = line.start
        while before and text[before - 1] in "\t" + _BLANKS:
            before -= 1
        cells += [(line.start, line.start, "")] * text.count("\t", before, line.start)
    start = line.start
    for end in [*(gap.start() for gap in parting.finditer(text, line.start, line.end)), line.end]:
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip(_BLANKS + "\t"))
        body = piece.strip(_BLANKS + "\t")
        cells.append((left, left + len(body), squeezed(body)) if body else (end, end, ""))
        start = end + (1 if parting is _TAB else 0)
    return cells


def _has_values(rows: Sequence[_Cells]) -> bool:
    """Whether enough cells below the heads and behind the first column are values."""
    cells = [cell[2] for row in rows[1:] for cell in row[1:]]
    return bool(cells) and sum(is_value(cell) for cell in cells) >= _VALUES * len(cells)


def _table(rows: Sequence[_Cells], recovered: str) -> Table:
    """The table of rows; the first holds the heads."""
    cells = tuple(
        Cell(r, c, body, start, end, header=r == 0)
        for r, row in enumerate(rows)
        for c, (start, end, body) in enumerate(row)
    )
    return Table("", rows[0][0][0], rows[-1][-1][1], len(rows), max(map(len, rows)), cells, recovered)
