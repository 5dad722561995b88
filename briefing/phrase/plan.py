"""What a sentence will say, before any words: topics gathered into clauses.

A clause is what one shape of sentence holds: one topic, a list of counts with one action, a distribution, ranks shared
by several subjects. Language plays a part only through what it takes hold of a subject by (`Grip`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefing.phrase.relations import NEAR
from briefing.phrase.topics import Topic
from briefing.phrase.words import AIM_WORDS, action_of

Kind = Literal["measure", "counts", "works", "total", "including", "growths", "ranks", "structure", "zeros"]

_NAME = r"(?:\d[\d.]*(?:[万亿]?元|[A-Z星强])|[^、，,。；;：:\d])*$"  # 10亿元以上项目 and 5A级景区 are names
_AMONG = re.compile(r"其中[，,：:]?" + _NAME.replace("、", ""))
_OPENED = re.compile(r"[（(]" + _NAME.replace("、", "、）)"))
_LISTED = re.compile(r"其中[：:]")
_NEXT = re.compile(r"(?P<mark>[、，,])" + _NAME)
_SUMS = ("投资", "投资额", "资金", "金额")
_MANY = 6  # more counts than this in one English sentence tire a reader
_MANY_PARTS = 10
_ROUNDING = Decimal("1.005")  # parts of a whole add up to it but for rounding


@dataclass(frozen=True, slots=True)
class Clause:
    """A shape and the topics it holds."""

    kind: Kind
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Grip:
    """What a language takes hold of a subject by: its verb (empty where it has none) and what is left without it."""

    verb: str
    head: str
    stock: bool = False  # how many there are in all
    alone: bool = False  # cannot stand in a list of counts


Gripper = Callable[[Topic], Grip]


def chinese_grip(topic: Topic) -> Grip:
    """Return the grip of Chinese: the action in front of the subject."""
    action = action_of(topic.subject)
    return Grip(action, topic.subject[len(action) :])


def _is_zero(topic: Topic) -> bool:
    return topic.counted and topic.main is not None and topic.main.value == 0 and len(topic.facts) == 1


def _rank_key(topic: Topic) -> tuple[object, ...]:
    return tuple((rank.value, rank.rank_scope, rank.rank_of, rank.rank_band) for rank in topic.ranks)


def _plain_count(topic: Topic) -> bool:
    more = topic.growth or topic.changes or topic.share or topic.completions or topic.contribution or topic.milestone
    aged = topic.main is not None and topic.main.unit_code == "age"
    return (topic.counted or topic.parted) and not (more or aged or _is_zero(topic))


def _alike(one: Topic, other: Topic, grip: Gripper) -> Kind | None:
    """Return the shape that can hold both topics, or None."""
    if one.structured and other.structured and one.subject == other.subject:
        return "structure"
    if one.role != other.role or _aims(one) != _aims(other) or one.period != other.period:
        return None
    if _is_zero(one) and _is_zero(other):
        return "zeros"
    if one.only_growth and other.only_growth and one.growth and one.growth.group:
        return "growths" if other.growth and other.growth.group == one.growth.group else None
    if one.only_ranks and other.only_ranks and _rank_key(one) == _rank_key(other):
        return "ranks"
    if _part_of(one, other, grip):
        return "including"
    if _plain_count(one) and _plain_count(other):
        return _counts_alike(one, other, grip)
    return None


def _part_of(whole: Topic, part: Topic, grip: Gripper) -> bool:
    """Return whether a figure is said to be among another (其中, or in brackets behind it): including."""
    first, second = grip(whole), grip(part)
    named = not first.alone and not second.alone and second.verb in ("", first.verb) and first.head != second.head
    prefix = part.facts[0].prefix
    between = prefix[prefix.rfind(whole.main.exact) :] if whole.main and whole.main.exact in prefix else ""
    opened = _OPENED.search(prefix) is not None and not re.search("[，,；;。]", between) and between != ""
    return named and _fits_in(whole, (part,)) and (_AMONG.search(prefix) is not None or opened)


def _fits_in(whole: Topic, parts: Sequence[Topic]) -> bool:
    """Return whether figures can be parts of another: of its kind and unit, together no more than it is."""
    mains = [topic.main for topic in (whole, *parts)]
    if any(
        fact is None or fact.value_base is None or topic.ranks
        for fact, topic in zip(mains, (whole, *parts), strict=True)
        if topic is not whole
    ):
        return False
    facts = [fact for fact in mains if fact is not None and fact.value_base is not None]
    if len(facts) != len(mains) or any(topic.milestone or topic.origin or topic.completions for topic in parts):
        return False
    alike = {(fact.measure, fact.unit_code, fact.role, fact.time_period) for fact in facts}
    total = sum((fact.value_base for fact in facts[1:] if fact.value_base is not None), Decimal(0))
    aged = facts[0].unit_code == "age"  # the years men live are no part of those that people live
    return not aged and (
        len(alike) == 1 and facts[0].measure in ("count", "level") and total <= (facts[0].value_base or 0) * _ROUNDING
    )


def _next_part(run: Sequence[Topic], topic: Topic, grip: Gripper) -> bool:
    """Return whether a figure goes on with the parts of a whole (其中甲3家、乙4家).

    Behind a comma it may be of something else: a count of the same unit goes on, an amount only in a list that 其中：
    opened, or where all parts make up the whole.
    """
    whole, prefix = run[0], topic.facts[0].prefix
    if not _fits_in(whole, (*run[1:], topic)) or grip(topic).alone or grip(topic).verb not in ("", grip(whole).verb):
        return False
    if any(topic.subject != one.subject and topic.subject.endswith(one.subject) for one in run[1:]):
        return False  # 其中医院1374个，民营医院862个: part of a part
    mark = _NEXT.search(prefix)
    if mark is None or grip(topic).head == grip(whole).head:
        return False
    if mark["mark"] == "、" or topic.counted or _LISTED.search(run[1].facts[0].prefix):
        return True
    known = [one.main.value_base for one in (*run, topic) if one.main and one.main.value_base is not None]
    return sum(known[1:], Decimal(0)) * _ROUNDING >= known[0]


def _aims(topic: Topic) -> bool:
    stretch = topic.stretch.id if topic.stretch else ""
    return any(word in fact.strength for fact in topic.facts for word in AIM_WORDS if fact.id != stretch)


def _counts_alike(one: Topic, other: Topic, grip: Gripper) -> Kind | None:
    first, second = grip(one), grip(other)
    if first.alone or second.alone:
        return None
    if one.subject.startswith("新") and second.stock and first.head == second.head and not one.ranks:
        return "total"
    bare = not one.ranks and not other.ranks
    if first.verb and second.verb and first.verb != second.verb and first.head == second.head:
        return "works" if bare else None
    shared = bool(one.ranks) and _rank_key(one) == _rank_key(other) and one.ranks[0].group == other.ranks[0].group
    if first.verb and first.verb == second.verb:
        return "counts" if bare or (shared and one.ranks[0].group) else None
    close = other.start - one.start <= NEAR and one.main and other.main and one.main.unit_zh == other.main.unit_zh
    return "counts" if not first.verb and not second.verb and bare and close else None


def clauses(items: Sequence[Topic], grip: Gripper) -> tuple[Clause, ...]:
    """Gather neighbouring topics that one shape can say; a topic alone is a clause of its own."""
    result: list[Clause] = []
    run: list[Topic] = []
    kind: Kind | None = None
    for topic in _gathered(items, grip):
        if kind == "including":
            shape: Kind | None = "including" if _next_part(run, topic, grip) else None
        else:
            shape = _alike(run[-1], topic, grip) if run else None
        if shape == "including" and len(run) > 1 and kind != "including":  # its whole is the last of a list
            result.append(Clause(kind if kind and len(run) > 2 else _alone(run[0], grip), tuple(run[:-1])))
            run, kind = run[-1:], None
        full = len(run) == (2 if kind == "total" else _MANY_PARTS if kind == "including" else _MANY)
        if run and (shape is None or (kind is not None and shape != kind) or full):
            result.append(Clause(kind or _alone(run[0], grip), tuple(run)))
            run, shape = [], None
        kind = shape
        run.append(topic)
    if run:
        result.append(Clause(kind or _alone(run[0], grip), tuple(run)))
    return tuple(result)


def _gathered(items: Sequence[Topic], grip: Gripper) -> list[Topic]:
    """Return topics with a part next to its whole, where sums of the whole stand between (签约项目37个、总投资…，其中10亿元以上5个)."""
    result: list[Topic] = []
    for topic in items:
        at = next((at for at in range(len(result) - 1, -1, -1) if result[at].counted), -1)
        between = result[at + 1 :]
        apart = at >= 0 and between and all(one.subject.endswith(_SUMS) for one in between) and topic.counted
        if apart and _AMONG.search(topic.facts[0].prefix) and _part_of(result[at], topic, grip):
            result.insert(at + 1, topic)
        else:
            result.append(topic)
    return result


def _alone(topic: Topic, grip: Gripper) -> Kind:
    if _is_zero(topic):
        return "zeros"
    if topic.only_ranks:
        return "ranks"
    if topic.structured:
        return "structure"
    figure = topic.main is not None and topic.main.value is not None and topic.main.measure in ("count", "level")
    return "counts" if (figure or topic.parted) and grip(topic).verb else "measure"
