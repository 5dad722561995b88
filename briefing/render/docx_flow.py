"""Running text of a DOCX: inlines as runs with bookmarks, links, footnotes and comments, and what has to be counted.

A `Flow` lives as long as one document is written. It hands out bookmark names and ids, and collects what other parts of
the file need: footnotes, comments, anchors.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from briefing.model.tree import (
    Briefing,
    Definitions,
    Inline,
    Inlines,
    Mark,
    Number,
    Source,
    Sources,
    TableBlock,
    Term,
    Text,
)
from briefing.render.chart_style import words
from briefing.render.typography import HAN, Piece, compose
from briefing.render.wordml import PARAGRAPH_ORDER, RUN_ORDER, el, name, ordered, val

_TONES = {"up": "ToneUp", "met": "ToneUp", "down": "ToneDown", "missed": "ToneDown", "muted": "Muted"}
_STYLES = {"strong": "Strong", "emphasis": "Emphasis"}
_AMBIGUOUS = re.compile("[“”‘’—…·×°]")
_UNSAFE = re.compile(r"\W", re.ASCII)
_LEAD = re.compile("(?:[a-z]+:?\u00a0)+")
_NAME_LENGTH = 40  # Word cuts longer bookmark names


@dataclass(frozen=True, slots=True)
class Anchor:
    """A bookmark and what it stands for: a block or a fact of the briefing, with the text as printed.

    Of the kind alt: the alternative text of a chart, without a bookmark.
    """

    bookmark: str
    kind: str
    id: str
    text: str


@dataclass
class Flow:
    """The state of one document being written."""

    briefing: Briefing
    notes: Mapping[str, str] = field(default_factory=dict)
    anchors: list[Anchor] = field(default_factory=list)
    footnotes: list[Source] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _ids: int = 0
    _marked: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index what marks and terms lead to."""
        blocks = self.briefing.blocks
        self.sources = {e.number: e for b in blocks if isinstance(b, Sources) for e in b.entries}
        self.terms = {e.zh for b in blocks if isinstance(b, Definitions) for e in b.entries}
        self.chinese = self.briefing.lang.startswith("zh")
        self.words = words(self.briefing.lang)
        self.counted = _in_order(self.briefing)
        self.marking = self.briefing.edition == "editor"  # the editor sees at a glance what is a figure and a term
        self.figure_style = "Figures" if self.marking else ""
        self.notes = {**cell_notes(self.briefing), **self.notes}

    # --- names and ids ------------------------------------------------------------------------------------------------

    def next_id(self) -> int:
        """A number not used before in this document (bookmarks and drawings share the count)."""
        self._ids += 1
        return self._ids

    def bookmark_name(self, prefix: str, key: str) -> str:
        """A name Word accepts (letter first, word characters, at most 40), not given out before."""
        base = f"{prefix}_{_UNSAFE.sub('_', key)}"
        if len(base) > _NAME_LENGTH - 4:
            base = f"{base[:24]}_{hashlib.sha256(key.encode()).hexdigest()[:8]}"
        found, count = base, 1
        while found in self._used:
            count += 1
            found = f"{base}_{count}"
        self._used.add(found)
        return found

    def anchored(self, prefix: str, kind: str, key: str, content: Sequence[Any], text: str) -> list[Any]:
        """`content` within a bookmark for `key`, listed among the anchors; with a comment where a note asks for one."""
        bookmark = self.bookmark_name(prefix, key)
        self.anchors.append(Anchor(bookmark, kind, key, text))
        return self.bookmarked(bookmark, self.commented(key, content))

    def bookmarked(self, bookmark: str, content: Sequence[Any]) -> list[Any]:
        """`content` between the start and the end of a bookmark."""
        number = self.next_id()
        start = el("w:bookmarkStart", {"w:id": number, "w:name": bookmark})
        return [start, *content, el("w:bookmarkEnd", {"w:id": number})]

    def commented(self, key: str, content: Sequence[Any]) -> list[Any]:
        """`content` with a comment for the editor if the notes have one for `key`."""
        if key not in self.notes:
            return list(content)
        number = len(self.comments)
        self.comments.append(self.notes[key])
        reference = el("w:r", None, ordered("w:rPr", RUN_ORDER, [val("w:rStyle", "CommentReference")]))
        reference.append(el("w:commentReference", {"w:id": number}))
        start, end = el("w:commentRangeStart", {"w:id": number}), el("w:commentRangeEnd", {"w:id": number})
        return [start, *content, end, reference]

    # --- text ---------------------------------------------------------------------------------------------------------

    def run(self, text: str, style: str = "", *, lang: str = "") -> Any:
        """One run; quotes and dashes of Chinese text ask for the East Asian face, which Word else sets in Latin."""
        chinese = (lang or self.briefing.lang).startswith("zh")
        hint = el("w:rFonts", {"w:hint": "eastAsia"}) if chinese and _AMBIGUOUS.search(text) else None
        properties = ordered("w:rPr", RUN_ORDER, [val("w:rStyle", style) if style else None, hint])
        return el("w:r", None, properties, el("w:t", {"xml:space": "preserve"}, text))

    def text(self, text: str, style: str = "") -> list[Any]:
        """A plain text, composed by the rules of the page's language."""
        return [self.run(self.composed((Text(text),))[0], style)] if text else []

    def composed(self, inlines: Inlines) -> list[str]:
        """The characters of each inline as the page prints them (quotes, full-width marks, no-break spaces)."""
        out: list[str] = []
        for lang, group in _by_language(inlines, self.briefing.lang):
            pieces = [Piece("" if isinstance(i, Mark) else i.text, isinstance(i, Number)) for i in group]
            out += ["".join(run.text for run in runs) for runs in compose(pieces, lang)]
        return out

    def inlines(self, inlines: Inlines, style: str = "") -> list[Any]:
        """The runs of a paragraph; `style` is the character style of what has none of its own."""
        out: list[Any] = []
        before: Inline | None = None
        for inline, text in zip(inlines, self.composed(inlines), strict=True):
            if isinstance(inline, Mark) and isinstance(before, Mark):
                out.append(self.run(",", "FootnoteReference"))  # else 1 and 2 read as 12
            out += self._inline(inline, text, style)
            before = inline
        return out

    def _inline(self, inline: Inline, text: str, style: str) -> list[Any]:
        if isinstance(inline, Mark):
            return self._mark(inline.number)
        if not text:
            return []
        if isinstance(inline, Number):
            run = self.run(held(text), style or self.figure_style)
            return self.anchored("f", "fact", inline.fact_id, [run], text) if inline.fact_id else [run]
        if isinstance(inline, Term):
            linked = inline.zh in self.terms
            run = self.run(text, "Term" if linked or self.marking else style)
            return [link(term_bookmark(inline.zh), run) if linked else run]
        return [self.run(text, _STYLES.get(inline.style, style), lang=inline.lang)]

    def _mark(self, number: int) -> list[Any]:
        """A source mark: a footnote at its first mention, a reference to that footnote later on.

        It leads to the sources section instead where Word's count of footnotes would differ from the numbers of the
        sources, and in a file with comments, since LibreOffice 7.4 then gives all footnotes the text of one of them.
        """
        source, run = self.sources.get(number), self.run(str(number), "FootnoteReference")
        if source is None:
            return [run]
        if self.notes or not self.counted:
            return [link(source_bookmark(number), run)]
        if number in self._marked:
            return field_runs(f"NOTEREF {self._marked[number]} \\f \\h", run)
        self._marked[number] = bookmark = self.bookmark_name("_RefSource", str(number))
        self.footnotes.append(source)
        properties = ordered("w:rPr", RUN_ORDER, [val("w:rStyle", "FootnoteReference")])
        reference = el("w:footnoteReference", {"w:id": len(self.footnotes)})
        return self.bookmarked(bookmark, [el("w:r", None, properties, reference)])

    def paragraph(self, style: str, content: Iterable[Any], *properties: Any) -> Any:
        """A paragraph of a style with further properties."""
        return el("w:p", None, ordered("w:pPr", PARAGRAPH_ORDER, [val("w:pStyle", style), *properties]), *content)


def cell_notes(briefing: Briefing) -> dict[str, str]:
    """What the cells of a briefing ask an editor to look at, by the id of the cell."""
    tables = (block for block in briefing.blocks if isinstance(block, TableBlock))
    return {cell.id: cell.remark for table in tables for row in table.rows for cell in row if cell.id and cell.remark}


def held(text: str) -> str:
    """A figure that stays on one line from its currency to its unit; the words of its bound before it may part from it."""
    lead = _LEAD.match(text)
    return lead[0].replace("\u00a0", " ") + text[lead.end() :] if lead else text


def tone_style(tone: str) -> str:
    """The character style of a tone; empty for none."""
    return _TONES.get(tone, "")


def link(bookmark: str, *runs: Any) -> Any:
    """Runs that lead to a bookmark of this document."""
    return el("w:hyperlink", {"w:anchor": bookmark, "w:history": 1}, *runs)


def field_runs(instruction: str, *cached: Any) -> list[Any]:
    """A field with the result it has now, so that it reads right before anyone updates it.

    The runs of the field itself take the character style of the result, which some programs give to what they update.
    """
    style = next((node.get(name("w:val")) for run in cached for node in run.iter(name("w:rStyle"))), None)

    def part(content: Any) -> Any:
        return el("w:r", None, el("w:rPr", None, val("w:rStyle", style)) if style else None, content)

    def mark(kind: str) -> Any:
        return part(el("w:fldChar", {"w:fldCharType": kind}))

    code = part(el("w:instrText", {"xml:space": "preserve"}, f" {instruction} "))
    return [mark("begin"), code, mark("separate"), *cached, mark("end")]


def source_bookmark(number: int) -> str:
    """The bookmark of an entry of the sources section."""
    return f"s_{number}"


def term_bookmark(zh: str) -> str:
    """The bookmark of an entry of the terms section: by digest, as names must be ASCII."""
    return f"t_{hashlib.sha256(zh.encode()).hexdigest()[:12]}"


def has_han(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return bool(HAN.search(text))


def plain_text(inlines: Inlines) -> str:
    """The text of inlines without source marks."""
    return "".join(inline.text for inline in inlines if not isinstance(inline, Mark))


def _by_language(inlines: Inlines, lang: str) -> list[tuple[str, list[Inline]]]:
    groups: list[tuple[str, list[Inline]]] = []
    for inline in inlines:
        own = (inline.lang if isinstance(inline, Text) else "") or lang
        if groups and groups[-1][0] == own:
            groups[-1][1].append(inline)
        else:
            groups.append((own, [inline]))
    return groups


def _marks(value: Any) -> Iterable[int]:
    if isinstance(value, Mark):
        yield value.number
    elif isinstance(value, tuple):
        for part in value:
            yield from _marks(part)
    else:
        for part in ("points", "inlines", "items", "columns", "rows", "source"):
            yield from _marks(getattr(value, part, ()))


def _in_order(briefing: Briefing) -> bool:
    """Whether the sources are numbered as they first occur, so that Word's count of footnotes gives the same numbers."""
    first = list(dict.fromkeys(number for block in briefing.blocks for number in _marks(block)))
    return first == list(range(1, len(first) + 1))
