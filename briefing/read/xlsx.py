"""XLSX: the first sheet with the columns of a table of figures, values as they are stored, percentages as they are shown."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from briefing.errors import Problem, SourceError
from briefing.read.archive import content_of, open_archive, refused
from briefing.read.builder import MOST_ROWS
from briefing.read.lines import Laid
from briefing.read.structured import Row, lay_out_rows

_ABOVE = 10
_MOST_COLUMNS = 60
_MOST_SHEETS = 20


def lay_out_xlsx(name: str, data: bytes) -> Laid:
    """The table of the first sheet that has one.

    Raises:
        SourceError: The workbook is damaged or a bomb, no sheet has the columns, or a cell is wrong.
    """
    first: SourceError | None = None
    for sheet, rows in sheets(name, data):
        try:
            return lay_out_rows(f"{name}:{sheet}", rows)
        except SourceError as error:
            if any(":" in problem.where.removeprefix(f"{name}:{sheet}:") for problem in error.problems):
                raise
            first = first or error
    raise first or SourceError(Problem(name, "a workbook without rows", "a sheet with figures", "Fill the first sheet"))


def sheets(name: str, data: bytes) -> Iterator[tuple[str, list[Row]]]:
    """The names and rows of the sheets, hidden ones too.

    Raises:
        SourceError: The workbook is damaged or a bomb.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # only for workbooks

    with open_archive(name, data) as archive:
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                content_of(name, archive, member)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that hold no figures
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:_MOST_SHEETS]:
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS + _ABOVE + 1, max_col=_MOST_COLUMNS)
            yield sheet.title, [Row(n, tuple(_text(cell) for cell in row)) for n, row in enumerate(rows, 1)]
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:
        found = f"a damaged workbook ({type(error).__name__})"
        raise refused(name, found, "Open it in Excel, repair it and save it again") from None


def _text(cell: Any) -> str:
    """A cell as text: dates as periods, percentages as shown, other numbers as stored."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m}" if value.day == 1 else f"{value:%Y-%m-%d}"
    if isinstance(value, float) and not isinstance(value, bool):
        exact = Decimal(repr(value))
        if "%" in (cell.number_format or ""):
            return f"{(exact * 100).normalize():f}%"
        return f"{exact:f}".removesuffix(".0")
    if isinstance(value, int) and "%" in (cell.number_format or ""):
        return f"{value * 100}%"
    return str(value)
