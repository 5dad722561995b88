"""HTML as saved from the web: lines in reading order, real tables, and the element that holds the report.

Pages of governments keep the text in one element among menus, or share it with page furniture. The element is found by
where the sentences are; lines outside it are laid out too and dropped with a reason, unless they are sentences.
Scripts, styles and forms are no text. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes

from lxml import etree, html

from briefing.errors import Problem, SourceError
from briefing.read.builder import MOST_ROWS, Builder, GridCell, too_long
from briefing.read.data import any_word, words
from briefing.read.furniture import is_body, is_disclaimer
from briefing.read.lines import Hint, Laid
from briefing.read.marks import raised
from briefing.read.sniff import is_saved_page

_SKIPPED = frozenset(words("html_skipped"))
_BLOCKS = frozenset(words("html_blocks"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2018-\u201d"
_BETWEEN_HAN = re.compile(f"(?<=[{_WIDE}])[ \\t]*[\\n\\r]+[ \\t]*(?=[{_WIDE}])")
_HOLDS = 0.9  # share of the sentences that the element must hold
_LINKS = 0.5  # share of a line's characters in links that makes it a menu
_CELL = 300  # characters; a longer cell belongs to a table used for layout
_SHORT_CELL = 60
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]\s+|\s*--+\s*")
_TITLE_FIELDS = ("articletitle", "og:title")
_DATE_FIELDS = ("pubdate", "publishdate", "article:published_time", "publicationdate")
_SOURCE_FIELDS = ("contentsource", "source", "author")
_DATE = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})")
_MOST_CELLS = 50_000  # of one table, after merged cells are spread
_MOST_ROWS = 4 * MOST_ROWS  # of one table and those within it, so that no time is spent on them


@dataclass(slots=True)
class _Row:
    """A line or table of the page before it is laid out."""

    owner: html.HtmlElement
    text: str = ""
    linked: int = 0
    hint: Hint = ""
    level: int = 0
    cells: list[GridCell] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """The characters that speak for the element around them: sentences and figures in tables, not menus."""
        if self.cells:
            return sum(len(cell.text) for cell in self.cells if any(char.isdigit() for char in cell.text))
        menu = self.linked > _LINKS * len(self.text)
        return len(self.text) if is_body(self.text) and not menu and not is_disclaimer(self.text) else 0


def lay_out_html(name: str, text: str) -> Laid:
    """The page as lines and tables.

    Raises:
        SourceError: There is no page in it, or a table without end.
    """
    tree = _parse(name, text)
    longest = max((len(list(table.iter("tr"))) for table in tree.iter("table")), default=0)
    if longest > _MOST_ROWS:
        raise too_long(name, longest)
    body = tree.find("body")
    rows = list(_rows(body if body is not None else tree))
    container = _container(rows)
    fields = _fields(tree)
    title = _title(tree, fields, rows)
    builder = Builder()
    for row in rows:
        inside = container is None or _is_within(row.owner, container)
        hint: Hint = row.hint if inside or row.weight else "outside"
        if row.cells:
            builder.grid(row.cells, "html", outside=not inside)
        else:
            builder.line(row.text, "title" if row.text == title else hint, row.level)
    return builder.laid(
        title=title or "", issuer=_named(fields, _SOURCE_FIELDS), published=_iso(_named(fields, _DATE_FIELDS))
    )


def unpacked(data: bytes) -> bytes:
    """The page in a file that a browser saved as one archive (MHTML); other bytes as they are."""
    if not is_saved_page(data):
        return data
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            return content
    return data


def _parse(name: str, text: str) -> html.HtmlElement:
    """The tree of a page, with no network and no huge trees."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        problem = Problem(name, "no HTML page", expected="a page with text", remedy="Save the page again, complete")
        raise SourceError(problem) from None


def _rows(body: html.HtmlElement) -> Iterator[_Row]:
    """The lines and data tables of a page in reading order."""
    pending = _Pending(body)
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "end":
            if tag in _BLOCKS:
                yield from pending.flush()
            pending.leave(element, tag)
            continue
        if tag in _SKIPPED:
            walker.skip_subtree()
            pending.enter(element, "", take=False)
            continue
        if tag in _BLOCKS:
            yield from pending.flush()
        grid = _grid(element) if tag == "table" else []
        if grid:
            yield from (_Row(element, _cell_text(caption), hint="caption") for caption in element.iter("caption"))
            yield _Row(element, cells=grid)
            walker.skip_subtree()
        pending.enter(element, tag, take=not grid)
    yield from pending.flush()


class _Pending:
    """The pieces of the line being read, and where in the tree it stands."""

    def __init__(self, body: html.HtmlElement) -> None:
        self._stack: list[tuple[html.HtmlElement, str]] = []
        self._pieces: list[str] = []
        self._owner = body
        self._linked = 0
        self._links = 0
        self._preformatted = 0

    def enter(self, element: html.HtmlElement, tag: str, *, take: bool) -> None:
        """An element begins; its own text is taken unless it is skipped."""
        self._stack.append((element, tag))
        self._links += tag == "a"
        self._preformatted += tag == "pre"
        if take:
            self._take(element.text)

    def leave(self, element: html.HtmlElement, tag: str) -> None:
        """An element ends; the text behind it belongs to the one around it."""
        self._stack.pop()
        self._links -= tag == "a"
        self._preformatted -= tag == "pre"
        if self._stack:
            self._take(element.tail)

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if not self._pieces:
            self._owner = next(
                (el for el, tag in reversed(self._stack) if tag in _BLOCKS and tag != "br"), self._stack[0][0]
            )
        if self._stack[-1][1] == "sup" and self._pieces:
            text = raised(self._pieces[-1].rstrip(), text.strip())
        if self._preformatted:
            text = text.replace("\r\n", "\n").replace("\n", "\x00")
        self._pieces.append(text)
        self._linked += len(text.strip()) if self._links else 0

    def flush(self) -> Iterator[_Row]:
        """The line read so far, without blanks that only wrap the page's source."""
        text = _BETWEEN_HAN.sub("", "".join(self._pieces))
        tag = next((tag for _, tag in reversed(self._stack) if tag in _BLOCKS and tag != "br"), "")
        hint: Hint = "heading" if tag in _HEADINGS else "item" if tag == "li" else ""
        for piece in text.split("\x00"):
            line = _SPACE.sub(" ", piece).strip(" ")
            if line.strip():
                yield _Row(self._owner, line, self._linked, hint, _HEADINGS.get(tag, 0))
        self._pieces.clear()
        self._linked = 0


def _grid(table: html.HtmlElement) -> list[GridCell]:
    """The cells of a table of data; empty for a table used for layout."""
    if table.find(".//table") is not None:
        return []
    rows = list(table.iter("tr"))
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (r, column) in taken:
                column += 1
            down, across = min(_span(cell, "rowspan"), len(rows) - r), _span(cell, "colspan")
            if len(taken) + down * across > _MOST_CELLS:
                return []
            taken.update((r + i, column + j) for i in range(down) for j in range(across))
            head = (cell.tag == "th" and (r == 0 or _in_head(row))) or _in_head(row)
            cells.append(GridCell(r, column, _cell_text(cell), down, across, head))
            column += across
    return _tidy(cells) if _is_data(cells) else []


def _in_head(row: html.HtmlElement) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "thead"


def _span(cell: html.HtmlElement, name: str) -> int:
    """A rowspan or colspan, at least 1 and at most 100."""
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), 100) if value.isascii() and value.isdigit() else 1


def _cell_text(cell: html.HtmlElement) -> str:
    """The text of a cell in one line; blanks that only wrap Chinese go."""
    for skipped in cell.iter("script", "style"):
        skipped.text = None
    for mark in cell.iter("sup"):
        before = mark.getprevious()
        lead = (before.tail if before is not None else mark.getparent().text) or ""
        mark.text = raised(lead.rstrip(), (mark.text or "").strip())
    text = _BETWEEN_HAN.sub("", "".join(_pieces(cell)))
    return _SPACE.sub(" ", text).strip(" \u3000\xa0")


def _pieces(cell: html.HtmlElement) -> Iterator[str]:
    """The text of a cell piece by piece, a blank between blocks: two figures one above the other stay two."""
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is not cell and element.tag in _BLOCKS:
            yield " "
        yield (element.text if event == "start" else "" if element is cell else element.tail) or ""


def _is_data(cells: Sequence[GridCell]) -> bool:
    """Whether the cells hold data: two rows and columns, short texts, figures among them."""
    filled = [cell.text for cell in cells if cell.text]
    if len(filled) < 4 or max(map(len, filled)) > _CELL:
        return False
    prose = sum(len(text) for text in filled if is_body(text))
    if prose > sum(map(len, filled)) / 2:
        return False
    wide = Counter(cell.row for cell in cells if cell.text)
    short = sum(len(text) <= _SHORT_CELL for text in filled)
    figures = sum(any(char.isdigit() for char in text) for text in filled)
    return sum(count >= 2 for count in wide.values()) >= 2 and short >= 0.8 * len(filled) and figures >= 2


def _tidy(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells without rows and columns that are empty throughout, numbered anew."""
    rows = _renumbered({cell.row + i for cell in cells if cell.text for i in range(cell.rows)})
    columns = _renumbered({cell.column + j for cell in cells if cell.text for j in range(cell.columns)})
    tidy: list[GridCell] = []
    for cell in cells:
        down = [rows[r] for r in range(cell.row, cell.row + cell.rows) if r in rows]
        across = [columns[c] for c in range(cell.column, cell.column + cell.columns) if c in columns]
        if down and across:
            tidy.append(GridCell(down[0], across[0], cell.text, len(down), len(across), cell.header))
    return tidy


def _renumbered(kept: set[int]) -> dict[int, int]:
    """New numbers for the rows or columns that are kept."""
    return {old: new for new, old in enumerate(sorted(kept))}


def _container(rows: Sequence[_Row]) -> html.HtmlElement | None:
    """The innermost element that holds nearly all sentences and tables of figures, None where there are none."""
    weights: Counter[html.HtmlElement] = Counter()
    for row in rows:
        if row.weight:
            element: html.HtmlElement | None = row.owner
            while element is not None:
                weights[element] += row.weight
                element = element.getparent()
    total = max(weights.values(), default=0)
    holders = [element for element, weight in weights.items() if weight >= _HOLDS * total]
    return max(holders, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _is_within(element: html.HtmlElement, container: html.HtmlElement) -> bool:
    return element is container or any(ancestor is container for ancestor in element.iterancestors())


def _fields(tree: html.HtmlElement) -> dict[str, str]:
    """The meta fields of the page, names in lower case."""
    return {
        (meta.get("name") or meta.get("property") or "").lower(): (meta.get("content") or "").strip()
        for meta in tree.iter("meta")
    }


def _named(fields: dict[str, str], names: Sequence[str]) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _iso(date: str) -> str:
    """The date in a meta field as ISO 8601, empty where there is none."""
    match = _DATE.search(date)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def _title(tree: html.HtmlElement, fields: dict[str, str], rows: Sequence[_Row]) -> str:
    """The title of the page as a line of it; site names behind it are cut off."""
    page = tree.findtext(".//title") or ""
    wanted = [text for text in (_named(fields, _TITLE_FIELDS), page) if text.strip()]
    wanted = [_SPACE.sub(" ", text).strip() for text in wanted]
    lines = [row for row in rows if row.text and 6 <= len(row.text) <= 120]
    for text in wanted:
        exact = [row.text for row in lines if row.text == text]
        within = [row.text for row in lines if row.text in text and len(row.text) >= 10 and row.linked < len(row.text)]
        if exact or within:
            return exact[0] if exact else max(within, key=len)
    heads = [row.text for row in lines if row.level == 1]
    named = [part for text in wanted for part in _SITE.split(text)[:1] if any_word("title_words").search(part)]
    return next(iter((*heads, *named)), "")
