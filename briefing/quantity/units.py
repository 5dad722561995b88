"""The unit table: what 亿元, 万人次, 套（间） or 元/平方米 are worth and how English says them."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "百": 2, "十": 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: value × 10^mult counts in `code` (亿元: 8, CNY). `en` is singular; empty for bare counts."""

    zh: str
    mult: int
    code: str
    kind: str
    en: str
    en_plural: str


@cache
def table() -> dict[str, Unit]:
    """Load units.csv, by Chinese name."""
    source = files(__package__).joinpath("units.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(source.splitlines())
    return {r["zh"]: Unit(r["zh"], int(r["mult"]), r["code"], r["kind"], r["en"], r["en_plural"]) for r in rows}


@cache
def unit(unit_zh: str) -> Unit | None:
    """Look a unit up as written, a scale word and a second unit after / included.

    Returns:
        The unit with the scale added to its power of ten, or None where it is unknown. A bare scale (亿) is a number.
    """
    name = unit_zh.replace("（", "(").replace("）", ")").replace(" ", "")
    rows = table()
    if name in rows:
        return rows[name]
    if name in SCALES or not name:
        return Unit(name, SCALES.get(name, 0), "", "number", "", "")
    if "/" in name:
        return _per(name)
    for scale, mult in SCALES.items():
        base = rows.get(name.removeprefix(scale)) if name.startswith(scale) else None
        if base:
            return Unit(name, base.mult + mult, base.code, base.kind, base.en, base.en_plural)
    return None


def _per(name: str) -> Unit | None:
    """元/人, 微克/立方米: a rate of two units."""
    over, _, under = name.partition("/")
    top, bottom = unit(over), unit(under)
    if not top or not bottom or not top.code or not bottom.code:
        return None
    per = bottom.en or "unit"
    return Unit(
        name,
        top.mult - bottom.mult,
        f"{top.code}/{bottom.code}",
        "rate",
        f"{top.en} per {per}".strip(),
        f"{top.en_plural} per {per}".strip(),
    )


@cache
def unit_pattern() -> str:
    """A regular expression for one unit without scale, longest first, brackets in either width, rates included."""
    names = sorted(table(), key=len, reverse=True)
    one = "|".join(re.escape(n).replace(r"\(", "[(（]").replace(r"\)", "[)）]") for n in names)
    return f"(?:{one})(?:/(?:[{''.join('百千万亿')}]{{0,2}})(?:{one}))?"
