"""The editor's workbook that came back: its rows, held against the hidden sheet with each sentence as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.errors import Problem, SourceError
from briefing.read.archive import open_archive, xml_member
from briefing.read.xlsx import sheets
from briefing.render.xlsx import SENTENCES
from briefing.review.returned import APPROVED, CORE, MODIFIED_BY, Place
from briefing.review.texts import folded, tidy

_HEAD = ("region", "period", "edition", "lang")


@dataclass(frozen=True)
class ReturnedSheet:
    """A workbook that came back; `printed` are the sentences by id, `rows` the texts of the sheet people see."""

    name: str
    region: str
    period: str
    edition: str
    lang: str
    editor: str
    printed: Mapping[str, str]
    rows: Sequence[Sequence[str]]
    tracked: int = 0
    by_row: bool = True

    def places(self, chinese: Mapping[str, str]) -> tuple[Place, ...]:  # noqa: ARG002  (rows are known by name alone)
        """What stands at each sentence now, in order."""
        named: dict[str, list[Sequence[str]]] = {}
        for row in self.rows:
            for text in {tidy(cell) for cell in row}.intersection(self.printed):
                named.setdefault(text, []).append(row)
        column = self._column(named)
        return tuple(_place(one, before, named.get(one, []), column) for one, before in self.printed.items())

    def _column(self, named: Mapping[str, Sequence[Sequence[str]]]) -> int:
        """Where the English stands: the column that holds the most of the sentences as printed."""
        found = Counter(
            place
            for one, rows in named.items()
            for row in rows
            for place, text in enumerate(row)
            if text and folded(text) == folded(self.printed[one])
        )
        if not found:
            raise SourceError(
                Problem(self.name, "no column of English", "the column as it was made", "Correct a new file")
            )
        return found.most_common(1)[0][0]


def _place(one: str, before: str, rows: Sequence[Sequence[str]], column: int) -> Place:
    if len(rows) != 1:
        why = "the same sentence twice in the file" if rows else "deleted: its row is not there"
        return Place(one, before, None, why)
    (row,) = rows
    beside = [text for place, text in enumerate(row) if place != column]
    approved = any(folded(text).lower() == APPROVED for text in beside)
    return Place(one, before, tidy(row[column]) if column < len(row) else "", approved=approved)


def read_sheet(name: str, data: bytes) -> ReturnedSheet:
    """Open a workbook within the limits of `briefing.read.archive`.

    Raises:
        SourceError: it is damaged, a bomb, or none of ours.
    """
    listed: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for title, found in sheets(name, data):
        texts = [row.cells for row in found]
        listed, rows = (texts, rows) if title == SENTENCES else (listed, [*rows, *texts])
    if not listed or len(listed[0]) < len(_HEAD):
        remedy = "Correct a workbook of out/ and save it as .xlsx; other programs may drop the hidden sheet"
        raise SourceError(
            Problem(name, "no list of its sentences in the file", "a workbook that briefing made", remedy)
        )
    with open_archive(name, data) as archive:
        core = xml_member(name, archive, CORE)
    editor = core.findtext(MODIFIED_BY, "") if core is not None else ""
    region, period, edition, lang = listed[0][: len(_HEAD)]
    printed = {row[0]: row[1] if len(row) > 1 else "" for row in listed[1:] if row and row[0]}
    return ReturnedSheet(name, region, period, edition, lang, editor, printed, rows)
