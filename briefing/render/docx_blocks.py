"""Each kind of block as WordprocessingML: what a heading, a list, a table, a chart of the tree is in Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatchmethod
from typing import Any

from briefing.errors import Problem, RenderError
from briefing.model import tree
from briefing.render.chart_style import Style
from briefing.render.docx_chart import heights, image_run, native_chart, picture, single_charts
from briefing.render.docx_chart_data import TICKED, crowded, prepared
from briefing.render.docx_cover import LOGO, band, cards, spacer
from briefing.render.docx_flow import Anchor, Flow, field_runs, link, plain_text, source_bookmark, term_bookmark
from briefing.render.docx_logo import logo_png
from briefing.render.docx_options import DocxOptions
from briefing.render.docx_table import cell, cells_row, grid, margins, table
from briefing.render.palette import HAIR
from briefing.render.wordml import PARAGRAPH_ORDER, el, name, ordered, twips, val

_PARAGRAPHS = {"body": "BodyText", "deck": "Deck", "note": "Note", "quote": "Quote"}
_ITEMS = {"plain": "ListBullet", "numbered": "ListNumber", "points": "KeyPoint"}
_AFTER = {"plain": 9.0, "numbered": 9.0, "points": 14.0}
_GUTTER, _GAP = 12.0, 8.0
_ENDS = 14.0  # the line below a small multiple
_TERMS, _PAIRS = (0.33, 0.2, 0.47), (0.4, 0.6)  # columns of the terms, with a gloss and without
_TWIN = 12  # rows of a chart's values that stay on one page
_HAIR = HAIR.lstrip("#").upper()


class Blocks:
    """Turns blocks into body elements; `width` is the text width in points, `page_width` that of the page."""

    def __init__(
        self, flow: Flow, document: Any, style: Style, options: DocxOptions, page: tuple[float, float], width: float
    ) -> None:
        """For one document; `page` is its width and height, `width` that of the text, in points."""
        self.flow = flow
        self.document = document
        self.style = style
        self.options = options
        self.page, self.width = page, width
        heads = [b for b in flow.briefing.blocks if isinstance(b, tree.Heading)]
        self.toc = {head.id: flow.bookmark_name("_Toc", head.id) for head in heads}
        self._break = False

    def nodes(self, block: tree.Block) -> Iterator[Any]:
        """The elements of a block; after a page break the first of them opens a page."""
        for node in self.block(block):
            if self._break:
                self._break = False
                yield from self._opened(node)
            else:
                yield node

    def _opened(self, node: Any) -> Iterator[Any]:
        if node.tag != name("w:p"):
            opener = spacer(1)
            opener[0].insert(0, el("w:pageBreakBefore"))
            yield opener
            yield node
            return
        properties = node.find(name("w:pPr"))
        node.replace(properties, ordered("w:pPr", PARAGRAPH_ORDER, [*properties, el("w:pageBreakBefore")]))
        yield node

    @singledispatchmethod
    def block(self, block: tree.Block) -> Iterator[Any]:
        """The elements of one block."""
        raise RenderError(Problem("DOCX", f"no way to set a {type(block).__name__}", "a block of model/tree.py"))

    # --- text ---------------------------------------------------------------------------------------------------------

    @block.register
    def _(self, block: tree.Heading) -> Iterator[Any]:
        text = plain_text(block.inlines)
        runs = self.flow.anchored("b", "block", block.id, self.flow.inlines(block.inlines), text)
        yield self.flow.paragraph(f"Heading{block.level}", self.flow.bookmarked(self.toc[block.id], runs))

    @block.register
    def _(self, block: tree.Paragraph) -> Iterator[Any]:
        runs = self.flow.inlines(block.inlines)
        if block.id:
            runs = self.flow.anchored("b", "block", block.id, runs, plain_text(block.inlines))
        yield self.flow.paragraph(_PARAGRAPHS[block.role], runs)

    @block.register
    def _(self, block: tree.Items) -> Iterator[Any]:
        if block.title:
            strong = "" if block.role == "points" else "Strong"
            style = "KeyPointsTitle" if block.role == "points" else "BodyText"
            yield self.flow.paragraph(style, self.flow.text(block.title, strong), el("w:keepNext"))
        own = self._restarted() if block.role == "numbered" else None
        for i, item in enumerate(block.items):
            numbering = el("w:numPr", None, val("w:ilvl", 0), val("w:numId", own)) if own else None
            after = el("w:spacing", {"w:after": twips(_AFTER[block.role])}) if i == len(block.items) - 1 else None
            yield self.flow.paragraph(_ITEMS[block.role], self.flow.inlines(item), numbering, after)

    def _restarted(self) -> int:
        """A list definition that counts from 1 again; the style alone would count on from the list before."""
        numbering = self.document.part.numbering_part.element
        numbers = numbering.findall(name("w:num"))
        number = 1 + max(int(node.get(name("w:numId"))) for node in numbers)
        abstract = numbers[1].find(name("w:abstractNumId")).get(name("w:val"))
        restart = el("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", 1))
        numbering.append(el("w:num", {"w:numId": number}, val("w:abstractNumId", abstract), restart))
        return number

    @block.register
    def _(self, block: tree.PageBreak) -> Iterator[Any]:  # noqa: ARG002  (the block has no content)
        self._break = True
        yield from ()

    # --- cover and contents -------------------------------------------------------------------------------------------

    @block.register
    def _(self, block: tree.Cover) -> Iterator[Any]:
        yield spacer(1)  # LibreOffice puts a line of its own before a table that opens a file with footnotes
        yield band(self.flow, block, self._badge(), self.style, self.page, (self.page[0] - self.width) / 2)
        yield spacer(20)
        if block.cards:
            yield cards(self.flow, block.cards, self.style, self.width)
            yield spacer(14)
        if block.points:
            yield from self.block(tree.Items(block.points, "points", block.points_title))
        yield el("w:p", None, el("w:pPr"))  # takes the section's end

    def _badge(self) -> list[Any]:
        """The runs at the head of the band: the logo, else the name of the brand."""
        name_, logo = self.options.name, self.options.logo
        if not logo:
            return self.flow.text(name_)
        data, alt = logo_png(logo, self.style.accent), name_ or self.flow.briefing.issuer
        return [image_run(self.document, data, (0.0, LOGO), (alt, alt), self.flow.next_id())]

    @block.register
    def _(self, block: tree.Cards) -> Iterator[Any]:
        yield cards(self.flow, block.cards, self.style, self.width)
        yield spacer(10)

    @block.register
    def _(self, block: tree.Contents) -> Iterator[Any]:
        heads = [b for b in self.flow.briefing.blocks if isinstance(b, tree.Heading) and b.level == 1]
        if not heads:
            return
        yield self.flow.paragraph("TOCHeading", self.flow.text(block.title))
        numbered = all(head.id in self.options.pages for head in heads)
        switches = "\\h \\z \\u" if numbered else "\\h \\z \\u \\n"
        begin, code, separate, end = field_runs(f'TOC \\o "1-1" {switches}')
        for i, head in enumerate(heads):
            entry = self._entry(head, self.options.pages.get(head.id) if numbered else None)
            before = [begin, code, separate] if i == 0 else []
            after = [end] if i == len(heads) - 1 else []
            yield self.flow.paragraph("TOC1", [*before, entry, *after], self._toc_tab())

    def _entry(self, head: tree.Heading, page: int | None) -> Any:
        runs = self.flow.text(plain_text(head.inlines))
        if page is not None:
            number = field_runs(f"PAGEREF {self.toc[head.id]} \\h", self.flow.run(str(page)))
            runs += [el("w:r", None, el("w:tab")), *number]
        return link(self.toc[head.id], *runs)

    def _toc_tab(self) -> Any:
        return el("w:tabs", None, el("w:tab", {"w:val": "right", "w:leader": "dot", "w:pos": twips(self.width)}))

    # --- tables and charts --------------------------------------------------------------------------------------------

    def _caption(self, word: str, number: int, title: str, block_id: str) -> list[Any]:
        """Label, number as a SEQ field with its value, and title, bookmarked as the block; a bookmark for references to it."""
        runs: list[Any] = []
        if number:
            label, name_ = self.flow.words[f"{word}_label"], self.flow.words[word]
            runs = [
                self.flow.run(label, "Strong"),
                *field_runs(f"SEQ {name_} \\* ARABIC", self.flow.run(str(number), "Strong")),
            ]
            if word == "figure" and self.options.twins:
                runs = self.flow.bookmarked(_figure_bookmark(number), runs)
            runs.append(self.flow.run(self.flow.words["caption_gap"], "Strong"))
        runs += self.flow.text(title, "Strong")
        return self.flow.anchored("b", "block", block_id, runs, title) if block_id else runs

    def _source(self, inlines: tree.Inlines) -> Any:
        return self.flow.paragraph("Source", self.flow.inlines(inlines)) if inlines else spacer(14)

    @block.register
    def _(self, block: tree.TableBlock) -> Iterator[Any]:
        runs = self._caption("table", block.number, block.caption, block.id)
        if block.subtitle:
            runs += [self.flow.run(" "), *self.flow.text(block.subtitle, "CaptionSubtitle")]
        if runs:
            yield self.flow.paragraph("Caption", runs)
        yield table(self.flow, block, self.width)
        yield self._source(block.source)

    @block.register
    def _(self, block: tree.Chart) -> Iterator[Any]:
        yield self.flow.paragraph("FigureTitle", self._caption("figure", block.number, block.title, block.id))
        self.flow.anchors.append(Anchor("", "alt", block.id, block.alt))  # LibreOffice drops it from charts on saving
        subtitle = self._subtitle(block)
        if subtitle:
            yield self.flow.paragraph("FigureSubtitle", self.flow.text(subtitle))
        if self.options.pictures:
            run = picture(self.document, block, self.style, self.width, self.flow.next_id())
            yield self.flow.paragraph("Figure", [run])
        elif block.kind == "multiples":
            yield self._multiples(block)
        else:
            size = (self.width, heights(block))
            run = native_chart(self.document, block, self.style, size, self.flow.next_id())
            yield self.flow.paragraph("Figure", [run])
        yield self._source(block.source)

    def _subtitle(self, block: tree.Chart) -> str:
        """Unit and period; where Word draws targets or the plan as ticks, which its legend cannot show, also what they are."""
        marks = prepared(block).series[1:] if block.kind in TICKED and not self.options.pictures else ()
        keys = [self.flow.words["tick"].format(name=series.name) for series in marks]
        return " · ".join(text for text in (block.subtitle, *keys) if text)

    def _multiples(self, block: tree.Chart) -> Any:
        """Small multiples: a chart a series in a table without rules, three in a row."""
        singles, across = single_charts(block), min(3, len(block.series))
        width = self.width / across
        boxes = []
        for single in singles:
            ends = list(self._ends(single, width - _GUTTER))
            size = (width - _GUTTER, heights(single) - (_ENDS if ends else 0))
            run = native_chart(self.document, single, self.style, size, self.flow.next_id(), block.series)
            label = self.flow.paragraph("CardLabel", self.flow.text(single.series[0].name))
            # labels of one and of two lines: the charts stand on one line
            content = [label, self.flow.paragraph("Figure", [run]), *ends]
            boxes.append(cell(width, content, margins(0, _GUTTER, 0, _GAP), val("w:vAlign", "bottom")))
        while len(boxes) % across:
            boxes.append(cell(width, [self.flow.paragraph("CardLabel", [])]))
        rows = [cells_row(boxes[i : i + across]) for i in range(0, len(boxes), across)]
        return grid([width] * across, rows)

    def _ends(self, chart: tree.Chart, width: float) -> Iterator[Any]:
        """The first and the last period below a chart that has no room for all."""
        if crowded(chart, width):
            first, last = self.flow.text(chart.categories[0]), self.flow.text(chart.categories[-1])
            edge = el("w:tabs", None, el("w:tab", {"w:val": "right", "w:pos": twips(width)}))
            yield self.flow.paragraph("CardLabel", [*first, el("w:r", None, el("w:tab")), *last], edge)

    def twins(self) -> Iterator[Any]:
        """The values of all charts as tables at the end of the file, for readers who do not see the charts."""
        charts = [block for block in self.flow.briefing.blocks if isinstance(block, tree.Chart)]
        if not self.options.twins or not charts:
            return
        yield self.flow.paragraph(
            "Heading2", self.flow.text(self.flow.words["twins"])
        )  # below the level of the contents
        for chart in charts:
            yield self.flow.paragraph("Caption", [*self._reference(chart), *self.flow.text(chart.title, "Strong")])
            yield self._twin(chart)
            yield spacer(14)

    def _reference(self, chart: tree.Chart) -> list[Any]:
        """Label and number of a chart, as a reference to its caption that has its value."""
        if not chart.number:
            return []
        shown = self.flow.run(f"{self.flow.words['figure_label']}{chart.number}", "Strong")
        gap = self.flow.run(self.flow.words["caption_gap"], "Strong")
        return [*field_runs(f"REF {_figure_bookmark(chart.number)} \\h", shown), gap]

    def _twin(self, block: tree.Chart) -> Any:
        """The values of a chart as a table; what a lone series is stands in the subtitle."""
        heads = ("", *(series.name or block.subtitle for series in block.series))
        columns = tuple(tree.Column((tree.Text(text),), "decimal" if i else "left") for i, text in enumerate(heads))
        rows = tuple(
            (tree.TableCell((tree.Text(label),), header=True), *(self._twin_cell(s.points[i]) for s in block.series))
            for i, label in enumerate(block.categories)
        )
        return table(self.flow, tree.TableBlock(0, "", "", columns, rows, (), ""), self.width, _TWIN)

    def _twin_cell(self, point: tree.Point) -> tree.TableCell:
        return tree.TableCell((tree.Text(point.label or self.flow.words["missing"]),))

    # --- terms and sources --------------------------------------------------------------------------------------------

    @block.register
    def _(self, block: tree.Definitions) -> Iterator[Any]:
        shares = _TERMS if any(entry.gloss for entry in block.entries) else _PAIRS
        widths = [share * self.width for share in shares]
        yield grid(widths, [self._definition(entry, widths) for entry in block.entries])
        yield spacer(10)

    def _definition(self, entry: tree.Definition, widths: Sequence[float]) -> Any:
        """A row: the term in the language of the page, in the other one, and what it means."""
        flow = self.flow
        own, other = flow.text(entry.term, "Strong"), [flow.run(entry.zh, "TermZh", lang="zh-Hans")]
        if flow.chinese:
            own, other = [flow.run(entry.zh, "Strong")], [flow.run(entry.term, "Muted", lang="en-US")]
        texts = [flow.bookmarked(term_bookmark(entry.zh), own), other, flow.text(entry.gloss)]
        line = {"w:val": "single", "w:sz": 3, "w:space": 0, "w:color": _HAIR}
        boxes = []
        for width, text in zip(widths, texts, strict=False):
            under = el("w:tcBorders", None, el("w:bottom", line))
            paragraph = flow.paragraph("DefinitionEntry", text, val("w:jc", "left"))  # too narrow to be flush
            boxes.append(cell(width, [paragraph], under, margins(0, _GAP)))
        return cells_row(boxes)

    @block.register
    def _(self, block: tree.Sources) -> Iterator[Any]:
        for entry in block.entries:
            yield self.flow.paragraph("SourceEntry", self._source_entry(entry))

    def _source_entry(self, entry: tree.Source) -> Sequence[Any]:
        flow = self.flow
        where = [*flow.text(entry.where, "Muted"), flow.run("  ")] if entry.where else []
        text = flow.inlines((tree.Text(entry.zh, lang="zh-Hans"),))
        runs = [flow.run(str(entry.number), "PageNumber"), el("w:r", None, el("w:tab")), *where, *text]
        return flow.bookmarked(source_bookmark(entry.number), runs)


def _figure_bookmark(number: int) -> str:
    """The bookmark around label and number of a figure's caption; Word hides what begins with a low line."""
    return f"_RefFigure{number}"
