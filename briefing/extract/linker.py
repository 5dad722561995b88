"""Links between facts: the same figure in table and text, a target and its actual; disagreements are flagged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from briefing.extract.indicators import normal
from briefing.model.extract import Fact

_ADDED = re.compile(r"^新(?:认定|获批|评定|入选|培育|设立?|增加)")
_OPENED = re.compile(r"^新(投用|投产|开工|完工|建成)")
_NEAR = {"level", "count"}


def link(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts with `links` filled: same indicator, measure and period; same indicator as target and as actual.

    Two statements of one fact that differ in value are both flagged `disagrees`; neither is changed.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, fact in enumerate(facts):
        if fact.measure == "rank" or fact.role in ("threshold", "background"):
            continue
        measure = "amount" if fact.measure in _NEAR else fact.measure
        groups[fact.indicator_id or _same_verb(normal(fact.indicator_zh)), measure].append(index)
    links: dict[int, list[str]] = defaultdict(list)
    flags: dict[int, list[str]] = defaultdict(list)
    for members in groups.values():
        for one in members:
            for other in members[:40]:
                if one != other:
                    _pair(facts, one, other, links, flags)
    for index, fact in enumerate(facts):
        if _adds_up_wrong(fact):
            flags[index].append("source typo")
    return tuple(
        replace(
            fact, links=tuple(dict.fromkeys(links[index])), flags=tuple(dict.fromkeys([*fact.flags, *flags[index]]))
        )
        if index in links or index in flags
        else fact
        for index, fact in enumerate(facts)
    )


def _adds_up_wrong(fact: Fact) -> bool:
    """Whether the parts of a structure (5.8:41.6:52.6) miss 100 by more than rounding; quoted as it is, never mended."""
    parts = re.split(r"[:：∶]", fact.exact) if fact.value is None and fact.measure == "ratio" else []
    if len(parts) < 3 or not all(re.fullmatch(r"\s*\d+(?:\.\d+)?\s*", part) for part in parts):
        return False
    total = sum((Decimal(part.strip()) for part in parts), Decimal(0))
    return abs(total - 100) > Decimal("0.2") and abs(total - 100) < 15


def _same_verb(name: str) -> str:
    """One verb for the ways reports say that something was added: 新认定, 新获批, 新增."""
    return _OPENED.sub(r"\1", _ADDED.sub("新增", name))


def _pair(
    facts: Sequence[Fact], one: int, other: int, links: dict[int, list[str]], flags: dict[int, list[str]]
) -> None:
    a, b = facts[one], facts[other]
    if a.unit_code != b.unit_code:
        return
    same_period = a.time_period == b.time_period
    if a.role == b.role and same_period and a.time_basis == b.time_basis:
        links[one].append(b.id)
        if (
            a.value_base != b.value_base
            and a.indicator_zh == b.indicator_zh
            and bool(a.table_cell) != bool(b.table_cell)
        ):
            flags[one].append("disagrees")
    elif {a.role, b.role} == {"target", "actual"} and abs(
        int(a.time_period[:4] or 0) - int(b.time_period[:4] or 0)
    ) <= 1:
        links[one].append(b.id)
