"""What must hold for every value, unit and text."""

from __future__ import annotations

import time
from decimal import Decimal
from timeit import timeit

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.quantity import find, find_english
from briefing.quantity.dates import find_periods
from briefing.quantity.guards import classify
from briefing.quantity.numerals import numeral_runs, parse_numeral
from briefing.quantity.units import table, unit
from briefing.quantity.wording import chinese, english

SCALES = ["", "万", "亿", "千万", "百万", "万亿"]
# Units that a following word could make another of, or that English merges with a neighbour, are worded by their callers
MONEY = ["元", "美元", "欧元", "港元"]
PLAIN = ["人", "户", "家", "个", "平方米", "公里", "吨", "立方米", "千瓦时", "人次", "吨公里", "公顷"]
SCALED = [scale + base for scale in SCALES for base in MONEY + PLAIN] + ["万方"]
UNSCALED = ["%", "个百分点", "倍", "天", "小时", "分钟", "元/人", "微克/立方米"]
BOUNDS = st.sampled_from(["eq", "ge", "gt", "le", "lt", "approx"])

values = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(99999), places=2) | st.integers(1, 999999).map(
    Decimal
)
texts = st.text(max_size=200) | st.text(
    alphabet="0123456789.,，:-—~%+第首半一二三十百千万亿零两点年月日家个人元以上超近约余多成倍翻番分之（）“”《》\n 至到前",
    max_size=120,
)


def digits(number: int) -> str:
    """Chinese numeral of a whole number, the schoolbook way."""
    figures = "零一二三四五六七八九"
    for power, word in ((8, "亿"), (4, "万")):
        if number >= 10**power:
            head, rest = divmod(number, 10**power)
            zero = "零" if rest and rest < 10 ** (power - 1) else ""
            return digits(head) + word + zero + (digits(rest) if rest else "")
    for power, word in ((3, "千"), (2, "百"), (1, "十")):
        if number >= 10**power:
            head, rest = divmod(number, 10**power)
            zero = "零" if rest and rest < 10 ** (power - 1) else ""
            return figures[head] + word + zero + (digits(rest) if rest else "")
    return figures[number]


@given(st.integers(1, 10**13))
def test_chinese_numerals_read_back(number):
    assert parse_numeral(digits(number)) == number


@given(st.integers(3, 10**7))
def test_chinese_numerals_with_a_unit_are_found(number):
    (quantity,) = find(f"共有{digits(number)}户")
    assert quantity.value_base == number


@given(values, st.sampled_from(SCALED + UNSCALED), BOUNDS)
def test_chinese_wording_reads_back(value, unit_zh, bound):
    (quantity,) = find(f"总量{chinese(value, unit_zh, bound=bound)}。")
    known = unit(unit_zh)
    assert (quantity.value, quantity.unit_zh, quantity.bound) == (value, unit_zh, bound)
    assert quantity.value_base == value.scaleb(known.mult)


@given(values, st.sampled_from(SCALED + UNSCALED), BOUNDS, st.booleans())
def test_english_says_the_same_as_chinese(value, unit_zh, bound, short):
    (source,) = find(f"总量{chinese(value, unit_zh, bound=bound)}。")
    (target,) = find_english(f"The total was {english(value, unit_zh, bound=bound, short=short)}.")
    assert (target.value_base, target.bound) == (source.value_base, source.bound)
    if unit(unit_zh).en or source.kind in {"money", "percent"}:
        assert (target.kind, target.unit_code) == (source.kind, source.unit_code)


@given(st.sampled_from(sorted(table())), st.sampled_from(SCALES), st.integers(2, 9999))
def test_every_unit_of_the_table_has_wording(unit_zh, scale, value):
    if unit(scale + unit_zh):
        assert english(Decimal(value), scale + unit_zh)


@settings(max_examples=300)
@given(texts)
def test_no_text_raises_and_offsets_hold(text):
    for quantity in find(text) + find_english(text):
        assert text[quantity.start : quantity.end] == quantity.exact
    ends = [0]
    for quantity in find(text):
        assert quantity.start >= ends[-1]
        ends.append(quantity.end)
    for item in classify(text) + find_periods(text, default_year=2024):
        assert 0 <= item.start < item.end <= len(text)


@given(texts)
def test_numeral_runs_cover_every_figure(text):
    covered = {at for start, end in numeral_runs(text) for at in range(start, end)}
    assert all(at in covered for at, sign in enumerate(text) if sign in "0123456789〇一二三四五六七八九十百万亿首半")


HOSTILE = [
    "1" * 10_000, "1," * 5_000, "1,111" * 2_000, "一" * 10_000, "千" * 10_000, "1:" * 5_000, "1-" * 5_000, "“" * 10_000,
    "(" * 10_000, "第" * 10_000, "1.5、" * 2_000, "1 " * 5_000, "1+" * 5_000, "A1" * 5_000, "2023年" * 2_000, "百分之" * 3_000,
    "one hundred " * 1_000, "two-" * 2_000, "1.1." * 2_000, "第一" * 5_000, "近" * 10_000, "万亿" * 5_000, "半" * 10_000, "1年" * 4_000,
]  # fmt: skip


def test_hostile_strings_take_linear_time():
    def read(text):
        find(text)
        classify(text)
        find_english(text)

    def seconds(text):
        """CPU seconds, without those of neighbours or of collecting the garbage of other tests."""
        return timeit(lambda: read(text), number=1, timer=time.process_time)

    for text in HOSTILE:
        assert seconds(text) < 12 * seconds(text[: len(text) // 4]) + 0.1, text[:12]
