"""Percentages that are no rates: how much of something was cut (压减经费5%) or done with (整合部门预算5%).

The extract keeps them with low confidence, since alone they read as rates. With their verb they are plain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around

NO_RATE = "no rate"
_CUT = re.compile(r"^(?:大幅)?(?:压减|削减|压缩)(?!整合)(?P<of>.{2,})$")
_CUT_BEHIND = re.compile(r"(?:压减|削减|压缩)$")
_DONE = re.compile(r"(?P<verb>统筹整合|压减整合|整合|盘活)(?P<of>[^，,；;。]{2,})$")
_HAPPENED = re.compile(r"全年|共|已|累计")


def parted(facts: Sequence[Fact], segment: Segment) -> list[Fact]:
    """Return the facts; a cut becomes a fall, a part of something done with gets its verb in front."""
    result: list[Fact] = []
    verb = ""
    for fact in facts:
        if NO_RATE not in fact.flags or fact.measure != "ratio" or fact.unit_code != "percent":
            verb = ""
            result.append(fact)
            continue
        before = around(fact, segment)[0]
        if fact.role == "actual" and not _HAPPENED.search(segment.zh):  # a plan without a word that says so
            result.append(fact)
            continue
        done = _DONE.search(re.split(r"[，,；;。]", before)[-1])
        cut = _cut(fact, before)
        if cut is not None:
            result.append(cut)
            verb = ""
        elif done and done["of"] == fact.indicator_zh.removeprefix(done["verb"]).removeprefix("整合"):
            verb = done["verb"]
            result.append(replace(fact, indicator_zh=verb + done["of"], confidence="medium"))
        elif verb and before.endswith(f"、{fact.indicator_zh}"):
            result.append(replace(fact, indicator_zh=verb + fact.indicator_zh, confidence="medium"))
        else:
            result.append(fact)
    return result


def _cut(fact: Fact, before: str) -> Fact | None:
    """Return a cut as a fall of what was cut, or None where it is none."""
    found = _CUT.match(fact.indicator_zh)
    behind = _CUT_BEHIND.search(before)
    name = found["of"] if found else fact.indicator_zh
    if fact.value is None or fact.value_base is None or not (found or (behind and name in before)):
        return None
    fallen = (-abs(fact.value), -abs(fact.value_base))
    return replace(
        fact,
        indicator_zh=name,
        measure="growth",
        value=fallen[0],
        value_base=fallen[1],
        comparison="",
        flags=(),
        confidence="medium",
    )
