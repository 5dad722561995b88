"""What a figure inherits from around it: its period, its role, its basis."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from briefing.extract.drafts import Draft
from briefing.extract.lexicon import one_of
from briefing.extract.sections import period_year, plan_opener, planned_year
from briefing.model.extract import Role
from briefing.quantity.dates import PeriodMention, find_periods

_AGAINST = re.compile(r"(?:比|较|与|同|由|从|和|超过|高于|低于|快于)(?:去年|上年)?$")
_IN_ALL = re.compile(r"[（(](?P<all>全[国省市])(?:共有?|仅有?|总计|累计)?$")  # 2家（全市6家）
_BY_THE_WAY = re.compile(r"[（(]\d{4}年(?:末|底)?[是为系]")  # （2018年是第四次全国经济普查年份）
_MEASURED_BY = re.compile(r"(?:恢复[至到]|相当于|达到?|[是为])(?:了)?$")
_OF_FIGURE = re.compile(r"(?:同期|全年)?的?\s*[\d百近约]")
_OPENS = re.compile(
    r"(?:^|[，,；;：:。（(“ 　在到至于自从由比较与截超了其中止望争计保期测定盯准绕]|[全我本][市区县省国州])$"
)
_LATER = re.compile(r"(?:规划|远景|计划|建议|纲要|全年目标|目标|主要目标|世界|亚洲|全国|以前|之前)")
_PLAN_TIME = re.compile(r"(?:时期|期间|以来|期末|末|期)$")
_PLAN_SUM = re.compile(r"[”\"]?(?:累计|年均)(?=[\u4e00-\u9fff])")
_BEFORE_LEAD = re.compile(
    r"本报讯|[（(](?:记者|通讯员)[^）)]*[）)]|(?:记者)?从[^，,。]{2,24}(?:获悉|了解到)|据[^，,。]{2,16}(?:统计|介绍|数据|反映|发布|测算|快报)"
    r"|其中|同时|截[至止]到?|据[^，,]{2,10}|初步[核统][算计]|全[市区县省国]|[我本][市区县省]|[从到在自至]"
)
_CLAUSE_LEAD = re.compile(r"^[^\d。；;]{0,40}[，,：:](?:初步[核统][算计]，?)?$")
_AIMED = re.compile(r"的?(?:年度|年初|全年|预期|控制|规划)*目标(?!任务的)")
_URGED = re.compile(
    r"(?:力争|确保|力求|(?:全年|今年)计划(?:实施|完成|新建|开工|安排|新增|建设)|(?:^|(?<=[，,；;。：:]))(?:20\d\d年|全年|今年)?(?:年度|年初|原)?计划(?!总?投资|单列|生育|内|外|性|经济|到|完成率|[为的\d]))(?![^，,；;。]*(?:取得|获得?))[^，,；;。]*\d[^，,；;。]*[，,、]"
)
_STATED = re.compile(
    r"已|实际(?!使用|利用|到账|吸收)|截[至止]|\d月|目前|现有|同比|环比|比上|上年|去年|率先|实现|取得|累计|[；;。！？]"
)
_ESTIMATED = re.compile(r"[，,；;]预计(?:全年)?(?:分别)?(?:可?完成|可?实现|达|为|增长|下降)")
_MEASURED_AGAINST = re.compile(r"(?:高于|低于|超过?|快于|慢于|好于|优于)(?:年度|年初|全年|预期)?(?:计划|目标|预期)$")
_AHEAD = re.compile(r"下一?[步阶][，,段步]|接下来|后期")
_SO_FAR = re.compile(r"(?:比|较|由|从)(?:上半年|前[一二三]季度|一季度|1[-—–~至]\d{1,2}月份?)(?!末)")
_OF_MONTH = re.compile(r"(?:比|较|由|从)上月|环比")
_BY_YEAR = re.compile(r"到20\d\d年")
_GOES_ON = re.compile(r"其中|分[^，,]{1,10}看|从[^，,]{1,10}看|按[^，,]{1,10}[看分]|同比|环比|比上")
_BY_KIND = re.compile(r"分[^，,]{1,10}看|从[^，,]{1,10}看|按[^，,]{1,10}[看分]")
_THIS_YEAR = re.compile(r"(?:全年|今年)计划|20\d\d年计划(?=实施|完成|新|开工|安排|建|改|投资\d)")
_YEAR_BEFORE = re.compile(r"(?:由|从)[^，,；;。]{0,2}(?:上年|去年)同期[^，,；;]*$")
_LAST_ONE = re.compile(r"(?:由|从)[^，,；;。]{0,2}上个?(月|季)(?:度|份)?[^，,；;。]*$")
_PASSING = re.compile(r"\d{4}-(?:\d\d|Q\d)")
_RUNNING = re.compile(r"今年(?:以来)?|本年|年初以来")
_ADDED_UP = re.compile(r"^(?:累计|新|建成|引进|完成|实施|培育)|累计")
_KNOWN_BY_NOW = re.compile(r"已|截[至止]|以来|目前|率先|\d月|[一二三四]季度")
_AGO = re.compile(r"(?:由|从)([一二三四五六七八九十两]|\d{1,2})年前的?[^，,；;]{0,4}$")
_YEARS_OF = re.compile(
    r"(?:^|[，,；;])(?:这|近|过去)?([二三四五六七八九十])年(?=[\u4e00-\u9fff]{2})(?!义务|一贯|来|间|以来|以上|以下|内|规划|计划|行动|期|级|制|前|后|多|攻坚)"
)
_STOCK = re.compile(
    r"(?:存|贷)款|不良|存贷比|年末|月末|期末|季末|截[至止]|年底|余额|应收账款|存货|资产总|资产合计|负债|待售面积|库存|累计结存|保有量|拥有量|总数|在册|存栏|现有|共有|拥有|常住人口|户籍人口|累计(?!完成|新增|实现)"
)
_FUTURE = re.compile(r"力争|确保|目标|预期|计划(?!总投资|生育|单列|行动)|拟|将(?!军|来)|预计")

_CITED = re.compile(r"年初(?:确定|制定|提出|设定|预定)")
_RESULTS = re.compile(
    r"同比|一年来|过去一年|去年以来|(?:^|[，,])(?:上半年|前三季度|一季度|1\s*[-—–至]\s*\d+月)|(?:实现|完成)了"
)
_PLANNED = re.compile(r"力争|确保|目标|预期|计划|[将要]|以[上内]|左右|争取|推动")


@dataclass(slots=True)
class Setting:
    """What sections and paragraphs say: the role and period of bare figures, updated sentence by sentence.

    `carried` is the period the paragraph goes on with, `moment` the day its balances are of (6月末), `lead` the sentence that named it, `opened` that a sentence opened a list of targets, `national`
    that the report is about the whole country, so that 全国 is no background, `base` the year the paragraph compares with
    (与2010年相比), `above` the words for the places the region lies in (全市平均 in the report of a county), `unsure` that the sentence before
    did not tell whether it was of a month or of all (分行业看), `both` that the sentence that last named a period was of both,
    `over` the years a look back that goes on is about (五年来，…。).
    """

    role: Role
    period: str
    carried: str = ""
    moment: str = ""
    lead: str = ""
    opened: bool = False
    national: bool = False
    base: str = ""
    above: tuple[str, ...] = ()
    unsure: bool = False
    both: bool = False
    over: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A period named in a sentence; `against` marks one that only serves a comparison (比上年), `span` several years."""

    start: int
    end: int
    period: str
    stock: bool
    against: bool
    span: bool = False


def periods(text: str, year: int, *, annual: bool = False) -> list[When]:
    """The periods a sentence names, in order; without a year of their own they lie in `year`.

    In an `annual` review, which is written in the year after, 去年 that opens a clause is the year reviewed.
    """
    found: list[When] = []
    for mention in find_periods(text, default_year=year or None):
        if mention.period and mention.kind not in ("day", "clock", "same_period") and _is_period(text, mention):
            before = text[max(0, mention.start - 4) : mention.start]
            written = text[mention.start : mention.end]
            last = written.lstrip("截至止到").startswith(("去年", "上年", "上一年"))
            opening = mention.start <= 2 or written[0] in "截至到" or re.search(r"[，,；;。：:]\s*$", before)
            base = _MEASURED_BY.search(before) and _OF_FIGURE.match(text, mention.end)
            beside = bool(found) and found[-1].against and text[found[-1].end : mention.start] in ("、", "和", "及")
            against = bool(base or _AGAINST.search(before)) or (last and not opening) or beside
            when = str(year) if last and annual and mention.kind == "year" and not against else mention.period
            span = mention.kind == "span" or _several(when)
            if not (mention.kind == "span" and not _several(when)):
                found.append(When(mention.start, mention.end, when, mention.basis == "stock", against, span))
    for match in _YEARS_OF.finditer(text) if year else ():
        count = "二三四五六七八九十".index(match.group(1)) + 2
        found.append(When(match.start(1), match.end(), f"{year - count + 1}/{year}", False, False, True))
    return sorted(found, key=lambda when: when.start)


def _several(period: str) -> bool:
    """Whether a period is several years: 2021/2025."""
    years = re.fullmatch(r"(\d{4})/(\d{4})", period)
    return years is not None and years.group(1) != years.group(2)


def _is_period(text: str, mention: PeriodMention) -> bool:
    """Not the year of a name (2025年世界羽联…赛), no plan as a name (“十四五”规划, “十四五”目标)."""
    if _LATER.match(text, mention.end) and not _THIS_YEAR.match(text, mention.start):
        return False
    if mention.kind == "plan":
        told = _PLAN_TIME.search(text[mention.start : mention.end])
        return told is not None or _PLAN_SUM.match(text, mention.end) is not None
    opens = _OPENS.search(text[max(0, mention.start - 4) : mention.start])
    return mention.kind != "year" or bool(opens) or mention.basis == "stock"


def reviews(text: str) -> bool:
    """Whether a sentence behind a list of targets, under no heading of its own, tells of results again."""
    return _RESULTS.search(text) is not None and not _PLANNED.search(text) and not plan_opener(text)


def open_sentence(text: str, setting: Setting, year: int) -> list[When]:
    """Read a sentence's periods and openers; updates what the paragraph carries on."""
    found = periods(text, year, annual=setting.role != "target" and len(setting.period) == 4)
    if len(setting.period) > 4:
        found = [when for when in found if not _running(text, when)]
    named = next((when.period for when in found if not when.against and "/" not in when.period), "")
    past = len(setting.period) == 4 and named[:4] == setting.period and not re.search(r"今年|年初", text)
    if setting.role != "target" and not past and plan_opener(text):
        passing = _CITED.search(text) is not None
        setting.role, setting.opened = (
            "target",
            not passing,
        )  # where a review cites them, they are those of this sentence alone
        setting.carried = setting.moment = ""
        if not passing:
            setting.period = named[:4] if period_year(named) > year else str(planned_year(setting.period))
            # 今年主要预期目标 in a report on the year before is the year of the plan
            found = [
                replace(one, period=setting.period) if text.startswith("今年", one.start) else one for one in found
            ]
    base = next(
        (when.period for when in found if when.against and re.match(r"[^，,；;]{0,16}相比", text[when.end :])), ""
    )
    setting.base = base or setting.base
    _look_back(text, found, setting)
    lead = next((when for when in found if not when.against and not when.span and _leads(text, when)), None)
    aside = lead is not None and (
        text[: lead.end].endswith("当月") or (len(setting.period) == 4 and _PASSING.fullmatch(lead.period) is not None)
    )
    if lead and aside and not lead.stock and setting.period != lead.period:
        return found  # a month of a review of the year, or 8月当月: the next sentence is about the whole again
    if lead and period_year(lead.period) == year:
        setting.moment = lead.period if lead.stock else ""
        setting.carried = setting.carried if lead.stock and setting.carried else lead.period
        setting.lead = text
    return found


def _look_back(text: str, found: list[When], setting: Setting) -> None:
    """五年来 that opens a sentence holds for those behind it, until another period opens one."""
    first = next((when for when in found if not when.against and _leads(text, when)), None)
    if first is not None:
        setting.over = first.period if first.span and _several(first.period) else ""


def _running(text: str, when: When) -> bool:
    """今年以来 in a release on part of the year: the part reported, not the year."""
    return len(when.period) == 4 and _RUNNING.match(text, when.start) is not None


def opening_period(title: str, sentences: Iterable[str], period: str) -> str:
    """What bare figures of a release mean: the part of the year its title or an opening sentence names, else its own.

    Where a release on a quarter or a month goes on with the year so far (三季度… 前三季度…), the more frequent of the
    two is meant.
    """
    year = period_year(period)
    leads = ["" if _FUTURE.search(text) or "有望" in text else _lead(text, year) for text in sentences]
    named = [when.period for when in periods(title, year) if not when.against and not when.span]
    opening = next((one for one in [*named, *leads] if len(one) > 4 and period_year(one) == year), "")
    if not opening:
        return period
    so_far = max((one for one in leads if _same_end(one, opening)), key=leads.count, default="")
    often = leads.count(so_far) > max(1, leads.count(opening))
    first = next((one for one in leads if one), "") == so_far and opening not in leads
    return so_far if so_far and (often or first) else opening


def _lead(text: str, year: int) -> str:
    """The period a sentence opens with, or nothing."""
    found = [when for when in periods(text, year) if not when.against and not when.span and not _running(text, when)]
    return next((when.period for when in found if _leads(text, when) and not when.stock), "")


def _same_end(one: str, other: str) -> bool:
    """Whether a period is the year so far up to the end of another: 2024-01/2024-09 and 2024-Q3, 2024-H1 and 2024-Q2."""
    so_far = "/" in one or (one.endswith("-H1") and "-H" not in other)
    return so_far and "/" not in other and _last_month(one) == _last_month(other)


def _last_month(period: str) -> int:
    end = period.rpartition("-")[2]
    return {"Q1": 3, "Q2": 6, "H1": 6, "Q3": 9, "Q4": 12, "H2": 12}.get(end, int(end) if end.isdigit() else 0)


def _leads(text: str, when: When) -> bool:
    before = text[: when.start]
    return not re.search(r"[\u4e00-\u9fff]", _BEFORE_LEAD.sub("", before)) or bool(_CLAUSE_LEAD.match(before))


def period_of(draft: Draft, text: str, found: list[When], setting: Setting) -> tuple[str, bool]:
    """The period of a draft and whether it was named as a moment (末, 底, 截至)."""
    if draft.quarter:
        return f"{setting.period[:4]}-Q{draft.quarter}", False
    at = draft.mention.start
    before = [when for when in found if when.end <= at and not _BY_THE_WAY.match(text, when.start - 1)]
    if draft.earlier:
        start = [when for when in before if not when.span]
        if start:
            return start[-1].period, start[-1].stock
        spans = [when.period for when in before if when.span and not when.against and _several(when.period)]
        spans = spans or ([setting.over] if setting.over else [])
        return str(int(spans[-1][:4]) - 1) if spans else _earlier(text[:at], setting), False
    over = [when for when in before if when.span and not when.against]
    later = [when for when in before if over and not when.span and not when.against and when.start >= over[-1].end]
    if over and not later and (_over_years(draft) or not re.search(r"[，,；;]", text[over[-1].end : at])):
        return over[-1].period, False
    named = [when for when in before if not when.against and not when.span and "基础上" not in text[when.end : at]]
    if named:
        return named[-1].period, named[-1].stock
    if setting.over and not over and _summed(draft):
        return setting.over, False
    if setting.moment and (_STOCK.search(draft.left + draft.indicator) or not setting.carried):
        return setting.moment, True
    return _closing(_carried(draft, text, setting), draft), False


def _earlier(before: str, setting: Setting) -> str:
    """The period a change starts from where no date says it (由上月下降4.2%转为…); empty where it cannot be told."""
    named = _LAST_ONE.search(before)
    period = setting.carried or setting.period
    ago = _AGO.search(before)
    if ago and period[:4].isdigit():
        count = int(ago[1]) if ago[1].isdigit() else "零一二三四五六七八九十".find(ago[1].replace("两", "二"))
        return str(int(period[:4]) - count) if count > 0 else ""
    if _YEAR_BEFORE.search(before):
        return re.sub(r"\d{4}", lambda year: str(int(year.group()) - 1), period)
    if named and named.group(1) == "月" and re.fullmatch(r"\d{4}-\d\d", period):
        year, month = int(period[:4]), int(period[5:])
        return f"{year}-{month - 1:02d}" if month > 1 else f"{year - 1}-12"
    if named and named.group(1) == "季" and re.fullmatch(r"\d{4}-Q\d", period):
        year, quarter = int(period[:4]), int(period[-1])
        return f"{year}-Q{quarter - 1}" if quarter > 1 else f"{year - 1}-Q4"
    return setting.base if not named else ""


def _carried(draft: Draft, text: str, setting: Setting) -> str:
    """The period a paragraph goes on with; a month inside a report on more is left where the subject changes."""
    part = "/" in setting.period and re.fullmatch(r"\d{4}-\d\d", setting.carried)
    if part and _SO_FAR.search(text):
        return setting.period
    side = re.sub(r"(?:增速|增幅|涨幅|降幅|跌幅)$", "", draft.indicator)
    same = text == setting.lead or _GOES_ON.match(text) or side[-2:] in setting.lead
    return setting.period if part and not same else setting.carried or setting.period


def month_unsure(text: str, found: list[When], setting: Setting) -> bool:
    """分行业看 behind a sentence on one month, in a release on more: whether it is of the month is not told."""
    month = re.fullmatch(r"\d{4}-\d\d", setting.carried) is not None and setting.carried != setting.period
    part = "/" in setting.period or re.search("-[HQ]", setting.period) is not None
    named = any(not when.against for when in found)
    if named:
        setting.both = _month_and_more(found)
    if not named and not month and "/" in setting.period and "环比" in text:
        return True  # PPI同比下降4.6%，环比下降0.3%: of the last month, whatever the release is of
    if _SO_FAR.search(text) and part:
        setting.carried, setting.both, setting.unsure = setting.period, False, False
        return False
    if _SO_FAR.search(text) or (setting.both and _OF_MONTH.search(text)):
        return False
    branches = _BY_KIND.match(text) is not None or (setting.unsure and text.startswith("其中"))
    setting.unsure = month and part and not named and (branches or setting.both)
    return setting.unsure


def _month_and_more(found: list[When]) -> bool:
    """Whether a sentence is of a month and of the year so far (7月份增长8%；1—7月增长6%)."""
    told = {when.period for when in found if not when.against and not when.span and not when.stock}
    return len(told) > 1 and any(re.fullmatch(r"\d{4}-\d\d", one) for one in told)


def _closing(period: str, draft: Draft) -> str:
    """A balance is of the last month of the part of a year that is reported: 2025-H1 → 2025-06."""
    if len(period) == 4 or "余额" not in draft.indicator or not _last_month(period):
        return period
    return f"{period[:4]}-{_last_month(period):02d}"


def _over_years(draft: Draft) -> bool:
    """Whether a figure in a look back over several years is about all of them: an average, a sum, a bare growth."""
    lead = re.match(r"高于|低于|快于|慢于", draft.comparison)
    if "均" in draft.comparison or (draft.measure == "growth" and (lead or not draft.comparison)):
        return True
    return draft.measure in ("count", "level") and _ADDED_UP.search(draft.left + draft.indicator) is not None


def _summed(draft: Draft) -> bool:
    """Whether a figure behind a look back is of all its years by its own words (年均, 累计)."""
    return "均" in draft.comparison or (draft.measure != "rank" and "累计" in draft.left + draft.indicator)


def role_of(draft: Draft, text: str, setting: Setting, period: str) -> Role:
    """Target, actual, background or threshold."""
    if draft.threshold:
        return "threshold"
    if _about_others(draft, text, setting):
        return "background"
    year, planned = period_year(period), period_year(setting.period)
    if setting.role == "target":
        before = re.split(r"[，,；;。]", text[: draft.mention.start])[-1]
        after = re.split(r"[，,；;。]", text[draft.mention.end :])[0]
        based = "基础上" in after and "在" in before
        if (planned and year and year < planned) or draft.earlier or based:
            return "actual"
        return "target"
    return _told_role(draft, text, setting, period)


def _told_role(draft: Draft, text: str, setting: Setting, period: str) -> Role:
    """What the words of a sentence make of a figure that its section does not plan."""
    if _AIMED.match(text, draft.mention.tail):  # 低于4.5%的控制目标: a mark to hold the figure against
        return "threshold"
    if _MEASURED_AGAINST.match(draft.comparison):
        return "actual"  # 低于计划1.4个百分点
    aimed = _AHEAD.match(text) and re.search("锚定|紧盯|围绕|瞄准", text[: draft.mention.start]) and "目标" in text
    aimed = aimed or _urged(draft, text, annual=len(setting.period) == 4) or _is_ahead(draft, text, setting, period)
    return "target" if aimed or _aimed(draft) or _is_to_come(text, setting, period) else "actual"


def _is_to_come(text: str, setting: Setting, period: str) -> bool:
    """Whether the year of a figure lies behind the one reviewed: 2026年，…稳定在512万亩以上."""
    year, reviewed = period_year(period), period_year(setting.period)
    return len(setting.period) == 4 == len(period) and year > reviewed > 0 and not _KNOWN_BY_NOW.search(text)


def _is_ahead(draft: Draft, text: str, setting: Setting, period: str) -> bool:
    """Whether a figure is of a time the report cannot know: 预计全年 in a report on half of the year, 到2030年."""
    said = "预计" in draft.strength or "预计" in text[: draft.mention.start]
    expected = said and _ends(period) > _ends(setting.period) > ""
    by_year = 0 < period_year(setting.period) < period_year(period) and _BY_YEAR.search(text, 0, draft.mention.start)
    return expected or bool(by_year)


def _about_others(draft: Draft, text: str, setting: Setting) -> bool:
    """Whether a figure is of a place the region lies in, or of the country or the world."""
    if draft.measure == "rank":
        return False
    aside = _IN_ALL.search(text, 0, draft.mention.whole)
    beyond = aside is not None and aside.group("all") in {word[:2] for word in setting.above}
    if beyond or draft.left.lstrip("（( ").startswith(setting.above):
        return True
    wide = re.match(
        r"(?:全国|全球|世界)(?!性|重点|人大|政协|统一|文明|百强|首|一流|\d|文化|遗产|冠军)", draft.indicator
    )
    return not setting.national and wide is not None and not re.search("前列|首", draft.left)


def _ends(period: str) -> str:
    """The last month of a period, for comparing: 2025-12 of 2025 and of 2025-H2, empty where it has none."""
    year = period_year(period.rpartition("/")[2])
    return f"{year}-{_last_month(period) if '-' in period else 12:02d}" if year else ""


def _aimed(draft: Draft) -> bool:
    """Whether the words of a figure aim (力争, 计划); 预计 alone does not."""
    return any(map(_FUTURE.match, draft.strength)) and not re.search(r"预计|可$", "".join(draft.strength))


def _urged(draft: Draft, text: str, *, annual: bool) -> bool:
    """Whether 力争 reaches from the clause before: 力争完成投资75亿元，实际使用外资1.5亿美元以上.

    In an `annual` review 预计完成 behind a plan is what came of it.
    """
    found = _URGED.search(text, 0, draft.mention.start)
    if found is None or (annual and _ESTIMATED.search(text, found.end() - 1, draft.mention.tail)):
        return False
    return not _STATED.search(text, found.end(), draft.mention.tail)


def basis_of(draft: Draft, text: str, period: str, *, stock: bool) -> str:
    """flow, stock or cumulative."""
    around = draft.left + draft.indicator
    if stock or _STOCK.search(around) or (draft.measure in ("level", "count") and re.match(r"\s*年末|截[至止]", text)):
        return "stock"
    if "累计" in around or "/" in period:
        return "cumulative"
    return "flow"


def strength_words(draft: Draft, text: str) -> str:
    """The wording that says how firm a figure is, as written, joined by ;."""
    words = [word for word in draft.strength if re.fullmatch(one_of("strength"), word)]
    clause = re.split(r"[，,；;。]", text[: draft.mention.start])[-1]
    if not words:
        words = [word for word in re.findall(one_of("strength"), clause[-8:]) if word not in draft.indicator]
    if "累计" in clause:
        words.append("累计")
    return ";".join(dict.fromkeys(words))
