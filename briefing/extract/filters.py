"""Which figures of a sentence state something, and the unit two joined figures share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefing.extract.lexicon import one_of
from briefing.extract.scanner import Mention

_DURATION = re.compile(
    r"(?:天数|停时|回收期|账期|工期|时间|时长|周期|寿命|时限|用时|年限|小时数|日数|间隔)[^，,；;。]{0,16}$"
)
_INDEX = re.compile(r"(?:指数|得分|倍差|之比|系数|比值|比)[^，,；;。、]{0,6}$")
_LOOSE = re.compile(r"面(?![积粉包])|之[一后前中]|以来|以[前后]")
_MEASURED = re.compile(r"[个家座批届次轮期条项年只艘架]")
_FIRST_UNITS = ("个", "家", "座", "例", "项", "款", "部", "条", "支", "所", "单")
_CHANGED = re.compile(
    r"(?:比|较)[^，,；;。、]{1,8}(?:增加|减少|下降|上升|缩短|延长|压缩|提高)了?$|同比(?:增加|减少|缩短|延长)了?$"
)
_TIMED = re.compile(r"(?:天数|停时|回收期|账期|工期|时间|时长|周期|时限|用时|年限|小时数)[^；;。]*$")
_AGE = re.compile(
    r"寿命(?:[^；;。、]|、(?=[男女])){0,20}$|(?:平均|初婚|中位)年龄[^，,；;。、]{0,12}$|年龄[^，,；;。、构结分]{0,6}$"
)
_BASE = re.compile(r"以[^，,；;。]{1,8}[为作]$")
_OTHERS = re.compile(r"[、和，,](?:全[国省市区县]|[\u4e00-\u9fff]{1,4}[省市区县])(?:平均(?:水平)?)?")
_LEAD = re.compile(r"(?:高于|低于|快于|慢于|领先|高出)[^，,；;。]{1,8}$")
_BAND = re.compile(
    r"[\d.、和及与—–\-~至到平方米公顷亩岁元万亿以上下内（）()]*(?:分别|均|各)?(?:同比|环比)?(?:[上下][涨降跌升]|增长|减少|提高|回落)"
)
_VERB = re.compile(r"(?:和|、|，|,|与)(?:上升|下降|提高|回落|增长|降低|扩大|收窄|回升|升高|上涨|加快|放缓)")
_JOINTS = ("和", "、", "与", "及", "，", ",")
_STEP = re.compile(r"[十百千万亿]*级?元?(?:新)?(?:大)?(?:台阶|大关|关口)")
_DEFINES = re.compile(
    r"(?:统计范围|统计口径|起点标准|(?<!不)是指|系指)[^；;。]*$"
)  # 统计范围为年主营业务收入2000万元及以上的…
_TRAIT = re.compile(r"(?:显著|突出|鲜明|明显|主要)?(?:特点|特征|亮点|看点|变化)")  # 总的来看有三个特点
_MEETING = re.compile(r"全会|会议|大会|党代会|创业|攀登")
_FIRST = re.compile(f"{one_of('scopes')}(?:的)?$")


def shared_units(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Give a bare figure the unit of the one it is joined with: 1.3和0.9个百分点."""
    result = list(mentions)
    for index in range(len(result) - 2, -1, -1):
        one, other = result[index], result[index + 1]
        between = text[one.tail : other.whole].strip()
        bare = one.kind == "number" and not one.unit_zh
        short = one.unit_zh == "个" and other.kind == "points"
        others = short and _OTHERS.fullmatch(between) is not None and _LEAD.search(text, 0, one.whole) is not None
        joined = between in _JOINTS or others or (short and _VERB.fullmatch(between) is not None)
        if (bare or short) and other.unit_zh and joined:
            base = None if one.value is None else one.value.scaleb(other.unit_mult)
            result[index] = replace(
                one,
                unit_zh=other.unit_zh,
                unit_mult=other.unit_mult,
                unit_code=other.unit_code,
                kind=other.kind,
                base=base,
            )
    return result


def states_something(text: str, mention: Mention) -> bool:
    """No ordinals, no durations without a subject, no 四次全会, no 三个“一号工程”, no 每千人."""
    if mention.special:
        return True
    if _DEFINES.search(text, max(0, mention.whole - 60), mention.whole):
        return False
    before, after = text[max(0, mention.whole - 24) : mention.whole], text[mention.tail : mention.tail + 8]
    sized = mention.bound in ("ge", "le") or mention.range_end
    if mention.kind in ("area", "age") and sized and _BAND.match(text, mention.tail):
        return False  # 90平方米及以下、144平方米以上分别下降: sizes that name what fell
    if mention.kind in ("ordinal", "time", "age", "rank", "number", "digits"):
        return _bare(text, mention, before, after)
    if (
        (mention.unit_zh == "个" and _STEP.match(after))
        or before.endswith(("每", "以下"))
        or mention.unit_zh in ("方面", "大类")
        or (after.startswith("规模以上") and mention.unit_zh == "人")
    ):
        return False
    if after.startswith("级") and mention.kind in ("weight", "money", "power", "length"):
        return False  # 30万吨级码头: part of a name
    counted = mention.kind in ("count", "area")
    return not counted or not (_LOOSE.match(after) or _worded_name(mention, before, after))


def _bare(text: str, mention: Mention, before: str, after: str) -> bool:
    """The kinds that state something only beside the right words."""
    if mention.kind == "ordinal":
        return mention.exact == "首" and mention.unit_zh in _FIRST_UNITS and bool(_FIRST.search(before))
    if mention.kind == "time":
        changed = _TIMED.search(text, 0, mention.whole) is not None and _CHANGED.search(before) is not None
        return bool(_DURATION.search(before)) or changed
    if mention.kind == "age":
        return bool(_AGE.search(before))
    if mention.kind == "rank":
        return not _MEASURED.match(after) and not before.endswith(("版", "卷")) and not after.startswith("度")
    if mention.kind == "digits" or before.endswith("每") or _BASE.search(before):
        return False
    whole = not mention.unit_mult and "." not in mention.exact
    return not whole or (bool(_INDEX.search(before)) and not re.match(r"[\u4e00-\u9fff]", after))


def _worded_name(mention: Mention, before: str, after: str) -> bool:
    """A Chinese numeral that belongs to a name or an idiom: 新一轮, 一核多点, 三个“一号工程”."""
    if re.search(r"\d", mention.exact):
        return False
    if mention.exact == "一" and not re.search(r"(?:达到?|为|仅|共|新增|至少)$", before):
        return True
    if _TRAIT.match(after):
        return True
    return re.match(r"[\u4e00-\u9fff]{0,4}[“《]", after) is not None or _MEETING.match(after) is not None
