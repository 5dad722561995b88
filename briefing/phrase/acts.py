"""What is said of things whose number stands before them: 11个全国重点实验室获批建设, 完成35个专项规划.

The extract keeps figure and noun; the verb stands behind the noun, before the number, or with a neighbour in the same list.
It is put in front of the noun, where names look for it (获批全国重点实验室), so that no statement has to say that a report
"cites" things. What has no known verb stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefing.model.extract import Fact, Segment
from briefing.phrase.context import around
from briefing.phrase.names import Figured, Namer, Subject, resolve
from briefing.phrase.tails import taken
from briefing.phrase.words import action_of, actions, objected

_END = re.compile(r"[，,；;。！？：:（(]|、(?=[占创居列])")
_ITEM = re.compile(r"(?:、|和|及|以及|与)(?=[近约超]?\d)")
_BETWEEN = re.compile(r"^(?:、|和|及|以及|与)$")
_START = re.compile(r"[，,；;。！？：:、（(]")
_LED = re.compile(
    r"^(?:\d{1,2}[.．、]|[①-⑳])?(?:继续|持续|加快|大力|积极|全面|深入|统筹|着力|扎实|稳步|认真|基本|全年|高标准|高水平|成功|率先|在全[国省市](?:率先)?)*"
)
_WORKS = re.compile(r"(?:建设|改造|整治|治理|提升|修复|加固|清淤|更新|安置|迁建|加装)$")
_GROUPS = re.compile(r"(?<=[完成施行展])\d+(?:大类|个|类|项|大项)$")
_WEAK = ("推进", "推动", "加快", "完成", "实施", "深化", "统筹推进", "加快推进")
_BUILDING = ("build", "complete", "create", "renovate", "upgrade", "restore", "lead")
_ASIDE = re.compile(r"[（(][^（）()\d]{1,3}[)）]")  # 样板镇（村）
_LISTED = re.compile(r"[\u4e00-\u9fff]{2}(?:和|与|及)[\u4e00-\u9fff]{2,6}$")  # 制定甲和乙2个清单
_GONE = "no longer so"
_PLACE = re.compile(r"(?:门口|赛场|[上中里内])$")
_WHERE = 6  # characters of a place before its action
_SIZES = ("m", "m2", "mu")


@dataclass(frozen=True, slots=True)
class _Item:
    """The things of a figure, the clause that says what became of them (empty where they end it), the action it stands for."""

    things: str
    clause: str
    action: str


def acted(facts: Sequence[Fact], segment: Segment, glossary: Namer) -> list[Fact]:
    """Return the facts; one whose number stands before its things has the verb of its clause in front of them."""
    result: list[Fact] = []
    last: tuple[Fact, _Item] | None = None
    moved: dict[str, str] = {}
    for fact in facts:
        found = _item(fact, segment, last)
        shared = "" if found else _built_too(fact, segment, result)
        if shared:
            result.append(_alike(fact, shared, result[-1], glossary))
            moved[fact.indicator_zh] = result[-1].indicator_zh
            continue
        if found is None:  # its rank or growth goes with it
            again = "subject inherited" in fact.flags and fact.measure in ("rank", "growth", "level", "share")
            result.append(_gone_with(fact, moved) if again else fact)
            continue
        last = (fact, found)
        result.append(_with(fact, found, glossary))
        moved[fact.indicator_zh] = result[-1].indicator_zh
    return result


def _gone_with(fact: Fact, moved: Mapping[str, str]) -> Fact:
    """Return a rank, growth or share of things under the name that these have now."""
    things, share, whole = fact.indicator_zh.partition("占") if fact.measure == "share" else (fact.indicator_zh, "", "")
    return replace(fact, indicator_zh=moved.get(things, things) + share + whole)


def _alike(fact: Fact, action: str, before: Fact, glossary: Namer) -> Fact:
    """Return the fact with an action that means for it what it means for the one before."""
    moved = resolve(action + fact.indicator_zh, glossary, fact.ref_area, "count")
    first = resolve(before.indicator_zh, glossary, fact.ref_area, "count")
    alike = moved and first and moved.verb and first.verb and moved.verb.past == first.verb.past
    return replace(fact, indicator_zh=action + fact.indicator_zh) if alike else fact


def _built_too(fact: Fact, segment: Segment, before: Sequence[Fact]) -> str:
    """Return the verb of works that an extent or a count shares with the one right before it (新建公园60个、绿道80公里)."""
    last = before[-1] if before else None
    sized = fact.measure == "count" or (fact.measure == "level" and fact.unit_code in _SIZES)
    own = action_of(fact.indicator_zh) != ""
    if last is None or not sized or own or fact.table_cell or fact.flags or last.role != fact.role:
        return ""
    action = next((zh for zh in actions() if last.indicator_zh.startswith(zh)), "")
    action += _second(last.indicator_zh.removeprefix(action)) if action else ""
    between = segment.zh[max(0, last.end - segment.start) : max(0, fact.start - segment.start)].replace("\n", "")
    unit = re.sub(r"^[百千万亿]+", "", last.unit_zh)
    behind = re.sub(r"^(?:以上|左右|以内)", "", between.removeprefix(unit))
    first = next((zh for zh in actions() if action.startswith(zh)), "")
    works = first != "" and actions()[first].base.split(" ")[0].rstrip(",") in _BUILDING
    return action if works and behind == f"、{fact.indicator_zh}" else ""


def _second(rest: str) -> str:
    """Return the second verb of two with what joins them (新建和提升公园), or empty."""
    verb = next((zh for zh in actions() if rest[:1] in "和及与、" and rest[1:].startswith(zh)), "")
    return rest[:1] + verb if verb else ""


def _item(fact: Fact, segment: Segment, last: tuple[Fact, _Item] | None) -> _Item | None:
    """Return the things behind a figure and their verb, or None where the figure stands elsewhere."""
    counted = fact.measure == "count" or (fact.measure == "level" and fact.unit_code in _SIZES)
    if not counted or fact.table_cell or "subject inherited" in fact.flags:
        return None
    before, behind = around(fact, segment)
    unit = re.sub(r"^[百千万亿]+", "", fact.unit_zh)
    behind = _ASIDE.sub("", re.sub(r"^[余多]?[百千万亿]*", "", behind).removeprefix(unit).lstrip("的"))
    front = next((zh for zh in actions() if fact.indicator_zh.startswith(zh)), "")
    if behind.lstrip("“").startswith(
        fact.indicator_zh[: len(front) + 1]
    ):  # 续建项目, 安置房: a name that begins like a verb
        front = ""
    front, noun = (front, fact.indicator_zh.removeprefix(front)) if front else _placed(fact.indicator_zh, behind)
    if not noun or not behind.lstrip("“").startswith(noun.lstrip("“")[:2]):
        return None
    items = _ITEM.split(_END.split(behind)[0])
    own, tail = taken(items[0])
    if tail:
        return _Item(own, items[0], tail)
    first = _own_part(items[0])
    whole = first if any(verb.zh in first[2:] for verb in objected()) else ""
    if front:
        return _Item(noun, "", front)
    lead = _lead(before) or _shared(fact, segment, last)
    built = _WORKS.search(items[-1]) if len(items) > 1 else None
    if built and not _WORKS.search(noun) and lead in ("", *_WEAK):  # 1个国家实验室和2个大科学装置建设
        return _Item(noun, noun + built[0], "")
    if lead:
        return _Item(noun, "", lead)
    joint = taken(re.sub(r"^[近约超]?\d[\d.]*[^\d\s]{1,2}", "", items[-1]))[1] if len(items) > 1 else ""
    return _Item(noun, whole, joint)


def _placed(indicator: str, behind: str) -> tuple[str, str]:
    """Return the action in a name that begins with where it was done (家门口夺得金牌) and the things; no action where there is none."""
    for zh in actions():
        at = indicator.find(zh, 1, _WHERE + len(zh))
        things = indicator[at + len(zh) :]
        if (
            at > 0
            and len(zh) > 1
            and _PLACE.search(indicator[:at])
            and len(things) > 1
            and behind.lstrip("“").startswith(things.lstrip("“")[:2])
        ):
            return zh, things
    return "", indicator


def _own_part(item: str) -> str:
    """Return a clause up to where another thing done begins (运动员参加亚运会、开展赛事5607场)."""
    parts = item.split("、")
    other = next((at for at, part in enumerate(parts) if at and any(part.startswith(zh) for zh in actions())), None)
    return "、".join(parts[:other])


def _lead(before: str) -> str:
    """Return the action right before a number, or the one a list of examples follows (建设甲、乙等4条廊道)."""
    clause = _GROUPS.sub("", _START.split(before)[-1])
    direct = next((zh for zh in actions() if clause.endswith(zh)), "")
    if direct:
        return direct
    clause = _END.split(before)[-1]
    if not (clause.endswith("等") or _LISTED.search(clause)):
        return ""
    clause = _LED.sub("", clause)
    return next((zh for zh in actions() if clause.startswith(zh) and len(clause) > len(zh) + 2), "")


def _shared(fact: Fact, segment: Segment, last: tuple[Fact, _Item] | None) -> str:
    """Return the action of the item before in one list (建设50个甲、20个乙), or empty."""
    if last is None or not last[1].action or last[0].role != fact.role:
        return ""
    between = segment.zh[max(0, last[0].end - segment.start) : max(0, fact.start - segment.start)].replace("\n", "")
    unit = re.sub(r"^[百千万亿]+", "", last[0].unit_zh)
    between = re.sub(r"^[余多]?[百千万亿]*", "", between).removeprefix(unit).lstrip("的")
    return last[1].action if _BETWEEN.match(between.replace(last[1].things, "", 1)) else ""


def _with(fact: Fact, item: _Item, glossary: Namer) -> Fact:
    """Return the fact with the action before its things, where both have a name together and the things had no verb."""
    moved = item.action + item.things if item.action else item.clause
    if not moved:
        return fact
    figure: Figured = "extent" if fact.measure == "level" else "count"
    known = resolve(fact.indicator_zh, glossary, fact.ref_area, figure)
    if fact.indicator_zh.startswith(item.action or moved):
        return _as_work(fact, item, known, glossary)
    households = fact.unit_code in ("household", "person")
    if item.action in _WEAK and _WORKS.search(item.things) and (households or known is None or known.verb is not None):
        return fact
    told_apart = item.clause != "" and item.clause not in fact.indicator_zh  # the verb of the clause is not in the name
    if known is not None and known.verb is not None and not told_apart:
        return fact
    for order in (moved, item.things + item.action):
        found = resolve(order, glossary, fact.ref_area, figure)
        if found is not None and found.verb is not None:
            gone = _GONE in fact.flags and item.clause != ""  # what became of them is said
            return replace(fact, indicator_zh=order, confidence="medium" if gone else fact.confidence)
    other = (
        told_apart and known is not None and known.verb is not None
    )  # 45个续建项目全部竣工: they are not to continue
    return replace(fact, confidence="low") if other else fact


def _as_work(fact: Fact, item: _Item, known: Subject | None, glossary: Namer) -> Fact:
    """Return works on things as done, not as advanced or carried out (深化8个区块建设: areas are built)."""
    if item.action not in _WEAK or not _WORKS.search(item.things) or (known is not None and known.counts):
        return fact
    found = resolve(item.things, glossary, fact.ref_area, "count")
    done = found is not None and found.verb is not None and found.counts
    return replace(fact, indicator_zh=item.things) if done else fact
