"""Tables of figures that people write instead of a report: .csv and .xlsx with region, indicator, period, value, unit.

The document holds one table (`recovered` is csv). Its first row names the columns as in facts.csv (ref_area,
indicator_zh, time_period, value, unit_zh, and of the optional ones those that are given); the rows below hold the facts.
The text of a cell is regular: a value is a plain decimal (2,467.9 → 2467.9), a period ISO 8601 (2024年1-10月 →
2024-01/2024-10), words of closed lists are ours (同比 → yoy). Its offsets point at the cell as written, in the laid-out
text. 万 and 亿 may stand in the unit or be multiplied out: both are exact.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from briefing.errors import Problem, SourceError
from briefing.model.document import Cell
from briefing.read.builder import MOST_ROWS, Builder, GridCell
from briefing.read.clean import clean
from briefing.read.columns import Column, closed_value, columns_of, decimal_text, period_text, required_names, unit_text
from briefing.read.decode import decode
from briefing.read.lines import Laid

_MOST_COLUMNS = 60
_HEAD_WITHIN = 10  # rows from the top in which the column names must stand
_MOST_PROBLEMS = 20
_KEY = ("ref_area", "indicator_zh", "time_period", "measure", "unit_zh", "role", "comparison", "rank_scope", "rank_of")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written and where it stands, 1-based as people count."""

    number: int
    cells: tuple[str, ...]


def lay_out_csv(name: str, data: bytes) -> tuple[str, Laid]:
    """The encoding and the table of a CSV file.

    Raises:
        SourceError: A column is missing or a cell is wrong; every problem with file:row:column.
    """
    text, encoding = decode(name, data)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(lines), delimiter=_delimiter(lines), strict=False)
    try:
        rows = [Row(n, tuple(cells)) for n, cells in enumerate(islice(reader, MOST_ROWS + _HEAD_WITHIN + 1), 1)]
    except csv.Error as error:
        raise SourceError(
            _problem(f"{name}:{reader.line_num}", str(error), "a row of CSV", "Save it as CSV UTF-8")
        ) from None
    return encoding, lay_out_rows(name, rows)


def lay_out_rows(name: str, rows: Sequence[Row]) -> Laid:
    """The table of some rows; those above the column names are left out, empty ones too.

    Raises:
        SourceError: As above.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    at, columns = _head(name, filled)
    body = filled[at + 1 :]
    if len(body) > MOST_ROWS:
        found = f"more than {MOST_ROWS:,} rows"
        raise SourceError(_problem(name, found, f"at most {MOST_ROWS:,} rows", "Split the file by period"))
    regular, problems = _regular(name, columns, body)
    if not body:
        problems.append(_problem(name, "no row below the column names", "one row a figure", "Add the figures"))
    if problems:
        raise SourceError(*problems[:_MOST_PROBLEMS])
    return _laid(filled[:at], filled[at], columns, body, regular)


def _delimiter(text: str) -> str:
    """The sign between the cells: the one most frequent in the first lines."""
    top = text[:4000]
    return max((",", "\t", ";", "，"), key=top.count)


def _head(name: str, rows: Sequence[Row]) -> tuple[int, dict[int, Column]]:
    """The position of the row of column names, and the columns by place."""
    best: dict[int, Column] = {}
    for at, row in enumerate(rows[:_HEAD_WITHIN]):
        columns = columns_of([clean(cell)[0] for cell in row.cells[:_MOST_COLUMNS]])
        given = [column.name for column in columns.values()]
        if set(required_names()) <= set(given):
            _no_doubles(name, row, columns)
            return at, columns
        best = max(best, columns, key=len)
    missing = [wanted for wanted in required_names() if wanted not in {column.name for column in best.values()}]
    short = ", ".join(name.removeprefix("ref_").removesuffix("_zh").removeprefix("time_") for name in missing)
    where = f"{name}:{rows[0].number}" if rows else name
    expected = "the columns region (地区), indicator (指标), period (时期), value (数值), unit (单位)"
    raise SourceError(_problem(where, f"no column {short}", expected, "Name the columns in the first row"))


def _no_doubles(name: str, row: Row, columns: dict[int, Column]) -> None:
    """No column may be named twice."""
    seen: set[str] = set()
    for place, column in columns.items():
        if column.name in seen:
            where = f"{name}:{row.number}:{place + 1}"
            raise SourceError(_problem(where, f"a second column {column.name}", "each column once", "Remove one"))
        seen.add(column.name)


def _regular(name: str, columns: dict[int, Column], rows: Sequence[Row]) -> tuple[list[dict[int, str]], list[Problem]]:
    """The regular text of every cell of the named columns, and all problems."""
    regular: list[dict[int, str]] = []
    problems: list[Problem] = []
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        cells: dict[int, str] = {}
        for place, column in columns.items():
            written = clean(row.cells[place])[0].strip() if place < len(row.cells) else ""
            cells[place], expected = _checked(column, written)
            if expected:
                where = f"{name}:{row.number}:{place + 1}"
                problems.append(_problem(where, _shown(written), expected, f"Correct the column {row_name(column)}"))
        regular.append(cells)
        key = tuple(text for wanted in _KEY for place, text in cells.items() if columns[place].name == wanted)
        problems += _missing_value(name, row, columns, cells)
        if key in first:
            found = f"the same figure as row {first[key]}"
            problems.append(_problem(f"{name}:{row.number}", found, "each figure once", "Remove one of the two rows"))
        first.setdefault(key, row.number)
    return regular, problems


def row_name(column: Column) -> str:
    """A column as its file may call it."""
    return column.written or column.name


def _missing_value(name: str, row: Row, columns: dict[int, Column], cells: dict[int, str]) -> list[Problem]:
    """A value may be missing only in a target (与经济增长同步)."""
    by_name = {column.name: (place, cells[place]) for place, column in columns.items()}
    place, value = by_name["value"]
    if value or by_name.get("role", (0, ""))[1] == "target":
        return []
    written = row.cells[place].strip() if place < len(row.cells) else ""
    if written:
        return []  # already reported as no number
    return [_problem(f"{name}:{row.number}:{place + 1}", "no value", "a number", "Fill the cell or remove the row")]


def _checked(column: Column, written: str) -> tuple[str, str]:
    """The regular text of a cell, and what was expected where it is wrong."""
    if column.name == "value":
        return decimal_text(written)
    if column.name == "time_period":
        return period_text(written)
    if column.name == "unit_zh":
        return unit_text(written)
    if not written and column.required:
        return "", "a text"
    return closed_value(column.name, written)


def _shown(written: str) -> str:
    return f"“{written[:40]}”" if written else "an empty cell"


def _laid(
    above: Sequence[Row], head: Row, columns: dict[int, Column], rows: Sequence[Row], regular: Sequence[dict[int, str]]
) -> Laid:
    """The rows laid out, offsets at the cells as written, texts regular."""
    builder = Builder()
    for row in above:
        builder.line(
            " ".join(cell.strip() for cell in row.cells if cell.strip()), "drop", reason="above the column names"
        )
    places = list(columns)
    cells = [GridCell(0, c, _one_line(head.cells[place]), header=True) for c, place in enumerate(places)]
    for r, row in enumerate(rows, 1):
        for c, place in enumerate(places):
            cells.append(GridCell(r, c, _one_line(row.cells[place]) if place < len(row.cells) else ""))
    builder.table(cells, "csv")
    unread = [cell.strip() for place, cell in enumerate(head.cells) if place not in columns and cell.strip()]
    warnings = (f"columns not read: {', '.join(unread)}",) if unread else ()
    title = " ".join(cell.strip() for cell in above[0].cells if cell.strip()) if above else ""
    laid = builder.laid(title=title, warnings=warnings)
    texts = {(0, c): columns[place].name for c, place in enumerate(places)}
    texts |= {(r, c): regular[r - 1][place] for r in range(1, len(rows) + 1) for c, place in enumerate(places)}
    table = laid.tables[0]
    return replace(laid, tables=(replace(table, cells=tuple(_with_text(cell, texts) for cell in table.cells)),))


def _one_line(text: str) -> str:
    """The text of a cell without the breaks and tabs that part cells in the laid-out text."""
    return " ".join(text.split())


def _with_text(cell: Cell, texts: dict[tuple[int, int], str]) -> Cell:
    return replace(cell, text=texts[cell.row, cell.column])


def _problem(where: str, found: str, expected: str, remedy: str) -> Problem:
    return Problem(where, found, expected=expected, remedy=remedy)
