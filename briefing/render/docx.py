"""The block tree as a DOCX: a walk over the blocks on the styles of reference.docx.

Headings, captions, lists, notes and links are Word's own, so that an editor can go on working with them: contents field,
SEQ captions, footnotes, bookmarks at every figure and paragraph with an id, native charts. There are no content controls:
LibreOffice loses text in them. Nothing comes from the clock or the machine, so the same briefing makes the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from lxml import etree

from briefing.model import tree
from briefing.render.chart_style import Style
from briefing.render.docx_blocks import Blocks
from briefing.render.docx_flow import Flow, field_runs
from briefing.render.docx_options import DocxOptions
from briefing.render.docx_parts import add_anchors, add_comments, add_footnotes, set_properties
from briefing.render.docx_styles import adopt, rename
from briefing.render.package import read_zip, write_zip
from briefing.render.wordml import NAMESPACES, el, name, twips, val

__all__ = ["DocxOptions", "render_docx"]

_MM = 72 / 25.4
_PAGES = {"A4": (210 * _MM, 297 * _MM), "Letter": (612.0, 792.0)}
_SIDES = ("top", "right", "bottom", "left", "header", "footer")
_DEFAULT = {
    "top": 24 * _MM,
    "right": 20 * _MM,
    "bottom": 22 * _MM,
    "left": 20 * _MM,
    "header": 11 * _MM,
    "footer": 10 * _MM,
}
_STYLE_TAB = 170 * _MM  # the right tab of the styles Header and Footer


def render_docx(
    briefing: tree.Briefing, reference: bytes | None, brand: Any, options: DocxOptions | None = None
) -> bytes:
    """Write a briefing as a Word file on the styles of `reference`.

    Args:
        briefing: the block tree in one language.
        reference: a DOCX whose styles, lists and fonts are taken (its text is not); None for the built-in look.
        brand: accent, second_accent, name, issuer of `briefing.config.Brand`.
        options: contents pages, comments, pictures, table twins.

    Returns:
        The file; the same bytes for the same input.

    Raises:
        RenderError: the reference is no Word file.
    """
    return _made(briefing, reference, brand, options or DocxOptions())


def _made(briefing: tree.Briefing, reference: bytes | None, brand: Any, options: DocxOptions) -> bytes:
    from docx import Document  # noqa: PLC0415  (heavy)

    style = Style(brand.accent, brand.second_accent)
    data, ids = adopt(reference, briefing.lang, style)
    document = Document(BytesIO(data))
    flow = Flow(briefing, options.notes)
    options = replace(options, logo=brand.logo or "", name=brand.name)
    heads = _write_body(document, flow, style, options)
    add_footnotes(document, flow)
    add_comments(document, flow.comments, options.author, briefing.created)
    add_anchors(document, briefing, flow.anchors)
    set_properties(document, briefing, brand.issuer or brand.name or options.author)
    rename([document.element, *heads], ids)
    stream = BytesIO()
    document.save(stream)
    return write_zip(read_zip(stream.getvalue()))


def _write_body(document: Any, flow: Flow, style: Style, options: DocxOptions) -> list[Any]:
    """Put the blocks in place of the reference's text; return the roots of the headers and footers made."""
    sections = _Sections(document, flow)
    writer = Blocks(flow, document, style, options, sections.page, sections.width)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    for block in flow.briefing.blocks:
        for node in writer.nodes(block):
            body.append(node)
        if isinstance(block, tree.Cover):
            body[-1][0].append(sections.cover(block))
    body.extend(writer.twins())
    body.append(sections.text())
    return sections.roots


class _Sections:
    """The section properties of cover and text, with their running heads; the margins are those of the reference."""

    def __init__(self, document: Any, flow: Flow) -> None:
        wide, high = _PAGES[flow.briefing.page_size]
        self.document = document
        self.flow = flow
        self.page = (high, wide) if flow.briefing.orientation == "landscape" else (wide, high)
        self.margins = _margins(document)
        self.width = self.page[0] - self.margins["left"] - self.margins["right"]
        self.roots: list[Any] = []

    def cover(self, block: tree.Cover) -> Any:
        """The cover has no running head and no margin above the band; its foot is the colophon."""
        lines = [
            self.flow.paragraph("Colophon" if not i else "Footer", self.flow.text(t))
            for i, t in enumerate(block.colophon)
        ]
        return self._properties([self._part("footer", lines)] if lines else [], cover=True)

    def text(self) -> Any:
        """The pages of text: running heads, source line, page number."""
        flow, tab = self.flow, el("w:r", None, el("w:tab"))
        head = [*flow.text(flow.briefing.running_left), tab, *flow.text(flow.briefing.running_right)]
        number = field_runs("PAGE", flow.run("2", "PageNumber"))
        foot = [*flow.text(flow.briefing.footer), el("w:r", None, el("w:tab")), *number]
        return self._properties(
            [
                self._part("header", [flow.paragraph("Header", head, _right_tab(self.width))]),
                self._part("footer", [flow.paragraph("Footer", foot, _right_tab(self.width))]),
            ]
        )

    def _properties(self, references: Sequence[Any], *, cover: bool = False) -> Any:
        orientation = {"w:orient": "landscape"} if self.page[0] > self.page[1] else {}
        size = {"w:w": twips(self.page[0]), "w:h": twips(self.page[1])} | orientation
        margins = {f"w:{side}": twips(width) for side, width in self.margins.items()} | {"w:gutter": 0}
        if cover:
            margins["w:top"] = 0
        kind = val("w:type", "nextPage")
        return el("w:sectPr", None, *references, kind, el("w:pgSz", size), el("w:pgMar", margins))

    def _part(self, kind: str, paragraphs: Sequence[Any]) -> Any:
        """Fill a new header or footer part and return the reference to it."""
        part, relation = getattr(self.document.part, f"add_{kind}_part")()
        root = part.element
        for child in list(root):
            root.remove(child)
        root.attrib.clear()  # mc:Ignorable would name prefixes that the next line drops
        root.extend(paragraphs)
        etree.cleanup_namespaces(root, keep_ns_prefixes=list(NAMESPACES)[:2])
        self.roots.append(root)
        return el(f"w:{kind}Reference", {"w:type": "default", "r:id": relation})


def _margins(document: Any) -> dict[str, float]:
    """The margins of the reference's last section in points, what it leaves open as we have it."""
    found = document.element.body.find(".//w:sectPr/w:pgMar[last()]", NAMESPACES)
    own = {side: found.get(name(f"w:{side}")) if found is not None else None for side in _SIDES}
    return {side: abs(int(width)) / 20 if width else _DEFAULT[side] for side, width in own.items()}


def _right_tab(width: float) -> Any:
    """The right tab at the text's edge, in place of the style's where the page is not A4 upright."""
    if abs(width - _STYLE_TAB) < 1:
        return None
    clear = el("w:tab", {"w:val": "clear", "w:pos": twips(_STYLE_TAB)})
    return el("w:tabs", None, clear, el("w:tab", {"w:val": "right", "w:pos": twips(width)}))
