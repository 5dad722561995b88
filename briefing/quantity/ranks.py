"""Ranks and firsts in Chinese text: 第三, 第3位, 首位, 前十; 第一方阵 (a group, never a place); 首家, 全国第三家."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from briefing.quantity.numerals import CHINESE, parse_numeral
from briefing.quantity.value import Band, Quantity
from briefing.quantity.words import lines

_N = rf"(?P<n>[{CHINESE}]{{1,6}}|\d{{1,4}})"
_WINDOW = 16  # characters before a rank that may say it is one

_GROUPS = "方阵|序列|梯队|阵营|行列|档(?:次|位)?|层级"
_PLACE = re.compile(rf"第{_N}[ ]?(?P<unit>位|名)?(?!\d)")
_SPAN = re.compile(rf"第{_N}(?:(?:至|到|-|—)第?|[、和])(?P<high>\d{{1,4}}|[{CHINESE}]{{1,4}})(?:位|名)")
_MOVED = re.compile("上升|升至|跃升|跃居|提升|前移|下降|下滑|退至|降至|提高|晋升")
_GROUP = re.compile(rf"第{_N}(?P<unit>{_GROUPS})")
_ORDINAL = re.compile(rf"第{_N}(?P<unit>个|家|座|所|条|部|例|只|支|台|大|款|艘|列|架|项)")
_TOP = re.compile(rf"前{_N}(?P<unit>位|名|强)?(?![\d年个季月])")
_FIRST = re.compile("首(?P<unit>个|家|座|所|条|部|例|只|支|台|款|艘|列|架|项|张|套|片|辆|枚|件)(?!都)")
_HEAD = re.compile("首位(?!度|战略|产业|担当)")
_CLOSED = re.compile(r"$|[\s，,。．.;；：:、!！？?）)\]】”\"'’|/*]|的|和|与|及|并|且|或|较|比|以内|左右|水平|[一-龥]?$")


@cache
def _context() -> re.Pattern[str]:
    """What before 第N says that it is a rank: a scope (全省), a verb (位居), a measure (增速)."""
    return re.compile(f"(?:{'|'.join(lines('rank_context.txt'))})")


@cache
def _scope() -> re.Pattern[str]:
    return re.compile(
        f"(?:{'|'.join(lines('rank_scopes.txt'))})(?:[^，。；、：\\s]{{0,6}}(?:市|县|区|州|盟|城市|区县|市县))?(?:的)?$"
    )


def rank(text: str, at: int) -> Quantity | None:
    """Read a rank whose numeral stands at `at`, right behind 第 or 前; None where 第N only numbers something."""
    sign = text[at - 1] if at else ""
    if sign == "第":
        return _group(text, at - 1) or _counted(text, at - 1) or _span(text, at - 1) or _place(text, at - 1)
    return _top(text, at - 1) if sign == "前" else None


def first(text: str, at: int) -> Quantity | None:
    """Read 首位, 榜首, 之首, 首家, 全国首创 at 首."""
    head = _HEAD.match(text, at)
    if head and not text.endswith(("放在", "摆在", "作为", "置于"), 0, at):
        return _quantity(at, head.end(), at, at + 1, Decimal(1), "位", "rank", "place")
    if text[max(0, at - 1) : at] in {"榜", "之"} and text[at + 1 : at + 2] not in {"个", "家", "批"}:
        return _quantity(at - 1, at + 1, at, at + 1, Decimal(1), "位", "rank", "place")
    found = _FIRST.match(text, at)
    if found:
        return _quantity(at, found.end(), at, at + 1, Decimal(1), found["unit"], "ordinal", "")
    if text.startswith("首创", at) and _scope().search(text, max(0, at - _WINDOW), at):
        return _quantity(at, at + 2, at, at + 1, Decimal(1), "", "ordinal", "")
    return None


def front(text: str, at: int) -> Quantity | None:
    """Read 前列 behind a scope: a top group, never a place."""
    if not text.startswith("前列", at) or not _scope().search(text, max(0, at - _WINDOW), at):
        return None
    return _quantity(at, at + 2, at, at, Decimal(1), "前列", "rank", "group")


def _group(text: str, at: int) -> Quantity | None:
    m = _GROUP.match(text, at)
    return _numbered(m, m["unit"], "rank", "group") if m else None


def _counted(text: str, at: int) -> Quantity | None:
    """全国第三家: an ordinal, only behind a scope."""
    m = _ORDINAL.match(text, at)
    if not m or not _scope().search(text, max(0, at - _WINDOW), at):
        return None
    return _numbered(m, m["unit"], "ordinal", "")


def _place(text: str, at: int) -> Quantity | None:
    m = _PLACE.match(text, at)
    if not m or not _is_place(text, at, m):
        return None
    return _numbered(m, "位", "rank", "place")


def _span(text: str, at: int) -> Quantity | None:
    """第3至5位: a range of places."""
    m = _SPAN.match(text, at)
    if not m:
        return None
    try:
        low, high = parse_numeral(m["n"]), parse_numeral(m["high"])
    except ValueError:
        return None
    if low >= high:
        return None
    return Quantity(
        at, m.end(), m.start("n"), m.end("high"), "", low, low, "range", low=low, high=high,
        unit_zh="位", unit_code="rank", unit_kind="rank", band="place",
    )  # fmt: skip


def _is_place(text: str, at: int, m: re.Match[str]) -> bool:
    before = text[max(0, at - _WINDOW) : at]
    clause = re.split(r"[。；;\n]", before)[-1]
    if _names_things().match(text, m.end("n")):
        return False
    if _scope().search(before):
        return True
    if m["unit"] and (_MOVED.match(text, m.end()) or _CLOSED.match(text, m.end())):
        return True
    if not _context().search(clause):
        return False
    return bool(m["unit"]) or bool(_CLOSED.match(text, m.end())) or _behind_verb(clause)


def _behind_verb(clause: str) -> bool:
    return clause.endswith(("居", "列", "位", "排", "排名", "名列", "登", "升至", "跃居", "跃升至", "保持", "稳居"))


@cache
def _names_things() -> re.Pattern[str]:
    """Words that 第N numbers without ranking: 批, 届, 产业, 时间."""
    return re.compile("|".join(lines("numbered.txt")))


def _top(text: str, at: int) -> Quantity | None:
    """前3位 always, 前十 behind a scope or a rank verb: at most that place."""
    m = _TOP.match(text, at)
    if not m:
        return None
    if m["unit"] in {"位", "名"} or (_placed(text, at) and _ends_top(text, m.end())):
        return _numbered(m, "位", "rank", "top")
    return None


def _placed(text: str, at: int) -> bool:
    before = text[max(0, at - _WINDOW) : at]
    return bool(_scope().search(before)) or before.endswith(("进入", "跻身", "居", "列", "保持", "进", "排名"))


def _ends_top(text: str, end: int) -> bool:
    return bool(_CLOSED.match(text, end)) or text.startswith("行列", end)


def _numbered(m: re.Match[str], unit_zh: str, kind: str, band: Band) -> Quantity | None:
    try:
        value = parse_numeral(m["n"])
    except ValueError:
        return None
    return _quantity(m.start(), m.end(), *m.span("n"), value, unit_zh, kind, band)


def _quantity(
    start: int, end: int, number_start: int, number_end: int, value: Decimal, unit_zh: str, kind: str, band: Band
) -> Quantity:
    return Quantity(
        start, end, number_start, number_end, "", value, value, kind,
        "le" if band == "top" else "eq", unit_zh=unit_zh, unit_code=kind, unit_kind=kind, band=band,
    )  # fmt: skip
