"""What the heads of a table say of its columns: unit, measure, role, period, and the noun they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.extract.indicators import indicator_id
from briefing.extract.nouns import head_of
from briefing.model.document import Cell
from briefing.quantity.dates import find_periods
from briefing.quantity.units import unit as unit_of

UNIT = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,12}?)\s*[）)]|单位[:：]\s*(\S{1,12})")
RATIO = re.compile(r"率|[损长]面|比重|比例|占比|强度|结构|构成")
_SHARE = re.compile(r"比重|比例|占比|结构|构成|^占")
_RATE = re.compile(r"^(?:[A-Z&]{2,4})?[\u4e00-\u9fff]{2,10}(?:率|强度|系数|水平)$")
_GROWTH = re.compile(r"增长|增速|增幅|涨幅|同比|环比|比上年|比去年|±%|增减|年均")
_AVERAGE = re.compile(r"年均|年平均")
_RANK = re.compile(r"(?:位次|排位|排名|名次)$")
_TARGET = re.compile(r"目标|计划|预期|预计|建议")
_ACTUAL = re.compile(r"实际|完成|执行")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_SIDE = re.compile(
    r"(?:绝对[数量额值]|总量|实绩|数值|(?:同比|环比|比上年|比去年)?(?:±%|增长率?|增速|增幅|涨幅|增减)?(?:位次|排位|排名|名次)?)$"
)
_BASE = re.compile(r"(上月|上年|上年同月|上年同期|\d{4}年|去年同期)\s*[=＝]\s*100")
_PART = re.compile(r"(?:城市|农村|城镇|乡村)$")
_AMONG = re.compile(r"[#＃*]|其中[:：]?")
_COUNTS = ("个", "人", "家", "户", "万人", "万个", "万户", "万家")
_BARE_HEAD = re.compile(r"^(?:绝对)?(?:数|数量|数值|总量|合计|本年|本期|上年|20\d\d年?|年末数|指标值)$|月|季度")
_INDICATOR_HEAD = re.compile(r"指标|月份|年份|时间|单位")
_DATED = ("months", "month", "quarter", "half")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column head says.

    `noun` is what the column measures where its rows are places (增速 takes the noun of the column before), `average`
    marks yearly averages of a plan, `rank` places (位次), `rate` is the rate a column gives of its rows (完成率), `own_unit`
    says that the head names the unit, `pulls` that the column says how much a row adds to a growth (拉动). `index_of` is the base of an
    index (上月 of 上月=100), `part` what of a whole it is about (城市, 农村), `monthly` a change from the month before.
    """

    index: int
    text: str
    unit: str = ""
    growth: bool = False
    share: bool = False
    role: str = ""
    year: str = ""
    average: bool = False
    rank: bool = False
    noun: str = ""
    rate: str = ""
    own_unit: bool = False
    pulls: bool = False
    index_of: str = ""
    part: str = ""
    monthly: bool = False


def unit_in(text: str, *, growth: bool = False) -> str:
    """The unit that a head, a row or a title names in brackets; of several (亿元、%) the one that fits the column."""
    for found in UNIT.finditer(text):
        name = (found.group(1) or found.group(2)).replace("％", "%").rstrip("）)")
        if unit_of(name):
            return name
        several = [part for part in re.split(r"[、,，]", name) if unit_of(part)]
        if len(several) > 1:
            rates = [part for part in several if part in ("%", "‰")]
            others = [part for part in several if part not in rates]
            return next(iter(rates if growth else others), several[0])
    return ""


def read_columns(
    count: int, grid: dict[tuple[int, int], Cell], heads: int, title: str, report_year: int, *, planned: bool = False
) -> list[Column]:
    """The columns of a table; without a year of their own their months lie in that of the title or of the report.

    Args:
        count: Number of columns.
        grid: The cells by row and column.
        heads: Number of head rows.
        title: The table's title.
        report_year: The year of the report, 0 where unknown.
        planned: The table stands in a plan: the last year of its heads is the target, those before are what was.
    """
    named = _YEAR.search(title)
    year = named.group(1) if named else ""
    columns: list[Column] = []
    whole = next(
        (one.period for one in find_periods(title, default_year=report_year or None) if one.kind in _DATED), ""
    )
    for index in range(count):
        text = "".join(dict.fromkeys(grid[row, index].text.strip() for row in range(heads) if (row, index) in grid))
        columns.append(_column(index, text, title, year, columns[-1] if columns else None))
    return _planned(_dated(columns, int(year) if year else report_year, whole), planned=planned)


def _column(index: int, text: str, title: str, year: str, before: Column | None) -> Column:
    """What one head says; `before` is the column left of it, of which 其中 or # is a part."""
    named = _YEAR.search(text)
    rank = bool(_RANK.search(text))
    base = _BASE.search(text)
    growth = bool(_GROWTH.search(text)) and not rank and not base
    role = "target" if _TARGET.search(text) and not _ACTUAL.search(text) else "actual" if _ACTUAL.search(text) else ""
    plain = UNIT.sub("", text).strip()
    noun = "" if base else _SIDE.sub("", plain)
    if plain.endswith("总量") and noun and not (head_of(noun) or indicator_id(noun)):
        noun = plain  # 水资源总量, no side of 水资源
    part = _PART.search(plain)
    among = _AMONG.match(plain)
    if among and before:
        noun = _part_of(plain[among.end() :], before.noun)
    return Column(
        index,
        text,
        unit=unit_in(text, growth=growth)
        or ("%" if growth else unit_in(title) or (before.unit if among and before else "")),
        growth=growth,
        share=bool(_SHARE.search(plain)),
        rate=plain if _RATE.search(plain) and not growth and not _SHARE.search(plain) else "",
        own_unit=bool(unit_in(text)),
        pulls="拉动" in plain,
        role=role,
        year=named.group(1) if named else year,
        average=bool(_AVERAGE.search(text)),
        rank=rank,
        noun=noun or (before.noun if before and not base else ""),
        index_of=base.group(1) if base else "",
        part=part.group() if part and growth else "",
        monthly=bool(re.search("环比|比上月", text)),
    )


def _part_of(noun: str, whole: str) -> str:
    """#女性 beside 从业人员 → 女性从业人员."""
    return noun if not whole or noun.endswith(whole[-2:]) else noun + whole


def _dated(columns: list[Column], year: int, whole: str) -> list[Column]:
    """Give a column the period its head names (9月, 1-9月累计), a growth that of the column before it.

    累计增长 goes with the cumulative column before; a head without period has that of the title, `whole`.
    """
    result: list[Column] = []
    running = before = ""
    for column in columns:
        found = [
            one for one in find_periods(column.text, default_year=year or None) if one.kind in _DATED and one.period
        ]
        alone = whole if whole and (not column.year or whole.startswith(column.year)) else column.year
        beside = before if column.growth or column.share or column.rank or column.rate else ""
        period = found[0].period if found else running if "累计" in column.text else beside or alone
        before = found[0].period if found else before
        running = period if "/" in period else running
        result.append(replace(column, year=period))
    return result


def _planned(columns: list[Column], *, planned: bool) -> list[Column]:
    """In a plan the last year is the target, those before it are what was; yearly averages are about the time between."""
    years = sorted({column.year for column in columns if re.fullmatch(r"\d{4}", column.year)})
    if not planned or len(years) < 2:
        return columns
    result = []
    for column in columns:
        if column.average and not column.year:
            result.append(replace(column, role="target", year=f"{int(years[0]) + 1}/{years[-1]}"))
        elif column.year in years and not column.role:
            result.append(replace(column, role="target" if column.year == years[-1] else "actual"))
        else:
            result.append(column)
    return result


def places_in(columns: Sequence[Column], label: int) -> bool:
    """Whether the rows of a table are places: its label column is headed 地区, 县（市、区）, 城市."""
    head = next((column.text for column in columns if column.index == label), "")
    return (
        re.match(r"(?:各)?(?:地区|区域|县区|区县|[县市区][（(]?[市、区县]|市州|城市|镇街|乡镇|街道|园区)", head)
        is not None
    )


def classes_in(columns: Sequence[Column], label: int) -> bool:
    """Whether the rows of a table are classes of things its columns count: 行业门类 beside 法人单位（个）.

    So they are too where the columns name several things that are measured of each (小学 beside 招生数（万人） and 专任教师（人）).
    """
    head = next((column.text for column in columns if column.index == label), "")
    nouns = {
        column.noun
        for column in columns
        if column.index != label and column.own_unit and not (column.growth or column.share or column.rate)
    }
    if len(nouns) > 1 and not any(not noun or _BARE_HEAD.search(noun) for noun in nouns):
        return _INDICATOR_HEAD.search(head) is None
    counted = [
        column for column in columns if column.index != label and column.own_unit and unit_in(column.text) in _COUNTS
    ]
    named = all(column.noun and not _BARE_HEAD.search(column.noun) for column in counted)
    return bool(counted) and named and re.search(r"门类|大类|行业|类型|分组|组别", head) is not None
