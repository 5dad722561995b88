"""Plain text and Markdown: the text stays as it is, offsets are those of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.model.document import Cell, Table
from briefing.read.clean import clean
from briefing.read.lines import Laid, Line, split_lines, trimmed

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>\w+)\s*:\s*(?P<value>.*?)\s*$", re.MULTILINE)
_HASHES = re.compile(r"^(?P<marks>#{1,6})\s+")
_BULLET = re.compile(r"^(?:[-*+]|>)\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`")
_RULE = re.compile(r"^(?:-{3,}|\*{3,}|_{3,})$")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_TITLE_FIELDS = ("title", "标题")
_DATE_FIELDS = ("date", "published", "日期")


@dataclass(frozen=True, slots=True)
class _Front:
    """The front matter of a Markdown file."""

    end: int = 0
    title: str = ""
    published: str = ""


def lay_out_text(text: str) -> Laid:
    """Plain text: its lines, nothing else known."""
    cleaned, warnings = clean(text)
    return Laid(text, cleaned, split_lines(cleaned), warnings=warnings)


def lay_out_markdown(text: str) -> Laid:
    """Markdown: front matter, headings, lists, pipe tables; marks of emphasis are blanks in the clean text."""
    cleaned, warnings = clean(text)
    front = _front_matter(cleaned)
    marked: list[Line] = []
    for line in split_lines(cleaned):
        if line.end <= front.end:
            marked.append(replace(line, hint="drop", reason="front matter"))
        else:
            marked.append(_without_marks(line))
    lines, tables = _pipe_tables(marked)
    chars = list(cleaned)
    for line in lines:
        if line.hint not in {"table", "drop"}:
            bare = _EMPHASIS.sub(lambda match: " " * len(match[0]), cleaned[line.start : line.end])
            chars[line.start : line.end] = bare
    cleaned = "".join(chars)
    bare_lines = tuple(_again(line, cleaned) for line in lines)
    return Laid(
        text, cleaned, bare_lines, tuple(tables), title=front.title, published=front.published, warnings=warnings
    )


def _front_matter(cleaned: str) -> _Front:
    """Title and date between two lines of dashes at the top."""
    match = _FRONT.match(cleaned)
    if not match:
        return _Front()
    fields = {found["name"].lower(): found["value"].strip("\"' ") for found in _FIELD.finditer(match["body"])}
    title = next((fields[name] for name in _TITLE_FIELDS if fields.get(name)), "")
    published = next((fields[name] for name in _DATE_FIELDS if fields.get(name)), "")
    return _Front(match.end(), title, published[:10])


def _without_marks(line: Line) -> Line:
    """The line without its leading hashes or bullet, with the hint they give."""
    if _RULE.match(line.text):
        return replace(line, hint="drop", reason="rule")
    hashes = _HASHES.match(line.text)
    if hashes:
        level = len(hashes["marks"])
        return replace(
            line, start=line.start + hashes.end(), text=line.text[hashes.end() :], hint="heading", level=level
        )
    bullet = _BULLET.match(line.text)
    if bullet:
        hint = "item" if line.text[0] != ">" else ""
        return Line(line.start + bullet.end(), line.end, line.text[bullet.end() :], "item" if hint else "")
    if line.text.startswith("**") and line.text.endswith("**") and line.text.count("**") == 2:
        return replace(line, hint="heading")
    return line


def _again(line: Line, cleaned: str) -> Line:
    """The line trimmed once more after its marks became blanks."""
    bare = trimmed(cleaned, line.start, line.end)
    return replace(line, start=bare.start, end=bare.end, text=bare.text) if bare and line.hint != "table" else line


def _pipe_tables(lines: Sequence[Line]) -> tuple[list[Line], list[Table]]:
    """Runs of lines with bars under which a rule of dashes stands, each made one table."""
    result: list[Line] = []
    tables: list[Table] = []
    i = 0
    while i < len(lines):
        stop = i
        while stop < len(lines) and "|" in lines[stop].text and lines[stop].hint == "":
            stop += 1
        if stop - i >= 2 and _TABLE_RULE.match(lines[i + 1].text):
            table = _pipe_table([line for k, line in enumerate(lines[i:stop]) if k != 1])
            tables.append(table)
            result.append(Line(lines[i].start, lines[stop - 1].end, table.title, "table", table=len(tables) - 1))
            i = stop
        else:
            result.append(lines[i])
            i += 1
    return result, tables


def _pipe_table(rows: Sequence[Line]) -> Table:
    """The table of its rows; the first holds the heads."""
    grid = [_pipe_cells(row) for row in rows]
    width = max(map(len, grid))
    cells = tuple(
        Cell(r, c, found[2], found[0], found[1], header=r == 0)
        for r, row in enumerate(grid)
        for c, found in enumerate(row)
    )
    return Table("", rows[0].start, rows[-1].end, len(grid), width, cells, "markdown")


def _pipe_cells(row: Line) -> list[tuple[int, int, str]]:
    """Start, end and text of the cells of a row."""
    cells: list[tuple[int, int, str]] = []
    offset = 1 if row.text.startswith("|") else 0
    body = row.text[offset:].removesuffix("|")
    for piece in body.split("|"):
        lead = len(piece) - len(piece.lstrip())
        text = piece.strip()
        start = row.start + offset + (lead if text else 0)
        cells.append((start, start + len(text), text))
        offset += len(piece) + 1
    return cells
