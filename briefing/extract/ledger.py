"""The ledger: every numeral of the source and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from briefing.model.document import Document
from briefing.model.extract import Fact, Fate, Numeral, Section
from briefing.quantity.guards import classify
from briefing.quantity.numerals import numeral_runs

_SECTION = re.compile(
    r"\s*[#*]*\s*(?:第[一二三四五六七八九十百\d]+[章节部分篇]+|[（(]?[一二三四五六七八九十]{1,3}[、）)．.]"
    r"|[（(]?\d{1,2}[、）)．.](?!\d)|[①-⑳])"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?|\d{4}[-—–~至]\d{4}年|\d{4}年")
_VERSION = re.compile(r"(?<=[\u4e00-\u9fff”’])\d\.0(?!\d|%)|(?<!\d)20\d\d(?=[\u4e00-\u9fff](?!度|末|底))")
_WORDED = re.compile(
    r"[一二三四五六七八九十百千万亿两半首零]+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[一二三四五六七八九十百千万亿两半首零]+"
)

Span = tuple[int, int, Fate, str]


class _Spans:
    """Spans with a fate, looked up by place; earlier lists win over later ones."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.spans = sorted(spans)
        self.starts = [span[0] for span in self.spans]

    def at(self, start: int, end: int) -> Span | None:
        """A span that touches start..end."""
        place = bisect_right(self.starts, end - 1)
        for span in reversed(self.spans[max(0, place - 4) : place]):
            if span[1] > start:
                return span
        return None


def build(
    document: Document, facts: Sequence[Fact], sections: Sequence[Section], judged: Iterable[tuple[int, int, str]]
) -> tuple[Numeral, ...]:
    """A row for each numeral run of the text, in order.

    Args:
        document: The report.
        facts: Its facts.
        sections: Its section tree, for the numbers of headings.
        judged: Figures the extractor read and set aside, with their kind: durations, ages in names, counts in names.
    """
    text = document.clean
    figures = _Figures(facts)
    headings = [(block.start, block.end) for block in document.blocks if block.kind in ("heading", "title")]
    stated = {fact.exact for fact in facts}
    layers = [
        _Spans((line.start, line.end, "boilerplate", line.reason) for line in document.dropped),
        _Spans(_labels(document, sections)),
        _Spans(_nonfacts(document)),
        _Spans((*found.span(), "date", "") for found in _DATE.finditer(text)),
        _Spans(_set_aside(start, end, kind) for start, end, kind in judged),
        _Spans((*found.span(), "name", "version or year of a name") for found in _VERSION.finditer(text)),
        _Spans((*found.span(), "idiom", "") for found in _WORDED.finditer(text)),
        _Spans(_repeated(text, headings, stated)),
    ]
    rows = []
    for start, end in numeral_runs(text):
        exact = document.text[start:end]
        ids = figures.at(start, end)
        if ids:
            rows.append(Numeral(start=start, end=end, exact=exact, fate="fact", fact=";".join(ids)))
            continue
        span = next((hit for hit in (layer.at(start, end) for layer in layers) if hit), None)
        fate, note = (span[2], span[3]) if span else ("unread", "")
        rows.append(Numeral(start=start, end=end, exact=exact, fate=fate, note=note))
    return tuple(rows)


def _repeated(text: str, headings: Iterable[tuple[int, int]], stated: set[str]) -> Iterable[Span]:
    """Figures of a heading (各项存款增长8.6%) that the text states as a fact."""
    for start, end in headings:
        for first, last in numeral_runs(text[start:end]):
            if text[start + first : start + last] in stated:
                yield start + first, start + last, "section", "repeats a figure of the text"


def _nonfacts(document: Document) -> Iterable[Span]:
    """Names, dates and idioms, block by block so that the cost stays linear."""
    for block in document.blocks:
        for item in classify(document.clean[block.start : block.end]):
            yield block.start + item.start, block.start + item.end, item.fate, item.note


def _set_aside(start: int, end: int, kind: str) -> Span:
    fate: Fate = "date" if kind == "time" else "name"
    notes = {"time": "duration", "age": "age in a name", "ordinal": "ordinal", "rank": "ordinal"}
    return start, end, fate, notes.get(kind, "part of a name")


class _Figures:
    """Facts by place; several may share one mention."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        # 11.2/10万: the denominator belongs to the figure
        self.spans = sorted(
            (fact.start, fact.end + len(fact.unit_zh) * fact.unit_zh.startswith("/"), fact.id) for fact in facts
        )
        self.starts = [start for start, _, _ in self.spans]

    def at(self, start: int, end: int) -> list[str]:
        """Ids of the facts whose mention touches start..end."""
        place = bisect_right(self.starts, end - 1)
        near = self.spans[max(0, place - 16) : place]
        return list(dict.fromkeys(name for _, last, name in near if last > start))


def _labels(document: Document, sections: Sequence[Section]) -> Iterable[Span]:
    for section in sections:
        if section.number:
            yield section.start, section.start + len(section.number) + 6, "section", "heading"
    for block in document.blocks:
        found = _SECTION.match(document.clean, block.start, block.end) if block.kind != "table" else None
        if found:
            yield found.start(), found.end(), "section", ""
    for table in document.tables:
        numbered = {cell.column for cell in table.cells if cell.row == 0 and re.search(r"序号|编号", cell.text)}
        dated = {cell.column for cell in table.cells if cell.row == 0 and cell.text == "time_period"}
        for cell in table.cells:
            if cell.column in numbered and cell.end > cell.start:
                yield cell.start, cell.end, "section", "row number"
            elif table.recovered == "csv" and cell.row and cell.end > cell.start:
                yield cell.start, cell.end, "date" if cell.column in dated else "name", "cell"
