"""The name of a figure: the noun phrase of its clause, or the subject it inherits from the clauses before."""

from __future__ import annotations

import re

from briefing.extract.clauses import Place
from briefing.extract.drafts import Confidence, Name, State
from briefing.extract.indicators import indicator_id
from briefing.extract.left import Left, aspect_of, leading_action, trailing_cut
from briefing.extract.lexicon import one_of, words
from briefing.extract.nouns import head_of, right_noun, same_class, with_tail
from briefing.extract.own import LEARNERS, is_rate, own
from briefing.extract.subject import read_left

SIDES = ("join", "loose", "total", "total_rank")
"""Modes of aspect words that make an indicator of their own with the subject (规模, 利润总额, 总数)."""

AMONG = re.compile(r"其中|分[^，,；;。]{1,12}看|从[^，,；;。]{1,16}看|按[^，,；;。]{1,14}[看分]")
LISTED = re.compile("(" + one_of("heads")[3:-1] + r")(?:情况|项目|科目|呈|保持|“|$)")
_URGED = ("力争", "确保", "争取", "努力", "计划", "力争实现", "力争完成")
_FINANCE = (
    "总产值",
    "增加值",
    "净利润",
    "资产总计",
    "负债合计",
    "负债总额",
    "营收",
    "营业收入",
    "利润",
    "利润总额",
    "净资产",
    "资产总额",
    "资产",
)
PER = ("人均", "亩均", "户均")
DAILY = ("日均", "月均")
_OWN = ("亏损面", "增长面", "综合实力", "惠及", "床位", "招生", "毕业生", "在校生")
_SHARES_HEAD = re.compile(r"(?:(?<!企)业|产业|行业|领域|险|公路|铁路|水路|水运|航空|民航|管道|汽车|柑橘)$")
_SCHOOL = re.compile(r"(?:学校|小学|初中|高中|幼儿园|院校|大学)$")
_HOMES = re.compile(r"小区|住宅|住房|危房|棚户|楼|农房|管网")
_LIGHT = ("实施", "开展", "推进", "安排", "举办")
_STANDS_OUT = re.compile(
    r"(?P<noun>[^，,；;]{3,20}?)(?:降幅|增速|增幅|涨幅|跌幅|增势|降势)(?:最|较|相对|明显|居|良好|强劲|突出|迅猛|显著)"
    rf"|(?P<turned>[^，,；;]{{2,20}}?)(?:增速|增幅)?(?:逐[月季步]|持续|连续|继续|实现|保持|均)*{one_of('turns')}$"
)
_AFFECTED = re.compile(
    r"([^，,；;]{2,14}(?:行业|产业|企业|业|板块|领域))(?:受|因|由于|持续|保持|继续|仍|表现|运行|发展|生产|快速|稳步|较快|平稳)"
)
_GROWN_ON = re.compile(r"(?:播种|种植|收获|栽培|养殖)面积$")
_GREW = re.compile(r"(?:实现|保持|产值|价格|同比)*(?:正增长|增长|下降|上涨|回升|盈利|亏损|停产)$")
_AMOUNT = re.compile(
    r"(?:资金|基金|负荷|[款费税额值量数率价]|保费|债券|国债|债务|合同|订单|资产|负债|补贴|补助|工资|资本|外资|收益|成本|顺差|逆差|规模|经费|投入|支付|消费|营收)$"
)
_SHORT = 10
_SUMS = ("到位资金", "完成投资", "总投资", "计划投资", "投资额", "协议投资", "计划总投资")
_COUNTED = ("床位", "产量", "存栏", "出栏", "保有量", "拥有量", "客运量", "吞吐量")
_TRADE = re.compile(r"(出口|进口)(?:总?[额值]|量)?")
_TRADERS = re.compile(r"(?:企业|国家|地区|主体|市场|伙伴|单位|业务)$")
_INHERITED = ("subject inherited",)
_THINGS_OF = re.compile(r"(?:法人单位|产业活动单位|个体经营户|市场主体|经营主体|企业|从业人员|就业人员)$")
_THINGS = ("count", "number", "area", "length", "money", "percent")


def subject(state: State, left: Left, place: Place) -> Name:
    """The noun phrase of the clause, an aspect of the subject, or the subject inherited, with how safe that is."""
    if not left.noun and not left.aspect and place.topics:
        left.noun = _stood_out(place.topics[-1])
    if left.noun:
        return own(state, left.noun, place)
    if left.aspect_mode in SIDES:
        return _side(state, left, place)
    if place.depth and not state.fresh:
        return Name(state.subject, _INHERITED, "medium")
    if state.subject and (state.fresh or state.continued):
        sure: Confidence = "high" if state.fresh else "medium"
        return Name(state.subject, _INHERITED, "low" if state.doubtful else sure)
    if state.headed and not state.subject:
        return Name(state.headed, ("subject from the heading",), "high" if indicator_id(state.headed) else "medium")
    topic = next((noun for noun in map(_topic, reversed(place.topics)) if noun), "")
    if topic and place.mark in ("：", ":") and len(place.topics) == 1 and indicator_id(topic):
        return Name(topic, ("subject from the heading",))
    if topic:
        return Name(topic, ("subject from the clause before",), "low")
    if state.subject:
        return Name(state.subject, ("subject inherited", "across sentences"), "low")
    return Name("", ("no subject",), "low")


def _stood_out(topic: str) -> str:
    """What a clause without a figure is about: 建筑施工行业 of 建筑施工行业降幅最大."""
    found = _STANDS_OUT.match(topic)
    noun = read_left(found.group("noun") or found.group("turned")).noun if found else ""
    return noun if len(noun) >= 2 and not AMONG.search(noun) else ""


def _side(state: State, left: Left, place: Place) -> Name:
    """总量, 规模, 利润总额 without a noun: a side of the subject."""
    told = _told(left, place) or learners(state, left.aspect)
    if told:
        return told
    if not state.fresh and not state.continued:
        return Name(left.aspect, (), "high" if left.aspect_mode == "loose" else "low")
    confidence: Confidence = "high" if state.fresh else "medium"
    if left.aspect_mode in ("total", "total_rank"):
        return Name((state.bare or state.subject) + left.aspect, _INHERITED, confidence)
    if left.aspect in PER or left.aspect in DAILY:
        return Name(left.aspect + (state.bare or state.subject), _INHERITED, confidence)
    if left.aspect_mode == "loose":
        loose = _loose(state, left, place, confidence)
        if loose:
            return loose
    return _joined(state, left, place, confidence)


def learners(state: State, aspect: str) -> Name | None:
    """招生53.1万人，在校生338万人 behind 共有小学4215所: the school's, where nothing else stood between."""
    bare = not state.fresh or state.subject in LEARNERS or state.subject.startswith("招收")
    if aspect not in LEARNERS or not bare or (state.continued and not state.fresh):
        return None
    near = state.school and not state.subject.startswith("招收")
    return Name(state.school + aspect, _INHERITED, "medium") if near else Name(aspect, ("no subject",), "low")


def _told(left: Left, place: Place) -> Name | None:
    """汽车零部件行业受订单减少影响，产值…: the side of whom the clause before speaks of."""
    told = _AFFECTED.match(place.topics[-1]) if place.topics and left.aspect_mode == "loose" else None
    noun = read_left(told.group(1)).noun if told else ""
    return Name(noun + left.aspect, ("subject from the clause before",), "medium") if noun else None


def _loose(state: State, left: Left, place: Place, confidence: Confidence) -> Name | None:
    """营收, 产量: a side of the subject only where the words are near enough, else a name that is no name."""
    grown = _GROWN_ON.sub("", state.subject) if left.aspect in ("产量", "总产量", "单产", "总产") else state.subject
    if grown and grown != state.subject:
        return Name(grown + left.aspect, _INHERITED, confidence)
    if left.aspect == "余额" and state.fresh and state.subject.endswith("限额"):  # 债务限额…，年末余额…
        return Name(state.subject.removesuffix("限额") + left.aspect, _INHERITED, confidence)
    counted = state.kind == "count" and state.subject.endswith(("企业", "单位", "公司"))
    if state.fresh and counted and left.aspect not in _OWN:
        return Name((state.bare or state.subject) + left.aspect, _INHERITED, "low" if state.action else confidence)
    near = place.mark == "、" or (left.aspect in _FINANCE and aspect_of(state.subject) in _FINANCE)
    return None if state.shared and near else Name(left.aspect)


def _joined(state: State, left: Left, place: Place, confidence: Confidence) -> Name:
    """规模, 完成投资, 覆盖率 joined to the subject or to its owner."""
    if place.mark in ("；", ";") and state.among and left.aspect in _SUMS and not AMONG.search(place.left):
        return Name(left.aspect)  # 其中10亿元以上项目21个；到位资金…: of all projects again, not of the part
    owner = state.owner or state.subject
    if left.aspect == "投入强度":
        owner = state.subject.removesuffix("支出")
    elif is_rate(state.subject) and not left.aspect.endswith("率"):
        things = [noun for noun in state.recent if not is_rate(noun)]
        owner = things[-1].removeprefix(leading_action(things[-1])) if things else owner
    invested = left.aspect == "完成投资" and not re.search(r"项目|工程|建设|改造|投资", state.subject)
    if invested or (left.aspect == "完成投资" and state.amount == "money" and not state.shared):
        return Name(left.aspect)
    if left.aspect.endswith("率"):
        return Name(_rate_of(state, left.aspect), _INHERITED, confidence)
    return Name(with_tail(owner, left.aspect), _INHERITED, confidence)


def _rate_of(state: State, aspect: str) -> str:
    """A rate of the subject: 项目完成投资 → 项目投资完成率, 新建充电桩 → 充电桩覆盖率."""
    if aspect == "完成率" and state.subject.endswith("完成投资"):
        return state.subject.removesuffix("完成投资") + "投资完成率"
    if aspect in ("覆盖率", "普及率", "达标率") and state.action and state.bare:
        return state.bare + aspect
    if state.action and state.bare and aspect.startswith(state.action[-2:]):
        return state.bare + aspect
    before = aspect_of(state.subject)
    return with_tail(
        state.subject.removesuffix(before) if state.shared or before.endswith("率") else state.subject, aspect
    )


def _topic(text: str) -> str:
    noun = read_left(text).noun
    fits = 2 <= len(noun) <= 24 and not AMONG.search(noun)
    return noun if fits and (head_of(noun) or is_rate(noun) or len(noun) <= 12) else ""


def thing(state: State, left: Left, place: Place) -> Name:
    """The indicator of a count, a level or a ratio, with the noun right of the figure where it stands there."""
    kind = place.mention.kind
    right = _counted(place)
    if left.action and not left.noun:
        return _done(state, left, place, right)
    if kind == "money" and place.right.startswith("的") and right and left.aspect == "总投资":
        return Name(right + left.aspect)
    if not left.noun:
        return _unnamed(state, left, place, right)
    if right and kind == "count" and not place.mark and place.left.endswith("的"):
        return Name(right)  # 62个国家的185个港口: the noun before belongs to the figure before
    if right and (kind == "count" or (kind == "number" and place.mention.unit_mult < 8)):
        return Name(_around(left.noun, right))
    if kind == "money" and place.right.startswith("的") and right and left.noun.endswith("总投资"):
        return Name(right + "总投资")
    return _verb_shared(state, left, place, subject(state, left, place))


def _counted(place: Place) -> str:
    """The noun right of a figure; of 86家商超销售额2.1亿元 only what is counted."""
    kind = place.mention.kind
    right = right_noun(place.right) if kind in _THINGS else ""
    head = head_of(right)
    worth = kind == "count" and len(right) - len(head) > 1 and head.endswith(("额", "收入", "产值", "利润"))
    return right.removesuffix(head) if worth else right


def _unnamed(state: State, left: Left, place: Place, right: str) -> Name:
    """No noun left of the figure: a side of the subject, the noun right of it, or the subject again."""
    kind = place.mention.kind
    if left.aspect and not (right and kind == "count"):
        return _side(state, left, place) if left.aspect_mode in SIDES else subject(state, left, place)
    alike = place.mark == "中" or (state.kind == "count" and place.mention.unit_zh == state.unit)
    if right and alike and state.fresh and _GREW.match(right):
        return Name(f"{right}的{state.bare or state.subject}", ("subject inherited",))
    if right:
        return Name(right, (), "high" if kind == "count" else "medium")
    if (
        left.total and state.fresh and state.action.startswith("新")
    ):  # 新增高技能人才…，累计达…: all of them, not the new
        return Name(state.bare or state.subject, _INHERITED)
    if state.fresh and place.mention.unit_zh != state.unit and kind == "area" and state.kind == "count":
        return Name(state.subject + "面积", _INHERITED)
    return subject(state, left, place)


def _done(state: State, left: Left, place: Place, right: str) -> Name:
    """Nothing but a verb of doing: it takes the noun right of the figure, or the noun of the figure before."""
    verb = ("累计" if left.total else "") + left.action
    if right:
        return Name(right if right.endswith("规模") else verb + right)
    if not state.fresh and not state.continued:
        return Name(verb, ("no object",), "low")
    if left.action == "惠及" and _HOMES.search(state.subject) and place.mention.unit_zh in ("户", "万户", "人", "万人"):
        return Name("惠及居民", _INHERITED)  # 改造老旧小区68个、惠及2.1万户: who lives there
    # 其中甲3个、乙28个，已开工19个: of all, or of the last
    left_open = state.among and place.mark in ("，", ",") and not AMONG.search(place.left) and not place.topics
    sure = state.fresh and not state.doubtful and not left_open and (state.bare or state.subject)
    return Name(verb + (state.bare or state.subject), _INHERITED, "high" if sure else "low")


def _verb_shared(state: State, left: Left, place: Place, name: Name) -> Name:
    """新认定甲5家、乙3家: the verb of the first holds for the second, joined by 、 and counted alike."""
    urged = state.urged and place.mark in ("，", ",") and place.mention.unit_zh == state.unit and not place.topics
    urged = urged and place.mention.kind == "count"
    joined = (place.mark == "、" or urged) and state.action and place.mention.kind == state.kind
    if joined and not left.action and not left.total and not left.aspect and "实" not in left.noun[:1]:
        left.action = state.action
        return Name(state.action + name.text, (*name.flags, "verb shared"), name.confidence)
    if left.noun and left.aspect_mode in ("rank", "total_rank"):
        return Name(name.text + left.aspect, name.flags, name.confidence)
    return name


def _around(noun: str, right: str) -> str:
    """Verb left, noun right (改造提升44条道路): of a long left only the verb is kept."""
    if noun.endswith("等"):
        return leading_action(noun) + right
    return noun + right if len(noun) <= 6 else leading_action(noun) + right


def with_head(state: State, left: Left, name: Name) -> Name:
    """制造业增长8.6% in a list under 增加值 → 制造业增加值: a list of one class shares its measure noun."""
    if indicator_id(name.text) and _AMOUNT.search(name.text):
        return name
    if state.lend and left.noun and name.text.endswith(("类", "业")) and not head_of(name.text):
        return Name(with_tail(name.text, state.lend), (*name.flags, "head inherited"), name.confidence)
    if not left.noun or not state.head or head_of(name.text) or is_rate(name.text) or not (state.fresh or state.among):
        return name
    if state.among or name.text.startswith(("其他", "其余")) or same_class(name.text, state.owner):
        return Name(with_tail(name.text, state.head), (*name.flags, "head inherited"), name.confidence)
    return name


def listed_head(state: State, left: Left, place: Place, name: Name) -> Name:
    """产品产量中，水泥236万吨 → 水泥产量, 甲产业产值15亿元；乙7亿元 → 乙产值: what a list is of holds for its members."""
    bare = left.noun and not name.flags and not left.action and not right_noun(place.right) and not is_rate(name.text)
    if not bare or head_of(name.text) or aspect_of(name.text) or leading_action(name.text):
        return name
    things = _THINGS_OF.search(state.whole) if place.mention.kind == "count" and name.text.endswith("业") else None
    if things:  # 在法人单位中，制造业1.2万个
        whole = state.whole if state.whole.startswith("新") else things.group()
        return Name(name.text + whole, ("head inherited",), name.confidence)
    if state.lend:
        return Name(with_tail(name.text, state.lend), ("head inherited",), name.confidence)
    alike = state.fresh and place.mark in ("；", ";") and place.mention.unit_zh == state.amount_unit
    alike = alike and (place.mention.kind != "count" or state.head in _COUNTED)
    short = len(name.text) <= _SHORT or (name.text.endswith("业") and "、" in name.text)
    if alike and state.head in words("lent") and short and not _AMOUNT.search(name.text):
        return Name(with_tail(name.text, state.head), ("head inherited",), "medium")
    return name


def lent_head(state: State, name: Name) -> Name:
    """其中公路2.31亿吨 under 货运量 → 公路货运量: an amount of a part takes the measure noun of the whole."""
    lendable = (
        state.head
        and state.parent.endswith(state.head)
        and state.head not in ("总量", "总数", "数量", "人数", "户数", "件数", "指数")
    )
    thing = (
        state.head in words("lent")
        and state.parent.endswith(state.head)
        and len(name.text) <= _SHORT
        and not _AMOUNT.search(name.text)
    )
    thing = thing and (state.amount != "count" or state.head in _COUNTED)
    part = bool(_SHARES_HEAD.search(name.text)) or (thing and not leading_action(name.text))
    if not lendable or name.flags or head_of(name.text) or not part:
        return name
    return Name(
        with_tail(name.text, "里程" if state.head == "总里程" else state.head), ("head inherited",), name.confidence
    )


def traded(state: State, name: Name, kind: str) -> Name:
    """其中汽车12.6万辆、价值168.3亿元 under 机电产品出口 → 汽车出口量, 汽车出口额: goods of a trade, in pieces and in money."""
    trade = _TRADE.fullmatch(state.head)
    if not trade or kind not in ("count", "money", "weight") or _TRADERS.search(name.text) or name.flags:
        return name
    if name.text == "价值" and state.subject.endswith(trade.group(1) + "量"):
        return Name(state.subject.removesuffix("量") + "额", _INHERITED, name.confidence)
    if head_of(name.text) or len(name.text) > _SHORT or leading_action(name.text):
        return name
    return Name(name.text + trade.group(1) + ("额" if kind == "money" else "量"), ("head inherited",), name.confidence)


def remember(state: State, name: Name, left: Left, place: Place, measure: str) -> None:
    """Hand on what this figure named."""
    noun = name.text
    if left.noun:
        state.growth_aspect = False
        state.grown = [*state.grown, noun] if measure == "growth" else []
    if left.noun or left.action or not state.fresh or not name.flags:
        state.chain = [*state.chain, noun] if place.mark in ("、", "和") and state.fresh else [noun]
        state.subject, state.items, state.doubtful = noun, [], name.confidence == "low"
        if noun not in state.recent:
            state.recent.append(noun)
        action = left.action or leading_action(noun)
        if action and noun.startswith("累计" + action):
            action = "累计" + action
        state.action = action if measure in ("count", "level") else ""
        pressed = any(word in _URGED for word in left.strength)
        state.urged = bool(action) and (pressed or (state.urged and "verb shared" in name.flags))
        if left.noun or not state.bare or place.right:
            state.bare = trailing_cut(noun.removeprefix(action))
        _split_owner(state, noun.removeprefix(action) if action in _LIGHT else noun)
        if not state.among:
            state.parent = noun
    elif left.aspect_mode in SIDES:
        state.subject, state.shared, state.head = noun, bool(aspect_of(noun)), head_of(noun) or state.head
        if noun not in state.recent:
            state.recent.append(noun)
    if (
        measure == "count"
        and place.mention.unit_zh.endswith(("所", "个"))
        and _SCHOOL.search(noun)
        and "另" not in place.left
    ):
        state.school = noun.removeprefix(leading_action(noun))
    state.unit, state.kind, state.measure, state.fresh = place.mention.unit_zh, place.mention.kind, measure, True


def _split_owner(state: State, noun: str) -> None:
    head, side = head_of(noun), aspect_of(noun)
    state.shared = bool(side)
    state.head = "增加值" if head == "生产总值" else head or state.head
    tail = max(side, head, key=len)
    state.owner = (noun[: -len(tail)].removesuffix("的").removesuffix("总") or noun) if tail else noun
