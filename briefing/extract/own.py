"""The noun a clause has of its own, with what it leaves to the reader put back: owner, pronoun, whole, measure."""

from __future__ import annotations

import re
from collections.abc import Callable

from briefing.extract.clauses import Place
from briefing.extract.drafts import Name, State
from briefing.extract.left import aspect_of, leading_action
from briefing.extract.lexicon import words
from briefing.extract.nouns import LEVEL_HEAD, head_of, is_level, last_measure, under
from briefing.extract.subject import read_left

_RATE = re.compile(r"(?:率|PMI|[损长盖散]面|比重|比例|占比|强度|系数|覆盖面|水平|份额|指数|浓度|比)$")
_PLACES = re.compile(r"(?:[市区县省]?本级|[区市县省域]内|市区|县域|乡村|农村|城镇)")
_UNIT_PRICE = re.compile(
    r"(?:进口|出口)(?=均价$)|(?:进口|出口)?(?:平均)?每(?:吨|公斤|千克|平方米|桶|台|辆|件|立方米|亩|斤|克|间夜?)(?=(?:均价|价格|单价|平均价格?)$)"
)
_TERMS = re.compile(r"中长期|短期|中期|长期|活期|定期|定期及其他|消费|经营|经营性")
_TRADED = re.compile(r"(?:出口|进口)(?=.{2})(?!.*(?:企业|国家|地区|主体|市场|伙伴|单位|实绩)$)")
_TRADE_WORD = re.compile(r"出口|进口|顺差|逆差|企业|市场")
_MIDYEAR = re.compile(r"(?<=..)(?:全年|今年|当年|本年|年内)(?=(?:累计)?(?:完成|实现|新增))")
_PRONOUN = re.compile(r"(?P<way>[对自向从])其(?=[\u4e00-\u9fff]{2})")
_NAMED = re.compile(r"(?P<who>[\u4e00-\u9fff“”]{2,10}?)(?:仍|继续|依然|跃居|成)?(?:为|是|稳居|保持)")
_TOGETHER = re.compile(r"(?P<many>[两二三四五])(?:者|项|类|个行业|大产业|大行业)(?:合计|共|共计)?")
_RATIO_TO = re.compile(r"[与和同][^，,；;]{2,12}之比")
_DEALS = ("成交", "销售", "网签", "交易", "出让")
_EXPLAINED = re.compile(r"[（(][^（）()]*[，,：:][^（）()]*[）)]$")
_INHERITED = ("subject inherited",)
_OF_BUDGET = re.compile(r"(?:本年|当年|总)?(?:收入|支出|收支结余)|(?:年[终末])?(?:滚存|累计)?结余|调[出入](?:资金)?")
_PER = re.compile(
    r"(?:平均)?每[\d十百千万]+(?:名|个)?(?:常住|老年|户籍)?(?:人口?|居民|老人|户(?:家庭|居民)?|家庭)中?(?:共?拥有|有)?"
)
_FUNDS = re.compile(r"经费(?:支出|投入)?$")
_RESEARCH = re.compile(r"R&D经费(?:支出|投入)?$")
LEARNERS = ("招生", "在校生", "毕业生")
_MODE = re.compile(r"(?:城市)?轨道交通|地铁|公共汽电车|(?:城市)?公交|轮渡|出租汽?车")
_RIDDEN = re.compile(r"(?:(?:日均|最高日|年)?客运量|运营里程|运营线路|正点率|准点率)")
_INVESTED = re.compile(r"(?<=建设)完成投资$")
_COUNTER = {"支出": "收入", "收入": "支出", "总支出": "总收入", "总收入": "总支出"}


def is_rate(noun: str) -> bool:
    """Whether a noun names a rate or an index, whose change in points is no change of a growth rate."""
    return bool(_RATE.search(noun)) and not noun.endswith("增长率")


def own(state: State, noun: str, place: Place) -> Name:
    """The name of a figure whose clause has a noun: as it stands, or with what the sentence said before."""
    meant = _pronoun(noun, place) or _together(state, noun)
    if meant:
        return meant
    if state.fresh and noun.startswith("对") and noun.endswith("贡献率"):
        return Name(state.subject + noun, _INHERITED)
    noun = _INVESTED.sub("投资", noun)
    noun = _EXPLAINED.sub("", _MIDYEAR.sub("", last_measure(state.names.get(noun, noun)))) or noun
    for reader in _READERS:
        name = reader(state, noun, place)
        if name:
            return name
    return Name(noun)


def _pronoun(noun: str, place: Place) -> Name | None:
    """对其进出口: with the partner the clause before names."""
    found = _PRONOUN.match(noun)
    if not found:
        return None
    who = _NAMED.match(place.topics[-1]) if place.topics else None
    partner = read_left(who.group("who")).noun if who else ""
    if not partner:
        return Name(noun, ("pronoun",), "low")
    return Name(found.group("way") + partner + noun[found.end() :], ("pronoun resolved",), "medium")


def _together(state: State, noun: str) -> Name | None:
    """两者合计: the subjects just measured."""
    found = _TOGETHER.fullmatch(noun)
    if not found:
        return None
    count = "两三四五".find(found.group("many").replace("二", "两")) + 2
    members = state.items if len(state.items) == count else state.recent[-count:]
    if len(members) != count:
        return Name(noun, ("pronoun",), "low")
    return Name("、".join(members), ("pronoun resolved",), "medium")


def _price(state: State, noun: str, _place: Place) -> Name | None:
    """进口均价每吨 → the price of what was imported."""
    if _UNIT_PRICE.match(noun) and state.fresh and state.bare:
        return Name(state.bare + _UNIT_PRICE.sub("", noun), _INHERITED)
    return None


def _ratio(state: State, noun: str, place: Place) -> Name | None:
    """与GDP之比: the subject's."""
    found = _RATIO_TO.match(place.left) if state.fresh and noun.endswith("之比") else None
    return Name(state.subject + found.group(), _INHERITED) if found else None


def _deal(state: State, noun: str, place: Place) -> Name | None:
    """二手房成交2万套、成交面积218万平方米 → 二手房成交面积."""
    if place.mark == "、" and state.fresh and len(noun) > 2 and noun[:2] == state.subject[-2:] in _DEALS:
        return Name(state.subject + noun[2:], ("owner inherited",))
    return None


def _per(state: State, noun: str, place: Place) -> Name | None:
    """每千人口拥有床位7张、执业医师3人: the second is of a thousand people too."""
    found = _PER.match(state.subject) if state.fresh and place.mention.kind == "count" else None
    again = place.mark in ("、", "和") or (place.mark in ("；", ";") and place.left.startswith("拥有"))
    return Name(found.group() + noun, _INHERITED) if found and again and not noun.startswith("每") else None


def _traded(state: State, noun: str, _place: Place) -> Name | None:
    """其中机电产品 under 出口…: 出口机电产品."""
    found = _TRADED.match(state.parent) if state.among else None
    if found and not _TRADE_WORD.search(noun) and not is_rate(noun) and not head_of(noun):
        return Name(found.group() + noun, ("head inherited",))
    return None


def _account(state: State, noun: str, _place: Place) -> Name | None:
    """支出 after 社会保险基金收入: of the same account."""
    other = _COUNTER.get(noun, "")
    if other and state.fresh and state.subject.endswith(other) and len(state.subject) > 4:
        return Name(state.subject.removesuffix(other) + noun, _INHERITED)
    return None


def _budget(state: State, noun: str, _place: Place) -> Name | None:
    """（二）政府性基金预算。收入14.2亿元: of the budget the heading names."""
    if state.headed.endswith("预算") and _OF_BUDGET.fullmatch(noun):
        return Name(state.headed + noun, ("subject from the heading",))
    return None


def _part(state: State, noun: str, place: Place) -> Name | None:
    """其中城镇, 出口, 市本级收入, 短期贷款, 国家级: a part of the whole before."""
    if not (state.among and state.parent):
        return None
    parent = state.parent.removeprefix("全体")
    if noun in ("城镇居民", "农村居民", "城镇常住居民", "农村常住居民") and parent.startswith("居民"):
        return Name(noun + parent.removeprefix("居民"), ("head inherited",))
    first = any("其中" in topic for topic in place.topics) or "其中" in place.left
    if first and state.parent.startswith("招收") and place.mention.kind == "count":
        return Name("招收" + noun, ("verb shared",))
    if noun in ("出口", "进口") and place.mention.kind in ("count", "weight") and not head_of(state.parent):
        return Name(state.parent + noun, _INHERITED)
    if noun in words("parts") and not state.parent.startswith(words("parts")):
        return Name(noun + parent, ("head inherited",))
    head = head_of(noun)
    if head and _PLACES.match(noun) and parent.endswith(head) and len(noun) - len(head) <= 3:
        return Name(noun[: -len(head)] + parent, ("head inherited",))
    balance, kind = state.parent.removesuffix("余额"), head.removesuffix("余额")
    if head and _TERMS.fullmatch(noun.removesuffix(head)) and balance.endswith(kind):
        return Name(balance.removesuffix(kind).removesuffix("各项") + noun, ("owner inherited",))
    return _level(state, noun, place)


def _level(state: State, noun: str, place: Place) -> Name | None:
    """国家级 under 省级以上企业技术中心: 国家级企业技术中心; of 项目26个、总投资58亿元 the projects are counted."""
    action = leading_action(noun)
    if not is_level(noun.removeprefix(action)):
        return None
    parent = state.parent
    if place.mention.kind == "count":
        parent = parent.removesuffix(aspect_of(parent)) or parent
    beside = state.bare or state.subject
    if place.mark in ("、", "和") and state.fresh and state.kind == "count" and LEVEL_HEAD.match(beside):
        parent = beside  # 其中国家级龙头企业6家、省级48家: leading enterprises too
    return Name(action + under(noun.removeprefix(action), parent), _INHERITED)


def _learner(state: State, noun: str, _place: Place) -> Name | None:
    """招生、在校生分别为…: of the schools the paragraph counts."""
    if noun not in LEARNERS or state.fresh or state.continued:
        return None
    return Name(state.school + noun, _INHERITED, "medium") if state.school else Name(noun, ("no subject",), "low")


def _staff(state: State, noun: str, _place: Place) -> Name | None:
    """特殊教育学校108所，专任教师3126人: theirs, not all there are."""
    if noun not in ("专任教师", "教职工", "专任教师数") or not state.fresh or not state.school:
        return None
    near = state.subject == state.school or state.subject.endswith(LEARNERS)
    return Name(state.school + noun, ("owner inherited",), "medium") if near else None


def schooled(state: State, nouns: list[str]) -> list[str]:
    """招生、在校生 of a list: of the schools the paragraph counts."""
    if not state.school or state.fresh or not {*nouns} <= {*LEARNERS}:
        return nouns
    return [state.school + noun for noun in nouns]


def _deaths(state: State, noun: str, _place: Place) -> Name | None:
    """传染病报告发病9万例、死亡1124人: not all who died; those of accidents are told by themselves."""
    if noun not in ("死亡", "死亡人数") or not state.fresh or re.search("事故|火灾|灾害", state.subject):
        return None
    return Name(noun, (), "low")


def _ridden(state: State, noun: str, _place: Place) -> Name | None:
    """城市轨道交通运营线路7条，运营里程236公里，完成客运量6.18亿人次: of that kind of transport, not of all."""
    mode = _MODE.match(state.subject) if state.fresh and _RIDDEN.fullmatch(noun) else None
    return Name(mode.group() + noun, ("owner inherited",)) if mode else None


def _sex(state: State, noun: str, place: Place) -> Name | None:
    """其中男性76.5岁 under 人均预期寿命."""
    if place.mention.kind == "age" and noun in ("男性", "女性") and state.parent.endswith("寿命"):
        return Name(noun + state.parent.removeprefix("居民"), ("head inherited",))
    return None


def _research(state: State, noun: str, _place: Place) -> Name | None:
    """各类企业R&D经费支出…；高等学校经费支出…: of R&D too."""
    found = _FUNDS.search(noun)
    if not found or "R&D" in noun or not _RESEARCH.search(state.subject):
        return None
    return Name(noun[: found.start()] + "R&D" + found.group(), ("head inherited",))


_READERS: tuple[Callable[[State, str, Place], Name | None], ...] = (
    _price, _ratio, _deal, _per, _traded, _account, _budget, _learner, _staff, _deaths, _ridden, _sex, _research, _part,
)  # fmt: skip
