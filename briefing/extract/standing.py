"""The reading of the text left of a rank: its field, the verb of standing, the noun phrase ranked and its side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefing.extract.left import BLANK, Left, leading_action, strip_left, take_aspect
from briefing.extract.lexicon import one_of, words

_CONTEST = re.compile(
    r"在(?:20\d\d年度?)?(?P<scope>全[国省市区县])(?:\d+[个家座])?(?P<name>[^，,；;]{4,20}?(?:评价|考核|考评|测评|评估|评比|监测|评选|排名|调查))(?:结果)?中(?:居|列|位列|位居|排名|排|获得?|荣获)*$"
)
_AMONG_MANY = re.compile(r"在(?P<scope>全[国省市区县])\d+[个家座][^，,；;]{2,24}中(?:居|列|位列|位居|排名|排)*$")
_IN_CONTEST = re.compile(r"在[^，,；;]*?(?:评价|考核|测评|评估|评比|监测|评选|排名|调查)(?:结果)?中$")
_COUNTIES = re.compile(r"[县市区][（(][市县区、]{1,5}[）)]")
_FIELD = re.compile(
    r"^在(?P<scope>全[国省市区县])(?:\d+[个家座])?(?P<name>[^，,；;]{0,20}?)(?:评价|考核|考评|测评|评估|评比|监测|评选|排名)?(?:结果)?中$"
)
_OF_REGION = re.compile(r"在(?:全[国省市区县](?!工商联|总工会|妇联|政协)|20\d\d)")
_START = re.compile(r"(?:由|从)(?:20\d\d年|上年|去年)?的?$")
_RANK_VERB = re.compile(
    r"(?:总体|稳定|继续|持续|始终|一直|仍|仍然|依然|长期|连续(?:[一二三四五六七八九十两\d]+(?:年|个?月|个?季度))?|今年|保持|成功|首次|再次|均|都|双双|也|已|分别|并|一举|蝉)*$"
)
_RANKED = re.compile(
    r"(?:稳定|继续|持续|始终)?(?:首登|首进|再进|排名|位次|位列|位居|稳居|居|列|排在|排|位于|处于|跃居|跻身|跃升至?|上升至?|前移至?|升至|升到|降至|降到|下降至|回落至|进位至|进入|进|保持在?|保|在|蝉联|荣获|获得?|获评|夺得|为)+$"
)
_TRAIL = re.compile(r"(?:综合)?(?:排名|位次|排位)(?:并列|第)?$")
_PEERS = re.compile(r"(?:居|列|在|排名)([^，,；;]{2,12}(?:城市|城区|地区|县区|区县|县市|行政区|园区|高新区|开发区))$")


_STREAK = re.compile(r"^连续[一二三四五六七八九十两\d]+(?:年|届|次)$")
_KIND = re.compile(
    r"(?:位居|稳居|位列|居|列|排名|位于|保持|在)(?P<scope>全[国省市区县](?:各|所有|同类)?[^，,；;、各全]{0,4}(?:开发区|园区|高新区|经开区|港口|口岸|机场|综保区|保税区))$"
)
"""全国内河港口, 全市各开发区: first among these is not first in the country or the city."""


@cache
def _scope_inside() -> re.Pattern[str]:
    return re.compile(
        "(?:位居|稳居|位列|居|列|排名|位于|保持|获得?|在)(" + one_of("scopes")[3:-1] + ")([^，,；;、]{1,12})$"
    )


@cache
def _scope() -> re.Pattern[str]:
    names = "|".join(re.escape(word) for word in words("scopes") if len(word) > 1)
    return re.compile(
        f"({names}|(?<=[居列名位获为首的])[省市区])(?:的|各[^，,；;]{{0,6}}|同类[^，,；;]{{0,8}}|[^，,；;、]{{0,8}}(?:城市|城区|县市区|区县|县市|行政区|县区|县域|园区|高新区|开发区|经开区|地市|设区市))?$|^([省市区])$"
    )


def read_rank(text: str) -> Left:
    """Read the text left of 第N, 首位: field and verb from the right, then the noun phrase and its side."""
    left = Left()
    rest = (
        _COUNTIES.sub(lambda found: "县市区" if "区" in found.group() else "县市", text)
        .strip(BLANK + "：:、，,")
        .removesuffix("的")
    )
    contest = _CONTEST.search(rest)
    if contest:
        left.scope, left.ranked, left.noun = contest.group("scope"), True, contest.group("name")
        return left
    among = _AMONG_MANY.search(rest)
    if among:
        left.scope, left.ranked, rest = among.group("scope"), True, rest[: among.start()]
    elif kind := _KIND.search(rest):
        left.scope, left.ranked, rest = kind.group("scope"), True, _rank_verbs(rest[: kind.start()])[0]
    else:
        rest = _field(rest, left)
    inside = _IN_CONTEST.search(_START.sub("", rest.rstrip("的")))
    rest = take_aspect(_IN_CONTEST.sub("", _START.sub("", rest.rstrip("的"))), left, ranked=True)
    left.noun = _STREAK.sub("", strip_left(rest, left))
    if inside and not left.noun and not left.aspect and not _OF_REGION.match(inside.group()):
        left.noun = inside.group()[1:].removesuffix("中").removesuffix("结果")
    left.action = leading_action(left.noun)
    return left


def field_before(topics: Sequence[str]) -> tuple[str, str]:
    """The field a clause before names, and the assessment in it (在全省经开区综合考评中，…): scope and name, or nothing."""
    for topic in reversed(topics):
        found = _FIELD.match(topic.strip(BLANK))
        if found:
            named = topic.strip(BLANK)[found.start("name") - len(found.group("scope")) : -1]
            contest = re.search(r"(?:评价|考核|考评|测评|评估|评比|监测|评选)(?:结果)?中$", topic)
            return found.group("scope"), named.removesuffix("结果") if contest else ""
    return "", ""


def _field(text: str, left: Left) -> str:
    """Take field and verbs of standing off the right end, in either order (居全省, 全市排名, 在全省…评估居)."""
    trail = _TRAIL.search(text)
    rest = _scoped(text[: trail.start()] if trail else text, left)
    if not left.scope:
        rest = text
    rest, verbs = _rank_verbs(rest)
    left.ranked = left.ranked or bool(verbs) or bool(trail)
    if not left.scope and verbs:
        rest = _scoped(rest, left)
    if not left.scope and not verbs:
        found = _scope_inside().search(rest)
        if found:
            left.scope, left.ranked, rest = found.group(1), True, rest[: found.start()]
            left.aspect, left.aspect_mode = found.group(2), "rank"
    peers = None if left.scope else _PEERS.search(rest)
    if peers:
        left.scope, left.ranked, rest = peers.group(1), True, rest[: peers.start()]
    rest, more = _rank_verbs(rest)
    said = "".join([*verbs, *more])
    left.each = "each" if "分别" in said else "all" if re.search(r"均|都|双双|皆", said) else ""
    return rest


def _scoped(text: str, left: Left) -> str:
    found = _scope().search(text)
    if not found:
        return text
    left.scope, left.ranked = found.group(1) or found.group(2), True
    return text[: found.start()]


def _rank_verbs(text: str) -> tuple[str, list[str]]:
    verbs: list[str] = []
    while True:
        rest = text.rstrip(BLANK)
        for shape in (_RANKED, _RANK_VERB):
            found = None if re.search(r"(?:综合|数量|总量|增速)(?:排名|位次)$", rest) else shape.search(rest)
            if found and found.group():
                verbs.append(found.group())
                rest = rest[: found.start()]
        if rest == text:
            return rest, verbs
        text = rest
