"""Facts the words around their figures speak against: goals, shares of something else, one of several, of each.

Each check returns where the sentence bears the fact out.

Raises:
    SaidOfNothingError: it does not; with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import BREAK, clause_of, plain, refuse
from briefing.phrase.figures import structure
from briefing.phrase.tails import taken
from briefing.phrase.topics import SCALE
from briefing.phrase.words import holiday_of

_HEADLESS = re.compile(
    r"^(?:比(?!亚|例|较优)|较(?!大|好)|与|同比|环比|高于|低于|快于|占(?!地|补)|其中|折合|约为|约占|从(?!业|事|教|医)|由(?!原)|相比|增产|减产|同期|水平$|比重$|支出$|占比$|余额$|总额$|指标$|综合产值$|(?:年)?(?:收入)?[\d.十百千]*[万亿]?元以上(?:的)?(?:行政)?村$|(?:新设|新增)(?:总量|数量|总数)$|降幅|增幅|涨幅)"
)
_CUT = re.compile(r"(?:[从由约与较达为]|(?<![初高])中|其中|的)$")
_GOAL_AFTER = re.compile(r"^(?:以[上内下]|左右)?的?(?:年度|控制|预期|计划|预算|规划|目标)*(?:目标|控制数|计划数|限额)")
_SENT = re.compile(
    r"(?:组织|引导|支持|帮助|鼓励|推动|带领|协助|促成)[^，,；;]{2,10}?(?:参加|参与|参展|赴|前往|开展|开拓|举办|入驻|对接|上市)"
)
_SHARE_OF = re.compile(r"占(?P<of>.+?)(?:的)?(?:比重|比例|份额|比)$")
_PART = re.compile(r"占比|比重|份额|占")
_HOLIDAY = re.compile(r"假期|黄金周|长假|节日期间|春节期间")
_LISTED = re.compile(r"和|与|及|、")
_RATIO_OF_LAST = re.compile(r"决算")
_DECLINE = re.compile("[降跌]幅$")
_LEANS = re.compile(r"(?:从|分|按)[^，,；;\d]{1,8}[看分][，,]")
_SETTLED = re.compile(r"(?:整改|问题|办理|办结|化解|督办|销号|案件|诉求|投诉)[^，,]{0,4}完成率$")
_MORE = re.compile(r"^\s*[、和]\s*-?\d")
_TURNS = ("轮", "次", "批", "批次", "期")
_PLACES = r"(?:行政|经济薄弱)?村(?!级)|村庄|镇街|乡镇|街道|社区|农户|家庭"
_PART_OF_ALL = re.compile(rf"(?:%(?:以上|左右)?的?|所有|每个|各)(?:{_PLACES})")
_ATTRIBUTE = re.compile(r"[\u4e00-\u9fff]{2}(?:超过?|突破|达到?|逾)$")
_EACH = re.compile(
    r"(?:全部|都|(?<![年户人村亩地镇月日平店企项])均)(?:已|已经)?(?:实现|保持)?(?:达到?|超过?|突破|不低于|不少于|高于|在|为)(?:了|约|近)?$"
)
_INTENSITY = re.compile(r"GDP|生产总值|营业收入|营收")
_BARE_SHARE = re.compile(
    r"(?:占比|(?<!占)(?:比重|比例))(?:为|约|约为|达|达到|超过?|突破|提高到|提升至|提升到|提高至)?$"
)
_PULLED_DOWN = re.compile(r"拉动.*下降$")
_INDUSTRIES = 3
_FACE = re.compile(r"^(?:增长|下降)面$")
_STRENGTHS = re.compile(r"力争|确保|争取")


def is_the_one_size(fact: Fact, facts: Sequence[Fact]) -> None:
    """Only the first size of 新增场馆3个、建筑面积8.6万平方米、总投资12亿元 is said with what is counted; another was not itself added."""
    name = SCALE.sub("", fact.indicator_zh)
    if fact.measure != "level" or name == fact.indicator_zh or "subject inherited" not in fact.flags:
        return
    sized = [one for one in facts if one.start < fact.start and SCALE.sub("", one.indicator_zh) == name]
    if [one.measure for one in sized] == ["count", "level"]:
        refuse("a second size of the things counted")


def has_its_things(fact: Fact, facts: Sequence[Fact], behind: str) -> None:
    """7个区块建设项目开工66个 are 66 projects; the extract does not tell what the 7 are."""
    behind = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh)).lstrip("的“")
    clause = BREAK.split(behind.replace("、", "，"))[0]
    name = fact.indicator_zh
    ahead = fact.measure == "count" and clause.startswith(name[:2])
    if ahead and any(
        one.indicator_zh.startswith(name)
        and one.indicator_zh != name
        and one.exact
        and one.measure == "count"
        and clause.startswith(f"{one.indicator_zh}{one.exact}")
        for one in facts
    ):
        refuse("the things behind it have another number")


def has_head(fact: Fact) -> None:
    """The name of a fact names something, and what is said of it has words."""
    name = fact.indicator_zh
    if fact.unit_code == "doubling" and (fact.value != 1 or fact.measure != "growth"):
        refuse("doubling more than once has no words yet")
    if _PULLED_DOWN.search(name):
        refuse("what was taken off a growth has no words yet")
    if structure(fact) and (len(structure(fact)) != _INDUSTRIES or "产业" not in name):
        refuse("a ratio of two is no structure of industries")
    if _HEADLESS.search(name) or _CUT.search(name):
        refuse(f"{name} names nothing")
    if fact.measure == "ratio" and _RATIO_OF_LAST.search(name) and name.endswith("完成率"):
        refuse("last year's final account is no plan to complete")
    if fact.measure == "ratio" and _SETTLED.search(name):
        refuse("of the problems or cases, not of a plan")


def is_no_goal(fact: Fact, before: str, behind: str, facts: Sequence[Fact]) -> None:
    """A figure that is a goal is no actual: 低于4.5%的控制目标; 力争A，B以上."""
    if fact.role == "target" and fact.measure == "count":
        _is_all_that_is_planned(fact, behind)
    if fact.role != "actual":
        return
    if _GOAL_AFTER.match(behind):
        refuse("a goal, not what was reached")
    clause = re.split(r"[；;。]", before)[-1]
    aimed = any(other.role == "target" and 0 < fact.start - other.start < len(clause) for other in facts)
    if aimed and _STRENGTHS.search(clause):
        refuse("stands among targets")


def _is_all_that_is_planned(fact: Fact, behind: str) -> None:
    """What is to be done with 45个续建项目 stands behind them (全部竣工) and is not in the fact."""
    unit = re.sub(r"^[百千万亿]+", "", fact.unit_zh)
    things = re.sub(r"^[余多]?[百千万亿]*", "", behind).removeprefix(unit).lstrip("的“")
    if not things.startswith(fact.indicator_zh.lstrip("“")[:2]):
        return
    if taken(BREAK.split(things)[0])[1] or re.match(r"(?:和|及|与|以及|、)\d", things.removeprefix(fact.indicator_zh)):
        return  # what is planned is a known verb, or stands behind the last of a list
    rest = BREAK.split(things.replace("、", "，"))[0]
    noun = fact.indicator_zh.lstrip("“")
    if rest.startswith(noun) and len(re.findall(r"[\u4e00-\u9fff]", rest[len(noun) :])) > 1:
        refuse("what is planned with them stands behind")


def names_its_whole(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """从结构看，政府债券占比25.5% is a share of what the sentence before names."""
    first = all(one.start >= fact.start or one.indicator_zh == fact.indicator_zh for one in facts)
    share = fact.measure in ("share", "growth") and fact.indicator_zh.endswith("占比")
    if share and first and _LEANS.match(segment.zh.strip()):
        refuse("a share of what another sentence names")


def is_dated(fact: Fact, facts: Sequence[Fact]) -> None:
    """由上半年的下降3.6%转为增长2.1%: a change before another of the same is said with a period of its own, or not at all."""
    if fact.measure != "growth" or "earlier figure" not in fact.flags:
        return
    if any(
        one.start > fact.start
        and (one.indicator_zh, one.measure, one.unit_code) == (fact.indicator_zh, fact.measure, fact.unit_code)
        and one.time_period == fact.time_period
        for one in facts
    ):
        refuse("a change of an earlier period, which the fact does not tell")


def says_than_what(fact: Fact) -> None:
    """下降8.6%，降幅收窄3.4个百分点: a smaller decline than when, the sentence does not tell."""
    if (
        fact.measure == "growth"
        and fact.unit_code == "pp"
        and not fact.comparison
        and _DECLINE.search(fact.indicator_zh)
    ):
        refuse("a decline of another width, and no word against what")


def is_told_apart(fact: Fact, facts: Sequence[Fact]) -> None:
    """甲、乙分别增长1.3倍、下降31.4%, read as two figures of 甲: neither is said."""
    differ = "list and figures differ"
    if any(differ in one.flags and one.indicator_zh == fact.indicator_zh and one.id != fact.id for one in facts):
        refuse(differ)


def is_no_budget(fact: Fact, facts: Sequence[Fact]) -> None:
    """批准的收入为42.6亿元，实际完成43.18亿元: what was planned for the same period is said by how much of it was reached."""
    if fact.role != "target" or fact.measure not in ("level", "growth", "count"):
        return
    same = (fact.indicator_zh, fact.time_period, fact.measure)
    if any(one.role == "actual" and (one.indicator_zh, one.time_period, one.measure) == same for one in facts):
        refuse("a plan for a period whose actual stands beside it")


def is_of_one(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """甲、乙分别实现产值1亿元、2亿元，占规上工业比重63.9%: of both together, not of the last."""
    last = max((other for other in facts if other.start < fact.start), key=lambda other: other.start, default=None)
    if fact.measure != "share" or fact.group or last is None or not last.group or "subject inherited" not in fact.flags:
        return
    between = segment.zh[max(0, last.end - segment.start) : max(0, fact.start - segment.start)]
    several = {other.indicator_zh for other in facts if other.group == last.group}
    if len(several) > 1 and not re.search(r"[；;。]", between):
        refuse("a share of all that was listed, not of the last alone")


def follows_its_subject(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
    """A figure without its own subject is of what stands last before it, not of something before that."""
    last = max((other for other in facts if other.start < fact.start), key=lambda other: other.start, default=None)
    listed = last is not None and "verb shared" in last.flags and fact.indicator_zh.startswith(last.indicator_zh)
    if listed and fact.measure == "ratio" and "subject inherited" in fact.flags:
        refuse("of all that was listed, not of the last alone")
    if "subject inherited" not in fact.flags or fact.group or fact.measure not in ("share", "growth", "rank"):
        return
    if last is None or last.measure not in ("count", "level") or last.group or last.role != fact.role:
        return
    one, other = plain(fact.indicator_zh), plain(last.indicator_zh)
    between = segment.zh[max(0, last.end - segment.start) : max(0, fact.start - segment.start)]
    apart = one[:2] != other[:2] and one[-2:] != other[-2:] and other not in one and one[:4] not in between
    if apart and not re.search(r"[；;。]", between):
        refuse("another subject stands between")


def _is_its_own_share(fact: Fact, before: str, behind: str) -> None:
    """A share is of what the sentence says it is of; a rank of a share stands beside the word."""
    found = _SHARE_OF.search(fact.indicator_zh)
    if found is None:
        return
    clause = clause_of(before)
    if fact.measure == "rank" and not _PART.search(clause):
        refuse("ranks the total or its share")
    inherited = _BARE_SHARE.search(clause) and "占" not in _BARE_SHARE.sub("", clause)
    other = inherited and clause != before and not _named(found["of"], clause)
    if fact.measure == "share" and other and _INTENSITY.search(found["of"]):  # basic research is a share of R&D
        refuse("a share of what an earlier clause names")
    if fact.measure == "share" and found["of"] and not _named(found["of"], before + behind[:12]):
        refuse("a share of what another sentence names")


def _named(whole: str, text: str) -> bool:
    return whole[-2:] in text or whole[:2] in text


def _is_of_its_period(fact: Fact, before: str, behind: str) -> None:
    """Figures of a holiday are not those of the year."""
    if _HOLIDAY.search(before + behind) and fact.role == "actual" and not holiday_of(fact.indicator_zh):
        refuse("of a holiday, not of the period")


def _is_one_of_one(fact: Fact, before: str, behind: str) -> None:
    """One figure of several, or one name for several."""
    if fact.group or fact.measure == "rank":
        return
    if (
        fact.measure == "count"
        and "subject inherited" in fact.flags
        and re.match(r"\s*\d", behind)
        and fact.unit_zh in _TURNS
    ):
        refuse("counts what stands behind it")
    if _MORE.match(behind) and fact.measure == "growth":
        refuse("one of several figures")
    if _FACE.match(fact.indicator_zh) and "行业" not in before:
        refuse("the share of what grew, the clause does not tell")
    if "list and figures differ" in fact.flags:
        refuse("list and figures differ")
    several = _LISTED.search(fact.indicator_zh) and re.search(r"分别[^，,；;。]{0,6}$", before)
    if several and not (fact.measure == "growth" and re.match(r"[%个百分点]*[，,；;。]", behind)):
        refuse("one figure for several subjects")
    if re.search(r"分别$", before.removesuffix(fact.indicator_zh)) and before.endswith(fact.indicator_zh):
        refuse("one of several, which the sentence names before")


def _is_of_all(fact: Fact, before: str, behind: str) -> None:
    """The first ten are a set, no rank; what each village or 92% of them earn is not what they earn together."""
    if fact.measure == "rank" and re.match(r"[位名强]?(?:的[^，,；;。]{0,6})?中", behind):
        refuse("among the first, not ranked")
    alone = not fact.group and not _LISTED.search(fact.indicator_zh)
    if fact.measure in ("level", "count") and alone and _EACH.search(before):
        refuse("of each, not of all together")
    if fact.measure != "level":
        return
    name, clause = re.escape(plain(fact.indicator_zh)[:2]), clause_of(before)
    part = re.search(rf"%(?:以上|左右)?的?{name}", clause) or (
        _PART_OF_ALL.search(clause) and not _PART_OF_ALL.search(fact.indicator_zh.removeprefix("所有"))
    )
    part = part and not re.search("占|比重", clause)
    if part or fact.indicator_zh.startswith(("所有", "每个", "各村", "各镇")):
        refuse("of each or of a part, not of all together")


def _is_first_itself(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """获全省首个中国质量奖: it is the first in the province that was won, not the prize that is the first of its kind."""
    if fact.measure == "rank" and re.search(
        r"(?:获|夺得|摘得|捧回|斩获|荣膺)(?:得|评|批)?(?:为)?(?:全国|全省|全市|全区|国内|全球)?第?$", before
    ):
        refuse("the first that was won, not the first of its kind")


def _is_no_attribute(fact: Fact, before: str, behind: str) -> None:
    """企业超百万户的副省级城市: the firms of a city are so many, not the cities."""
    things = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh))
    people = fact.measure == "count" and fact.unit_code in ("household", "person")
    if people and things.startswith(f"的{fact.indicator_zh[:2]}") and _ATTRIBUTE.search(before):
        refuse("of what stands before it, not of the things behind")


def _is_planned_itself(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """推进总投资128亿元的电站: the station is planned, its size is no mark to reach."""
    things = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh))
    if (
        fact.role == "target"
        and fact.measure == "level"
        and fact.indicator_zh.endswith("总投资")
        and things[:1] == "的"
    ):
        refuse("the size of what is planned, no mark to reach")


def _is_times_of_something(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """是全省平均的1.4倍: times of what, the fact does not tell."""
    if fact.measure == "ratio" and fact.unit_zh == "倍":
        refuse("times of what, the fact does not tell")


def _is_of_whom_it_reached(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """发放贷款1.2亿元，惠及623人: people, not loans."""
    if fact.indicator_zh.startswith("惠及") and fact.unit_code == "person" and re.search(r"[，,；;]惠及$", before):
        refuse("whom it reached, the fact does not name")


def _is_net_of_all(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """新增企业126家，净增78家: all that there are grew by 78, not the new."""
    if fact.measure == "growth" and before.endswith("净增") and fact.indicator_zh.startswith("新"):
        refuse("a net increase of all, not of the new")


def _is_what_is_counted(fact: Fact, before: str, behind: str) -> None:  # noqa: ARG001  # one shape for all checks
    """组织企业参加展会120场: exhibitions are counted, not the firms sent there."""
    if fact.measure == "count" and _SENT.match(fact.indicator_zh):
        refuse("of what others were helped to do")


CHECKS: tuple[Callable[[Fact, str, str], None], ...] = (
    _is_its_own_share,
    _is_of_its_period,
    _is_one_of_one,
    _is_of_all,
    _is_no_attribute,
    _is_first_itself,
    _is_net_of_all,
    _is_of_whom_it_reached,
    _is_times_of_something,
    _is_what_is_counted,
    _is_planned_itself,
)
