"""The termbase out and in again: CSV, XLSX and TBX-Basic. What comes in equals what went out."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any, Literal

from briefing.errors import Problem, WorkspaceError
from briefing.glossary.cells import plain, safe
from briefing.glossary.entry import COLUMNS, Entry
from briefing.glossary.rows import cell, decode_rows, parse_rows
from briefing.glossary.tbx import read_tbx, write_tbx

Format = Literal["csv", "xlsx", "tbx"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "tbx")
_HEADER = (*COLUMNS, "category")
_LARGEST = 20_000_000  # bytes of a file
_LARGEST_UNPACKED = 100_000_000  # bytes of all parts of a workbook
_MOST_ROWS = 50_000


def _rows(entries: Iterable[Entry]) -> Iterable[list[str]]:
    yield list(_HEADER)
    for entry in entries:
        yield [safe(cell(entry, column)) for column in _HEADER]


def _write_csv(entries: Iterable[Entry]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(_rows(entries))
    return text.getvalue().encode("utf-8-sig")  # with the mark Excel wants


def _write_xlsx(entries: Iterable[Entry]) -> bytes:
    import datetime as dt  # noqa: PLC0415 - with xlsxwriter, heavy and only for this format

    import xlsxwriter  # noqa: PLC0415 - heavy, only for this format

    data = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(data, options) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001 - the same bytes every time
        sheet = book.add_worksheet("glossary")
        sheet.freeze_panes(1, 1)
        for row, cells in enumerate(_rows(entries)):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)
    return data.getvalue()


def export_glossary(entries: Iterable[Entry], form: Format) -> bytes:
    """Return the entries as a file: CSV and XLSX with the columns of the glossary and `category`, or TBX-Basic.

    No cell can be taken for a formula: `safe` puts an apostrophe before those that could.
    """
    write = {"csv": _write_csv, "xlsx": _write_xlsx, "tbx": write_tbx}[form]
    return write(tuple(entries))


def _cells_of_csv(data: bytes) -> list[tuple[int, list[str]]]:
    return [(line, [plain(text) for text in cells]) for line, cells in decode_rows(data)]


def _cells_of_xlsx(data: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl  # noqa: PLC0415 - heavy, only for this format

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST_UNPACKED:
            raise ValueError("the workbook unpacks to more than 100 MB")
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows: list[tuple[int, list[str]]] = []
    for line, values in enumerate(book.worksheets[0].iter_rows(values_only=True, max_row=_MOST_ROWS), 1):
        cells = ["" if value is None else plain(_text(value)) for value in values]
        if any(cells):
            rows.append((line, cells))
    book.close()
    return rows


def _text(value: Any) -> str:
    """Return a cell value as text: Excel makes dates of dates and booleans of yes."""
    import datetime as dt  # noqa: PLC0415 - with openpyxl, only for this format

    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def import_glossary(name: str, data: bytes) -> tuple[Entry, ...]:
    """Return the entries of an exported or foreign file; the ending of `name` tells its format.

    Raises:
        WorkspaceError: with every problem of the file, file:line.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise WorkspaceError(
            Problem(name, f"a .{ending} file", "a .csv, .xlsx or .tbx file", "Export it as one of them.")
        )
    if len(data) > _LARGEST:
        raise WorkspaceError(Problem(name, "a file over 20 MB", "a list of terms", "Split it."))
    try:
        if ending == "tbx":
            rows = [(number, [*cells]) for number, cells in enumerate(read_tbx(data), 1)]
        else:
            rows = _cells_of_csv(data) if ending == "csv" else _cells_of_xlsx(data)
    except (ValueError, KeyError, OSError, csv.Error, zipfile.BadZipFile) as error:
        message = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WorkspaceError(
            Problem(name, f"not readable ({message})", f"a {ending} file", "Export it again.")
        ) from error
    entries, problems = parse_rows(name, rows, with_category=True)
    if problems:
        raise WorkspaceError(*problems)
    return tuple(entries)
