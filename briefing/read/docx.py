"""DOCX: paragraphs and tables in the order of the body, as they read with all changes accepted.

The XML is read directly: deleted text is skipped, inserted text counts, automatic numbers are written out (the 一、 of a
numbered heading), a merged cell is repeated. Running heads and feet are other parts of the archive and are not read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from briefing.read.archive import open_archive, refused, xml_member
from briefing.read.builder import Builder, GridCell
from briefing.read.docx_numbers import Numbers
from briefing.read.lines import Hint, Laid
from briefing.read.marks import raised

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DELETED = frozenset((f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", _FALLBACK))
_WRAPPERS = frozenset(
    f"{_W}{tag}" for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag", "AlternateContent")
)
_WRITTEN = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}softHyphen": ""}
_TITLE_STYLES = frozenset(("title", "标题"))
_MOST_COLUMNS = 200
_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style says: its name, and the level of its headings (1.. or 0)."""

    name: str
    level: int


def lay_out_docx(name: str, data: bytes) -> Laid:
    """The document as lines and tables.

    Raises:
        SourceError: The archive is damaged, a bomb, or no Word document.
    """
    with open_archive(name, data) as archive:
        document = xml_member(name, archive, "word/document.xml")
        body = document.find(f"{_W}body") if document is not None else None
        if body is None:
            raise refused(name, "no document in the archive", "Save the report again in Word")
        reader = _Reader(_styles(xml_member(name, archive, "word/styles.xml")), _numbers(name, archive))
        for block in _blocks(body):
            reader.add(block)
        reader.notes(xml_member(name, archive, "word/footnotes.xml"))
    return reader.builder.laid()


class _Reader:
    """Writes the blocks of a body to a builder."""

    def __init__(self, styles: dict[str, _Style], numbers: Numbers) -> None:
        self.builder = Builder()
        self._styles = styles
        self._numbers = numbers

    def add(self, block: etree._Element) -> None:
        """A paragraph or table of the body, then what stands in its text boxes."""
        if block.tag == f"{_W}tbl":
            self._table(block)
        else:
            self._paragraph(block)
            for box in block.iter(f"{_W}txbxContent"):
                if next(box.iterancestors(_FALLBACK), None) is None:
                    for inner in _blocks(box):
                        self._paragraph(inner)

    def notes(self, footnotes: etree._Element | None) -> None:
        """Footnotes go below the text, among the dropped lines."""
        for note in () if footnotes is None else footnotes.iterchildren(f"{_W}footnote"):
            text = "".join(text_of(paragraph) for paragraph in note.iter(f"{_W}p"))
            self.builder.line(text.replace("\n", " "), "drop", reason="footnote")

    def _paragraph(self, paragraph: etree._Element) -> None:
        """A paragraph; a break of line within it parts lines."""
        style = self._styles.get(_value(paragraph, "pPr/pStyle"), _Style("", 0))
        hint: Hint = "title" if style.name in _TITLE_STYLES else "heading" if style.level else ""
        number = self._numbers.of(paragraph)
        text = text_of(paragraph)
        if text.strip():
            text = number + text.lstrip()
        for line in text.split("\n"):
            self.builder.line(line, hint, style.level)

    def _table(self, table: etree._Element) -> None:
        """A table of data; one with a single column or row is laid out as paragraphs."""
        cells = _cells(table)
        rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
        if len(rows) < _LEAST_ROWS or len(columns) < 2 or not any(cell.text for cell in cells):
            for paragraph in table.iter(f"{_W}p"):
                self._paragraph(paragraph)
        else:
            self.builder.grid(cells, "docx")


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, through content controls and tracked insertions."""
    for child in parent.iterchildren():
        if child.tag in {f"{_W}p", f"{_W}tbl"}:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)


def text_of(element: etree._Element, before: str = "") -> str:
    """The text of a paragraph with changes accepted; a break of line is a newline. `before` is what precedes a run."""
    parts: list[str] = []
    for child in element.iterchildren():
        if child.tag in _DELETED or child.tag == f"{_W}txbxContent" or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            written = child.text or ""
            small = _value(element, "rPr/vertAlign") == "superscript"
            parts.append(raised(before + "".join(parts), written) if small else written)
        elif child.tag in _WRITTEN:
            parts.append(_WRITTEN[child.tag])
        else:
            parts.append(text_of(child, before + "".join(parts[-1:])))
    return "".join(parts)


def _value(element: etree._Element, path: str) -> str:
    """The `val` of the element at a path such as pPr/pStyle, empty where it is not there."""
    found = element.find("/".join(_W + step for step in path.split("/")))
    return "" if found is None else str(found.get(f"{_W}val") or "")


def _cells(table: etree._Element) -> list[GridCell]:
    """The cells of a table: spans over columns, merges over rows, grid columns left out before a row."""
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # column -> position in `cells` of the cell merged downwards
    for r, row in enumerate(table.iterchildren(f"{_W}tr")):
        column = _whole(_value(row, "trPr/gridBefore"))
        header = row.find(f"{_W}trPr/{_W}tblHeader") is not None
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            across = max(1, min(_whole(_value(cell, "tcPr/gridSpan")), _MOST_COLUMNS))
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in above:
                top = cells[above[column]]
                cells[above[column]] = GridCell(top.row, top.column, top.text, r - top.row + 1, top.columns, top.header)
            else:
                text = " ".join(text_of(paragraph).replace("\n", " ") for paragraph in cell.iter(f"{_W}p"))
                cells.append(GridCell(r, column, " ".join(text.split(" ")).strip(), 1, across, header))
                above.pop(column, None)
                if merge is not None:
                    above[column] = len(cells) - 1
            column += across
    return cells


def _whole(text: str) -> int:
    """A whole number of an attribute, 0 where there is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """The paragraph styles by id."""
    styles: dict[str, _Style] = {}
    for style in () if root is None else root.iterchildren(f"{_W}style"):
        name = _value(style, "name").lower()
        outline = _value(style, "pPr/outlineLvl")
        words = name.split()
        by_name = _whole(words[1]) if len(words) == 2 and words[0] in {"heading", "标题"} else 0
        styles[str(style.get(f"{_W}styleId") or "")] = _Style(name, by_name or (_whole(outline) + 1 if outline else 0))
    return styles


def _numbers(name: str, archive: zipfile.ZipFile) -> Numbers:
    """The automatic numbers of the document."""
    return Numbers(xml_member(name, archive, "word/numbering.xml"), xml_member(name, archive, "word/styles.xml"))
