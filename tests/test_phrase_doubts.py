"""A fact that its sentence speaks against is mended where the sentence tells how, else left out."""

from __future__ import annotations

import dataclasses

import pytest
from support_phrase import Facts, said, told

from briefing.phrase.framing import frame_of


def test_a_change_is_measured_against_what_its_clause_names(en):
    facts = told(
        "工业投资同比下降5.9%，降幅比1—9月扩大0.8个百分点。",
        ("工业投资", "-5.9", "%", "growth", {"comparison": "yoy"}),
        ("工业投资增速", "0.8", "个百分点", "growth", {"comparison": "yoy"}),
    )
    assert said(en, facts) == (
        "Industrial investment fell 5.9% from a year earlier, a decline 0.8 percentage points larger than in the first 9 months."
    )


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("工业投资增速比全市高1.5个百分点。", ("工业投资增速", "1.5", "个百分点", "growth", {"comparison": "yoy"})),
        ("瞪羚企业较预期少8家。", ("瞪羚企业", "-8", "家", "growth", {"comparison": "yoy"})),
        ("结算率2.36%，低于4.5%的控制目标。", ("结算率", "4.5", "%", "ratio", {})),
        ("春节假期实际利用外资3亿元。", ("实际利用外资", "3", "亿元", "level", {})),
        ("工业投资和制造业投资增长5.1%、7.2%。", ("工业投资", "5.1", "%", "growth", {})),
        (
            "其中比重分别为42%，同比提高3.1个百分点。",
            ("工业投资增速", "3.1", "个百分点", "growth", {"comparison": "yoy"}),
        ),
        ("水平增长2.3%。", ("水平", "2.3", "%", "growth", {})),
        ("地区生产总值翻2番。", ("地区生产总值", "2", "番", "growth", {})),
    ],
)
def test_what_the_sentence_speaks_against_is_not_said(en, zh, fact):
    assert said(en, told(zh, fact)) is None


def test_a_yearly_average_is_said_as_one(en):
    facts = told(
        "到2025年，地区生产总值年均增长6%以上。",
        ("地区生产总值", "6", "%", "growth", {"role": "target", "bound": "ge"}),
        period="2025",
    )
    assert said(en, facts) == "GDP is to grow at least 6% annually on average through 2025."


def test_a_point_in_time_is_an_end(en):
    stock = {"time_basis": "stock"}
    facts = told("截至9月末，上市公司92家。", ("上市公司", "92", "家", "count", stock), period="2024-09")
    assert said(en, facts) == "Listed companies numbered 92 at the end of September 2024."


def test_one_share_is_no_size_of_a_count(en):
    facts = told(
        "瞪羚企业1483家，完成118.6%。",
        ("瞪羚企业", "1483", "家", "count", {}),
        ("瞪羚企业", "118.6", "%", "ratio", {}),
    )
    assert said(en, facts) == "Gazelle enterprises numbered 1,483."


def test_a_part_of_a_plan_is_said_of_the_plan(en):
    facts = told(
        "一般公共预算收入412.36亿元，完成预算的98.5%，为上年决算数的103.2%。",
        ("一般公共预算收入", "412.36", "亿元", "level", {}),
        ("一般公共预算收入预算完成率", "98.5", "%", "ratio", {}),
        ("一般公共预算收入与上年决算数之比", "103.2", "%", "ratio", {}),
    )
    assert said(en, facts) == (
        "General public budget revenue was RMB 41.236 billion, 98.5% of the budget and 103.2% of the previous year's final accounts."
    )


def test_an_aim_reaches_over_its_list(en):
    aim = {"role": "target"}
    facts = told(
        "力争新增瞪羚企业22家，隐形冠军200家、上市公司8家。",
        ("新增瞪羚企业", "22", "家", "count", {**aim, "strength": "力争"}),
        ("新增隐形冠军", "200", "家", "count", aim),
        ("新增上市公司", "8", "家", "count", aim),
    )
    assert said(en, facts) == "The aim is to add 22 gazelle enterprises, 200 hidden champions and 8 listed companies."


def test_a_number_in_all_behind_what_was_added_is_the_total(en):
    facts = told(
        "新增上市公司52家、累计262家。",
        ("新增上市公司", "52", "家", "count", {}),
        ("新增上市公司", "262", "家", "count", {}),
    )
    assert said(en, facts) == "52 listed companies were added, bringing the total to 262."


def test_equal_growth_is_said_once(en):
    group = {"group": "g1"}
    facts = told(
        "工业投资、制造业投资分别增长6%、6%。",
        ("工业投资", "6", "%", "growth", {**group, "group_pos": 1}),
        ("制造业投资", "6", "%", "growth", {**group, "group_pos": 2}),
    )
    assert said(en, facts) == "Industrial investment and manufacturing investment both rose 6%."


@pytest.mark.parametrize(
    ("zh", "english"),
    [
        ("确保45家众创空间全部焕新。", None),  # nothing tells what that is
        ("确保45家众创空间全部竣工。", "45 makerspaces are to be completed."),
    ],
)
def test_what_is_planned_with_things_stands_behind_them(en, zh, english):
    facts = told(zh, ("众创空间", "45", "家", "count", {"role": "target", "strength": "确保"}))
    facts.made = [dataclasses.replace(fact, suffix=zh[zh.index("45") + 2 :]) for fact in facts.made]
    assert said(en, facts) == english


def test_a_share_behind_another_subject_is_not_given_to_the_first(en):
    facts = told(
        "众创空间6家，56款大模型获批、占全省86.2%。",
        ("众创空间", "6", "家", "count", {}),
        ("大模型", "56", "款", "count", {}),
        ("众创空间占全省比重", "86.2", "%", "share", {"flags": ("subject inherited",)}),
    )
    assert said(en, facts) == "Makerspaces numbered 6."


def test_a_rank_among_nobody_is_not_said(en):
    facts = Facts().rank("创新指数", "5", "", "")
    assert en.statement(facts.segment, facts.made) is None


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("众创空间全国前10位中我市占2席。", ("众创空间", "10", "位", "rank", {"rank_scope": "全国", "bound": "le"})),
        ("92%的工业投资达50万元以上。", ("工业投资", "50", "万元", "level", {"bound": "ge"})),
    ],
)
def test_a_set_is_no_rank_and_a_part_not_the_whole(en, zh, fact):
    assert said(en, told(zh, fact)) is None


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("6家瞪羚企业工业投资全部达到100万元。", ("工业投资", "100", "万元", "level", {})),
        ("10个镇的众创空间均超过2家。", ("众创空间", "2", "家", "count", {"bound": "gt"})),
    ],
)
def test_what_each_of_several_reached_is_not_what_they_reached_together(en, zh, fact):
    assert said(en, told(zh, fact)) is None


def test_a_bare_share_behind_a_share_of_gdp_is_of_something_else(en):
    facts = told(
        "工业投资占GDP的比重为18.6%，制造业投资占比8.2%。",
        ("工业投资占GDP比重", "18.6", "%", "share", {}),
        ("制造业投资占GDP比重", "8.2", "%", "share", {}),
    )
    assert "8.2" not in (said(en, facts) or "")


@pytest.mark.parametrize(
    ("period", "base"),
    [
        ("2025-Q2", "in the second quarter of 2025, up 5% quarter on quarter"),
        ("2025-06", "in June 2025, up 5% month on month"),
    ],
)
def test_a_change_from_the_period_before_names_that_period(en, period, base):
    facts = told(
        "工业投资3亿元，环比增长5%。",
        ("工业投资", "3", "亿元", "level", {}),
        ("工业投资", "5", "%", "growth", {"comparison": "mom"}),
    )
    facts.made = [dataclasses.replace(fact, time_period=period) for fact in facts.made]
    assert base in (said(en, facts) or "")


def test_the_period_before_a_year_is_not_guessed(en):
    facts = told("工业投资环比增长5%。", ("工业投资", "5", "%", "growth", {"comparison": "mom"}))
    assert said(en, facts) is None


@pytest.mark.parametrize(
    ("zh", "frame"),
    [
        ("从限额以上单位商品类别看，甲类增长5%。", "among units above the designated size"),
        ("主城区空气质量持续改善，优良天数比例88%。", "in the main urban area"),
        ("主城区空气质量持续改善，森林覆盖率66%。", None),
    ],
)
def test_the_head_of_a_sentence_sets_its_scope(zh, frame):
    found = frame_of(zh, (Facts().add("甲", "5", "%", "growth").made[-1],))
    assert (found.en if found else None) == frame


def test_a_member_of_a_list_without_its_shared_head_is_not_said(en):
    """化学需氧量 of a list of reductions is a reduction, not an amount that there is."""
    group = {"group": "g1"}
    facts = told(
        "转化指数、工业投资减排量、制造业投资减排量分别为32、18、14。",
        ("转化指数", "32", "", "level", {**group, "group_pos": 1}),
        ("工业投资减排量", "18", "", "level", {**group, "group_pos": 2}),
        ("制造业投资减排量", "14", "", "level", {**group, "group_pos": 3}),
    )
    assert "onversion index" not in (said(en, facts) or "")


def test_a_sum_behind_a_part_may_be_of_the_whole(en):
    facts = told(
        "瞪羚企业128家，其中隐形冠军17家，完成工业投资93亿元。",
        ("瞪羚企业", "128", "家", "count", {}),
        ("隐形冠军", "17", "家", "count", {"prefix": "瞪羚企业128家，其中隐形冠军"}),
        ("隐形冠军工业投资", "93", "亿元", "level", {"flags": ("subject inherited",)}),
    )
    assert said(en, facts) == "Gazelle enterprises numbered 128, including 17 hidden champions."


def test_a_rank_behind_the_number_in_all_is_of_it(en):
    facts = told(
        "新增瞪羚企业4家，累计23家，数量居全市首位。",
        ("新增瞪羚企业", "4", "家", "count", {}),
        ("瞪羚企业", "23", "家", "count", {"flags": ("subject inherited",)}),
    )
    facts.rank("新增瞪羚企业", "1", "全市", "数量", start=18, end=20, exact="首位", flags=("subject inherited",))
    assert said(en, facts) == (
        "Four gazelle enterprises were added. Gazelle enterprises numbered 23, ranking first in the city."
    )


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("工业投资与制造业投资之比达1.76:1。", ("工业投资与制造业投资之比", None, "", "ratio", {"exact": "1.76:1"})),
        ("工业投资下拉全区经济1.9个百分点。", ("工业投资拉动地区生产总值下降", "1.9", "个百分点", "share", {})),
        ("287家企业中，下降面45.6%。", ("下降面", "45.6", "%", "ratio", {})),
        ("百万元以上村6个。", ("百万元以上村", "6", "个", "count", {})),
    ],
)
def test_what_a_name_does_not_tell_is_not_said(en, zh, fact):
    name, value, unit, measure, more = fact
    made = Facts(zh).add(name, value, unit, measure, prefix=zh.split("1")[0], **more)
    assert said(en, made) is None


@pytest.mark.parametrize(
    ("zh", "english"),
    [
        (
            "——工业投资增长4%，制造业投资增长5%；",
            "Industrial investment growth: 4%; manufacturing investment growth: 5%",
        ),
        (
            "——工业投资增长4%，其中制造业投资增长5%；",
            "Industrial investment growth: 4%, of which manufacturing investment growth: 5%",
        ),
        ("——工业投资降低4%；", "Industrial investment: down 4%"),
    ],
)
def test_a_line_of_targets_nests_only_what_it_says_is_a_part(en, zh, english):
    way = "-" if "降低" in zh else ""
    target = {"role": "target", "comparison": "yoy"}
    wanted = [("工业投资", f"{way}4", "%", "growth", {**target, "prefix": "——工业投资增长"})]
    if "5" in zh:
        wanted.append(("制造业投资", "5", "%", "growth", {**target, "prefix": zh[: zh.index("5")]}))
    assert said(en, told(zh, *wanted)) == english


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("上市公司12.8亿元。", ("上市公司", "12.8", "亿元", "level")),  # of what, stands before
        ("众创空间业86户。", ("众创空间业", "86", "户", "count")),
        ("众创空间时间28.6小时。", ("众创空间", "28.6", "小时", "count")),
        ("平均房价386元/间夜。", ("平均房价", "386", "元/间夜", "ratio")),
    ],
)
def test_a_name_says_what_was_measured(en, zh, fact):
    name, value, unit, measure = fact
    facts = told(
        f"{zh[:-1]}，增长5%。",
        (name, value, unit, measure, {}),
        (name, "5", "%", "growth", {"flags": ("subject inherited",)}),
    )
    assert said(en, facts) is None


def test_a_rank_behind_a_gap_is_not_given_to_the_size(en):
    zh = "财政总收入46亿元，增长2.9%，高于全省平均水平4.1个百分点，列全省第11位。"
    facts = told(zh, ("财政总收入", "46", "亿元", "level", {}), ("财政总收入", "2.9", "%", "growth", {}))
    at = zh.index("11")
    facts.rank("财政总收入", "11", "全省", start=at, end=at + 2, exact="11", flags=("subject inherited",))
    assert said(en, facts) == "Total fiscal revenue was RMB 4.6 billion, up 2.9%."


@pytest.mark.parametrize(("flags", "words"), [("基本实现", False), ("实现", True)])
def test_nearly_all_is_not_all(en, flags, words):
    zh = f"众创空间{flags}全覆盖。"
    facts = Facts(zh).add(
        "结算率",
        "100",
        "%",
        "ratio",
        flags=("worded figure",),
        exact="全覆盖",
        start=zh.index("全"),
        end=zh.index("。"),
    )
    assert (said(en, facts) is not None) == words


def test_a_list_behind_what_was_added_is_not_said_as_a_stock(en):
    facts = told(
        "新设瞪羚企业4家，隐形冠军7家，上市公司9家。",
        ("新设瞪羚企业", "4", "家", "count", {}),
        ("隐形冠军", "7", "家", "count", {}),
        ("上市公司", "9", "家", "count", {}),
    )
    assert said(en, facts) == "Four gazelle enterprises were newly set up."


def test_a_change_over_years_names_the_year_it_is_from(en):
    facts = told(
        "与2010年的84家相比，瞪羚企业增加12家，财政总收入增长6.9%。",
        ("财政总收入", "6.9", "%", "growth", {"comparison": "与2010年的相比"}),
    )
    assert said(en, facts) == "Total fiscal revenue rose 6.9% from 2010."


@pytest.mark.parametrize(
    ("scope", "english"),
    [
        ("全国大型城市", "The innovation index ranked third among China's large cities."),
        ("全国滨水城市", None),
        ("全国", "The innovation index ranked third in China."),
    ],
)
def test_a_rank_keeps_all_of_its_scope(en, scope, english):
    zh = f"创新指数居{scope}第三位。"
    at = zh.index("三")
    facts = Facts(zh).rank("创新指数", "3", "全国", start=at, end=at + 1, exact="三")
    assert said(en, facts) == english
