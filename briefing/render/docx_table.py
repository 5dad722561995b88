"""Tables of a DOCX: repeated head, rows that do not split, figures lined up on the point, columns that fit their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from briefing.model.tree import Column, TableBlock, TableCell
from briefing.render.docx_flow import Flow, has_han, plain_text, tone_style
from briefing.render.wordml import el, twips, val

_SIZE = 9.0  # points, of the style Table Text
_GAP = 7.0  # points between columns
_FIGURE = re.compile(r"[+\-−]?\d[\d,]*")
_LONGEST_TAIL = 14
_ADVANCE = {".": 0.25, ",": 0.25, " ": 0.23, "\u00a0": 0.23, "%": 0.72, "(": 0.31, ")": 0.31}
_ALIGN = {"right": "right", "decimal": "right", "center": "center"}


def width_of(text: str) -> float:
    """The width of a text in em, near enough for columns (Calibri's figures, a full em for Han)."""
    return sum(_ADVANCE.get(char, 1.0 if has_han(char) or char > "\u2fff" else 0.51) for char in text)


def cells_row(cells: Sequence[Any], *, head: bool = False, height: float = 0, exact: bool = False) -> Any:
    """A row that is never split; `head` repeats on every page."""
    rule = {"w:val": twips(height), "w:hRule": "exact" if exact else "atLeast"}
    properties = el(
        "w:trPr",
        None,
        el("w:cantSplit"),
        el("w:trHeight", rule) if height else None,
        el("w:tblHeader") if head else None,
    )
    return el("w:tr", None, properties, *cells)


def cell(width: float, content: Sequence[Any], *properties: Any) -> Any:
    """A cell `width` points wide; `properties` in schema order after the width."""
    size = el("w:tcW", {"w:w": twips(width), "w:type": "dxa"})
    return el("w:tc", None, el("w:tcPr", None, size, *properties), *content)


def margins(left: float, right: float, top: float = 0, bottom: float = 0) -> Any:
    """The inner margins of one cell in points."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    return el("w:tcMar", None, *(el(f"w:{side}", {"w:w": twips(size), "w:type": "dxa"}) for side, size in sides))


def grid(
    widths: Sequence[float],
    rows: Sequence[Any],
    *,
    style: str = "TableNormal",
    head: bool = False,
    before: Sequence[Any] = (),
    after: Sequence[Any] = (),
) -> Any:
    """A table of fixed columns (points); `before` and `after` are further properties around the layout, in schema order."""
    look = {"w:val": "0020" if head else "0000", "w:firstRow": int(head), "w:lastRow": 0, "w:firstColumn": 0}
    look |= {"w:lastColumn": 0, "w:noHBand": 1, "w:noVBand": 1}
    properties = el(
        "w:tblPr",
        None,
        val("w:tblStyle", style),
        *before,
        el("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"}),
        *after,
        el("w:tblLayout", {"w:type": "fixed"}),
        el("w:tblLook", look),
    )
    columns = el("w:tblGrid", None, *(el("w:gridCol", {"w:w": twips(width)}) for width in widths))
    return el("w:tbl", None, properties, columns, *rows)


def table(flow: Flow, block: TableBlock, width: float) -> Any:
    """The grid of a table block, `width` points wide, without caption and source line."""
    widths = column_widths(block.columns, block.rows, width)
    pads = [
        _padding([row[i] for row in block.rows]) if c.align == "decimal" else () for i, c in enumerate(block.columns)
    ]
    head = cells_row(
        [_head(flow, c, w, i) for i, (c, w) in enumerate(zip(block.columns, widths, strict=True))], head=True
    )
    rows = [
        cells_row(
            [
                _body(flow, item, column, widths[i], pads[i][r] if pads[i] else 0.0, i)
                for i, (item, column) in enumerate(zip(row, block.columns, strict=True))
            ]
        )
        for r, row in enumerate(block.rows)
    ]
    return grid(widths, [head, *rows], style="BriefingTable", head=True)


def _head(flow: Flow, column: Column, width: float, position: int) -> Any:
    paragraph = flow.paragraph("TableHead", flow.inlines(column.inlines), _justified(column))
    return cell(width, [paragraph], margins(_GAP if position else 0, 0), val("w:vAlign", "bottom"))


def _body(flow: Flow, item: TableCell, column: Column, width: float, pad: float, position: int) -> Any:
    indent = el("w:ind", {"w:right": twips(pad * _SIZE)}) if pad else None
    paragraph = flow.paragraph(
        "TableText", flow.inlines(item.inlines, tone_style(item.tone)), indent, _justified(column)
    )
    return cell(width, [paragraph], margins(_GAP if position else 0, 0))


def _justified(column: Column) -> Any:
    return val("w:jc", _ALIGN[column.align]) if column.align in _ALIGN else None


def _padding(cells: Sequence[TableCell]) -> tuple[float, ...]:
    """The right indent in em that lines each figure up with the others on its decimal point.

    A decimal tab would do the same in Word but not in LibreOffice, and it tears cells of words apart.
    """
    tails = [_tail(plain_text(item.inlines)) for item in cells]
    widest = max((tail for tail in tails if tail is not None), default=0.0)
    return tuple(widest - tail if tail is not None else 0.0 for tail in tails)


def _tail(text: str) -> float | None:
    found = _FIGURE.search(text)
    rest = text[found.end() :] if found else ""
    if not found or len(rest) > _LONGEST_TAIL or _FIGURE.search(rest.lstrip(".0123456789")):
        return None
    return width_of(rest)


def column_widths(columns: Sequence[Column], rows: Sequence[Sequence[TableCell]], total: float) -> list[float]:
    """Widths in points that add up to `total`: shares where the template names them, else by what the columns hold."""
    given = sum(column.width for column in columns) * total
    wanted = [0.0 if column.width else _wanted(i, column, rows) for i, column in enumerate(columns)]
    room = max(total - given, 0.0)
    scale = room / sum(wanted) if any(wanted) else 0.0
    return [
        column.width * total if column.width else want * scale for column, want in zip(columns, wanted, strict=True)
    ]


def _wanted(position: int, column: Column, rows: Sequence[Sequence[TableCell]]) -> float:
    """What a column asks for: its longest figure in full, long words by a gentler measure, as they can wrap."""
    texts = [plain_text(column.inlines), *(plain_text(row[position].inlines) for row in rows)]
    longest = max(width_of(text) for text in texts)
    gentle = longest if longest <= 14 else 14 + (longest - 14) ** 0.75
    return gentle * _SIZE + _GAP + 2
