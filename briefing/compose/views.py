"""What a template sees: plain frozen values in one language, with markup only where it is ours and escaped.

See templates/README.md for the names; they are the contract with template authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from briefing.model.statement import Statement
from briefing.model.tree import Inline, Mark, Number, Term, Text


@dataclass(frozen=True, slots=True)
class Report:
    """The report: names and periods as printed."""

    region: str
    period: str
    next_period: str
    title: str
    issuer: str
    published: str
    type: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card of the cover: plain texts, `fact` the id behind the figure, `tone` up, down or empty."""

    label: str
    figure: str
    note: str
    fact: str
    tone: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement: `html` its inlines, `mark` the source mark, `weight` its importance, `facts` how many figures.

    In a paragraph the last sentence of a passage carries the mark of all its sentences, the others none.
    """

    html: Markup
    mark: Markup
    weight: int
    facts: int
    segment: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the headline table."""

    html: Markup
    tone: str = ""
    head: bool = False


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """A column of the headline table: its title and how it lines up."""

    title: str
    align: str
    width: str  # share of the text width


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline table; `mark` are the source marks of all its rows."""

    columns: tuple[HeadColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    mark: Markup
    points: bool  # whether percentage points occur


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme section: paragraphs (each a tuple of sentences) and the ids of its charts."""

    id: str
    title: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    charts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plans:
    """What is planned: headline targets as lines, further targets by theme, charts."""

    targets: tuple[Sentence, ...]
    themes: tuple[ThemeView, ...]
    charts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difficulties:
    """What the report names: `quoted` part by part in its own words (Chinese), or `sentences` in approved English.

    `waiting` says in words how many parts have no approved English, empty where all have; `mark` leads to all of them.
    """

    quoted: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    waiting: str
    mark: Markup


def markup(inlines: Iterable[Inline]) -> Markup:
    """Inlines as elements of the vocabulary; every text is escaped."""
    out = []
    for piece in inlines:
        if isinstance(piece, Number):
            out.append(Markup('<n fact="{}">{}</n>').format(piece.fact_id, piece.text))
        elif isinstance(piece, Term):
            out.append(Markup('<t zh="{}">{}</t>').format(piece.zh, piece.text))
        elif isinstance(piece, Mark):
            continue
        elif isinstance(piece, Text):
            out.append(escape(piece.text))
    return Markup("").join(out)


def mark(segments: Sequence[str]) -> Markup:
    """The source mark of some segments."""
    ids = list(dict.fromkeys(filter(None, segments)))
    return Markup('<m to="{}"/>').format(" ".join(ids)) if ids else Markup("")


def sentence(statement: Statement, weight: int) -> Sentence:
    """A statement as a template sees it."""
    return Sentence(
        markup(statement.inlines), mark([statement.segment_id]), weight, len(statement.facts), statement.segment_id
    )


def plain(inlines: Iterable[Inline] | None) -> str:
    """The text of inlines."""
    return "".join(piece.text for piece in inlines or () if not isinstance(piece, Mark))
