"""Where a figure stands in its sentence, and how a fact is refused."""

from __future__ import annotations

import re
from typing import NoReturn

from briefing.model.extract import Fact, Segment
from briefing.phrase.words import SaidOfNothingError, actions, folded

BREAK = re.compile(r"[，,；;。！？：:]")
_PACE = re.compile(r"(?:增速|增幅|涨幅|降幅|跌幅|增长速度)$")


def around(fact: Fact, segment: Segment) -> tuple[str, str]:
    """Return the sentence before a figure and behind it, without line breaks; from its prefix where offsets do not fit."""
    at = fact.start - segment.start
    end = fact.end - segment.start
    if at >= 0 and fact.exact and segment.zh[at : at + len(fact.exact)] == fact.exact:
        return folded(segment.zh[:at].replace("\n", "")), folded(segment.zh[end:].replace("\n", ""))
    return fact.prefix.replace("\n", ""), fact.suffix.replace("\n", "")


def plain(indicator: str) -> str:
    """Return an indicator without its action: 瞪羚企业 of 新增瞪羚企业."""
    return indicator.removeprefix(next((zh for zh in actions() if indicator.startswith(zh)), ""))


def clause_of(before: str) -> str:
    """Return the clause that a figure stands in, up to the figure; `before` is the sentence before it."""
    return BREAK.split(before)[-1]


def without_pace(indicator: str) -> str:
    """Return an indicator without growth as its head: 出口额 of 出口额增速."""
    return _PACE.sub("", indicator)


def refuse(reason: str) -> NoReturn:
    """Leave a fact out.

    Raises:
        SaidOfNothingError: always, with the reason.
    """
    raise SaidOfNothingError(reason)
