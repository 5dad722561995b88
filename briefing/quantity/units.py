"""The unit table: what 亿元, 万人次, 套（间） or 元/平方米 are worth and how English says them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from briefing.quantity.words import rows

SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2, "十": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: value × 10^mult counts in `code` (亿元: 8, CNY; 公里: 3, m).

    `scale` is the part of `mult` that the English noun does not carry (亿元 8, 公里 0, 万公里 4); `en` is the
    singular, empty for bare counts.
    """

    zh: str
    mult: int
    scale: int
    code: str
    kind: str
    en: str
    en_plural: str
    not_before: str = ""  # characters that make another word of it: 对 before 外
    spelled: bool = False  # may follow a single Chinese digit


@cache
def table() -> dict[str, Unit]:
    """Load units.csv, by Chinese name."""
    return {row["zh"]: _unit(row) for row in rows("units.csv")}


def _unit(row: dict[str, str]) -> Unit:
    mult, scale = int(row["mult"]), int(row["scale"])
    names = row["code"], row["kind"], row["en"], row["en_plural"], row["not_before"]
    return Unit(row["zh"], mult, scale, *names, spelled=row["spelled"] == "yes")


@cache
def unit(unit_zh: str) -> Unit | None:
    """Look a unit up as written, a scale word and a second unit after / included.

    Returns:
        The unit with the scale added to its power of ten, or None where it is unknown. A bare scale (亿) is a number.
    """
    name = unit_zh.replace("（", "(").replace("）", ")").replace(" ", "")
    known = table().get(name)
    if known:
        return known
    if name in SCALES or not name:
        power = SCALES.get(name, 0)
        return Unit(name, power, power, "", "number", "", "")
    if "/" in name:
        return _per(name)
    for scale, power in SCALES.items():
        base = table().get(name.removeprefix(scale)) if name.startswith(scale) else None
        if base:
            return replace(base, zh=name, mult=base.mult + power, scale=base.scale + power)
    return None


def _per(name: str) -> Unit | None:
    """元/人, 微克/立方米, 元/百人: a rate of two units."""
    over, _, under = name.partition("/")
    top, bottom = unit(over), unit(under)
    if not top or not bottom or not top.code or not bottom.code:
        return None
    each = f"{10**bottom.scale:,} {bottom.en_plural}" if bottom.scale else bottom.en or "unit"
    return Unit(
        name, top.mult - bottom.mult, top.scale, f"{top.code}/{bottom.code}", "rate",
        f"{top.en} per {each}".strip(), f"{top.en_plural} per {each}".strip(),
    )  # fmt: skip


@cache
def unit_pattern() -> str:
    """A regular expression for one unit without scale, longest first, brackets in either width, rates included."""
    names = sorted(table(), key=len, reverse=True)
    one = "|".join(re.escape(n).replace(r"\(", "[(（]").replace(r"\)", "[)）]") for n in names)
    return f"(?:{one})(?:/(?:(?:{one})|[百千万亿]{{1,2}}(?:{one})))?"
