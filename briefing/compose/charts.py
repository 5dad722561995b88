"""Which charts a report allows, and what each shows: chosen from facts alone, the same for both languages.

A chart needs at least three values of one measure and unit that compare; every bar is a fact of the report and is named by
approved terms in both languages. Nothing is computed but the order, the sign and how many of the values shown lie above
or below another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from briefing.compose.headline import Indicator, now, on_the_year
from briefing.compose.select import Said
from briefing.compose.words import Structure, action, completion, in_all, structures
from briefing.model.extract import Extract, Fact
from briefing.model.tree import ChartKind

FEWEST = 3
MOST = 8  # bars of a chart, where an edition does not say otherwise
_MOST_RANKS = 6
_MANY = 5  # growth rates of the headline, or of one sentence, that deserve a chart of their own
_LEAST_COUNT = 20  # of the longest bar: smaller counts are read faster in the text
_MOST_CHARTS = 8
_IN_ALL = ("stock", "cumulative")
_OF_WHICH = "其中"
_COUNTS = 2  # charts of counts, and of the parts of a sentence, in one briefing
_LARGEST_RATIO = 150  # between the longest and the shortest bar of a chart of counts
_WHOLE = Decimal(100)
_ROUNDING = Decimal("0.2")  # printed shares add up to 100 within this


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart before it is worded: one row a category, one fact a series (None: not reported).

    `slot` is the theme the chart stands in, `headline` or `plans`; `named` gives each row its name; `highlight` are rows
    in the second accent (below target, fallen).
    """

    kind: ChartKind
    slot: str
    named: tuple[Fact, ...]
    series: tuple[tuple[Fact | None, ...], ...]
    highlight: tuple[int, ...] = ()
    parts: tuple[tuple[Decimal, ...], ...] = ()  # of a structure: the parts of each row
    structure: Structure | None = None
    nth: int = 1  # among the charts of its kind in its place

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact shown."""
        return tuple(fact for row in self.series for fact in row if fact)

    @property
    def id(self) -> str:
        """The name by which a template places the chart."""
        return f"{self.kind}-{self.slot}" + (f"-{self.nth}" if self.nth > 1 else "")


Namer = Callable[[Fact], bool]


def plan_charts(
    extract: Extract,
    rows: Sequence[Indicator],
    said: Sequence[Said],
    nameable: Namer,
    canonical: Callable[[str], str],
    most: int = MOST,
) -> tuple[Plan, ...]:
    """The charts a report allows, in the order of their worth.

    Args:
        extract: the report.
        rows: its headline indicators.
        said: the sentences that can be said in both languages.
        nameable: whether a fact has a name in both languages.
        canonical: the one name of an indicator among its spellings.
        most: bars of a chart.
    """
    source = _Material(extract, rows, said, nameable, canonical, most)
    made = [
        source.target(),
        source.ranked(),
        source.standing(),
        source.structure(),
        source.completion(),
        source.next_target(),
    ]
    plans = [plan for plan in made if plan]
    used = {fact.id for plan in plans for fact in plan.facts}
    plans += source.ranked_within(used, {plan.id for plan in plans})
    plans += filter(None, [source.totals()])
    used |= {fact.id for plan in plans for fact in plan.facts}
    plans += source.counts(used, {plan.id for plan in plans})
    return tuple(plans[:_MOST_CHARTS])


class _Material:
    """The facts of one report, sorted for the charts."""

    def __init__(
        self,
        extract: Extract,
        rows: Sequence[Indicator],
        said: Sequence[Said],
        nameable: Namer,
        canonical: Callable[[str], str],
        most: int,
    ) -> None:
        self.canonical, self.most = canonical, most
        self.extract = extract
        self.rows = [row for row in rows if nameable(row.named)]
        self.said = said
        self.nameable = nameable
        self.theme = {fact.id: item.theme for item in said for fact in item.facts}
        self.weight = {fact.id: item.weight for item in said for fact in item.facts}
        facts = {fact.id: fact for item in said for fact in item.facts}
        for row in self.rows:
            facts.update({fact.id: fact for fact in row.facts})
        self.actual = [f for f in facts.values() if f.role == "actual" and f.value is not None and nameable(f)]
        self.planned = [
            f
            for f in facts.values()
            if f.role == "target" and f.value is not None and f.time_period == extract.plan_period
        ]

    def slot(self, facts: Iterable[Fact]) -> str:
        """The theme that most of the facts were said in; the first theme's id where none was."""
        count: dict[str, int] = defaultdict(int)
        for fact in facts:
            if fact.id in self.theme:
                count[self.theme[fact.id]] += 1
        return max(count, key=lambda theme: count[theme], default="headline")

    def target(self) -> Plan | None:
        """Growth against its target of the same period."""
        pairs = []
        for row in self.rows:
            goals = [
                t
                for t in row.targets
                if t.measure == "growth"
                and t.value is not None
                and t.unit_code == "percent"
                and t.bound not in ("le", "lt")
            ]
            if row.growth and goals and row.growth.unit_code == "percent" and row.growth.bound == "eq":
                pairs.append((row.growth, max(goals, key=drawn)))
        if len(pairs) < FEWEST:
            return None
        pairs = sorted(pairs[: self.most], key=lambda pair: -drawn(pair[0]))
        below = tuple(i for i, (actual, goal) in enumerate(pairs) if drawn(actual) < drawn(goal))
        return Plan(
            "target",
            "headline",
            tuple(a for a, _ in pairs),
            (tuple(a for a, _ in pairs), tuple(g for _, g in pairs)),
            below,
        )

    def ranked(self) -> Plan | None:
        """Growth on the year before, sorted: of the headline indicators where they are many, else of what counts most."""
        headline = {row.growth.id for row in self.rows if row.growth}
        found = [
            f
            for f in self.actual
            if f.measure == "growth" and f.unit_code == "percent" and on_the_year(f) and self._same_period(f)
        ]
        found = _one_each(sorted(found, key=lambda f: (f.id not in headline, -self.weight.get(f.id, 0), f.start)))
        of_headline = [f for f in found if f.id in headline]
        many = len(of_headline) >= _MANY
        found = (of_headline if many else found)[: self.most]
        if len(found) <= FEWEST:
            return None
        slot = self.slot([f for f in found if f.id in self.theme][:1] if many else found)
        found.sort(key=lambda f: -drawn(f))
        fallen = tuple(i for i, f in enumerate(found) if drawn(f) < 0)
        return Plan("ranked", slot, tuple(found), (tuple(found),), fallen)

    def standing(self) -> Plan | None:
        """Ranks within one scope, the scope with the most of them; only where they differ."""
        ranks: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.actual:
            exact = fact.bound == "eq" and fact.rank_band != "group" and fact.unit_code != "group"  # no "in the top 3"
            if fact.measure == "rank" and exact and fact.rank_scope:
                ranks[fact.rank_scope].append(fact)
        usable = {
            scope: facts for scope, facts in ranks.items() if len(facts) >= FEWEST and len({f.value for f in facts}) > 1
        }
        if not usable:
            return None
        scope = max(usable, key=lambda s: len(usable[s]))
        found = sorted(
            sorted(usable[scope], key=lambda f: (-self.weight.get(f.id, 0), f.start))[: min(_MOST_RANKS, self.most)],
            key=lambda f: (drawn(f), f.start),
        )
        return Plan("standing", self.slot(found), tuple(found), (tuple(found),))

    def structure(self) -> Plan | None:
        """A whole as a : b : c, and the one of the period before where the report gives it."""
        for structure in structures():
            found = [
                f
                for f in self.extract.facts
                if f.unit_code == "ratio" and f.role == "actual" and structure.key in f.indicator_zh
            ]
            found = [
                f for f in found if f.confidence != "low" and _parts(f) and len(_parts(f)) == len(structure.parts["en"])
            ]
            by_period = {f.time_period: f for f in found}
            if self.extract.period in by_period:
                rows = tuple(by_period[period] for period in sorted(by_period))[-2:]
                parts = tuple(_parts(f) for f in rows)
                return Plan("structure", self.slot(rows), rows, (rows,), parts=parts, structure=structure)
        return None

    def completion(self) -> Plan | None:
        """Completion rates of plans."""
        found = _one_each(
            f
            for f in self.actual
            if f.unit_code == "percent" and f.measure in ("ratio", "share") and completion().search(f.indicator_zh)
        )
        if len(found) < FEWEST:
            return None
        found = sorted(found[: self.most], key=lambda f: -drawn(f))
        short = tuple(i for i, f in enumerate(found) if drawn(f) < _WHOLE)
        return Plan("completion", self.slot(found), tuple(found), (tuple(found),), short)

    def next_target(self) -> Plan | None:
        """The result of this period beside the target of the next, of one unit."""
        actual = {(f.indicator_zh, f.measure, f.unit_zh): f for f in reversed(self.actual)}
        pairs: dict[tuple[str, str], list[tuple[Fact, Fact]]] = defaultdict(list)
        seen: set[str] = set()
        for row in self.rows:
            for goal in {goal.measure: goal for goal in reversed(row.planned)}.values():  # of a range its first bound
                result = next(
                    (
                        f
                        for f in (row.growth, row.level)
                        if f and f.measure == goal.measure and f.unit_zh == goal.unit_zh
                    ),
                    None,
                )
                if result and goal.value is not None:
                    pairs[goal.measure, goal.unit_zh].append((result, goal))
            seen.update(goal.id for goal in row.planned)
        fresh = {
            (self.canonical(f.indicator_zh), f.unit_zh): f
            for f in reversed(self.actual)
            if action().match(f.indicator_zh)
        }
        for goal in sorted(self.planned, key=lambda f: f.start):
            result = actual.get((goal.indicator_zh, goal.measure, goal.unit_zh))
            if result is None and self._of_the_period(goal):
                result = fresh.get((self.canonical(goal.indicator_zh), goal.unit_zh))
            result = result if result and result.measure == goal.measure else None
            result = result if result and self._whole(result) == self._whole(goal) else None
            if goal.id not in seen and result and goal.measure in ("count", "level", "growth"):
                pairs[goal.measure, goal.unit_zh].append((result, goal))
        best = max(pairs.values(), key=len, default=[])
        best = [pair for pair in _comparable(best) if self.nameable(pair[0])][: self.most]
        if len(best) < FEWEST:
            return None
        best.sort(key=lambda pair: -drawn(pair[0]))
        results, goals = tuple(a for a, _ in best), tuple(g for _, g in best)
        return Plan("next_target", "plans", results, (results, goals))

    def counts(self, used: set[str], taken: set[str]) -> list[Plan]:
        """Counts of one unit and one action (新认定 …) within one sentence; figures of other charts are not drawn again."""
        groups: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        for item in self.said:
            for fact in item.facts:
                if (
                    fact.measure == "count"
                    and fact.role == "actual"
                    and fact.id not in used
                    and fact.value
                    and self.nameable(fact)
                ):
                    groups[item.segment.id, fact.unit_zh, fact.indicator_zh[:2]].append(fact)
        plans: dict[str, Plan] = {}
        for facts in sorted(groups.values(), key=lambda g: (-len(g), g[0].start)):
            found = _within_ratio(sorted(_one_each(facts), key=lambda f: -drawn(f))[: self.most])
            slot = self.slot(found)
            worth = len(found) > FEWEST and drawn(found[0]) >= _LEAST_COUNT
            if worth and slot not in plans and f"counts-{slot}" not in taken and len(plans) < _COUNTS:
                plans[slot] = Plan("counts", slot, tuple(found), (tuple(found),))
        return list(plans.values())

    def totals(self) -> Plan | None:
        """What is new beside the number there is now, of the same things: 3 more listed companies, 72 in all."""
        counts = [f for f in self.actual if f.measure == "count" and f.bound == "eq" and self._same_period(f)]
        new = {
            (self.canonical(f.indicator_zh), f.unit_zh): f for f in reversed(counts) if action().match(f.indicator_zh)
        }
        pairs = []
        for fact in _one_each(f for f in counts if f.time_basis in _IN_ALL):
            added = new.get((self.canonical(in_all().sub("", fact.indicator_zh)), fact.unit_zh))
            if added and added.time_basis == "flow" and 0 < drawn(added) < drawn(fact):
                pairs.append((added, fact))
        pairs = sorted(_comparable(pairs), key=lambda pair: -drawn(pair[1]))[: self.most]
        if len(pairs) < FEWEST:
            return None
        rows = tuple(a for a, _ in pairs), tuple(t for _, t in pairs)
        return Plan("counts", self.slot(rows[0]), rows[1], rows)

    def ranked_within(self, used: set[str], taken: set[str]) -> list[Plan]:
        """Growth of the parts of one sentence (sectors, goods, prices), where there are many and no chart shows them."""
        plans: dict[str, Plan] = {}
        for item in sorted(self.said, key=lambda s: -len(s.facts)):
            found = [f for f in item.facts if f.measure == "growth" and f.unit_code == "percent" and on_the_year(f)]
            found = _one_each(
                f for f in found if f.role == "actual" and f.value is not None and f.id not in used and self.nameable(f)
            )
            found = sorted(found[: self.most], key=lambda f: -drawn(f))
            plan = Plan(
                "ranked",
                item.theme,
                tuple(found),
                (tuple(found),),
                tuple(i for i, f in enumerate(found) if drawn(f) < 0),
            )
            if len(found) >= _MANY and plan.id not in plans and len(plans) < _COUNTS:
                plans[plan.id] = replace(plan, nth=2) if plan.id in taken else plan
        return list(plans.values())

    def _of_the_period(self, goal: Fact) -> bool:
        """Whether a target counts what is new in its period: said of it or before it in its sentence."""
        before = self.extract.text[goal.sentence_start : goal.start]
        return bool(action().match(goal.indicator_zh)) or "新增" in before or "新认定" in before

    def _whole(self, fact: Fact) -> str:
        """What a figure said after 其中 is a part of (the city's own budget is not the whole city's); empty for any other."""
        at = self.extract.text.rfind(_OF_WHICH, fact.sentence_start, fact.start)
        before = [f for f in self.extract.facts if fact.sentence_start <= f.start < at]
        return max(before, key=lambda f: f.start).indicator_zh if before else ""

    def _same_period(self, fact: Fact) -> bool:
        return now(fact.time_period, self.extract)


def drawn(fact: Fact) -> Decimal:
    """The value a bar is drawn with: percentages brought to percent (五成 is 50), other figures as written in their unit."""
    value = fact.value_base if fact.unit_code in ("percent", "pp") and fact.value_base is not None else fact.value
    return value if value is not None else Decimal(0)


def _parts(fact: Fact) -> tuple[Decimal, ...]:
    """The parts of a ratio a : b : c as written; none where they do not make up the whole."""
    parts = tuple(Decimal(part) for part in re.findall(r"\d+(?:\.\d+)?", fact.exact))
    return parts if len(parts) >= FEWEST and abs(sum(parts) - _WHOLE) <= _ROUNDING else ()


def _one_each(facts: Iterable[Fact]) -> list[Fact]:
    """The first fact of each indicator."""
    found: dict[str, Fact] = {}
    for fact in facts:
        found.setdefault(fact.indicator_zh, fact)
    return list(found.values())


def _within_ratio(facts: list[Fact]) -> list[Fact]:
    """Facts, largest first, without the small ones that would not be seen."""
    return [f for f in facts if drawn(f) > 0 and drawn(facts[0]) / drawn(f) <= _LARGEST_RATIO]


def _comparable(pairs: Sequence[tuple[Fact, Fact]]) -> list[tuple[Fact, Fact]]:
    largest = max((max(drawn(a), drawn(g)) for a, g in pairs), default=Decimal(0))
    return [
        (a, g)
        for a, g in pairs
        if drawn(a) > 0 and drawn(g) > 0 and largest / max(drawn(a), drawn(g)) <= _LARGEST_RATIO
    ]
