"""The headline indicators: what the report gives of each, brought together from table and text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.compose.edition import Edition
from briefing.compose.words import bare
from briefing.model.extract import Extract, Fact

_SIZE = "总量"  # a rank of the size of an indicator is a rank of the indicator
_ON_THE_YEAR = ("", "yoy", "constant_prices", "comparable_prices")
_LEVELS = ("level", "count", "ratio", "share")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One headline indicator: its level (or count or ratio), growth, ranks, targets of this and of the next period."""

    key: str
    level: Fact | None
    growth: Fact | None
    ranks: tuple[Fact, ...]
    targets: tuple[Fact, ...]
    planned: tuple[Fact, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of the row."""
        single = tuple(fact for fact in (self.level, self.growth) if fact)
        return (*single, *self.ranks, *self.targets, *self.planned)

    @property
    def named(self) -> Fact:
        """The fact whose indicator names the row."""
        return self.level or self.growth or self.facts[0]

    @property
    def actual(self) -> Fact | None:
        """The result that a target of this period is held against: of the same measure where there is one."""
        for target in self.targets:
            for fact in (self.growth, self.level):
                if fact and fact.measure == target.measure:
                    return fact
        return self.growth or self.level


def headline(extract: Extract, edition: Edition) -> tuple[Indicator, ...]:
    """The indicators of the edition's list and of the report's own table, in the order of the list, then of the report."""
    canonical = {form: name for name, forms in edition.headline for form in (name, *filter(None, forms.split(";")))}
    usable = [f for f in extract.facts if f.confidence != "low" and f.role in ("actual", "target") and f.indicator_zh]
    main, names = _main_tables(extract), set(canonical.values())
    in_table = {_key(f, canonical) for f in usable if f.table_cell.partition(".")[0] in main}
    groups: dict[str, list[Fact]] = {}
    for fact in usable:
        key = _key(fact, canonical)
        if key in names or key in in_table:
            groups.setdefault(key, []).append(fact)
    listed = {name: place for place, (name, _) in enumerate(edition.headline)}
    order = sorted(groups, key=lambda key: (listed.get(key, len(listed)), min(f.start for f in groups[key])))
    made = (_indicator(key, groups[key], extract) for key in order)
    return tuple(row for row in made if row.level or row.growth or row.planned or row.targets)


def _key(fact: Fact, canonical: Mapping[str, str]) -> str:
    """The one name of a fact's indicator."""
    name = bare(fact.indicator_zh)
    name = name.removesuffix(_SIZE) if fact.measure == "rank" else name
    return canonical.get(name, name)


def _main_tables(extract: Extract) -> set[str]:
    """The tables of main indicators: those with targets, and all of a report that is nothing but tables."""
    only = all(fact.table_cell for fact in extract.facts)
    cells = (fact for fact in extract.facts if fact.table_cell and (only or fact.role == "target"))
    return {fact.table_cell.partition(".")[0] for fact in cells}


def _indicator(key: str, facts: Sequence[Fact], extract: Extract) -> Indicator:
    actual = [f for f in facts if f.role == "actual" and now(f.time_period, extract)]
    targets = [f for f in facts if f.role == "target" and f.measure != "rank"]
    level = _first(f for f in actual if f.measure in _LEVELS and f.value is not None)
    level = _reached(level, actual)
    rates = [f for f in actual if f.measure == "growth" and f.unit_code in ("percent", "pp") and on_the_year(f)]
    growth = _first(f for f in rates if level is None or f.time_period == level.time_period)
    return Indicator(
        key,
        level,
        growth,
        _distinct(f for f in actual if f.measure == "rank" and _of(f, level or growth)),
        _distinct(f for f in targets if f.time_period == extract.period),
        _distinct(f for f in targets if f.time_period == extract.plan_period and f.time_period != extract.period),
    )


def _reached(level: Fact | None, facts: Iterable[Fact]) -> Fact | None:
    """The amount itself where the first that is said is a mark it passed (突破1600亿元，达1612.4亿元)."""
    if level is None or level.bound == "eq":
        return level
    alike = (f for f in facts if f.measure == level.measure and f.time_period == level.time_period)
    exact = [f for f in alike if f.unit_code == level.unit_code and f.bound == "eq" and f.start > level.start]
    near = [f for f in exact if f.sentence_start == level.sentence_start and f.value is not None]
    return near[0] if near else level


def _of(rank: Fact, shown: Fact | None) -> bool:
    """Whether a rank is of the period of the figure that it stands beside."""
    return shown is None or rank.time_period == shown.time_period


def now(period: str, extract: Extract) -> bool:
    """Whether a fact is of the report's own period, or of a longer one that ends with it (months added up, a quarter)."""
    return period == extract.period or _end(period) in (extract.period, _last_month(extract.period))


def _end(period: str) -> str:
    """The last month of months added up, a quarter or a half year; a year as it is."""
    return _last_month(period.rpartition("/")[2])


def _last_month(period: str) -> str:
    """The month a quarter or half year ends with (2024-Q4: 2024-12); a period of another kind as it is."""
    year, _, part = period.partition("-")
    months = {"Q1": "03", "Q2": "06", "Q3": "09", "Q4": "12", "H1": "06", "H2": "12"}
    return f"{year}-{months[part]}" if part in months else period


def on_the_year(fact: Fact) -> bool:
    """Whether a growth rate is on the year before, said or understood; five years' growth is another thing."""
    return fact.value is not None and fact.comparison in _ON_THE_YEAR


def _first(facts: Iterable[Fact]) -> Fact | None:
    """The fact said in running text before one in a table: it has its unit and its links."""
    return min(facts, key=lambda f: (bool(f.table_cell), f.start), default=None)


def _distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts without those that say the same again (table and text)."""
    found: dict[tuple[object, ...], Fact] = {}
    for fact in sorted(facts, key=lambda f: f.start):
        found.setdefault(
            (fact.measure, fact.value, fact.bound, fact.unit_code, fact.rank_scope, fact.rank_of, fact.strength), fact
        )
    return tuple(found.values())
