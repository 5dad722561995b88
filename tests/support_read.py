"""The sample report in other forms: seven HTML layouts, DOCX, PDF with a ruled and an unruled table."""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from pathlib import Path

from briefing.model.document import Document
from briefing.read import read

REPOSITORY = Path(__file__).parents[1]
SAMPLE = REPOSITORY / "sources" / "binjiang" / "2023.txt"
SHARED = REPOSITORY.parent / "shared"

HEAD = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>2023年计划报告_示例网</title></head><body>'
MENU = '<div class="nav"><a href="/">网站首页</a> <a href="/a">政务公开</a> <a href="/b">数据发布</a></div>'
FOOT = "<div>版权所有 示例网 示例ICP备00000000号</div></body></html>"


def body(document: Document) -> list[tuple[str, str]]:
    """Kind and text of the blocks, blanks left out; tables as their cells."""
    result = []
    for block in document.blocks:
        text = "".join(document.clean[block.start : block.end].split())
        result.append((block.kind, "" if block.kind == "table" else text))
    return result


def cells(document: Document) -> list[list[str]]:
    """The cells of the first table by row."""
    table = document.tables[0]
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append("".join(cell.text.split()))
    return rows


def sample() -> Document:
    """The sample report as it is."""
    return read(SAMPLE)


def raw_lines() -> list[str]:
    """All lines of the sample with its page furniture."""
    return [line.strip() for line in SAMPLE.read_text(encoding="utf-8").split("\n") if line.strip()]


def body_lines(*, table: str | None) -> list[str]:
    """The lines of the report itself as HTML; `table` stands in place of the flattened cells, None keeps those."""
    document = sample()
    lines: list[str] = []
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind != "table":
            lines.append(html.escape(text))
        elif table is not None:
            lines.append(table)
        else:
            lines += [html.escape(cell) for cell in text.split("\n") if cell.strip()]
    return lines


def html_table(attributes: str = 'border="1"') -> str:
    """The indicator table as a table of HTML."""
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in row) + "</tr>" for row in cells(sample()))
    return f"<table {attributes}>{rows}</table>"


def _paragraphs(lines: list[str], tag: str = "p") -> str:
    return "".join(line if line.startswith("<table") else f"<{tag}>{line}</{tag}>" for line in lines)


HTML_LAYOUTS: dict[str, Callable[[], str]] = {
    "an article, table flattened": lambda: (
        f"{HEAD}{MENU}<article>{_paragraphs(body_lines(table=None))}</article>{FOOT}"
    ),
    "an article, real table": lambda: (
        f"{HEAD}{MENU}<article>{_paragraphs(body_lines(table=html_table()))}</article>{FOOT}"
    ),
    "all lines paragraphs of one container": lambda: (
        f"{HEAD}<div>{_paragraphs(list(map(html.escape, raw_lines())))}</div></body>"
    ),
    "one cell with line breaks": lambda: (
        f"{HEAD}<table><tr><td>{'<br>'.join(map(html.escape, raw_lines()))}</td></tr></table></body>"
    ),
    "bare text with line breaks": lambda: f"{HEAD}{'<br><br>'.join(map(html.escape, raw_lines()))}</body>",
    "preformatted": lambda: f"{HEAD}<pre>{html.escape(SAMPLE.read_text(encoding='utf-8'))}</pre></body>",
    "one block per line": lambda: f"{HEAD}{_paragraphs(list(map(html.escape, raw_lines())), 'div')}</body>",
}


def docx() -> bytes:
    """The sample as a Word document with a real table."""
    from docx import Document as Word

    word, document = Word(), sample()
    for block in document.blocks:
        if block.kind == "table":
            grid = cells(document)
            table = word.add_table(rows=len(grid), cols=len(grid[0]))
            for r, row in enumerate(grid):
                for c, text in enumerate(row):
                    table.cell(r, c).text = text
        elif block.kind == "heading":
            word.add_heading(document.text[block.start : block.end], level=block.level)
        else:
            word.add_paragraph(document.text[block.start : block.end])
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


_PDF_STYLE = """
@page { size: A4; margin: 25mm;
  @top-center { content: "滨江区计划执行情况"; font-size: 9pt }
  @bottom-center { content: "— " counter(page) " —"; font-size: 9pt } }
body { font: 12pt/1.7 "Noto Sans CJK SC", "Noto Serif CJK SC", sans-serif }
p { margin: 0; text-indent: 2em; text-align: justify }
table { width: 100%; border-collapse: collapse; font-size: 10.5pt }
td { padding: 1.5mm; text-align: center }
"""


def pdf(*, ruled: bool) -> bytes:
    """The sample as a PDF with running heads and page numbers."""
    from weasyprint import HTML

    style = _PDF_STYLE + ("td { border: 0.5pt solid black }" if ruled else "")
    lines = _paragraphs(body_lines(table=html_table("")))
    data: bytes = HTML(string=f"<html lang=zh><style>{style}</style><body>{lines}</body></html>").write_pdf()
    return data
