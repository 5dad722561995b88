"""Verbs that stand behind what was counted: 11个全国重点实验室获批建设, 45个项目全部竣工 (data/tails.csv)."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_ADVERB = r"(?:全部|全面|均已|均|已经|已|都|也|基本|成功|顺利|正式|率先|相继|陆续|先后|如期|圆满|首次|实现|快速|有序|持续|集中)"
_WHERE = r"(?:在[^，,；;。、\d]{2,12}?)?"
_QUOTED = r"(?:“[^”]+”)*"  # 实现“全网通办”“异地可办”


@cache
def _tails() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the verbs longest first, with the action each stands for."""
    text = (files("briefing.phrase") / "data" / "tails.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: -len(row["zh"]))
    return tuple(
        (re.compile(rf"^(?P<things>.{{2,}}?){_WHERE}{_ADVERB}*“?{re.escape(row['zh'])}”?{_QUOTED}$"), row["action"])
        for row in rows
    )


def taken(clause: str) -> tuple[str, str]:
    """Return the things of a clause and the action its end stands for, empty where it ends in no known verb."""
    for pattern, action in _tails():
        found = pattern.match(clause)
        if found:
            return found["things"], action
    return clause, ""
