"""Which clauses must say their period: where it is another than the reader expects, or where the source stresses it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.phrase.plan import Clause
from briefing.phrase.topics import Topic, at_end, is_dated


def timing(clauses: Sequence[Clause], sentence: str, period: str, plan_period: str, *, spoken: bool) -> tuple[str, ...]:
    """Return for each clause the period it says, or empty.

    Args:
        clauses: In the order said.
        sentence: The Chinese, which may stress its period (全年, 2023年).
        period: That of the report; without it a year alone is expected and anything else is said.
        plan_period: That of its targets; without it a target says its year where the sentence names it.
        spoken: Whether a period that the source stresses is said even where it is expected.
    """
    result: list[str] = []
    before, held = "", True
    for clause in clauses:
        topic = clause.topics[0]
        ahead = (
            topic.role == "actual" and topic.period == plan_period != period
        )  # what a plan builds on is older than it
        now = "" if ahead else topic.period
        expected = plan_period if topic.role == "target" else period
        usual = now == expected and not _part(now) if expected else now.isdigit() and (not period or period.isdigit())
        named = f"{now}年" in sentence or f"{now.rsplit('/', 1)[-1]}年" in sentence
        stressed = (
            named
            if topic.role == "target" and not expected
            else spoken and topic.role != "target" and (named or "全年" in sentence)
        )
        point = at_end(topic, sentence)
        stressed = stressed or (spoken and point and topic.role == "actual" and is_dated(sentence))
        changed = bool(before) and (now != before or (point and not held and _dated(topic)))
        first = not before
        result.append(now if now and (changed or (first and (stressed or not usual))) else "")
        before, held = now, point
    return tuple(result)


def _dated(topic: Topic) -> bool:
    """Whether the source names the point in time beside the figure itself (年末商品房待售面积)."""
    return topic.role == "actual" and re.search(r"[年月季][末底]", topic.facts[0].prefix) is not None


def _part(period: str) -> bool:
    """Whether a period is a month or a quarter: beside figures of the year so far it must be said, even if expected."""
    return re.fullmatch(r"\d{4}-(?:\d\d|Q\d)", period) is not None
