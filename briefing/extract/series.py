"""Series: the extracts of one region lined up by indicator, periods ascending, nothing joined that does not compare.

A track holds readings of one indicator in one measure, one unit and one kind of period: a month never stands beside a
cumulative figure, a growth rate never beside a level. What still needs care is flagged on the reading: `definition`
(the report says what is included), `disagrees` (one report gives two values), `revised` (a later report gives another
value for the same period).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from briefing.extract.indicators import normal
from briefing.model.extract import Extract, Fact, Measure

if TYPE_CHECKING:
    import pandas as pd

PeriodKind = Literal["year", "half", "quarter", "month", "months", "years", "other"]
_KINDS: tuple[tuple[PeriodKind, str], ...] = (
    ("year", r"\d{4}"),
    ("month", r"\d{4}-\d{2}"),
    ("quarter", r"\d{4}-Q\d"),
    ("half", r"\d{4}-H\d"),
    ("months", r"\d{4}-\d{2}/\d{4}-\d{2}"),
    ("years", r"\d{4}/\d{4}"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a track: `value` in the unit of the track, the fact it comes from and the report that gave it."""

    period: str
    value: Decimal
    fact_id: str
    report: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """The readings of one indicator, periods ascending; `indicator_zh` and `unit_zh` as most reports write them."""

    indicator_id: str
    indicator_zh: str
    measure: Measure
    unit_zh: str
    unit_code: str
    kind: PeriodKind
    readings: tuple[Reading, ...]


def period_kind(period: str) -> PeriodKind:
    """What kind of stretch a period is; kinds are never mixed in a track."""
    return next((kind for kind, shape in _KINDS if re.fullmatch(shape, period)), "other")


def tracks(extracts: Sequence[Extract], *, at_least: int = 2) -> tuple[Track, ...]:
    """The tracks of a region with at least so many periods, longest first, then by name.

    Only actual figures with a value that are not in doubt count; a doubtful indicator makes no trend.

    Args:
        extracts: Extracts of one region, in any order.
        at_least: The fewest periods a track needs.
    """
    groups: dict[tuple[str, Measure, str, PeriodKind], list[tuple[Extract, Fact]]] = defaultdict(list)
    for extract in sorted(extracts, key=lambda one: one.period):
        for fact in extract.facts:
            if _counts(fact):
                key = (
                    fact.indicator_id or normal(fact.indicator_zh),
                    fact.measure,
                    fact.unit_code,
                    period_kind(fact.time_period),
                )
                groups[key].append((extract, fact))
    found = [_track(key[3], members) for key, members in groups.items()]
    kept = [track for track in found if len(track.readings) >= at_least]
    return tuple(
        sorted(
            kept, key=lambda track: (-len(track.readings), track.indicator_id or "~", track.indicator_zh, track.measure)
        )
    )


def _counts(fact: Fact) -> bool:
    usual = fact.measure in ("level", "count", "growth", "share", "ratio") and fact.unit_code not in ("pp", "rank")
    certain = fact.role == "actual" and fact.confidence != "low" and fact.value_base is not None
    certain = certain and "period inferred" not in fact.flags
    # 比上年增加8.84万吨 and 环比 are changes of another kind than the yearly growth in percent
    plain = fact.measure != "growth" or (fact.unit_code == "percent" and fact.comparison in ("", "yoy"))
    return usual and certain and plain and bool(fact.time_period)


def _track(kind: PeriodKind, members: Sequence[tuple[Extract, Fact]]) -> Track:
    facts = [fact for _, fact in members]
    unit = Counter((fact.unit_zh, fact.unit_mult) for fact in facts).most_common(1)[0][0]
    name = Counter(fact.indicator_zh for fact in facts).most_common(1)[0][0]
    by_period: dict[str, list[tuple[Extract, Fact]]] = defaultdict(list)
    for extract, fact in members:
        by_period[fact.time_period].append((extract, fact))
    readings = tuple(_reading(period, by_period[period], unit[1]) for period in sorted(by_period))
    first = facts[-1]
    return Track(first.indicator_id, name, first.measure, unit[0], first.unit_code, kind, readings)


def _reading(period: str, members: Sequence[tuple[Extract, Fact]], mult: int) -> Reading:
    """The value of the latest report; what differs is flagged, never averaged."""
    last = members[-1][0]
    own = [fact for extract, fact in members if extract is last]
    plain = [fact for fact in own if "definition stated" not in fact.flags] or own
    exact = [fact for fact in plain if fact.bound == "eq"] or plain
    best = max(exact, key=lambda fact: (fact.confidence == "high", bool(fact.table_cell)))
    flags = []
    if any(fact.value_base != best.value_base for fact in exact):
        flags.append("disagrees")
    if any(one is not last and fact.bound == "eq" and fact.value_base != best.value_base for one, fact in members):
        flags.append("revised")
    if "definition stated" in best.flags:
        flags.append("definition")
    return Reading(period, _in_unit(best, mult), best.id, last.period, tuple(flags))


def _in_unit(fact: Fact, mult: int) -> Decimal:
    """The value of a fact in the unit of the track, without the zeros that scaling leaves behind."""
    if fact.unit_mult == mult and fact.value is not None:
        return fact.value
    value = (fact.value_base or Decimal(0)).scaleb(-mult)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def label(track: Track) -> str:
    """A column name: 地区生产总值 (亿元), 地区生产总值 growth (%)."""
    side = "" if track.measure in ("level", "count", "ratio", "share") else f" {track.measure}"
    return f"{track.indicator_zh}{side} ({track.unit_zh or '1'})"


def frame(found: Iterable[Track]) -> pd.DataFrame:
    """Values: periods ascending as rows, one column a track; exact decimals, a gap is None."""
    return _frame(found, lambda reading: reading.value)


def flag_frame(found: Iterable[Track]) -> pd.DataFrame:
    """Comparability flags in the shape of `frame`, joined by `;`."""
    return _frame(found, lambda reading: ";".join(reading.flags))


def _frame(found: Iterable[Track], cell: object) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  # heavy, and only those who want frames need it

    assert callable(cell)
    columns = {label(track): {reading.period: cell(reading) for reading in track.readings} for track in found}
    periods = sorted({period for column in columns.values() for period in column})
    rows = [[column.get(period) for column in columns.values()] for period in periods]
    return pd.DataFrame(rows, index=pd.Index(periods, name="period"), columns=list(columns), dtype=object)
