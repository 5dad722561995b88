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
from briefing.read.lines import Line

TITLE = re.compile(
    r"^(?:附?表|附件)\s*[\d一二三四五六七八九十]*(?:\s*[-—－]\s*\d+)?\s*[:：.、． ]\s*\S|^表[\d一二三四五六七八九十]+\S{2,}"
)
_CELL = 40  # characters; a longer line is prose
_SENTENCE = re.compile(r"[。；！？]")
_SECTION = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_VALUE = re.compile(r"^[-+—－/…·]{1,3}$|^[^\u4e00-\u9fff]*\d[^\u4e00-\u9fff]*\S{0,4}$|^.{0,6}(?:持平|同步)$")
_GOES_ON = re.compile(r"[,，、（(]$|^20\d\d年?$")
_CONTINUES = re.compile(r"^[)）,，、]|^[(（][^()（）]{1,10}[)）]$")
_LEAST = 4  # cells; a shorter run is no table


@dataclass(frozen=True, slots=True)
class _Piece:
    """One cell of the run, joined from one or more lines."""

    start: int
    end: int
    text: str


def find(lines: Sequence[Line], at: int) -> tuple[Table, int, int] | None:
    """The flattened table after the title line `at`: the table, its first line and the line after its last one.

    None where no run of cells follows.
    """
    stop = at + 1
    while stop < len(lines) and _is_cell(lines[stop]) and not is_furniture(lines[stop].text):
        stop += 1
    run = lines[at + 1 : stop]
    if len(run) < _LEAST:
        return None
    title = lines[at].text
    for grid in (_numbered(run), _periodic(run)):
        if grid is not None:
            rows, used = grid
            return _table(title, rows), at + 1, at + 1 + used
    cut = next((i for i, line in enumerate(run) if _SECTION.match(line.text)), len(run))
    if cut < _LEAST:
        return None
    pieces = [[_Piece(line.start, line.end, line.text)] for line in run[:cut]]
    return _table(title, pieces, recovered="unread"), at + 1, at + 1 + cut


def is_value(text: str) -> bool:
    """Whether the text of a cell is a value: a figure with or without a unit, a dash, 持平."""
    return bool(_VALUE.match(text))


def _is_cell(line: Line) -> bool:
    """Whether a line can be a cell: short, no sentence, not claimed by the form."""
    return line.hint == "" and len(line.text) <= _CELL and not _SENTENCE.search(line.text)


def _numbered(run: Sequence[Line]) -> tuple[list[list[_Piece]], int] | None:
    """The grid of a run whose rows begin with 1, 2, 3 …, and the number of lines it takes."""
    anchors = _anchors(run)
    if len(anchors) < 2:
        return None
    head = _joined(run[: anchors[0]])
    width = len(head)
    rows = [_joined(run[a:b]) for a, b in pairwise(anchors)]
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
        row = _joined(run[start:stop])
        open_end = bool(_GOES_ON.search(run[stop - 1].text))
        more = stop < len(run) and bool(_CONTINUES.match(run[stop].text))
        if len(row) == width and not open_end and not more:
            return row, stop
    return _joined(run[start:]), len(run)


def _periodic(run: Sequence[Line]) -> tuple[list[list[_Piece]], int] | None:
    """The grid of a run with known column heads, each row a name and then values, and the number of lines it takes."""
    heads = any_word("table_heads")
    pieces = _joined(run)
    width = 0
    while width < len(pieces) and (heads.search(pieces[width].text) and not _VALUE.match(pieces[width].text)):
        width += 1
    if width < 2:
        return None
    units = ["单位" in piece.text for piece in pieces[:width]]
    rows = [pieces[:width]]
    for start in range(width, len(pieces) - width + 1, width):
        row = pieces[start : start + width]
        if not _row_fits(row, units):
            break
        rows.append(row)
    rest = pieces[len(rows) * width :]
    if len(rows) < 3 or any(_VALUE.match(piece.text) for piece in rest[:width]):
        return None
    end = rows[-1][-1].end
    return rows, sum(line.end <= end for line in run)


def _row_fits(row: Sequence[_Piece], units: Sequence[bool]) -> bool:
    """Whether a row is a name followed by values (or units in their column)."""
    if _VALUE.match(row[0].text):
        return False
    return all(unit or bool(_VALUE.match(piece.text)) for piece, unit in zip(row[1:], units[1:], strict=True))


def _joined(run: Sequence[Line]) -> list[_Piece]:
    """The cells of some lines: a bare year or a line ending in a comma goes on in the next line."""
    pieces: list[_Piece] = []
    going_on = False
    for line in run:
        if pieces and (going_on or _CONTINUES.match(line.text)):
            pieces[-1] = _Piece(pieces[-1].start, line.end, pieces[-1].text + line.text)
        else:
            pieces.append(_Piece(line.start, line.end, line.text))
        going_on = bool(_GOES_ON.search(line.text))
    return pieces


def _table(title: str, rows: Sequence[Sequence[_Piece]], recovered: str = "flattened") -> Table:
    """The table of a grid; its first row holds the column heads unless it is unread."""
    cells = tuple(
        Cell(r, c, piece.text, piece.start, piece.end, header=r == 0 and recovered != "unread")
        for r, row in enumerate(rows)
        for c, piece in enumerate(row)
    )
    return Table(title, cells[0].start, cells[-1].end, len(rows), max(map(len, rows)), cells, recovered)
