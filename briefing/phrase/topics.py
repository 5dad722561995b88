"""Facts of a sentence grouped by subject: a topic is one subject in one period with level, growth, share, ranks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from briefing.model.extract import Fact
from briefing.phrase import figures
from briefing.phrase.relations import (
    NEAR,
    aimed_higher,
    closes,
    in_units,
    is_converted,
    is_same,
    is_start,
    over,
    passed,
    turns,
)
from briefing.phrase.words import AIM_WORDS, action_of, plan_of, scopes

_SHARE = re.compile(r"占(?P<of>.*?)(?:的)?(?:比重|比例|比|份额)?$")
_PULLED = re.compile(r"^(?P<what>.+?)拉动(?P<whole>.+?)(?:增长|下降)?$")
_SPEED = re.compile(r"(?:的)?(?:增速|增幅|涨幅|降幅|跌幅|增长速度)$")
_MARK = re.compile(r"突破$")
_NUMBER = re.compile(r"(?:人数|户数|家数)$")
_STEP = re.compile(r"[多少][增减]$")
SCALE = re.compile(r"(?:总)?(?:规模|投资额|投资|(?:建筑|场地|营业|经营|占地|用地)?面积|长度?|里程|资金)$|全长$")
_TO = re.compile(r"(?:到|至|为)$")
_MOVING = re.compile(
    r"按?(?:可比|不变|现行)(?:价格?|口径)(?:计算|计)?|前三季度|前三个季度|上半年|下半年|[一二三四]季度|当月|上月|首次|以来|“十[二三四五]五”|的|比上年同期|比去年同期|比上年|比去年|较上年|较去年|上年|去年|同比|环比|同期|年均|平均|累计|实际|名义|同口径|可比|口径|"
    r"增长|下降|上升|提高|提升|增加|减少|回落|回升|加快|放缓|扩大|收窄|上涨|下跌|增速|增幅|涨幅|降幅|分别|均|约|近|超|达到|达|为|"
    r"多增|少增|多减|少减|高出|低出|整体|平均水平|平均|水平|[高低快慢多少]出?$|名义|扣除价格因素|压减|压缩|增产|减产|净增|新增|缩小|拉大|时期|期间|预计|增長|上升|分別|"
    r"由|转|从|到|至|高于|低于|快于|慢于|全国|全省|全市|前\d+个月|个月|季度|月份|月|年|比|较|个百分点|百分点|其中|连续|又|再|也|了|\d|%|\."
)
_COMPLETED = ("完成投资", "完成投资额", "累计完成投资")
_POINT = re.compile(r"(?:^|[^上本])(?:年末|季末|[月年]末|[月年]底)|截[至止]")
_ALL = re.compile(r"(?:全[市区县省州镇国]|(?<!没)有)共?$")
_ADDED = re.compile(r"新增|净增|再就业")
_HELD = re.compile(r"存栏|余额|限额|结余|保有量|拥有量")
_PROGRESS = re.compile(r"(?:累计)?完成投资(?:额)?$")
_SIZES = ("CNY", "USD", "EUR", "HKD", "m2", "mu", "m")
PLAIN_OBJECTS = ("总量", "增速", "增幅", "数量", "总数", "规模")  # ranks of these are ranks of the subject


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject of a sentence and its facts; an empty slot is None or ()."""

    subject: str
    role: str
    main: Fact | None = None
    scale: tuple[Fact, ...] = ()
    growth: Fact | None = None
    turned: Fact | None = None
    changes: tuple[Fact, ...] = ()
    share: Fact | None = None
    share_of: str = ""
    share_origin: Fact | None = None
    shift: Fact | None = None
    completions: tuple[Fact, ...] = ()
    contribution: Fact | None = None
    contributed_to: str = ""
    milestone: Fact | None = None
    origin: Fact | None = None
    stretch: Fact | None = None
    converted: Fact | None = None
    upper: Fact | None = None
    among: Topic | None = None
    ranks: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of the topic in the order of the source."""
        one = (
            self.main,
            self.milestone,
            self.stretch,
            self.converted,
            self.origin,
            self.upper,
            self.growth,
            self.turned,
            self.share,
            self.share_origin,
            self.shift,
            self.contribution,
        )
        among = self.among.facts if self.among else ()
        slots = (*one, *self.completions, *self.scale, *self.changes, *self.ranks, *among)
        return tuple(sorted((fact for fact in slots if fact), key=lambda fact: fact.start))

    @property
    def period(self) -> str:
        """The period of the facts; a topic has one."""
        moved = self.share if self.share_origin else self.growth if self.turned else None
        return (self.main or moved or self.facts[0]).time_period if self.facts else ""

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
    def structured(self) -> bool:
        """True where the subject is a structure of several shares (三次产业结构)."""
        return self.main is not None and self.main.measure == "ratio" and bool(figures.structure(self.main))

    @property
    def parted(self) -> bool:
        """True where the figure is a part of the subject that something was done with (整合部门预算5%), no rate of it."""
        return self.main is not None and self.main.measure == "ratio" and "no rate" in self.main.flags

    @property
    def counted(self) -> bool:
        """True where the subject is a number of things or people."""
        return self.main is not None and self.main.measure == "count"


def is_first_of_kind(fact: Fact) -> bool:
    """Return whether a rank fact says that something is the first of its kind (全国首个), not that it ranks first."""
    if fact.measure != "rank" or fact.rank_band == "group" or fact.value != 1:
        return False
    return fact.rank_of == "首创" or fact.unit_zh not in ("位", "名", "")


def subject_of(fact: Fact) -> str:
    """Return the subject a fact is about: its indicator without the aspect that its measure already says."""
    name = fact.indicator_zh.strip()
    if fact.measure == "rank" and fact.rank_of in PLAIN_OBJECTS:
        name = name.removesuffix(fact.rank_of) or name
    if fact.measure == "growth" and _STEP.search(fact.prefix):
        name = name.removesuffix("增量")
    if fact.measure in ("growth", "rank"):
        return _SPEED.sub("", name) or name
    if _is_contribution(fact):
        return _pulled(name)[0]
    if fact.measure == "share":
        return _SHARE.sub("", name) or name
    if fact.measure == "ratio":
        return name.removesuffix(plan_of(name)) or name
    return name


def _is_points(fact: Fact) -> bool:
    return fact.unit_code not in ("percent", "doubling") and fact.unit_zh not in ("倍", "成")


def _same(topic: Topic, fact: Fact) -> bool:
    """Return whether a fact has the topic's subject; investment in things may follow the things, its growth may not.

    项目818个，完成投资增长16.6%: the projects did not grow by 16.6 percent.
    """
    subject = subject_of(fact)
    if _NUMBER.sub("", topic.subject) == _NUMBER.sub("", subject) and topic.counted:
        return True
    if fact.measure == "share" and topic.subject == f"{subject}收入" and fact.indicator_zh.endswith("占比"):
        return topic.main is not None and topic.share is None
    if topic.subject == subject or fact.measure in ("growth", "rank", "share"):
        return topic.subject == subject
    return _PROGRESS.sub("", topic.subject) == _PROGRESS.sub("", subject)


def _slot(topic: Topic, fact: Fact) -> Topic | None:
    """Return the topic with the fact in its slot, or None where the slot is taken or the subject differs."""
    if topic.main is not None and _arrives(topic.main, fact):
        return replace(topic, main=fact, origin=topic.main)
    if topic.share is not None and fact.measure == "share" and _arrives(topic.share, fact):
        return None if topic.share_origin else replace(topic, share=fact, share_origin=topic.share)
    if _shifts(topic, fact):
        return replace(topic, shift=fact)
    if not _joins(topic, fact):
        return None
    if closes(topic.growth or topic.main, fact):
        return None if topic.upper else replace(topic, upper=fact)
    if _is_contribution(fact):
        whole = _pulled(fact.indicator_zh)[1]
        return None if topic.contribution else replace(topic, contribution=fact, contributed_to=whole)
    if fact.measure == "rank":
        return replace(topic, ranks=(*topic.ranks, fact))
    if fact.measure == "growth":
        return _grown(topic, fact)
    return _sized(topic, fact)


def at_end(topic: Topic, sentence: str) -> bool:
    """Return whether a topic is of a point in time (loans at the end of June) that its sentence or its own name tells."""
    fact = topic.main
    if fact is None or fact.time_basis != "stock" or topic.origin is not None or _ADDED.search(topic.subject):
        return False
    return is_dated(sentence) or _HELD.search(topic.subject) is not None


def is_dated(sentence: str) -> bool:
    """Return whether a sentence names a point in time (年末, 截至6月), not only what its changes are measured against."""
    return _POINT.search(sentence) is not None


def full_subject(topic: Topic, sentence: str) -> str:
    """Return the subject with the 含 or 不含 that stands before it in the sentence: without it another thing is meant."""
    return next(
        (f"{word}{topic.subject}" for word in ("不含", "含") if f"{word}{topic.subject}" in sentence), topic.subject
    )


def is_cited(topic: Topic) -> bool:
    """Return whether a count stands before its things in the source (4处文化遗产入选…), so that it is not their total.

    What is said of such things stands behind them and is not in the facts: that they numbered so many would be false.
    全区412家企业中 and 共有412家企业 are all there are.
    """
    fact = topic.main
    whole = fact is not None and (_ALL.search(fact.prefix) or topic.subject.startswith("享受"))
    return topic.role == "actual" and stands_before(topic) and not front_of(topic)[0] and not whole


def stands_before(topic: Topic) -> bool:
    """Return whether the number stands before what it counts (13个项目), so that another predicate may follow."""
    fact = topic.main
    if fact is None or fact.measure != "count" or fact.table_cell:
        return False
    behind = _behind(fact)
    return behind.startswith((topic.subject.lstrip("“")[:2], front_of(topic)[1].lstrip("“")[:2]))


def _behind(fact: Fact) -> str:
    return _past_unit(fact.suffix, fact.unit_zh)


@lru_cache(maxsize=1024)  # asked many times of each figure of a sentence
def _past_unit(suffix: str, unit_zh: str) -> str:
    unit = re.sub(r"^[百千万亿]+", "", unit_zh)
    return re.sub(r"^[余多]?[百千万亿]*", "", suffix).removeprefix(unit).lstrip("的“")


def front_of(topic: Topic) -> tuple[str, str]:
    """Return the action in front of the things and the things; a noun that begins like one (安置房) is no action."""
    action = action_of(topic.subject)
    noun = topic.main is not None and _behind(topic.main).startswith(topic.subject[: len(action) + 1])
    return ("", topic.subject) if noun else (action, topic.subject[len(action) :])


def has_rival(fact: Fact) -> bool:
    """Return whether other words than those of a move stand before an inherited growth: they may be its real subject.

    完成投资比上年增长16.6% after 项目818个 is growth of investment, whatever the fact says.
    """
    if fact.measure != "growth" or "subject inherited" not in fact.flags:
        return False
    clause = re.split(r"[，,；;。、：:（）()]", fact.prefix.replace("\n", ""))
    if len(clause) < 2:
        return False
    rest = _MOVING.sub("", clause[-1].replace(fact.comparison, "") if fact.comparison else clause[-1])
    return re.search(r"[\u4e00-\u9fff]{2,}", rest) is not None and rest not in fact.indicator_zh


def names_share(fact: Fact) -> bool:
    """Return whether a share says so in its indicator (占全省比重, 占比) or adds points to a growth (拉动).

    The whole province or country must stand beside the figure itself.
    """
    if _is_contribution(fact):
        return True
    whole = _share_of(fact)
    inherited = whole in scopes() and whole not in fact.prefix  # 税收占比86.5% after 占全省比重 is of something else
    return _SHARE.search(fact.indicator_zh) is not None and not inherited


def _arrives(start: Fact, fact: Fact) -> bool:
    """Return whether a figure is where the change from `start` ended, alone or each of several (从4万元、2万元增加到6万元、3万元)."""
    alike = subject_of(start) == subject_of(fact) and start.role == fact.role and start.measure == fact.measure
    paired = start.group != "" and fact.group not in ("", start.group) and start.group_pos == fact.group_pos
    near = 0 < fact.start - start.end <= (2 * NEAR if paired else NEAR) and start.unit_code == fact.unit_code
    return alike and near and is_start(start) and (paired or _TO.search(fact.prefix) is not None)


def _joins(topic: Topic, fact: Fact) -> bool:
    """Return whether a fact is about the same subject in the same role and period."""
    same = fact.role == topic.role and (_same(topic, fact) or _numbers(topic, fact)) and not _aims_alone(topic, fact)
    level = is_same(fact) and topic.growth is not None and topic.growth.value == fact.value
    return same and (not topic.facts or fact.time_period == topic.period or level)


def _aims_alone(topic: Topic, fact: Fact) -> bool:
    """Return whether a share is aimed for and what stands before it is a plain target (增长6%、力争占…29%)."""
    aimed = fact.measure == "share" and any(word in fact.strength for word in AIM_WORDS)
    return aimed and topic.facts != () and not any(word in one.strength for one in topic.facts for word in AIM_WORDS)


def _shifts(topic: Topic, fact: Fact) -> bool:
    """Return whether points are how far the share of a topic moved (占比5.62%，提升0.18个百分点)."""
    share = topic.share
    moved = fact.measure == "growth" and fact.unit_code == "pp" and share is not None and topic.shift is None
    return (
        moved
        and share is not None
        and fact.indicator_zh == share.indicator_zh
        and fact.time_period == share.time_period
    )


def _numbers(topic: Topic, fact: Fact) -> bool:
    """Return whether a fact is how many there are of what has just changed (市场主体净增66.7万家、总数152.9万家)."""
    changed = topic.main is None and bool(topic.changes or topic.growth) and not topic.ranks and topic.role == "actual"
    ranked = (
        topic.counted
        and fact.measure == "rank"
        and topic.subject in (f"{subject_of(fact)}总数", f"{subject_of(fact)}总量")
    )
    return ranked or (
        changed and fact.measure == "count" and fact.indicator_zh in (f"{topic.subject}总数", f"{topic.subject}总量")
    )


def _sized(topic: Topic, fact: Fact) -> Topic | None:
    """Place a level, count, ratio, share or completion rate."""
    if fact.measure == "share":
        return None if topic.share else replace(topic, share=fact, share_of=_share_of(fact))
    if _is_completion(fact):
        money = topic.main is None or topic.main.measure == "level" or not fact.indicator_zh.endswith("投资完成率")
        return replace(topic, completions=(*topic.completions, fact)) if money else None
    if topic.main is None and (_numbers(topic, fact) or not (topic.growth or topic.changes or topic.ranks)):
        return replace(topic, main=fact)
    if topic.main is not None and passed(topic.main, fact):
        return replace(topic, main=fact, milestone=topic.main)
    if topic.main is not None and topic.milestone is None and _MARK.search(fact.prefix) and over(fact, topic.main):
        return replace(topic, milestone=fact)
    if topic.main is not None and topic.converted is None and is_converted(topic.main, fact):
        return replace(topic, converted=fact)
    if topic.main is not None and topic.stretch is None and aimed_higher(topic.main, fact):
        return replace(topic, stretch=fact)
    if _PROGRESS.search(fact.indicator_zh):
        return None
    sized = (fact.measure == "level" and fact.unit_code in _SIZES) or in_units(topic.main, fact)
    free = sized and topic.counted and not topic.scale and topic.main
    return replace(topic, scale=(fact,)) if free else None


def _is_contribution(fact: Fact) -> bool:
    return (
        fact.measure in ("share", "growth") and fact.unit_code == "pp" and _PULLED.match(fact.indicator_zh) is not None
    )


def _pulled(name: str) -> tuple[str, str]:
    found = _PULLED.match(name)
    return (found["what"], found["whole"]) if found else (name, "")


def _grown(topic: Topic, fact: Fact) -> Topic | None:
    if is_same(fact) and topic.growth is None:
        return None
    if topic.growth is None and not _is_points(fact):
        return replace(topic, growth=fact)
    return replace(topic, changes=(*topic.changes, fact))


def _is_completion(fact: Fact) -> bool:
    return fact.measure == "ratio" and plan_of(fact.indicator_zh) != ""


def _share_of(fact: Fact) -> str:
    found = _SHARE.search(fact.indicator_zh)
    return found["of"] if found else ""


def _scaled(topic: Topic, fact: Fact) -> Topic | None:
    """Return the topic with the size of what it counts (子基金8只、规模37.5亿元), or None where the fact is no such size."""
    other = fact.measure != "level" or fact.role != topic.role or _PROGRESS.search(fact.indicator_zh) is not None
    if not topic.counted or topic.scale or other:
        return None
    stem = SCALE.sub("", fact.indicator_zh)
    if stem == fact.indicator_zh or not stem:
        return None
    plain = SCALE.sub("", re.sub(r"(?:项目|数量|数)$", "", topic.subject))
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
    return _covered(_turned(result))


def _turned(found: Sequence[Topic]) -> list[Topic]:
    """Return topics; a change that another one followed the other way stands with it (由一季度下降2.6%转为增长4.2%)."""
    result = list(found)
    for topic in found:
        if not topic.only_growth or topic.growth is None:
            continue
        for at, other in enumerate(result):
            follows = other is not topic and other.growth is not None and turns(topic.growth, other.growth)
            if follows and other.subject == topic.subject and other.role == topic.role:
                result[at] = replace(other, turned=topic.growth)
                result.remove(topic)
                break
    return result


def _covered(found: Iterable[Topic]) -> tuple[Topic, ...]:
    """Return topics; things that a full coverage is of stand with it (16个小区实现加梯全覆盖), not by themselves."""
    result: list[Topic] = []
    for topic in found:
        last = result[-1] if result else None
        whole = topic.main is not None and topic.main.measure == "ratio" and "worded figure" in topic.main.flags
        if last is not None and last.counted and topic.subject.removeprefix(last.subject) in _COMPLETED:
            whole = topic.role == last.role == "actual" and topic.main is not None and topic.main.measure == "level"
        if (
            last is not None
            and whole
            and last.counted
            and stands_before(last)
            and len(last.facts) == 1
            and topic.subject.startswith(last.subject)
        ):
            result[-1] = replace(topic, among=last)
        else:
            result.append(topic)
    return tuple(result)
