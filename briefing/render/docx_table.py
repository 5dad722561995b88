"""Tables of a DOCX: repeated head, rows that do not split, figures lined up on the point, columns that fit their text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from briefing.model.tree import Column, Inlines, Number, TableBlock, TableCell
from briefing.render.docx_flow import Flow, has_han, held, plain_text, tone_style
from briefing.render.palette import MACHINE
from briefing.render.wordml import el, name, twips, val

_SIZE = 9.0  # points, of the style Table Text
_GAP, _WIDE_GAP = 7.0, 11.0  # points between columns; the wide one keeps words apart from figures that end beside them
_FIGURE = re.compile(r"[+\-−]?\d[\d,]*")
_UNIT = 4  # characters behind the decimals; a cell with longer words keeps to the edge
_NARROW = 8.0 / _SIZE  # what the narrow styles make of a width
_FEW = 6  # a table of so many rows stays on one page
_SAFETY = 1.07
_SHORT = 8.0  # em: a Chinese cell with a figure that is to stay on one line
_PIECES = re.compile(r"[ \t/]+")
_HAN_PIECES = re.compile(r"[^ \t\u2e80-\uffef]+[\u2e80-\uffef]{0,3}|[\u2e80-\uffef]{1,4}")
_ADVANCE = {
    ".": 0.25,
    ",": 0.25,
    " ": 0.23,
    "\u00a0": 0.23,
    "%": 0.78,
    "M": 0.9,
    "W": 0.9,
    "w": 0.75,
    "m": 0.85,
    "(": 0.31,
    ")": 0.31,
}
_ALIGN = {"right": "right", "decimal": "right", "center": "center"}


def width_of(text: str) -> float:
    """The width of a text in em, a little wider than Calibri's: a reader without it sees a wider face."""
    return sum(map(_advance, text))


@lru_cache(maxsize=4096)
def _advance(char: str) -> float:
    if has_han(char) or char > "\u2fff":
        return 1.0
    return _ADVANCE.get(char, 0.66 if char.isupper() else 0.53)


def cells_row(cells: Sequence[Any], *, head: bool = False, height: float = 0) -> Any:
    """A row that is never split, at least `height` points high; `head` repeats on every page."""
    rule = {"w:val": twips(height), "w:hRule": "atLeast"}
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


def table(flow: Flow, block: TableBlock, width: float, few: int = _FEW) -> Any:
    """The grid of a table block, `width` points wide, without caption and source line; smaller letters where it is crowded.

    A table of at most `few` rows stays on one page; a longer one keeps two rows together at its head and at its end.
    """
    widths, crowded = column_widths(block.columns, block.rows, width)
    look = _Look(flow, "Narrow" if crowded else "", _SIZE * _NARROW if crowded else _SIZE)
    pads, gaps = paddings(block.columns, block.rows), _gaps(block.columns)
    head = [look.head(column, widths[i], gaps[i]) for i, column in enumerate(block.columns)]
    rows = [
        cells_row(
            [
                look.body(item, column, widths[i], (gaps[i], pads[i][r] if pads[i] else 0.0))
                for i, (item, column) in enumerate(zip(row, block.columns, strict=True))
            ]
        )
        for r, row in enumerate(block.rows)
    ]
    for row in (rows[0], *rows[-2:]) if len(rows) > few else rows:
        _keep(row)
    return grid(widths, [cells_row(head, head=True), *rows], style="BriefingTable", head=True)


def _keep(row: Any) -> None:
    """Keep a row on the page of what follows it, so that no lone row or source line opens a page."""
    for paragraph in row.iter(name("w:p")):
        paragraph.find(name("w:pPr")).insert(1, el("w:keepNext"))


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of one table are set: the styles' suffix and the size in points."""

    flow: Flow
    suffix: str
    size: float

    def head(self, column: Column, width: float, gap: float) -> Any:
        runs = self.flow.inlines(column.inlines)
        paragraph = self.flow.paragraph(f"TableHead{self.suffix}", runs, _justified(column))
        return cell(width, [paragraph], margins(gap, 0), val("w:vAlign", "bottom"))

    def body(self, item: TableCell, column: Column, width: float, place: tuple[float, float]) -> Any:
        """One cell at `place` (gap, right indent in em); what an editor may correct is a bookmark, machine text shaded."""
        gap, pad = place
        indent = el("w:ind", {"w:right": twips(pad * self.size)}) if pad else None
        runs = self.flow.inlines(item.inlines, tone_style(item.tone))
        if item.id:
            runs = self.flow.anchored("b", "segment", item.id, runs, plain_text(item.inlines))
        paragraph = self.flow.paragraph(f"TableText{self.suffix}", runs, indent, _justified(column))
        shade = {"w:val": "clear", "w:color": "auto", "w:fill": MACHINE.lstrip("#").upper()}
        return cell(width, [paragraph], el("w:shd", shade) if item.tone == "machine" else None, margins(gap, 0))


def _gaps(columns: Sequence[Column]) -> list[float]:
    """The space before each column in points."""
    sides = [column.align in ("right", "decimal") for column in columns]
    return [0.0, *(_WIDE_GAP if before and not own else _GAP for before, own in pairwise(sides))]


def _justified(column: Column) -> Any:
    return val("w:jc", _ALIGN[column.align]) if column.align in _ALIGN else None


def paddings(columns: Sequence[Column], rows: Sequence[Sequence[TableCell]]) -> list[tuple[float, ...]]:
    """For each decimal column the right indent in em of each of its cells; empty for the other columns."""
    return [_padding([row[i] for row in rows]) if c.align == "decimal" else () for i, c in enumerate(columns)]


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
    unit = rest.lstrip(".0123456789")
    if not found or len(unit) > _UNIT or _FIGURE.search(unit):
        return None
    return width_of(rest)


def column_widths(
    columns: Sequence[Column], rows: Sequence[Sequence[TableCell]], total: float
) -> tuple[list[float], bool]:
    """Widths in points that add up to `total`, and whether the columns ask for smaller letters to hold their figures.

    They are the shares the template names, else as what the columns hold. No column is narrower than its longest
    unbreakable piece as long as there is room for all of them; what it lacks comes from those with more than they need.
    """
    texts = [[_unbroken(c.inlines), *(_unbroken(row[i].inlines) for row in rows)] for i, c in enumerate(columns)]
    pads = [(0.0, *(column or (0.0,) * len(rows))) for column in paddings(columns, rows)]
    gaps = [max(gap, _GAP) for gap in _gaps(columns)]
    held_in = list(zip(texts, pads, gaps, strict=True))
    least = [_points(_widest(said, pad, _longest_piece)) + gap for said, pad, gap in held_in]
    most = [_points(_widest(said, pad, width_of)) + gap for said, pad, gap in held_in]
    crowded = sum(least) > total
    if crowded:
        least = [(width - gap) * _NARROW + gap for width, gap in zip(least, gaps, strict=True)]
    given = [column.width * total for column in columns]
    free = [0.0 if own else low for own, low in zip(given, least, strict=True)]
    auto = _shared(
        free, [0.0 if own else want for own, want in zip(given, most, strict=True)], max(total - sum(given), 0.0)
    )
    wanted = [own or share for own, share in zip(given, auto, strict=True)]
    return _fitted([want * total / sum(wanted) for want in wanted], least), crowded


def _fitted(wanted: Sequence[float], least: Sequence[float]) -> list[float]:
    """`wanted` with every width raised to its least, at the cost of those with something to spare."""
    lacking = sum(max(low - want, 0.0) for want, low in zip(wanted, least, strict=True))
    spare = sum(max(want - low, 0.0) for want, low in zip(wanted, least, strict=True))
    if not lacking:
        return list(wanted)
    part = min(lacking / spare, 1.0) if spare else 0.0
    raised = [low + (want - low) * (1 - part) if want > low else low for want, low in zip(wanted, least, strict=True)]
    return [width * sum(wanted) / sum(raised) for width in raised]


def _unbroken(inlines: Inlines) -> str:
    """The text of a cell with figures held together, as the page sets them."""
    pieces = (held(i.text.replace(" ", "\u00a0")) if isinstance(i, Number) else plain_text((i,)) for i in inlines)
    return "".join(pieces)


def _widest(texts: Sequence[str], pads: Sequence[float], measure: Callable[[str], float]) -> float:
    return max(measure(text) + pad for text, pad in zip(texts, pads, strict=True))


def _points(em: float) -> float:
    return em * _SIZE * _SAFETY


def _longest_piece(text: str) -> float:
    """The width in em of the longest stretch that is not to be broken: a word, a figure with its unit.

    Chinese is broken anywhere, also within a unit (1.9个百分点): a short cell with a figure stays on one line.
    """
    if not has_han(text):
        return max(map(width_of, _PIECES.split(text)))
    if _FIGURE.search(text) and width_of(text) <= _SHORT:
        return width_of(text)
    return max(map(width_of, _HAN_PIECES.findall(text)), default=0.0)


def _shared(least: Sequence[float], most: Sequence[float], room: float) -> list[float]:
    """Divide `room`: all get what they want, or their least and a share of the rest, or a share of their least."""
    if not any(most):
        return [0.0] * len(most)
    if sum(most) <= room:
        return [want + (room - sum(most)) * want / sum(most) for want in most]
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    spread = sum(most) - sum(least)
    return [low + (room - sum(least)) * (high - low) / spread for low, high in zip(least, most, strict=True)]
