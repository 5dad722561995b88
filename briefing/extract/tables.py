"""Facts from tables: what the heads say of unit, year, role and measure, and one fact or more a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.extract.drafts import Draft
from briefing.extract.nouns import head_of
from briefing.extract.scanner import Mention, scan
from briefing.extract.subject import read_left
from briefing.model.document import Cell, Table
from briefing.model.extract import Measure
from briefing.quantity.dates import find_periods
from briefing.quantity.units import unit as unit_of

_NUMBER = re.compile(r"^\s*([-+−－]?\s*\d[\d,，]*(?:\.\d+)?)\s*([%％‰]?)\s*$")
_LABEL = re.compile(r"指标|名称|项目|类别|产品|行业|地区|分类|内容|单位名称")
_GROWTH = re.compile(r"增长|增速|增幅|涨幅|同比|环比|比上年|比去年|±%|增减")
_TARGET = re.compile(r"目标|计划|预期|预计|建议")
_ACTUAL = re.compile(r"实际|完成|执行")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,8}?)\s*[）)]|单位[:：]\s*(\S{1,8})")
_DATED = ("months", "month", "quarter", "half")
_RATIO = re.compile(r"率|[损长]面|比重|比例|占比|强度|结构|构成")
_MEASURED = re.compile(r"(?:数|量|额|率|值|面积|收入|支出|费用?|价格?|指数|规模|余额|投资|产值|贷款|存款|比重)$")
_INDENT = re.compile(r"^(?:[#＃*\s　:：]|其中|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column head says."""

    index: int
    text: str
    unit: str = ""
    growth: bool = False
    share: bool = False
    role: str = ""
    year: str = ""


@dataclass(frozen=True, slots=True)
class CellDraft:
    """A draft from a cell; offsets of the draft count from `at`."""

    draft: Draft
    cell: Cell
    at: int
    role: str
    period: str


def drafts(table: Table, clean: str, report_year: int = 0) -> list[CellDraft]:
    """The drafts of a table; one whose heads cannot be told gives none. Months in heads lie in `report_year`."""
    if table.recovered in ("unread", "csv") or table.rows < 2:
        return []
    grid = {(cell.row, cell.column): cell for cell in table.cells}
    heads = _head_rows(table, grid)
    label = _label_column(table, grid, heads)
    if label < 0:
        return []
    shared = _unit(table.title)
    subject = _subject(table.title)
    year = _YEAR.search(table.title)
    columns = [_column(index, grid, heads, shared, year.group(1) if year else "") for index in range(table.columns)]
    columns = _dated(columns, int(year.group(1)) if year else report_year)
    units = next((column.index for column in columns if re.search(r"^(?:计量)?单位$", column.text)), -1)
    result: list[CellDraft] = []
    above = ""
    for row in range(heads, table.rows):
        name = _INDENT.sub("", grid[row, label].text.strip()) if (row, label) in grid else ""
        if not name or _NUMBER.match(name):
            continue
        if _unit(name) or head_of(name):
            above = name
        elif re.search(r"生产总值(?:[（(].*)?$", above) and name.endswith(("产业", "业")):
            name += "增加值"
        row_unit = grid[row, units].text.strip() if (row, units) in grid and units >= 0 else ""
        row_unit = row_unit or ("" if _unit(name) or shared else _unit(above))
        for column in columns:
            cell = grid.get((row, column.index))
            if cell is None or column.index in (label, units) or re.search(r"序号|编号|排序", column.text):
                continue
            result += _cell(cell, clean, name, row_unit, column, subject)
    return result


def _head_rows(table: Table, grid: dict[tuple[int, int], Cell]) -> int:
    count = 0
    for row in range(min(4, table.rows)):
        cells = [grid[row, column].text for column in range(table.columns) if (row, column) in grid]
        figures = sum(bool(_NUMBER.match(text)) and not re.fullmatch(r"\s*20\d\d\s*", text) for text in cells)
        if figures or (count and not any(grid[row, c].header for c in range(table.columns) if (row, c) in grid)):
            break
        if row and any(scan(text) for text in cells):
            break
        count += 1
    return max(count, 1)


def _label_column(table: Table, grid: dict[tuple[int, int], Cell], heads: int) -> int:
    for column in range(table.columns):
        head = "".join(grid[row, column].text for row in range(heads) if (row, column) in grid)
        if _LABEL.search(head) and not re.search(r"序号|单位$", head):
            return column
    for column in range(table.columns):
        texts = [grid[row, column].text for row in range(heads, table.rows) if (row, column) in grid]
        wordy = sum(bool(re.search(r"[\u4e00-\u9fff]{2}", text)) and not scan(text) for text in texts)
        if texts and wordy >= len(texts) * 0.7:
            return column
    return -1


def _unit(text: str) -> str:
    for found in _UNIT.finditer(text):
        name = (found.group(1) or found.group(2)).replace("％", "%")
        if unit_of(name):
            return name
    return ""


def _column(index: int, grid: dict[tuple[int, int], Cell], heads: int, shared: str, year: str) -> Column:
    text = "".join(dict.fromkeys(grid[row, index].text.strip() for row in range(heads) if (row, index) in grid))
    named = _YEAR.search(text)
    growth = bool(_GROWTH.search(text))
    role = "target" if _TARGET.search(text) and not _ACTUAL.search(text) else "actual" if _ACTUAL.search(text) else ""
    unit = _unit(text) or ("%" if growth else shared)
    return Column(index, text, unit, growth, bool(_RATIO.search(text)), role, named.group(1) if named else year)


def _dated(columns: list[Column], year: int) -> list[Column]:
    """Give a column the period its head names (9月, 1-9月累计); 累计增长 goes with the cumulative column before."""
    result: list[Column] = []
    running = ""
    for column in columns:
        found = [
            one for one in find_periods(column.text, default_year=year or None) if one.kind in _DATED and one.period
        ]
        period = found[0].period if found else running if "累计" in column.text else column.year
        running = period if "/" in period else running
        result.append(replace(column, year=period))
    return result


def _cell(cell: Cell, clean: str, name: str, row_unit: str, column: Column, subject: str) -> list[CellDraft]:
    if cell.end <= cell.start:
        return []
    text = clean[cell.start : cell.end]
    bare = _NUMBER.match(text)
    if bare:
        mention = _bare(bare, text, column, row_unit, name)
        return [_wrap(mention, "", cell, name, column, subject)] if mention else []
    result = []
    position = 0
    for mention in scan(text):
        result.append(_wrap(mention, text[position : mention.whole], cell, name, column, subject))
        position = mention.tail
    return result


def _bare(found: re.Match[str], text: str, column: Column, row_unit: str, name: str) -> Mention | None:
    unit = found.group(2).replace("％", "%") or (
        column.unit if column.growth else row_unit or _unit(name) or column.unit
    )
    written = re.sub(r"[\s,，+]", "", found.group(1)).replace("−", "-").replace("－", "-")
    known = unit_of(unit) if unit else None
    value = Decimal(written)
    mult = known.mult if known else 0
    start = found.start(1)
    kind = known.kind if known else "number"
    return Mention(
        start,
        found.end(1),
        found.end(),
        start,
        text[start : found.end(1)],
        value,
        value.scaleb(mult),
        unit,
        mult,
        known.code if known else "",
        kind,
    )


def _wrap(mention: Mention, before: str, cell: Cell, name: str, column: Column, subject: str) -> CellDraft:
    plain = re.sub(r"[（(]\s*(?:单位[:：])?[^（）()]{1,8}[）)]$", "", name) if _unit(name) else name
    plain = re.sub(r"(?:增长|增速)$", "", plain) if mention.kind == "percent" else plain
    full = _named(plain, column, subject)
    left = read_left(before) if before else None
    draft = Draft(mention, full, _measure(mention, name, column), rule="table", left=before)
    draft.strength = list(left.strength) if left else []
    if full != plain:
        draft.flags, draft.confidence = ["subject from the table's title"], "medium"
    if draft.measure == "share" and not _RATIO.search(full):
        draft.indicator = full + "占比"
    if mention.special == "pegged":
        draft.measure, draft.rule = "growth", "table.pegged"
    if left and left.sign < 0:
        draft.sign = -1
    return CellDraft(draft, cell, cell.start, column.role, column.year)


def _named(name: str, column: Column, subject: str) -> str:
    """A row name with the measure noun of its column or of the title (粮食 under 产量 → 粮食产量)."""
    own = _UNIT.sub("", column.text).strip()
    head = head_of(own) if head_of(own) == own else ""
    if name in ("合计", "总计", "全市", "全区", "全县", "全省"):
        return subject or head or name
    listed = head_of(subject)
    noun = listed if column.share or listed.endswith(head) else head
    if head_of(name) or not noun or _MEASURED.search(name) or set(noun) & set(name[-3:]):
        return name
    return name + noun


def _subject(title: str) -> str:
    """What a title says its rows are: 2025年分行业固定资产投资完成情况 → 固定资产投资, 主要农产品产量 → 产量."""
    plain = _UNIT.sub("", re.sub(r"^表\s*\d*\s*[:：]?|\s", "", title))
    plain = re.sub(
        r"(?:及其?|和)(?:增速|增长速度|增长情况|构成|比重|结构)|(?:主要)?(?:完成)?情况表?$|一览表?$|统计表?$", "", plain
    )
    plain = re.sub(r"^.*?(?:20\d\d年(?:末|底)?|年末)", "", plain)
    noun = re.sub(
        r"^(?:(?:全[市区县省国]|.{2,6}[市县区])(?=.{3})|主要|(?:分|按)[^，]{1,4}?(?=[固社规居地一]))+", "", plain
    )
    if noun.endswith("生产总值"):
        return "增加值"
    head = head_of(noun)
    if not head:
        return ""
    return noun if len(noun) <= 10 and not re.search(r"产品|指标", noun) else head


def _measure(mention: Mention, name: str, column: Column) -> Measure:
    if mention.kind in ("percent", "points", "multiple"):
        if column.share:
            return "share"
        rate = _RATIO.search(name) and (not column.growth or column.role)
        return "ratio" if rate else "growth"
    if mention.kind in ("number", "ratio", "rate"):
        return "ratio"
    if mention.kind == "rank":
        return "rank"
    return "count" if mention.kind in ("count", "number", "time") else "level"
