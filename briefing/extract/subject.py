"""What the words left of a figure say: its indicator, and direction, comparison, scope, strength around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from briefing.extract.lexicon import by_word, guarded, one_of, pattern, rows, words
from briefing.quantity.dates import find_periods

_NOUNY = (
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
    r"(?:点|站|机构|中心|面积|额|量|率|业|所|人员|支付|能力|体系|平台|资本|收入|产值|支出|基金|产业|床位|费用|人口|产品|强度|水平|贷款|保险|经费)$"
)
_BLANK = " 　\u00a0"
_SINGLE_GUARD = {
    "均": "人户亩校地平车床篇",
    "都": "成首古宜迁",
    "为": "行作成认人",
    "近": "附最临",
    "约": "节条合公预",
    "共": "公",
    "有": "所国私现具含",
    "在": "存现潜",
    "要": "需重主",
    "将": "名大",
    "可": "许认",
    "增": "新",
    "减": "削",
    "也": "",
    "达": "发到",
    "超": "",
    "升": "",
    "实际": "",
    "目标": "",
    "总额": "销售进出口零售利润投资",
    "储备": "",
    "是": "",
    "实现": "",
    "总计": "入出",
    "合计": "入出",
}
_LEAD = re.compile(r"^(?:[、，,：:；;（(①-⑳]|\s|\d{1,2}[.．、](?=\D)|[到至](?=20\d\d年)|截[至止](?=20\d\d|\d))+")
_END_VERB = re.compile(
    r"(?<=..)(?:首破|突破|迈上|跃上|达到|超过|站上)(?![^、]*(?:比例|率|比重|水平))[^、]{0,8}(?:、.*)?$"
)
_STREAK = re.compile(
    r"^连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度|届|次)|多年)(?:获评?|荣获|入围|入选|上榜|位居|蝉联|保持|实现)?(?=.)"
)
_TURN = re.compile(
    r"(?:每人每[年月日]|每人|每[亩吨户]|由[负降跌]转[正增升涨]|连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度)|多年))$"
)
_NOTES = re.compile(r"[\[［〔]\d{1,2}[\]］〕]|[（(]下同[）)]")
_ADDED = re.compile(r"((?:比|较)[^，,；;]{1,8}?|同比)(?:新增|增加|净增|多增)$")
_WHEN_END = re.compile(
    r"(?:前?[一二三四]季度末?|上半年|下半年|全年|每年|20\d\d年(?:末|底)?|\d{1,2}月(?:末|底)?|年内|年末|年底)$"
)
_CONTEST = re.compile(
    r"在(?P<scope>全[国省市区县])(?:\d+[个家座])?(?P<name>[^，,；;]{4,20}?(?:评价|考核|测评|评估|评比|监测|评选|排名))(?:结果)?中(?:居|列|位列|位居|排名|排|获得?|荣获)*$"
)
_AMONG_MANY = re.compile(r"在(?P<scope>全[国省市区县])\d+[个家座][^，,；;]{2,24}中(?:居|列|位列|位居|排名|排)*$")
_IN_CONTEST = re.compile(r"在[^，,；;]*?(?:评价|考核|测评|评估|评比|监测|评选|排名)(?:结果)?中$")
_START = re.compile(r"(?:由|从)(?:20\d\d年|上年|去年)?的?$")
_SINCE = re.compile(r"^(?:以来|期间|末|底|全年|的)")
_COMPARE = re.compile(
    r"(?:(?:按|扣除)[^，,；;]{2,10}(?:计算|因素)[，,]?)?(?:同比|环比|(?<![占同环对可])(?:比|较)(?![重例值率])"
    r"(?P<what>[^，,；;、比较]{1,18}?)|(?:按|剔除|扣除)(?P<basis>[^，,；;]{1,12}?)(?:计算|因素|影响)?后?(?<!增长)(?<!下降))$"
)
_VERSUS = re.compile(
    r"(?:高于|低于|快于|慢于|好于|优于|高出|领先|超过|高过|[高低快慢](?=[全该各平]))(?P<who>[^，,；;]{0,16})$"
)
_BELOW = ("低", "慢")
_MORE = re.compile(r"(?:比|较)(?P<who>[^，,；;比较]{2,16})(?<![加提降放减增升])(?P<way>[高低快慢多少])出?$")
_SHARE = re.compile(
    r"(?<![抢侵强霸])占(?!比[、，,])(?P<of>[^，,；;]{0,40}?)(?:的)?(?P<word>比重|比例|比率|份额|的?权重|比)?(?:的)?$"
)
_PULL = re.compile(r"(?:向上|向下)?(?P<verb>拉动|带动|影响|拉低|推高|上拉|下拉)(?P<of>[^，,；;]{0,30}?)$")
_ENUMERATION = re.compile(r"^(?P<verb>.*?)[^，,；;]*?等(?=[^级次效待候同])")
_RANK_VERB = re.compile(
    r"(?:总体|稳定|继续|持续|始终|一直|仍|仍然|依然|长期|连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度))?|今年|保持|成功|首次|再次|均|都|双双|也|已|分别|并|一举|蝉)*$"
)
_RANKED = re.compile(
    r"(?:稳定|继续|持续|始终)?(?:首登|首进|再进|排名|位次|位列|位居|稳居|居|列|排在|排|位于|处于|跃居|跻身|跃升至?|上升至?|前移至?|升至|升到|降至|降到|下降至|回落至|进位至|进入|进|保持在?|保|在|蝉联|荣获|获得?|获评|夺得|为)+$"
)


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
    share_of: str | None = None
    pull_of: str | None = None
    scope: str = ""
    ranked: bool = False
    among: bool = False
    average: bool = False
    verbs: list[str] = field(default_factory=list)
    tail: str = ""


@cache
def _predicates() -> re.Pattern[str]:
    return pattern("predicates", after="$")


@cache
def _aspect() -> re.Pattern[str]:
    return pattern("aspects", after="$")


@cache
def _leads() -> re.Pattern[str]:
    return re.compile("^" + guarded("leads"))


@cache
def _places() -> re.Pattern[str]:
    return re.compile("^" + one_of("scope_prefixes") + "(?!(?:各|性|域|面|程)|民(?![用营办]))")


@cache
def _actions() -> re.Pattern[str]:
    return re.compile("^(?:全年|累计|共)?(" + one_of("actions")[3:-1] + ")")


@cache
def _scope_inside() -> re.Pattern[str]:
    return re.compile("(?:居|列|排名|位于|保持|获得?|在)(" + one_of("scopes")[3:-1] + ")[^，,；;、]{1,12}$")


@cache
def _action_run() -> re.Pattern[str]:
    return re.compile("(?:" + one_of("actions")[3:-1] + "){1,2}")


@cache
def _scope() -> re.Pattern[str]:
    names = "|".join(re.escape(word) for word in words("scopes") if len(word) > 1)
    return re.compile(
        f"({names}|(?<=[居列名位获为首的])[省市区])(?:的|各[^，,；;]{{0,6}}|同类[^，,；;]{{0,8}}|[^，,；;、]{{0,8}}(?:城市|城区|区县|县市|行政区|县区|县域|园区|高新区|开发区|经开区|地市|设区市))?$|^([省市区])$"
    )


def read_left(text: str, *, points: bool = False, thing: bool = True) -> Left:
    """Read the text left of a figure from right to left, then clean what is left from the left.

    Args:
        text: The clause up to the figure.
        points: The figure is in percentage points, so 高于全国 is a comparison.
        thing: The figure counts things, so a lone verb (完工) is a verb of doing.
    """
    left = Left()
    rest = _NOTES.sub("", text).strip(_BLANK + "：:、，,")
    added = _ADDED.match(rest)
    if added:
        left.sign, left.comparison, left.verbs = 1, added.group(1), ["增加"]
        return left
    if thing and action_alone(rest):
        left.action, left.total = action_alone(rest), "累计" in rest
        return left
    rest = _strip_right(rest, left, points=points)
    rest = _strip_left(rest, left)
    if not left.aspect and rest in by_word("aspects"):
        left.aspect, left.aspect_mode, rest = rest, by_word("aspects")[rest]["mode"], ""
    before, each, after = rest.partition("分别")
    if each and before and after:
        left.each, rest, left.tail = "each", before, re.sub(r"^(?:实现|达到|为)", "", after)
    left.noun = rest
    left.action = leading_action(rest)
    return left


def action_alone(text: str) -> str:
    """The verb, where the text is nothing but a verb of doing (新开工) with adverbs before it."""
    plain = re.sub(r"^(?:累计|总共|合计)已?", "", _strip_left(text, Left()))
    fits = _action_run().fullmatch(plain) and plain not in ("增加", "提升", "就业")
    return plain if fits else ""


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile("(?<=..)" + one_of("actions") + "$")


def trailing_cut(noun: str) -> str:
    """A noun phrase without the verb of doing it ends with (棚改安置房 of 棚改安置房交付)."""
    return _trailing().sub("", noun)


def leading_action(noun: str) -> str:
    """The verb of doing a noun phrase opens with (新认定 of 新认定瞪羚企业), or nothing."""
    found = _actions().match(noun)
    if not found or found.end() >= len(noun):
        return ""
    return "" if found.group(1) in _NOUNY and _THING.search(noun[found.end() :]) else found.group(1)


def read_rank(text: str) -> Left:
    """Read the text left of 第N, 首位: scope and verb from the right, then the noun phrase and its aspect."""
    left = Left()
    rest = text.strip(_BLANK + "：:、，,").removesuffix("的")
    contest = _CONTEST.search(rest)
    if contest:
        left.scope, left.ranked, left.noun = contest.group("scope"), True, contest.group("name")
        return left
    among = _AMONG_MANY.search(rest)
    if among:
        left.scope, left.ranked, rest = among.group("scope"), True, rest[: among.start()]
        left.noun = _strip_left(_aspects(rest, left, ranked=True), left)
        return left
    trail = re.search(r"(?:综合)?(?:排名|位次|排位)(?:并列|第)?$", rest)
    head = rest[: trail.start()] if trail else rest
    found = _scope().search(head)
    if found:
        left.scope, rest = found.group(1) or found.group(2), head[: found.start()]
        left.ranked = True
    rest, verbs = _rank_verbs(rest)
    left.ranked = left.ranked or bool(verbs) or bool(trail)
    if not left.scope:
        found = _scope().search(rest)
        if found and verbs:
            left.scope, rest = found.group(1) or found.group(2), rest[: found.start()]
            rest, _ = _rank_verbs(rest)
    if not left.scope and not verbs:
        found = _scope_inside().search(rest)
        if found:
            left.scope, rest, left.ranked = found.group(1), rest[: found.start()], True
            rest, _ = _rank_verbs(rest)
    if not left.scope and re.search(r"(城市|城区|地区|县区|区县|县市|行政区|园区|高新区|开发区)$", rest):
        found = re.search(r"(?:居|列|在|排名)([^，,；;]{2,12})$", rest)
        if found:
            left.scope, rest, left.ranked = found.group(1), rest[: found.start()], True
    left.each = "all" if re.search(r"(?:均|都|双双|分别|皆)", "".join(verbs)) else ""
    if "分别" in verbs:
        left.each = "each"
    rest = _aspects(_IN_CONTEST.sub("", _START.sub("", rest.rstrip("的"))), left, ranked=True)
    left.noun = _strip_left(rest, left)
    left.action = leading_action(left.noun)
    return left


def _rank_verbs(text: str) -> tuple[str, list[str]]:
    verbs: list[str] = []
    while True:
        rest = text.rstrip(_BLANK)
        for shape in (_RANKED, _RANK_VERB):
            found = None if re.search(r"(?:综合|数量|总量|增速)(?:排名|位次)$", rest) else shape.search(rest)
            if found and found.group():
                verbs.append(found.group())
                rest = rest[: found.start()]
        if rest == text:
            return rest, verbs
        text = rest


def _strip_right(text: str, left: Left, *, points: bool) -> str:
    while text:
        shorter = _one_right(text, left, points=points).rstrip(_BLANK + "，,：:、")
        if shorter == text:
            return text
        text = shorter
    return text


def _one_right(text: str, left: Left, *, points: bool) -> str:
    turn = _TURN.search(text)
    if turn and turn.start():
        return text[: turn.start()]
    if points:
        versus = _VERSUS.search(text)
        if versus and not left.versus and not re.search(r"(?:比例|率|比重)$", versus.group("who")):
            left.versus = versus.group()
            left.versus_sign = -1 if versus.group()[0] in _BELOW else 1
            return text[: versus.start()]
    more = _MORE.search(text) if points and not left.versus else None
    if more:
        left.versus, left.versus_sign = more.group(), -1 if more.group("way") in "低慢少" else 1
        return text[: more.start()]
    if left.sign or left.to or points:
        pull = _PULL.search(text)
        if pull:
            left.pull_of = pull.group("of")
            return text[: pull.start()]
    compare = _COMPARE.search(text)
    shared = re.search(r"(?:分别|均|各|都)$", text)
    if compare and shared and not left.each:
        left.each = "each" if shared.group() == "分别" else "all"
        return text[: shared.start()]
    if compare and (left.sign or left.to or compare.group("what") is None) and left.comparison in ("", "同口径"):
        left.comparison = compare.group()
        return text[: compare.start()]
    predicate = _predicate(text)
    if predicate:
        _apply(predicate, by_word("predicates")[predicate]["kind"], left)
        return text[: len(text) - len(predicate)]
    if left.share_of is None and not left.sign:
        share = _SHARE.search(text)
        if share and (share.group("of") or share.group("word") or (share.start() > 1 and text.endswith("占"))):
            left.share_of = _scope_name(share.group("of"))
            return text[: share.start()]
    shorter = _aspects(text, left)
    when = _WHEN_END.search(text) if shorter == text else None
    if when and when.start() > 1 and not re.search(r"[比较上去本当前至到与\-—–~\d]$", text[: when.start()]):
        return text[: when.start()]
    return shorter


def _scope_name(text: str) -> str:
    return text.strip(_BLANK).removesuffix("的")


def _predicate(text: str) -> str:
    found = _predicates().search(text)
    if not found:
        return ""
    word = found.group(1)
    before = text[: found.start()]
    guard = _SINGLE_GUARD.get(word)
    if guard and before and before[-1] in guard:
        return ""
    if re.search(r"(?:可持续|再就业|供给|新)$", before) and len(word) <= 2 and word in ("增", "发展"):
        return ""
    return word


def _apply(word: str, kind: str, left: Left) -> None:
    left.verbs.append(word)
    if kind in ("up", "down") and not left.to:
        left.sign = left.sign or (1 if kind == "up" else -1)
        if word.startswith(("同口径", "可比")):
            left.comparison = left.comparison or "同口径"
        if "年均" in word or "平均" in word:
            left.average, left.comparison = True, left.comparison or word.removesuffix("增长")
    elif kind == "to":
        left.to = left.sign == 0
    elif kind in ("each", "all", "each_same"):
        left.each = left.each or kind
    elif kind == "total":
        left.total = True
    elif kind in ("strength", "hold"):
        left.strength.append(word)
    elif kind == "compare":
        left.comparison = left.comparison or word
    elif kind == "average":
        left.average, left.comparison = True, left.comparison or word


def _aspects(text: str, left: Left, *, ranked: bool = False) -> str:
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


def _strip_left(text: str, left: Left) -> str:
    text = _cut_list(text)
    while True:
        before = text
        text = _STREAK.sub("", _LEAD.sub("", text))
        period = _opening_period(text[:24])
        if period:
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
            return _END_VERB.sub("", text).strip(_BLANK + "的，,：:、")


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


def list_heads() -> tuple[str, ...]:
    """Nouns a list shares, longest first."""
    return words("heads")


def scopes() -> tuple[str, ...]:
    """Fields a rank is taken in."""
    return tuple(row for row in words("scopes"))


def aspect_rows() -> tuple[dict[str, str], ...]:
    """The rows of the aspect list."""
    return rows("aspects")
