"""Figures to drafts: growth, points, shares, contributions, completion, ratios, counts and levels."""

from __future__ import annotations

import re
from dataclasses import replace

from briefing.extract.clauses import Place
from briefing.extract.drafts import RATES, Draft, Name, State, draft_of
from briefing.extract.left import Left, leading_action
from briefing.extract.lexicon import one_of
from briefing.extract.naming import PER, lent_head, listed_head, remember, subject, thing, traded, with_head
from briefing.extract.nouns import head_of, right_noun
from briefing.extract.own import is_rate
from briefing.extract.scanner import Mention
from briefing.extract.subject import read_left
from briefing.model.extract import Measure

_PLANNED = re.compile(
    r"(?:为|完成|达到?|占|是|相当于)(?:全年|年初|上年)?(?:(?:省|市|区|县|国家|上级|自治区)(?:里|委|级)?)?(?:(?:定|下达的?)(?=.{0,3}任务|.{0,2}目标))?(?P<plan>(?:年度?|调整|变动)?(?:预算|投资计划|计划|目标任务|目标|任务))数?的?$"
)
_LAST = re.compile(
    r"(?:为|是|相当于|达到?|恢复[至到])(?P<what>(?:上年|去年|上一年|20\d\d年|[“\"]?十[一二三四五六]五[”\"]?)(?:时期|期间|同期|同口径|年?末)?(?:决算|执行|完成|预算|实绩|实际)?数?)的?$"
)
_GOAL = re.compile(r"的?(?:年度|全年|年初|预期|控制|既定|省定|市定|上级|考核|任务){0,3}(?:目标|任务|要求|指标)(?!完成)")
_GOAL_VERB = re.compile(r"(?:顺利|圆满|超额|全面|较好|提前|额)?(?:完成|实现|达到|优于|好于|低于|高于|额)?了?")
_PERCENT = re.compile(
    r"(?:率|(?<!方)面|平均值|均值|PMI|覆盖|比重|比例|占比|比|强度|系数|水平|份额|指数|进度|度|程度|税负|成数|利差|收益|回报|贡献|参保|普及)$|率（|率\("
)
"""What a figure in percent may be of without further words; 专项资金5% says nothing."""
_GLOSS = re.compile(r"[（(][A-Z]+[）)]$")
_DONE = re.compile(r"(?:稳定|全面|全部|按期)?(达标|覆盖|合格|办结|到位|整改|入园|兑现|安置)(?=$|[，,；;。、])")
_BRANCH = re.compile(r"(?:(?<!企)业|产业|领域|贸易)$")
_SAME_BELOW = re.compile(r"[（(]下同[）)]")
_EQUAL = re.compile(r"(?:与|和|同)[^，,；;]{1,14}$")
_GROWN = re.compile(r"(?:同比|环比|年均)?(?:的)?(?:增长|增速|增幅|涨幅|下降|降幅|正增长)")
_SHORT = 10
_TRADE = re.compile("进出口|出口|进口")
_EACH_OF = re.compile(r"(?:平均)?每(?:[\d百千万]+|[一个名户])?[元户人名个张台亩吨头件家]")
_GAINED = re.compile(r"((?:户均|人均|亩均)(?:增收|节本|节支|减负))(?:达|约|近|超过?)*$")
_ORDERED = re.compile(rf"(?:在|居|位列)?(?:{one_of('scopes')})?的?(?:综合)?(?:排名|位次|排位|名次)$")
_BASIS = re.compile(r"同比|环比|上年|去年|同期|上月|上季|年初")
_BASE_YEAR = re.compile(r"^(?:比|较|与|同)((?:19|20)\d\d)年")
_DEEDS = ("提升", "改善", "扩大", "提高", "加快", "缩小", "压减", "翻")
_GENERIC = ("项目", "企业", "单位", "产品", "活动", "机构")


def figure(state: State, place: Place, left: Left) -> Draft:
    """The draft of a figure that is neither a rank nor a claim in words."""
    draft = _rate(state, place, left) if place.mention.kind in RATES else _amount(state, place, left)
    draft.strength = [] if draft.rule == "completion" else [*left.strength, *draft.strength]
    draft.left = place.left
    if left.comparison and _BASIS.search(left.comparison):
        state.comparison = left.comparison
    inherited = state.comparison if draft.measure == "growth" else ""
    draft.comparison = draft.comparison or left.comparison or inherited
    if draft.measure == "growth":
        _hold_base(state, draft)
        state.last_comparison = draft.comparison
        state.yearly = state.yearly or "环比" not in draft.comparison
    return draft


def _hold_base(state: State, draft: Draft) -> None:
    """比2018年末减少1.8万人。第二产业…减少9.6万人: the year compared with holds on, unless another basis is named too."""
    year = _BASE_YEAR.search(draft.comparison)
    if year and year.group(1) == state.common.get("last year"):
        return
    if year:
        state.base = draft.comparison if state.base != "mixed" else "mixed"
    elif _BASIS.search(draft.comparison):
        state.base = "mixed"
    elif not draft.comparison and state.base != "mixed":
        draft.comparison = state.base or state.common.get("base", "")


def _rate(state: State, place: Place, left: Left) -> Draft:
    mention = place.mention
    special = _completion(state, place, left) or _equal(state, place) or _goal(state, place, left)
    if special:
        return special
    if left.share_of is not None:
        return _share(state, place, left)
    if left.pull_of and mention.kind == "percent" and left.sign and not left.noun:
        left.noun, left.pull_of = left.pull_of.removesuffix("的"), None
    if left.pull_of is not None:
        return _contribution(state, place, left)
    if mention.kind == "points":
        return _points(state, place, left)
    grown = None if left.sign else _GROWN.match(place.right.strip(" 的"))
    left.sign = left.sign or int(_signed(place, left))
    if (left.sign and not left.to) or left.aspect_mode in ("growth", "fall") or grown:
        return _growth(state, place, left, falls=grown is not None and "降" in grown.group())
    bare = not left.noun and not left.aspect and state.fresh and not right_noun(place.right)
    if bare and state.measure == "growth":
        again = draft_of(mention, subject(state, left, place), "growth", "growth.again")
        again.comparison = left.comparison or state.last_comparison
        if place.mark in ("、", "和") and not left.strength and not left.comparison:
            again.flags.append("list and figures differ")
            again.confidence = "low"
        return again
    if bare and state.measure == "share":
        return draft_of(mention, Name(state.subject_share, ("subject inherited",)), "share", "share.again")
    return _ratio(state, place, left)


def _growth(state: State, place: Place, left: Left, *, falls: bool) -> Draft:
    """增长5.3%, 涨幅2%, 5%的降幅."""
    name = with_head(state, left, subject(state, left, place))
    falls = falls or left.sign < 0 or left.aspect_mode == "fall"
    remember(state, name, left, place, "growth")
    state.growth_aspect = left.aspect_mode == "growth"
    return draft_of(place.mention, name, "growth", "growth", sign=-1 if falls else 1)


def _signed(place: Place, left: Left) -> bool:
    """Whether a percentage without a verb carries its sign: 同比-3.7%, （+6.4%）."""
    mention = place.mention
    if mention.kind != "percent" or mention.value is None or left.to or left.noun:
        return False
    return left.comparison in ("同比", "环比") or mention.value < 0 or place.left.rstrip().endswith(("+", "＋"))


def _ratio(state: State, place: Place, left: Left) -> Draft:
    """失业率5.1%; a percentage of what is no rate (专项资金10%) is not to be trusted."""
    name = thing(state, left, place)
    done = _DONE.match(place.right) if place.mention.kind == "percent" and left.noun else None
    if done and not is_rate(name.text):
        name = Name(name.text + done.group(1) + "率", name.flags, name.confidence)
    if place.mention.kind == "percent" and not _PERCENT.search(_GLOSS.sub("", name.text)):
        name = Name(name.text, (*name.flags, "no rate"), "low")
    remember(state, name, left, place, "ratio")
    return draft_of(place.mention, name, "ratio", "ratio")


def compared_with(text: str) -> tuple[str, str]:
    """The text left of a percentage without the plan or the earlier figure it is measured by, and that as a tail.

    为预算的 → 预算完成率 (a plan is completed), 为上年决算数的 → 与上年决算数之比 (an earlier figure is not).
    """
    last = _LAST.search(text)
    if last:
        return text[: last.start()], f"与{last.group('what')}之比"
    planned = _PLANNED.search(text)
    return (text[: planned.start()], f"{planned.group('plan')}完成率") if planned else (text, "")


def left_of(place: Place) -> Left:
    """The words left of a figure, read, with the plan it is measured by."""
    kind = place.mention.kind
    text, plan = compared_with(place.left) if kind in ("percent", "multiple") else (place.left, "")
    left = read_left(text, points=kind == "points", thing=kind not in (*RATES, "money"))
    left.plan = plan
    return left


def _completion(state: State, place: Place, left: Left) -> Draft | None:
    """为预算的101.3%, 完成年度计划的98%, 为上年决算数的103.2%."""
    if not left.plan:
        return None
    name = subject(state, left, place)
    return draft_of(place.mention, Name(name.text + left.plan, name.flags, name.confidence), "ratio", "completion")


def _goal(state: State, place: Place, left: Left) -> Draft | None:
    """超额完成下降2.8%的年度目标, 低于4.5%的控制目标: the figure is the target itself."""
    if not _GOAL.match(place.right):
        return None
    word = re.sub(
        r"(?:顺利|圆满|超额|全面|较好|提前)?(?:完成|实现|达到|优于|好于|低于|高于|控制在)(?:了)?$", "", left.noun
    )
    left.noun = "" if _GOAL_VERB.fullmatch(left.noun) else word
    name = subject(state, left, place)
    measure: Measure = "growth" if left.sign else "ratio"
    draft = draft_of(replace(place.mention, bound="eq"), name, measure, "goal", sign=left.sign or 1)
    draft.strength = ["目标"]
    return draft


def _equal(state: State, place: Place) -> Draft | None:
    """与前三季度的1.3%持平: the figure is that of the earlier period."""
    level = _EQUAL.search(place.left)
    if not level or not place.right.strip(" 的").startswith("持平"):
        return None
    place.left = place.left[: level.start()]
    same: Measure = "ratio" if state.measure == "ratio" else "share" if state.measure == "share" else "growth"
    draft = draft_of(
        place.mention,
        subject(state, read_left(place.left), place),
        same,
        "equal",
        comparison=level.group().rstrip("的"),
    )
    draft.earlier = True
    return draft


def _contribution(state: State, place: Place, left: Left) -> Draft:
    """拉动GDP增长2.6个百分点."""
    name = _together(state, left) or subject(state, left, place)
    noun = re.sub(r"对[^，,]*(?:贡献率|贡献)$", "", name.text) or name.text
    pulled = re.sub(r"(?:约|近|超|逾)+$", "", left.pull_of or "")
    way = "下降" if left.sign < 0 or "下" in pulled[-2:] or {"下拉", "拉低"} & {*left.verbs} else "增长"
    of = re.sub(r"(?:增长|下降|上涨|增速)$", "", pulled)
    # 影响CPI下降 speaks of the price just named, unless all of a list are meant
    shared = "影响" in left.verbs and not left.noun and re.search(r"共同|两者|分别", place.left)
    sure = "low" if shared else name.confidence
    if name.flags == ("pronoun resolved",):
        state.subject, state.fresh = noun, True
    text = Name(f"{noun}拉动{of}{way}", name.flags, sure)
    return draft_of(place.mention, text, "share", "contribution", sign=left.sign or 1)


def _together(state: State, left: Left) -> Name | None:
    """合计拉动…: all members of the list just measured, never the last of them alone."""
    if left.noun or not {"合计", "共计", "总计"} & {*left.verbs, left.noun}:
        return None
    members = state.items if len(state.items) > 1 else state.grown
    if len(members) > 1:
        return Name("、".join(members), ("pronoun resolved",), "medium")
    state.doubtful = True
    return Name(state.subject, ("no subject",), "low")


def _share(state: State, place: Place, left: Left) -> Draft:
    """占全省81%, 占比51.5%: the whole is named, that of the share before, or the parent of a 其中."""
    name = _together(state, left) or subject(state, left, place)
    # 供水总量占水资源总量的27%。其中地表水源供水量30亿立方米，占94%: of the supply, not of what that is a share of
    other = state.whole_before and state.fresh and state.measure in ("level", "count") and not left.noun
    of = left.share_of or ("" if other else state.whole)
    if left.share_of:
        state.whole, state.whole_head, state.whole_before = left.share_of, head_of(name.text), False
        if _SAME_BELOW.search(place.left):
            state.common["whole"] = left.share_of
    elif not left.noun and not state.whole and place.left.strip() == "占":
        of = state.common.get("whole", "")
    elif not left.noun and _other_trade(state.whole_head, head_of(state.subject)):
        of = ""  # 民营企业出口占全市出口的82.6%，对…进出口增长15.8%，占比46.3%: of another whole
    elif left.noun:
        of = _parent_whole(state, left.noun) if state.among else of if left.noun[-2:] == state.subject[-2:] else ""
    text = f"{name.text}占{of}比重" if of else f"{name.text}占比"
    if left.noun:
        remember(state, name, left, place, "share")
    state.measure = "share"
    state.subject_share = text
    state.recent = [*(noun for noun in state.recent if noun != name.text or not left.noun), text]
    return draft_of(place.mention, Name(text, name.flags, name.confidence), "share", "share")


def _other_trade(one: str, other: str) -> bool:
    """Whether one measure noun is of exports and the other of imports and exports: shares of different wholes."""
    first, second = _TRADE.match(one), _TRADE.match(other)
    return first is not None and second is not None and first.group() != second.group()


def _parent_whole(state: State, noun: str) -> str:
    """The whole of a share in a 其中: the parent where it is of the same kind, what the parent is a share of, or none."""
    if state.parent_share is not None:
        return state.parent_share
    known = state.parent not in _GENERIC and len(state.parent) <= _SHORT
    head = head_of(state.parent)
    alike = noun.endswith(head or state.parent[-2:]) and not noun.endswith(state.parent)
    alike = alike or (state.amount == "count" and state.parent.endswith(("人口", "人数", "总数", "总量")))
    part = not head_of(noun) and bool(_BRANCH.search(noun)) and not _BRANCH.search(state.parent)
    return state.parent.removeprefix(leading_action(state.parent)) if known and (alike or part) else ""


def _points(state: State, place: Place, left: Left) -> Draft:
    """A change in points, of a rate or of a growth rate, or a lead over another region."""
    if left.noun in ("比重", "占比", "份额", "占比重") and state.measure == "share" and state.subject_share:
        left.noun = ""
    name = subject(state, left, place)
    if left.noun:
        name = with_head(state, left, name)
    noun = name.text
    if not left.noun and not left.aspect and state.measure == "share" and state.subject_share:
        noun = state.subject_share
    rate = is_rate(noun) or (not left.noun and state.measure in ("ratio", "share"))
    aspect = left.aspect if left.aspect_mode in ("growth", "fall") else "" if rate else "增速"
    if left.noun:
        remember(state, name, left, place, "growth")
    state.growth_aspect = left.aspect_mode == "growth"  # 增速高于全省0.5个百分点、居全省第6位
    if left.versus.endswith("进度"):
        noun, aspect = noun.removesuffix("完成率"), "完成进度"
    full = Name(noun + aspect, name.flags, name.confidence)
    sign = left.sign or left.versus_sign or 1
    return draft_of(place.mention, full, "growth", "points", sign=sign, comparison=left.versus or left.comparison)


def _amount(state: State, place: Place, left: Left) -> Draft:
    """A count or a level, or its absolute change."""
    mention = place.mention
    measure = measure_of(mention)
    plain = not right_noun(place.right)
    if (
        left.sign
        and not left.to
        and plain
        and left.noun
        and left.verbs
        and left.verbs[0] in _DEEDS
        and mention.kind not in ("age", "time")
        and not left.comparison
    ):
        left.noun, left.sign = left.noun + left.verbs[0], 0
    gained = _GAINED.search(place.left)
    if gained:
        return draft_of(mention, Name(gained.group(1)), "level", "level")
    if left.sign and not left.to and plain:
        if mention.unit_zh in ("位", "名", "位次", "个位次"):
            left.noun = _ORDERED.sub("", left.noun)
        name = subject(state, left, place)
        if mention.unit_zh == "位":
            return draft_of(
                mention, Name(name.text + "位次", name.flags, name.confidence), "growth", "rank.moved", sign=left.sign
            )
        if left.noun:
            remember(state, name, left, place, measure)
        if {"减亏", "增亏"} & {*left.verbs} and "亏" not in name.text:
            name = Name(name.text + "亏损额", name.flags, name.confidence)
        if left.change and not re.search(r"(?:增量|增加额)$|^(?:新增|净增)", name.text):
            name = Name(name.text + "增量", name.flags, name.confidence)
        return draft_of(mention, name, "growth", "growth.absolute", sign=left.sign)
    name = thing(state, left, place)
    known = state.fresh or state.continued
    if state.among and known and plain and not left.action:
        name = lent_head(state, name) if state.amount == mention.kind else traded(state, name, mention.kind)
    name = listed_head(state, left, place, name)
    state.amount, state.amount_unit = mention.kind, mention.unit_zh
    measure = "ratio" if mention.kind == "number" and mention.value == 0 and is_rate(name.text) else measure
    measure = "ratio" if left.aspect in PER or (_EACH_OF.match(name.text) and mention.kind != "percent") else measure
    remember(state, name, left, place, measure)
    return draft_of(mention, name, measure, measure)


def planned_amount(state: State, place: Place) -> Draft | None:
    """完成年计划710亿元的89.4%: the amount is the plan of the subject."""
    planned = _PLANNED.search(place.left)
    if not planned or not state.fresh:
        return None
    name = subject(state, read_left(place.left[: planned.start()]), place)
    draft = draft_of(place.mention, name, measure_of(place.mention), "planned")
    draft.strength, draft.left = ["计划"], place.left
    return draft


def measure_of(mention: Mention) -> Measure:
    """The measure a figure has by its kind and unit alone."""
    if mention.kind in ("structure", "ratio", "rate", "score", "degree") or "/" in mention.unit_zh:
        return "ratio"
    if mention.kind == "number" and "." in mention.exact and not mention.unit_mult:
        return "ratio"
    return "count" if mention.kind in ("count", "number", "time", "age") else "level"
