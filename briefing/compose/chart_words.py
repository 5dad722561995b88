"""A planned chart in one language: names, labels, the finding as title, and the alt text that says it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from briefing.compose.charts import Plan, drawn
from briefing.compose.edition import fill
from briefing.compose.views import plain
from briefing.model.extract import Fact
from briefing.model.tree import Chart, Inline, Number, Point, Series, Text

_OVER_TIME = ("trend", "multiples")  # one series an indicator, one point a period


class FactWording(Protocol):
    """What this stage needs of `briefing.phrase.Phrases` for single facts."""

    def indicator(self, fact: Fact) -> str | None:
        """The name of a fact's indicator."""
        ...

    def figure(self, fact: Fact, *, short: bool = False) -> Number | None:
        """A figure with its unit."""
        ...

    def rank(self, fact: Fact) -> tuple[Inline, ...] | None:
        """A rank in words."""
        ...


@dataclass(frozen=True, slots=True)
class Shown:
    """A bar as a title speaks of it: `name`, `figure`, `second` (the target's figure), `fell` or `grew` by its sign."""

    name: str
    figure: str
    second: str
    fell: bool
    grew: bool = False


def chart(
    plan: Plan,
    phrases: FactWording,
    namers: tuple[Callable[[Fact], str], Callable[[Fact], str]],
    words: Mapping[str, Any],
    periods: Mapping[str, Any],
    lang: str,
) -> Chart:
    """Word a plan; number and source marks are given when the template places it.

    Args:
        plan: from `plan_charts`.
        phrases: the wording of the language.
        namers: the name of an indicator in a title, and beside its bar.
        words: the words of the edition.
        periods: what the lines of the edition may name.
        lang: the tag of the language.
    """
    named, names = (tuple(namer(fact) for fact in plan.named) for namer in namers)
    series = tuple(_series(plan, index, facts, phrases, words, periods) for index, facts in enumerate(plan.series))
    if plan.structure:
        names = tuple(periods["name_of"](fact.time_period) for fact in plan.named)
        series = _stacked(plan, words["language"])
    if plan.kind in _OVER_TIME:
        series = tuple(replace(part, name=name) for name, part in zip(names, series, strict=True))
        names = tuple(periods["tick_of"](period, index == 0) for index, period in enumerate(periods["periods"]))
    shown = _shown(plan, named, series)
    context = {"top": shown[0], "low": shown[-1], "bars": shown, "all": not plan.highlight, "number": spelled(len(shown), words),
               "kept": spelled(len(shown) - len(plan.highlight), words), "higher": spelled(_higher(plan), words),
               "higher_count": _higher(plan), "firsts": spelled(_firsts(plan), words), "firsts_count": _firsts(plan),
               "whole": all(fact.time_period.isdigit() for fact in plan.named),
               **_counted(plan, words), "exceeded": _higher(plan, over=True) == len(shown), "since": _since(plan, names, periods),
               "missing": any(fact is None for facts in plan.series for fact in facts), **periods}  # fmt: skip
    title = fill(words["chart_titles"][plan.kind], f"chart_titles.{plan.kind}", context)
    subtitle = fill(words["chart_subtitles"][plan.kind], f"chart_subtitles.{plan.kind}", context)
    spoken = words["alt_separator"].join(
        words["alt_pair"].replace("NAME", s.name).replace("FIGURE", _both(s, words)) for s in shown
    )
    alt = f"{title}{words['alt_stop']}{spoken}{words['alt_end']}"
    return Chart(plan.kind, 0, title, subtitle, names, series, (Text(words["chart_source"]),), alt, lang, plan.id)


def _stacked(plan: Plan, language: str) -> tuple[Series, ...]:
    """One series a part, one point a period."""
    parts = plan.structure.parts[language] if plan.structure else ()
    return tuple(
        Series(
            name, tuple(Point(row[i], f"{row[i]:f}", fact.id) for row, fact in zip(plan.parts, plan.named, strict=True))
        )
        for i, name in enumerate(parts)
    )


def _series(
    plan: Plan,
    index: int,
    facts: Sequence[Fact | None],
    phrases: FactWording,
    words: Mapping[str, Any],
    periods: Mapping[str, Any],
) -> Series:
    points = tuple(_point(fact, plan, phrases) for fact in facts)
    names = words["chart_series"].get(plan.kind, ["", ""])
    name = fill(names[index], f"chart_series.{plan.kind}", periods) if index < len(names) else ""
    return Series(name, points, plan.highlight if index == 0 else ())


def _point(fact: Fact | None, plan: Plan, phrases: FactWording) -> Point:
    if fact is None:
        return Point(None, "")
    if plan.kind == "standing":
        return Point(fact.value, plain(phrases.rank(fact)), fact.id)
    figure = phrases.figure(fact, short=fact.bound == "eq")
    return Point(fact.value_base if plan.kind == "counts" else drawn(fact), figure.text if figure else "", fact.id)


def _shown(plan: Plan, names: Sequence[str], series: Sequence[Series]) -> tuple[Shown, ...]:
    if plan.kind in _OVER_TIME:
        ends = [[p.label for p in part.points if p.value is not None] for part in series]
        return tuple(Shown(name, end[-1], end[0], fell=False) for name, end in zip(names, ends, strict=True))
    if plan.kind == "structure":
        parts = sorted(series, key=lambda s: -(s.points[-1].value or 0))
        return tuple(
            Shown(s.name, s.points[-1].label, s.points[0].label if len(s.points) > 1 else "", fell=False) for s in parts
        )
    second = series[1].points if len(series) > 1 else ()
    return tuple(
        Shown(name, point.label, second[i].label if second else "", (point.value or 0) < 0, (point.value or 0) > 0)
        for i, (name, point) in enumerate(zip(names, series[0].points, strict=True))
    )


def _higher(plan: Plan, *, over: bool = False) -> int:
    """Of a chart with two series, how many rows have the second above the first; with `over`, the first above the second."""
    if len(plan.series) != 2 or plan.kind in ("structure", *_OVER_TIME):
        return 0
    rows = zip(*(reversed(plan.series) if over else plan.series), strict=True)
    return sum(1 for a, b in rows if a and b and drawn(b) > drawn(a))


def _counted(plan: Plan, words: Mapping[str, Any]) -> dict[str, Any]:
    """How many bars are as long as the first, as low as the last, and fell: no title names one where two are level."""
    values = [drawn(fact) for fact in plan.series[0] if fact]
    counts = {
        "tops": values.count(values[0]),
        "lows": values.count(values[-1]),
        "fallen": sum(1 for value in values if value < 0),
    }
    return {f"{name}_count": n for name, n in counts.items()} | {name: spelled(n, words) for name, n in counts.items()}


def _since(plan: Plan, names: Sequence[str], periods: Mapping[str, Any]) -> str:
    """The first period that the first series (or the structure) has a value for."""
    if plan.kind not in ("structure", *_OVER_TIME):
        return ""
    if plan.kind == "structure":
        return names[0]
    first = next(place for place, fact in enumerate(plan.series[0]) if fact)
    return str(periods["name_of"](periods["periods"][first])).removeprefix("the ")


def _firsts(plan: Plan) -> int:
    """Of a chart of ranks, how many are first places."""
    return sum(1 for fact in plan.facts if fact.measure == "rank" and fact.value == 1)


def spelled(number: int, words: Mapping[str, Any]) -> str:
    """A small number in words."""
    numbers: Sequence[str] = words["numbers"]
    return numbers[number] if number < len(numbers) else str(number)


def _both(shown: Shown, words: Mapping[str, Any]) -> str:
    return shown.figure + (words["alt_second"].replace("FIGURE", shown.second) if shown.second else "")
