"""Facts mended by the words around their figures: which things are counted, whose a sum is, whom a rank is among."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around, plain, refuse, without_pace
from briefing.phrase.words import actions

_OWNERLESS = re.compile(
    r"^(?P<verb>实现|完成)?(?P<sum>营业收入|主营业务收入|营业总收入|利润总额|净利润|利润|销售额|销售收入|总产值|产值|(?:累计|总)?投资(?:总额)?)(?:增速|增幅)?$"
)
_AMONG_ALL = re.compile(r"^[^，,]{0,4}在(?P<scope>全国|全省|全市|全区|全县)(?:\d+个)?[^，,]{0,8}中[，,]")
_NAMED_SCOPE = re.compile(r"^(?P<scope>全球|世界|全国|全省|全市)")
_LIST_SCOPE = re.compile(r"^(?:限额以上(?:单位)?|规模以上|规上)(?=.*[业类])")
_BRACKET = re.compile(r"[（(](?P<inside>[^（）()]*)$")


def halved(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    """Return a count with the things it stands before, where the extract ran them together with others.

    亚运村和55个竞赛场馆 are 55 venues; 8个区块实施项目392个 are 8 areas and 392 projects; 新道路13条、改造3条 are roads.
    """
    if fact.measure != "count":
        return fact
    before, behind = around(fact, segment)
    behind = behind.removeprefix(re.sub(r"^[百千万亿]+", "", fact.unit_zh)).lstrip("的“")
    name = _of_its_own(fact, facts, before, behind) or _of_the_joint(fact, before, behind)
    name = name or _of_the_twin(fact, facts, behind) or _of_the_list(fact)
    return replace(fact, indicator_zh=name) if name else fact


def _of_its_own(fact: Fact, facts: Sequence[Fact], before: str, behind: str) -> str:
    """Return what is counted, without what the number before it counts (45个国家11830名运动员: athletes), or empty."""
    counts = [one for one in facts if one.measure == "count" and one.end <= fact.start]
    source = max(counts, key=lambda one: one.end, default=None)
    if source is None or not fact.indicator_zh.startswith(source.indicator_zh):
        return ""
    own = fact.indicator_zh[len(source.indicator_zh) :]
    beside = before.endswith(f"{source.exact}{source.unit_zh}{source.indicator_zh}")
    return own if beside and behind.startswith(own) else ""


def _of_the_joint(fact: Fact, before: str, behind: str) -> str:
    """Return the second of two things joined by and, where the number stands between them, or empty."""
    joint = re.match(r"(?P<one>.{2,})(?:和|及|与|、)(?P<other>.{2,})$", fact.indicator_zh)
    if joint is None or not behind.startswith(joint["other"].lstrip("“")[:2]):
        return ""
    return joint["other"] if re.search(rf"{re.escape(joint['one'][-2:])}(?:和|及|与|、)$", before) else ""


def _of_the_twin(fact: Fact, facts: Sequence[Fact], behind: str) -> str:
    """Return which half of a name a count is of, where two counts share the whole (owner, verb, things), or empty."""
    alike = (one for one in facts if one.id != fact.id and one.indicator_zh == fact.indicator_zh)
    twin = next((one for one in alike if one.measure == "count"), None)
    inside = len(fact.indicator_zh)
    verb = next((zh for zh in actions() if len(zh) > 1 and 2 <= fact.indicator_zh.find(zh, 2) < inside - len(zh)), "")
    if twin is None or not verb or not (fact.links or twin.links):
        return ""
    owner, things = fact.indicator_zh.split(verb, 1)
    first = behind.startswith(owner[:2])
    if first == (twin.start < fact.start):  # the first of the two stands before its things
        return fact.indicator_zh
    return owner if first else f"{verb}{owner}{things}"


def _of_the_list(fact: Fact) -> str:
    """Return the name a list began with (新道路), behind the verb of this count (改造), or empty."""
    front = next((zh for zh in actions() if fact.indicator_zh.startswith(f"{zh}新")), "")
    return front + fact.indicator_zh[len(front) + 1 :] if front and "subject inherited" in fact.flags else ""


def bracketed(fact: Fact, facts: Sequence[Fact], segment: Segment, before: str) -> Fact:
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


def joined_in(fact: Fact, facts: Sequence[Fact]) -> Fact:
    """Return people insured as taking part, where only the first of a list says so (参加基本医疗保险…，其中职工医疗保险…)."""
    people = fact.unit_code == "person" and fact.measure == "count" and fact.indicator_zh.endswith("保险")
    first = next((one for one in facts if one.indicator_zh.startswith("参加") and one.unit_code == "person"), None)
    alone = people and first is not None and first.start < fact.start and not fact.indicator_zh.startswith("参加")
    return replace(fact, indicator_zh=f"参加{fact.indicator_zh}") if alone else fact


def owned(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    """Return a bare sum of firms counted right before it as theirs: 文化企业203家，实现营业收入156.8亿元."""
    if re.match(r"项目(?:完成|年度|计划)", fact.indicator_zh) and "subject inherited" not in fact.flags:
        refuse("which projects the fact does not tell")
    bare = _OWNERLESS.match(fact.indicator_zh)
    if bare is None or fact.table_cell:
        return fact
    spent = bare["sum"].endswith(("投资", "投资总额"))
    alike = [one for one in facts if without_pace(one.indicator_zh) == without_pace(fact.indicator_zh)]
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


def scoped(fact: Fact, before: str) -> Fact:
    """Return a rank with the scope its clause or its own name tells: 在全省13个设区市中…排名第五, 全球创新集群排名."""
    if fact.measure != "rank" or fact.rank_scope or fact.rank_band == "group":
        return fact
    clause = re.split(r"[；;。]", before)[-1]
    found = _AMONG_ALL.search(clause) or _NAMED_SCOPE.match(fact.indicator_zh)
    if found is None:
        return fact
    of = "" if fact.rank_of == "排名" else fact.rank_of
    return replace(fact, rank_scope=found["scope"], rank_of=of, indicator_zh=fact.indicator_zh.removesuffix("排名"))


def with_the_scope_of_its_list(fact: Fact, facts: Sequence[Fact]) -> Fact:
    """Return a growth with the scope that the first of its list names for all (限额以上单位甲类、乙类零售额分别增长)."""
    first = next((one for one in facts if fact.group and one.group == fact.group and one.group_pos == 0), None)
    scope = _LIST_SCOPE.match(first.indicator_zh) if first is not None else None
    alike = first is not None and first.indicator_zh[-2:] == fact.indicator_zh[-2:]
    if scope is None or not alike or fact.indicator_zh.startswith(scope[0]):
        return fact
    return replace(fact, indicator_zh=scope[0] + fact.indicator_zh)
