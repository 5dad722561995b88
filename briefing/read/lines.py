"""What every form is brought to before its lines are told apart: a text, its lines, and what the form itself says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from briefing.model.document import Table

Hint = Literal["", "title", "heading", "item", "table", "outside", "drop", "caption"]

# A very long line whose paragraphs are parted by blanks: a release pasted into one line.
_LONG_LINE = 200
_PARTING = re.compile(r"(?<=[。！？；：”）)])[ ]{2,}(?=\S)|(?<=\S)[ ]{4,}(?=\S)")
_TITLE_GAP = re.compile(r"^\s*[^。；！？]{6,60}?\S[ ]{2,}(?=\S)")
_GAP = re.compile(r"(?<=\S)[ ]{2,}(?=\S)")
_SPACED_OUT = re.compile("(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff])")
_SIGNATURE = 60  # characters behind the last sentence of such a line


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its outer blanks; `text` is the clean text, `hint` what the form says of it.

    `level` belongs to a heading (the form's own, 1..), `table` is the index of the table that takes the line,
    `reason` says why a line with the hint `drop` is left out.
    """

    start: int
    end: int
    text: str
    hint: Hint = ""
    level: int = 0
    table: int = -1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A source laid out: `clean` is as long as `text`; title, issuer and date as far as the form carries them."""

    text: str
    clean: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    title: str = ""
    issuer: str = ""
    published: str = ""
    warnings: tuple[str, ...] = ()


def split_lines(clean: str) -> tuple[Line, ...]:
    """The non-blank lines of a text."""
    lines: list[Line] = []
    start = 0
    for raw in clean.split("\n"):
        end = start + len(raw)
        lines += parted(clean, start, end)
        start = end + 1
    return tuple(lines)


def parted(clean: str, start: int, end: int) -> list[Line]:
    """A line, or its paragraphs where a release stands in one line and two or more blanks follow a sentence."""
    cuts = [start, end]
    if end - start > _LONG_LINE:
        cuts[1:1] = sorted(start + cut for cut in _partings(clean[start:end]))
    pieces = (trimmed(clean, left, right) for left, right in pairwise(cuts))
    return [piece for piece in pieces if piece is not None]


def squeezed(text: str) -> str:
    """A name without the blanks that only space it out (指　标, 统 计 公 报)."""
    return _SPACED_OUT.sub("", text)


def _partings(line: str) -> set[int]:
    """Where the paragraphs of a long line begin: after sentences, after a title, and in the signature."""
    cuts = {gap.end() for gap in _PARTING.finditer(line)}
    title = _TITLE_GAP.match(line)
    if title and cuts:
        cuts.add(title.end())
    last = max(line.rfind(stop) for stop in "。！？；")
    if cuts and last >= 0 and len(line) - last <= _SIGNATURE:
        cuts |= {gap.end() for gap in _GAP.finditer(line, last + 1)}
    return cuts


def trimmed(clean: str, start: int, end: int) -> Line | None:
    """The span as a line without outer blanks, None where nothing is left."""
    piece = clean[start:end]
    body = piece.strip()
    if not body:
        return None
    start += len(piece) - len(piece.lstrip())
    return Line(start, start + len(body), body)
