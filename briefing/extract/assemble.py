"""The clause assembler: a sentence's figures in, drafts of facts out, with subjects inherited from clause to clause."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from briefing.extract.clauses import Place, places
from briefing.extract.lexicon import by_word
from briefing.extract.nouns import head_of, is_level, right_noun, same_class, split_list, split_pair, under
from briefing.extract.scanner import Mention, scan
from briefing.extract.subject import Left, aspect_of, leading_action, read_left, read_rank
from briefing.model.extract import Measure

_RATE = re.compile(r"(?:率|比重|比例|占比|强度|系数|覆盖面|水平|份额|指数|浓度|比)$")
_TOTAL = re.compile(r"(?:总数|总量|总计|累计)$")
_GROUP = re.compile(r"(?:方阵|梯队|序列|集团|行列|阵营)")
_AMONG = re.compile(r"其中|分[^，,；;。]{1,12}看|从[^，,；;。]{1,16}看|按[^，,；;。]{1,14}[看分]")
_FROM = re.compile(r"(?:由|从)[^，,；;由从]{0,14}?(?P<verb>增长|下降|上涨|上升|减少|增加)?的?$")
_ONWARD = re.compile(r"^[^，,；;]{0,8}?(?:到|至|为|成|转)")
_INDEX = re.compile(r"(?:指数|得分|倍差|之比|系数|比值|比)[^，,；;。、]{0,6}$")
_LOOSE = re.compile(r"面(?![积粉包])|之[一后前中]|以来|协办|以[前后]")
_DUBIOUS = re.compile(r"成为|之后|之一|我们|他们|抓好|突破|超过|的是|^[的与和及在]|[，。：；]|等$|^(?:做|为|使|让)")
_GENERIC = ("项目", "企业", "其他", "合计", "工作", "问题", "单位", "产品", "活动", "人员", "机构", "比重")
_PLANNED = re.compile(r"(?:为|完成|达到?|占|是|相当于)(?:全年|年初|上年)?(?P<plan>(?:年度|调整|变动)?(?:预算|计划|目标任务|目标|任务|决算))数?的?$")
_EQUAL = re.compile(r"(?:与|和|同)[^，,；;]{1,14}$")
_PLACES = ("区内", "市内", "县内", "省内", "域内", "本级", "市本级", "区本级", "县本级", "省本级", "市区", "县域", "乡村", "农村", "城镇")
_LIGHT = ("实施", "开展", "推进", "安排", "举办")
_ASPECTS = ("join", "loose", "total", "total_rank")
_DURATION = re.compile(r"(?:天数|时间|时长|周期|寿命|时限|用时|年限|小时数|日数|频率|间隔)[^，,；;。、]{0,8}$")
_OTHER_KINDS = ("percent", "points", "multiple")


@dataclass(slots=True)
class Draft:
    """A fact before its place, period and role are known."""

    mention: Mention
    indicator: str
    measure: Measure
    sign: int = 1
    comparison: str = ""
    scope: str = ""
    rank_of: str = ""
    band: str = ""
    group: str = ""
    pos: int = 0
    strength: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    rule: str = ""
    confidence: str = "high"
    threshold: bool = False
    earlier: bool = False
    left: str = ""
    clause: int = 0


@dataclass(slots=True)
class State:
    """What a clause may inherit: the subject so far, its parent, its verb, its head noun."""

    subject: str = ""
    items: list[str] = field(default_factory=list)
    parent: str = ""
    head: str = ""
    owner: str = ""
    action: str = ""
    bare: str = ""
    unit: str = ""
    kind: str = ""
    measure: str = ""
    whole: str = ""
    among: bool = False
    fresh: bool = False
    comparison: str = ""
    chain: list[str] = field(default_factory=list)
    growth_aspect: bool = False
    shared: bool = False
    recent: list[str] = field(default_factory=list)
    names: Mapping[str, str] = field(default_factory=dict)


def assemble(text: str, state: State) -> list[Draft]:
    """The drafts of a sentence; `state` carries the subject of the sentence before and is updated."""
    mentions = [mention for mention in _shared_units(text, list(scan(text))) if _counts(text, mention)]
    if not mentions:
        return []
    sentence = _Sentence(text, places(text, mentions), state)
    return sentence.run()


def _shared_units(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give a bare figure the unit of the one it is joined with: 1.3和0.9个百分点."""
    result = list(mentions)
    for index in range(len(result) - 2, -1, -1):
        one, other = result[index], result[index + 1]
        between = text[one.tail : other.whole].strip()
        if one.kind == "number" and not one.unit_zh and other.unit_zh and between in ("和", "、", "与", "及", "，", ","):
            base = None if one.value is None else one.value.scaleb(other.unit_mult)
            result[index] = replace(one, unit_zh=other.unit_zh, unit_mult=other.unit_mult, unit_code=other.unit_code, kind=other.kind, base=base)
    return result


def _counts(text: str, mention: Mention) -> bool:
    """Whether a figure states something: no ordinals, no durations without a subject, no 四次全会, no 三个“一号工程”."""
    before, after = text[max(0, mention.whole - 16) : mention.whole], text[mention.tail : mention.tail + 8]
    if mention.kind in ("ordinal", "digits") or before.endswith("每") or mention.special:
        return bool(mention.special)
    if mention.kind == "time":
        return bool(_DURATION.search(before))
    if mention.kind == "rank":
        return not re.match(r"[个家座批届次轮期条项年只艘架]", after) and not before.endswith(("版", "卷"))
    if mention.kind == "number" and not mention.unit_mult and "." not in mention.exact:
        return bool(_INDEX.search(before)) and not re.match(r"[\u4e00-\u9fff]", after)
    if mention.kind in ("count", "area") and (_LOOSE.match(after) or (not re.search(r"\d", mention.exact) and _named(mention, before, after))):
        return False
    return mention.kind != "number" or mention.value is not None


def _named(mention: Mention, before: str, after: str) -> bool:
    """A Chinese numeral that belongs to a name or an idiom: 四次全会, 新一轮, 三个“一号工程”, 一核多点."""
    if mention.exact == "一" and not re.search(r"(?:达到?|为|仅|共|新增|至少)$", before):
        return True
    return after.startswith(("“", "《")) or re.match(r"全会|会议|大会|党代会|创业|攀登", after) is not None


class _Sentence:
    def __init__(self, text: str, found: list[Place], state: State) -> None:
        self.text, self.places, self.state = text, found, state
        self.drafts: list[Draft] = []
        self.groups = 0
        self.continued = bool(_AMONG.match(text.lstrip("“ 　"))) or text.startswith("其")
        state.fresh, state.among, state.chain, state.comparison = False, self.continued, [], ""
        state.recent = []
        state.growth_aspect = False
        if self.continued and not state.parent:
            state.parent = state.subject

    def run(self) -> list[Draft]:
        index = 0
        while index < len(self.places):
            index += self._take(index)
        return self.drafts

    def _take(self, index: int) -> int:
        """Read the figure at `index`, and those that belong to it; returns how many were read."""
        place = self.places[index]
        mention = place.mention
        self._topics(place)
        if place.mark in ("；", ";"):
            self.state.comparison = ""
        if mention.special in ("zero", "covered", "pegged", "flat"):
            self._special(place)
            return 1
        if mention.kind == "rank":
            self._rank(place)
            return 1
        if mention.range_end == "high" and self.drafts:
            last = self.drafts[-1]
            self.drafts.append(replace(last, mention=mention, flags=[*last.flags], pos=last.pos))
            return 1
        if place.mark == "" and index:
            self._joined(index)
        earlier = self._from(index)
        left = self._left(place)
        if left.each == "each" or left.each == "each_same" and self._run_length(index) > 1:
            return self._each(index, left)
        before = self.drafts[-1] if self.drafts else None
        if before and before.earlier and place.mark == "" and before.mention is self.places[index - 1].mention and not earlier:
            sign = left.sign or before.sign
            self.drafts.append(replace(before, mention=mention, earlier=False, sign=sign, flags=[*before.flags]))
            return 1
        self._value(index, left)
        if earlier and self.drafts:
            self.drafts[-1].earlier = True
        return 1

    def _left(self, place: Place) -> Left:
        kind = place.mention.kind
        return read_left(place.left, points=kind == "points", thing=kind not in (*_OTHER_KINDS, "money"))

    def _from(self, index: int) -> bool:
        """Whether a figure is the starting point of a change (由前三季度下降0.8%转为…, 从83.12岁提高到…)."""
        place = self.places[index]
        following = self.places[index + 1] if index + 1 < len(self.places) else None
        if following is None or following.mark or not _ONWARD.search(following.left):
            return False
        found = _FROM.search(place.left)
        if not found:
            return False
        place.left = place.left[: found.start()] + (found.group("verb") or "")
        place.right = ""
        return True

    # --- context -----------------------------------------------------------------------------------------------------

    def _topics(self, place: Place) -> None:
        state = self.state
        for topic in place.topics:
            if _AMONG.search(topic):
                state.among = True
                state.parent = state.parent if self.continued and not state.fresh else state.subject or state.parent
        if place.depth:
            state.among = True
        if _AMONG.search(place.left) and not state.among:
            state.among = True
            state.parent = state.subject or state.parent

    def _joined(self, index: int) -> None:
        """A figure in the same clause as the one before: a threshold in its noun, or a second object."""
        place, before = self.places[index], self.places[index - 1]
        written = self.text[before.mention.whole : before.mention.tail]
        bounded = re.search(r"(?:以上|以下|以内)$", written) or (before.mention.kind == "money" and place.mention.kind == "count")
        if bounded and place.left and not place.left.startswith("的"):
            draft = self.drafts[-1] if self.drafts else None
            if draft and draft.mention is before.mention:
                draft.threshold, draft.indicator = True, right_noun(place.left) or draft.indicator
            place.left = before.left + written + place.left
            place.head = "threshold"

    def _run_length(self, index: int) -> int:
        count = 1
        for place in self.places[index + 1 :]:
            if place.mark not in ("、", "和", "，", ",") or place.left.strip("和及与、 ") or place.topics:
                break
            count += 1
        return count

    # --- figures -----------------------------------------------------------------------------------------------------

    def _each(self, index: int, left: Left) -> int:
        count = self._run_length(index)
        nouns = self._each_nouns(left, count)
        self.groups += 1
        run = self.places[index : index + count]
        versus = split_list(left.versus) if left.versus else []
        for position, place in enumerate(run):
            one = replace(left, noun=nouns[position] if position < len(nouns) else nouns[-1], each="")
            if len(versus) == count:
                one.versus = versus[position] if position == 0 else left.versus[:2] + versus[position]
            draft = self._value_of(place, one)
            draft.group, draft.pos = f"g{self.groups}", position + 1
            draft.rule = f"each.{draft.rule}"
            if len(nouns) != count and len(versus) != count:
                draft.flags.append("list and figures differ")
                draft.confidence = "low"
        self.state.items = nouns
        return count

    def _each_nouns(self, left: Left, count: int) -> list[str]:
        if not left.noun:
            if len(self.state.items) == count:
                return self.state.items
            for named in (self.state.chain, self.state.recent):
                if len(named) >= count and not left.aspect and not left.versus:
                    return named[-count:]
            return split_pair(self.state.subject, count)
        nouns = split_list(left.noun)
        if len(nouns) > count:
            nouns = split_list(left.noun, pairs=False)
        if len(nouns) == 1:
            nouns = split_pair(left.noun, count)
        return nouns

    def _value(self, index: int, left: Left) -> None:
        place = self.places[index]
        same = left.each == "each_same" and place.mention.kind not in _OTHER_KINDS and left.noun
        if same or (left.each == "all" and place.mention.kind in _OTHER_KINDS):
            nouns = split_list(left.noun) if left.noun else self.state.chain
            nouns = [nouns[0], *(left.action + noun if left.action else noun for noun in nouns[1:])] if same else nouns
            if len(nouns) > 1:
                self.groups += 1
                for position, noun in enumerate(nouns):
                    draft = self._value_of(place, replace(left, noun=noun, each=""))
                    draft.group, draft.pos, draft.rule = f"g{self.groups}", position + 1, f"all.{draft.rule}"
                self.state.items = list(nouns)
                return
        if (
            left.share_of is not None
            and not left.noun
            and place.right.startswith("的")
            and index + 1 < len(self.places)
        ):
            owner = read_left(self.places[index + 1].left.removeprefix("的"))
            left = replace(left, noun=owner.noun)
        self._value_of(place, left)

    def _value_of(self, place: Place, left: Left) -> Draft:
        kind = place.mention.kind
        if kind in _OTHER_KINDS:
            draft = self._rate(place, left)
        else:
            draft = self._amount(place, left)
        draft.strength = left.strength + draft.strength
        draft.left = place.left
        if left.comparison:
            self.state.comparison = left.comparison
        draft.comparison = draft.comparison or (
            left.comparison or self.state.comparison if draft.measure == "growth" else left.comparison
        )
        if _DUBIOUS.search(draft.indicator) or len(draft.indicator) < 2 or len(draft.indicator) > 60:
            draft.confidence = "low"
        elif draft.indicator in _GENERIC and draft.confidence == "high":
            draft.confidence = "medium"
        self.drafts.append(draft)
        return draft

    def _rate(self, place: Place, left: Left) -> Draft:
        mention, state = place.mention, self.state
        planned = _PLANNED.search(place.left)
        if planned:
            place.left = place.left[: planned.start()]
            noun, flags, confidence = self._subject(read_left(place.left), place)
            return Draft(mention, f"{noun}{planned.group('plan')}完成率", "ratio", flags=flags, rule="completion", confidence=confidence)
        if left.share_of is not None:
            return self._share(place, left)
        if left.pull_of is not None:
            noun, flags, confidence = self._subject(left, place)
            noun = re.sub(r"对[^，,]*(?:贡献率|贡献)$", "", noun) or noun
            way = "下降" if left.sign < 0 or "下" in left.pull_of[-2:] else "增长"
            target = re.sub(r"(?:增长|下降|上涨|增速|的?增长)$", "", left.pull_of)
            return Draft(
                mention,
                f"{noun}拉动{target}{way}",
                "share",
                left.sign or 1,
                flags=flags,
                rule="contribution",
                confidence=confidence,
            )
        after = place.right.strip(" 的")
        level = _EQUAL.search(place.left)
        if level and after.startswith("持平"):
            place.left = place.left[: level.start()]
            noun, flags, confidence = self._subject(read_left(place.left), place)
            same = state.measure if state.measure in ("ratio", "share") else "growth"
            return Draft(mention, noun, same, comparison=level.group(), flags=flags, rule="equal", confidence=confidence, earlier=True)
        grown = (
            re.match(r"(?:同比|环比|年均)?(?:的)?(?:增长|增速|增幅|涨幅|下降|降幅|正增长)", after)
            if not left.sign
            else None
        )
        if mention.kind == "points":
            return self._points(place, left)
        if (left.sign and not left.to) or left.aspect_mode in ("growth", "fall") or grown:
            noun, flags, confidence = self._subject(left, place)
            noun = self._with_head(noun, left, flags)
            sign = -1 if left.sign < 0 or left.aspect_mode == "fall" or grown and "降" in grown.group() else 1
            self._remember(noun, left, place, "growth")
            state.growth_aspect = left.aspect_mode == "growth"
            return Draft(mention, noun, "growth", sign, flags=flags, rule="growth", confidence=confidence)
        bare = not left.noun and not left.aspect and state.fresh and state.measure == "growth" and not right_noun(place.right)
        noun, flags, confidence = self._subject(left, place) if bare else self._named(place, left)
        if bare:
            return Draft(mention, noun, "growth", flags=flags, rule="growth", confidence=confidence)
        self._remember(noun, left, place, "ratio")
        return Draft(mention, noun, "ratio", 1, flags=flags, rule="ratio", confidence=confidence)

    def _share(self, place: Place, left: Left) -> Draft:
        noun, flags, confidence = self._subject(left, place)
        of = left.share_of or self.state.whole
        if left.share_of:
            self.state.whole = left.share_of
        if self.state.among and left.noun and not left.share_of and self.state.parent:
            of = self.state.parent
        name = f"{noun}占{of}比重" if of else f"{noun}占比"
        if left.noun:
            self._remember(noun, left, place, "share")
        self.state.measure = "share"
        return Draft(place.mention, name, "share", 1, flags=flags, rule="share", confidence=confidence)

    def _points(self, place: Place, left: Left) -> Draft:
        noun, flags, confidence = self._subject(left, place)
        if left.noun:
            noun = self._with_head(noun, left, flags)
        rate = bool(_RATE.search(noun)) or (not left.noun and self.state.measure in ("ratio", "share"))
        if not left.noun and self.state.measure == "share" and self.drafts:
            noun = self.drafts[-1].indicator
        aspect = left.aspect if left.aspect_mode in ("growth", "fall") else "" if rate else "增速"
        sign = left.sign or left.versus_sign or 1
        if left.noun:
            self._remember(noun, left, place, "growth")
        return Draft(
            place.mention,
            noun + aspect,
            "growth",
            sign,
            comparison=left.versus or left.comparison,
            flags=flags,
            rule="points",
            confidence=confidence,
        )

    def _amount(self, place: Place, left: Left) -> Draft:
        mention = place.mention
        measure = _measure(mention)
        plain = not right_noun(place.right) or mention.kind not in ("count", "number")
        if left.sign and not left.to and plain:
            noun, flags, confidence = self._subject(left, place)
            if mention.unit_zh == "位":
                return Draft(mention, noun + "位次", "growth", left.sign, flags=flags, rule="rank.moved", confidence=confidence)
            if left.noun:
                self._remember(noun, left, place, measure)
            return Draft(mention, noun, "growth", left.sign, flags=flags, rule="growth.absolute", confidence=confidence)
        noun, flags, confidence = self._named(place, left)
        self._remember(noun, left, place, measure)
        return Draft(mention, noun, measure, 1, flags=flags, rule=measure, confidence=confidence)

    # --- naming ------------------------------------------------------------------------------------------------------

    def _subject(self, left: Left, place: Place) -> tuple[str, list[str], str]:
        """The noun phrase of the clause, or the subject inherited."""
        state = self.state
        if left.noun:
            noun = state.names.get(left.noun, left.noun)
            if state.among and state.parent and noun.startswith(_PLACES) and head_of(noun) and state.parent.endswith(head_of(noun)):
                return noun[: -len(head_of(noun))] + state.parent, ["head inherited"], "high"
            if state.among and is_level(noun) and state.parent:
                return under(noun, state.parent), ["subject inherited"], "high"
            return noun, [], "high"
        if left.aspect_mode in _ASPECTS:
            return self._aspect(left)
        if place.depth and not state.fresh:
            return state.subject, ["subject inherited"], "medium"
        if state.subject and (state.fresh or self.continued):
            return state.subject, ["subject inherited"], "high" if state.fresh else "medium"
        topic = next((_topic(topic) for topic in reversed(place.topics) if _topic(topic)), "")
        if topic:
            return topic, ["subject from the clause before"], "low"
        if state.subject:
            return state.subject, ["subject inherited", "across sentences"], "low"
        return "", ["no subject"], "low"

    def _named(self, place: Place, left: Left) -> tuple[str, list[str], str]:
        """The indicator of a count, a level or a ratio."""
        state = self.state
        right = (
            right_noun(place.right)
            if place.mention.kind in ("count", "number", "area", "length", "money", "percent")
            else ""
        )
        if left.action and not left.noun:
            if right:
                return right if right.endswith("规模") else left.action + right, [], "high"
            return ("累计" if left.total else "") + left.action + (state.bare or state.subject), ["subject inherited"], "high" if state.fresh else "low"
        if not left.noun:
            if left.aspect and not (right and place.mention.kind == "count"):
                return self._aspect(left)
            if right:
                return right, [], "high" if place.mention.kind == "count" else "medium"
            return self._second(place)
        if right and place.mention.kind in ("count", "number"):
            return self._around(left, right), [], "high"
        noun, flags, confidence = self._subject(left, place)
        if (
            place.mark == "、"
            and state.action
            and place.mention.kind == state.kind
            and not left.action
            and not left.total
            and not left.aspect
        ):
            noun, flags = state.action + noun, [*flags, "verb shared"]
            left.action = state.action
        if left.noun and left.aspect_mode in ("rank", "total_rank"):
            noun += left.aspect
        return noun, flags, confidence

    def _aspect(self, left: Left) -> tuple[str, list[str], str]:
        state = self.state
        if not state.fresh and not self.continued:
            return left.aspect, [], "high" if left.aspect_mode == "loose" else "low"
        confidence = "high" if state.fresh else "medium"
        if left.aspect_mode == "rank":
            return state.subject, ["subject inherited"], confidence
        if left.aspect_mode in ("total", "total_rank"):
            return (state.bare or state.subject) + left.aspect, ["subject inherited"], confidence
        if left.aspect_mode == "loose" and not state.shared:
            return left.aspect, [], "high"
        return (state.owner or state.subject) + left.aspect, ["subject inherited"], confidence

    def _second(self, place: Place) -> tuple[str, list[str], str]:
        """No word of its own: a second measure of the object before (3个、27.5万方)."""
        state = self.state
        if state.fresh and place.mention.unit_zh != state.unit and place.mention.kind == "area":
            return state.subject + "面积", ["subject inherited"], "high"
        noun, flags, confidence = self._subject(Left(), place)
        return noun, flags, confidence

    def _around(self, left: Left, right: str) -> str:
        """Verb left, noun right (改造提升44条道路): only the verb of the left is kept, with 规模 turned round."""
        noun = left.noun
        if noun.endswith("等"):
            return leading_action(noun) + right
        if len(noun) <= 6:
            return noun + right
        return leading_action(noun) + right if leading_action(noun) else right

    def _with_head(self, noun: str, left: Left, flags: list[str]) -> str:
        """制造业增长8.6% in a list under 增加值 → 制造业增加值."""
        state = self.state
        if not left.noun or head_of(noun) or not state.head or not (state.fresh or state.among):
            return noun
        if state.among or same_class(noun, state.owner):
            flags.append("head inherited")
            return noun + state.head
        return noun

    def _remember(self, noun: str, left: Left, place: Place, measure: str) -> None:
        state = self.state
        if left.noun or left.action or not state.fresh:
            if place.mark in ("、", "和") and state.fresh:
                state.chain.append(noun)
            else:
                state.chain = [noun]
            state.subject = noun
            if noun not in state.recent:
                state.recent.append(noun)
            state.items = []
            action = left.action or leading_action(noun)
            state.action = action if measure in ("count", "level") else ""
            bare = noun[len(action) :] if action and noun.startswith(action) else noun
            if left.noun or not state.bare:
                state.bare = bare
            head, side = head_of(noun), aspect_of(noun)
            state.shared = bool(side)
            if head:
                state.head = head
            tail = max(side, head, key=len)
            whole = noun[len(action) :] if action in _LIGHT else noun
            state.owner = whole[: -len(tail)].removesuffix("的") or whole if tail else whole
            if not state.among:
                state.parent = noun
        elif left.aspect_mode in _ASPECTS:
            state.subject = noun
        state.unit, state.kind, state.measure, state.fresh = place.mention.unit_zh, place.mention.kind, measure, True

    # --- ranks and specials ------------------------------------------------------------------------------------------

    def _rank(self, place: Place) -> None:
        mention, state = place.mention, self.state
        if place.head == "taken":
            return
        if place.mark == "" and self.drafts and self.drafts[-1].mention.whole < mention.whole:
            before = self.drafts[-1]
            place.left = before.left + self.text[before.mention.whole : before.mention.tail] + place.left
        left = read_rank(place.left.removesuffix("第"))
        if left.each == "each" and self._rank_each(place, left):
            return
        after = self.text[mention.tail : mention.tail + 4]
        band = "group" if mention.band == "group" or _GROUP.match(after) else "place"
        if not left.ranked and band != "group" and not re.match(r"[位名]", after):
            return
        nouns, flags = self._ranked_nouns(left, place)
        if not nouns:
            return
        self.groups += len(nouns) > 1
        for position, noun in enumerate(nouns):
            rank_of = left.aspect or ("" if left.noun else "数量" if state.measure == "count" else "增速" if state.growth_aspect else "")
            name = noun + left.aspect if left.noun and left.aspect_mode in ("join", "loose") else noun
            draft = Draft(
                mention,
                name,
                "rank",
                scope=left.scope,
                rank_of=rank_of,
                band=band,
                flags=list(flags),
                rule="rank",
                left=place.left,
            )
            if len(nouns) > 1:
                draft.group, draft.pos = f"g{self.groups}", position + 1
            draft.confidence = "high" if left.noun or state.fresh else "low"
            self.drafts.append(draft)
        if left.noun:
            state.subject, state.owner, state.fresh, state.measure = nouns[-1], nouns[-1], True, "rank"
            state.items, state.chain = list(nouns), list(nouns)

    def _rank_each(self, place: Place, left: Left) -> bool:
        """总量和增速分别居全省第4位、第2位: one rank for each member."""
        index = self.places.index(place)
        run = [place, *itertools.takewhile(lambda one: one.mention.kind == "rank" and not one.left.strip("第 "), self.places[index + 1 :])]
        members = split_list(left.noun + left.aspect)
        if len(run) < 2 or len(members) != len(run):
            return False
        sides = all(member in by_word("aspects") for member in members)
        self.groups += 1
        for position, (one, member) in enumerate(zip(run, members, strict=True)):
            noun = self.state.subject if sides else member.removesuffix(left.aspect)
            draft = Draft(one.mention, noun, "rank", scope=left.scope, rank_of=member if sides else left.aspect, band="place", rule="each.rank", left=place.left)
            draft.group, draft.pos, draft.flags = f"g{self.groups}", position + 1, ["subject inherited"] if sides else []
            self.drafts.append(draft)
            one.head = "taken"
        return True

    def _ranked_nouns(self, left: Left, place: Place) -> tuple[list[str], list[str]]:
        state = self.state
        if left.noun:
            nouns = split_list(left.noun, pairs=bool(left.each))
            return ([left.noun] if re.search(r"获|入选|入围(?!中)|实现", nouns[-1][:-1]) and not left.each else nouns), []
        if left.each and len(state.chain) > 1:
            return list(state.chain), ["subject inherited"]
        noun, flags, _ = self._subject(left, place)
        return ([noun] if noun else []), flags

    def _special(self, place: Place) -> None:
        mention = place.mention
        left = read_left(place.left.rstrip("“‘"))
        noun, flags, confidence = self._subject(left, place)
        if mention.special == "zero":
            word = self.text[mention.end : mention.tail]
            self.drafts.append(
                Draft(mention, noun + word, "count", flags=flags, rule="zero", confidence="medium", left=place.left)
            )
            if left.noun:
                self.state.subject, self.state.owner, self.state.fresh = noun, noun, True
        elif mention.special == "covered" and left.noun and _closes(self.text, mention.tail):
            flags.append("worded figure")
            self.drafts.append(
                Draft(
                    mention, noun + "覆盖率", "ratio", flags=flags, rule="covered", confidence="medium", left=place.left
                )
            )
        elif mention.special == "pegged" and noun:
            self._pegged(place, re.sub(r"(?:增速|增长|增幅|涨幅)$", "", noun), flags, confidence)

    def _pegged(self, place: Place, noun: str, flags: list[str], confidence: str) -> None:
        """A target without a figure, one fact for each member of its list."""
        nouns = split_list(noun, pairs=False)
        self.groups += len(nouns) > 1
        for position, one in enumerate(nouns):
            draft = Draft(place.mention, one, "growth", flags=list(flags), rule="pegged", confidence=confidence, left=place.left)
            if len(nouns) > 1:
                draft.group, draft.pos = f"g{self.groups}", position + 1
            self.drafts.append(draft)
        self.state.subject, self.state.fresh = noun, True


def _closes(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "，,；;。、！"


def _topic(text: str) -> str:
    noun = read_left(text).noun
    return (
        noun
        if 2 <= len(noun) <= 24 and (head_of(noun) or _RATE.search(noun) or len(noun) <= 12) and not _AMONG.search(noun)
        else ""
    )


def _measure(mention: Mention) -> Measure:
    if mention.kind in ("count", "number", "time", "age"):
        return (
            "ratio"
            if "/" in mention.unit_zh or mention.kind == "number" and "." in mention.exact and not mention.unit_mult
            else "count"
        )
    if mention.kind in ("structure", "ratio", "rate", "score", "degree"):
        return "ratio"
    return "level"


def signed(draft: Draft) -> Decimal | None:
    """The value as written with the sign its verb gives it."""
    value = draft.mention.value
    if value is None:
        return None
    return -value if draft.sign < 0 and value > 0 and draft.measure in ("growth", "share") else value
