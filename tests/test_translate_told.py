"""Gate G8: English that says a figure, but not what sets it apart in its sentence, is refused; whatever rule worded it."""

from __future__ import annotations

import pytest
from support_phrase import Facts, told

from briefing.model.statement import Statement
from briefing.model.tree import Number, Text
from briefing.translate.told import untold


def findings(facts: Facts, *pieces: str) -> list[str]:
    """What is found in a text whose pieces f1, f2, … are the figures of those facts: "Sales rose ", "f1:8.0%"."""
    inlines = tuple(
        Number(one.split(":", 1)[1], one.split(":", 1)[0]) if one.startswith("f") and ":" in one[:4] else Text(one)
        for one in pieces
    )
    statement = Statement("s1", "en", inlines, tuple(fact.id for fact in facts.made))
    return list(untold(statement, facts.made, facts.segment))


@pytest.mark.parametrize(
    ("zh", "fact", "wrong", "right"),
    [
        ("人均消费支出22418元", ("消费支出", "22418", "元"), "Spending was ", "Spending per person was "),
        ("参与群众215万人次", ("参与群众", "215", "万人次"), "Participants numbered ", "Visits numbered "),
        ("吞吐量48万标箱", ("吞吐量", "48", "万标箱"), "Throughput was ", "Throughput in TEUs was "),
        ("国庆假期，接待游客862万人", ("游客", "862", "万人"), "Tourists: ", "Tourists in the holiday: "),
        ("预计全年产值40亿元", ("产值", "40", "亿元"), "Output was ", "Output is estimated at "),
        ("尚有12家未完成", ("企业", "12", "家"), "Enterprises completed: ", "Enterprises not yet through: "),
        ("累计建成社区476个", ("社区", "476", "个"), "Communities completed: ", "Communities completed in all: "),
        ("新增债券12.4亿元，其中专项债券48亿元", ("专项债券", "48", "亿元"), "Bonds came to ", "It includes bonds of "),
        ("新增泊位48个", ("新增泊位", "48", "个"), "Berths numbered ", "New berths numbered "),
        ("剔除退税因素，收入48亿元", ("收入", "48", "亿元"), "Revenue was ", "Revenue net of refunds was "),
        ("低保对象6842户", ("低保对象", "6842", "户"), "Recipients numbered ", "Households helped numbered "),
        ("轨道交通客运量48万人", ("轨道交通客运量", "48", "万人"), "Passengers: ", "Rail transit passengers: "),
        ("农村留守儿童320人", ("农村留守儿童", "320", "人"), "Left-behind children: ", "Left-behind rural children: "),
        ("医院床位2.6万张", ("医院床位", "2.6", "万张"), "Hospitals numbered ", "Hospital beds numbered "),
        ("第三产业投资48亿元", ("第三产业投资", "48", "亿元"), "Investment was ", "Tertiary investment was "),
    ],
)
def test_what_stands_for_a_figure_is_said_with_it(zh, fact, wrong, right):
    facts = told(zh, (*fact, "level", {}))
    assert findings(facts, wrong, f"f1:{fact[1]}")
    assert findings(facts, right, f"f1:{fact[1]}") == []


def test_a_word_of_another_sentence_asks_for_nothing():
    facts = told("人均收入提高。产值40亿元", ("产值", "40", "亿元", "level", {}))
    assert findings(facts, "Output was ", "f1:RMB 4 billion") == []


def test_figures_of_two_periods_in_one_sentence_are_dated():
    facts = told(
        "一季度增长5.9%，上半年增长5.7%",
        ("地区生产总值", "5.9", "%", "growth", {"period": "2025-Q1"}),
        ("地区生产总值", "5.7", "%", "growth", {"period": "2025-H1"}),
    )
    assert findings(facts, "GDP rose ", "f1:5.9%", " and ", "f2:5.7%") == ["G8 the period 2025-H1 is not said"]
    dated = ("GDP rose ", "f1:5.9%", " in the first quarter and ", "f2:5.7%", " in the first half")
    assert findings(facts, *dated) == []


def test_an_earlier_figure_is_no_second_result():
    earlier = {"flags": ("earlier figure",)}
    facts = told(
        "由下降3.6%转为增长2.1%",
        ("利润", "-3.6", "%", "growth", earlier),
        ("利润", "2.1", "%", "growth", {}),
    )
    assert findings(facts, "Profits fell ", "f1:3.6%", ", up ", "f2:2.1%")[0] == "G8 3.6% is an earlier figure"
    assert findings(facts, "Profits rose ", "f2:2.1%", " after falling ", "f1:3.6%") == []


def test_a_fall_is_not_slower_nor_a_share_faster():
    fall = told(
        "下降1.8%，比上月回落2.1个百分点",
        ("投资", "-1.8", "%", "growth", {}),
        ("投资", "-2.1", "个百分点", "growth", {}),
    )
    assert findings(fall, "It fell ", "f1:1.8%", ", ", "f2:2.1 percentage points", " slower than a month before")
    assert findings(fall, "It fell ", "f1:1.8%", ", ", "f2:2.1 percentage points", " lower than a month before") == []


def test_a_change_on_the_month_before_is_not_one_on_the_year():
    facts = told("环比上涨0.2%", ("居民消费价格", "0.2", "%", "growth", {"comparison": "mom"}))
    assert findings(facts, "Consumer prices rose ", "f1:0.2%") == ["G8 0.2% is no change on the year before"]
    assert findings(facts, "Consumer prices rose ", "f1:0.2%", " month on month") == []


def test_points_are_of_a_rate_that_is_said():
    facts = told(
        "产值12亿元，高于全省0.3个百分点",
        ("产值", "12", "亿元", "level", {}),
        ("产值", "0.3", "个百分点", "growth", {}),
    )
    amount = ("Output was ", "f1:RMB 1.2 billion", ", ", "f2:0.3 percentage points", " above the provincial average")
    assert findings(facts, *amount) == ["G8 0.3 percentage points of a rate that is not said"]
    assert (
        findings(facts, "The growth of output was ", "f2:0.3 percentage points", " above the provincial average") == []
    )


def test_times_are_times_of_something():
    facts = told(
        "投资5800亿元，是上一个五年的1.6倍", ("投资", "5800", "亿元", "level", {}), ("投资", "1.6", "倍", "ratio", {})
    )
    bare = ("Investment was ", "f1:RMB 580 billion", ", ", "f2:1.6 times", " in 2025")
    assert findings(facts, *bare) == ["G8 1.6 times of what is not said"]
    assert findings(facts, "Investment was ", "f2:1.6 times", " that of the five years before") == []
