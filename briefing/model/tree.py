"""The block tree: a briefing in one language, the same for PDF and DOCX.

A template emits the closed vocabulary (see templates/README.md), `compose` parses it once into these values, and the two
writers walk them. Text is plain text; nothing here is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import Literal

Tone = Literal["", "up", "down", "met", "missed", "muted", "machine"]


# --- inline -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; `lang` only where it differs from the briefing's, `style` is strong or emphasis or empty."""

    text: str
    lang: str = ""
    style: Literal["", "strong", "emphasis"] = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A printed figure with its unit (RMB 246.79 billion), never broken across lines; leads back to `fact_id`."""

    text: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Term:
    """The first mention of a glossary term, linked to its entry in the terms section."""

    text: str
    zh: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A source mark: the number of an entry of `Sources`, linked both ways."""

    number: int


Inline = Text | Number | Term | Mark
Inlines = tuple[Inline, ...]


# --- blocks -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 opens a page-level section and enters contents and bookmarks; 2 and 3 stand within."""

    level: Literal[1, 2, 3]
    inlines: Inlines
    id: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`role`: body, deck (a lead under a heading), note (small grey), quote (the report's own words)."""

    inlines: Inlines
    role: Literal["body", "deck", "note", "quote"] = "body"
    id: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `role` points is the key-points box."""

    items: tuple[Inlines, ...]
    role: Literal["plain", "points", "numbered"] = "plain"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator card: label, figure, one line under it."""

    label: str
    figure: str
    note: str
    fact_id: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """A row or grid of indicator cards."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: the band, the cards, key points and the colophon."""

    kicker: str
    title: str
    deck: str
    cards: tuple[Card, ...]
    points: tuple[Inlines, ...]
    points_title: str
    colophon: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column; `align` decimal lines figures up on the point."""

    inlines: Inlines
    align: Literal["left", "right", "decimal", "center"] = "left"
    width: float = 0.0  # share of the text width, 0 for automatic


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell; `header` is a row head, `id` the segment whose text an editor may correct here, `remark` what to look at there."""

    inlines: Inlines
    header: bool = False
    tone: Tone = ""
    id: str = ""
    remark: str = ""  # a comment in Word and Excel, never printed


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A numbered table with caption, subtitle (unit, scope), and a source line."""

    number: int
    caption: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    source: Inlines
    id: str


ChartKind = Literal[
    "target", "ranked", "completion", "next_target", "structure", "counts", "trend", "multiples", "standing"
]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a series at one category; `label` is the value as printed beside the bar; None value: missing, shown as such."""

    value: Decimal | None
    label: str
    fact_id: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """A named run of points, one for each category of the chart."""

    name: str
    points: tuple[Point, ...]
    highlight: tuple[int, ...] = ()  # positions drawn in the second accent


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure as data: `title` says the finding, `subtitle` unit and period, `alt` finding and figures in words."""

    kind: ChartKind
    number: int
    title: str
    subtitle: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    source: Inlines
    alt: str
    lang: str
    id: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents, made by the writers from headings of level 1."""

    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the sources section: the paragraph of the report that a mark leads to (always Chinese)."""

    number: int
    where: str
    zh: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The numbered sources."""

    entries: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term explained: English, Chinese, one clause in our own words."""

    term: str
    zh: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """The terms section."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """Starts a new page."""


Block = Cover | Contents | Heading | Paragraph | Items | Cards | TableBlock | Chart | Sources | Definitions | PageBreak


@dataclass(frozen=True, slots=True)
class Briefing:
    """One edition in one language, ready for a writer; `lang` is zh-Hans or en-US or en-GB."""

    lang: str
    edition: str
    title: str
    subtitle: str
    region: str
    period: str
    issuer: str
    running_left: str
    running_right: str
    footer: str
    created: str  # ISO 8601, from the source or SOURCE_DATE_EPOCH, never the clock
    blocks: tuple[Block, ...]
    page_size: Literal["A4", "Letter"] = "A4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    left_out: tuple[str, ...] = ()  # `segment or fact id: reason`, for checks.json; never printed


def pieces(
    value: object, apart: Callable[[object], bool] = lambda _: False, name: str = ""
) -> Iterator[tuple[str, object]]:
    """Yield all that a part of the tree is made of, in its order: each value before its own parts.

    Args:
        value: a briefing, blocks, inlines, or any value of theirs.
        apart: tells of a value whether to pass over it and its parts.
        name: the field that holds the value.

    Yields:
        The name of the field that holds a value, and the value: a text, a number, a block.
    """
    if isinstance(value, tuple):
        for item in value:
            yield from pieces(item, apart, name)
    elif not apart(value):
        yield name, value
        if is_dataclass(value):
            for field in fields(value):
                yield from pieces(getattr(value, field.name), apart, field.name)
