"""Single facts for tables and cards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support_phrase import Facts


def text(pieces):
    return "".join(piece.text for piece in pieces)


def test_figures_of_a_cell(en, zh):
    fact = Facts().add("地区生产总值", "2467.9", "亿元").made[0]
    assert en.figure(fact).text == "RMB 246.79 billion"
    assert en.figure(fact, short=True).text == "RMB 246.79 bn"
    assert zh.figure(fact).text == "2467.9亿元"
    assert en.figure(fact).fact_id == "f1"


def test_growth_of_a_cell_keeps_its_sign(en, zh):
    fact = Facts().add("地区生产总值", "-3.2", "%", "growth").made[0]
    assert en.growth(fact).text == "-3.2%"
    assert zh.growth(fact).text == "-3.2%"


def test_names_of_rows(en, zh):
    fact = Facts().add("新认定瞪羚企业", "264", "家", "count").made[0]
    assert en.indicator(fact) == "Newly certified gazelle enterprises"
    assert zh.indicator(fact) == "新认定瞪羚企业"
    assert en.indicator(Facts().add("某某新词", "1", "家", "count").made[0]) is None


def test_ranks_of_a_cell(en, zh):
    fact = Facts().rank("地区生产总值", "3", "全市", "总量").made[0]
    assert text(en.rank(fact)) == "third in the city by size"
    assert text(zh.rank(fact)) == "总量居全市第三"
    assert en.rank(Facts().rank("地区生产总值", "3", "某处").made[0]) is None


def test_targets_of_a_cell(en, zh):
    facts = (
        Facts()
        .add("地区生产总值", "5.0", "%", "growth", role="target", strength="确保")
        .add("地区生产总值", "5.5", "%", "growth", role="target", strength="力争", bound="ge")
    )
    assert text(en.target(facts.made)) == "5.0%; aim: at least 5.5%"
    assert text(zh.target(facts.made)) == "5.0%；力争5.5%以上"


@pytest.mark.parametrize(
    ("actual", "target", "bound", "english", "chinese"),
    [
        ("8.0", "5.0", "eq", "3.0 percentage points above target", "高于目标3.0个百分点"),
        ("5.0", "5.0", "eq", "met", "完成"),
        ("4.2", "5.0", "ge", "missed by 0.8 percentage points", "低于目标0.8个百分点"),
        ("4.2", "5.0", "le", "within the ceiling", "控制在目标以内"),
    ],
)
def test_outcomes(en, zh, actual, target, bound, english, chinese):
    facts = (
        Facts()
        .add("地区生产总值", actual, "%", "growth")
        .add("地区生产总值", target, "%", "growth", role="target", bound=bound)
    )
    found, words = en.outcome(*facts.made)
    assert text(words) == english
    assert text(zh.outcome(*facts.made)[1]) == chinese
    assert found.difference == Decimal(actual) - Decimal(target)


def test_outcomes_only_of_what_compares(en):
    facts = (
        Facts()
        .add("地区生产总值", "8.0", "%", "growth")
        .add("固定资产投资", "5.0", "%", "growth", role="target")
        .add("地区生产总值", "5.0", "亿元", role="target")
        .add("地区生产总值", None, "%", "growth", role="target", exact="与经济增长同步")
    )
    actual, *others = facts.made
    assert all(en.outcome(actual, other) is None for other in others)


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2023", "2023", "2023年"),
        ("2024-10", "October 2024", "2024年10月"),
        ("2024-01/2024-10", "January–October 2024", "2024年1—10月"),
        ("2024-Q3", "the third quarter of 2024", "2024年三季度"),
        ("2024-H1", "the first half of 2024", "2024年上半年"),
    ],
)
def test_periods(en, zh, period, english, chinese):
    assert en.period(period) == english
    assert zh.period(period) == chinese
