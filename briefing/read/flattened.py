"""Tables that lost their grid: one cell a line after a line such as 表:主要指标完成情况.

Columns are never guessed silently. A grid is accepted where the rows are numbered, or where heads and figures show one
period throughout; otherwise the run is kept as one column and marked `unread`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefing.model.document import Cell, Table
from briefing.read.data import any_word
from briefing.read.furniture import is_furniture
from briefing.read.lines import Line, squeezed

TITLE = re.compile(
    r"^(?:附?表|附件|专栏)\s*[\d一二三四五六七八九十]*(?:\s*[-—－]\s*\d+)?\s*[:：.、． ]\s*\S|^(?:表|专栏)[\d一二三四五六七八九十]+\S{2,}"
)
_CELL = 40  # characters; a longer line is prose
_SENTENCE = re.compile(r"[。；！？]")
_SECTION = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_VALUE = re.compile(r"^[-+—－/…·]{1,3}$|^[^\u4e00-\u9fff]*\d[^\u4e00-\u9fff]*\S{0,4}$|^.{0,6}(?:持平|同步)$")
_GOES_ON = re.compile(r"[,，、（(]$")
_YEAR = re.compile(r"^20\d\d年?$")
_PERIOD = re.compile(r"年|月|季度|^20\d\d$")
_CONTINUES = re.compile(r"^[)）,，、]|^[(（][^()（）]{1,10}[)）]$")
_LEAST = 4  # cells; a shorter run is no table
_LEAST_UNTITLED = 9  # cells of a run without title
_VALUES = 0.3  # share of the cells of a run without title that must be values
_LEADING = 4  # lines above the heads (a unit, a second line of the title)
_MOST_COLUMNS = 12
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class _Piece:
    """One cell of the run, joined from one or more lines."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """A table with its first line and the line after its last one."""

    table: Table
    first: int
    stop: int


_Grid = tuple[list[list[_Piece]], int]  # rows of cells, and the number of lines they take


def find(lines: Sequence[Line], at: int) -> Found | None:
    """The flattened table whose title, or first line where it has no title, stands at a place.

    None where no run of cells follows. A run without title counts only where it is long and full of values.
    """
    titled = bool(TITLE.match(lines[at].text))
    if not titled and (not _is_cell(lines[at]) or (at and _is_cell(lines[at - 1]))):
        return None
    first = at + 1 if titled else at
    stop = first
    while stop < len(lines) and _is_cell(lines[stop]) and not is_furniture(lines[stop].text):
        stop += 1
    run = lines[first:stop]
    if len(run) < _LEAST or (not titled and not _full_of_values(run)):
        return None
    title = lines[at].text if titled else ""
    leading = min(_LEADING, len(run) - _LEAST) if len(run) <= _MOST_CELLS else -1
    grids = [(_best_grid(run[skipped:]), skipped) for skipped in range(leading + 1)]
    read = [(grid, skipped) for grid, skipped in grids if grid is not None]
    if read:
        (rows, used), skipped = max(read, key=lambda entry: sum(map(len, entry[0][0])))
        lead = " ".join(line.text for line in run[:skipped])
        return Found(_table(f"{title} {lead}".strip(), rows), first + skipped, first + skipped + used)
    return _unread(title, run, first)


def _unread(title: str, run: Sequence[Line], first: int) -> Found | None:
    """The run as one column of cells, up to the next numbered head."""
    cut = next((i for i, line in enumerate(run) if i and _SECTION.match(line.text)), len(run))
    if cut < _LEAST:
        return None
    pieces = [[_Piece(line.start, line.end, line.text)] for line in run[:cut]]
    return Found(_table(title, pieces, recovered="unread"), first, first + cut)


def _full_of_values(run: Sequence[Line]) -> bool:
    """Whether a run without title is a table: long, a good part of it values, a column head among its first lines."""
    values = sum(is_value(line.text) for line in run)
    heads = any(any_word("table_heads").search(line.text) for line in run[: 2 * _LEADING])
    return len(run) >= _LEAST_UNTITLED and values >= _VALUES * len(run) and heads


def _best_grid(run: Sequence[Line]) -> _Grid | None:
    """The grid of a run that begins with its heads; bare years are joined to the next line, or stand alone."""
    for join_years in (True, False):
        for reader in (_numbered, _periodic):
            grid = reader(run, join_years=join_years)
            if grid is not None:
                return grid
    return None


def is_value(text: str) -> bool:
    """Whether the text of a cell is a value: a figure with or without a unit, a dash, 持平."""
    return bool(_VALUE.match(text))


def _is_cell(line: Line) -> bool:
    """Whether a line can be a cell: short, no sentence, not claimed by the form."""
    return line.hint == "" and len(line.text) <= _CELL and not _SENTENCE.search(line.text)


def _numbered(run: Sequence[Line], *, join_years: bool) -> _Grid | None:
    """The grid of a run whose rows begin with 1, 2, 3 …."""
    anchors = _anchors(run)
    if len(anchors) < 2:
        return None
    head = _joined(run[: anchors[0]], join_years=join_years)
    width = len(head)
    rows = [_joined(run[a:b], join_years=join_years) for a, b in pairwise(anchors)]
    last, used = _take(run, anchors[-1], width)
    rows.append(last)
    if width < 2 or any(len(row) != width for row in rows):
        return None
    return [head, *rows], used


def _anchors(run: Sequence[Line]) -> list[int]:
    """The positions of the lines 1, 2, 3 … in order."""
    anchors: list[int] = []
    for position, line in enumerate(run):
        if line.text == str(len(anchors) + 1) and position > 0:
            anchors.append(position)
    return anchors


def _take(run: Sequence[Line], start: int, width: int) -> tuple[list[_Piece], int]:
    """The last row: as many cells as the head has, and the position after its last line."""
    for stop in range(start + width, len(run) + 1):
        row = _joined(run[start:stop], join_years=False)
        open_end = bool(_GOES_ON.search(run[stop - 1].text))
        more = stop < len(run) and bool(_CONTINUES.match(run[stop].text))
        if len(row) == width and not open_end and not more:
            return row, stop
    return _joined(run[start:], join_years=False), len(run)


def _periodic(run: Sequence[Line], *, join_years: bool) -> _Grid | None:
    """The grid of a run with column heads, each row a name and then values; the width is the one that fits most rows.

    The head of the column of names may be missing.
    """
    pieces = _joined(run, join_years=join_years)
    best: list[list[_Piece]] = []
    for width in range(2, min(_MOST_COLUMNS, len(pieces) // 2) + 1):
        for corner in (0, 1):
            heads = pieces[: width - corner]
            if not _are_heads(heads, corner):
                continue
            empty = [_Piece(heads[0].start, heads[0].start, "")] * corner
            rows = [empty + heads, *_rows(pieces[len(heads) :], ["单位" in head.text for head in empty + heads])]
            if len(rows) >= 3 + corner and len(rows) * width > sum(map(len, best)):
                best = rows
    if not best:
        return None
    end = best[-1][-1].end
    rest = [piece for piece in pieces if piece.start >= end]
    if any(is_value(piece.text) for piece in rest[: len(best[0])]):
        return None
    return best, sum(line.end <= end for line in run)


def _are_heads(heads: Sequence[_Piece], corner: int) -> bool:
    """Whether cells can be column heads: known words among them, no values but years and months."""
    words = any_word("table_heads")
    known = sum(bool(words.search(head.text)) for head in heads)
    names = bool(any_word("name_heads").search(heads[0].text)) != bool(corner)
    return known > 0 and names and all(not is_value(head.text) or _PERIOD.search(head.text) for head in heads)


def _rows(pieces: Sequence[_Piece], units: Sequence[bool]) -> list[list[_Piece]]:
    """The rows from the first on, as long as each is a name followed by values (or units in their column)."""
    rows: list[list[_Piece]] = []
    width = len(units)
    for start in range(0, len(pieces) - width + 1, width):
        row = list(pieces[start : start + width])
        named = not is_value(row[0].text) or _PERIOD.search(row[0].text)
        if not named or not all(unit or _is_figure(cell.text) for cell, unit in zip(row[1:], units[1:], strict=True)):
            break
        rows.append(row)
    return rows


def _is_figure(text: str) -> bool:
    """Whether a cell is a value and no period (10月 is the head of a column)."""
    return is_value(text) and not _PERIOD.search(text)


def _joined(run: Sequence[Line], *, join_years: bool) -> list[_Piece]:
    """The cells of some lines: a line ending in a comma, and a bare year before words, go on in the next line."""
    pieces: list[_Piece] = []
    going_on = False
    for line in run:
        year = going_on and bool(_YEAR.match(pieces[-1].text))
        if pieces and ((going_on and not (year and is_value(line.text))) or _CONTINUES.match(line.text)):
            pieces[-1] = _Piece(pieces[-1].start, line.end, pieces[-1].text + squeezed(line.text))
        else:
            pieces.append(_Piece(line.start, line.end, squeezed(line.text)))
        going_on = bool(_GOES_ON.search(line.text)) or (join_years and bool(_YEAR.match(line.text)))
    return pieces


def _table(title: str, rows: Sequence[Sequence[_Piece]], recovered: str = "flattened") -> Table:
    """The table of a grid; its first row holds the column heads unless it is unread."""
    cells = tuple(
        Cell(r, c, piece.text, piece.start, piece.end, header=r == 0 and recovered != "unread")
        for r, row in enumerate(rows)
        for c, piece in enumerate(row)
    )
    return Table(title, cells[0].start, cells[-1].end, len(rows), max(map(len, rows)), cells, recovered)
