"""What the words left of a figure say: its indicator, and direction, comparison, share, strength around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from briefing.extract.left import BLANK, Left, action_alone, leading_action, strip_left, take_aspect
from briefing.extract.lexicon import by_word, one_of, pattern

_TURN = re.compile(
    r"(?:每人每[年月日]|每人|每[亩吨户]|由[负降跌]转[正增升涨]|连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度)|多年))$"
)
_NOTES = re.compile(
    r"[\[［〔]\d{1,2}[\]］〕]|[，,、]下同(?=[）)])|[（(](?:下同|现价|名义|按?可比价?格?(?:计算)?|同口径|不变价|[与占][^（）()]{2,12}之比)[）)]"
)
_POINT = re.compile(r"^[一二三四五六七八九十]{1,2}[是要]")
_ADDED = re.compile(r"((?:比|较)[^，,；;]{1,8}?|同比)(?:新增|增加|净增)$")
_WHEN_END = re.compile(
    r"(?:前?[一二三四]季度末?|上半年|下半年|全年|每年|20\d\d年(?:末|底)?|\d{1,2}月(?:末|底)?|年内|年末|年底)$"
)
_COMPARE = re.compile(
    r"(?:(?:按(?![揭摩时期需劳质])|扣除)[^，,；;]{2,10}(?:计算|因素)[，,]?)?(?:同比|环比|(?<![占同环对可])(?:比|较)(?![重例值率])"
    r"(?P<what>[^，,；;、比较]{1,18}?)|(?:按(?![揭摩时期需劳质])|剔除|扣除)(?P<basis>[^，,；;]{1,12}?)(?:计算|因素|影响)?后?(?<!增长)(?<!下降))$"
)
_VERSUS = re.compile(
    r"(?:超(?=[^，,；;]{1,3}进度$|(?:年度|年初|全年|预期)?(?:计划|目标|预期)$)|高于|低于|快于|慢于|大于|小于|窄于|好于|优于|高出|领先|超过|高过|(?<![拉推走调])[高低快慢](?=[全该各平]))(?P<who>[^，,；;]{0,16})$"
)
_BELOW = ("低", "慢", "小", "窄")
_MORE = re.compile(
    r"(?:比|较)(?P<who>[^，,；;比较]{2,20}?)(?P<each>分别|均|各)?(?<![加提降放减增升])(?P<way>[高低快慢多少])出?了?$"
)
_THAN = re.compile(
    r"(?P<base>同比|环比|(?:比|较)(?:上|去|前|同|年初|期初|多年|常年|20\d\d|[一二三四]季度|\d{1,2}(?:月|[-—–~]\d{1,2}月))[^，,；;比较]{0,10}?)"
    r"偏?(?<![加提降放减增升])(?P<way>[多少](?P<change>[增减降升支收]?)|[高低快慢])(?:了|出)?$"
)
"""同比少减201.4亿元: a change against another period; with a second verb it is the change itself that differs."""
_SHARE = re.compile(
    r"(?<![抢侵强霸])占(?!比[、，,])(?P<of>[^，,；;]{0,40}?)(?:的)?(?P<word>比重|比例|比率|份额|的?权重|比)?(?:的)?$"
)
_PULL = re.compile(
    r"(?:向上|向下)?(?P<verb>拉动|带动|(?<!翘尾)(?<![新的])影响(?!约|为|是|达)|拉低|推高|上拉|下拉)(?P<of>[^，,；;]{0,40}?)$"
)
_GLOSS = re.compile(r"(?<=[A-Z])[（(][^（）()]*[）)]")
_RATE_NAME = re.compile(r"(?:比重|比例|比率)[（(]([^（）()]{2,14}率)[）)]$")
_WHICH = re.compile(r"(?<![厕究务场诊易处住])(?<!派出)所$")
_YEARS = re.compile(r"(?:近|过去|这)?[二三四五六七八九十]年")
_EACH = re.compile(r"(?:分别|均|各|都)$")
_RATE_WHO = re.compile(r"(?:比例|率|比重)$")
_NO_WHEN = re.compile(r"[比较上去本当前至到与\-—–~\d]$")


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(one_of("adverbs") + "+")


@cache
def _predicates() -> re.Pattern[str]:
    return pattern("predicates", after="$")


def read_left(text: str, *, points: bool = False, thing: bool = True) -> Left:
    """Read the text left of a figure from right to left, then clean what is left from the left.

    Args:
        text: The clause up to the figure.
        points: The figure is in percentage points, so 高于全国 is a comparison.
        thing: The figure counts things, so a lone verb (完工) is a verb of doing.
    """
    left = Left(thing=thing)
    rest = _POINT.sub("", _NOTES.sub("", text)).strip(BLANK + "：:、，,+＋")
    added = _ADDED.match(rest)
    if added:
        left.sign, left.comparison, left.verbs = 1, added.group(1), ["增加"]
        return left
    if thing and action_alone(rest):
        left.action, left.total = action_alone(rest), "累计" in rest
        return left
    rest = _strip_right(rest, left, points=points)
    if rest.startswith("分别"):
        left.each, rest = left.each or "each", rest.removeprefix("分别")
    rest = strip_left(rest, left)
    if not left.aspect and rest in by_word("aspects"):
        left.aspect, left.aspect_mode, rest = rest, by_word("aspects")[rest]["mode"], ""
    before, each, after = rest.partition("分别")
    if each and before and after:
        left.each, rest, left.tail = "each", before, re.sub(r"^(?:实现|达到|为)", "", after)
    side = rest.removeprefix("实现") if rest.startswith("实现") and not left.aspect else ""
    if side in by_word("aspects"):
        left.aspect, left.aspect_mode, rest = side, by_word("aspects")[side]["mode"], ""
    left.noun = "" if _YEARS.fullmatch(rest) or _adverbs().fullmatch(rest) else rest
    left.action = leading_action(left.noun)
    return left


def _strip_right(text: str, left: Left, *, points: bool) -> str:
    while text:
        shorter = _one_right(text, left, points=points).rstrip(BLANK + "，,：:、")
        if shorter == text:
            return text
        text = shorter
    return text


def _one_right(text: str, left: Left, *, points: bool) -> str:
    """Take one thing off the right end: the first of the readers that finds something."""
    for reader in _READERS:
        shorter = reader(text, left, points)
        if shorter != text:
            return shorter
    return text


def _turn(text: str, _left: Left, _points: bool) -> str:
    """由负转正, 连续六年."""
    found = _TURN.search(text)
    return text[: found.start()] if found and found.start() else text


def _versus(text: str, left: Left, points: bool) -> str:
    """高于全国, 比规模以上工业快: a lead over others, only for points."""
    than = None if left.versus or left.sign or left.to else _THAN.search(text)
    if than:
        left.comparison, left.sign = than.group("base"), _than_sign(than.group("way"))
        left.change = than.group("change") in ("增", "减", "降", "升") and than.group("change") != ""
        left.verbs.append(than.group("way"))
        return text[: than.start()]
    if not points or left.versus:
        return text
    found = _MORE.search(text)
    if found:
        left.versus, left.versus_who = found.group().replace(found.group("each") or "\0", ""), found.group("who")
        left.versus_sign = -1 if found.group("way") in "低慢少" else 1
        left.each = left.each or ("each" if found.group("each") == "分别" else "")
        return text[: found.start()]
    found = _VERSUS.search(text)
    if found and not _RATE_WHO.search(found.group("who")):
        left.versus, left.versus_who = found.group(), found.group("who")
        left.versus_sign = -1 if found.group()[0] in _BELOW else 1
        return text[: found.start()]
    return text


def _than_sign(way: str) -> int:
    """多增 and 少减 are up, 少增 and 多减 down."""
    return (-1 if way[0] in "少低慢" else 1) * (-1 if way[1:] in ("减", "降") else 1)


def _pull(text: str, left: Left, points: bool) -> str:
    """拉动GDP增长."""
    found = _PULL.search(text) if left.sign or left.to or points else None
    if not found:
        return text
    left.pull_of = _GLOSS.sub("", found.group("of"))
    left.verbs.append(found.group("verb"))
    return text[: found.start()]


def _compare(text: str, left: Left, _points: bool) -> str:
    """同比, 比上年末, 剔除…因素后."""
    found = _COMPARE.search(text)
    if not found:
        return text
    shared = _EACH.search(text)
    if shared and not left.each:
        left.each = "each" if shared.group() == "分别" else "all"
        return text[: shared.start()]
    if (left.sign or left.to or found.group("what") is None) and left.comparison in ("", "同口径"):
        left.comparison = found.group()
        return text[: found.start()]
    return text


def _verb(text: str, left: Left, _points: bool) -> str:
    """增长, 达到, 分别: a word of `words/predicates.csv`."""
    found = _predicates().search(text)
    if not found:
        return text
    row = by_word("predicates")[found.group(1)]
    if found.start() and text[found.start() - 1] in row["not_after"]:
        return text
    _apply(found.group(1), row["kind"], left)
    return text[: found.start()]


def _share(text: str, left: Left, _points: bool) -> str:
    """占全省, 占GDP比重."""
    found = _SHARE.search(text) if left.share_of is None and not left.sign else None
    if not found:
        return text
    if left.thing and not (found.group("of") or found.group("word") or found.start() > 1):
        return text
    left.share_of = found.group("of").strip(BLANK).removesuffix("的").removeprefix("同期")
    return _WHICH.sub("", text[: found.start()])


def _side(text: str, left: Left, _points: bool) -> str:
    """增速, 总量."""
    return take_aspect(text, left)


def _named(text: str, left: Left, _points: bool) -> str:
    """占常住人口比重（常住人口城镇化率）: the bracket names the rate."""
    found = _RATE_NAME.search(text)
    return found.group(1) if found and left.share_of is None else text


def _moment(text: str, _left: Left, _points: bool) -> str:
    """A period that closes the clause (开工率一季度)."""
    found = _WHEN_END.search(text)
    return text[: found.start()] if found and found.start() > 1 and not _NO_WHEN.search(text[: found.start()]) else text


_READERS: tuple[Callable[[str, Left, bool], str], ...] = (
    _turn, _versus, _pull, _compare, _verb, _named, _share, _side, _moment,
)  # fmt: skip


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
