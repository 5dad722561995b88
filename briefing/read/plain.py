"""Plain text and Markdown: the text stays as it is, offsets are those of the file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.read.clean import clean
from briefing.read.lines import Laid, Line, split_lines, trimmed
from briefing.read.text_tables import with_tables
from briefing.read.wrapped import unwrapped

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<body>.*?)^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(?P<name>\w+)\s*:\s*(?P<value>.*?)\s*$", re.MULTILINE)
_HASHES = re.compile(r"^(?P<marks>#{1,6})\s+")
_BULLET = re.compile(r"^(?:[-*+]|>)\s+")
_EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`")
_RULE = re.compile(r"^(?:-{3,}|\*{3,}|_{3,})$")
_TITLE_FIELDS = ("title", "标题")
_DATE_FIELDS = ("date", "published", "日期")


@dataclass(frozen=True, slots=True)
class _Front:
    """The front matter of a Markdown file."""

    end: int = 0
    title: str = ""
    published: str = ""


def lay_out_text(text: str) -> Laid:
    """Plain text: its lines, those broken at a fixed width put together; tables that still have their rows."""
    cleaned, warnings = clean(text)
    lines, tables = with_tables(text, unwrapped(text, split_lines(cleaned)))
    return Laid(text, _one_line_each(cleaned, lines), tuple(lines), tuple(tables), warnings=warnings)


def _one_line_each(cleaned: str, lines: Sequence[Line]) -> str:
    """The clean text with a blank for each break of line inside a paragraph."""
    parts: list[str] = []
    at = 0
    for line in lines:
        if line.hint != "table":
            parts += [cleaned[at : line.start], cleaned[line.start : line.end].replace("\n", " ")]
            at = line.end
    return "".join([*parts, cleaned[at:]])


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
    lines, tables = with_tables(text, marked)
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
