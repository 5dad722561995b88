"""Scores an extract against a hand annotation: which facts were found, and what of each is right.

The annotation is JSON Lines, one fact a line: start, end, mention, indicator, value (as written), unit, measure, kind
(`target` or the measure), period, scope, direction, tier (`core` or `soft`); lines of type `nonfact` are numerals that
are only names. A period of a year is met by any period within it, a finer one must be met exactly.
"""

from __future__ import annotations

import collections
import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from briefing.model.extract import Extract, Fact

ASPECTS = ("found", "value", "direction", "unit", "measure", "role", "period", "scope", "indicator", "whole")
_MULTIPLIERS = {"万亿": 12, "千亿": 11, "百亿": 10, "亿": 8, "千万": 7, "百万": 6, "万": 4, "千": 3}
_SAME_UNIT = {"平方": "平方米", "方": "平方米", "名": "位", "第": "位", "": ""}
_DIGITS = {c: Decimal(i) for i, c in enumerate("零一二三四五六七八九十")} | {"两": Decimal(2), "首": Decimal(1)}
_ALIKE = ({"share", "ratio"}, {"level", "count"})


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated fact; `direction` is up, down or None where it is not judged."""

    start: int
    end: int
    mention: str
    indicator: str
    value: Decimal | None
    unit: str
    measure: str
    target: bool
    period: str
    scope: str
    direction: str | None
    core: bool


def read_gold(path: Path) -> tuple[tuple[Gold, ...], tuple[tuple[int, int], ...]]:
    """Read an annotation: the facts, and the spans of numerals that are no facts."""
    golds, names = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["type"] == "nonfact":
            names.append((row["start"], row["end"]))
            continue
        golds.append(
            Gold(
                row["start"],
                row["end"],
                row["mention"],
                row["indicator"],
                _number(row["value"]),
                row["unit"] or "",
                row["measure"],
                row["kind"] == "target",
                row["period"] or "",
                row["scope"] or "",
                row.get("direction"),
                row["tier"] == "core",
            )
        )
    return tuple(golds), tuple(names)


def locate(golds: tuple[Gold, ...], text: str) -> tuple[Gold, ...]:
    """The facts with offsets into the text a reader laid out of a page: each mention is the next of its kind.

    Raises ValueError where a mention is not in the text any more.
    """
    placed, after = [], 0
    for gold in golds:
        found = re.compile(rf"(?<![\d.]){re.escape(gold.mention)}(?![\d.])").search(text, after)
        if found is None:
            raise ValueError(f"{gold.mention} ({gold.indicator}) is not in the text after {after}")
        placed.append(replace(gold, start=found.start(), end=found.end()))
        after = found.end()
    return tuple(placed)


def score(facts: Iterable[Fact], golds: tuple[Gold, ...]) -> dict[str, tuple[int, int]]:
    """Right and all, by aspect, over the core facts; `precision` over all facts extracted."""
    return total([tally(facts, golds)])


def tally(facts: Iterable[Fact], golds: tuple[Gold, ...]) -> collections.Counter[str]:
    """Counts by aspect for one report, with `core`, `facts` and `used`, so that reports can be added up."""
    given = tuple(facts)
    matched = pair(given, golds)
    counts: collections.Counter[str] = collections.Counter(facts=len(given), used=len(set(matched.values())))
    for index, gold in enumerate(golds):
        if not gold.core:
            continue
        counts["core"] += 1
        if index in matched:
            verdict = judge(given[matched[index]], gold)
            counts.update(aspect for aspect, right in verdict.items() if right)
    return counts


def total(tallies: Iterable[Mapping[str, int]]) -> dict[str, tuple[int, int]]:
    """Add reports up: aspect → (right, all)."""
    summed: collections.Counter[str] = collections.Counter()
    for each in tallies:
        summed.update(each)
    result = {aspect: (summed[aspect], summed["core"]) for aspect in ASPECTS}
    return result | {"precision": (summed["used"], summed["facts"])}


def pair(facts: tuple[Fact, ...], golds: tuple[Gold, ...]) -> dict[int, int]:
    """Match annotated facts with overlapping extracted ones, one to one: best value first, then best indicator."""
    candidates = sorted(
        (not _same_value(fact, gold), -similarity(fact.indicator_zh, gold.indicator), g, f)
        for g, gold in enumerate(golds)
        for f, fact in enumerate(facts)
        if fact.start < gold.end and gold.start < fact.end
    )
    matched: dict[int, int] = {}
    for _, _, g, f in candidates:
        if g not in matched and f not in matched.values():
            matched[g] = f
    return matched


def judge(fact: Fact, gold: Gold) -> dict[str, bool]:
    """Say of each aspect whether the extracted fact is right."""
    verdict = {
        "found": True,
        "value": _same_value(fact, gold),
        "direction": _same_direction(fact, gold),
        "unit": gold.measure == "rank" or _base(Decimal(1), fact.unit_zh)[1] == _base(Decimal(1), gold.unit)[1],
        "measure": fact.measure == gold.measure or {fact.measure, gold.measure} in _ALIKE,
        "role": (fact.role == "target") == gold.target,
        "period": fact.time_period == gold.period or (len(gold.period) == 4 and fact.time_period[:4] == gold.period),
        "scope": gold.measure != "rank" or fact.rank_scope == gold.scope,
        "indicator": _same_indicator(fact.indicator_zh, gold.indicator),
    }
    return verdict | {"whole": all(verdict.values())}


def similarity(one: str, other: str) -> float:
    """Character F1 of two indicators, without punctuation and 的."""
    a, b = collections.Counter(_bare(one)), collections.Counter(_bare(other))
    both = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / both if both else 0.0


def _same_indicator(given: str, wanted: str) -> bool:
    a, b = _bare(given), _bare(wanted)
    contained = min(len(a), len(b)) >= 4 and (a in b or b in a)
    return contained or similarity(given, wanted) >= 0.8


def _same_value(fact: Fact, gold: Gold) -> bool:
    if gold.value is None or fact.value is None:
        return gold.value is None and fact.value is None
    return abs(_base(fact.value, fact.unit_zh)[0]) == abs(_base(gold.value, gold.unit)[0])


def _same_direction(fact: Fact, gold: Gold) -> bool:
    if gold.direction is None or fact.value is None:
        return True
    return (fact.value < 0) == (gold.direction == "down")


def _base(value: Decimal, unit: str) -> tuple[Decimal, str]:
    unit = re.sub(r"[（(].*?[)）]", "", unit).strip()
    if unit == "成":
        return value * 10, "%"
    for word, power in _MULTIPLIERS.items():
        if unit.startswith(word):
            rest = unit[len(word) :]
            return value * Decimal(10) ** power, _SAME_UNIT.get(rest, rest)
    return value, _SAME_UNIT.get(unit, unit)


def _number(text: str | None) -> Decimal | None:
    if text is None or text == "":
        return None
    sign = -1 if text.startswith("-") else 1
    bare = text.lstrip("-")
    return sign * (_DIGITS[bare] if bare in _DIGITS else Decimal(bare))


def _bare(text: str) -> str:
    return re.sub(r"[\s“”\"'‘’《》()（）、,，·的]", "", text or "")


def facts_csv(extract: Extract) -> str:
    """The facts as facts.csv, for an outside scorer."""
    names = list(Fact.__slots__)
    out = io.StringIO()
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for fact in extract.facts:
        writer.writerow({name: getattr(fact, name) for name in names})
    return out.getvalue()
