from __future__ import annotations

from decimal import Decimal

import pytest

from briefing.quantity.wording import english, english_range, ordinal, ratio, small_number


@pytest.mark.parametrize(
    ("value", "unit_zh", "expected"),
    [
        ("2467.9", "亿元", "RMB 246.79 billion"),
        ("62.33", "亿元", "RMB 6.233 billion"),
        ("31846.72", "亿元", "RMB 3,184.672 billion"),
        ("9.3", "亿美元", "USD 930 million"),
        ("3900", "万元", "RMB 39 million"),
        ("0.85", "亿元", "RMB 85 million"),
        ("46446", "元", "RMB 46,446"),
        ("46446", "元/人", "RMB 46,446 per person"),
        ("4.0", "万人", "40,000 people"),
        ("286", "万方", "2.86 million square meters"),
        ("27.5", "万方", "275,000 square meters"),
        ("3.2", "个百分点", "3.2 percentage points"),
        ("1", "个百分点", "1 percentage point"),
        ("8.0", "%", "8.0%"),
        ("6", "成", "60%"),
        ("20", "片", "20"),
        ("15", "亩", "15 mu (1 hectare)"),
        ("866.5", "亩", "866.5 mu (about 57.8 hectares)"),
        ("2.5", "亿斤", "125,000 tonnes"),
        ("8.84", "万吨", "88,400 tonnes"),
        ("100", "亿千瓦时", "10 billion kWh"),
        ("0.3", "万公里", "3,000 kilometers"),
        ("30", "微克/立方米", "30 micrograms per cubic meter"),
        ("-17.2", "%", "-17.2%"),
        ("12345678", "人", "12,345,678 people"),
        ("30", "亿", "3 billion"),
    ],
)
def test_english_wording_is_exact(value, unit_zh, expected):
    assert english(Decimal(value), unit_zh) == expected


def test_short_form_bound_sign_and_currency():
    value = Decimal("2467.9")
    assert english(value, "亿元", short=True) == "RMB 246.79 bn"
    assert english(Decimal("9.3"), "亿美元", short=True) == "USD 930 m"
    assert english(value, "亿元", currency="yuan") == "246.79 billion yuan"
    assert english(Decimal(20), "片", bound="gt") == "more than 20"
    assert english(Decimal(2), "%", signed=True) == "+2%"
    assert english(Decimal(5), "%", bound="lt", bound_zh="近") == "nearly 5%"
    assert english(Decimal(5), "%", bound="lt", bound_zh="不足") == "less than 5%"
    assert english(Decimal(3), "公里", spelling="en-GB") == "3 kilometres"


def test_helpers():
    assert english_range(Decimal("5.0"), Decimal("5.5"), "%") == "5.0%–5.5%"
    assert ratio((Decimal("5.8"), Decimal("41.6"), Decimal("52.6")), "en") == "5.8 : 41.6 : 52.6"
    assert [ordinal(n) for n in (1, 3, 11, 22, 103)] == ["first", "third", "11th", "22nd", "103rd"]
    assert [small_number(n) for n in (3, 10, 11, 1234)] == ["three", "ten", "11", "1,234"]


def test_unknown_unit_is_an_error():
    with pytest.raises(ValueError, match="unknown unit"):
        english(Decimal(1), "嗯")
