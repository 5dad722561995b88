"""The reading of a clause from the left: periods, places, adverbs and light verbs taken off, verbs of doing told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from briefing.extract.lexicon import by_word, guarded, one_of, pattern, words
from briefing.quantity.dates import find_periods

BLANK = " 　\u00a0"
_NOUNY = (
    "生产",
    "服务",
    "培训",
    "销售",
    "转移",
    "就业",
    "救助",
    "接待",
    "授权",
    "备案",
    "储备",
    "供应",
    "注册",
    "治理",
    "组织",
    "布局",
    "安排",
    "发展",
    "保护",
    "保障",
    "支持",
    "补贴",
    "补助",
    "救治",
    "检测",
    "监测",
    "检查",
    "绿化",
    "授信",
    "合作",
    "生产",
    "研发",
    "认证",
    "登记",
    "投入",
    "优化",
    "升级",
    "转化",
    "处理",
    "资助",
    "检查",
    "更新",
    "突破",
    "供给",
    "造林",
)
_THING = re.compile(
    r"(?:点|站|机构|中心|面积|额|量|率|业|所|人员|支付|能力|体系|平台|资本|收入|产值|总值|支出|基金|产业|床位|费用|人口|产品|强度|水平|贷款|保险|经费)$"
)
_ADDS = ("新增", "净增")
_NEVER_ADDED = re.compile(r"(?:率|年限|强度|寿命|浓度|指数)$")
"""新增劳动力平均受教育年限: years of schooling are not added."""
_LEAD = re.compile(
    r"^(?:[、，,：:；;（(①-⑳]|\s|\d{1,2}[.．、](?=\D|$)|[到至](?=20\d\d年)|加(?=上[级年]|债务|地方|调入|转移|返还)|截[至止](?=20\d\d|\d))+"
)
_STREAK = re.compile(
    r"^连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度|届|次)|多年)(?:获评?|荣获|入围|入选|上榜|位居|蝉联|保持|实现)?(?=.)"
)
_END_VERB = re.compile(
    r"(?<=..)(?:首破|突破|迈上|跃上|达到|超过|站上|连跨|跨越|连上)(?![^、]*(?:比例|率|比重|水平|的(?:[\u4e00-\u9fff]{2}|[市县区州省])))[^、]{0,8}(?:、.*)?$"
)
_IN_YEAR = re.compile(r"^[\u4e00-\u9fff]{2,6}?在20\d\d年度?(?:末|底)?(?=[\u4e00-\u9fff])")
_APPROVED = re.compile(r"^[^，,；;]{2,28}?(?:批准|审议通过|审查批准|表决通过)的(?=[^，,；;]{4})")
_CONTEST = re.compile(
    r"^(?:[^，,；;\d]{0,4}(?:运动员|健儿|选手|代表[团队]))?在[^，,；;]{2,24}(?:大赛|比赛|竞赛|运动会|评选|评比|展会|博览会|行动|检查|抽查)中(?=共?(?:获|取得|摘|夺|斩|检|查|立))"
)
_CHANGED = re.compile(r"^后?经[^，,；;]{2,16}(?:批准|审批|核准|审议通过|同意)后?(?=$|调整)")
_WITHIN = re.compile(r"^在[\u4e00-\u9fff]{2,8}中[，,]?(?:共?有|包括)(?=[\u4e00-\u9fff]{2})")
_SINCE = re.compile(r"^(?:以来|期间|末|底|全年|的|前(?![一二三四五半两\d年期后]))")


@dataclass(slots=True)
class Left:
    """The reading of the text left of a figure; `noun` is the noun phrase without verbs, empty where none is left."""

    noun: str = ""
    action: str = ""
    aspect: str = ""
    aspect_mode: str = ""
    sign: int = 0
    to: bool = False
    each: str = ""
    total: bool = False
    strength: list[str] = field(default_factory=list)
    comparison: str = ""
    versus: str = ""
    versus_sign: int = 0
    versus_who: str = ""
    change: bool = False
    thing: bool = True
    plan: str = ""
    share_of: str | None = None
    pull_of: str | None = None
    scope: str = ""
    ranked: bool = False
    among: bool = False
    average: bool = False
    verbs: list[str] = field(default_factory=list)
    tail: str = ""


@cache
def _aspect() -> re.Pattern[str]:
    return pattern("aspects", after="$")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile("^" + guarded("leads"))


@cache
def _places() -> re.Pattern[str]:
    return re.compile(
        "^" + one_of("scope_prefixes") + "(?!(?:各|性|域|面|程|结转|结余|首[店家台批个]|首套(?!房))|民(?![用营办]))"
    )


@cache
def _actions() -> re.Pattern[str]:
    return re.compile("^(?:全年|累计|共)?(" + one_of("actions")[3:-1] + ")")


@cache
def _action_run() -> re.Pattern[str]:
    return re.compile("(?:" + one_of("actions")[3:-1] + "){1,2}")


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile("(?<=..)" + one_of("actions") + "$")


def action_alone(text: str) -> str:
    """The verb, where the text is nothing but a verb of doing (新开工) with adverbs before it."""
    plain = re.sub(r"^(?:累计|总共|合计)已?", "", strip_left(text, Left()))
    fits = _action_run().fullmatch(plain) and plain not in ("增加", "提升", "造林") and not plain.endswith("就业")
    return plain if fits else ""


def trailing_cut(noun: str) -> str:
    """A noun phrase without the verb of doing it ends with (棚改安置房 of 棚改安置房交付)."""
    return _trailing().sub("", noun)


def leading_action(noun: str) -> str:
    """The verb of doing a noun phrase opens with (新认定 of 新认定瞪羚企业), or nothing."""
    found = _actions().match(noun)
    if (
        not found
        or found.end() >= len(noun)
        or noun.startswith("新开户")
        or (found.group(1) in _ADDS and _NEVER_ADDED.search(noun))
    ):
        return ""
    return "" if found.group(1) in _NOUNY and _THING.search(noun[found.end() :]) else found.group(1)


def take_aspect(text: str, left: Left, *, ranked: bool = False) -> str:
    """Take a side word (总量, 增速, 规模) off the right end of a text, into `left`."""
    if left.aspect:
        return text
    found = _aspect().search(text)
    if not found:
        return text
    if text[: found.start()].endswith("自然"):
        return text
    mode = by_word("aspects")[found.group(1)]["mode"]
    if found.start() > 0 and (mode in ("join", "loose", "total") or (mode in ("rank", "total_rank") and not ranked)):
        return text
    if left.share_of is not None or left.pull_of is not None:
        return text
    left.aspect, left.aspect_mode = found.group(1), mode
    return text[: found.start()].rstrip("的")


def aspect_of(noun: str) -> str:
    """The aspect word a phrase ends with (营收 of 市属国企营收), or nothing."""
    found = _aspect().search(noun)
    return (
        found.group(1) if found and found.start() > 0 and by_word("aspects")[found.group(1)]["mode"] != "rank" else ""
    )


def strip_left(text: str, left: Left) -> str:
    """A noun phrase without what only introduces it: list members before 等, periods, places, adverbs, light verbs."""
    approved = _APPROVED.match(text)
    if approved:
        left.strength.append("计划")
        text = text[approved.end() :]
    text = _cut_list(_CONTEST.sub("", _WITHIN.sub("", _CHANGED.sub("", text))))
    while True:
        before = text
        text = _STREAK.sub("", _IN_YEAR.sub("", _LEAD.sub("", text)))
        period = _opening_period(text[:24])
        if period and not text.startswith(("结转", "结余"), period):
            text = _SINCE.sub("", text[period:])
        found = _places().match(text)
        if found and found.end() < len(text) + 1:
            text = text[found.end() :].removeprefix("的")
        found = _leads().match(text)
        if found:
            if found.group().startswith("其中"):
                left.among = True
            if found.group() in words("strength"):
                left.strength.append(found.group())
            text = text[found.end() :]
        if text == before:
            return _END_VERB.sub("", text).strip(BLANK + "的，,：:、")


@lru_cache(maxsize=4096)
def _opening_period(text: str) -> int:
    """Length of the period a phrase opens with (2025年, 1-10月, 截至三季度末), 0 where there is none."""
    found = find_periods(text, default_year=2000)
    return found[0].end if found and found[0].start == 0 else 0


def _cut_list(text: str) -> str:
    """Drop the members before 等 (新落地甲、乙等产业项目 → 新落地产业项目), keeping the verb they follow."""
    at = text.rfind("等")
    if at <= 0 or at + 1 >= len(text) or text[at + 1] in "级次效待候同于额教学离温" or text[at - 1] in "高中初平":
        return text
    action = leading_action(_LEAD.sub("", text))
    if not action and "、" not in text[:at] and len(text) <= 14:
        return text
    return action + text[at + 1 :]
