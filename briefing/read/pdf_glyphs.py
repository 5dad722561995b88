"""The glyphs of a PDF page as visual lines: what stands at one height, in pieces parted by wide gaps.

Coordinates are points from the top left of the page. Blanks are set from the gaps, not from the file: between Chinese
characters, or Chinese and figures, a small gap is only typesetting.
"""

from __future__ import annotations

import ctypes
import math
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from briefing.read.marks import raised

_WIDE = 1.4  # em; a wider gap parts the pieces of a line (columns of a table)
_NAME = 0.7  # em; a gap that is a blank even beside Chinese (刘 忻)
_WORD = 0.16  # em; a gap between Latin letters that is a blank
_FIGURE = 0.3  # em; a gap between digits that is a blank
_RAISED = 0.18  # em; how far a mark stands above the line of the others
_SMALL = 0.78  # height of a mark in heights of its neighbours
_LONG_SIGNS = "—…"  # two of them are often one drawn sign
_HAN_FIRST, _HAN_LAST = "\u4e00", "\u9fff"


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box; `spaced` where the file has a blank before it."""

    char: str
    x0: float
    x1: float
    y0: float
    y1: float
    spaced: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """One em, about."""
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one visual line without a wide gap."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class VisualLine:
    """What stands at one height of a page, from left to right."""

    page: int
    pieces: tuple[Piece, ...]
    size: float

    @property
    def text(self) -> str:
        """The line as text."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.pieces[-1].x1

    @property
    def y0(self) -> float:
        """Its upper end."""
        return min(piece.y0 for piece in self.pieces)

    @property
    def y1(self) -> float:
        """Its lower end."""
        return max(piece.y1 for piece in self.pieces)

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page is looked at: turned by quarters so that its text runs from left to right, the origin top left."""

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """The height of the page as looked at."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as looked at."""
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page: the way most of its text runs."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415  # optional extra

    text_page = page.get_textpage()
    step = max(1, text_page.count_chars() // 200)
    angles = (pdfium.FPDFText_GetCharAngle(text_page, index) for index in range(0, text_page.count_chars(), step))
    turns = Counter(-round(angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return Frame(turns.most_common(1)[0][0] if turns else 0, *page.get_cropbox())


def glyphs_of(page: Any, frame: Frame) -> list[Glyph]:
    """The glyphs of a pypdfium2 page without blanks, and without those drawn twice to look bold."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415  # optional extra

    text_page = page.get_textpage()
    box = pdfium.FS_RECTF()
    glyphs: list[Glyph] = []
    seen: set[tuple[str, int, int]] = set()
    spaced = False
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not char.strip():
            spaced = True
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
            continue
        (x0, y0), (x1, y1) = frame.place(box.left, box.top), frame.place(box.right, box.bottom)
        glyph = Glyph(char, min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1), spaced)
        spaced = False
        key = (char, round(glyph.x0 / 1.5), round(glyph.y0 / 1.5))
        if (key not in seen or char in _LONG_SIGNS) and glyph.height > 0:
            seen.add(key)
            glyphs.append(glyph)
    return glyphs


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by line from top to bottom, each line from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.middle):
        row = rows[-1] if rows else []
        if row and glyph.middle - statistics.fmean(g.middle for g in row[-8:]) < 0.45 * max(
            glyph.height, row[-1].height
        ):
            row.append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda glyph: glyph.x0) for row in rows]


def visual_lines(glyphs: Sequence[Glyph], page: int) -> list[VisualLine]:
    """The visual lines from top to bottom."""
    return [_line(row, page) for row in rows_of(glyphs)]


def _line(row: Sequence[Glyph], page: int) -> VisualLine:
    """The visual line of glyphs in order."""
    em = _em(row)
    marked = _marks(row, em)
    pieces: list[list[Glyph]] = [[marked[0]]]
    for before, glyph in pairwise(marked):
        if glyph.x0 - before.x1 > _WIDE * em:
            pieces.append([glyph])
        else:
            pieces[-1].append(glyph)
    return VisualLine(page, tuple(_piece(piece, em) for piece in pieces), em)


def _em(row: Sequence[Glyph]) -> float:
    """The size of the type: the width of a Chinese character, else by the height of the boxes."""
    widths = [glyph.x1 - glyph.x0 for glyph in row if _HAN_FIRST <= glyph.char <= _HAN_LAST]
    if widths:
        return max(statistics.median(widths), 1.0)
    return statistics.median(glyph.height for glyph in row) / 1.15


def _marks(row: Sequence[Glyph], em: float) -> list[Glyph]:
    """Small raised digits made visible: [1] after text, ² after a Latin unit, so that they never fuse into a figure."""
    marked: list[Glyph] = []
    base = statistics.median(glyph.y1 for glyph in row)
    tall = statistics.median(glyph.height for glyph in row)
    for position, glyph in enumerate(row):
        small = glyph.height < _SMALL * tall and base - glyph.y1 > _RAISED * em
        if small and glyph.char.isdigit() and position:
            marked.append(replace(glyph, char=raised(row[position - 1].char, glyph.char)))
        else:
            marked.append(glyph)
    return marked


def _piece(row: Sequence[Glyph], em: float) -> Piece:
    """The text of glyphs that follow one another."""
    parts = [row[0].char]
    for before, glyph in pairwise(row):
        parts.append(_blank(before, glyph, em) + glyph.char)
    y0, y1 = min(glyph.y0 for glyph in row), max(glyph.y1 for glyph in row)
    return Piece("".join(parts), row[0].x0, row[-1].x1, y0, y1)


def _blank(before: Glyph, glyph: Glyph, em: float) -> str:
    """A blank where the gap between two glyphs is one."""
    gap = glyph.x0 - before.x1
    if gap > _NAME * em:
        return " "
    latin = before.char.isascii() and glyph.char.isascii()
    digits = before.char in "0123456789.," and glyph.char in "0123456789.,"
    return " " if latin and (glyph.spaced or gap > (_FIGURE if digits else _WORD) * em) else ""


def joined(texts: Sequence[str]) -> str:
    """Lines as one text: no blank between Chinese, one between Latin words and between two figures."""
    result = ""
    for text in texts:
        before, after = result[-1:], text[:1]
        words = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
        figures = before.isdigit() and after.isdigit()
        result += (" " if words or figures else "") + text
    return result
