"""What the words of the source around a figure say against its fact: it is mended where they tell how, else not said.

The extract binds figures to indicators by rules that fail on some sentences. A statement stands alone before a
reader, so it is held against the sentence once more: what a change is measured against, whether an average or a total is
meant, whether a rank is of a total or of its share. A fact that the sentence speaks against is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around, clause_of, plain, refuse
from briefing.phrase.mending import bracketed, halved, joined_in, owned, scoped, with_the_scope_of_its_list
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
from briefing.phrase.rebasing import rebased
from briefing.phrase.refusals import (
    CHECKS,
    follows_its_subject,
    has_head,
    has_its_things,
    is_dated,
    is_no_budget,
    is_no_goal,
    is_of_one,
    is_the_one_size,
    is_told_apart,
    names_its_whole,
    says_than_what,
)
from briefing.phrase.words import AIM_WORDS, SaidOfNothingError, action_of, folded

_COMPARABLY = re.compile(r"(?:同口径|可比口径)(?:计算)?[，,][^，,。；;]{0,10}$")
_NEAR = 24  # characters before a figure
_GROUP = re.compile(r"[百千万亿]*元?(?:[至到—-]+\d[\d.]*[百千万亿]*元?)?的?(?:群体|人群|家庭|户)")
_DONE = ("完成", "举办", "办好", "建设", "建成", "推进", "实施")
_MONEY = ("CNY", "USD", "EUR", "HKD")
_TWICE = re.compile(r"^(进出口|出口|进口)(.+)\1$")
_DONE_WELL = re.compile(r"高质量(完成|举办|办好|建成|实施)$")
_GOOD = re.compile(r"^高质量(?=.{4})")


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
    clause = clause_of(before)
    if clause.startswith("其中") and clause.endswith(prefix):  # the words kept with a fact may end before it
        prefix = clause
    elif _COMPARABLY.search(before):
        prefix = before[-_NEAR:]
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
    between, noun = between.removeprefix("其中"), plain(fact.indicator_zh)
    aim = next((word for word in AIM_WORDS if word in last.strength), "")
    return replace(fact, strength=aim) if aim and between and between == noun else fact


def _settle(fact: Fact, facts: Sequence[Fact], segment: Segment) -> Fact:
    before, behind = around(fact, segment)
    if fact.measure == "count" and fact.unit_code in _MONEY:
        if _GROUP.match(behind):
            refuse("tells who is meant")
        fact = replace(fact, measure="level")
    has_its_things(fact, facts, behind)
    is_the_one_size(fact, facts)
    if _GOOD.match(fact.indicator_zh) and action_of(_GOOD.sub("", fact.indicator_zh)) in _DONE:
        fact = replace(fact, indicator_zh=_GOOD.sub("", fact.indicator_zh))
    done = _DONE_WELL.search(before)
    if done and _GOOD.match(fact.indicator_zh):
        fact = replace(fact, indicator_zh=done[1] + _GOOD.sub("", fact.indicator_zh))
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
    fact = joined_in(bracketed(with_the_scope_of_its_list(fact, facts), facts, segment, before), facts)
    fact = scoped(owned(halved(totaled(fact, before, facts), facts, segment), facts, segment), before)
    behind = behind.removeprefix(fact.unit_zh)
    has_head(fact)
    if not fact.table_cell:
        is_no_goal(fact, before, behind, facts)
        follows_its_subject(fact, facts, segment)
        is_of_one(fact, facts, segment)
        names_its_whole(fact, facts, segment)
        is_no_budget(fact, facts)
        is_dated(fact, facts)
        is_told_apart(fact, facts)
        says_than_what(fact)
        for check in CHECKS:
            check(fact, before, behind)
    return rebased(fact, before) if before and fact.measure == "growth" and fact.value is not None else fact
