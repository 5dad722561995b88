"""The passages of the report that source marks lead to: a paragraph, a list of targets, a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefing.model.document import Table
from briefing.model.extract import Extract, Fact, Segment

_LINE = ("——", "--", "—")
_GAP = "……"
_CODE = re.compile("[a-z_]+")  # a word of a figures file that is for programs: growth, yoy


def row_of(fact: Fact) -> str:
    """The id of the table row a fact stands in (t1.r3), or nothing."""
    return fact.table_cell.rpartition(".")[0]


def rows_said(extract: Extract) -> tuple[Segment, ...]:
    """The rows of tables as segments, in order."""
    found: dict[str, Segment] = {}
    for fact in extract.facts:
        row = row_of(fact)
        if row:
            start = extract.text.rfind("\n", 0, fact.start) + 1
            end = extract.text.find("\n", fact.end)
            found.setdefault(
                row, Segment(row, fact.section_id, start, len(extract.text) if end < 0 else end, "", "cell")
            )
    return tuple(found.values())


class Passages:
    """Finds the passage of a segment and words what was cited of it.

    Sentences of one paragraph share a passage, so do the lines of one list and the cells of one table.
    """

    def __init__(self, extract: Extract) -> None:
        self.extract = extract
        self.segments = {segment.id: segment for segment in extract.segments}
        self.tables = {f"t{i}": table for i, table in enumerate(extract.tables, 1)}
        self.segments.update({row.id: row for row in rows_said(extract)})

    def of(self, segment_id: str) -> str:
        """The key of the passage a segment stands in."""
        segment = self.segments[segment_id]
        for key, table in self.tables.items():
            if table.start <= segment.start < table.end:
                return key
        start = self._paragraph(segment)
        if segment.zh.lstrip().startswith(_LINE):
            while (above := self._line_above(start)) is not None and self.extract.text[above:start].strip().startswith(
                _LINE
            ):
                start = above
        return str(start)

    def behind(self, fact: Fact) -> tuple[str, ...]:
        """The segment a fact stands in; a row of its table where it stands in none."""
        inside = next((s.id for s in self.extract.segments if s.start <= fact.start < s.end), "")
        row = row_of(fact)
        return (inside,) if inside else (row,) if row in self.segments else ()

    def section(self, cited: Sequence[str]) -> str:
        """The section of the first of some segments."""
        return min((self.segments[s] for s in cited), key=lambda s: s.start).section_id

    def text(self, cited: Sequence[str]) -> str:
        """What was cited, in order; left-out sentences in between are marked."""
        key = self.of(cited[0])
        if key in self.tables:
            return _table_text(self.tables[key])
        chosen = sorted((self.segments[s] for s in cited), key=lambda s: s.start)
        parts = [chosen[0].zh.strip()]
        for before, after in pairwise(chosen):
            between = self.extract.text[before.end : after.start].strip()
            parts.append((_GAP if between else "") + after.zh.strip())
        return "".join(parts)

    def _paragraph(self, segment: Segment) -> int:
        return self.extract.text.rfind("\n", 0, segment.start) + 1

    def _line_above(self, start: int) -> int | None:
        """Where the nearest line with text above an offset starts."""
        end = start
        while end > 0:
            begin = self.extract.text.rfind("\n", 0, end - 1) + 1
            if self.extract.text[begin:end].strip():
                return begin
            end = begin
        return None


def _table_text(table: Table) -> str:
    """The title and the rows, cells and rows set apart by marks."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append("".join(cell.text.split()))
    lines = [
        "，".join(cell for cell in cells if cell and not _CODE.fullmatch(cell))
        for _, cells in sorted(rows.items())
        if not "".join(cells).isascii()
    ]
    title = table.title.strip()
    return (f"{title}：" if title else "") + "；".join(filter(None, lines)) + "。"
