"""One CSV file of the glossary → entries, and everything that is wrong with it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from briefing.errors import Problem, nearest
from briefing.glossary.entry import ARTICLES, COLUMNS, FLAG_COLUMNS, LIST_COLUMNS, STATUSES, Entry

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YES_NO = {"yes": True, "no": False, "": False}
Report = Callable[[int, str, str, str], None]  # line, found, expected, remedy


def split_list(cell: str) -> list[str]:
    """Return the items of a list cell, blanks around them removed; [] for an empty cell."""
    return [item.strip() for item in cell.split(";")] if cell.strip() else []


def cell(entry: Entry, column: str) -> str:
    """Return the text of a cell as the files of the glossary write it."""
    value = getattr(entry, column)
    if column in LIST_COLUMNS:
        return ";".join(value)
    if column in FLAG_COLUMNS:
        return "yes" if value else "no"
    return str(value)


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where the row begins, cells) for every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        if cells and (cells[0].strip() or any(cell.strip() for cell in cells)):
            yield line, cells
        line = reader.line_num + 1


def _check_header(header: list[str], known: tuple[str, ...], report: Report) -> bool:
    """Report what is wrong with the header; return whether rows can be read."""
    for name in header:
        if name not in known:
            report(1, f"unknown column “{name}”", f"one of {', '.join(COLUMNS)}", nearest(name, COLUMNS))
        elif header.count(name) > 1:
            report(1, f"column “{name}” twice", "each column once", "Remove one of them.")
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        report(1, f"no column {', '.join(missing)}", "all columns", f"The header is: {','.join(COLUMNS)}")
    return not missing and len(set(header)) == len(header)


def _list(name: str, cell: str, line: int, report: Report) -> tuple[str, ...]:
    items = split_list(cell)
    if "" in items:
        report(line, f"an empty item in {name}: “{cell}”", "items separated by ;", "Remove the surplus semicolon.")
    if len(set(items)) < len(items):
        report(line, f"an item twice in {name}: “{cell}”", "each item once", "Remove one of them.")
    return tuple(dict.fromkeys(filter(None, items)))


def _flag(name: str, cell: str, line: int, report: Report) -> bool:
    cell = cell.strip()
    if cell not in _YES_NO:
        report(line, f"{name} is “{cell}”", "yes or no", nearest(cell, ("yes", "no")))
    return _YES_NO.get(cell, False)


def _choice(name: str, cell: str, line: int, report: Report) -> str:
    cell, valid = cell.strip(), _CHOICES[name]
    if cell not in valid:
        report(line, f"{name} is “{cell}”", " or ".join(valid), nearest(cell, valid))
    return cell


_CHOICES = {"status": STATUSES, "article": ARTICLES}
# How a cell is read and what an empty one means; all other columns are text.
_READERS: dict[str, Callable[[str, str, int, Report], object]] = {
    **dict.fromkeys(LIST_COLUMNS, _list),
    **dict.fromkeys(FLAG_COLUMNS, _flag),
    **dict.fromkeys(_CHOICES, _choice),
}


def _values(header: list[str], cells: list[str], line: int, report: Report) -> dict[str, Any]:
    """Return the fields of `Entry` in a row; empty cells are left to its defaults, except where one must choose."""
    values: dict[str, Any] = {column: cell for column, cell in zip(header, cells, strict=True) if cell}
    for column in _CHOICES:
        values.setdefault(column, "")
    for column, cell in values.items():
        reader = _READERS.get(column)
        values[column] = reader(column, cell, line, report) if reader else cell.strip()
    return values


@lru_cache(maxsize=1000)
def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


def _check_date(entry: Entry, line: int, report: Report) -> None:
    if entry.checked_on and not _is_date(entry.checked_on):
        report(line, f"checked_on is “{entry.checked_on}”", "a date such as 2026-11-23", "Write year-month-day.")


def _check_entry(entry: Entry, line: int, report: Report) -> None:
    """Report what contradicts itself within one row."""
    if not entry.zh:
        report(line, "zh is empty", "the term in Chinese", "Fill it in or remove the row.")
    if not entry.en and entry.status == "accepted":
        report(line, f"en of {entry.zh} is empty", "the approved English", "Fill it in or set status to proposed.")
    for form in (entry.en, entry.en_short, *entry.admitted):
        if not form.isascii() and _CHINESE.search(form):
            report(line, f"Chinese in the English of {entry.zh}: “{form}”", "English only", "Romanize or translate it.")
    own = {form.lower() for form in (entry.en, entry.en_short, *entry.admitted) if form}
    for form in entry.discouraged:
        if form.lower() in own:
            report(line, f"“{form}” of {entry.zh} is both allowed and discouraged", "one of the two", "Remove it once.")
    if entry.discouraged and not entry.notes:
        report(line, f"{entry.zh} has discouraged forms without a reason", "the reason in notes", "Say what is wrong.")
    _check_date(entry, line, report)


def decode_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Return (line, cells) of every row of a CSV file, UTF-8 with or without byte order mark.

    Raises:
        UnicodeDecodeError: the bytes are no UTF-8.
        csv.Error: the text is no CSV.
    """
    return list(_numbered(data.decode("utf-8-sig")))


def parse_rows(
    name: str, rows: list[tuple[int, list[str]]], *, with_category: bool = False
) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a table and all its problems.

    Args:
        name: the file as it is to be called in messages; its stem is the category.
        rows: (line, cells), the header first.
        with_category: a column `category` may stand beside the others and wins over the file name.
    """
    problems: list[Problem] = []
    entries: list[Entry] = []

    def report(line: int, found: str, expected: str, remedy: str) -> None:
        problems.append(Problem(f"{name}:{line}", found, expected, remedy))

    if not rows:
        report(1, "an empty file", "a header row", f"The header is: {','.join(COLUMNS)}")
        return entries, problems
    header = [cell.strip() for cell in rows[0][1]]
    if not _check_header(header, (*COLUMNS, "category") if with_category else COLUMNS, report):
        return entries, problems
    stem = name.rsplit("/", 1)[-1].rpartition(".")[0]
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            report(line, f"{len(cells)} cells", f"{len(header)} cells", "Put cells that contain a comma in quotes.")
            continue
        fields = {"zh": "", "category": stem} | _values(header, cells, line, report)
        entry = Entry(**fields, where=f"{name}:{line}")
        _check_entry(entry, line, report)
        entries.append(entry)
    return entries, problems


def read_rows(name: str, data: bytes) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a glossary file and all its problems; `name` is the file as messages call it."""
    try:
        rows = decode_rows(data)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        found, remedy = "bytes that are not UTF-8", "Save the file as CSV UTF-8."
        return [], [Problem(f"{name}:{line}", found, "UTF-8", remedy)]
    except csv.Error as error:
        found, remedy = f"not readable as CSV ({error})", "Look for an unclosed double quote."
        return [], [Problem(f"{name}:1", found, "comma-separated rows", remedy)]
    return parse_rows(name, rows)
