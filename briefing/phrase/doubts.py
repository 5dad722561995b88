"""What the words of the source around a figure say against its fact: it is mended where they tell how, else not said.

The extract binds figures to indicators by rules that fail on some sentences. A statement stands alone before a
reader, so it is held against the sentence once more: what a change is measured against, whether an average or a total is
meant, whether a rank is of a total or of its share. A fact that the sentence speaks against is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.bases import known_base
from briefing.phrase.context import around, plain, refuse
from briefing.phrase.figures import structure
from briefing.phrase.nested import (
    counted_in_all,
    has_its_own_verb,
    has_the_head_of_its_list,
    is_of_one_count,
    is_said_in_full,
    names_what_is_measured,
    ranked_among,
    ranks_what_it_names,
    totaled,
)
from briefing.phrase.tails import taken
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, action_of, actions, folded, holiday_of

_BREAK = re.compile(r"[，,；;。！？：:]")
_HEADLESS = re.compile(
    r"^(?:比(?!亚|例|较优)|较(?!大|好)|与|同比|环比|高于|低于|快于|占(?!地|补)|其中|折合|约为|约占|从(?!业|事|教|医)|由(?!原)|相比|增产|减产|同期|水平$|比重$|支出$|占比$|余额$|总额$|指标$|综合产值$|(?:年)?(?:收入)?[\d.十百千]*[万亿]?元以上(?:的)?(?:行政)?村$|(?:新设|新增)(?:总量|数量|总数)$|降幅|增幅|涨幅)"
)
_CUT = re.compile(r"(?:[从由约与较达为]|(?<![初高])中|其中|的)$")
_OWN_PERIOD = re.compile(r"上年|去年|同期|上一年|年初|上年末")
_BASE = re.compile(
    r"(?P<base>(?:(?<![同环占之])比(?!重|例|率|值)|较(?!大|好))[^，,；;。]{1,12}?)(?:分别|均|又|再|小幅|略微?|仅|大幅|进一步|继续)?(?P<gap>高出?|低|快|慢|多|少)?(?:增长|下降|上升|上涨|下跌|提高|提升|降低|回落|回升|加快|放缓|扩大|收窄|缩小|收缩|增加|减少|净增|压减|持平|变化)?(?:了|约|近|超过?)?$"
)
_AGAINST = re.compile(r"(?:高于|低于|快于|慢于|好于|高出|低出|超出)(?!预期)[^，,；;。]{0,14}$")
_GAP_BASE = re.compile(r"^(?:增速)?(?:高于|低于|快于|慢于|好于|高出|低出)")
_COMPARED = re.compile(r"^(?:增速)?[比较].+(?:[高低]出?|[快慢])$")
_STEP = re.compile(r"[多少][增减]$")
_MOVED = re.compile(
    r"增长|下降|上升|上涨|下跌|提高|提升|降低|回落|回升|加快|放缓|扩大|收窄|缩小|增加|减少|净增|压减|持平"
)
_PACE = re.compile(
    r"增速|增幅|涨幅|加快|放缓|回落|回升|快于|慢于|[快慢]$|高于|低于|高出|低出|(?<![提升降减])[高低]出?$"
)
_DECLINE = re.compile(r"降幅|跌幅")
_SPEED = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|增长速度)$")
_AVERAGE = re.compile(r"年均|年平均|平均每年")
_TOTAL = re.compile(r"累计(?:增长|下降|提高|降低|减少|增加|上升)")
_GOAL_AFTER = re.compile(r"^(?:以[上内下]|左右)?的?(?:年度|控制|预期|计划|预算|规划|目标)*(?:目标|控制数|计划数|限额)")
_SHARE_OF = re.compile(r"占(?P<of>.+?)(?:的)?(?:比重|比例|份额|比)$")
_PART = re.compile(r"占比|比重|份额|占")
_HOLIDAY = re.compile(r"假期|黄金周|长假|节日期间|春节期间")
_LISTED = re.compile(r"和|与|及|、")
_EVENLY = re.compile(r"均|都|各|分别")
_RATIO_OF_LAST = re.compile(r"决算")
_MORE = re.compile(r"^\s*[、和]\s*-?\d")
_DONE_SO_FAR = re.compile(r"截至|截止|年末|月末|季末|[年月]底")
_OWNERLESS = re.compile(
    r"^(?P<verb>实现|完成)?(?P<sum>营业收入|主营业务收入|营业总收入|利润总额|净利润|利润|销售额|销售收入|总产值|产值|(?:累计|总)?投资(?:总额)?)(?:增速|增幅)?$"
)
_AMONG_ALL = re.compile(r"^[^，,]{0,4}在(?P<scope>全国|全省|全市|全区|全县)(?:\d+个)?[^，,]{0,8}中[，,]")
_NAMED_SCOPE = re.compile(r"^(?P<scope>全球|世界|全国|全省|全市)")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)$")
_TURNS = ("轮", "次", "批", "批次", "期")
_GROUP = re.compile(r"[百千万亿]*元?(?:[至到—-]+\d[\d.]*[百千万亿]*元?)?的?(?:群体|人群|家庭|户)")
_DONE = ("完成", "举办", "办好", "建设", "建成", "推进", "实施")
_MONEY = ("CNY", "USD", "EUR", "HKD")
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
_SINCE = re.compile(r"与(\d{4})年(?:[^，,；;。]|,(?=\d{3}))*相比[，,][^；;。]*$")
_TWICE = re.compile(r"^(进出口|出口|进口)(.+)\1$")
_GOOD = re.compile(r"^高质量(?=.{4})")
_STRENGTHS = re.compile(r"力争|确保|争取")


def settled(facts: Sequence[Fact], segment: Segment) -> tuple[list[Fact], list[str]]:
    """Return the facts as the sentence bears them out, and `id: reason` for those it does not."""
    kept: list[Fact] = []
    left: list[str] = []
    facts = [_folded(fact, segment) for fact in facts]
    for fact in facts:
        try:
            kept.append(_aimed(_settle(fact, facts, segment), kept, segment))
        except SaidOfNothingError as reason:
            left.append(f"{fact.id}: {reason}")
    return kept, left


def _folded(fact: Fact, segment: Segment) -> Fact:
    """Return a fact with its words around it in simplified characters, 其中 whole, a head that stands twice once."""
    prefix = folded(fact.prefix)
    before = around(fact, segment)[0]
    if prefix.startswith("中") and before.endswith(f"其{prefix}"):
        prefix = f"其{prefix}"
    return replace(
        fact,
        prefix=prefix,
        suffix=folded(fact.suffix),
        indicator_zh=_TWICE.sub(r"\1\2", fact.indicator_zh),
    )


def _aimed(fact: Fact, before: Sequence[Fact], segment: Segment) -> Fact:
    """Return a target with the aim of the list it stands in: 力争新增甲22家、乙200家."""
    last = before[-1] if before else None
    if last is None or fact.role != "target" or last.role != "target" or fact.strength:
        return fact
    between = segment.zh[max(0, last.end - segment.start) : max(0, fact.start - segment.start)]
    between = re.sub(r"^[^，,、；;。]{0,3}[，,、]", "", between).replace("\n", "")
    noun = plain(fact.indicator_zh)
    aim = next((word for word in AIM_WORDS if word in last.strength), "")
    return replace(fact, strength=aim) if aim and between and between == noun else fact


def _clause(before: str) -> str:
    return _BREAK.split(before)[-1]


def _settle(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    before, behind = around(fact, segment)
    if fact.measure == "count" and fact.unit_code in _MONEY:
        if _GROUP.match(behind):
            refuse("tells who is meant")
        fact = replace(fact, measure="level")
    _has_its_things(fact, facts, behind)
    if _GOOD.match(fact.indicator_zh) and action_of(_GOOD.sub("", fact.indicator_zh)) in _DONE:
        fact = replace(fact, indicator_zh=_GOOD.sub("", fact.indicator_zh))
    if "definition stated" in fact.flags and "，下同" in fact.indicator_zh:
        fact = replace(fact, indicator_zh=fact.indicator_zh.replace("，下同", ""), confidence="medium")
    has_the_head_of_its_list(fact, facts)
    is_of_one_count(fact, facts, segment)
    is_said_in_full(fact, segment)
    has_its_own_verb(fact, facts, segment)
    if not fact.table_cell:
        names_what_is_measured(fact, facts)
    ranks_what_it_names(fact, facts, segment)
    fact = ranked_among(counted_in_all(fact, facts, segment), segment)
    fact = _joined_in(_bracketed(fact, facts, segment, before), facts)
    fact = _scoped(_owned(_halved(totaled(fact, before, facts), facts, segment), facts, segment), before)
    behind = behind.removeprefix(fact.unit_zh)
    _has_head(fact)
    if not fact.table_cell:
        _is_no_goal(fact, before, behind, facts)
        _follows_its_subject(fact, facts, segment)
        for check in _CHECKS:
            check(fact, before, behind)
    return _rebased(fact, before) if before and fact.measure == "growth" and fact.value is not None else fact


def _halved(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    """Return a count with the things it stands before, where the extract ran them together with others.

    亚运村和55个竞赛场馆 are 55 venues; 8个区块实施项目392个 are 8 areas and 392 projects; 新道路13条、改造3条 are roads.
    """
    if fact.measure != "count":
        return fact
    before, behind = around(fact, segment)
    behind = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh)).lstrip("的“")
    source = max(
        (one for one in facts if one.measure == "count" and one.end <= fact.start),
        key=lambda one: one.end,
        default=None,
    )
    if (
        source is not None
        and len(fact.indicator_zh) > len(source.indicator_zh)
        and fact.indicator_zh.startswith(source.indicator_zh)
        and before.endswith(f"{source.exact}{source.unit_zh}{source.indicator_zh}")
        and behind.startswith(fact.indicator_zh[len(source.indicator_zh) :])
    ):  # 45个国家11830名运动员: athletes of countries, not of so many countries each
        return replace(fact, indicator_zh=fact.indicator_zh[len(source.indicator_zh) :])
    joint = re.match(r"(?P<one>.{2,})(?:和|及|与|、)(?P<other>.{2,})$", fact.indicator_zh)
    if (
        joint
        and behind.startswith(joint["other"].lstrip("“")[:2])
        and re.search(rf"{re.escape(joint['one'][-2:])}(?:和|及|与|、)$", before)
    ):
        return replace(fact, indicator_zh=joint["other"])
    twin = next(
        (
            one
            for one in facts
            if one.id != fact.id and one.indicator_zh == fact.indicator_zh and one.measure == "count"
        ),
        None,
    )
    verb = next(
        (
            zh
            for zh in actions()
            if len(zh) > 1 and 2 <= fact.indicator_zh.find(zh, 2) < len(fact.indicator_zh) - len(zh)
        ),
        "",
    )
    if twin is not None and verb and (fact.links or twin.links):
        owner, things = fact.indicator_zh.split(verb, 1)
        first = behind.startswith(owner[:2])
        if first == (twin.start < fact.start):  # the first of the two stands before its things
            return fact
        return replace(fact, indicator_zh=owner if first else f"{verb}{owner}{things}")
    front = next((zh for zh in actions() if fact.indicator_zh.startswith(f"{zh}新")), "")
    if front and "subject inherited" in fact.flags:
        return replace(fact, indicator_zh=front + fact.indicator_zh[len(front) + 1 :])
    return fact


def _bracketed(fact: Fact, facts: Sequence[Fact], segment: Segment, before: str) -> Fact:
    """Return a count in brackets as a part of what stands before them (风景名胜区4个（国家级3个，省级1个）)."""
    opened = _BRACKET.search(before)
    if opened is None or fact.measure != "count" or "subject inherited" not in fact.flags:
        return fact
    label = re.split("[，,、；;]", opened["inside"])[-1]
    at = segment.start + len(before) - len(opened["inside"]) - 1
    wholes = [one for one in facts if one.measure == "count" and one.end <= at]
    whole = max(wholes, key=lambda one: one.end, default=None)
    if whole is None or not label or not fact.indicator_zh.startswith(label) or at - whole.end > len(whole.unit_zh):
        return fact
    return replace(fact, indicator_zh=label + plain(whole.indicator_zh))


def _joined_in(fact: Fact, facts: Sequence[Fact]) -> Fact:
    """Return people insured as taking part, where only the first of a list says so (参加基本医疗保险…，其中职工医疗保险…)."""
    people = fact.unit_code == "person" and fact.measure == "count" and fact.indicator_zh.endswith("保险")
    first = next((one for one in facts if one.indicator_zh.startswith("参加") and one.unit_code == "person"), None)
    alone = people and first is not None and first.start < fact.start and not fact.indicator_zh.startswith("参加")
    return replace(fact, indicator_zh=f"参加{fact.indicator_zh}") if alone else fact


def _has_its_things(fact: Fact, facts: Sequence[Fact], behind: str) -> None:
    """7个区块建设项目开工66个 are 66 projects; the extract does not tell what the 7 are."""
    behind = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh)).lstrip("的“")
    clause = _BREAK.split(behind.replace("、", "，"))[0]
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


def _owned(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    """Return a bare sum of firms counted right before it as theirs: 文化企业203家，实现营业收入156.8亿元."""
    if re.match(r"项目(?:完成|年度|计划)", fact.indicator_zh) and "subject inherited" not in fact.flags:
        refuse("which projects the fact does not tell")
    bare = _OWNERLESS.match(fact.indicator_zh)
    if bare is None or fact.table_cell:
        return fact
    spent = bare["sum"].endswith(("投资", "投资总额"))
    alike = [one for one in facts if _SPEED.sub("", one.indicator_zh) == _SPEED.sub("", fact.indicator_zh)]
    first = min(alike, key=lambda one: one.start)
    units = ("个", "项") if spent else ("家", "户")
    owners = [one for one in facts if one.measure == "count" and one.end <= first.start and one.unit_zh.endswith(units)]
    if not owners and spent:
        refuse("whose investment the sentence does not tell")
    if not owners:
        return fact
    owner = max(owners, key=lambda one: one.start)
    between = segment.zh[max(0, owner.end - segment.start) : max(0, first.start - segment.start)]
    if not re.fullmatch(
        r"[家户个项]?[，,、](?:共|累计)?(?:实现|完成)?" + re.escape(bare["sum"]), between.replace("\n", "")
    ):
        return fact
    return replace(fact, indicator_zh=plain(owner.indicator_zh) + fact.indicator_zh.removeprefix(bare["verb"] or ""))


def _scoped(fact: Fact, before: str) -> Fact:
    """Return a rank with the scope its clause or its own name tells: 在全省13个设区市中…排名第五, 全球创新集群排名."""
    if fact.measure != "rank" or fact.rank_scope or fact.rank_band == "group":
        return fact
    clause = re.split(r"[；;。]", before)[-1]
    found = _AMONG_ALL.search(clause) or _NAMED_SCOPE.match(fact.indicator_zh)
    if found is None:
        return fact
    of = "" if fact.rank_of == "排名" else fact.rank_of
    return replace(fact, rank_scope=found["scope"], rank_of=of, indicator_zh=fact.indicator_zh.removesuffix("排名"))


def _has_head(fact: Fact) -> None:
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


def _is_no_goal(fact: Fact, before: str, behind: str, facts: Sequence[Fact]) -> None:
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


def _follows_its_subject(fact: Fact, facts: Sequence[Fact], segment: Segment) -> None:
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


def _is_all_that_is_planned(fact: Fact, behind: str) -> None:
    """What is to be done with 45个续建项目 stands behind them (全部竣工) and is not in the fact."""
    unit = re.sub(r"^[百千万亿]+", "", fact.unit_zh)
    things = re.sub(r"^[余多]?[百千万亿]*", "", behind).removeprefix(unit).lstrip("的“")
    if not things.startswith(fact.indicator_zh.lstrip("“")[:2]):
        return
    if taken(_BREAK.split(things)[0])[1] or re.match(r"(?:和|及|与|以及|、)\d", things.removeprefix(fact.indicator_zh)):
        return  # what is planned is a known verb, or stands behind the last of a list
    rest = _BREAK.split(things.replace("、", "，"))[0]
    noun = fact.indicator_zh.lstrip("“")
    if rest.startswith(noun) and len(re.findall(r"[\u4e00-\u9fff]", rest[len(noun) :])) > 1:
        refuse("what is planned with them stands behind")


def _is_its_own_share(fact: Fact, before: str, behind: str) -> None:
    """A share is of what the sentence says it is of; a rank of a share stands beside the word."""
    found = _SHARE_OF.search(fact.indicator_zh)
    if found is None:
        return
    clause = _clause(before)
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
    name, clause = re.escape(plain(fact.indicator_zh)[:2]), _clause(before)
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


_CHECKS: tuple[Callable[[Fact, str, str], None], ...] = (
    _is_its_own_share,
    _is_of_its_period,
    _is_one_of_one,
    _is_of_all,
    _is_no_attribute,
    _is_first_itself,
)


def _rebased(fact: Fact, before: str) -> Fact:
    """Return a change with the base its own clause names, and as what it is: a pace, a decline, an average, a total."""
    clause = _clause(before)
    if _AVERAGE.search(clause) and not re.search(r"\d年平均|[两三四五]年平均", clause):
        fact = replace(fact, comparison="年均")
    elif _TOTAL.search(clause) and not fact.comparison:
        fact = replace(fact, comparison="累计")
    since = _SINCE.search(before)
    if since and (fact.comparison in ("", "yoy") or fact.comparison.endswith("相比")):
        fact = replace(fact, comparison=f"比{since[1]}年")
    else:
        fact = _based(fact, clause)
    if fact.unit_code == "pp":
        fact = _paced(fact, clause)
    return fact


def _based(fact: Fact, clause: str) -> Fact:
    found = _BASE.search(clause)
    if found is None:
        against = _AGAINST.search(clause)
        known = _GAP_BASE.match(fact.comparison) or _COMPARED.match(fact.comparison)
        if against and not known and not _MOVED.search(against[0]):
            refuse("measured against something that is not in its fact")
        return fact
    base = found["base"]
    if fact.comparison in ("", "yoy", "constant_prices", "comparable_prices") and not _OWN_PERIOD.search(base):
        if known_base(base) is None or found["gap"]:
            refuse(f"no English for the base {base}")
        return replace(fact, comparison=base)
    if found["gap"] in ("多", "少") and not _STEP.search(clause):
        refuse("more or less of a change")
    return fact


def _paced(fact: Fact, clause: str) -> Fact:
    """Return points of a decline as such; points of a growth rate only where the clause speaks of one."""
    stem = _SPEED.sub("", fact.indicator_zh)
    if _DECLINE.search(clause):
        return replace(fact, indicator_zh=f"{stem}降幅")
    if stem != fact.indicator_zh and not _PACE.search(clause):
        refuse("points of what, the clause does not say")
    return fact
