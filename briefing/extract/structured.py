"""Facts from a table of figures that a person wrote: the columns of facts.csv, named by `briefing.read`."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from briefing.extract.drafts import Draft
from briefing.extract.facts import make
from briefing.extract.scanner import Mention
from briefing.model.document import Cell, Document, Table
from briefing.model.extract import Fact, Measure, Region
from briefing.quantity.units import unit as unit_of

_RATE = re.compile(r"(?:率|比重|比例|占比|强度|指数)$")
_GIVEN = (
    "ref_area", "ref_area_code", "indicator_id", "bound", "role", "strength", "time_basis", "comparison", "rank_scope",
    "rank_of", "rank_band",
)  # fmt: skip


def facts_of(document: Document, region: Region) -> list[Fact]:
    """One fact a row of every table of figures in the document; rows of other regions are left out.

    What a row does not say is told from its unit: % is growth unless the indicator is a rate, 位 a rank.
    """
    return [
        fact
        for number, table in enumerate(document.tables, start=1)
        for fact in _table(document, table, number, region)
    ]


def _table(document: Document, table: Table, number: int, region: Region) -> list[Fact]:
    grid = {(cell.row, cell.column): cell for cell in table.cells}
    names = {grid[0, column].text: column for column in range(table.columns) if (0, column) in grid}
    if "indicator_zh" not in names or "value" not in names:
        return []
    result = []
    for row in range(1, table.rows):
        cells = {name: grid[row, column] for name, column in names.items() if (row, column) in grid}
        area = cells["ref_area"].text if "ref_area" in cells else ""
        if area and area not in (region.zh, region.id, region.en, region.code):
            continue
        result.append(_fact(document, region, cells, f"t{number}.r{row + 1}.c{names['value'] + 1}"))
    return result


def _fact(document: Document, region: Region, cells: dict[str, Cell], place: str) -> Fact:
    row = {name: cell.text for name, cell in cells.items()}
    value = cells["value"]
    mention = _mention(document, value, row.get("unit_zh", ""))
    draft = Draft(
        mention, row["indicator_zh"], _measure(row, mention), comparison=row.get("comparison", ""), rule="row"
    )
    start, end = min(cell.start for cell in cells.values()), max(cell.end for cell in cells.values())
    fact = make(
        document,
        region,
        draft,
        at=0,
        sentence=(start, end),
        section="",
        period=row.get("time_period", ""),
        role=row.get("role") or "actual",
        basis=row.get("time_basis") or ("cumulative" if "/" in row.get("time_period", "") else "flow"),
        strength=row.get("strength", ""),
        number=0,
        cell=place,
    )
    given = {name: row[name] for name in _GIVEN if row.get(name)}
    given["ref_area"] = region.zh
    return replace(fact, **given)  # type: ignore[arg-type]


def _mention(document: Document, cell: Cell, unit: str) -> Mention:
    known = unit_of(unit) if unit else None
    mult = known.mult if known else 0
    value = Decimal(cell.text) if cell.text else None
    return Mention(
        start=cell.start,
        end=cell.end,
        tail=cell.end,
        whole=cell.start,
        exact=document.text[cell.start : cell.end],
        value=value,
        base=None if value is None else value.scaleb(mult),
        unit_zh=unit,
        unit_mult=mult,
        unit_code=known.code if known else "",
        kind=known.kind if known else "number",
    )


def _measure(row: dict[str, str], mention: Mention) -> Measure:
    given = row.get("measure", "")
    if given in ("level", "count", "growth", "share", "ratio", "rank"):
        return given  # type: ignore[return-value]
    if mention.kind in ("percent", "points", "multiple"):
        return "ratio" if mention.kind == "percent" and _RATE.search(row["indicator_zh"]) else "growth"
    if row.get("unit_zh") == "位":
        return "rank"
    if mention.kind in ("number", "ratio", "rate") or "/" in mention.unit_zh:
        return "ratio"
    return "count" if mention.kind in ("count", "time", "age") else "level"
