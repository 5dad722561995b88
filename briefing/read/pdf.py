"""PDF: running heads and feet dropped, visual lines joined to paragraphs, tables with and without rules.

The text is laid out from the places of the glyphs, so a page number can never fuse into a figure. A scan without text is
refused: the program reads no pictures.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefing.errors import Problem, SourceError
from briefing.read.builder import Builder
from briefing.read.classify import begins_block, heading_level, is_caption
from briefing.read.decode import usualness
from briefing.read.lines import Laid
from briefing.read.pdf_columns import in_reading_order
from briefing.read.pdf_glyphs import Glyph, VisualLine, frame_of, glyphs_of, joined, visual_lines
from briefing.read.pdf_rules import grids, rules_of
from briefing.read.pdf_tables import PdfTable, ruled_table, unruled_tables

MOST_PAGES = 500
_MARGIN = 0.12  # share of the page's height where running heads and feet stand
_PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*$")
_LEAST_TEXT = 20  # characters a page; a scan with a stamp of text has fewer
_MUCH = 100  # Chinese characters, enough to judge them
_READABLE = 0.15  # share of them that must be frequent ones; prose has 0.7
_INDENT = 1.2  # em
_SHORT = 1.6  # em; a line that ends so far from the right edge ends its paragraph
_HAN = re.compile("[\u4e00-\u9fff]")
_UNBROKEN = re.compile(
    "^[^\u4e00-\u9fff]*[\u4e00-\u9fff]?[^\u4e00-\u9fff]*"
)  # a word, a Chinese character and its marks
_SENTENCE_END = re.compile(r"[。！？；：;!?][”’）)]?$")


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands on a page from top to bottom: lines and tables, and its running matter."""

    lines: tuple[VisualLine, ...]
    tables: tuple[PdfTable, ...]
    running: tuple[tuple[VisualLine, str], ...]


def lay_out_pdf(name: str, data: bytes) -> Laid:
    """The document as paragraphs and tables.

    Raises:
        SourceError: It is encrypted, damaged, too long, or a scan without text.
    """
    raw = _raw_pages(name, data)
    builder = Builder()
    _write(builder, _pages(raw))
    laid = builder.laid()
    _check_text(name, "".join(line.text for line in laid.lines if line.hint != "drop"), len(raw))
    return laid


def _check_text(name: str, text: str, pages: int) -> None:
    """Refuse a scan, and a file whose fonts do not say which characters they draw."""
    if len(text) < _LEAST_TEXT * pages:
        found = f"{pages} pages without text: a scan"
    elif sum(char > "\u2e7f" for char in text) > _MUCH and usualness(text) < _READABLE:
        found = "text that its fonts do not spell out"
    else:
        return
    remedy = "Recognise its text first, for example: ocrmypdf --force-ocr -l chi_sim in.pdf out.pdf"
    raise _refused(name, found, "a PDF with text in it", remedy)


_Raw = tuple[list[Glyph], list[PdfTable], float]


def _raw_pages(name: str, data: bytes) -> list[_Raw]:
    """The pages as pypdfium2 reads them."""
    try:
        import pypdfium2  # noqa: PLC0415  # optional extra
    except ImportError:
        raise _refused(name, "a PDF", "the extra `pdf`", 'Install it: pip install "briefing[pdf]"') from None
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise _refused(name, f"{len(document)} pages", f"at most {MOST_PAGES} pages", "Split the report")
            return [_raw_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _refused(
                name, "an encrypted PDF", "a PDF without a password", "Save it without its password"
            ) from None
        raise _refused(name, "a damaged PDF", "a PDF that opens", "Fetch it again, or print it to a new PDF") from None


def _raw_page(document: Any, number: int) -> _Raw:
    """Glyphs outside ruled tables, the ruled tables, and the height of a page."""
    page = document[number]
    frame = frame_of(page)
    glyphs = glyphs_of(page, frame)
    tables = [table for grid in grids(*rules_of(page, frame)) if (table := ruled_table(grid, glyphs, number))]
    page.close()
    outside = [
        g
        for g in glyphs
        if not any(t.y0 <= g.middle < t.y1 and t.edges[0] - 2 <= g.x0 < t.edges[-1] + 2 for t in tables)
    ]
    return outside, tables, frame.height


def _pages(raw: Sequence[_Raw]) -> list[_Page]:
    """The pages with running matter set apart and tables without rules found."""
    all_lines = [visual_lines(glyphs, number) for number, (glyphs, _, _) in enumerate(raw)]
    repeated = _repeated(all_lines, [height for _, _, height in raw])
    pages: list[_Page] = []
    for number, (lines, (glyphs, ruled, height)) in enumerate(zip(all_lines, raw, strict=True)):
        running = [(line, reason) for line in lines if (reason := _running(line, height, repeated))]
        out = {id(line) for line, _ in running}
        body = [line for line in lines if id(line) not in out]
        moved = None if ruled else in_reading_order(_without(glyphs, [line for line, _ in running]))
        body = body if moved is None else visual_lines(moved, number)
        unruled = unruled_tables(body)
        inside = {i for first, stop, _ in unruled for i in range(first, stop)}
        kept = tuple(line for i, line in enumerate(body) if i not in inside)
        pages.append(_Page(kept, (*ruled, *(table for *_, table in unruled)), tuple(running)))
    return pages


def _without(glyphs: Sequence[Glyph], lines: Sequence[VisualLine]) -> list[Glyph]:
    """The glyphs that stand in none of some lines."""
    return [
        glyph
        for glyph in glyphs
        if not any(line.y0 <= glyph.middle <= line.y1 and line.x0 - 1 <= glyph.x0 <= line.x1 for line in lines)
    ]


def _repeated(pages: Sequence[Sequence[VisualLine]], heights: Sequence[float]) -> set[tuple[str, int]]:
    """Texts that stand at one height near the edge of most pages."""
    counts = Counter(
        key
        for lines, height in zip(pages, heights, strict=True)
        for key in {_key(line) for line in lines if _at_edge(line, height)}
    )
    return {key for key, count in counts.items() if count >= max(2, 0.4 * len(pages))}


def _key(line: VisualLine) -> tuple[str, int]:
    """A line's text without its figures, and its height."""
    return re.sub(r"\d+", "#", line.text), round(line.middle / 6)


def _at_edge(line: VisualLine, height: float) -> bool:
    return line.middle < _MARGIN * height or line.middle > (1 - _MARGIN) * height


def _running(line: VisualLine, height: float, repeated: set[tuple[str, int]]) -> str:
    """Why a line is running matter, or empty."""
    if not _at_edge(line, height):
        return ""
    if _PAGE_NUMBER.match(line.text):
        return "page number"
    return "running head or foot" if _key(line) in repeated else ""


def _write(builder: Builder, pages: Sequence[_Page]) -> None:
    """Paragraphs and tables of all pages in order; running matter where it stood, dropped."""
    flow = list(_flow(pages))
    left, right = _text_edges([item for item in flow if isinstance(item, VisualLine)])
    paragraph: list[VisualLine] = []
    table: PdfTable | None = None
    running: list[tuple[VisualLine, str]] = []
    for item in flow:
        if isinstance(item, tuple):
            running.append(item)
            continue
        if isinstance(item, PdfTable):
            _end(builder, paragraph, running if table is None else [])
            table = item if table is None else _continued(builder, table, item)
            continue
        if table is not None:
            builder.grid(table.cells, table.recovered)
            table = None
        if paragraph and _new_paragraph(paragraph[-1], item, left, right):
            _end(builder, paragraph, running)
        paragraph.append(item)
    if table is not None:
        builder.grid(table.cells, table.recovered)
    _end(builder, paragraph, running)


def _flow(pages: Sequence[_Page]) -> Iterator[VisualLine | PdfTable | tuple[VisualLine, str]]:
    """Lines, tables and running matter from the first page to the last, each page from top to bottom."""
    for page in pages:
        placed: list[tuple[float, VisualLine | PdfTable | tuple[VisualLine, str]]] = [
            *((line.middle, line) for line in page.lines),
            *((table.y0, table) for table in page.tables),
            *((line.middle, (line, reason)) for line, reason in page.running),
        ]
        yield from (item for _, item in sorted(placed, key=lambda entry: entry[0]))


def _end(builder: Builder, paragraph: list[VisualLine], running: list[tuple[VisualLine, str]]) -> None:
    """Write the paragraph read so far, and the running matter that stood in its way."""
    builder.line(joined([line.text for line in paragraph]))
    paragraph.clear()
    for line, reason in running:
        builder.line(line.text, "drop", reason=reason)
    running.clear()


def _continued(builder: Builder, table: PdfTable, item: PdfTable) -> PdfTable:
    """The next table: part of the one before where it goes on over the page, else a table of its own."""
    near = len(table.edges) == len(item.edges) and all(
        abs(a - b) < 12 for a, b in zip(table.edges, item.edges, strict=True)
    )
    if item.page != table.page + 1 or not near or table.recovered != item.recovered:
        builder.grid(table.cells, table.recovered)
        return item
    head = [cell.text for cell in table.cells if cell.row == 0]
    repeats = head == [cell.text for cell in item.cells if cell.row == 0]
    below = [
        replace(cell, row=cell.row + table.rows - repeats, header=False) for cell in item.cells if cell.row >= repeats
    ]
    return replace(item, cells=(*table.cells, *below))


def _text_edges(lines: Sequence[VisualLine]) -> tuple[float, float]:
    """The left and right edge of the text: the most frequent left end, and the right end of full lines."""
    if not lines:
        return 0.0, 0.0
    left = Counter(round(line.x0 / 2) * 2 for line in lines).most_common(1)[0][0]
    ends = sorted(line.x1 for line in lines)
    return float(left), statistics.median(ends[len(ends) * 2 // 3 :])


def _new_paragraph(before: VisualLine, line: VisualLine, left: float, right: float) -> bool:
    """Whether a line begins a paragraph: indented, after a short line, in another size, or a head."""
    em = before.size
    other_size = abs(line.size - before.size) > 0.2 * em and bool(_HAN.search(line.text) and _HAN.search(before.text))
    if other_size or begins_block(line.text):
        return True
    if line.x0 - left > _INDENT * em and not (_centred(before, left, right) and _centred(line, left, right)):
        return True
    if right - before.x1 > _SHORT * em and (_SENTENCE_END.search(before.text) or _fits(before, line, right)):
        return True
    ends = bool(_SENTENCE_END.search(before.text))
    gap = line.y0 - before.y1 if line.page == before.page else 0.0
    if gap > 1.2 * em or (ends and gap > 0.9 * em and line.x0 - left > 0.5 * em):
        return True
    return bool(heading_level(before.text)) or (is_caption(before.text) and ends)


def _fits(before: VisualLine, line: VisualLine, right: float) -> bool:
    """Whether the beginning of a line, up to where it may break, had room on the line before."""
    unit = _UNBROKEN.match(line.text)
    width = sum(0.6 if char.isascii() else 1.0 for char in unit[0]) if unit else 0.0
    return before.x1 + width * before.size < right


def _centred(line: VisualLine, left: float, right: float) -> bool:
    """Whether a line stands in the middle with room at both sides: a title over two lines stays one."""
    room_left, room_right = line.x0 - left, right - line.x1
    return min(room_left, room_right) > _INDENT * line.size and abs(room_left - room_right) < 2 * line.size


def _refused(name: str, found: str, expected: str, remedy: str) -> SourceError:
    return SourceError(Problem(name, found, expected=expected, remedy=remedy))
