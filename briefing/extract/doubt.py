"""Which indicators are not to be trusted: what reads like a leftover of the sentence is low, and so never printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from briefing.extract.clauses import Place
from briefing.extract.drafts import Draft
from briefing.extract.lexicon import one_of, words

_OPENS = re.compile(
    r"^(?:仅|分\d|剔除|除(?![尘湿草险])|和(?![美谐平田县顺])|[的与及]|用(?![电水地户工能气人药油])|做|使|让|在(?![建册校库编岗园研杭营线职])|比(?![亚例对重])|较(?![大多强高好])|同比|环比|同期|高于|低于|快于|慢于|好于|优于|占(?!地|用|道|补)|居(?![民家住委所])|位居|列|额|其(?!他|它)|每吨|每平方米|性(?![别能])|化(?![工学肥纤妆石])|级|\d+周?岁$)"
)
_INSIDE = re.compile(
    r"成为|统计范围|之后|之一|我们|他们|抓好|突破|超过|的是|两年时间|[，。：；]|了(?![解结])|主要是|[大小多少]于|由于|因为|用于|同比|环比|比上[年月季]|较上[年月季]|[高低快慢]于|\d%|^(?:实现|保持)(?:正|负)?(?:增长|下降)(?!的)|(?:增长|下降)(?:面|率|点|极|速|量|额|点)?(?:增长|下降)"
)
_CLOSES = re.compile(
    r"(?:[百千万亿]元|(?:经营|集体|公益|生产|政策)性|[等超达占较与把被将已均了着从由]|(?<![总共中饱调])和|(?<![惠普])及|相[比较]|[市省县区镇街国家]级(?:以上)?|高出|的|其中|(?<![集高初])中)$"
)
_ENDED = re.compile(
    rf"^[^，,；;、]{{2,24}}?(?:已|均|都|全部|全面|整体|如期|顺利|率先|实现|完成|得到|被|依法|有序)*{one_of('ended')}"
)
_PLACE = re.compile(
    r"^(?:各?[区县市]+|[区县市]{2,3}级?)$|(?:新区|开发区|高新区|经开区|[\u4e00-\u9fff]{2}[市县区镇乡]|街道)$"
)
_INDUSTRY = re.compile(r"(?<![企就创作毕事副学置结停开歇兴])业$|行业$")
_PASSED = re.compile(
    r"^(?!.*(?:实现|完成|合计|共)).*(?:营收|收入|产值|销售额|市值|税收|纳税额?|利润|产量|投资|规模|金额)(?:首次|均|分别|已|都)*(?:突破|超过?|跨越|跃上|迈上)*$"
)
_HOLDERS = ("男性", "女性", "企业", "居民", "村")
_HOLDER = re.compile(r"(?:居民|小学|初中|高中|中学|学校|院校|幼儿园|医院|男性|女性|老年人|家庭)$")
"""Who has something; an amount of them alone (农村居民112升) does not say what of."""
_BAND = re.compile(
    r"\s*(?:及以上|及以下)?的(?!增长|目标|水平|规模|标准|基础|投入|资金|价格|增速|收入|销售)[\u4e00-\u9fff]"
)
_PAIRS = ("（）", "()", "“”", "《》")


def doubt(draft: Draft) -> None:
    """Lower the confidence of a draft whose indicator does not read like one."""
    name = draft.indicator
    open_pair = any(name.count(pair[0]) != name.count(pair[1]) for pair in _PAIRS)
    shaped = _OPENS.search(name) or _INSIDE.search(name) or (_CLOSES.search(name) and not name.endswith("占比"))
    shaped = shaped or _CLOSES.search(name.removesuffix("占比"))
    # money of a place alone (三江新区43亿元) says nothing of what is paid or earned
    placed = draft.measure == "level" and draft.mention.kind == "money" and _PLACE.search(name)
    taken = draft.measure in ("count", "level") and draft.left.endswith("占")
    part = name.removesuffix("占比") if draft.measure == "share" else ""
    whose = part != name and (part in words("generic") or part in _HOLDERS)
    aged = draft.mention.kind == "age" and name in _HOLDERS
    if shaped or whose or aged or placed or open_pair or taken or not 2 <= len(name) <= 60 or name in words("bare"):
        draft.confidence = "low"
    elif name in words("generic") and draft.confidence == "high":
        draft.confidence = "medium"


def doubt_what_ended(places: Sequence[Place], drafts: Sequence[Draft]) -> None:
    """312个贫困村全部摘帽: what is counted is no more, so the bare count is never said; nor of those listed before it."""
    ended = {id(place.mention) for place in places if _ENDED.match(place.right)}
    for after, place in pairwise(reversed(places)):
        if id(after.mention) in ended and after.mark == "、":
            ended.add(id(place.mention))
    for draft in drafts:
        if id(draft.mention) in ended and draft.measure == "count":
            draft.confidence, draft.flags = "low", [*draft.flags, "no longer so"]


def doubt_industries(drafts: Sequence[Draft]) -> None:
    """Money or a count of an industry alone (制造业1823亿元), and how it grew, say nothing of what is meant."""
    paid: set[str] = set()
    for draft in drafts:
        holds = draft.measure == "level" and _HOLDER.search(draft.indicator) is not None
        firms = draft.indicator.endswith("企业") and draft.measure == "level" and draft.mention.kind == "money"
        if not firms and not holds and not _INDUSTRY.search(draft.indicator):
            continue
        money = (
            holds
            or (draft.measure == "level" and draft.mention.kind == "money")
            or (draft.measure == "count" and not draft.indicator.endswith("行业"))
        )
        paid |= {draft.indicator} if money else set()
        inherited = "subject inherited" in draft.flags
        grown = draft.measure == "growth" and draft.mention.kind == "percent"
        if money or (grown and (draft.indicator in paid or not inherited)):
            draft.confidence = "low"


def doubt_households(places: Sequence[Place], drafts: Sequence[Draft]) -> None:
    """低保对象6842户11236人: the people are the recipients, the households are not."""
    homes = {
        id(before.mention)
        for before, place in pairwise(places)
        if before.mention.unit_zh.endswith("户") and place.mention.unit_zh.endswith("人")
        if not place.left.strip() and place.mark in ("", "、")
    }
    for draft in drafts:
        if id(draft.mention) in homes and not re.search("[户庭]$", draft.indicator):
            draft.confidence = "low"


def doubt_bands(places: Sequence[Place], drafts: Sequence[Draft]) -> None:
    """收入50万元以上的村占26%: a size that says which are meant, never the income."""
    bands = {
        id(place.mention) for place in places if place.mention.bound in ("ge", "le", "lt") and _BAND.match(place.right)
    }
    for draft in drafts:
        if id(draft.mention) in bands and draft.measure == "level":
            draft.confidence, draft.threshold = "low", True


def doubt_each(places: Sequence[Place], drafts: Sequence[Draft]) -> None:
    """7家企业营收首次突破百亿元: a mark that each of those counted passed, never the revenue of enterprises."""
    passed = {
        id(place.mention)
        for before, place in pairwise(places)
        if before.mention.kind == "count" and not before.left and not place.mark
        if place.mention.bound in ("gt", "ge") and _PASSED.search(place.left)
    }
    for draft in drafts:
        if id(draft.mention) in passed and draft.measure == "level":
            draft.confidence, draft.threshold = "low", True
