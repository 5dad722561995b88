"""Whether a number is a quantity where it stands: 超百家 and 连续三年 are, 百家 and 五年 alone are not."""

from __future__ import annotations

import re
from functools import cache

from briefing.quantity.reading import TRAILED, Read
from briefing.quantity.words import after_bound, before_bound, lines

_BARE_SCALES = frozenset({"百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "万亿"})
_BIG_MONEY = frozenset({"百亿", "千亿", "万亿", "百万", "千万"})
# A bare year or version before a Chinese word: 2023世界羽联, 城市大脑2.0建设
_NAMED = re.compile(r"(?:19|20)\d\d|\d\.0")


@cache
def _lasting() -> tuple[str, ...]:
    return tuple(lines("lasting.txt"))


def stands(text: str, read: Read) -> bool:
    """Whether a number with or without unit is a quantity where it stands."""
    if read.numeral[0].isdigit():
        return _arabic_stands(text, read)
    if _vague(text, read):
        return False
    if read.numeral in _BARE_SCALES:
        return _scale_stands(text, read)
    return bool(read.written) and _spelled_stands(text, read)


def _arabic_stands(text: str, read: Read) -> bool:
    """Figures count, but for what 第 numbers and for years that say when, not how long."""
    if text[read.start - 1 : read.start] == "第":
        return False
    if read.written == "年":
        return _lasts(text, read.start) or "." in read.numeral or bool(after_bound(text, read.end))
    return bool(read.written) or _bare_stands(text, read)


def _spelled_stands(text: str, read: Read) -> bool:
    """Chinese numerals with a measure word count; 二次 and 一家 within a clause rarely do."""
    if read.written in {"年", "周"}:
        return _lasts(text, read.start)
    if read.numeral == "二":
        return read.written in TRAILED
    if read.numeral == "一" and read.written not in {"成", "倍", "番"}:
        return read.bound is not None or _closed(text, read.end)
    return True


def _vague(text: str, read: Read) -> bool:
    """数十, 几百, 上千, 十几, and what 第 numbers: no number of its own."""
    before = text[read.start - 1] if read.start else ""
    if before in {"几", "第"} or text[read.number_end : read.number_end + 1] == "几":
        return True
    scaled = read.numeral[0] in "十百千万亿"
    return (scaled and before == "数") or (read.numeral in _BARE_SCALES and before in {"上", "成"})


def _closed(text: str, end: int) -> bool:
    """一家 at the end of a clause counts; 一家 within one rarely does."""
    return end >= len(text) or text[end] in "，。；、,;）)\n"


def _lasts(text: str, at: int) -> bool:
    """Years count where a word says how long: 连续三年, not 五年 in 五年累计."""
    return text.endswith(_lasting(), 0, at)


def _scale_stands(text: str, read: Read) -> bool:
    """超百家, 百亿元, 亿元以上; not 百家 or 千亿级 alone."""
    if text[read.end : read.end + 1] in {"级", "大"} and not text.startswith("大关", read.end):
        return False
    bounded = before_bound(text, read.start) or after_bound(text, read.end) or read.bound
    if bounded or text.endswith("达", 0, read.start):
        return bool(read.written) or read.numeral in _BIG_MONEY
    return read.unit.kind == "money" and read.numeral in _BIG_MONEY


def _bare_stands(text: str, read: Read) -> bool:
    """An Arabic number without unit counts unless a year or a letter makes a name of it."""
    if text[read.start - 1 : read.start] in {"“", "/", "#", "№"}:
        return False
    follow = text[read.end : read.end + 1]
    if read.scale:
        return follow != "级" or len(read.numeral) > 2
    if "一" <= follow <= "龥" and _NAMED.fullmatch(read.numeral) and not after_bound(text, read.end):
        return False
    return follow not in {"/", "+"} and not ("A" <= follow <= "z")
