"""Single facts for tables, cards and charts: a figure, a rank, a target, and how an actual stands to its target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from briefing.model.extract import Fact

Result = Literal["met", "missed", "above", "within"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an actual stands to its target: `difference` is actual minus target, as written, in `unit_zh`.

    met: equal; above: higher; missed: lower, or a ceiling broken; within: a ceiling kept. A higher figure is not called better: that is the reader's to judge.
    """

    result: Result
    difference: Decimal
    unit_zh: str
    actual: Fact
    target: Fact


def comparable(actual: Fact, target: Fact) -> bool:
    """Return whether two facts may be held against each other: both with a figure, same measure, unit, area, subject."""
    return (
        actual.value is not None
        and target.value is not None
        and actual.measure == target.measure
        and actual.measure != "rank"
        and actual.unit_code == target.unit_code
        and actual.ref_area == target.ref_area
        and actual.indicator_zh == target.indicator_zh
        and actual.time_period == target.time_period
        and actual.bound in ("eq", "approx")
    )


def outcome(actual: Fact, target: Fact) -> Outcome | None:
    """Return how an actual stands to its target, or None where the two cannot be compared."""
    if not comparable(actual, target) or actual.value_base is None or target.value_base is None:
        return None
    difference = actual.value_base - target.value_base
    unit = "个百分点" if target.unit_code == "percent" else actual.unit_zh
    shown = difference if target.unit_code in ("percent", "pp") else difference.scaleb(-actual.unit_mult)
    return Outcome(_result(difference, target), shown, unit, actual, target)


def _result(difference: Decimal, target: Fact) -> Result:
    if target.bound in ("le", "lt"):
        return "within" if difference <= 0 else "missed"
    return "met" if difference == 0 else "above" if difference > 0 else "missed"
