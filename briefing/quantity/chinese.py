"""Find quantities in Chinese text (design section 4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from briefing.quantity import ranks
from briefing.quantity.guards import blocked
from briefing.quantity.numerals import ARABIC, BLANKS, CHINESE, CHINESE_CHAR, SCALE_CHAR, normalise, parse_numeral
from briefing.quantity.units import SCALES, Unit, table, unit, unit_pattern
from briefing.quantity.value import Bound, Quantity, plain
from briefing.quantity.words import after_bound, before_bound, inside_bound

_C = CHINESE_CHAR
_S = SCALE_CHAR
_B = f"[{BLANKS}]"
_DIGIT = "[一二两三四五六七八九]"
_BARE_SCALES = frozenset({"百", "千", "万", "亿", "百万", "千万", "百亿", "千亿", "万亿"})
_BIG_MONEY = frozenset({"百亿", "千亿", "万亿", "百万", "千万"})
_HALF = Decimal(1) / 2


@cache
def _p(name: str) -> re.Pattern[str]:
    """A compiled pattern of the scanner, by name."""
    scaled = rf"(?={_B}?(?:{_S}|{unit_pattern()}))"
    spaced = rf"(?<=[一-龥]{' ' * 0})(?:\d{{1,9}}\.{_B}{{1,2}}\d{{1,6}}|\d{{1,9}}{_B}{{1,2}}\.\d{{1,6}}|\d{{1,3}}(?:{_B}\d{{3}}){{1,4}}(?!\d)(?:\.\d+)?){scaled}"
    arabic = rf"(?:{spaced}|{ARABIC})"
    patterns = {
        "start": rf"\d|[{CHINESE}首半]|翻[番倍]|前列",
        "arabic": arabic,
        "number": rf"(?P<digits>{arabic})(?:(?P<scale>{_S}{{1,2}})|{_B}{{1,2}}(?P<far>万亿|[万亿]))?"
        rf"(?P<more>\d{{1,4}}{_S}{{1,2}}(?:\d{{1,4}}{_S}{{0,2}})?)?|{_C}+(?:点{_C}+)?",
        "ratio": rf"\d{{1,9}}(?:\.\d{{1,9}})?(?:{_B}?:{_B}?\d{{1,9}}(?:\.\d{{1,9}})?){{1,5}}(?![\d:])",
        "part": rf"({_C}{{1,6}}|\d{{1,6}})分之({_C}+(?:点{_C}+)?|{ARABIC})",
        "inside": rf"[余多来](?={_B}?(?:{_S}|{unit_pattern()}))|\+(?=[一-龥])",
        "scale": "万亿|[百千]?[万亿]",
        "unit": rf"{_B}{{0,2}}({unit_pattern()})",
        "dash": rf"{_B}?(?:-|—|–|~|～|至|到|--){_B}?(?=-?\d|{_C})",
        "and": r"(?:、|和|与|及)(?=-?\d)",
        "tenth": rf"成({_DIGIT}|半)",
        "grown": r"(?:增长|增加|增幅|增|提高|提升|上升|上涨|扩大|高出|超出|多出|增速|翻升)(?:了|达|高达|为|约|近|超过?)*$",
        "grown_to": r"(?:增长|增加|扩大|提高|提升|上升|增|升)(?:到|至|为)(?:原来的|上年的)?$",
        "half": r"一?半(?=以上|左右|多|[，。；、的）)\s]|$)|半数",
    }
    return re.compile(patterns[name])


def find(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a Chinese text, in order, not overlapping.

    Names, idioms, dates and section numbers yield nothing. Never raises; time is linear in the text.
    """
    clean = normalise(text)
    spans = blocked(clean)
    found: list[Quantity] = []
    position = index = 0
    while m := _p("start").search(clean, position):
        while index < len(spans) and spans[index][1] <= m.start():
            index += 1
        if index < len(spans) and spans[index][0] <= m.start():
            position = spans[index][1]
            continue
        limit = spans[index][0] if index < len(spans) else len(clean)
        quantity, position = _at(clean, m.start(), limit)
        if quantity:
            found.append(replace(quantity, exact=text[quantity.start : quantity.end]))
    return tuple(found)


def _at(text: str, at: int, limit: int) -> tuple[Quantity | None, int]:
    """Read what starts at `at`: a quantity or None, and where to go on."""
    for reader in _READERS:
        quantity = reader(text, at, limit)
        if quantity:
            return quantity, max(quantity.end, at + 1)
    number = _p("number").match(text, at, limit)
    return None, number.end() if number else at + 1


# --- readers: each gets the text, the place of the numeral, and where the next blocked span starts --------------------


def _place(text: str, at: int, _: int) -> Quantity | None:
    """第三, 前十, 首位, 首家, 前列."""
    if text[at] == "首":
        return ranks.first(text, at)
    return ranks.front(text, at) if text[at] == "前" else ranks.rank(text, at)


def _ratio(text: str, at: int, limit: int) -> Quantity | None:
    """5.8:41.6:52.6."""
    m = _p("ratio").match(text, at, limit)
    if not m:
        return None
    parts = tuple(Decimal(p.strip(BLANKS)) for p in m.group().split(":"))
    return Quantity(
        at, m.end(), at, m.end(), "", parts[0], parts[0], "ratio", unit_code="ratio", unit_kind="ratio", parts=parts
    )


def _part(text: str, at: int, limit: int) -> Quantity | None:
    """百分之八点二, 千分之三, 三分之二."""
    m = _p("part").match(text, at, limit)
    below, above = (_value(m[1]), _value(m[2])) if m else (None, None)
    if not m or not below or above is None:
        return None
    bound = _bound(text, at, m.end())
    if below in {100, 1000}:
        per = unit("%" if below == 100 else "‰")
        assert per
        return _build(_Read(at, m.end(), m.start(2), m.end(2), above, per), bound)
    value = above / below
    return Quantity(
        at,
        m.end(),
        at,
        m.end(),
        "",
        value,
        value,
        "ratio",
        bound,
        unit_code="ratio",
        unit_kind="ratio",
        parts=(above, below),
    )


def _half(text: str, at: int, _: int) -> Quantity | None:
    """一半, 半数: one half."""
    m = _p("half").match(text, at)
    if not m or (text[at] == "半" and text.endswith(("上", "下", "过", "各", "减", "对"), 0, at)):
        return None
    return Quantity(
        at, m.end(), at, m.end(), "", _HALF, _HALF, "ratio", _bound(text, at, m.end()),
        unit_code="ratio", unit_kind="ratio", parts=(Decimal(1), Decimal(2)),
    )  # fmt: skip


def _doubled(text: str, at: int, _: int) -> Quantity | None:
    """翻番, 翻倍 without a number."""
    if not text.startswith(("翻番", "翻倍"), at):
        return None
    unit_zh = text[at + 1]
    known = unit(unit_zh)
    assert known
    return Quantity(
        at, at + 2, at + 1, at + 1, "", Decimal(1), Decimal(2 if unit_zh == "番" else 1), "multiple",
        _bound(text, at, at + 2), unit_zh=unit_zh, unit_code=known.code, unit_kind="multiple", factor=Decimal(2),
    )  # fmt: skip


def _measured(text: str, at: int, limit: int) -> Quantity | None:
    """A number with its unit, with a bound before, inside or after, perhaps a range."""
    first = _read(text, at, limit)
    if not first:
        return None
    ranged = _range(text, first, limit)
    if ranged:
        return ranged
    first = _shared(text, first, limit)
    if not _stands(text, first):
        return None
    begin, value = _signed(text, first)
    bound = first.bound or _bound(text, begin, first.end)
    if first.trailing and bound == "eq":
        bound = "gt"
    return _build(replace(first, start=begin, value=value), bound, _factor(text, begin, first))


_READERS: tuple[Callable[[str, int, int], Quantity | None], ...] = (_place, _ratio, _part, _half, _doubled, _measured)


# --- a number with its unit -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Read:
    """A number and its unit as read; `written` is the unit's own name without scale, empty for a bare number."""

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal
    unit: Unit
    written: str = ""
    scale: str = ""
    numeral: str = ""
    bound: Bound | None = None
    trailing: bool = False


def _read(text: str, at: int, limit: int) -> _Read | None:
    """Read number, 余 or 多, scale, unit."""
    number = _p("number").match(text, at, limit)
    if not number:
        return None
    value, scale = _split(number)
    if value is None:
        return None
    number_end = end = number.end()
    bound: Bound | None = None
    inside = _p("inside").match(text, end, limit)
    if inside:
        found = inside_bound(inside.group())
        bound = found[0] if found else None
        end = inside.end()
        more = _p("scale").match(text, end, limit)
        if more:
            scale, end = scale + more.group(), more.end()
    elif scale:
        number_end = number.end("digits") if number["digits"] and not number["more"] else number_end - len(scale)
    written, end = _unit_at(text, end, limit, numeral=number.group())
    known = unit(scale + written) or (unit(scale) if not written else None)
    if known is None:
        return None
    if written == "成" and (tenth := _p("tenth").match(text, end - 1, limit)):
        value += (parse_numeral(tenth[1]) if tenth[1] != "半" else 5) / Decimal(10)
        end = tenth.end()
    more_than = text[end : end + 1] in {"多", "余"} and text[end + 1 : end + 2] not in _NOT_TRAILING
    trailing = written in _TRAILED and more_than
    return _Read(at, end, at, number_end, value, known, written, scale, number.group(), bound, trailing)


_TRAILED = frozenset("倍 成 年 个月 天 小时 个小时 元 亩 公里 吨 米 岁 番 分钟".split())
_NOT_TRAILING = frozenset("元种个样方次年层发点")


def _split(m: re.Match[str]) -> tuple[Decimal | None, str]:
    """Part a numeral into value and the scale that belongs to its unit: 2.07万 → 2.07, 万; 百亿 → 100, 亿."""
    numeral = m.group()
    if m["digits"] and not m["more"]:
        scale = m["scale"] or m["far"] or ""
        if scale and scale not in SCALES:
            return None, ""
        return _value(m["digits"]), scale
    whole = _value(numeral)
    for scale in ("万亿", "亿", "万"):
        if numeral.endswith(scale):
            return (None if whole is None else _tidy(whole.scaleb(-SCALES[scale]))), scale
    return whole, ""


_MOST_DIGITS = 24  # more than any figure has, less than decimal arithmetic keeps exactly


def _value(text: str) -> Decimal | None:
    if len(text) > _MOST_DIGITS:
        return None
    try:
        return parse_numeral(text)
    except ValueError:
        return None


def _tidy(value: Decimal) -> Decimal:
    """Drop the zeros that scaling left behind: 15000.0000 → 15000."""
    return plain(value.normalize())


def _unit_at(text: str, end: int, limit: int, *, numeral: str) -> tuple[str, int]:
    """The unit behind a number and its end; empty where there is none, or another word begins there (5对外)."""
    m = _p("unit").match(text, end, limit)
    if not m:
        return "", end
    name = m[1].replace("（", "(").replace("）", ")")
    base = table().get(name)
    if base and m.end() < len(text) and text[m.end()] in base.not_before:
        return "", end
    if base and not numeral[0].isdigit() and len(numeral) == 1 and not base.spelled:
        return "", end
    if " " in m.group() and not numeral[0].isdigit():
        return "", end
    return name, m.end()


def _stands(text: str, read: _Read) -> bool:
    """Whether a number with or without unit is a quantity where it stands."""
    if read.numeral[0].isdigit():
        if text[read.start - 1 : read.start] == "第":
            return False
        if read.written == "年":
            return _lasts(text, read.start) or bool(after_bound(text, read.end))
        return bool(read.written) or _bare_stands(text, read)
    if _vague(text, read):
        return False
    if read.numeral in _BARE_SCALES:
        return _scale_stands(text, read)
    if not read.written or (read.numeral == "二" and read.written not in _TRAILED):
        return False
    if read.written in {"年", "周"}:
        return _lasts(text, read.start)
    if read.numeral == "一" and read.written not in {"成", "倍", "番"}:
        return read.bound is not None or _closed(text, read.end)
    return True


def _vague(text: str, read: _Read) -> bool:
    """数十, 几百, 上千, 十几, and what 第 numbers: no number of its own."""
    before = text[read.start - 1] if read.start else ""
    if before in {"几", "第"} or text[read.number_end : read.number_end + 1] == "几":
        return True
    scaled = read.numeral[0] in "十百千万亿"
    return (scaled and before == "数") or (read.numeral in _BARE_SCALES and before in {"上", "成"})


def _closed(text: str, end: int) -> bool:
    """一家 at the end of a clause counts; 一家 within one rarely does."""
    return end >= len(text) or text[end] in "，。；、,;）)\n"


_LASTED = (
    "连续", "历时", "长达", "缩短", "延长", "用时", "累计", "满", "超", "超过", "平均", "期限", "工期", "提前", "已", "仅用", "用了",
    "不少于", "不超过", "时隔", "为期", "运营", "使用", "服务", "持续", "至少", "近", "约", "达", "达到", "间隔", "比", "至", "为", "龄", "寿命",
)  # fmt: skip


def _lasts(text: str, at: int) -> bool:
    """Years count where a word says how long: 连续三年, not 五年 in 五年累计."""
    return text.endswith(_LASTED, 0, at)


def _scale_stands(text: str, read: _Read) -> bool:
    """超百家, 百亿元, 亿元以上; not 百家 or 千亿级 alone."""
    if text[read.end : read.end + 1] in {"级", "大"} and not text.startswith("大关", read.end):
        return False
    bounded = before_bound(text, read.start) or after_bound(text, read.end) or read.bound
    if bounded or text.endswith("达", 0, read.start):
        return bool(read.written) or read.numeral in _BIG_MONEY
    return read.unit.kind == "money" and read.numeral in _BIG_MONEY


def _bare_stands(text: str, read: _Read) -> bool:
    """An Arabic number without unit counts unless a year or a letter makes a name of it."""
    if text[read.start - 1 : read.start] in {"“", "/", "#", "№"}:
        return False
    follow = text[read.end : read.end + 1]
    if read.scale:
        return follow != "级" or len(read.numeral) > 2
    if "一" <= follow <= "龥" and _NAMED.fullmatch(read.numeral) and not after_bound(text, read.end):
        return False
    return follow not in {"/", "+"} and not ("A" <= follow <= "z")


# A bare year or version before a Chinese word: 2023世界羽联, 城市大脑2.0建设
_NAMED = re.compile(r"(?:19|20)\d\d|\d\.0")


def _shared(text: str, first: _Read, limit: int) -> _Read:
    """2.6、1.5个百分点, 4.2和7%: a bare number of a list has the unit that the last one writes."""
    if first.written or first.scale or not first.numeral[0].isdigit():
        return first
    end = first.end
    for _ in range(_LONGEST_LIST):
        comma = _p("and").match(text, end, limit)
        following = _read(text, comma.end(), limit) if comma else None
        if not following:
            return first
        if following.written or following.scale:
            shares = following.unit.kind in {"percent", "points", "money"}
            return replace(first, unit=following.unit, written=following.written) if shares else first
        end = following.end
    return first


_LONGEST_LIST = 8


def _signed(text: str, read: _Read) -> tuple[int, Decimal]:
    """Take a minus sign before the number in; a dash behind a figure or before a count is none."""
    at = read.start
    if at == 0 or text[at - 1] not in "-负" or read.unit.kind == "count":
        return at, read.value
    before = text[at - 2] if at > 1 else ""
    if text[at - 1] == "-" and (before.isdigit() or before in "%‰-元" or before.isascii() and before.isalpha()):
        return at, read.value
    return at - 1, -read.value


def _bound(text: str, start: int, end: int) -> Bound:
    found = before_bound(text, start) or after_bound(text, end)
    return found[0] if found else "eq"


def _factor(text: str, begin: int, read: _Read) -> Decimal | None:
    """The level over its base: 增长两倍 → 3, 翻两番 → 4, 是…的两倍 → 2."""
    if read.unit.kind != "multiple":
        return None
    if read.unit.code == "doubling":
        return _doublings(read.value)
    found = before_bound(text, begin)
    head = text[max(0, begin - 14) : begin - (len(found[1]) if found else 0)]
    if _p("grown").search(head) and not _p("grown_to").search(head):
        return read.value + 1
    return read.value


def _doublings(value: Decimal) -> Decimal:
    """Two to that power for a sane number of doublings."""
    return Decimal(2) ** value if 0 <= value <= 20 else value


def _build(read: _Read, bound: Bound, factor: Decimal | None = None) -> Quantity:
    known = read.unit
    base = _doublings(read.value) if known.code == "doubling" else plain(read.value.scaleb(known.mult))
    return Quantity(
        read.start, read.end, read.number_start, read.number_end, "", read.value, base, known.kind, bound,
        unit_zh=known.zh, unit_mult=known.mult, unit_code=known.code, unit_kind=known.kind, factor=factor,
    )  # fmt: skip


def _range(text: str, first: _Read, limit: int) -> Quantity | None:
    """5.0%-5.5%, 3至5家, 300-500万元: low and high in the unit of the second number."""
    dash = _p("dash").match(text, first.end, limit)
    if not dash or text.endswith(("由", "从", "自"), 0, first.start):
        return None
    second = _read(text, dash.end(), limit)
    if not second or not (second.written or second.scale) or (first.written and first.unit.code != second.unit.code):
        return None
    if not first.written and not first.scale:
        low = first.value
    else:
        low = (
            _tidy(first.value.scaleb(first.unit.mult - second.unit.mult))
            if first.unit.mult != second.unit.mult
            else first.value
        )
        if not first.written and first.scale != second.scale:
            low = first.value.scaleb(first.unit.mult - second.unit.scale)
    if low >= second.value:
        return None
    known = second.unit
    return Quantity(
        first.start, second.end, first.number_start, second.number_end, "", low, plain(low.scaleb(known.mult)),
        "range", _bound(text, first.start, second.end), low=low, high=second.value, unit_zh=known.zh,
        unit_mult=known.mult, unit_code=known.code, unit_kind=known.kind,
    )  # fmt: skip
