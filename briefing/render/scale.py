"""Axis arithmetic: round tick steps, honest ranges, positions in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map from values to points: `low` lies at `start`, `high` at `end`."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, value: Decimal) -> float:
        """The position of `value` in points."""
        span = self.high - self.low
        return self.start + float((value - self.low) / span) * (self.end - self.start)


def step(span: Decimal, count: int) -> Decimal:
    """The smallest round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into at most `count` parts."""
    rough = span / count
    power = Decimal(1).scaleb(rough.adjusted())
    return next(s * power for s in _STEPS if s * power >= rough)


def ticks(values: Sequence[Decimal], *, count: int = 5, zero: bool = True) -> tuple[Decimal, ...]:
    """Round axis positions from below the least to above the greatest value; zero is among them unless told otherwise.

    Bars always start at zero. A line may leave it out (`zero=False`) where its values differ by less than a quarter.
    """
    low, high = min(values), max(values)
    if zero or low <= 0 <= high or min(abs(low), abs(high)) * 4 < max(abs(low), abs(high)) * 3:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = low + 1
    width = step(high - low, count)
    first = (low / width).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / width).to_integral_value(rounding="ROUND_CEILING")
    return tuple(width * n for n in range(int(first), int(last) + 1))


def tick_label(value: Decimal) -> str:
    """A tick value as printed: thousands separated, no needless zeros, a true minus."""
    text = f"{abs(value).normalize():,f}"
    return f"\N{MINUS SIGN}{text}" if value < 0 else text
