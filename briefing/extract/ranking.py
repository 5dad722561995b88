"""Ranks: places and groups, with scope, what is ranked, and lists that share a rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.extract.clauses import Place
from briefing.extract.drafts import Confidence, Draft, State
from briefing.extract.left import Left
from briefing.extract.lexicon import by_word
from briefing.extract.naming import subject
from briefing.extract.nouns import right_noun, split_list
from briefing.extract.standing import field_before, read_rank

_GROUP = re.compile(r"方阵|梯队|序列|集团|行列|阵营")
_FROM = re.compile(r"(?:由|从)(?:20\d\d年|上年|去年|“十[一二三四]五”末)?的?(?:全[国球省市]|世界)?第?$")
_WHOLE_OF = ("数量", "总数", "总量", "总规模")
_HONOUR = re.compile(r"(?:荣获|获评|入选|获得?|蝉联|跻身|入围)(?=[^，,；;、]{2})")
_VERBAL = re.compile(r"获|入选|入围(?!中)|实现")


def ranks(state: State, text: str, run: Sequence[Place], before: Draft | None) -> tuple[list[Draft], int]:
    """The drafts of the rank `run[0]`, and how many places of the run they read.

    Args:
        state: What the clause inherits; updated.
        text: The sentence.
        run: The place of the rank and those after it.
        before: The last draft of the sentence.
    """
    place = run[0]
    mention = place.mention
    if mention.kind == "ordinal":
        return _first(state, place), 1
    joined = place.mark == "" and before is not None and before.rule != "rank.from"
    if joined and before is not None and before.mention.whole < mention.whole:
        place.left = before.left + text[before.mention.whole : before.mention.tail] + place.left
    if before is not None and before.rule == "rank.from" and place.mark == "":
        return [replace(before, mention=mention, earlier=False, rule="rank", flags=[*before.flags])], 1
    start = _FROM.search(place.left)
    left = _read(place)
    beside = before is not None and before.measure == "rank" and place.mark in ("、", "和") and left.ranked
    left.scope = left.scope or (state.ranked_in if left.ranked else "") or (before.scope if beside and before else "")
    if _HONOUR.match(left.noun) and state.fresh:
        left.noun = ""
    if start and left.scope:
        found = _place(state, place, left, "place")
        for draft in found:
            draft.earlier, draft.rule = True, "rank.from"
        return found, 1
    if left.each == "each" or len(_run(run)) > 1:
        found = _each(state, run, left) or _shared(state, run, left)
        if found:
            return found, len(found)
    after = text[mention.tail : mention.tail + 4]
    band = "group" if mention.band == "group" or _GROUP.match(after) else "place"
    if not left.ranked and band != "group" and not re.match(r"[位名]", after) and mention.exact != "首":
        return [], 1
    return _place(state, place, left, band), 1


def _read(place: Place) -> Left:
    """The text left of a rank; its field may stand in a clause before (在全省…考评中，…位列第二)."""
    left = read_rank(place.left.removesuffix("第"))
    if left.ranked and not left.scope:
        left.scope, contest = field_before(place.topics)
        left.noun = contest or left.noun
    return left


def _place(state: State, place: Place, left: Left, band: str) -> list[Draft]:
    nouns, flags = _nouns(state, place, left)
    confidence: Confidence = "high" if (left.noun or state.fresh) and left.scope else "medium" if left.noun else "low"
    if not left.noun and state.doubtful:
        confidence = "low"
    drafts = []
    for noun in nouns:
        implied = "数量" if state.measure == "count" else "增速" if state.growth_aspect else ""
        name = noun + left.aspect if left.noun and left.aspect_mode in ("join", "loose") else noun
        rank_of = left.aspect or ("" if left.noun else implied)
        drafts.append(
            Draft(
                place.mention,
                name,
                "rank",
                scope=left.scope,
                rank_of=rank_of,
                band=band,
                flags=list(flags),
                rule="rank",
                left=place.left,
                confidence=confidence,
            )
        )
    if left.noun and nouns:
        state.subject, state.owner, state.fresh, state.measure = nouns[-1], nouns[-1], True, "rank"
        state.items, state.chain = list(nouns), list(nouns)
    return drafts


def _nouns(state: State, place: Place, left: Left) -> tuple[list[str], tuple[str, ...]]:
    if left.noun:
        members = split_list(left.noun, pairs=bool(left.each))
        listed = left.each or not _VERBAL.search(members[-1][:-1])
        return (members if listed else [left.noun]), ()
    if left.each and len(state.chain) > 1:
        return list(state.chain), ("subject inherited",)
    if left.aspect in ("规模", "总规模") and state.fresh:
        return [state.subject], ("subject inherited",)
    whole = left.aspect in _WHOLE_OF and state.among and len(state.recent) > 1 and place.mark in ("，", ",")
    whole = whole and state.measure == "count"
    if whole and state.parent:  # 景区56家，其中5A级2家、4A级18家，数量居全省第二
        return [state.parent], ("subject inherited",)
    name = subject(state, left, place)
    place_share = re.search(r"占全[国省市区县球]比重$", state.subject_share) is not None
    if state.measure == "share" and state.subject_share and name.flags and not place_share:
        return [state.subject_share], name.flags
    return ([name.text] if name.text else []), name.flags


def _run(run: Sequence[Place]) -> list[Place]:
    """The ranks that follow one another without a word between: 第4位、第2位."""
    places = [run[0]]
    for place in run[1:]:
        if place.mention.kind != "rank" or place.left.strip("第 "):
            break
        places.append(place)
    return places


def _shared(state: State, run: Sequence[Place], left: Left) -> list[Draft]:
    """开工率98%，支出率76%，居全省第5位和第8位: one rank for each of the subjects just measured."""
    places = _run(run)
    members = state.recent[-len(places) :]
    if left.noun or left.aspect or len(places) != len(members):
        return []
    return [
        Draft(
            place.mention,
            member,
            "rank",
            scope=left.scope,
            band="place",
            flags=["subject inherited"],
            rule="each.rank",
            left=run[0].left,
            confidence="medium",
        )
        for place, member in zip(places, members, strict=True)
    ]


def _each(state: State, run: Sequence[Place], left: Left) -> list[Draft]:
    """总量和增速分别居全省第4位、第2位: one rank for each member."""
    places = _run(run)
    joint = "、" if left.noun in by_word("aspects") else ""  # 总量、增速分别列全市第4和第2
    members = split_list(left.noun + joint + left.aspect)
    if len(places) < 2 or len(members) != len(places):
        return []
    sides = all(member in by_word("aspects") for member in members)
    drafts = []
    for place, member in zip(places, members, strict=True):
        draft = Draft(
            place.mention,
            state.subject if sides else member.removesuffix(left.aspect),
            "rank",
            scope=left.scope,
            rank_of=member if sides else left.aspect,
            band="place",
            flags=["subject inherited"] if sides else [],
            rule="each.rank",
            left=run[0].left,
        )
        drafts.append(draft)
    return drafts


def _first(state: State, place: Place) -> list[Draft]:
    """全国首个…系统, 全省首家…: the first of its kind, never a place among others."""
    left = read_rank(place.left)
    noun = right_noun(place.right)
    if not left.scope or len(noun) < 2:
        return []
    state.subject, state.owner, state.bare, state.fresh = noun, noun, noun, True
    return [
        Draft(
            place.mention,
            noun,
            "rank",
            scope=left.scope,
            rank_of="首创",
            band="place",
            rule="rank.first",
            left=place.left,
            confidence="medium",
        )
    ]
