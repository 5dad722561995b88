"""The cover of a DOCX: a band in the accent colour, cards, key points, the colophon at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.model.tree import Card, Cover, Mark
from briefing.render.chart_style import Style
from briefing.render.docx_flow import Flow, tone_style
from briefing.render.docx_table import cell, cells_row, grid, margins, width_of
from briefing.render.wordml import el, twips, val

LOGO = 34.0  # height of the logo
_BADGE = 14.0  # between the logo or the name and what stands under it
_GUTTER = 14.0
_ACROSS = 3
_FIGURE_SIZE = 18.5  # points of the style Card Figure, with a margin for its bold face
_BAND, _LEAST_BAND = 0.345, 0.19  # height of the band as a share of the page's: at most, and where much stands below it
# Points that stand below the band: gaps and margin, a row of cards, a line of a key point, what comes around it, a footnote
_BELOW, _ROW, _LINE, _AROUND, _NOTE = 122.0, 74.0, 14.4, 6.0, 12.0
_NOTE_HAN = 26.0  # of a Chinese footnote, which quotes the report
_LONG, _LONG_HAN = 84, 44  # characters of a line of key points
_LONG_FOOT, _FOOT_LINE = 110, 11.0  # characters of a line at the foot, and its height
_LIFT = 42.0  # from the lower edge of the band to the last line in it


def band(flow: Flow, cover: Cover, badge: Sequence[Any], style: Style, page: tuple[float, float], margin: float) -> Any:
    """The band: a table of one cell that lies over the page's edges, with badge, kicker, title and deck at its foot.

    `page`, width and height, and `margin` are points.
    """
    shade = el("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": style.accent.lstrip("#").upper()})
    title = flow.paragraph("Title", flow.text(cover.title))
    spaced = el("w:spacing", {"w:after": twips(_BADGE), "w:line": 240, "w:lineRule": "auto"})
    lines = [
        *([flow.paragraph("Kicker", badge, el("w:keepNext"), spaced)] if badge else []),
        flow.paragraph("Kicker", flow.text(cover.kicker), el("w:keepNext")),
        title,
        flow.paragraph("Subtitle", flow.text(cover.deck)),
    ]
    box = cell(page[0], lines, shade, margins(margin, margin + 56, 0, _LIFT), val("w:vAlign", "bottom"))
    rows = [cells_row([box], height=_height(cover, page[1], chinese=flow.chinese))]
    return grid([page[0]], rows, after=[el("w:tblInd", {"w:w": twips(-margin), "w:type": "dxa"})])


def _height(cover: Cover, page: float, *, chinese: bool) -> float:
    """The height of the band in points: what the cards, the key points and their footnotes leave of the page."""
    texts = ["".join(piece.text for piece in point if not isinstance(piece, Mark)) for point in cover.points]
    lines = sum(-(-len(text) // (_LONG_HAN if chinese else _LONG)) for text in texts)
    notes = {piece.number for point in cover.points for piece in point if isinstance(piece, Mark)}
    rows = -(-len(cover.cards) // _ACROSS)
    foot = sum(-(-len(line) // _LONG_FOOT) for line in cover.colophon) * _FOOT_LINE
    below = (
        _BELOW
        + foot
        + rows * _ROW
        + lines * _LINE
        + len(texts) * _AROUND
        + len(notes) * (_NOTE_HAN if chinese else _NOTE)
    )
    return min(max(page - below, _LEAST_BAND * page), _BAND * page)


def cards(flow: Flow, items: Sequence[Card], style: Style, width: float) -> Any:
    """Indicator cards, three in a row, a rule in the accent colour over each."""
    gaps = _ACROSS - 1
    card_width = (width - gaps * _GUTTER) / _ACROSS
    widths = [card_width if i % 2 == 0 else _GUTTER for i in range(_ACROSS + gaps)]
    rows = []
    for start in range(0, len(items), _ACROSS):
        row = [_card(flow, card, style, card_width) for card in items[start : start + _ACROSS]]
        row += [cell(card_width, [flow.paragraph("CardLabel", [])]) for _ in range(_ACROSS - len(row))]
        spaced = [row[0]]
        for box in row[1:]:
            spaced += [cell(_GUTTER, [flow.paragraph("CardLabel", [])]), box]
        rows.append(cells_row(spaced))
    return grid(widths, rows)


def _card(flow: Flow, card: Card, style: Style, width: float) -> Any:
    colour = style.accent.lstrip("#").upper()
    rule = el("w:tcBorders", None, el("w:top", {"w:val": "single", "w:sz": 10, "w:space": 0, "w:color": colour}))
    figure = flow.text(card.figure.replace(" ", "\u00a0"))
    if card.fact_id:
        figure = flow.anchored("f", "fact", card.fact_id, figure, card.figure)
    lines = [
        flow.paragraph("CardLabel", flow.text(card.label)),
        flow.paragraph("CardFigure" if width_of(card.figure) * _FIGURE_SIZE <= width else "CardFigureNarrow", figure),
        flow.paragraph("CardNote", flow.text(card.note, tone_style(card.tone))),
    ]
    return cell(width, lines, rule)


def spacer(points: float) -> Any:
    """An empty paragraph of a given height, where a table has to be kept from the next or from the edge."""
    exact = {"w:before": 0, "w:after": 0, "w:line": twips(points), "w:lineRule": "exact"}
    return el("w:p", None, el("w:pPr", None, el("w:spacing", exact)))
