"""What the members of a list under 分别 are: their subjects, bounds, and what each compares with."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.extract.clauses import Place
from briefing.extract.left import Left, aspect_of, leading_action
from briefing.extract.naming import SIDES
from briefing.extract.nouns import abroad

_PARTNER = re.compile(r"[对自向从][^外口主有来然贸行业动化属]{2,8}$")
_SHORT = 8
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
