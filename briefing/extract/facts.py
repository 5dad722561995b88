"""Drafts to facts: ids, periods, units, quotes; the order of a report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from briefing.extract.drafts import Draft
from briefing.extract.indicators import indicator_id, states_definition
from briefing.extract.scanner import Mention
from briefing.model.document import Document
from briefing.model.extract import Fact, Region
from briefing.quantity.units import unit as unit_of

_LARGEST_FIGURE = 24  # digits; the money of the whole world is a number of 16
_QUOTE = 12
_MONEY = re.compile(r"基金|投资|收入|支出|规模|总额|营收|产值|资金|总值|增加值|贷款|存款|利润|税|成交额|交易额|销售额")
_PEOPLE = re.compile(r"(?:人口|人数|群体|居民|群众|老人|学生|职工|人员|农民|人才|人次)$")
_PER = re.compile(
    r"(?:每|^(?=[百千万]人(?:口|发明|有效|高价值|专利|拥有)))(十万|10万|[百千万]+)(?:名|个)?(?:\d+岁以[上下])?(?:常住)?(?:人口?|劳动力|居民|老年?人|从业人员|婴幼儿|儿童)"
)
_PER_SCALE = {"百": 2, "千": 3, "万": 4, "十万": 5, "10万": 5}


def comparison_code(text: str) -> str:
    """The basis of a comparison: yoy, mom, previous_period, year_start, constant_prices, or the words."""
    if not text:
        return ""
    if re.search(r"预期|目标|计划", text):
        return text.strip("，,：:、 ")
    if "同比" in text or re.search(r"(?:比|较|与)(?:上年|去年|上一年)(?:同期|同月|增长|相比)?$", text):
        return "yoy"
    if re.search(r"(?:上年|去年)(?:末|底)|年初", text):
        return "year_start"
    if "环比" in text or "上月" in text:
        return "mom"
    if "上季" in text:
        return "previous_period"
    if re.search(r"不变价|可比价", text):
        return "constant_prices"
    return re.sub(r"(?:实际|名义|同口径)?(?:增长|下降)$", "", text.strip("，,：:、 "))


def normal_unit(draft: Draft) -> tuple[str, int, str, list[str]]:
    """Unit as written, its power of ten and code; a money unit left out (30亿规模) is put back and flagged."""
    mention = draft.mention
    if draft.measure == "rank":
        return ((mention.unit_zh or "方阵") if draft.band == "group" else "位"), 0, "rank", []
    unit, mult, code = mention.unit_zh, mention.unit_mult, mention.unit_code
    if unit in ("度", "万度", "亿度") and re.search(r"电量|用电|发电|供电|售电", draft.indicator):
        known = unit_of(unit.replace("度", "千瓦时"))
        if known:
            return unit.replace("度", "千瓦时"), known.mult, known.code, []
    per = _PER.search(draft.indicator)
    if per and mention.kind in ("count", "level", "number") and "/" not in unit:
        scale = per.group(1)
        return f"{unit}/{scale}人", mult, f"{code or 'item'}/{10 ** _PER_SCALE.get(scale, 0)}person", []
    pay = mult >= 4 and re.search(r"(?:收入|工资|支出|消费)$", draft.indicator)
    if not code and (pay or (mult >= 8 and _MONEY.search(draft.indicator))):
        known = unit_of(f"{unit}元")
        if known:
            return f"{unit}元", known.mult, known.code, ["unit omitted"]
    if not code and mult >= 4 and _PEOPLE.search(draft.indicator):
        counted = "人次" if draft.indicator.endswith("人次") else "人"
        known = unit_of(unit + counted)
        if known:
            return unit + counted, known.mult, known.code, ["unit omitted"]
    return unit, mult, code, []


def without_region(indicator: str, region: Region) -> str:
    """An indicator without the name of the report's own region before it (荔城区地区生产总值 → 地区生产总值)."""
    parts = re.findall(r".{2,}?(?:自治州|[省市区县州盟旗])", region.zh)
    names = sorted({name for part in [region.zh, *parts] for name in (part, part[:-1]) if len(name) > 1}, key=len)
    for name in reversed(names):
        rest = indicator.removeprefix(name).removeprefix("的")
        if rest != indicator and len(rest) >= 4:
            return rest
    return indicator


def make(
    document: Document, region: Region, draft: Draft, *, at: int, sentence: tuple[int, int], section: str, period: str,
    role: str, basis: str, strength: str, number: int, cell: str = "",
) -> Fact:  # fmt: skip
    """One fact from a draft; `at` is where the text of the draft's offsets starts in the document."""
    mention = draft.mention
    if role != "background":
        draft.indicator = without_region(draft.indicator, region)
    start, end = at + mention.start, at + mention.end
    unit, mult, code, extra = normal_unit(draft)
    value = draft.value
    exact = document.text[start:end]
    if states_definition(draft.indicator):
        extra = [*extra, "definition stated"]
    digest = hashlib.sha256(f"{start}|{end}|{exact}|{draft.measure}|{draft.indicator}".encode()).hexdigest()[:10]
    measure = "ratio" if "/" in unit and draft.measure == "count" else draft.measure
    measure = "level" if unit.endswith("千瓦时") and measure == "ratio" else measure
    return Fact(
        id=f"f-{digest}",
        ref_area=region.zh,
        ref_area_code=region.code,
        indicator_id=indicator_id(draft.indicator),
        indicator_zh=draft.indicator,
        measure=measure,
        value=value,
        unit_zh=unit,
        unit_mult=mult,
        unit_code=code,
        value_base=_base(value, mult),
        bound=mention.bound,
        role=role,  # type: ignore[arg-type]
        strength=strength,
        time_period=period,
        time_basis=basis,
        comparison=comparison_code(draft.comparison),
        rank_scope=draft.scope,
        rank_of=draft.rank_of,
        rank_band=draft.band,
        group=f"{section or 'r'}-{number}-{draft.group}" if draft.group else "",
        group_pos=draft.pos,
        links=(),
        section_id=section,
        table_cell=cell,
        start=start,
        end=end,
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        exact=exact,
        prefix=document.text[max(0, start - _QUOTE) : start],
        suffix=document.text[end : end + _QUOTE],
        rule=draft.rule,
        confidence=draft.confidence,
        flags=tuple(dict.fromkeys([*draft.flags, *extra])),
    )


def is_figure(draft: Draft) -> bool:
    """Whether a draft's value is of a size that a report can mean; what is not stays unread in the ledger, as nobody can vouch for it."""
    return draft.value is None or draft.value.adjusted() + max(0, draft.mention.unit_mult) < _LARGEST_FIGURE


def _base(value: Decimal | None, mult: int) -> Decimal | None:
    if value is None:
        return None
    base = value.scaleb(mult)
    return base.quantize(Decimal(1)) if base == base.to_integral_value() else base.normalize()


def unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts in source order with distinct ids: equal ones are counted up."""
    seen: dict[str, int] = {}
    result = []
    for fact in sorted(facts, key=lambda one: (one.start, one.end)):
        seen[fact.id] = seen.get(fact.id, 0) + 1
        result.append(fact if seen[fact.id] == 1 else replace(fact, id=f"{fact.id}-{seen[fact.id]}"))
    return tuple(result)


def written(mention: Mention) -> str:
    """The figure with its unit, as the report has it."""
    return f"{mention.exact}{mention.unit_zh}"
