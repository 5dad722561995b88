"""Plain text whose lines are broken at a fixed width (printed pages, mail): its paragraphs put together again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from briefing.read.classify import begins_block, heading_level
from briefing.read.lines import Line

_LEAST_LINES = 8
_NARROW, _WIDE = 40, 130  # columns between which the width of a page lies; a Chinese character takes two
_LOOSE = 10  # columns that a full line may be short of the width
_TIGHT = 3  # the same for a full line that ends a sentence
_OPEN = 24  # the same for a line that cannot end its paragraph: the figure behind it, with its unit, did not fit
_SHARE = 0.4  # share of the lines that must be full
_SENTENCE_END = re.compile(r"[。！？；：”）)]$")
_MID_SENTENCE = re.compile(r"[，、]$|[，。；][^，。；：！？]{1,20}$")


def unwrapped(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those of one paragraph made one where the text is broken at a width; else as they are."""
    widths = [_columns(line.text) for line in lines]
    width = _page_width(lines, widths)
    if not width:
        return tuple(lines)
    joined: list[Line] = []
    full = False
    for line, columns in zip(lines, widths, strict=True):
        if joined and full and _goes_on(text, joined[-1], line):
            joined[-1] = replace(joined[-1], end=line.end, text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
        full = columns >= width - _short_of(line.text)
    return tuple(joined)


def _short_of(text: str) -> int:
    """How many columns a full line may be short of the width: a figure that would not fit goes to the next line."""
    if _SENTENCE_END.search(text):
        return _TIGHT
    return _OPEN if _MID_SENTENCE.search(text) else _LOOSE


def _columns(text: str) -> int:
    """The width of a line in columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _page_width(lines: Sequence[Line], widths: Sequence[int]) -> int:
    """The width at which the text is broken, 0 where it is not."""
    if len(lines) < _LEAST_LINES:
        return 0
    width = sorted(widths)[int(0.95 * (len(widths) - 1))]
    full = [line for line, columns in zip(lines, widths, strict=True) if width - _LOOSE <= columns <= width + _LOOSE]
    cut = sum(not _SENTENCE_END.search(line.text) for line in full)
    fits = _NARROW <= width <= _WIDE and max(widths) <= width + _LOOSE
    return width if fits and len(full) >= _SHARE * len(lines) and cut >= 0.6 * len(full) else 0


def _goes_on(text: str, before: Line, line: Line) -> bool:
    """Whether a line continues the one before: no blank line between, not indented, no head or item."""
    between = text[before.end : line.start]
    indent = between.rpartition("\n")[2]
    apart = between.count("\n") > 1 or _columns(indent) >= 3
    return not (apart or line.hint or before.hint or begins_block(line.text) or heading_level(before.text))
