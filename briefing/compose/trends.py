"""From the second report of a region on: what has changed since the one before, and how the headline indicators moved.

Only figures that the reports give are set side by side, of the same indicator, measure and kind of period; a period whose
report gives none stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.compose.charts import FEWEST, Plan
from briefing.compose.edition import Edition
from briefing.compose.headline import Indicator, headline
from briefing.model.extract import Extract, Fact
from briefing.model.tree import ChartKind

SLOT = "trends"
_PERIODS = 12
_TOGETHER = 2  # lines that one chart can carry
_PANELS = 6
_COVER = 0.7  # of the periods a line must have values for
_KINDS = (r"\d{4}", r"\d{4}-\d{2}", r"\d{4}-Q[1-4]", r"\d{4}-H[12]", r"\d{4}-\d{2}/\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator's growth (or rate) in the report before and in this one."""

    row: Indicator
    before: Fact
    now: Fact


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure of an earlier period: as the report of that period gave it, and as this report gives it."""

    period: str  # of the report that gave it first
    before: Fact
    now: Fact


@dataclass(frozen=True, slots=True)
class Trends:
    """`periods` of the reports compared, oldest first; `changes` since the last of them; the `plans` of charts."""

    periods: tuple[str, ...]
    changes: tuple[Change, ...]
    plans: tuple[Plan, ...]
    revisions: tuple[Revision, ...] = ()


def trends(extract: Extract, earlier: Sequence[Extract], edition: Edition, rows: Sequence[Indicator]) -> Trends | None:
    """What the reports of earlier periods add, or None without one."""
    past = [e for e in earlier if e.period < extract.period and _kind(e.period) == _kind(extract.period)][
        -_PERIODS + 1 :
    ]
    if not past:
        return None
    tables = [{row.key: row for row in headline(e, edition)} for e in past]
    changes = []
    for row in rows:
        now, before = _moving(row), _moving(tables[-1].get(row.key))
        if now and before and _alike(now, before):
            changes.append(Change(row, before, now))
    revised = tuple(revision for e in past for revision in revisions(extract, e))
    return Trends((*(e.period for e in past), extract.period), tuple(changes), _plans(rows, tables), revised)


def revisions(extract: Extract, earlier: Extract) -> tuple[Revision, ...]:
    """The figures of an earlier report's own period that this report gives otherwise.

    Only where both reports give exactly one figure of that indicator, measure, unit, basis and comparison, and neither
    reading is in doubt: another definition is no revision.
    """
    then, now = (_stated(e, earlier.period) for e in (earlier, extract))
    both = ((then[key], now[key]) for key in then.keys() & now.keys())
    found = (Revision(earlier.period, a, b) for a, b in both if a.value_base != b.value_base)
    return tuple(sorted(found, key=lambda revision: revision.now.start))


def _stated(extract: Extract, period: str) -> dict[tuple[str, ...], Fact]:
    """The sure figures of a period by what they are of; what a report gives twice in different ways is left out."""
    found: dict[tuple[str, ...], list[Fact]] = {}
    for fact in extract.facts:
        sure = fact.confidence == "high" and fact.bound == "eq" and fact.role in ("actual", "background")
        if sure and fact.time_period == period and fact.value_base is not None and fact.measure != "rank":
            key = (fact.indicator_zh, fact.measure, fact.unit_code, fact.time_basis, fact.comparison, fact.ref_area)
            found.setdefault(key, []).append(fact)
    return {key: facts[0] for key, facts in found.items() if len({fact.value_base for fact in facts}) == 1}


def _plans(rows: Sequence[Indicator], tables: Sequence[dict[str, Indicator]]) -> tuple[Plan, ...]:
    """Growth on the year before over the periods, of the headline indicators that have enough of it.

    A line for the first of them and a small panel for each of the others; two share one chart.
    """
    lines: list[tuple[Fact, tuple[Fact | None, ...]]] = []
    for row in rows:
        now = row.growth
        if now is None or now.unit_code != "percent" or len(lines) > _PANELS:
            continue
        past = [table[row.key].growth if row.key in table else None for table in tables]
        line = (*(fact if fact and _alike(fact, now) else None for fact in past), now)
        if sum(fact is not None for fact in line) >= max(FEWEST, len(line) * _COVER):
            lines.append((now, line))
    parts: tuple[tuple[ChartKind, list[tuple[Fact, tuple[Fact | None, ...]]]], ...]
    parts = (("trend", lines),) if len(lines) <= _TOGETHER else (("trend", lines[:1]), ("multiples", lines[1:]))
    return tuple(
        Plan(kind, SLOT, tuple(named for named, _ in part), tuple(line for _, line in part))
        for kind, part in parts
        if part
    )


def _moving(row: Indicator | None) -> Fact | None:
    """The figure of an indicator that compares between periods: its growth, or its level where that is a rate."""
    if row is None:
        return None
    return row.growth or (row.level if row.level and row.level.unit_code == "percent" else None)


def _alike(one: Fact, other: Fact) -> bool:
    """Whether two figures are of one measure, unit and comparison, and of periods of one kind."""
    return (
        (one.measure, one.unit_code, one.comparison or "yoy")
        == (other.measure, other.unit_code, other.comparison or "yoy")
        and one.bound == other.bound == "eq"
        and _kind(one.time_period) == _kind(other.time_period)
    )


def _kind(period: str) -> str:
    return next((kind for kind in _KINDS if re.fullmatch(kind, period)), period)
