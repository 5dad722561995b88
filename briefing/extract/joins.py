"""How a figure is joined to the one before it in its clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.extract.clauses import Place
from briefing.extract.drafts import RATES
from briefing.extract.nouns import split_list
from briefing.extract.subject import read_left

_SUM = re.compile(r"(?:总量|总额|总数|合计|总计)(?:达到?|为)?$")
_TOLD = re.compile(
    r"(.{4,}?)(?:均|都|双双|全部|持续|继续)*(?:实现|保持|呈现?)?[“\"]?[双两三四]?(?:较快|快速|稳步|明显|大幅|小幅)*(?:下降|增长|提升|上升|回落|[降升增])[”\"]?(?:较[快大多高]|加快|明显|迅[速猛]|强劲|平稳|态势)?$"
)


def summed(places: Sequence[Place], index: int) -> tuple[Place, ...]:
    """The two counts, the last first, whose things an amount is of (7座大型水库和46座中型水库蓄水总量…); empty where it is not."""
    place, (*_, first, last) = places[index], (places[0], places[0], *places[:index])
    counts = (
        first is not last
        and first.mention.kind == last.mention.kind == "count"
        and first.mention.unit_zh == last.mention.unit_zh
    )
    alike = last.mark in ("和", "及", "与") and not last.left.strip("和及与") and not read_left(first.left).noun
    amount = place.mention.kind not in (*RATES, "count") and _SUM.search(place.left) is not None
    return (last, first) if counts and alike and amount else ()


def closes(text: str, at: int) -> bool:
    """Whether a clause ends at a place of the text."""
    return at >= len(text) or text[at] in "，,；;。、！"


def members_told(place: Place) -> list[str]:
    """The members that the clause before lists: 城镇居民和农村居民人均可支配收入：分别为…."""
    topic = place.topics[-1] if place.topics else ""
    told = _TOLD.match(topic)
    return split_list(read_left(told.group(1) if told else topic if place.mark in ("：", ":") else "").noun)
