"""Paragraphs to sentences: rule splitter with brackets and quotation marks kept whole, and the segments of a report."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from briefing.model.document import Block, Document
from briefing.model.extract import Section, Segment

SegmentKind = Literal["sentence", "heading", "title", "cell"]
_END = re.compile(r"[。！？!?]+[”’」』）)]*|\n+")
_BREAK = re.compile(r"[ \u3000]*\n[ \u3000]*")
_LATIN = re.compile(r"[A-Za-z]{2}")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "〔": "〕"}
_REACH = 160
"""Longest stretch taken for one bracket or quotation; a mark left open further than that is a slip of the source."""


LONGEST = 2_000
"""Characters of a sentence; a longer one is cut behind a clause, as patterns over endless text take endless time."""
_FIGURE = frozenset("0123456789.,%+-－·〇零一二两三四五六七八九十百千万亿兆半成倍元个")
_CLAUSE_END = re.compile(r"[；;，,、](?![0-9])|[ \u3000]")


def closed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Outermost bracketed and quoted spans of a text, `end` behind the closing mark; unclosed marks are ignored."""
    spans: list[tuple[int, int]] = []
    position = 0
    for found in re.finditer(r"[“‘「『《（(〔]", text):
        start = found.start()
        if start < position:
            continue
        end = _closing(text, start)
        if end:
            spans.append((start, end))
            position = end
    return tuple(spans)


def _closing(text: str, start: int) -> int:
    opening = text[start]
    closing, depth = _PAIRS[opening], 0
    twin = {"（": ")", "(": "）"}.get(opening, closing)
    for index in range(start, min(len(text), start + _REACH)):
        if text[index] == opening:
            depth += 1
        elif text[index] in (closing, twin):
            depth -= 1
            if depth == 0:
                return index + 1
        elif text[index] == "\n":
            return 0
    return 0


def split(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a paragraph, blanks trimmed, the closing mark kept; never inside brackets or quotes."""
    spans = closed_spans(text)
    starts = [start for start, _ in spans]
    begin = 0
    for found in _END.finditer(text):
        at = bisect_right(starts, found.start()) - 1
        if at >= 0 and found.start() < spans[at][1] and found.end() < spans[at][1]:
            continue
        yield from _within(text, begin, found.end())
        begin = found.end()
    yield from _within(text, begin, len(text))


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, in pieces of at most `LONGEST` characters; a figure is never cut, as its end would be another one."""
    for first, last in _trimmed(text, start, end):
        begin = first
        while last - begin > LONGEST:
            cuts = [found.end() for found in _CLAUSE_END.finditer(text, begin + 1, begin + LONGEST)]
            cut = cuts[-1] if cuts else _beside_figure(text, begin, begin + LONGEST)
            yield from _trimmed(text, begin, cut)
            begin = cut
        yield from _trimmed(text, begin, last)


def _beside_figure(text: str, begin: int, cut: int) -> int:
    """A place at or before `cut` where no figure is cut; behind it where all is one figure."""
    before = cut
    while before > begin and text[before - 1] in _FIGURE:
        before -= 1
    if before > begin:
        return before
    while cut < len(text) and text[cut] in _FIGURE:
        cut += 1
    return cut


def joined(clean: str, raw: str) -> tuple[str, tuple[int, ...]]:
    """A sentence without the breaks of line inside it, and where its characters stand in `clean`.

    A break between Latin letters stays a blank, so that two words do not become one; a figure cut in two is one again.
    """
    cuts = [found.span() for found in _BREAK.finditer(raw) if found.start() and found.end() < len(raw)]
    cut = {
        at for start, end in cuts for at in range(start + (_LATIN.match(raw[start - 1] + raw[end]) is not None), end)
    }
    places = tuple(at for at in range(len(clean)) if at not in cut)
    return "".join(clean[at] for at in places), places


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] in "\u3000\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u3000\ufeff"):
        end -= 1
    if end > start:
        yield start, end


def segments(document: Document, sections: Sequence[Section]) -> tuple[Segment, ...]:
    """All segments of a report in source order: titles, headings, sentences and the text cells of tables.

    The id is a hash of the text and its count among equal texts, so an edit elsewhere leaves it alone.
    """
    seen: Counter[str] = Counter()
    result: list[Segment] = []
    starts = [section.start for section in sections]
    for block in document.blocks:
        at = bisect_right(starts, block.start) - 1
        for start, end, kind in _pieces(document, block):
            place = bisect_right(starts, start) - 1
            section = sections[max(place, at)].id if max(place, at) >= 0 else ""
            zh = document.text[start:end]
            seen[zh] += 1
            digest = hashlib.sha256(f"{zh}\n{seen[zh]}".encode()).hexdigest()[:10]
            result.append(Segment(id=f"s-{digest}", section_id=section, start=start, end=end, zh=zh, kind=kind))
    return tuple(result)


def _pieces(document: Document, block: Block) -> Iterator[tuple[int, int, SegmentKind]]:
    if block.kind == "meta":
        return
    if block.kind == "table":
        if 0 <= block.table < len(document.tables):
            for cell in document.tables[block.table].cells:
                if re.search(r"[\u4e00-\u9fff]", cell.text) and cell.end > cell.start:
                    yield cell.start, cell.end, "cell"
        return
    if block.kind in ("title", "heading", "caption"):
        kind: SegmentKind = "title" if block.kind == "title" else "heading"
        for start, end in _trimmed(document.text, block.start, block.end):
            yield start, end, kind
        return
    for start, end in split(document.clean[block.start : block.end]):
        yield block.start + start, block.start + end, "sentence"
