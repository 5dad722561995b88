"""What a figure inherits from around it: its period, its role, its basis."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.extract.assemble import Draft
from briefing.extract.lexicon import one_of
from briefing.extract.sections import period_year, plan_opener
from briefing.model.extract import Role

_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PLANS = {
    "十一五": (2006, 2010),
    "十二五": (2011, 2015),
    "十三五": (2016, 2020),
    "十四五": (2021, 2025),
    "十五五": (2026, 2030),
}
_CHINESE = {sign: number for number, sign in enumerate("零一二三四五六七八九十")}
_WHEN = re.compile(
    r"(?P<year>(?:19|20)\d\d|今|本|去|上|当|明)?年?(?:的)?(?:"
    r"(?P<m1>\d{1,2})(?:月份?)?\s?[-—–~～至到]\s?(?P<m2>\d{1,2})月|前(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})个?月"
    r"|(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?!\d{1,2}日)|(?P<half>[上下])半年|前(?P<q3>[三3])个?季度|第?(?P<q>[一二三四1234])季度)(?P<end>份?当月|份)?(?P<stock>末|底)?"
    r"|(?P<only>(?:19|20)\d\d)年(?P<onlystock>末|底)?|(?P<rel>今年|去年|上年|当年|明年|前年)(?P<relstock>末|底)?|“?(?P<plan>十[一二三四五]五)”?(?:时期|期间|以来|末)"
)
_AGAINST = re.compile(r"(?:比|较|与|同|由|从|和|超过|高于|低于|快于)(?:去年|上年)?$")
_STOCK = re.compile(
    r"年末|月末|期末|季末|截[至止]|年底|余额|保有量|拥有量|总数|在册|存栏|现有|共有|拥有|常住人口|户籍人口|累计(?!完成|新增|实现)"
)
_BASE = re.compile(r"(?:在|已)(?:完成|建成|实现)?[^，,；;]{0,24}的?基础上|上一年|去年(?!同期)")
_FUTURE = re.compile(r"力争|确保|目标|预期|计划(?!总投资|生育|单列|行动)|拟|将(?!军|来)|争取|预计")


@dataclass(slots=True)
class Setting:
    """What sections and paragraphs say: the role and period of bare figures, updated sentence by sentence."""

    role: Role
    period: str
    carried: str = ""
    opened: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """A period named in a sentence; `against` marks one that only serves a comparison (比上年)."""

    start: int
    end: int
    period: str
    stock: bool
    against: bool
    lead: bool


def periods(text: str, year: int) -> list[When]:
    """The periods a sentence names, in order; without a year of their own they lie in `year`."""
    found = []
    for match in _WHEN.finditer(text):
        period = _iso(match, year)
        if period:
            before = text[max(0, match.start() - 4) : match.start()]
            stock = bool(
                match.group("stock")
                or match.group("onlystock")
                or match.group("relstock")
                or re.search(r"截[至止]到?$", before)
            )
            lead = not re.search(r"[^其中同时截至到止 　“]", text[: match.start()].replace("，", ""))
            found.append(When(match.start(), match.end(), period, stock, bool(_AGAINST.search(before)), lead))
    return found


def _iso(match: re.Match[str], year: int) -> str:
    group = match.group
    if group("plan"):
        first, last = _PLANS.get(group("plan"), (0, 0))
        return f"{first}/{last}" if first else ""
    if group("only"):
        return group("only")
    if group("rel"):
        return _relative(group("rel")[0], year)
    named = group("year") or ""
    base = int(named) if named.isdigit() else int(_relative(named, year) or year)
    if group("m1"):
        return _months(base, int(group("m1")), int(group("m2")))
    if group("n"):
        return _months(base, 1, _number(group("n")))
    if group("m"):
        return f"{base}-{_number(group('m')):02d}" if 1 <= _number(group("m")) <= 12 else ""
    if group("half"):
        return f"{base}-H{1 if group('half') == '上' else 2}"
    if group("q3"):
        return f"{base}-01/{base}-09"
    return f"{base}-Q{_QUARTERS[group('q')]}"


def _relative(word: str, year: int) -> str:
    if not year:
        return ""
    return str({"去": year - 1, "上": year - 1, "前": year - 2, "明": year + 1}.get(word, year))


def _months(year: int, first: int, last: int) -> str:
    return f"{year}-{first:02d}/{year}-{last:02d}" if 1 <= first < last <= 12 else ""


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return 10 + _CHINESE.get(text[1:], 0) if text.startswith("十") else _CHINESE.get(text, 0)


def open_sentence(text: str, setting: Setting, year: int) -> list[When]:
    """Read a sentence's periods and openers; updates what the paragraph carries on."""
    found = periods(text, year)
    if setting.role != "target" and plan_opener(text):
        setting.role, setting.opened = "target", True
        named = next((when.period for when in found if not when.against and "/" not in when.period), "")
        setting.period = named[:4] if period_year(named) > year else str(year + 1)
    lead = next((when for when in found if not when.against and when.start <= 12), None)
    if lead and period_year(lead.period) == year and not lead.stock:
        setting.carried = lead.period
    return found


def period_of(draft: Draft, found: list[When], setting: Setting) -> tuple[str, bool]:
    """The period of a draft and whether it was named as a moment (末, 底, 截至)."""
    at = draft.mention.start
    named = [when for when in found if when.end <= at and not when.against]
    if draft.earlier:
        earlier = [when for when in found if when.end <= at]
        if earlier:
            return earlier[-1].period, earlier[-1].stock
    if named:
        return named[-1].period, named[-1].stock
    return setting.carried or setting.period, False


def role_of(draft: Draft, text: str, setting: Setting, period: str) -> Role:
    """Target, actual, background or threshold."""
    if draft.threshold:
        return "threshold"
    if (
        re.match(r"(?:全国|全球|世界|国内(?!生产总值))", draft.left.lstrip("，,（( "))
        and draft.measure != "rank"
        and not re.search("前列|首", draft.left)
    ):
        return "background"
    year, planned = period_year(period), period_year(setting.period)
    if setting.role == "target":
        clause = text[max(0, draft.mention.start - 24) : draft.mention.end + 24]
        if (
            (planned and year and year < planned and not setting.carried)
            or draft.earlier
            or "基础上" in clause
            and re.search(r"在(?:已)?完成", clause)
        ):
            return "actual"
        return "target"
    if any(_FUTURE.match(word) for word in draft.strength) and not re.search(r"预计|可$", "".join(draft.strength)):
        return "target"
    return "actual"


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
        words = re.findall(one_of("strength"), clause[-8:])
    if "累计" in clause:
        words.append("累计")
    return ";".join(dict.fromkeys(words))
