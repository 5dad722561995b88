"""What the sample briefing says, as plain HTML and as Typst, so that other tools can set the same content.

Headings, paragraphs, lists, tables, sources and charts (as pictures); no style but what each tool has by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from html import escape
from pathlib import Path

from briefing.build import Unit, current_extract
from briefing.compose import Choice, compose
from briefing.config import load_workspace
from briefing.model import tree
from briefing.recipe import load_recipe
from briefing.render import chart_svg
from briefing.run import Wanted, plan
from briefing.translate import translate

_LISTED = re.compile(r"([#$@*_`\\<>\[\]~=/+-])")  # what means something to Typst


@dataclass(frozen=True)
class Piece:
    """A heading (level 1 to 3), paragraph (0), list item (-1), table (rows) or picture (alt in `text`)."""

    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""


def sample_tree(workspace: Path, lang: str = "zh") -> tree.Briefing:
    """The investor edition of the first unit that is due in a workspace."""
    settings = load_workspace(workspace)
    recipe = load_recipe(settings)
    unit = plan(settings, recipe, Wanted(force=True)).due[0].load(settings)
    assert isinstance(unit, Unit)
    facts, _ = current_extract(unit.region, unit.report)
    phrases = recipe.phrases()
    bilingual = translate(facts, recipe.glossary, phrases["en"], recipe.memory())
    return compose(Choice(bilingual, (), recipe.editions()["investor"], recipe.glossary, phrases), lang, recipe.brand)


def pieces(briefing: tree.Briefing) -> Iterator[Piece]:
    """The content of a briefing in order."""
    for block in briefing.blocks:
        yield from _pieces(block)


def as_html(briefing: tree.Briefing, suffix: str = "svg") -> str:
    """The content as plain HTML; pictures are files `<id>.<suffix>` beside it."""
    body = "".join(_html(piece, suffix) for piece in pieces(briefing))
    head = f'<meta charset="utf-8"><title>{escape(briefing.title)}</title>'
    return f'<!DOCTYPE html><html lang="{briefing.lang}"><head>{head}</head><body>{body}</body></html>'


def as_typst(briefing: tree.Briefing) -> str:
    """The content as a Typst source; pictures are SVG files beside it."""
    title = briefing.title.replace('"', "'")
    head = f'#set document(title: "{title}")\n#set text(lang: "{briefing.lang[:2]}", font: ("Noto Sans", "Noto Sans CJK SC"), size: 10pt)\n#set par(justify: true)\n'
    return head + "\n\n".join(map(_typst, pieces(briefing)))


def charts(briefing: tree.Briefing) -> dict[str, str]:
    """The SVG of each chart by file name."""
    found = (block for block in briefing.blocks if isinstance(block, tree.Chart))
    return {f"{chart.id}.svg": chart_svg(chart) for chart in found}


def bars(briefing: tree.Briefing) -> dict[str, list[tuple[str, float]]]:
    """Name and value of each bar of each chart by file name, for tools that draw their own."""
    found = (block for block in briefing.blocks if isinstance(block, tree.Chart))
    return {
        f"{chart.id}.svg": [
            (name, float(point.value or 0))
            for name, point in zip(chart.categories, chart.series[0].points, strict=True)
        ]
        for chart in found
    }


@singledispatch
def _pieces(_: tree.Block) -> Iterator[Piece]:
    """Contents and page breaks are each tool's own matter."""
    yield from ()


@_pieces.register
def _(block: tree.Cover) -> Iterator[Piece]:
    yield Piece(block.title, 1)
    yield from map(Piece, (block.kicker, block.deck))
    yield Piece(rows=tuple((card.label, card.figure, card.note) for card in block.cards))
    yield from (Piece(_text(point), -1) for point in block.points)


@_pieces.register
def _(block: tree.Heading) -> Iterator[Piece]:
    yield Piece(_text(block.inlines), block.level + 1)


@_pieces.register
def _(block: tree.Paragraph) -> Iterator[Piece]:
    yield Piece(_text(block.inlines))


@_pieces.register
def _(block: tree.Items) -> Iterator[Piece]:
    yield from (Piece(_text(item), -1) for item in block.items)


@_pieces.register
def _(block: tree.TableBlock) -> Iterator[Piece]:
    yield Piece(f"{block.caption} {block.subtitle}".strip())
    heads = tuple(_text(column.inlines) for column in block.columns)
    yield Piece(rows=(heads, *(tuple(_text(cell.inlines) for cell in row) for row in block.rows)))


@_pieces.register
def _(block: tree.Chart) -> Iterator[Piece]:
    yield Piece(f"{block.title} {block.subtitle}".strip())
    yield Piece(block.alt, picture=block.id)


@_pieces.register
def _(block: tree.Sources) -> Iterator[Piece]:
    yield from (Piece(f"{entry.number} {entry.where} {entry.zh}") for entry in block.entries)


@_pieces.register
def _(block: tree.Definitions) -> Iterator[Piece]:
    if block.entries:
        yield Piece(rows=tuple((entry.term, entry.zh, entry.gloss) for entry in block.entries))


def _text(inlines: tree.Inlines) -> str:
    return "".join(f" [{piece.number}]" if isinstance(piece, tree.Mark) else piece.text for piece in inlines)


def _html(piece: Piece, suffix: str) -> str:
    if piece.rows:
        lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in piece.rows)
        return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
    if piece.picture:
        return f'<img src="{piece.picture}.{suffix}" alt="{escape(piece.text)}">'
    text = escape(piece.text)
    return (
        f"<h{piece.level}>{text}</h{piece.level}>"
        if piece.level > 0
        else f"<ul><li>{text}</li></ul>"
        if piece.level
        else f"<p>{text}</p>"
    )


def _typst(piece: Piece) -> str:
    if piece.rows:
        cells = ", ".join(f"[{_plain(cell)}]" for row in piece.rows for cell in row)
        return f"#table(columns: {len(piece.rows[0])}, {cells})"
    if piece.picture:
        words = piece.text.replace("\\", "").replace('"', "'")
        return f'#image("{piece.picture}.svg", width: 100%, alt: "{words}")'
    return ("=" * piece.level + " " if piece.level > 0 else "- " if piece.level else "") + _plain(piece.text)


def _plain(text: str) -> str:
    return _LISTED.sub(r"\\\1", text)
