"""The block tree as HTML for WeasyPrint: one function a block, no style and no wording of its own.

Where HTML has no element for what a PDF can say, a tag stands for it that is used for nothing else (`pdf_pack.RENAMED`):
main is the table of contents, blockquote a line of it, article a note.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from html import escape

from briefing.errors import Problem, RenderError
from briefing.model import tree
from briefing.render.measure import width
from briefing.render.pdf_decimal import aligned
from briefing.render.pdf_flow import block_ids
from briefing.render.pdf_inline import Anchors, attributes, inline_html, plain, quoted, term_id

_FEW_CARDS = 3  # up to which the cover has little to say below its band
_PLACE_SIZE, _NUMBER, _PLACE, _GAP = (
    7.0,
    19.8,
    79.4,
    8.5,
)  # of a source in points, as the style sheet has them: see `beside`
_MANY, _COLUMN, _CONTENTS_LINE = (
    4,
    19.0,
    14.4,
)  # lines of contents from which there are two columns, em in one, points of a line
_BRACKETED = re.compile(r"(（[^（）]{1,14}）)")  # no longer than a card has room for
_WHOLE = 6  # rows up to which a table stays on one page
_LABELS = {"zh": ("图", "表", "第{}页"), "en": ("Figure ", "Table ", "p. {}")}


@dataclass(frozen=True, slots=True)
class Pictures:
    """What stands beside the tree: the SVG of each chart by its id, and the brand's logo as a data URI."""

    charts: Mapping[str, str]
    logo: str = ""
    name: str = ""


def document_html(briefing: tree.Briefing, pictures: Pictures) -> str:
    """The whole document; everything it shows is in the text or in data URIs."""
    body = _Writer(briefing, pictures).body()
    created = attributes(name="dcterms.created", content=briefing.created)
    return (
        f'<!DOCTYPE html><html lang="{escape(briefing.lang)}"><head><meta charset="utf-8"><title>{escape(briefing.title)}</title>'
        f"<meta{created}><meta{attributes(name='author', content=briefing.issuer or pictures.name)}>"
        f"<meta{attributes(name='description', content=briefing.subtitle)}></head><body>{body}</body></html>"
    )


class _Writer:
    """Writes the blocks of one briefing in order; `anchors` remembers what is linked already."""

    def __init__(self, briefing: tree.Briefing, pictures: Pictures) -> None:
        self.briefing = briefing
        self.pictures = pictures
        self.lang = briefing.lang
        self.labels = _LABELS["zh" if briefing.lang.startswith("zh") else "en"]
        blocks = briefing.blocks
        self.anchors = Anchors(
            terms=frozenset(e.zh for b in blocks if isinstance(b, tree.Definitions) for e in b.entries),
            sources=frozenset(e.number for b in blocks if isinstance(b, tree.Sources) for e in b.entries),
        )
        self.id = ""  # of the block being written
        self.covered = any(isinstance(b, tree.Cover) for b in blocks)

    def body(self) -> str:
        parts = []
        for block, name in zip(self.briefing.blocks, block_ids(self.briefing), strict=True):
            self.id = name
            parts.append(self.block(block))
        return "".join(parts)

    def inline(self, inlines: tree.Inlines, *, paragraph: bool = False) -> str:
        return inline_html(inlines, self.lang, self.anchors, paragraph=paragraph)

    def text(self, text: str) -> str:
        return plain(text, self.lang)

    def p(self, text: str, class_: str) -> str:
        return f'<p class="{class_}">{self.text(text)}</p>' if text else ""

    @singledispatchmethod
    def block(self, block: tree.Block) -> str:
        raise RenderError(Problem("PDF", f"no way to set a {type(block).__name__}", "a block of model/tree.py"))

    @block.register
    def _(self, block: tree.Cover) -> str:
        name = self.pictures.name
        logo = (
            f'<img class="logo" alt="{escape(name or self.briefing.issuer or self.briefing.title)}" src="{self.pictures.logo}">'
            if self.pictures.logo
            else self.p(name, "name")
        )
        band = self.p(block.kicker, "kicker") + f"<h1>{self.text(block.title)}</h1>" + self.p(block.deck, "deck")
        points = self.block(tree.Items(block.points, "points", block.points_title)) if block.points else ""
        colophon = "".join(f"<p>{self.text(line)}</p>" for line in block.colophon)
        size = "cover letter" if self.briefing.page_size == "Letter" else "cover"
        size += " brief" if len(block.cards) <= _FEW_CARDS else ""
        return (
            f'<section class="{size}"><div class="band">{logo}<div class="inner">{band}</div></div>'
            f'<div class="under">{self.block(tree.Cards(block.cards)) if block.cards else ""}{points}</div>'
            f'<div class="colophon">{colophon}</div></section>'
        )

    @block.register
    def _(self, block: tree.Cards) -> str:
        return f'<div class="cards">{"".join(map(self.card, block.cards))}</div>'

    def card(self, card: tree.Card) -> str:
        figure = self.inline((tree.Number(card.figure, card.fact_id),))
        note = f"under-figure {card.tone}".strip()
        return f'<div class="card"><p class="label"><span>{self.label(card.label)}</span></p><p class="figure">{figure}</p>{self.p(card.note, note)}</div>'

    def label(self, text: str) -> str:
        """The label of a card: what is said in brackets stays on one line."""
        parts = enumerate(map(self.text, _BRACKETED.split(text)))
        return "".join(f'<span class="w">{part}</span>' if number % 2 else part for number, part in parts)

    @block.register
    def _(self, block: tree.Contents) -> str:
        heads = [b for b in self.briefing.blocks if isinstance(b, tree.Heading) and b.level == 1]
        if not heads:
            return ""
        titles = [_unmarked(head.inlines) for head in heads]
        half = self.half(titles)
        entry = '<blockquote{}><a href="#{}">{}</a></blockquote>'
        lines = "".join(
            entry.format(_column(at, half, len(heads)), escape(head.id), self.inline(title))
            for at, (head, title) in enumerate(zip(heads, titles, strict=True))
        )
        return f'<nav class="contents{" two" if half else ""}">{self.p(block.title, "title")}<main>{lines}</main></nav>'

    def half(self, titles: Sequence[tree.Inlines]) -> int:
        """How many lines the first of two columns of contents has; 0 where one is enough or a title is too long for two."""
        chinese = self.lang.startswith("zh")
        plain_titles = ("".join(piece.text for piece in t if not isinstance(piece, tree.Mark)) for t in titles)
        widest = max(width(title, chinese=chinese) for title in plain_titles)
        return -(-len(titles) // 2) if len(titles) >= _MANY and widest <= _COLUMN else 0

    @block.register
    def _(self, block: tree.Heading) -> str:
        tag = f"h{block.level + self.covered}"
        return f"<{tag}{attributes(id=block.id)}>{self.inline(block.inlines)}</{tag}>"

    @block.register
    def _(self, block: tree.Paragraph) -> str:
        html = self.inline(block.inlines, paragraph=block.role in ("body", "quote"))
        return f"<p{attributes(class_=block.role if block.role != 'body' else '', id=self.id)}>{html}</p>"

    @block.register
    def _(self, block: tree.Items) -> str:
        lines = "".join(f"<li>{self.inline(item)}</li>" for item in block.items)
        if block.role == "points":
            return f'<div class="points">{self.p(block.title, "title")}<ul>{lines}</ul></div>'
        tag = "ol" if block.role == "numbered" else "ul"
        return f'{self.p(block.title, "title")}<{tag} class="{block.role}">{lines}</{tag}>'

    @block.register
    def _(self, block: tree.TableBlock) -> str:
        number = f"{self.labels[1]}{block.number}" if block.number else ""
        parts = (("number", number), ("title", block.caption), ("subtitle", block.subtitle))
        caption = " ".join(f'<span class="{name}">{self.text(text)}</span>' for name, text in parts if text)
        columns = "".join(
            f"<col{attributes(style=f'width: {c.width * 100:.4g}%' if c.width else '')}>" for c in block.columns
        )
        head = "".join(
            f'<th scope="col"{attributes(class_=_align(c))}>{self.inline(c.inlines)}</th>' for c in block.columns
        )
        whole = " whole" if len(block.rows) <= _WHOLE else ""
        body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in self.rows(block))
        return (
            f'<div class="table{whole}"{attributes(id=block.id)}><table><caption>{caption}</caption><colgroup>{columns}</colgroup>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{self.source(block.source)}</div>"
        )

    def rows(self, block: tree.TableBlock) -> list[list[str]]:
        """The cells of each row; decimal columns get the padding that lines their points up."""
        pads = [
            aligned([row[i].inlines for row in block.rows]) if c.align == "decimal" else []
            for i, c in enumerate(block.columns)
        ]
        return [
            [
                self.cell(cell, column, pads[i][r] if pads[i] else 0.0)
                for i, (cell, column) in enumerate(zip(row, block.columns, strict=True))
            ]
            for r, row in enumerate(block.rows)
        ]

    def cell(self, cell: tree.TableCell, column: tree.Column, pad: float) -> str:
        classes = f"{_align(column)} {cell.tone}".strip()
        style = f"padding-right: {pad:.3f}em" if pad else ""
        tag, scope = ("th", "row") if cell.header else ("td", "")
        return f"<{tag}{attributes(scope=scope, class_=classes, style=style)}>{self.inline(cell.inlines)}</{tag}>"

    def source(self, inlines: tree.Inlines) -> str:
        return f'<p class="source">{self.inline(inlines)}</p>' if inlines else ""

    @block.register
    def _(self, block: tree.Chart) -> str:
        number = f'<span class="number">{self.labels[0]}{block.number}</span> ' if block.number else ""
        picture = base64.b64encode(self.pictures.charts[block.id].encode()).decode()
        return (
            f'<figure{attributes(id=block.id)}><p class="title">{number}{self.inline((tree.Text(block.title),), paragraph=True)}</p>{self.p(block.subtitle, "subtitle")}'
            f'<img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{picture}">{self.source(block.source)}</figure>'
        )

    @block.register
    def _(self, block: tree.Sources) -> str:
        style = attributes(style=f"padding-left: {self.beside(block):.1f}pt")
        return f'<div class="sources">{"".join(self.source_entry(entry, style) for entry in block.entries)}</div>'

    def beside(self, block: tree.Sources) -> float:
        """Where the passages begin, in points: right of their numbers and of the longest place, as far as that is shown."""
        chinese = self.lang.startswith("zh")
        widest = _PLACE_SIZE * max((width(entry.where, chinese=chinese) for entry in block.entries), default=0.0)
        return _NUMBER + (min(widest, _PLACE) + _GAP if widest else 0.0)

    def source_entry(self, entry: tree.Source, style: str) -> str:
        marked = entry.number in self.anchors.marked
        number = (
            f'<a class="number" href="#m{entry.number}">{entry.number}</a>'
            if marked
            else f'<span class="number">{entry.number}</span>'
        )
        where = f'<span class="where">{self.text(entry.where)}</span> ' if entry.where else ""
        passage = quoted(entry.zh)
        if not self.lang.startswith("zh"):
            passage = f'<span lang="zh-Hans" class="zh">{passage}</span>'
        return f'<article id="s{entry.number}"{style}>{number}{where}{passage}</article>'

    @block.register
    def _(self, block: tree.Definitions) -> str:
        return (
            f'<table class="definitions"><tbody>{"".join(map(self.definition, block.entries))}</tbody></table>'
            if block.entries
            else ""
        )

    def definition(self, entry: tree.Definition) -> str:
        chinese = self.lang.startswith("zh")
        first, second = (entry.zh, entry.term) if chinese else (entry.term, entry.zh)
        foreign = ' lang="en"' if chinese else ' lang="zh-Hans" class="zh"'
        other = self.text(second) if chinese else quoted(second)
        gloss = f"<td>{self.text(entry.gloss)}</td>" if entry.gloss else ""
        return f'<tr id="{term_id(entry.zh)}"><th scope="row">{self.text(first)}</th><td><span{foreign}>{other}</span></td>{gloss}</tr>'

    @block.register
    def _(self, block: tree.PageBreak) -> str:  # noqa: ARG002  (the block has no content)
        return '<div style="break-after: page"></div>'


def _column(at: int, half: int, count: int) -> str:
    """The attributes of a line of contents; the first of the second column goes up to where the first column begins.

    WeasyPrint's own columns cost a twelfth of a document: it looks for their height by trying.
    """
    if not half or at < half:
        return ""
    up = f"margin-top: -{half * _CONTENTS_LINE:.1f}pt; " if at == half else ""
    down = f"padding-bottom: {(2 * half - count) * _CONTENTS_LINE:.1f}pt" if at == count - 1 else ""
    return attributes(class_="second", style=up + down)


def _align(column: tree.Column) -> str:
    return "" if column.align == "left" else column.align


def _unmarked(inlines: tree.Inlines) -> tree.Inlines:
    return tuple(i for i in inlines if not isinstance(i, tree.Mark))
