"""Which English figure renders which Chinese one: equal values first, then the nearest in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from briefing.compare import tables
from briefing.compare.values import Mention

_FEWEST_DIGITS = 3  # official English rounds 2467.9亿 to 246.8 billion; fewer digits need about, over or nearly
_FEWEST_BOUNDED = 2
_CONVERSION = Decimal("0.006")  # how far a conversion (亩 to hectares) may be off
_SQUARE_METERS_OF_MU = Decimal(2000) / 3
_APPROXIMATE = frozenset({"approx", "gt", "more", "lt", "near", "under"})
_DOWNWARD, _UPWARD = frozenset({"gt", "more", "approx"}), frozenset({"lt", "near", "under", "approx"})
_OTHER_UNITS = {  # the same amount in another unit of measurement, times this much
    ("area mu", "area m2"): _SQUARE_METERS_OF_MU,
    ("area m2", "area mu"): 1 / _SQUARE_METERS_OF_MU,
    ("energy tce", "weight kg"): Decimal(1000),
    ("weight kg", "energy tce"): Decimal(1) / 1000,
    ("weight kg", "weight kg_co2"): Decimal(1),
    ("weight kg_co2", "weight kg"): Decimal(1),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese figure and the English one that renders it; `same_kind` is False where only the number is right."""

    zh: Mention
    en: Mention
    same_kind: bool
    rounded: bool


def pair(chinese: Sequence[Mention], english: Sequence[Mention]) -> tuple[list[Pair], list[Mention], list[Mention]]:
    """Return the pairs in the order of the Chinese, and what is left of either text."""
    costs = sorted(
        (cost, zh, en)
        for zh, one in enumerate(chinese)
        for en, other in enumerate(english)
        if (cost := _cost(one, other, abs(zh / len(chinese) - en / len(english)))) is not None
    )
    of_zh: dict[int, int] = {}
    taken: set[int] = set()
    for _, zh, en in costs:
        if zh not in of_zh and en not in taken:
            of_zh[zh] = en
            taken.add(en)
    pairs = [_made(chinese[zh], english[en]) for zh, en in sorted(of_zh.items())]
    left = [one for index, one in enumerate(chinese) if index not in of_zh]
    return pairs, left, [one for index, one in enumerate(english) if index not in taken]


def _made(zh: Mention, en: Mention) -> Pair:
    return Pair(zh, en, kinds_agree(zh, en), not _equal(zh, en))


def _cost(zh: Mention, en: Mention, apart: float) -> float | None:
    """Return how badly two figures fit, or None where they are not the same number."""
    agree = kinds_agree(zh, en)
    equal = _equal(zh, en)
    if not equal and not (agree and is_rounded(zh, en)):
        return None
    if not agree and (zh.what.startswith("rank") or en.what.startswith("rank")):
        return None
    unlike = (zh.way != en.way) + (not bounds_agree(zh, en)) + (en.counted in zh.barred)
    return (0 if agree else 20) + (0 if equal else 10) + 2 * unlike + (zh.ordinal != en.ordinal) + apart


def kinds_agree(zh: Mention, en: Mention) -> bool:
    """Return whether two figures measure the same: money of one currency, counts, percent and so on."""
    plain = {"count", "number"}
    if zh.what in plain and (en.what in plain or en.what.startswith("time")):
        return True
    if zh.what.startswith("time") and (en.what in plain or en.what == "rank place"):
        return True
    if zh.what in (en.what, en.shared):
        return True
    if zh.what == "age age":
        return en.what in ("time year", "number", "count")
    if en.what.startswith("rate"):  # 每月82元, 亩产327公斤: the Chinese says per what in other words
        return zh.what.rpartition(" ")[2] == en.what.removeprefix("rate ").partition("/")[0]
    if zh.what.startswith("rate") and en.what in ("number", "count"):
        return True
    if zh.what.startswith("rate") and en.what.startswith("money"):
        return zh.what.removeprefix("rate ").startswith(en.what.removeprefix("money "))
    return (zh.what, en.what) in _OTHER_UNITS


def _equal(zh: Mention, en: Mention) -> bool:
    factor = _OTHER_UNITS.get((zh.what, en.what))
    if factor is not None:
        wanted = zh.values[0] * factor
        return len(en.values) == 1 and abs(en.values[0] - wanted) <= wanted * _CONVERSION
    if (
        zh.what == "percent"
        and len(zh.values) == len(en.values) == 1
        and abs(zh.values[0] - en.values[0]) < Decimal("0.05")
    ):
        # a third and 33.3 percent
        return zh.values[0] == en.values[0] or (zh.values[0] % 1 != 0 and _is_fraction(zh, en))
    if zh.others and zh.others == en.values:  # 4.3 per 1,000 people, the unit apart from the number
        return True
    permille = en.shared == "percent" and zh.what != "percent"  # 64 per 1,000 is 64‰, and 64 of what is counted
    return zh.values == en.values or (bool(en.others) and en.others == zh.values and not permille)


def _is_fraction(zh: Mention, en: Mention) -> bool:
    return ("分之" in zh.text) != any(char.isdigit() for char in en.text) and -_exponent(zh.values[0]) > 4


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def is_rounded(zh: Mention, en: Mention) -> bool:
    """Return whether the English is an official rounding of the Chinese.

    Half up to three or more significant digits; to two where it says about, some or roughly; cut to two where it says
    more than or over; raised to two where it says nearly. Ranks, structures and ranges are never rounded.
    """
    if len(zh.values) != 1 or len(en.values) != 1 or zh.what.startswith("rank") or not zh.values[0]:
        return False
    exact, shown = zh.values[0], en.values[0]
    digits = len(shown.normalize().as_tuple().digits)
    if digits >= len(exact.normalize().as_tuple().digits):
        return False
    if en.bound in _APPROXIMATE and digits >= _FEWEST_BOUNDED - (digits == 1 and _exponent(shown) > 0):
        step = Decimal(1).scaleb(_exponent(shown))
        below, above = en.bound in _DOWNWARD and shown <= exact, en.bound in _UPWARD and shown >= exact
        close = abs(shown - exact) <= (step / 2 if en.bound == "approx" else step)
        return close and (below or above) and abs(shown - exact) * 10 <= exact
    if digits < _FEWEST_DIGITS:
        return False
    return exact.quantize(Decimal(1).scaleb(_exponent(shown)), ROUND_HALF_UP) == shown


def bounds_agree(zh: Mention, en: Mention) -> bool:
    """Return whether the English bound says the Chinese one."""
    allowed = tables.bounds().get(zh.bound) or tables.bounds()[zh.bound.split()[0]]
    return en.bound in allowed or (en.bound == "up to" and zh.way == "up" and zh.bound == "eq")  # up to 8% from 6%
