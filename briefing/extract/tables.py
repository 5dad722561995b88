"""Facts from tables: what the heads say of unit, year, role and measure, and one fact or more a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.extract.columns import RATIO, UNIT, Column, classes_in, places_in, read_columns, unit_in
from briefing.extract.drafts import Draft
from briefing.extract.indicators import indicator_id
from briefing.extract.lexicon import words
from briefing.extract.nouns import head_of, with_tail
from briefing.extract.scanner import Mention, scan
from briefing.extract.subject import read_left
from briefing.model.document import Cell, Table
from briefing.model.extract import Bound, Measure
from briefing.quantity.dates import find_periods
from briefing.quantity.units import unit as unit_of

_NUMBER = re.compile(
    r"^\s*(?P<open>[〔\[])?\s*(?P<sign>[<>≤≥＜＞])?\s*(?P<number>[-+−－]?\s*(?:\d{1,3}(?:[ \u00a0\u2009\u3000]\d{3})+|\d[\d,，]*)(?:\.\d+)?)\s*(?P<unit>[%％‰]?)\s*"
    r"(?P<tail>以上|以下|以内|左右)?\s*[〕\]]?\s*$"
)
_BOUNDS: dict[str, Bound] = {
    "<": "lt", "＜": "lt", "≤": "le", ">": "gt", "＞": "gt", "≥": "ge", "以上": "ge", "以下": "le", "以内": "le",
    "左右": "approx",
}  # fmt: skip
_LABEL = re.compile(r"指标|名称|项目|类别|产品|行业|地区|分类|内容|单位名称")
_WHOLE = ("合计", "总计", "全市", "全区", "全县", "全省", "全国")
_MEASURED = re.compile(r"(?:数|量|额|率|值|面积|收入|支出|费用?|价格?|指数|规模|余额|投资|产值|贷款|存款|比重)$")
_INDENT = re.compile(r"^(?:[#＃*\s　:：]|其中|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])+")


_SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])[ \u00a0\u3000]+(?=[\u4e00-\u9fff])")  # 总　计
_WHEN = re.compile(
    r"(?:20\d\d年)?(?:\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份|末)?|前?[一二三四]个?季度|[上下]半年|20\d\d年)|累计$"
)
_POINT = re.compile(r"[\s　]*[一二三四五六七八九十]+、")
_TOTAL = re.compile(r"(?:消费品零售|零售)?总[额值量]$")
_AMOUNT = re.compile(r"(?:[资税费款债]|利润|资产|消费)$")
_KIND = re.compile(r"(?:城镇|农村|乡村|城市)(?:常住)?居民")
_UNITLESS = re.compile(r"指数|比|系数|率|倍|得分|分值|PMI")
_INDEX_LEAST = 50  # an index with 100 as its base; a change of one is smaller
_PART = re.compile(r"[\s　]*(?:[#＃*]|其中)")


@dataclass(slots=True)
class _Above:
    """The last row that says what it measures; those below it with 其中, and their likes, are its parts."""

    name: str = ""
    unit: str = ""
    parts: bool = False
    unsure: bool = False

    def named(self, name: str, unit: str, *, part: bool, numbered: bool) -> str:
        """The name of a row with the measure noun of the row it is a part of (其中：住宅 → 住宅投资)."""
        self.unsure = False
        if re.search(r"生产总值(?:[（(].*)?$", self.name) and name.endswith(("产业", "业")):
            return name + "增加值"
        whole = re.sub(r"^(?:全[市区县省州国]|年末)", "", UNIT.sub("", self.name).strip())
        total = _TOTAL.search(whole)
        head = head_of(whole) or (total.group() if total else "")
        measured = bool(unit_in(name) or head_of(name) or _MEASURED.search(name))
        self.parts = part or (self.parts and unit == self.unit and bool(head) and not measured)
        if not self.parts and (measured or not numbered):
            self.name, self.unit = name, unit
        if not self.parts or measured or not self.name:
            return name
        if unit != self.unit or not head:
            self.unsure = True
            return name
        if _KIND.fullmatch(name):
            return name + whole.removeprefix("全体").removeprefix("居民")
        return name + whole if name in words("parts") else with_tail(name, head)


@dataclass(frozen=True, slots=True)
class CellDraft:
    """A draft from a cell; offsets of the draft count from `at`."""

    draft: Draft
    cell: Cell
    at: int
    role: str
    period: str


def drafts(
    table: Table, clean: str, report_year: int = 0, *, planned: bool = False, region: str = ""
) -> list[CellDraft]:
    """The drafts of a table; one whose heads cannot be told gives none.

    Args:
        table: The table as read.
        clean: The clean text of the document.
        report_year: The year months in heads lie in.
        planned: The table stands in a plan.
        region: The name of the report's region: rows about other places are background.
    """
    if table.recovered in ("unread", "csv") or table.rows < 2:
        return []
    grid = {(cell.row, cell.column): cell for cell in table.cells}
    heads = _head_rows(table, grid)
    label = _label_column(table, grid, heads)
    dated = _dated_column(table, grid, heads)
    if label < 0 and dated < 0:
        return []
    columns = read_columns(table.columns, grid, heads, table.title, report_year, planned=planned)
    if 0 <= dated < label or label < 0:
        return _by_period(grid, columns, range(heads, table.rows), dated, clean, report_year)
    units = next((column.index for column in columns if re.search(r"^(?:计量)?单位$", column.text)), -1)
    about = _Rows(
        _subject(table.title),
        region if places_in(columns, label) else None,
        classes=classes_in(columns, label),
    )
    result: list[CellDraft] = []
    above = _Above()
    for row in range(heads, table.rows):
        written = grid[row, label].text.strip() if (row, label) in grid else ""
        name = _SPREAD.sub("", _INDENT.sub("", written))
        if not name or _NUMBER.match(name):
            continue
        row_unit = grid[row, units].text.strip() if (row, units) in grid and units >= 0 else ""
        name = above.named(
            name,
            row_unit,
            part=_PART.match(written) is not None or _KIND.fullmatch(name) is not None,
            numbered=_POINT.match(written) is not None,
        )
        row_unit = row_unit or ("" if unit_in(name) or unit_in(table.title) else unit_in(above.name))
        for column in columns:
            cell = grid.get((row, column.index))
            if cell is None or column.index in (label, units) or re.search(r"序号|编号|排序", column.text):
                continue
            found = _cell(cell, clean, name, row_unit, column, about)
            for item in found if above.unsure else ():
                # 其中：限额以上 of a row that says nothing of its measure
                bare = item.draft.indicator.removesuffix("占比") == name
                item.draft.confidence = "low" if bare else item.draft.confidence
            result += found
    return result


def _dated_column(table: Table, grid: dict[tuple[int, int], Cell], heads: int) -> int:
    """The column whose cells are the years or months the rows are about, -1 where there is none."""
    for column in range(table.columns):
        head = "".join(grid[row, column].text for row in range(heads) if (row, column) in grid)
        if re.fullmatch(r"\s*(?:年\s*份|年\s*度|月\s*份|时\s*间|时\s*期)\s*", head):
            return column
    return -1


def _by_period(
    grid: dict[tuple[int, int], Cell], columns: list[Column], rows: range, dated: int, clean: str, year: int
) -> list[CellDraft]:
    """The drafts of a table whose rows are years or months: each column is an indicator."""
    result: list[CellDraft] = []
    for row in rows:
        written = grid[row, dated].text.strip() if (row, dated) in grid else ""
        written += "年" if re.fullmatch(r"(?:19|20)\d\d", written) else ""
        named = find_periods(written, default_year=year or None)
        if not named or not named[0].period or named[0].end < len(written):
            continue
        for column in columns:
            cell = grid.get((row, column.index))
            if cell is None or column.index == dated or not column.noun:
                continue
            found = _cell(cell, clean, column.noun, "", column, _Rows("", None))
            result += [replace(item, period=named[0].period) for item in found]
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


def _cell(cell: Cell, clean: str, name: str, row_unit: str, column: Column, about: _Rows) -> list[CellDraft]:
    if cell.end <= cell.start:
        return []
    text = clean[cell.start : cell.end]
    bare = _NUMBER.match(text)
    if bare:
        mention = _bare(bare, column, row_unit, name)
        found = _wrap(mention, "", cell, name, column, about)
        if bare.group("open"):
            found.draft.flags, found.draft.confidence = [*found.draft.flags, "cumulative over the plan"], "low"
        return [found]
    result = []
    position = 0
    for mention in scan(text):
        result.append(_wrap(mention, text[position : mention.whole], cell, name, column, about))
        position = mention.tail
    return result


def _bare(found: re.Match[str], column: Column, row_unit: str, name: str) -> Mention:
    """A cell that is nothing but a figure: its unit stands in the head, the row or the title."""
    unit = found.group("unit").replace("％", "%") or (
        column.unit if column.growth or column.own_unit else row_unit or unit_in(name) or column.unit
    )
    unit = "位" if column.rank else unit
    written = re.sub(r"[\s,，+]", "", found.group("number")).replace("−", "-").replace("－", "-")
    known = unit_of(unit) if unit else None
    value = Decimal(written)
    mult = known.mult if known else 0
    start = found.start("number")
    kind = "rank" if column.rank else known.kind if known else "number"
    return Mention(
        start,
        found.end("number"),
        found.end(),
        start,
        found.group("number"),
        value,
        value.scaleb(mult),
        unit,
        mult,
        known.code if known else "",
        kind,
        bound=_BOUNDS.get(found.group("sign") or found.group("tail") or "", "eq"),
        band="place" if column.rank else "",
    )


def _wrap(mention: Mention, before: str, cell: Cell, name: str, column: Column, about: _Rows) -> CellDraft:
    plain = re.sub(r"[（(]\s*(?:单位[:：])?[^（）()]{1,8}[）)]$", "", name) if unit_in(name) else name
    falls = mention.kind == "percent" and re.search(r"(?:降低|下降|减少)$", plain)
    plain = re.sub(r"(?:增长|增速|降低|下降|减少)$", "", plain) if mention.kind == "percent" else plain
    full = about.placed(name, column) if about.each else _named(plain, column, about.subject)
    left = read_left(before) if before else None
    measure = "growth" if falls else _measure(mention, name, column)
    draft = Draft(mention, full, measure, rule="table", left=before, comparison=_against(column, measure))
    draft.indicator = column.part + full if measure == "growth" else full
    draft.strength = list(left.strength) if left else []
    if full != plain and not about.each:
        draft.flags, draft.confidence = ["subject from the table's title"], "medium"
    _of_column(draft, full, column)
    unsaid = draft.measure in ("level", "growth") and mention.kind in ("money", "percent")
    unitless = mention.kind == "number" and not mention.unit_zh and not _UNITLESS.search(full)
    if unitless or (unsaid and not _says_what(draft.indicator)):
        draft.confidence = "low"
    if mention.special == "pegged":
        draft.measure, draft.rule = "growth", "table.pegged"
    if mention.kind == "rank":
        draft.rank_of, draft.band = "增速" if re.search(r"增[速幅长]", column.text) else "", "place"
    if falls or (left and left.sign < 0):
        draft.sign = -1
    return CellDraft(draft, cell, cell.start, column.role or about.role(name), column.year)


def _against(column: Column, measure: Measure) -> str:
    """What a change compares with, as the head of its column says."""
    if column.index_of:
        return f"比{column.index_of}"
    if measure == "growth" and column.monthly:
        return "环比"
    return "年均" if column.average else ""


def _of_column(draft: Draft, full: str, column: Column) -> None:
    """What a column gives of its rows: a rate (完成率), a share (占GDP比重), how much they add (拉动)."""
    if column.rate and draft.measure in ("growth", "ratio", "share"):
        draft.indicator, draft.measure = full.removesuffix(column.rate) + column.rate, "ratio"
    elif draft.measure == "share" and not RATIO.search(full):
        written = UNIT.sub("", column.text).strip()
        draft.indicator = full + (written if written.startswith("占") and len(written) > len("占比重") else "占比")
    elif column.pulls:
        draft.indicator, draft.measure = full + "拉动", "share"


def _says_what(name: str) -> bool:
    """Whether a name says what is measured; money or a growth of 城镇居民 alone says nothing."""
    name = re.sub(r"[（(][^（）()]*[）)]$", "", name)
    return bool(
        head_of(name)
        or _MEASURED.search(name)
        or _TOTAL.search(name)
        or _AMOUNT.search(name)
        or RATIO.search(name)
        or indicator_id(name)
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """What the rows of a table are about: the subject of its title, or places (`region` is then the report's own)."""

    subject: str
    region: str | None
    classes: bool = False

    @property
    def each(self) -> bool:
        """Whether each row is a place or a class, and the columns say what is measured of it."""
        return self.region is not None or self.classes

    def own(self, name: str) -> bool:
        """Whether a row is about the report's own region."""
        region = self.region or ""
        return (
            name in _WHOLE or region.endswith(name) or (len(name) > 1 and re.sub("[省市县区州]$", "", region) == name)
        )

    def placed(self, name: str, column: Column) -> str:
        """The noun of the column, with the place where it is another one."""
        return (column.noun or self.subject) if self.own(name) else name + (column.noun or self.subject)

    def role(self, name: str) -> str:
        """Figures of other places are background."""
        return "" if self.region is None or self.own(name) else "background"


def _named(name: str, column: Column, subject: str) -> str:
    """A row name with the measure noun of its column or of the title (粮食 under 产量 → 粮食产量)."""
    own = _WHEN.sub("", column.noun if column.growth else UNIT.sub("", column.text)).strip()
    head = head_of(own) if head_of(own) == own else ""
    if name in _WHOLE[:-1]:
        return subject or head or name
    listed = head_of(subject)
    noun = listed if column.share or listed.endswith(head) else head
    if head_of(name) or not noun or _MEASURED.search(name) or set(noun) & set(name[-3:]):
        return name
    return name + noun


def _subject(title: str) -> str:
    """What a title says its rows are: 2025年分行业固定资产投资完成情况 → 固定资产投资, 主要农产品产量 → 产量."""
    plain = UNIT.sub("", re.sub(r"^表\s*\d*\s*[:：]?|\s", "", title))
    plain = re.sub(
        r"(?:及其?|和)(?:增速|增长速度|增长情况|构成|比重|结构)|(?:主要)?(?:完成)?情况表?$|一览表?$|统计表?$|(?:增长速度|增速|增长)$",
        "",
        plain,
    )
    plain = re.sub(r"^.*?(?:20\d\d年(?:末|底)?|年末)", "", plain)
    plain = re.sub(r"^(?:\d{1,2}(?:[-—–~至]\d{1,2})?月份?|前?[一二三四]个?季度|[上下]半年)", "", plain)
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
        if re.search(r"指数|[=＝]100", name) and abs(mention.value or Decimal(0)) > _INDEX_LEAST:
            return "ratio"
        if column.share:
            return "share"
        lasting = column.average and mention.bound in ("lt", "le", "gt", "ge") and "劳动生产率" not in name
        rate = RATIO.search(name) and (not column.growth or (column.role and not column.average) or lasting)
        return "ratio" if rate else "growth"
    if mention.kind in ("number", "ratio", "rate"):
        return "ratio"
    if mention.kind == "rank":
        return "rank"
    return "count" if mention.kind in ("count", "number", "time") else "level"
