"""What the members of a list are, above all under 分别: their subjects, bounds, and what each compares with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.extract.clauses import Place
from briefing.extract.drafts import Draft
from briefing.extract.left import Left, aspect_of, leading_action
from briefing.extract.naming import SIDES
from briefing.extract.nouns import abroad
from briefing.extract.scanner import Mention

_PARTNER = re.compile(r"[对自向从][^外口主有来然贸行业动化属]{2,8}$")
_SHORT = 8
_EXCEPT = re.compile(r"^(?:若|如)?(?:扣除|剔除|不含|不包括|除去)(?!价格|物价)[^，,；;]{2,20}$")
_BOTH = re.compile(
    r"(?P<one>同比|环比|[比较][^，,；;、]{2,8})[、和](?P<other>同比|环比|[比较]?[^，,；;、]{2,8}?)(?:分别|各)"
)


def sided(nouns: list[str], left: Left, count: int) -> tuple[list[str], Left]:
    """The subjects of a list with what the figures say of them: a tail, a side, all of what was newly added."""
    if left.total and not left.noun:  # 新增甲3家、乙12家，累计分别达16家、58家: not only the new
        nouns = [noun.removeprefix(leading_action(noun)) if noun.startswith("新") else noun for noun in nouns]
    if left.tail:
        return abroad([noun + left.tail for noun in nouns]), left
    if not left.noun and left.aspect_mode in SIDES and len(nouns) == count:
        sides = [noun.removesuffix(aspect_of(noun)) + left.aspect for noun in nouns]
        return sides, replace(left, aspect="", aspect_mode="")
    return nouns, left


def bounded(place: Place, first: Place) -> Place:
    """A figure of a list with the bound its first member has: 分别突破8000亿元、1200亿元."""
    bound = first.mention.bound
    if place is first or bound not in ("gt", "lt") or place.mention.bound != "eq" or place.left.strip("和及与、 "):
        return place
    return replace(place, mention=replace(place.mention, bound=bound))


def since(text: str, left: Left, count: int) -> list[str]:
    """What each of two figures of one subject compares with: 同比、环比分别, 较上半年、一季度分别."""
    both = _BOTH.search(text) if count == 2 else None
    if both is None or both.start() or (left.noun and left.noun not in both.group("other")):
        return []
    one, other = both.group("one"), both.group("other")
    return [one, other if other[0] in "同环比较" else one[0] + other]


def partnered(nouns: list[str]) -> list[str]:
    """对东盟、欧盟分别增长: the preposition of the first partner holds for all."""
    found = _PARTNER.match(nouns[0])
    if found is None or any(len(noun) > _SHORT or noun[0] in "对自向从" for noun in nouns[1:]):
        return nouns
    return [nouns[0], *(nouns[0][0] + noun for noun in nouns[1:])]


def rounds(one: Mention, other: Mention) -> bool:
    """发放10轮5.5亿元消费券: the rounds are of the amount behind them."""
    return one.kind == "count" and one.unit_zh in ("轮", "批", "期", "次") and other.kind == "money"


def rate_noun(text: str) -> bool:
    """Whether a text names what a rate or a growth can be of."""
    return re.search(r"(?:率|比重|比例|占比|指数|增加值|投资|收入|产量)", text) is not None


def excepted(draft: Draft, place: Place, before: Sequence[Draft]) -> Draft:
    """A growth of what was named before, with something taken off (扣除房地产开发投资，固定资产投资增长2.1%): on another basis."""
    found = next((topic for topic in place.topics if _EXCEPT.match(topic)), "")
    again = any(one.indicator == draft.indicator for one in before)
    return replace(draft, comparison=found) if found and again and draft.measure == "growth" else draft
