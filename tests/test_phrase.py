"""Facts become sentences an editor would print, in both languages, and never say more than the facts."""

from __future__ import annotations

import dataclasses

import pytest
from support_phrase import Facts

from briefing.model.tree import Number


def say(phrases, facts):
    statement = phrases.statement(facts.segment, facts.made)
    assert statement is not None
    return statement.text


GDP = (
    Facts("全年地区生产总值2467.9亿元、增长8.0%,总量居全市第三、增速居全市第二。")
    .add("地区生产总值", "2467.9", "亿元")
    .add("地区生产总值", "8.0", "%", "growth")
    .rank("地区生产总值", "3", "全市", "总量")
    .rank("地区生产总值", "2", "全市", "增速")
)


def test_level_growth_and_ranks_make_one_sentence(en, zh):
    assert say(en, GDP) == (
        "GDP was RMB 246.79 billion in 2023, up 8.0%, ranking third in the city by size and second by growth."
    )
    assert say(zh, GDP) == "地区生产总值2467.9亿元、增长8.0%，总量居全市第三、增速居全市第二。"


def test_every_figure_is_a_number_that_names_its_fact(en, zh):
    for language in (en, zh):
        statement = language.statement(GDP.segment, GDP.made)
        numbers = [piece for piece in statement.inlines if isinstance(piece, Number)]
        assert [piece.fact_id for piece in numbers] == ["f1", "f2", "f3", "f4"] == list(statement.facts)


def test_a_fall_falls(en, zh):
    facts = Facts().add("工业投资", "12.5", "亿元").add("工业投资", "-3.2", "%", "growth")
    assert say(en, facts) == "Industrial investment was RMB 1.25 billion, down 3.2%."
    assert say(zh, facts) == "工业投资12.5亿元、下降3.2%。"


def test_a_change_from_one_figure_to_another_is_said_whole(en):
    facts = (
        Facts()
        .add("结算率", "3", "%", "ratio", prefix="结算率从", period="2020")
        .add("结算率", "3.5", "%", "ratio", prefix="从3%提升到")
    )
    assert say(en, facts) == "The settlement rate rose from 3% to 3.5%."
    assert en.statement(facts.segment, facts.made[:1]) is None


def test_a_range_keeps_both_ends(en, zh):
    facts = (
        Facts()
        .add("地区生产总值", "5", "%", "growth", role="target", bound="ge", start=8, end=9)
        .add("地区生产总值", "5.5", "%", "growth", role="target", bound="le", start=11, end=14)
    )
    assert say(en, facts) == "GDP is to grow 5%–5.5%."
    assert say(zh, facts) == "计划地区生产总值增长5%—5.5%。"


def test_a_place_among_the_first_ten_is_not_the_tenth_place(en, zh):
    facts = Facts().rank("创新指数", "10", "全国", bound="le")
    assert say(en, facts) == "The innovation index was in the top 10 in China."
    assert say(zh, facts) == "创新指数居全国前10。"


def test_another_period_is_said(en):
    facts = (
        Facts()
        .add("工业投资", "2.0", "%", "growth")
        .add("工业投资", "-1.0", "%", "growth", time_period="2023-01/2023-09")
    )
    assert (
        say(en, facts)
        == "Industrial investment rose 2.0%, and industrial investment fell 1.0% in January–September 2023."
    )


@pytest.mark.parametrize(
    ("comparison", "name", "value", "english"),
    [
        ("比前11个月", "工业投资增速", "0.2", "0.2 percentage points faster than in the first 11 months"),
        ("比前11个月", "工业投资增速", "-0.2", "0.2 percentage points slower than in the first 11 months"),
        ("yoy", "工业投资降幅", "-0.6", "a decline 0.6 percentage points smaller than a year earlier"),
        ("高于全国", "工业投资增速", "1.2", "1.2 percentage points above the national average"),
    ],
)
def test_comparisons_in_points(en, comparison, name, value, english):
    facts = Facts().add("工业投资", "8.0", "%", "growth").add(name, value, "个百分点", "growth", comparison=comparison)
    assert say(en, facts) == f"Industrial investment rose 8.0%, {english}."


def test_contribution_and_structure(en):
    facts = (
        Facts().add("工业投资", "0.6", "%", "growth").add("工业投资拉动固定资产投资增长", "0.4", "个百分点", "share")
    )
    assert say(en, facts) == (
        "Industrial investment rose 0.6%, contributing 0.4 percentage points to the growth of fixed-asset investment."
    )


def test_two_figures_of_one_name_are_not_both_said(en):
    facts = Facts().add("学校", "11", "所", "count").add("学校", "3", "所", "count")
    statement = en.statement(facts.segment, facts.made)
    assert statement.text == "Schools numbered 11."
    assert statement.left_out[0].startswith("f2: ")


def test_two_plain_measures_share_a_sentence(en):
    facts = (
        Facts()
        .add("财政总收入", "462.5", "亿元")
        .add("财政总收入", "6.7", "%", "growth")
        .add("一般公共预算收入", "242.1", "亿元")
        .add("一般公共预算收入", "12.8", "%", "growth")
    )
    assert say(en, facts) == (
        "Total fiscal revenue was RMB 46.25 billion, up 6.7%, and general public budget revenue RMB 24.21 billion, up 12.8%."
    )


def test_a_distribution_keeps_its_order(en, zh):
    facts = Facts()
    for position, (name, value) in enumerate((("工业投资", "21.9"), ("制造业投资", "20.5")), start=1):
        facts.add(name, value, "%", "growth", group="g1", group_pos=position)
    assert say(en, facts) == "Industrial investment and manufacturing investment rose 21.9% and 20.5% respectively."
    assert say(zh, facts) == "工业投资和制造业投资分别增长21.9%和20.5%。"


def test_growths_in_opposite_directions_are_not_distributed(en):
    facts = Facts()
    for position, (name, value) in enumerate((("工业投资", "21.9"), ("制造业投资", "-20.5")), start=1):
        facts.add(name, value, "%", "growth", group="g1", group_pos=position)
    assert say(en, facts) == "Industrial investment rose 21.9% and manufacturing investment fell 20.5%."


def test_counts_with_one_action_make_one_list(en, zh):
    facts = (
        Facts()
        .add("新认定瞪羚企业", "264", "家", "count")
        .add("新认定隐形冠军", "4", "家", "count")
        .add("新认定众创空间", "1", "家", "count")
    )
    assert say(en, facts) == "264 gazelle enterprises, 4 hidden champions and 1 makerspace were newly certified."
    assert say(zh, facts) == "新认定瞪羚企业264家、隐形冠军4家、众创空间1家。"


def test_one_thing_takes_the_singular_and_opens_in_words(en):
    assert say(en, Facts().add("新认定众创空间", "1", "家", "count")) == "One makerspace was newly certified."


def test_actions_on_one_thing_are_told_apart(en):
    facts = (
        Facts()
        .add("新投用学校", "11", "所", "count")
        .add("完工学校", "3", "所", "count")
        .add("续建学校", "10", "所", "count")
        .add("新开工学校", "5", "所", "count")
    )
    assert say(en, facts) == "11 schools were put into use, 3 were completed, 10 continued and 5 started construction."


def test_new_ones_bring_the_total_to(en):
    facts = (
        Facts()
        .add("新增上市公司", "3", "家", "count")
        .add("累计上市公司", "72", "家", "count")
        .rank("累计上市公司", "1", "全省", "总量")
    )
    assert say(en, facts) == "Three listed companies were added, bringing the total to 72, first in the province."


def test_parts_stand_with_their_whole(en, zh):
    facts = (
        Facts()
        .add("众创空间", "26", "家", "count")
        .add("学校", "15", "所", "count", prefix="驿站26家，其中学校")
        .add("瞪羚企业", "3", "家", "count", prefix="15所、瞪羚企业")
    )
    assert say(en, facts) == "Makerspaces numbered 26, including 15 schools and 3 gazelle enterprises."
    assert say(zh, facts) == "众创空间26家，其中学校15所、瞪羚企业3家。"


def test_a_rank_shared_by_a_list_is_said_once(en, zh):
    facts = Facts()
    for position, name in enumerate(("创新指数", "转化指数"), start=1):
        facts.rank(name, "1", "全省", group="g1", group_pos=position)
    statement = en.statement(facts.segment, facts.made)
    assert statement.text == "The innovation index and the conversion index each ranked first in the province."
    assert statement.facts == ("f1", "f2")
    assert say(zh, facts) == "创新指数和转化指数均居全省第一。"


def test_ranks_of_two_scopes_are_not_mixed(en):
    facts = (
        Facts()
        .add("结算率", "76.52", "%", "ratio", prefix="结算率达")
        .rank("结算率", "1", "全市")
        .rank("结算率", "6", "全国")
    )
    assert say(en, facts) == ("The settlement rate reached 76.52%, ranking first in the city and sixth in China.")


def test_a_group_rank_is_a_tier_and_never_first(en, zh):
    facts = Facts().add("主要指标", "1", "方阵", "rank", rank_scope="全市", rank_band="group")
    assert say(en, facts) == "Major indicators were in the top tier of the city."
    assert "first" not in say(en, facts)
    assert say(zh, facts) == "主要指标居全市第一方阵。"


def test_bounds_are_kept(en, zh):
    facts = Facts().add("新增工业机器人", "1.5", "万台", "count", bound="gt")
    assert say(en, facts) == "More than 15,000 industrial robots were added."
    assert say(zh, facts) == "新增工业机器人超1.5万台。"


def test_a_share_gets_its_whole_back(en):
    facts = (
        Facts()
        .add("重点软件企业", "17", "家", "count")
        .add("重点软件企业占全省比重", "81", "%", "share", prefix="17家、占全省")
    )
    assert say(en, facts) == "Key software enterprises numbered 17 (81% of the province's total)."


def test_things_that_something_is_said_of_are_not_counted_as_all_there_are(en, zh):
    facts = Facts("4家众创空间亮相展会。").add("众创空间", "4", "家", "count", prefix="", suffix="家众创空间亮相展会。")
    assert en.statement(facts.segment, facts.made) is None
    assert zh.statement(facts.segment, facts.made) is None


def test_a_share_of_a_whole_that_stands_elsewhere_is_left_out(en):
    facts = Facts().add("工业投资占全省比重", "86.5", "%", "share", prefix="其中工业投资占比")
    assert en.statement(facts.segment, facts.made) is None


def test_money_with_an_action(en):
    facts = Facts().add("下达惠企资金", "62.33", "亿元")
    assert say(en, facts) == "The district paid out RMB 6.233 billion of support funds for businesses."


def test_what_english_does_not_count_gets_a_unit(en):
    facts = Facts().add("筹集保障性租赁住房", "3629", "套（间）", "count")
    assert say(en, facts) == "3,629 units of government-subsidized rental housing were secured."


@pytest.mark.parametrize(
    ("facts", "english", "chinese"),
    [
        (
            Facts("——地区生产总值增长6.0%;").add("地区生产总值", "6.0", "%", "growth", role="target"),
            "GDP growth: 6.0%",
            "计划地区生产总值增长6.0%",
        ),
        (
            Facts("——一般公共预算收入与经济增长同步;").add(
                "一般公共预算收入", None, "%", "growth", role="target", exact="与经济增长同步"
            ),
            "General public budget revenue: to grow in step with the economy",
            "一般公共预算收入与经济增长同步",
        ),
        (
            Facts("工业投资增速快于地区生产总值增速。").add(
                "工业投资", None, "%", "growth", role="target", exact="增速快于地区生产总值增速"
            ),
            "Industrial investment is to grow faster than GDP.",
            "工业投资增速快于地区生产总值增速。",
        ),
        (
            Facts("新增众创空间2家。").add("新增众创空间", "2", "家", "count", role="target"),
            "Two makerspaces are to be added.",
            "计划新增众创空间2家。",
        ),
        (
            Facts("力争新认定瞪羚企业260家以上。").add(
                "新认定瞪羚企业", "260", "家", "count", role="target", strength="力争", bound="ge"
            ),
            "The aim is to certify at least 260 gazelle enterprises.",
            "力争新认定瞪羚企业260家以上。",
        ),
        (
            Facts().add("结算率", "99", "%", "ratio", role="target", strength="稳定在", bound="ge"),
            "The settlement rate is to remain at least 99%.",
            "计划结算率99%以上。",
        ),
    ],
)
def test_targets(en, zh, facts, english, chinese):
    assert say(en, facts) == english
    assert say(zh, facts) == chinese


def test_an_aim_and_a_target_are_not_mixed(en):
    facts = (
        Facts()
        .add("新增隐形冠军", "40", "家", "count", role="target")
        .add("新增瞪羚企业", "260", "家", "count", role="target", strength="力争")
    )
    assert say(en, facts) == "40 hidden champions are to be added. The aim is to add 260 gazelle enterprises."


def test_what_has_no_approved_english_is_left_out_by_name(en):
    facts = Facts().add("地区生产总值", "5", "亿元").add("某某新词", "7", "家", "count")
    statement = en.statement(facts.segment, facts.made)
    assert statement.text == "GDP came to RMB 500 million."
    assert statement.left_out == ("f2: no approved English for 某某新词",)
    assert en.statement(facts.segment, facts.made[1:]) is None


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [("role", "background", "background"), ("role", "threshold", "threshold"), ("confidence", "low", "low confidence")],
)
def test_what_is_not_ours_to_say_is_left_out(en, column, value, reason):
    facts = Facts().add("地区生产总值", "5", "亿元")
    other = dataclasses.replace(facts.made[0], id="f9", **{column: value})
    statement = en.statement(facts.segment, [*facts.made, other])
    assert statement.left_out == (f"f9: {reason}",)
    assert en.statement(facts.segment, [other]) is None


def test_report_text_is_never_read_as_template(en, zh):
    facts = Facts("{{ 7*7 }}").add("{{ 7*7 }}地区生产总值{% raise %}", "5", "亿元")
    assert en.statement(facts.segment, facts.made) is None
    assert zh.statement(facts.segment, facts.made) is None  # the twins say the same
    ranked = Facts().rank("地区生产总值", "3", "{{ 7*7 }}", "总量").made[0]
    words = zh.rank(ranked)
    assert words is not None
    assert "".join(piece.text for piece in words) == "总量居{{ 7*7 }}第三"


def test_a_template_with_an_unknown_name_fails(terms):
    from jinja2 import UndefinedError

    from briefing.phrase import Phrases

    with pytest.raises(UndefinedError):
        Phrases.load("en", "{{ nothing_of_the_kind }}", terms)


def test_growth_of_the_investment_in_things_is_not_growth_of_the_things(en):
    """学校120所，完成投资增长9.1%: never "120 schools, up 9.1%"."""
    facts = Facts().add("学校", "120", "所", "count").add("学校完成投资", "9.1", "%", "growth")
    assert say(en, facts) == "Schools numbered 120, and investment completed in schools rose 9.1%."
