"""The ledger: every numeral of the source and what became of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from briefing.model.document import Document
from briefing.model.extract import Fact, Fate, Numeral, Section
from briefing.quantity.guards import classify
from briefing.quantity.numerals import numeral_runs

_SECTION = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]+[章节部分篇]+|[（(]?[一二三四五六七八九十]{1,3}[、）)．.]|[（(]?\d{1,2}[、）)．.](?!\d)|[①-⑳])"
)
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d{2}(?::\d{2})?|\d{4}[-—–~至]\d{4}年|\d{4}年")


def build(document: Document, facts: Sequence[Fact], sections: Sequence[Section]) -> tuple[Numeral, ...]:
    """A row for each numeral run of the text: fact, boilerplate, section, date, idiom, name, or unread."""
    text = document.clean
    by_start = sorted((fact.start, fact.end, fact.id) for fact in facts)
    starts = [start for start, _, _ in by_start]
    dropped = [(line.start, line.end, line.reason) for line in document.dropped]
    nonfacts = [(item.start, item.end, item.fate, item.note) for item in classify(text)]
    heads = [(section.start, section.start + len(section.number) + 6) for section in sections if section.number]
    labels = [(found.start(), found.end()) for found in _openings(document)]
    dates = [found.span() for found in _DATE.finditer(text)]
    rows = []
    for start, end in numeral_runs(text):
        ids = _touching(by_start, starts, start, end)
        fate, note = _fate(start, end, dropped, nonfacts, [*heads, *labels], dates)
        if ids:
            fate, note = "fact", ""
        rows.append(
            Numeral(start=start, end=end, exact=document.text[start:end], fate=fate, fact=";".join(ids), note=note)
        )
    return tuple(rows)


def _openings(document: Document) -> list[re.Match[str]]:
    found = (
        _SECTION.match(document.clean, block.start, block.end) for block in document.blocks if block.kind != "table"
    )
    return [match for match in found if match]


def _touching(facts: list[tuple[int, int, str]], starts: list[int], start: int, end: int) -> list[str]:
    at = bisect_right(starts, end)
    ids: list[str] = []
    for first, last, name in facts[max(0, at - 12) : at]:
        if first < end and start < last and name not in ids:
            ids.append(name)
    return ids


def _fate(
    start: int,
    end: int,
    dropped: list[tuple[int, int, str]],
    nonfacts: Sequence[tuple[int, int, Fate, str]],
    labels: list[tuple[int, int]],
    dates: list[tuple[int, int]],
) -> tuple[Fate, str]:
    for first, last, reason in dropped:
        if first <= start < last:
            return "boilerplate", reason
    if any(first <= start and end <= last for first, last in labels):
        return "section", ""
    for first, last, fate, exact in nonfacts:
        if first < end and start < last:
            return fate, exact
    if any(first < end and start < last for first, last in dates):
        return "date", ""
    return "unread", ""
