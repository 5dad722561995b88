"""Figures are said of what their sentence says them of: the verb behind things, parts of a whole, scopes, sides of a change."""

from __future__ import annotations

import dataclasses

import pytest
from support_phrase import Facts, said, told

TARGET = {"role": "target"}
INHERITED = {"flags": ("subject inherited",)}


@pytest.mark.parametrize(
    ("sentence", "english", "chinese"),
    [
        ("4家众创空间获批建设。", "Four makerspaces were approved.", "4家众创空间获批。"),
        ("4家众创空间投入运行。", "Four makerspaces went into operation.", "4家众创空间投入运行。"),
        (
            "4家众创空间入选省首批名单。",
            "Four makerspaces were selected at provincial level.",
            "4家众创空间入选省首批名单。",
        ),
        ("4家众创空间获国家科技奖。", "Four makerspaces won national awards.", "4家众创空间获国家科技奖。"),
    ],
)
def test_what_became_of_things_is_said(en, zh, sentence, english, chinese):
    facts = told(sentence, ("众创空间", "4", "家", "count", {}))
    assert (said(en, facts), said(zh, facts)) == (english, chinese)


def test_a_verb_before_a_list_holds_for_all_of_it(en):
    facts = told(
        "改造12所学校和3家众创空间。", ("改造学校", "12", "所", "count", {}), ("众创空间", "3", "家", "count", {})
    )
    assert said(en, facts) == "12 schools and 3 makerspaces were renovated."


def test_things_on_a_list_that_rank_are_not_the_total(en):
    facts = told("4家众创空间入选省名单，居全省第1。", ("众创空间", "4", "家", "count", {}))
    facts.rank("众创空间", "1", "全省", flags=("subject inherited",), start=16, end=17)
    assert said(en, facts) == "Four makerspaces were selected at provincial level, first in the province."


def test_a_name_that_begins_like_a_verb_is_not_what_was_done(en):
    """2所新建学校启动招生: they began to enrol; it is not said that two were built."""
    facts = told("2所新建学校启动招生。", ("新建学校", "2", "所", "count", {}))
    assert said(en, facts) == "Two newly built schools began enrolling students."


def test_parts_are_not_beside_their_whole(en, zh):
    facts = told(
        "众创空间108家，其中，学校62家，瞪羚企业20家；隐形冠军31家。",
        ("众创空间", "108", "家", "count", {}),
        ("学校", "62", "家", "count", {}),
        ("瞪羚企业", "20", "家", "count", {}),
        ("隐形冠军", "31", "家", "count", {}),
    )
    assert said(en, facts) == (
        "Makerspaces numbered 108, including 62 schools and 20 gazelle enterprises. Hidden champions numbered 31."
    )
    assert said(zh, facts) == "众创空间108家，其中学校62家、瞪羚企业20家；隐形冠军31家。"


def test_a_part_larger_than_its_whole_is_none(en):
    facts = told("学校3所，其中瞪羚企业20所。", ("学校", "3", "所", "count", {}), ("瞪羚企业", "20", "所", "count", {}))
    assert "including" not in said(en, facts)


def test_money_is_parted_too(en):
    facts = told(
        "财政总收入100亿元，增长3.0%，其中一般公共预算收入60亿元，增长2.0%；工业投资90亿元。",
        ("财政总收入", "100", "亿元", "level", {}),
        ("财政总收入", "3.0", "%", "growth", INHERITED),
        ("一般公共预算收入", "60", "亿元", "level", {}),
        ("一般公共预算收入", "2.0", "%", "growth", INHERITED),
        ("工业投资", "90", "亿元", "level", {}),
    )
    assert said(en, facts) == (
        "Total fiscal revenue was RMB 10 billion, up 3.0%, including general public budget revenue of RMB 6 billion, up 2.0%. "
        "Industrial investment came to RMB 9 billion."
    )


def test_brackets_part_what_stands_before_them(en):
    facts = told(
        "学校9所（省级2所，市级7所）。",
        ("学校", "9", "所", "count", {}),
        ("省级众创空间", "2", "所", "count", INHERITED),
        ("市级众创空间", "7", "所", "count", INHERITED),
    )
    assert said(en, facts) == "Schools numbered 9, including 2 provincial-level schools and 7 municipal-level schools."


def test_the_head_of_a_sentence_limits_its_figures(en, zh):
    facts = told(
        "限额以上单位消费品零售额中，工业投资增长5%，制造业投资下降2%。",
        ("工业投资", "5", "%", "growth", {}),
        ("制造业投资", "-2", "%", "growth", {}),
    )
    assert said(en, facts) == (
        "Among units above the designated size, industrial investment rose 5%, and manufacturing investment fell 2%."
    )
    assert said(zh, facts) == "限额以上单位消费品零售额中，工业投资增长5%，制造业投资下降2%。"


def test_a_rank_in_a_plan_is_a_plan(en, zh):
    facts = Facts().rank("创新指数", "1", "全省", role="target", strength="保持")
    assert said(en, facts) == "The innovation index is to rank first in the province."
    assert said(zh, facts) == "计划创新指数保持居全省第一。"


def test_a_plan_is_one_for_every_subject_of_its_list(zh):
    facts = Facts()
    for position, name in enumerate(("工业投资", "制造业投资"), start=1):
        facts.add(name, "-10", "%", "growth", role="target", group="g1", group_pos=position)
    assert said(zh, facts) == "计划工业投资和制造业投资均下降10%。"


def test_a_negative_level_keeps_its_sign(zh):
    assert said(zh, Facts().add("结算率", "-2.13", "‰", "ratio")) == "结算率为-2.13‰。"


def test_each_of_several_moves_from_its_own_figure_to_its_own(en):
    early = {"flags": ("earlier figure",), "period": ""}
    facts = told(
        "工业投资、制造业投资分别从4亿元、2亿元增加到6亿元、3亿元。",
        ("工业投资", "4", "亿元", "level", {**early, "group": "a", "group_pos": 1}),
        ("制造业投资", "2", "亿元", "level", {**early, "group": "a", "group_pos": 2}),
        ("工业投资", "6", "亿元", "level", {"group": "b", "group_pos": 1}),
        ("制造业投资", "3", "亿元", "level", {"group": "b", "group_pos": 2}),
    )
    assert said(en, facts) == (
        "Industrial investment rose from RMB 400 million to RMB 600 million, and manufacturing investment rose from "
        "RMB 200 million to RMB 300 million."
    )


def test_nominal_and_real_growth_are_told_apart(en):
    facts = told(
        "财政总收入5亿元，名义增长3.4%，扣除价格因素，实际增长3.1%。",
        ("财政总收入", "5", "亿元", "level", {}),
        ("财政总收入", "3.4", "%", "growth", INHERITED),
        ("财政总收入", "3.1", "%", "growth", INHERITED),
    )
    assert said(en, facts) == (
        "Total fiscal revenue was RMB 500 million, up 3.4% in nominal terms and 3.1% in real terms."
    )


def test_more_and_less_of_a_change_are_no_changes(en):
    yoy = {"comparison": "yoy", **INHERITED}
    facts = told(
        "工业投资减少86亿元，同比少减20亿元。",
        ("工业投资", "-86", "亿元", "growth", {}),
        ("工业投资增量", "20", "亿元", "growth", yoy),
    )
    assert said(en, facts) == (
        "Industrial investment fell by RMB 8.6 billion, RMB 2 billion less than the decrease a year earlier."
    )


@pytest.mark.parametrize(
    ("sentence", "comparison", "words"),
    [
        ("工业投资增长9.6%，高于全市平均水平2.3个百分点。", "高于全市平均水平", "above the city average"),
        ("工业投资增长9.6%，比全市高2.3个百分点。", "比全市高", "above the city average"),
        ("工业投资增长9.6%，高于二季度2.3个百分点。", "高于二季度", "faster than in the second quarter"),
        (
            "工业投资增长9.6%，高于制造业投资增速2.3个百分点。",
            "高于制造业投资增速",
            "above the growth of manufacturing investment",
        ),
    ],
)
def test_gaps_name_what_they_are_measured_against(en, sentence, comparison, words):
    facts = told(
        sentence,
        ("工业投资", "9.6", "%", "growth", {}),
        ("工业投资增速", "2.3", "个百分点", "growth", {"comparison": comparison, **INHERITED}),
    )
    assert said(en, facts) == f"Industrial investment rose 9.6%, 2.3 percentage points {words}."


def test_an_unchanged_pace_is_said_so(en, zh):
    facts = told(
        "工业投资增长1.3%，与前三季度的1.3%持平。",
        ("工业投资", "1.3", "%", "growth", {}),
        ("工业投资", "1.3", "%", "growth", {"comparison": "与前三季度", "period": "2023-01/2023-09", **INHERITED}),
    )
    assert said(en, facts) == "Industrial investment rose 1.3%, unchanged from the 1.3% in the first three quarters."
    assert said(zh, facts) == "工业投资增长1.3%，与前三季度的1.3%持平。"


@pytest.mark.parametrize(
    ("sentence", "indicator", "value", "unit", "english"),
    [
        ("工业投资翻一番。", "工业投资", "1", "番", "Industrial investment doubled."),
        ("工业投资增长近两倍。", "工业投资", "2", "倍", "Industrial investment nearly tripled."),
    ],
)
def test_multiples_are_said_as_verbs(en, sentence, indicator, value, unit, english):
    bound = "lt" if "近" in sentence else "eq"
    facts = Facts(sentence).add(indicator, value, unit, "growth", bound=bound, prefix=sentence[:-3])
    assert said(en, facts) == english


def test_a_sum_of_firms_just_counted_is_theirs(en):
    """瞪羚企业203家，实现财政…: revenue of the enterprises, never that of the place."""
    facts = told(
        "瞪羚企业203家，累计投资15亿元。",
        ("瞪羚企业", "203", "家", "count", {}),
        ("累计投资", "15", "亿元", "level", {}),
    )
    assert said(en, facts) == "Gazelle enterprises numbered 203."


def test_a_cut_is_a_fall_and_a_part_is_of_what_something_was_done_with(en):
    low = {"flags": ("no rate",), "confidence": "low"}
    facts = told("全年压减工业投资5%。", ("压减工业投资", "5", "%", "ratio", low))
    assert said(en, facts) == "Industrial investment fell 5% in 2023."
    pooled = told("全年统筹整合惠企资金5%。", ("整合惠企资金", "5", "%", "ratio", low))
    assert said(en, pooled) == "5% of support funds for businesses were pooled in 2023."


def test_instances_are_no_people(en):
    facts = told("共救助瞪羚企业4200人次。", ("救助瞪羚企业", "4200", "人次", "count", {}))
    assert said(en, facts) == "Gazelle enterprises were helped on 4,200 occasions."


def test_a_share_says_where_it_began_and_how_far_it_moved(en):
    share = {"period": "2023"}
    moved = told(
        "工业投资占固定资产投资比重从36%提高到62.4%。",
        ("工业投资占固定资产投资比重", "36", "%", "share", {"flags": ("earlier figure",), "period": ""}),
        ("工业投资占固定资产投资比重", "62.4", "%", "share", share),
    )
    assert said(en, moved) == "Industrial investment rose from 36% to 62.4% of fixed-asset investment."
    larger = told(
        "工业投资占固定资产投资比重为5.6%，比上年提高0.2个百分点。",
        ("工业投资占固定资产投资比重", "5.6", "%", "share", share),
        ("工业投资占固定资产投资比重", "0.2", "个百分点", "growth", {"comparison": "yoy", **INHERITED}),
    )
    assert said(en, larger) == (
        "Industrial investment made up 5.6% of fixed-asset investment, a share 0.2 percentage points larger than a year earlier."
    )


def test_things_do_not_rank_by_their_number(en):
    facts = Facts().rank("瞪羚企业", "1", "全省", "累计认定数")
    assert said(en, facts) == (
        "The district ranked first in the province by cumulative number of gazelle enterprises certified."
    )


def test_what_a_place_did_is_chained(en):
    facts = (
        Facts()
        .add("新建学校", "2", "所", "count")
        .add("新增众创空间", "14", "家", "count")
        .add("新引进瞪羚企业", "7", "家", "count")
    )
    assert said(en, facts) == "The district built 2 schools, added 14 makerspaces and brought in 7 gazelle enterprises."


def test_subjects_that_begin_alike_are_named_once(en):
    facts = (
        Facts("同比")
        .add("一产增加值", "8", "亿元")
        .add("一产增加值", "3.8", "%", "growth", comparison="yoy")
        .add("二产增加值", "25", "亿元")
        .add("二产增加值", "5.8", "%", "growth", comparison="yoy")
    )
    assert said(en, facts) == (
        "Value added of the primary industry was RMB 800 million, up 3.8% from a year earlier, and that of the secondary "
        "industry was RMB 2.5 billion, up 5.8%."
    )


def test_an_aim_beyond_a_target_is_told_apart(en, zh):
    facts = told(
        "工业投资达900亿元、力争1050亿元。",
        ("工业投资", "900", "亿元", "level", TARGET),
        ("工业投资", "1050", "亿元", "level", {**TARGET, "strength": "力争"}),
    )
    assert said(en, facts) == "Industrial investment is to reach RMB 90 billion, with RMB 105 billion as the aim."
    assert said(zh, facts) == "计划工业投资达到900亿元、力争1050亿元。"


def test_an_estimate_is_said_as_one(en, zh):
    facts = told("工业投资预计达900亿元。", ("工业投资", "900", "亿元", "level", {}))
    assert said(en, facts) == "Industrial investment reached an estimated RMB 90 billion."
    assert said(zh, facts) == "工业投资预计达900亿元。"


def test_an_estimate_at_the_head_is_of_the_whole_sentence(en, zh):
    facts = told(
        "预计工业投资900亿元，制造业投资30亿元。",
        ("工业投资", "900", "亿元", "level", {}),
        ("制造业投资", "30", "亿元", "level", {}),
    )
    assert said(en, facts).startswith("According to estimates, industrial investment ")
    assert said(zh, facts).startswith("预计工业投资900亿元")


def test_an_aim_for_a_share_is_none_for_the_growth_before_it(en, zh):
    facts = told(
        "工业投资增长6%、力争占全省比重达到29%。",
        ("工业投资", "6", "%", "growth", TARGET),
        ("工业投资占全省比重", "29", "%", "share", {**TARGET, "strength": "力争"}),
    )
    assert said(en, facts).startswith("Industrial investment is to grow 6%. The aim is for industrial investment ")
    assert said(zh, facts) == "计划工业投资增长6%，力争工业投资占全省29%。"


def test_what_each_village_earns_is_not_what_they_earn(en):
    facts = told(
        "全市所有行政村集体经济年收入达到30万元以上、工业投资达到20万元以上。",
        ("工业投资", "20", "万元", "level", {"bound": "ge"}),
    )
    assert said(en, facts) is None


def test_firms_of_a_city_do_not_count_cities(en):
    facts = told("成为第4个企业超100万户的瞪羚企业。", ("瞪羚企业", "100", "万户", "count", {"unit_code": "household"}))
    assert said(en, facts) is None


def test_a_target_keeps_the_base_of_its_change(en):
    facts = told(
        "工业投资较前三年平均值增长20%。",
        ("工业投资", "20", "%", "growth", {**TARGET, "comparison": "较前三年平均值"}),
    )
    assert said(en, facts) == "Industrial investment is to grow 20% from the average of the previous three years."


def test_the_first_that_was_won_is_not_the_first_of_its_kind(en):
    facts = told(
        "获全省第1个学校。",
        ("学校", "1", "个", "rank", {"rank_scope": "全省", "rank_of": "首创"}),
    )
    assert said(en, facts) is None


def test_an_aim_stays_one_behind_a_verb(en):
    facts = told("力争新增惠企资金5亿元。", ("新增惠企资金", "5", "亿元", "level", {**TARGET, "strength": "力争"}))
    assert "aim" in said(en, facts)


def test_the_same_money_in_another_currency_stands_beside_it(en, zh):
    facts = told(
        "实际利用外资5.83亿美元（折合人民币41.4亿元），增长13.9%。",
        ("实际利用外资", "5.83", "亿美元", "level", {}),
        ("实际利用外资", "41.4", "亿元", "level", INHERITED),
        ("实际利用外资", "13.9", "%", "growth", INHERITED),
    )
    assert said(en, facts) == "FDI in actual use was USD 583 million (RMB 4.14 billion), up 13.9%."
    assert said(zh, facts) == "实际利用外资5.83亿美元（折合人民币41.4亿元）、增长13.9%。"


def test_the_year_a_change_began_in_is_kept(en, zh):
    facts = told(
        "工业投资从2020年的8亿元增长到23亿元。",
        ("工业投资", "8", "亿元", "level", {"flags": ("earlier figure",), "time_period": "2020"}),
        ("工业投资", "23", "亿元", "level", {}),
    )
    assert said(en, facts) == "Industrial investment rose from RMB 800 million in 2020 to RMB 2.3 billion."
    assert said(zh, facts) == "工业投资由2020年的8亿元增加到23亿元。"


def test_growth_of_two_years_on_average_is_said_as_such(en):
    facts = told(
        "工业投资103亿元，同比增长5.9%，两年平均增长4.8%。",
        ("工业投资", "103", "亿元", "level", {}),
        ("工业投资", "5.9", "%", "growth", {"comparison": "yoy"}),
        ("工业投资", "4.8", "%", "growth", {"comparison": "两年平均"}),
    )
    assert said(en, facts) == (
        "Industrial investment was RMB 10.3 billion, up 5.9% from a year earlier and 4.8% on a two-year average."
    )


def test_people_behind_what_they_come_from_are_counted_by_themselves(en):
    facts = told(
        "45家众创空间30家瞪羚企业通过备案。",
        ("众创空间", "45", "家", "count", {}),
        ("众创空间瞪羚企业", "30", "家", "count", {}),
    )
    assert said(en, facts) == "30 gazelle enterprises were registered."


def test_projects_may_be_counted_in_homes_too(en, zh):
    facts = told(
        "新筹建重点软件企业项目153个、8万套。",
        ("新筹建重点软件企业项目", "153", "个", "count", {}),
        ("新筹建重点软件企业项目", "8", "万套", "count", INHERITED),
    )
    assert said(zh, facts) == "新筹建重点软件企业项目153个、8万套。"
    assert said(en, facts) is None or "(80,000 units)" in said(en, facts)


def test_a_part_is_one_where_the_words_before_its_figure_are_cut(en, zh):
    facts = told(
        "众创空间37家，其中瞪羚企业和上市公司15家。",
        ("众创空间", "37", "家", "count", {}),
        ("瞪羚企业和上市公司", "15", "家", "count", {"prefix": "中瞪羚企业和上市公司"}),
    )
    assert "including 15 " in said(en, facts)
    assert "其中" in said(zh, facts)


def test_a_head_that_stands_twice_is_said_once(zh):
    facts = told("出口学校2亿元。", ("出口学校出口", "2", "亿元", "level", {}))
    statement = zh.statement(dataclasses.replace(facts.segment, start=0, end=len(facts.zh)), facts.made)
    assert statement is None or "出口学校出口" not in statement.text


def test_a_change_that_turned_is_said_with_what_it_followed(en, zh):
    facts = told(
        "工业投资73亿元，由一季度的下降2.6%转为增长4.2%。",
        ("工业投资", "73", "亿元", "level", {}),
        (
            "工业投资",
            "-2.6",
            "%",
            "growth",
            {"flags": ("subject inherited", "earlier figure"), "time_period": "2023-Q1"},
        ),
        ("工业投资", "4.2", "%", "growth", INHERITED),
    )
    assert said(en, facts) == (
        "Industrial investment was RMB 7.3 billion, up 4.2% after falling 2.6% in the first quarter of 2023."
    )
    assert "由2023年一季度下降2.6%转为增长4.2%" in said(zh, facts)


def test_a_sum_per_person_keeps_the_words_before_it(en):
    facts = told(
        "工业投资由每人每月920元提高到965元。",
        ("工业投资", "920", "元", "level", {"flags": ("earlier figure",)}),
        ("工业投资", "965", "元", "level", {}),
    )
    assert said(en, facts) == "Industrial investment rose from RMB 920 per person a month to RMB 965."


def test_what_is_held_at_the_end_of_a_year_says_so_behind_what_flowed(en):
    facts = told(
        "工业投资9亿元，增长3%；年末固定资产投资4亿元。",
        ("工业投资", "9", "亿元", "level", {}),
        ("工业投资", "3", "%", "growth", INHERITED),
        ("固定资产投资", "4", "亿元", "level", {"time_basis": "stock"}),
    )
    assert said(en, facts).endswith(" fixed-asset investment was RMB 400 million at the end of 2023.")


def test_a_rate_of_a_whole_list_is_not_that_of_its_last(en):
    facts = told(
        "新建学校371所、众创空间497家，满意率99%。",
        ("新建学校", "371", "所", "count", {}),
        ("新建众创空间", "497", "家", "count", {"flags": ("verb shared",)}),
        ("新建众创空间满意率", "99", "%", "ratio", INHERITED),
    )
    assert said(en, facts) == "371 schools and 497 makerspaces were built."
