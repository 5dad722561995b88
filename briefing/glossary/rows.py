"""One CSV file of the glossary → entries, and everything that is wrong with it."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from briefing.errors import Problem
from briefing.glossary.entry import ARTICLES, COLUMNS, FLAG_COLUMNS, LIST_COLUMNS, STATUSES, Entry

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YES_NO = {"yes": True, "no": False, "": False}
Report = Callable[[int, str, str, str], None]  # line, found, expected, remedy


def nearest(word: str, valid: tuple[str, ...]) -> str:
    """Return a remedy naming the valid word most like `word`, or all of them."""
    close = difflib.get_close_matches(word.lower(), valid, 1, 0.5)
    return f"Did you mean {close[0]}?" if close else f"Use one of: {', '.join(valid)}."


def split_list(cell: str) -> list[str]:
    """Return the items of a list cell, blanks around them removed; [] for an empty cell."""
    return [item.strip() for item in cell.split(";")] if cell.strip() else []


def _numbered(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line where the row begins, cells) for every row that is not blank."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _check_header(header: list[str], report: Report) -> bool:
    """Report what is wrong with the header; return whether rows can be read."""
    for name in header:
        if name not in COLUMNS:
            report(1, f"unknown column “{name}”", "the columns of a glossary file", nearest(name, COLUMNS))
        elif header.count(name) > 1:
            report(1, f"column “{name}” twice", "each column once", "Remove one of them.")
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        report(1, f"no column {', '.join(missing)}", "all columns", f"The header is: {','.join(COLUMNS)}")
    return not missing and len(set(header)) == len(header)


def _cell_value(name: str, cell: str, line: int, report: Report) -> object:
    """Return the value of a cell as the field of `Entry` wants it; report what it cannot be."""
    if name in LIST_COLUMNS:
        items = split_list(cell)
        if "" in items:
            report(line, f"an empty item in {name}: “{cell}”", "items separated by ;", "Remove the surplus semicolon.")
        if len(set(items)) < len(items):
            report(line, f"an item twice in {name}: “{cell}”", "each item once", "Remove one of them.")
        return tuple(dict.fromkeys(item for item in items if item))
    cell = cell.strip()
    if name in FLAG_COLUMNS:
        if cell not in _YES_NO:
            report(line, f"{name} is “{cell}”", "yes or no", nearest(cell, ("yes", "no")))
        return _YES_NO.get(cell, False)
    for column, valid in (("status", STATUSES), ("article", ARTICLES)):
        if name == column and cell not in valid:
            report(line, f"{name} is “{cell}”", " or ".join(valid), nearest(cell, valid))
    return cell


def _check_date(entry: Entry, line: int, report: Report) -> None:
    if not entry.checked_on:
        return
    try:
        good = bool(_DATE.fullmatch(entry.checked_on)) and bool(dt.date.fromisoformat(entry.checked_on))
    except ValueError:
        good = False
    if not good:
        report(line, f"checked_on is “{entry.checked_on}”", "a date such as 2026-11-23", "Write year-month-day.")


def _check_entry(entry: Entry, line: int, report: Report) -> None:
    """Report what contradicts itself within one row."""
    if not entry.zh:
        report(line, "zh is empty", "the term in Chinese", "Fill it in or remove the row.")
    if not entry.en and entry.status == "accepted":
        report(line, f"en of {entry.zh} is empty", "the approved English", "Fill it in or set status to proposed.")
    for form in (entry.en, entry.en_short, *entry.admitted):
        if _CHINESE.search(form):
            report(line, f"Chinese in the English of {entry.zh}: “{form}”", "English only", "Romanize or translate it.")
    own = {form.lower() for form in (entry.en, entry.en_short, *entry.admitted) if form}
    for form in entry.discouraged:
        if form.lower() in own:
            report(line, f"“{form}” of {entry.zh} is both allowed and discouraged", "one of the two", "Remove it once.")
    if entry.discouraged and not entry.notes:
        report(line, f"{entry.zh} has discouraged forms without a reason", "the reason in notes", "Say what is wrong.")
    _check_date(entry, line, report)


def read_rows(name: str, data: bytes) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a glossary file and all its problems.

    Args:
        name: the file as it is to be called in messages; its stem is the category.
        data: the bytes of the file, UTF-8 with or without byte order mark.
    """
    problems: list[Problem] = []
    entries: list[Entry] = []

    def report(line: int, found: str, expected: str, remedy: str) -> None:
        problems.append(Problem(f"{name}:{line}", found, expected, remedy))

    try:
        rows = list(_numbered(data.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        report(line, "bytes that are not UTF-8", "UTF-8", "Save the file as CSV UTF-8.")
        return entries, problems
    except csv.Error as error:
        report(1, f"not readable as CSV ({error})", "comma-separated rows", "Look for an unclosed double quote.")
        return entries, problems
    if not rows:
        report(1, "an empty file", "a header row", f"The header is: {','.join(COLUMNS)}")
        return entries, problems
    header = [cell.strip() for cell in rows[0][1]]
    if not _check_header(header, report):
        return entries, problems
    category = name.rsplit("/", 1)[-1].removesuffix(".csv")
    for line, cells in rows[1:]:
        if len(cells) != len(header):
            report(line, f"{len(cells)} cells", f"{len(header)} cells", "Put cells that contain a comma in quotes.")
            continue
        values: dict[str, Any] = {
            column: _cell_value(column, cell, line, report)
            for column, cell in zip(header, cells, strict=True)
            if column in COLUMNS
        }
        entry = Entry(**values, category=category, where=f"{name}:{line}")
        _check_entry(entry, line, report)
        entries.append(entry)
    return entries, problems
