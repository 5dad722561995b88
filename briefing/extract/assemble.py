"""The clause assembler: a sentence's figures in, drafts of facts out, with subjects inherited from clause to clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.extract.clauses import Place, places
from briefing.extract.doubt import doubt, doubt_bands, doubt_each, doubt_households, doubt_industries, doubt_what_ended
from briefing.extract.drafts import RATES, Draft, State
from briefing.extract.filters import shared_units, states_something
from briefing.extract.indicators import indicator_id
from briefing.extract.joins import closes, members_told, summed
from briefing.extract.left import Left, action_alone, leading_action
from briefing.extract.levels import own_level, sub_area
from briefing.extract.listed import bounded, excepted, partnered, rate_noun, rounds, sided, since
from briefing.extract.naming import AMONG, LISTED, subject
from briefing.extract.nouns import head_of, listed_before, owners, right_noun, split_list, split_pair
from briefing.extract.own import schooled
from briefing.extract.planned import hold_on, met
from briefing.extract.ranking import ranks
from briefing.extract.rates import figure, left_of, planned_amount
from briefing.extract.scanner import scan
from briefing.extract.subject import read_left

_AGAINST = re.compile(
    r"(?:与|同|和|比|较)[^，,；;与同和比较]{0,12}(?:年|月|季度|同期|末|底|初|前|上[年月季])[末底]?(?:第[一二三四五六七八九]次全国[\u4e00-\u9fff]{2,4}普查)?的?$"
)
_AMONG_ALL = re.compile(r"在(全[国省市区县])(?:参评的?|的)?$")
_MONTHLY = re.compile(r"^(?:从|按)?环比(?:情况|数据)?[来看]+$")
_SINCE = re.compile(r"[与同和](\d{4}年(?:末|底)?)相比$")
_PLACED = re.compile(r"(?:[为是、和及：]|其中)([\u4e00-\u9fff]{2,6}?[市县区州盟旗])[（(]$")
_PASSED = re.compile("超过?|突破|达到?|[高低]于")
_ASIDE = re.compile(r"（[^（）]*）|\([^()]*\)")
_LED = re.compile("高于|低于|快于|慢于|领先|高出")
_OTHER_PLACE = re.compile(r"(?!高于|低于|快于|慢于)(?:全[国省市区县]|[\u4e00-\u9fff]{1,4}[省市区县])(?:平均(?:水平)?)?")
_COUNTED = ("项目", "企业", "单位", "公司", "工程", "村", "园区", "基金")
_MEMBER = re.compile(r"(?:[^企]业|类|领域|机构|用品|地区|[市县区])$")
_RUN_IN = re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*)?(?P<noun>[^，,；;：:。\d]{2,16})[。：:]?$")
_FROM = re.compile(r"(?:由|从)[^，,；;由从]{0,14}?(?P<verb>增长|下降|上涨|上升|减少|增加)?的?$")
_ONWARD = re.compile(r"^[^，,；;]{0,8}?(?:到|至|为|成|转)")
_SETTING = re.compile(r"(?:过程|进程|工作|活动|评价|考核|考评|评估|评比|排名|监测|调查|建设|发展|实践|行动|其|之)中$")
_QUARTERS = re.compile(
    r"^[一二三四](?:、[一二三四])*(?:季度?)?(?:和|及)?[一二三四]季度(?=.)|^[一二三四](?:、[一二三四])+季度(?=.)"
)
_EACH_QUARTER = re.compile(r"[一二三四]季度(?:[、和及][一二三四]季度)+")
_DOES = re.compile(r"(?<=[业位司市场])(?:共计?|累计)?(?:实现|完成)(?=.)")
_GROWS = re.compile(r"(?:增长|下降|上涨|下跌|提高|降低|上升|回落|增加|减少|加快|放缓|扩大|收窄)$")
_BOUNDED = re.compile(r"(?:以上|以下|以内)$")


def assemble(text: str, state: State) -> list[Draft]:
    """The drafts of a sentence; `state` carries the subject of the sentence before and is updated."""
    read = shared_units(text, scan(text))
    mentions = [mention for mention in read if states_something(text, mention)]
    state.aside = [(mention.start, mention.end, mention.kind) for mention in read if mention not in mentions]
    if not mentions:
        _head(text, state)
        state.level = own_level(text, [], state.level)
        return []
    return _Sentence(text, places(text, mentions), state).run()


def _head(text: str, state: State) -> None:
    """A run-in head without a figure (2.固定资产投资。) is what the paragraph goes on about."""
    found = _RUN_IN.match(text.strip()) if not state.subject else None
    noun = found.group("noun") if found else ""
    if noun and (indicator_id(noun) or head_of(noun) or noun.endswith("预算")):
        state.headed = noun


class _Sentence:
    """One sentence being read from left to right."""

    def __init__(self, text: str, found: list[Place], state: State) -> None:
        self.text, self.places, self.state = text, found, state
        self.drafts: list[Draft] = []
        self.groups = 0
        self.outside: State | None = None
        self.spread, self.quarters = False, list[int]()
        state.open(continued=bool(AMONG.match(text.lstrip("“ 　"))) or text.startswith("其"))

    def run(self) -> list[Draft]:
        """Read all figures."""
        index = 0
        while index < len(self.places):
            index += self._take(index)
        if self.outside is not None:
            self.state.take(self.outside)
        hold_on(self.drafts)
        met(self.drafts)
        self.state.level = own_level(self.text, self.drafts, self.state.level)
        sub_area(self.text, self.drafts, self.state.common.get("region", ""))
        doubt_what_ended(self.places, self.drafts)
        for draft in self.drafts:
            draft.flags += ["earlier figure"] if draft.earlier else []
            doubt(draft)
        doubt_industries(self.drafts)
        doubt_each(self.places, self.drafts)
        doubt_bands(self.places, self.drafts)
        doubt_households(self.places, self.drafts)
        return self.drafts

    def _take(self, index: int) -> int:
        """Read the figure at `index`, and those that belong to it; returns how many were read."""
        place = self.places[index]
        mention = place.mention
        self._bracket(place)
        self._topics(place)
        if mention.special:
            self._special(place)
            return 1
        if mention.kind == "rank" and self._in_name(index):
            return 1
        if mention.kind in ("rank", "ordinal"):
            found, count = ranks(self.state, self.text, self.places[index:], self.drafts[-1] if self.drafts else None)
            self._group(found)
            return count
        if self._ranked_among(index) or self._field(place):
            return 1
        if mention.range_end == "high" and self.drafts:
            self.drafts.append(replace(self.drafts[-1], mention=mention, flags=[*self.drafts[-1].flags]))
            return 1
        if place.mark == "" and index and not self._sum(index):
            self._joined(index)
        return self._value(index)

    def _value(self, index: int) -> int:
        place = self.places[index]
        self._lead_again(place)
        following = self.places[index + 1] if index + 1 < len(self.places) else None
        if following and not following.mark and following.left == "的" and following.mention.kind == "percent":
            planned = planned_amount(self.state, place)
            if planned:
                self.drafts.append(planned)
                following.left, following.mark = place.left, place.mark or "^"
                return 1
        earlier = self._from(index)
        left = left_of(place)
        run = self._run_length(index)
        listed = run > 1 and run in (
            len(split_list(left.versus_who)) if left.versus_who else 0,
            len(self.state.items) if self.spread and not left.noun and not left.aspect else 0,
            len(split_list(left.noun, pairs=False)) if place.mention.kind in RATES else 0,
        )
        if left.each == "each" or listed or (left.each == "each_same" and run > 1):
            return self._each(index, left)
        before = self.drafts[-1] if self.drafts else None
        if (
            before
            and before.earlier
            and place.mark == ""
            and before.mention is self.places[index - 1].mention
            and not earlier
        ):
            self.drafts.append(
                replace(
                    before, mention=place.mention, earlier=False, sign=left.sign or before.sign, flags=[*before.flags]
                )
            )
            return 1
        self._one(index, left)
        if earlier and self.drafts:
            self.drafts[-1].earlier = True
        return 1

    def _ranked_among(self, index: int) -> bool:
        """居全国204个参评城市第一: the count belongs to the field of the rank, it states nothing of its own."""
        place = self.places[index]
        following = self.places[index + 1] if index + 1 < len(self.places) else None
        if following is None or following.mark or following.mention.kind != "rank" or place.mention.kind != "count":
            return False
        following.left = place.left + self.text[place.mention.whole : place.mention.tail] + following.left
        following.mark = place.mark or "^"
        self.state.aside.append((place.mention.start, place.mention.end, "count"))
        return True

    def _lead_again(self, place: Place) -> None:
        """高于全省0.3个、全市0.6个百分点: the second is a lead too."""
        before = self.drafts[-1] if self.drafts else None
        led = _LED.match(before.comparison) if before and place.mark in ("、", "和") else None
        if led and place.mention.kind == "points" and _OTHER_PLACE.fullmatch(place.left):
            place.left = led.group() + place.left

    def _in_name(self, index: int) -> bool:
        """利润总额居前五位的行业实现利润33亿元: the rank belongs to the noun of the next figure."""
        place = self.places[index]
        following = self.places[index + 1] if index + 1 < len(self.places) else None
        if following is None or following.mark or not following.left.startswith("的") or len(following.left) < 4:
            return False
        if not place.left.endswith("前") and self.text[place.mention.whole] != "前":
            return False
        following.left = place.left + self.text[place.mention.whole : place.mention.tail] + following.left
        following.mark = place.mark or "^"
        self.state.aside.append((place.mention.start, place.mention.end, "rank"))
        return True

    def _field(self, place: Place) -> bool:
        """在全省13个设区市中，…: the field of the ranks that follow, it states nothing of its own."""
        mention = place.mention
        found = _AMONG_ALL.search(place.left) if mention.kind == "count" else None
        if not found or not re.match(r"[^，,；;。]{2,14}中[，,]", self.text[mention.tail :]):
            return False
        self.state.ranked_in = found.group(1)
        self.state.aside.append((mention.start, mention.end, "count"))
        return True

    def _bracket(self, place: Place) -> None:
        """What a bracket names is forgotten behind it; 甲市（486亿元）: the place before it is whose figure it is."""
        whose = _PLACED.search(self.text, 0, place.mention.start) if place.depth and not place.left.strip() else None
        if whose:
            place.left = whose.group(1) + _PASSED.split((self.outside or self.state).subject)[0]
        if place.depth and self.outside is None:
            self.outside = replace(
                self.state, items=[*self.state.items], chain=[*self.state.chain], recent=[*self.state.recent]
            )
        elif not place.depth and self.outside is not None:
            self.state.take(self.outside)
            self.outside = None

    # --- context -----------------------------------------------------------------------------------------------------

    def _topics(self, place: Place) -> None:
        """What the clauses without a figure say: 其中 and 分…看 open a list under the subject."""
        state = self.state
        monthly = "环比" in state.comparison and (state.continued or not state.yearly)
        if place.mark in ("；", ";") and not monthly:
            state.comparison = ""
        if any(_MONTHLY.search(topic) for topic in place.topics):
            state.comparison = "环比"
        since = next((found for topic in place.topics if (found := _SINCE.match(_ASIDE.sub("", topic)))), None)
        if since:
            state.comparison = f"比{since[1]}"
            if any("下同" in topic for topic in place.topics):
                state.common["base"] = state.comparison
        if any(AMONG.search(topic) for topic in place.topics) or AMONG.search(place.left):
            if state.fresh or not state.continued:
                state.parent = state.subject or state.parent
                state.parent_share = state.whole if state.measure == "share" else None
            state.among = True
        state.among = state.among or bool(place.depth)
        whole = next((topic for topic in place.topics if topic.endswith("中") and len(topic) > 3), "")
        if whole:
            state.whole = read_left(whole[:-1]).noun
            _headed(state, whole)
            state.lend = next((head for head in ("产量", "零售额", "增加值", "产值") if state.whole.endswith(head)), "")
        listed = LISTED.search(place.topics[-1]) if place.topics and place.mark in ("：", ":") else None
        if listed:
            state.head, state.among = listed.group(1), True

    def _from(self, index: int) -> bool:
        """Whether a figure is the starting point of a change (由前三季度下降0.8%转为…, 从83.12岁提高到…)."""
        place = self.places[index]
        following = self.places[index + 1] if index + 1 < len(self.places) else None
        against = _AGAINST.search(place.left)
        if against and (place.right.lstrip("的").startswith(("相比", "相较", "比较", "对比"))):
            self.state.comparison = against.group().rstrip("的") + "相比"
            place.left, place.right = place.left[: against.start()], ""
            return True
        if following is None or following.mark or not _ONWARD.search(following.left):
            return False
        found = _FROM.search(place.left)
        if not found:
            return False
        place.left = place.left[: found.start()] + (found.group("verb") or "")
        place.right = ""
        return True

    def _sum(self, index: int) -> bool:
        """7座大型水库和46座中型水库蓄水总量…: what was counted before is the noun of the amount."""
        counts = summed(self.places, index)
        for counted in counts:
            if self.drafts and self.drafts[-1].mention is counted.mention:
                self.drafts.pop()
                self.state.aside.append((counted.mention.start, counted.mention.end, "count"))
        if counts:
            self.places[index].left = f"{right_noun(counts[-1].right)}和{self.places[index].left}"
        return bool(counts)

    def _joined(self, index: int) -> None:
        """A figure in the same clause as the one before: that one is a threshold or a count in its noun."""
        place, before = self.places[index], self.places[index - 1]
        draft = self.drafts[-1] if self.drafts and self.drafts[-1].mention is before.mention else None
        written = self.text[before.mention.whole : before.mention.tail]
        counted = before.mention.kind == "count" and place.mention.kind in RATES and rate_noun(place.left)
        beyond = before.mention.kind == "money" and place.mention.kind == "count"
        over = before.mention.bound != "eq" or re.search(r"[过超达逾]$", before.left)
        shared = place.mention.kind == "percent" and re.match(r"的[\u4e00-\u9fff]{1,8}(?:占比|比重|比例)", place.left)
        if draft and place.mention.kind in RATES and re.fullmatch("其[他余]", before.left):
            self.drafts.pop()  # 其他7个城市平均下降0.4%: the count names who fell
            self.state.aside.append((before.mention.start, before.mention.end, "count"))
            place.left = before.left + re.sub(
                r"(?:合计|总体)?(?:平均|均)?(?=下降|上涨|增长|回落|上升|持平|$)", "", place.left, count=1
            )
            return
        if draft and not place.left and rounds(before.mention, place.mention) and action_alone(before.left):
            self.drafts.pop()
            self.state.aside.append((before.mention.start, before.mention.end, "count"))
            place.left = before.left + right_noun(place.right)
            return
        if place.mention.kind == "count" and place.left == "的" and (over or _BOUNDED.search(written)):
            self._elided(place, before.left + written)
            return
        if place.left.startswith("的") and not (beyond and over) and not (shared and _BOUNDED.search(written)):
            return
        if before.mention.kind == "count" and place.mention.kind == "money" and before.left.endswith("的"):
            place.left = before.left + _DOES.sub("", place.left)
            return
        ranged = before.mention.range_end == "high" and beyond and not place.left
        if not (ranged or _BOUNDED.search(written) or (beyond and right_noun(place.left)) or (counted and place.left)):
            return
        if draft and counted:
            self.drafts.pop()
            self.state.aside.append((before.mention.start, before.mention.end, "count"))
        elif draft:
            counted_noun = read_left(place.left.removeprefix("的")).noun
            draft.threshold, draft.indicator = True, counted_noun or self.state.bare or draft.indicator
            if before.mention.range_end == "high" and len(self.drafts) > 1:
                self.drafts[-2].threshold, self.drafts[-2].indicator = True, draft.indicator
        place.left = before.left + written + place.left

    def _elided(self, place: Place, level: str) -> None:
        """单体投资超10亿元的13个: what is counted is what was counted before."""
        counted = [noun for noun in self.state.recent if noun.endswith(_COUNTED)]
        noun = counted[0].removeprefix(leading_action(counted[0])) if counted else ""
        self.drafts[-1].threshold, self.drafts[-1].indicator = True, noun or self.drafts[-1].indicator
        if noun and not level.startswith(("超", "达", "近")):
            place.left = f"{level}的{noun}"
        else:
            place.left, self.state.doubtful = "", True

    def _run_length(self, index: int) -> int:
        count, first = 1, self.places[index]
        worded = _GROWS.search(first.left)
        for place in self.places[index + 1 :]:
            said = place.left.strip("和及与、 ")
            again = (
                worded and place.mark != "，" and place.mention.kind == first.mention.kind and _GROWS.fullmatch(said)
            )
            if place.mark not in ("、", "和", "，", ",") or (said and not again) or place.topics:
                break
            count += 1
        return count

    # --- figures -----------------------------------------------------------------------------------------------------

    def _one(self, index: int, left: Left) -> None:
        """One figure: of one subject, or of every member of a list (均, 各)."""
        place = self.places[index]
        rate = place.mention.kind in RATES
        nouns: list[str] = []
        if left.each == "all" and rate:
            nouns = split_list(left.noun) if left.noun else self._measured()
        elif left.each == "each_same" and not rate and left.noun:
            nouns = split_list(left.noun)
            nouns[1:] = [left.action + noun for noun in nouns[1:]]
        if len(nouns) > 1:
            drafts = [figure(self.state, place, replace(left, noun=noun, each="")) for noun in nouns]
            for draft in drafts:
                draft.rule = f"all.{draft.rule}"
            self.state.items = nouns
            self._group(drafts)
            return
        if (
            left.share_of is not None
            and not left.noun
            and place.right.startswith("的")
            and index + 1 < len(self.places)
        ):
            left = replace(left, noun=read_left(self.places[index + 1].left.removeprefix("的")).noun)
        self.drafts.append(excepted(figure(self.state, place, left), place, self.drafts))

    def _measured(self) -> list[str]:
        """The subjects 均 is about: the chain just named, or those the sentence measured alike before."""
        if len(self.state.chain) > 1 or not self.drafts:
            return list(self.state.chain)
        last = self.drafts[-1]
        alike = [draft for draft in self.drafts if draft.measure == last.measure]
        near = len(alike) == len(self.drafts) and not any(place.mark in "；;" for place in self.places[: len(alike)])
        return list(dict.fromkeys(draft.indicator for draft in alike)) if near else list(self.state.chain)

    def _each(self, index: int, left: Left) -> int:
        """分别: one figure for each member of a list, in order."""
        count = self._run_length(index)
        self._take_quarters(left, self.places[index].left)
        start = left.tail in ("从", "由")
        if start:
            left.tail = ""
        versus = split_list(left.versus_who) if left.versus_who else []
        bases = since(self.places[index].left, left, count)
        nouns = self._each_nouns(self.places[index], left, count, listed=count in (len(versus), len(bases)))
        nouns, left = sided(nouns, left, count)
        drafts = []
        for position, place in enumerate(self.places[index : index + count]):
            one = replace(left, noun=nouns[min(position, len(nouns) - 1)], each="")
            if len(versus) == count and count > 1:
                one.versus = left.versus.replace(left.versus_who, versus[position])
            if bases:
                one.comparison = bases[position]
            if position and place.left.strip("和及与、 "):
                one.sign = read_left(place.left).sign or one.sign
            draft = figure(self.state, bounded(place, self.places[index]), one)
            draft.rule = f"each.{draft.rule}"
            draft.earlier = start
            if len(self.quarters) == count:
                draft.quarter = self.quarters[position]
            if count not in (len(nouns), len(versus), len(bases)):
                draft.flags.append("list and figures differ")
                draft.confidence = "low"
            drafts.append(draft)
        self._group(drafts)
        shares = [draft.indicator for draft in drafts if draft.measure == "share"]
        self.state.items = shares if len(shares) == len(drafts) else nouns
        self.spread = len(nouns) == count
        return count

    def _take_quarters(self, left: Left, written: str) -> None:
        """一、二季度分别, 一季度、二季度…分别: the quarters a list is of, taken off its noun."""
        quarters = _QUARTERS.match(left.noun)
        if quarters:
            left.noun = left.noun[quarters.end() :]
        quarters = quarters or _EACH_QUARTER.match(written)
        if quarters:
            self.quarters = ["一二三四".index(sign) + 1 for sign in quarters.group() if sign in "一二三四"]

    def _each_nouns(self, place: Place, left: Left, count: int, *, listed: bool) -> list[str]:
        state = self.state
        if not left.noun:
            if listed and count > 1:
                return [state.subject]
            members = members_told(place)
            if len(members) == count:
                return members
            if len(state.items) == count:
                return state.items
            named = next((named for named in (state.chain, state.recent) if len(named) >= count), None)
            return named[-count:] if named else split_pair(state.subject, count)
        nouns = schooled(state, split_list(left.noun))
        if len(nouns) > count:
            nouns = split_list(left.noun, pairs=False)
        if len(nouns) == 1 and count > 1 and place.topics:
            named = owners(place.topics[-1], left.noun) or listed_before(place.topics, left.noun)
            nouns = named if len(named) == count else nouns
        if len(nouns) == 1:
            nouns = split_pair(left.noun, count)
        if len(nouns) < count and place.topics and _MEMBER.search(place.topics[-1]):
            named = split_list(f"{place.topics[-1]}、{left.noun}")
            nouns = named if len(named) == count else nouns
        if len(self.quarters) == count:
            nouns = [left.noun] * count
        return partnered(nouns)

    def _group(self, drafts: Sequence[Draft]) -> None:
        """Add the drafts of one construction under a common group."""
        if len(drafts) > 1:
            self.groups += 1
            for position, draft in enumerate(drafts, start=1):
                draft.group, draft.pos = f"g{self.groups}", position
        self.drafts += drafts

    # --- claims in words ---------------------------------------------------------------------------------------------

    def _special(self, place: Place) -> None:
        """零事故, 全覆盖, 与经济增长同步; 持平 states no figure of its own."""
        mention, state = place.mention, self.state
        left = read_left(place.left.rstrip("“‘"))
        name = subject(state, left, place)
        draft = Draft(mention, name.text, "count", flags=list(name.flags), left=place.left, confidence="medium")
        if mention.special == "zero":
            draft.indicator, draft.rule = name.text + self.text[mention.end : mention.tail], "zero"
            if left.noun:
                state.subject, state.owner, state.fresh = name.text, name.text, True
        elif mention.special == "covered" and left.noun and closes(self.text, mention.tail):
            draft.indicator, draft.measure, draft.rule = name.text + "覆盖率", "ratio", "covered"
            draft.flags.append("worded figure")
        elif mention.special == "pegged" and name.text:
            noun = re.sub(r"(?:增速|增长|增幅|涨幅)$", "", name.text)
            draft.measure, draft.rule, draft.confidence = "growth", "pegged", name.confidence
            self._group([replace(draft, indicator=one, flags=[*draft.flags]) for one in split_list(noun, pairs=False)])
            state.subject, state.fresh = noun, True
            return
        elif mention.special == "flat" and left.noun and indicator_id(name.text):
            state.subject, state.owner, state.fresh = name.text, name.text, True
            return
        else:
            return
        self.drafts.append(draft)


def _headed(state: State, whole: str) -> None:
    """科技企业孵化器中，新认定国家级4家: the topic heads what follows it."""
    state.parent_share = state.whole
    if re.match(r"在|从", whole) or _SETTING.search(whole) or not state.whole or re.search(r"\d", whole):
        return
    state.subject = state.bare = state.owner = state.parent = state.whole
    state.among = state.fresh = True
    state.kind = state.action = state.measure = ""
