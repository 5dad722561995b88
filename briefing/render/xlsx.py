"""The tables of a briefing as a workbook, for editors who prefer a sheet to a Word file.

One head at the top stays in view, filters the rows and is repeated in print. Headings become rows of their own, figures and
terms keep their marks, text a machine translated is shaded. Every cell is text: nothing a report contains can act as a
formula. The same briefing makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from briefing.model import tree
from briefing.render.docx_flow import cell_notes, plain_text
from briefing.render.docx_parts import moment
from briefing.render.docx_table import column_widths, width_of
from briefing.render.package import read_zip, write_zip
from briefing.render.palette import ACCENT, HAIR, INK, MACHINE, SOFT
from briefing.render.reference import table as reference_table
from briefing.render.wordml import clean

SENTENCES = "briefing-sentences"
"""The hidden sheet that lists every sentence with its text as printed."""

_WIDE = 150.0  # characters of all columns together, what a wide screen shows
_LONGEST = 32_000  # Excel's limit of a cell is 32,767 characters
_NAME_LENGTH = 31
_SIZE, _LINE, _SPARE = 10.0, 13.5, 3.0  # points: letters, a line, what a cell adds around its lines
_WIDER = 1.06  # of a line that breaks before its end
_CHARACTER = 5.25  # points of a character in the unit of column widths
_TALLEST = 400.0  # Excel's limit of a row is 409 points
_TITLE = 24.0  # points: a row with a heading
_RUNNING = 100  # characters of a running head; Excel takes 255 for a whole line
_KEPT = b' customHeight="1"'  # would keep the height of a row whatever an editor writes into it
_SHEET = "xl/worksheets/sheet1.xml"


def render_xlsx(briefing: tree.Briefing, brand: Any, notes: Mapping[str, str] | None = None) -> bytes:
    """Write the headings and tables of a briefing onto one sheet, one row a table row.

    Args:
        briefing: the block tree; blocks that are neither heading nor table are left out.
        brand: accent of `briefing.config.Brand`.
        notes: comments for the editor by the id of a cell.

    Returns:
        The file; the same bytes for the same input.
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        created: datetime = moment(briefing.created).replace(tzinfo=None)
        book.set_properties({"title": briefing.title, "author": briefing.issuer, "created": created})
        _Sheet(book, briefing, brand.accent or ACCENT, {**cell_notes(briefing), **(notes or {})}).write()
    parts = read_zip(stream.getvalue())
    return write_zip({**parts, _SHEET: parts[_SHEET].replace(_KEPT, b"")})


@dataclass(frozen=True, slots=True)
class _Formats:
    """The cell and text formats of one workbook; `whole` are those of cells that are one figure or one term."""

    head: Any
    title: Any
    cell: Any
    machine: Any
    plain: Any
    figure: Any
    term: Any
    whole: Mapping[tuple[Any, Any], Any]  # by the format of the cell and that of the text


def _formats(book: Any, accent: str, font: str) -> _Formats:
    base: dict[str, Any] = {"font_name": font, "font_size": 10, "font_color": INK}
    cell = base | {"text_wrap": True, "valign": "top", "border": 1, "border_color": HAIR, "num_format": "@"}
    shades = {"cell": cell, "machine": cell | {"bg_color": MACHINE}}
    marks: dict[str, dict[str, Any]] = {"figure": {"font_color": accent}, "term": {"underline": 1}}
    texts = {kind: book.add_format(base | mark) for kind, mark in marks.items()}
    made = {shade: book.add_format(properties) for shade, properties in shades.items()}
    return _Formats(
        head=book.add_format(
            base | {"bold": True, "font_color": SOFT, "bottom": 2, "text_wrap": True, "valign": "bottom"}
        ),
        title=book.add_format(base | {"bold": True, "font_size": 12, "font_color": accent, "valign": "vcenter"}),
        plain=book.add_format(base),
        whole={
            (made[shade], texts[kind]): book.add_format(shades[shade] | mark)
            for shade in shades
            for kind, mark in marks.items()
        },
        **made,
        **texts,
    )


class _Sheet:
    """Writes one sheet from top to bottom."""

    def __init__(self, book: Any, briefing: tree.Briefing, accent: str, notes: Mapping[str, str]) -> None:
        faces = reference_table()["fonts"]["sans"]
        self.book = book
        self.briefing = briefing
        self.notes = notes
        self.formats = _formats(book, accent, faces["han" if briefing.lang.startswith("zh") else "latin"])
        self.sheet = book.add_worksheet(_sheet_name(f"{briefing.region} {briefing.period}"))
        self.row = 0
        self.widths: Sequence[float] = ()

    def write(self) -> None:
        """The blocks in order, below the head of the first table; a table with another head has it above its own rows."""
        tables = [block for block in self.briefing.blocks if isinstance(block, tree.TableBlock)]
        self._page()
        known: tuple[str, ...] = ()
        if tables:
            self._columns(tables)
            known = self._head(tables[0])
            self.sheet.freeze_panes(self.row, 0)
            self.sheet.repeat_rows(0)
        for block in self.briefing.blocks:
            if isinstance(block, tree.Heading):
                self.sheet.set_row(self.row, _TITLE)
                self.sheet.write_string(self.row, 0, clean(plain_text(block.inlines)), self.formats.title)
                self.row += 1
            elif isinstance(block, tree.TableBlock):
                known = self._table(block, known)
        if known:
            self.sheet.autofilter(0, 0, self.row - 1, len(known) - 1)
        _list_sentences(self.book, self.briefing)

    def _page(self) -> None:
        """How the sheet is printed: all columns on a page, the running heads of the briefing, page numbers."""
        left, right, foot = (
            clean(text)[:_RUNNING].replace("&", "&&")
            for text in (self.briefing.running_left, self.briefing.running_right, self.briefing.footer)
        )
        self.sheet.set_landscape()
        self.sheet.set_paper(9 if self.briefing.page_size == "A4" else 1)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.5, 0.5, 0.8, 0.7)
        self.sheet.set_header(f"&L{left}&R{right}")
        self.sheet.set_footer(f"&L{foot}&R&P")

    def _columns(self, tables: Sequence[tree.TableBlock]) -> None:
        widest = max(tables, key=lambda table: len(table.columns))
        widths, _ = column_widths(widest.columns, widest.rows, _WIDE * _CHARACTER)
        self.widths = [width / _CHARACTER for width in widths]
        for position, width in enumerate(self.widths):
            self.sheet.set_column(position, position, width)

    def _head(self, block: tree.TableBlock) -> tuple[str, ...]:
        heads = tuple(clean(plain_text(column.inlines)) for column in block.columns)
        for position, head in enumerate(heads):
            self.sheet.write_string(self.row, position, head, self.formats.head)
        self.row += 1
        return heads

    def _table(self, block: tree.TableBlock, known: tuple[str, ...]) -> tuple[str, ...]:
        """Write a table; its head only where it differs from the one before."""
        if tuple(clean(plain_text(column.inlines)) for column in block.columns) != known:
            known = self._head(block)
        for row in block.rows:
            self.sheet.set_row(self.row, self._height(row))  # LibreOffice fits no row to text in several formats
            for position, cell in enumerate(row):
                self._cell(position, cell)
            self.row += 1
        return known

    def _height(self, row: Sequence[tree.TableCell]) -> float:
        """The height in points of the cell with the most lines."""
        lines = (
            -(-width_of(plain_text(cell.inlines)) * _SIZE * _WIDER // (width * _CHARACTER - _SPARE))
            for cell, width in zip(row, self.widths, strict=False)
        )
        return min(max(*lines, 1.0) * _LINE + _SPARE, _TALLEST)

    def _cell(self, position: int, cell: tree.TableCell) -> None:
        look = self.formats.machine if cell.tone == "machine" else self.formats.cell
        text = clean(plain_text(cell.inlines))
        runs = self._runs(cell.inlines)
        if len(runs) > 2 and len(text) <= _LONGEST:
            self.sheet.write_rich_string(self.row, position, *runs, look)
        elif text:  # Excel takes no rich text of one piece
            whole = self.formats.whole.get((look, runs[0]), look) if len(runs) == 2 else look
            self.sheet.write_string(self.row, position, text[:_LONGEST], whole)
        else:
            self.sheet.write_blank(self.row, position, None, look)
        if cell.id in self.notes:
            self.sheet.write_comment(self.row, position, clean(self.notes[cell.id]))

    def _runs(self, inlines: tree.Inlines) -> list[Any]:
        """Format and text by turns, as XlsxWriter takes them."""
        out: list[Any] = []
        for inline in inlines:
            if isinstance(inline, tree.Mark) or not clean(inline.text):
                continue
            marked = isinstance(inline, tree.Number | tree.Term)
            look = (
                (self.formats.figure if isinstance(inline, tree.Number) else self.formats.term)
                if marked
                else self.formats.plain
            )
            out += [look, clean(inline.text)]
        return out


def _sheet_name(text: str) -> str:
    """A name Excel accepts: without its forbidden characters, at most 31."""
    return "".join("-" if char in "[]:*?/\\" else char for char in text)[:_NAME_LENGTH]


def _list_sentences(book: Any, briefing: tree.Briefing) -> None:
    """Add a sheet that nobody sees: which briefing it is, and each sentence as printed. An edited file is read back by it."""
    sheet = book.add_worksheet(SENTENCES)
    sheet.very_hidden()
    for place, text in enumerate((briefing.region, briefing.period, briefing.edition, briefing.lang)):
        sheet.write_string(0, place, clean(text))
    tables = (block for block in briefing.blocks if isinstance(block, tree.TableBlock))
    cells = (cell for table in tables for row in table.rows for cell in row if cell.id)
    for place, cell in enumerate(cells, 1):
        sheet.write_string(place, 0, clean(cell.id))
        sheet.write_string(place, 1, clean(plain_text(cell.inlines))[:_LONGEST])
