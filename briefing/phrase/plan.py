"""What a sentence will say, before any words: facts grouped into topics, topics into clauses.

A topic is one subject with all its facts: level, growth, share, ranks. A clause is what one shape of sentence holds:
one topic, a list of counts with one action, a distribution, ranks shared by several subjects. Language plays no part here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from briefing.model.extract import Fact
from briefing.phrase.words import AIM_WORDS, actions

Kind = Literal["measure", "counts", "works", "total", "growths", "ranks", "zeros"]

_SHARE = re.compile(r"占(?P<of>.*?)(?:的)?(?:比重|比例|比|份额)?$")
_COMPLETION = re.compile(r"(?:投资)?完成率$")
_SPEED = re.compile(r"(?:的)?(?:增速|增幅|增长速度)$")
_SCALE = re.compile(r"(?:总)?(?:规模|投资额|投资|面积|建筑面积|资金)$")
_PROGRESS = re.compile(r"(?:累计)?完成投资(?:额)?$")
_NEAR = 20  # code points between two figures of one bare list (过会企业1家、报会企业5家)
PLAIN_OBJECTS = ("总量", "增速", "增幅", "数量", "总数", "规模")  # ranks of these are ranks of the subject
_MANY = 6  # more counts than this in one English sentence tire a reader


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject of a sentence and its facts; an empty slot is None or ()."""

    subject: str
    role: str
    main: Fact | None = None
    scale: tuple[Fact, ...] = ()
    growth: Fact | None = None
    changes: tuple[Fact, ...] = ()
    share: Fact | None = None
    share_of: str = ""
    completion: Fact | None = None
    ranks: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the topic in the order of the source."""
        slots = (self.main, *self.scale, self.growth, *self.changes, self.share, self.completion, *self.ranks)
        return tuple(sorted((fact for fact in slots if fact), key=lambda fact: fact.start))

    @property
    def start(self) -> int:
        """Where the topic begins in the source."""
        return self.facts[0].start

    @property
    def only_ranks(self) -> bool:
        """True where nothing but ranks is said of the subject."""
        return bool(self.ranks) and len(self.ranks) == len(self.facts)

    @property
    def only_growth(self) -> bool:
        """True where nothing but one relative growth is said of the subject."""
        return self.growth is not None and self.growth.value is not None and len(self.facts) == 1

    @property
    def counted(self) -> bool:
        """True where the subject is a number of things or people."""
        return self.main is not None and self.main.measure == "count"


@dataclass(frozen=True, slots=True)
class Clause:
    """A shape and the topics it holds."""

    kind: Kind
    topics: tuple[Topic, ...]


def subject_of(fact: Fact) -> str:
    """Return the subject a fact is about: its indicator without the aspect that its measure already says."""
    name = fact.indicator_zh.strip()
    if fact.measure == "rank" and fact.rank_of in PLAIN_OBJECTS:
        name = name.removesuffix(fact.rank_of) or name
    if fact.measure in ("growth", "rank"):
        return _SPEED.sub("", name) or name
    if fact.measure == "share":
        return _SHARE.sub("", name) or name
    if fact.measure == "ratio":
        return _COMPLETION.sub("", name) or name
    return name


def _is_points(fact: Fact) -> bool:
    return fact.unit_code != "percent" and "倍" not in fact.unit_zh and "成" not in fact.unit_zh


def _same(one: str, other: str) -> bool:
    return _PROGRESS.sub("", one) == _PROGRESS.sub("", other)


def _slot(topic: Topic, fact: Fact) -> Topic | None:
    """Return the topic with the fact in its slot, or None where the slot is taken or the subject differs."""
    if fact.role != topic.role or not _same(topic.subject, subject_of(fact)):
        return None
    if fact.measure == "rank":
        return replace(topic, ranks=(*topic.ranks, fact))
    if fact.measure == "growth":
        return _grown(topic, fact)
    if fact.measure == "share":
        return None if topic.share else replace(topic, share=fact, share_of=_share_of(fact))
    return _sized(topic, fact)


def _sized(topic: Topic, fact: Fact) -> Topic | None:
    """Place a level, count, ratio or completion rate."""
    if _is_completion(fact):
        return None if topic.completion else replace(topic, completion=fact)
    if not topic.facts:
        return replace(topic, main=fact)
    free = topic.counted and not topic.scale and topic.main and topic.main.unit_code != fact.unit_code
    return replace(topic, scale=(fact,)) if free else None


def _grown(topic: Topic, fact: Fact) -> Topic | None:
    if topic.growth is None and not _is_points(fact):
        return replace(topic, growth=fact)
    return replace(topic, changes=(*topic.changes, fact))


def _is_completion(fact: Fact) -> bool:
    return fact.measure == "ratio" and _COMPLETION.search(fact.indicator_zh) is not None


def _share_of(fact: Fact) -> str:
    found = _SHARE.search(fact.indicator_zh)
    return found["of"] if found else ""


def _scaled(topic: Topic, fact: Fact) -> Topic | None:
    """Return the topic with the size of what it counts (子基金8只、规模37.5亿元), or None where the fact is no such size."""
    if not topic.counted or topic.scale or fact.measure != "level" or fact.role != topic.role:
        return None
    stem = _SCALE.sub("", fact.indicator_zh)
    if stem == fact.indicator_zh or not stem:
        return None
    plain = _SCALE.sub("", re.sub(r"(?:项目|数量|数)$", "", topic.subject))
    close = stem == topic.subject or re.sub(r"(?:项目|数量|数)$", "", stem) == plain
    return replace(topic, scale=(fact,)) if close else None


def _new(fact: Fact) -> Topic:
    topic = Topic(subject_of(fact), fact.role)
    return _slot(topic, fact) or replace(topic, main=fact)


def topics(facts: Iterable[Fact]) -> tuple[Topic, ...]:
    """Group the facts of a sentence by subject, in the order in which the subjects first appear."""
    result: list[Topic] = []
    for fact in sorted(facts, key=lambda fact: (fact.start, fact.group_pos)):
        for at in range(len(result) - 1, -1, -1):
            grown = _slot(result[at], fact) or (_scaled(result[at], fact) if at == len(result) - 1 else None)
            if grown:
                result[at] = grown
                break
        else:
            result.append(_new(fact))
    return tuple(result)


# --- clauses ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grip:
    """What a language takes hold of a subject by: its verb (empty where it has none) and what is left without it."""

    verb: str
    head: str
    stock: bool = False  # how many there are in all


Gripper = Callable[[Topic], Grip]


def action_of(subject: str) -> str:
    """Return the action a subject begins with (新认定), or empty; the longest one counts."""
    return next((zh for zh in actions() if subject.startswith(zh) and len(subject) > len(zh)), "")


def chinese_grip(topic: Topic) -> Grip:
    """Return the grip of Chinese: the action in front of the subject."""
    action = action_of(topic.subject)
    return Grip(action, topic.subject[len(action) :])


def _is_zero(topic: Topic) -> bool:
    return topic.counted and topic.main is not None and topic.main.value == 0 and len(topic.facts) == 1


def _rank_key(topic: Topic) -> tuple[object, ...]:
    return tuple((rank.value, rank.rank_scope, rank.rank_of, rank.rank_band) for rank in topic.ranks)


def _plain_count(topic: Topic) -> bool:
    return topic.counted and not (topic.growth or topic.changes or topic.share or topic.completion or _is_zero(topic))


def _alike(one: Topic, other: Topic, grip: Gripper) -> Kind | None:
    """Return the shape that can hold both topics, or None."""
    if one.role != other.role or _aims(one) != _aims(other):
        return None
    if _is_zero(one) and _is_zero(other):
        return "zeros"
    if one.only_growth and other.only_growth and one.growth and one.growth.group:
        return "growths" if other.growth and other.growth.group == one.growth.group else None
    if one.only_ranks and other.only_ranks and _rank_key(one) == _rank_key(other):
        return "ranks"
    return _counts_alike(one, other, grip) if _plain_count(one) and _plain_count(other) else None


def _aims(topic: Topic) -> bool:
    return any(word in fact.strength for fact in topic.facts for word in AIM_WORDS)


def _counts_alike(one: Topic, other: Topic, grip: Gripper) -> Kind | None:
    first, second = grip(one), grip(other)
    if one.subject.startswith("新") and second.stock and first.head == second.head and not one.ranks:
        return "total"
    bare = not one.ranks and not other.ranks
    if first.verb and second.verb and first.verb != second.verb and first.head == second.head:
        return "works" if bare else None
    shared = bool(one.ranks) and _rank_key(one) == _rank_key(other) and one.ranks[0].group == other.ranks[0].group
    if first.verb and first.verb == second.verb:
        return "counts" if bare or (shared and one.ranks[0].group) else None
    close = other.start - one.start <= _NEAR and one.main and other.main and one.main.unit_zh == other.main.unit_zh
    return "counts" if not first.verb and not second.verb and bare and close else None


def clauses(items: Sequence[Topic], grip: Gripper) -> tuple[Clause, ...]:
    """Gather neighbouring topics that one shape can say; a topic alone is a clause of its own."""
    result: list[Clause] = []
    run: list[Topic] = []
    kind: Kind | None = None
    for topic in items:
        shape = _alike(run[-1], topic, grip) if run else None
        full = len(run) == (2 if kind == "total" else _MANY)
        if run and (shape is None or (kind is not None and shape != kind) or full):
            result.append(Clause(kind or _alone(run[0], grip), tuple(run)))
            run, shape = [], None
        kind = shape
        run.append(topic)
    if run:
        result.append(Clause(kind or _alone(run[0], grip), tuple(run)))
    return tuple(result)


def _alone(topic: Topic, grip: Gripper) -> Kind:
    if _is_zero(topic):
        return "zeros"
    if topic.only_ranks:
        return "ranks"
    figure = topic.main is not None and topic.main.value is not None and topic.main.measure in ("count", "level")
    return "counts" if figure and grip(topic).verb else "measure"
