"""What `read` returns: the report as text with blocks that point into it.

`Document.text` is the raw source text: for plain text the decoded file, for HTML, DOCX and PDF the text the
reader laid out (paragraphs already joined). Every offset in the program is a code point in this text, end
exclusive, as in a Python slice. `Document.clean` has the same length: full-width figures and letters, odd blanks
and traditional characters replaced one to one, so an offset found in `clean` is an offset in `text`. In Markdown the
marks of emphasis, in text broken at a fixed width the breaks of line inside a paragraph, are blanks in `clean`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "item", "table", "caption", "meta"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of the report; `level` is 0 for text and 1.. for headings, `table` indexes `Document.tables`."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    table: int = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `start == end` where the cell is empty. Spans are resolved: a merged cell is repeated."""

    row: int
    column: int
    text: str
    start: int
    end: int
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of `rows` x `columns` cells in row order; `recovered` says how: html, docx, ruled, unruled, flattened, markdown, csv, unread."""

    title: str
    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    recovered: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line left out of the body: page furniture, running head, counter, disclaimer, with the reason."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report ready for extraction; blocks, tables and dropped lines in source order, not overlapping."""

    name: str
    sha256: str
    form: Literal["txt", "md", "html", "docx", "pdf", "csv", "xlsx"]
    encoding: str
    text: str
    clean: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    title: str = ""
    issuer: str = ""
    published: str = ""
    warnings: tuple[str, ...] = ()
