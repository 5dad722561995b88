"""What was done of a plan named before: 计划新建学校12所、新增学位1.5万个；实际完成14所、1.68万个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefing.extract.drafts import Draft

_FIRM = ("预期", "预计", "力争", "力争达到", "力争实现", "力争完成", "目标", "目标为", "计划")
_DONE = re.compile(r"实际(?!使用|利用|到账|吸收)|截[至止]|已|\d月")
_BARE_DEED = re.compile(r"实际(?:已)?[\u4e00-\u9fff]{0,2}(?:了|达到?|约|近|超过?)*$")
_PLAN = ("计划", "预计", "目标")
_SAME_UNIT = {"名": "人", "位": "人"}


def hold_on(drafts: Sequence[Draft]) -> None:
    """A figure of the same indicator is planned as the one before (力争增长6%、突破500亿元) unless it is said to be done."""
    for before, draft in pairwise(drafts):
        if not draft.strength and draft.indicator == before.indicator and not _DONE.search(draft.left):
            draft.strength = [word for word in before.strength if word in _FIRM]
            if "调整为" in draft.left and draft.measure == before.measure:
                before.confidence = "low"  # 预算为36亿元，后调整为34.5亿元: the first holds no more


def met(drafts: Sequence[Draft]) -> None:
    """实际完成14所 is of what was planned in the same unit."""
    for index, draft in enumerate(drafts):
        if draft.measure not in ("count", "level") or not _BARE_DEED.search(draft.left.strip("，,；; ")):
            continue
        planned = any(word in one.strength for one in drafts[:index] for word in _PLAN)
        alike = [one for one in drafts[:index] if _unit(one) == _unit(draft)]
        if planned and alike:
            draft.indicator, draft.flags = alike[-1].indicator, [*draft.flags, "subject inherited"]
        elif planned:
            draft.confidence = "low"


def _unit(draft: Draft) -> str:
    unit = draft.mention.unit_zh.lstrip("百千万亿")
    return _SAME_UNIT.get(unit, unit)
