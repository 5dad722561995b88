"""The value both parsers return: a figure with its unit, and where it stands in the text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Band = Literal["", "place", "group", "top"]


# Traditional Chinese units in metric ones: 1 斤 is half a kilogram
_METRIC = {
    "jin": ("kg", Decimal("0.5")), "dan": ("kg", Decimal(50)), "li": ("m", Decimal(500)), "doubling": ("times", Decimal(1)),
}  # fmt: skip


def plain(value: Decimal) -> Decimal:
    """Bring a value to plain digits: 2.4E+11 → 240000000000; decimals stay as written."""
    return Decimal(f"{value:f}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as found in a text, Chinese or English.

    Offsets are code points of the text given, end exclusive. `start`..`end` is the mention (sign, number, unit; bound
    words outside it are left out), `number_start`..`number_end` the number alone. `value` is the number as written,
    `value_base` the same multiplied out (246.79 billion → 246790000000; 6成 → 60 percent). A range has `low` and
    `high` as written, kind `range` and the kind of its unit in `unit_kind`; its `value` is `low`. A structure
    (5.8:41.6:52.6) or fraction has its `parts`. A rank has a `band`: `place` (第三), `group` (第一方阵, never a place),
    `top` (前十). A multiple has the `factor` of the level over its base where the words around it say so
    (增长两倍 → 3, 翻一番 → 2, 是…的两倍 → 2).
    """

    start: int
    end: int
    number_start: int
    number_end: int
    exact: str
    value: Decimal
    value_base: Decimal
    kind: str
    bound: Bound = "eq"
    low: Decimal | None = None
    high: Decimal | None = None
    unit_zh: str = ""
    unit_en: str = ""
    unit_mult: int = 0
    unit_code: str = ""
    unit_kind: str = ""
    band: Band = ""
    factor: Decimal | None = None
    parts: tuple[Decimal, ...] = ()

    @property
    def low_base(self) -> Decimal | None:
        """The lower end multiplied out."""
        return None if self.low is None else plain(self.low.scaleb(self.unit_mult))

    @property
    def high_base(self) -> Decimal | None:
        """The upper end multiplied out."""
        return None if self.high is None else plain(self.high.scaleb(self.unit_mult))

    @property
    def comparable(self) -> tuple[str, Decimal]:
        """Unit code and value for comparing across languages: 斤 in kilograms, a doubling as 2 times; 亩 stays mu."""
        code, factor = _METRIC.get(self.unit_code, (self.unit_code, Decimal(1)))
        return code, (self.value_base * factor).normalize()
