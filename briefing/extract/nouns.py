"""Noun phrases of indicators: lists and the head they share, level words, the noun right of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from briefing.extract.left import aspect_of, leading_action
from briefing.extract.lexicon import by_word, one_of, rows, words

_LEVEL = re.compile(
    r"^(?:[国省市区县部州]级|地市级|省部级|国家级?|世界级|[\dA一二三四五]*A级|[一二三四五\d]星级|国家[A-Z\d]+级)(?:及?以上|以下)?(?:示范|重点|培育|骨干|创新|成长)?型?$"
    r"|^(?:[\d.]+[百千]?[万亿]?(?:美?元)?[—–\-~至到])?[\d.]*[百千]?[万亿]?(?:美)?元(?:及?以[上下])?$"
)
LEVEL_HEAD = re.compile(
    r"^(?:[国省市区县部州]级|地市级|省部级|国家级?|世界级|[\dA一二三四五]*A级|[一二三四五\d]?星级)(?:及?以上|以下)?"
    r"|^[\d.]*[百千]?[万亿]?(?:美)?元(?:及?以[上下])?"
)
_QUOTED = re.compile(r"[“《（(][^”》）)]*[”》）)]")
_HOLDS_STOP = re.compile(one_of("right_whole"))
_NO_NOUN = re.compile(one_of("right_none") + "(?!建|库|册|校|营|孵|研|谈)")
_CLASS = re.compile(r"(产业|企业|行业|制造业|业|类|领域|险|经济|产品|品|价格|投资|用户|居民|机构)$")
_MEASURED = re.compile(
    r"(?:人次|数|量|额|率|值|面积|里程|浓度|收入|支出|费用?|价格?|指数|规模|余额|投资|产值|贷款|存款|出口|进口|比重|占比)$"
)
_IS = re.compile(r"(?:仍|继续|依次|分别|均|同)?(?:为|是|成为|居|列|位居|位列|保持)(?=.)")
_COLLECTIVE = re.compile(r"[二两三四五六七八九十\d]+(?:大|个|类|项|家|种)")
_NUMERALS = "零一二三四五六七八九十"
_COUNTED_KIND = re.compile(
    r"(?P<last>[^二三四五六七八九十\d]{2,12})(?P<n>[二三四五六七八九十\d])[大个](?:主导|重点|支柱|优势|传统|特色|战略性新兴|新兴|主要)*(?P<kind>产业|行业|领域|板块)"
)
"""汽车、装备、医药三大主导产业: the last of three says what all are."""
_ABROAD = re.compile(r"(?:进出口|出口|进口)(?:总?[值额])?$")
_TRADE = re.compile(r"(?:进出口|出口|进口)(?:总?[值额])?")
_SAID = re.compile(r"达标|统筹|成网|贯通|建成|实现|完成|开通|运行|好转|改善|落地|投用|领跑|领先|继续")
_VERBS = re.compile(r"^.*(?:发展|培育|打造|聚焦|围绕|壮大|做强|做优|布局|推进|推动|深耕|抓好|重点)")
_PER_HEAD = re.compile(r"(?<=..)(?:生均|人均|户均|亩均|每生|次均).{2,}$")
"""小学、初中、普通高中生均经费: what is said per head is said once."""
_GLOSSED = re.compile(r"[（(]([\u4e00-\u9fff]{2,6})[）)]$")
_RANKS = re.compile(r"(?:国家|省|市|区|县)级?")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile("(" + one_of("heads")[3:-1] + ")$")


@cache
def _protected() -> re.Pattern[str]:
    return re.compile(one_of("compounds"))


def head_of(noun: str) -> str:
    """The measure noun a phrase ends with (增加值 of 制造业增加值), or nothing."""
    found = _heads().search(noun)
    return found.group(1) if found else ""


def split_list(noun: str, *, pairs: bool = True) -> list[str]:
    """The members of a list in a noun phrase, the shared head put back: 工业、制造业投资 → 工业投资, 制造业投资.

    Names with a list mark inside (`words/compounds.txt`), brackets and quotations stay whole. 和 splits only behind the
    last 、 or, with `pairs`, where there is no 、 at all.
    """
    spans = [found.span() for found in _protected().finditer(noun)]
    spans += [found.span() for found in re.finditer(r"[“《（(][^”》）)]*[”》）)]", noun)]
    marks = [at for at, sign in enumerate(noun) if sign == "、" and not _inside(at, spans)]
    members = _cut(noun, [(at, at + 1) for at in marks])
    joins = [
        found.span()
        for found in re.finditer(r"以及|及其|及|和|与", noun[marks[-1] if marks else 0 :])
        if found.group() != "及其"
    ]
    offset = marks[-1] if marks else 0
    joins = [(a + offset, b + offset) for a, b in joins if not _inside(a + offset, spans)]
    if joins and (marks or pairs):
        members = [
            *members[:-1],
            *_cut(
                members[-1],
                [(a - len(noun) + len(members[-1]), b - len(noun) + len(members[-1])) for a, b in joins[-1:]],
            ),
        ]
    members = [member.strip("的 、") for member in members if member.strip("的 、")]
    return _share_head(members) if len(members) > 1 else members or [noun]


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    parts, position = [], 0
    for a, b in spans:
        if 0 < a < len(text):
            parts.append(text[position:a])
            position = b
    return [*parts, text[position:]]


def _share_head(members: list[str]) -> list[str]:
    """Put back what a list says once: the measure noun at its end, or the owner at its beginning."""
    counted = _COUNTED_KIND.match(members[-1])
    if counted and counted.group("n") in (str(len(members)), _NUMERALS[len(members) : len(members) + 1]):
        kind, rest = counted.group("kind"), members[-1][counted.end() :]
        bare = [*members[:-1], counted.group("last")]
        return [member.removesuffix(kind) + kind + rest for member in bare]
    if re.match("第[一二三]", members[0]):  # 第二、三产业
        members = ["第" + member if member[0] in "一二三" else member for member in members]
    parallel = _parallel(members)
    if parallel:
        return parallel
    prefix = next((word for word in words("shared_prefixes") if members[0].startswith(word)), "")
    if prefix and _CLASS.search(members[0]) and all(member.endswith("业") for member in members[:-1]):
        members = [members[0], *(m if m.startswith(words("shared_prefixes")) else prefix + m for m in members[1:])]
    gloss = _GLOSSED.search(members[-1])
    if gloss and head_of(gloss.group(1)):
        return [m + gloss.group() for m in _share_heads([*members[:-1], members[-1][: gloss.start()]])]
    return _share_heads(members)


def _share_heads(members: list[str]) -> list[str]:
    """The measure noun at the end of a list, or the owner at its beginning, put back to all."""
    first, last = members[0], members[-1]
    members = abroad(members)
    last = members[-1]
    level = _RANKS.match(last)
    action = leading_action(first)
    if level and all(_RANKS.fullmatch(member) for member in (first.removeprefix(action), *members[1:-1])):
        grade = "级" if level.group().endswith("级") else ""
        named = [member.removesuffix(grade) + grade + last[level.end() :] for member in members[:-1]]
        return [*named, action + last]
    shared = _PER_HEAD.search(last)
    if shared and not any(_PER_HEAD.search(member) or _MEASURED.search(member) for member in members[:-1]):
        return [*(member + shared.group() for member in members[:-1]), last]
    head, bare = head_of(last), first.removeprefix(action)
    if head and head != last:
        members = [*(_join(member, head, last) for member in members[:-1]), last]
    elif not head and len(last) == 4 and all(len(member) == 2 for member in [bare, *members[1:-1]]):
        members = [*(member + last[2:] for member in members[:-1]), last]
    tail = max(head_of(first), aspect_of(first), key=len)
    owner = first[: -len(tail)].removesuffix("的") if tail else ""
    if len(owner) < 2:
        return members
    return [first, *(owner + member if _is_side(member) else member for member in members[1:])]


@cache
def _parallels() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in words("parallels"))


def _parallel(members: list[str]) -> list[str]:
    """中, 小型企业 → 中型企业, 小型企业: what follows the last of words that stand side by side holds for all."""
    for peers in _parallels():
        ending = max((word for word in peers if len(word) > 1 and members[0].endswith(word)), key=len, default="")
        owner = members[0].removesuffix(ending) if ending and len(members) == 2 else ""
        if not peers.issuperset(members[:-1]) and not owner:
            continue
        last = max((word for word in peers if members[-1].startswith(word)), key=len, default="")
        rest = members[-1].removeprefix(last)
        if last and rest and owner:
            return [owner + ending + rest, owner + last + rest]
        if last and rest:
            return [re.sub("^(?=[一二三]产业)", "第", word + rest) for word in (*members[:-1], last)]
    return []


def abroad(members: list[str]) -> list[str]:
    """对韩国进出口, 日本进出口 → 对日本进出口: the partner of a list keeps its preposition."""
    if not _ABROAD.search(members[-1]) or members[0][0] not in "对自向":
        return members
    return [member if member[0] in "对自向" else members[0][0] + member for member in members]


def _is_side(member: str) -> bool:
    """Whether a phrase is only a measure (利润总额, 贷款余额), so that its owner stands before."""
    return head_of(member) == member or member in by_word("aspects")


def _join(member: str, head: str, last: str) -> str:
    """Put the head back; 城镇 beside 农村居民人均可支配收入 takes 居民 too."""
    if _MEASURED.search(member):
        return member
    if member in ("城镇", "城市") and last.startswith(("农村", "乡村")):
        return member + last[2:]
    if with_tail(member, head) != member + head:
        return with_tail(member, head)
    owner = last[: -len(head)].removesuffix("的")
    kind = _CLASS.search(owner)
    if kind and len(member) <= 2 and not member.endswith(kind.group(1)) and kind.group(1) in ("企业", "居民"):
        return member + kind.group(1) + head
    return member + head


def last_measure(noun: str) -> str:
    """What is measured, where a clause without a figure runs into it: 地铁三期建成、运营总里程 → 运营总里程."""
    if "、" not in noun or _protected().search(noun):
        return noun
    before, _, last = noun.rpartition("、")
    measured = bool(_MEASURED.search(last) or head_of(last))
    sentence = len(before) > 4 and _SAID.search(before) is not None and not _MEASURED.search(before)
    return last if measured and sentence else noun


def with_tail(noun: str, head: str) -> str:
    """A noun with its head put back, not said twice (太阳能发电 + 发电量 → 太阳能发电量)."""
    overlap = next((size for size in range(len(head) - 1, 0, -1) if noun.endswith(head[:size])), 0)
    inside = head.rfind(noun[-2:]) if len(noun) > 2 and not overlap else -1
    return noun + (head[inside + 2 :] if inside > 0 else head[overlap:])


def owners(topic: str, noun: str) -> list[str]:
    """The members a clause before names, each with what is told of it: 东盟、欧盟为前两大贸易伙伴，分别进出口 → 对东盟进出口."""
    listed = _IS.split(_QUOTED.sub("", topic), maxsplit=1)
    if len(listed) < 2 or _COLLECTIVE.match(noun):
        return []
    members = split_list(listed[0])
    if _TRADE.fullmatch(noun):
        return [("自" if noun.startswith("进口") else "对") + member + noun for member in members]
    return [member + noun for member in members]


def listed_before(topics: Sequence[str], noun: str) -> list[str]:
    """What the clause before lists, for 五大产业规模 its measure: 甲、乙、丙产业，三大产业规模分别… → 甲产业规模."""
    many = _COLLECTIVE.match(noun)
    if not many or not topics:
        return []
    kind = next((word for word in ("产业", "行业", "领域") if noun.startswith(word, many.end())), "")
    rest = noun[many.end() :].removeprefix(kind)
    members = split_list(topics[-1])
    members[0] = _VERBS.sub("", members[0])
    return [member + ("" if member.endswith(kind) else kind) + rest for member in members]


def split_pair(noun: str, count: int) -> list[str]:
    """One word that stands for two (城乡居民, 存贷款) or three (三次产业) taken apart where 分别 gives so many figures."""
    if count == 3 and "三次产业" in noun:
        return [noun.replace("三次产业", f"第{number}产业", 1) for number in "一二三"]
    if count == 2:
        for row in rows("pairs"):
            if row["word"] in noun:
                return [noun.replace(row["word"], row[side], 1) for side in ("first", "second")]
    return [noun]


def is_level(noun: str) -> bool:
    """Whether a phrase is only a rank of things (国家级, 4A级): its noun stands before."""
    return bool(_LEVEL.match(noun))


def under(level: str, parent: str) -> str:
    """国家级 under 省级以上企业技术中心 → 国家级企业技术中心, 10亿元以上 under 引进1亿元以上项目 → 10亿元以上项目."""
    action = leading_action(parent)
    bare = parent[len(action) :] if action else parent
    return level + (LEVEL_HEAD.sub("", bare, count=1) or bare)


def same_class(one: str, other: str) -> bool:
    """Whether two phrases are of one kind (采矿业, 制造业), so that one may lend the other its head noun."""
    a, b = _CLASS.search(one), _CLASS.search(other)
    return bool(
        a and b and (a.group(1) == b.group(1) or {a.group(1), b.group(1)} <= {"业", "产业", "制造业", "行业", "企业"})
    )


def right_noun(text: str) -> str:
    """The noun phrase right of a figure with its unit; with a short noun the predicate is kept (企业获评…)."""
    text = re.sub(r"^[（(][^）)]*[）)]", "", text.strip(" 　的"))
    text = re.split(r"(?:和|及|与)(?=\d)", text)[0]
    if text in ("", "中", "内") or _NO_NOUN.match(text):
        return ""
    text = re.sub(r"[（(](?:详见|以下简称|下同)[^）)]*[）)]|的?基础上$", "", text)
    text = re.sub(r"(?<=项目|企业|小区|社区|园区|街道)的.*$", "", text)
    if re.match("规模(?!以上|化|以下)", text) and len(text) > 3:
        return text[2:].removeprefix("的").split("、")[0] + "规模"
    masked = _QUOTED.sub(lambda found: "“" * len(found.group()), text)
    masked = _HOLDS_STOP.sub(lambda found: "“" * len(found.group()), masked)
    ends = [masked.find(word, 2) for word in words("right_stops")]
    end = min((at for at in ends if at >= 2), default=len(text))
    if end < len(text) and end <= 2 and not text.startswith(("已", "均", "全"), end):
        return text[:40]
    found = text[:end].split("、")
    # 国控、省控断面: a member of two signs is no noun, the list has one head
    headless = len(found) > 1 and (len(found[0]) in (1, 2) or _RANKS.fullmatch(found[0]))  # 10件省、市民生实事
    return (text[:end] if headless else found[0]).strip(" 　的").removesuffix("中")
