"""What is chosen for a page: key points, paragraphs, charts of counts, the difficulties a report names."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from support_phrase import Facts

from briefing.compose import difficulties
from briefing.compose.charts import plan_charts
from briefing.compose.headline import headline, now
from briefing.compose.paragraphs import flowing
from briefing.compose.points import key_points
from briefing.compose.select import Said
from briefing.extract import extract
from briefing.model.extract import Region, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Text
from briefing.read import read_bytes

REGION = Region("jiang", "江城市", "Jiangcheng", "420100")
HEADLINE = {"地区生产总值": 0, "出口": 1}


def said(facts, theme="economy", weight=10, start=0, english="It rose."):
    """A sentence of these facts; its Chinese is never looked at."""
    worded = {lang: Statement("s", lang, (Text(english),), tuple(f.id for f in facts)) for lang in ("zh", "en")}
    return Said(Segment(f"s{start}", "p1", start, start + 9, "。"), tuple(facts), worded, theme, weight, start)


def points(clauses, shown=(), most=7, *, planned=False):
    chosen = key_points(clauses, ("economy", "city"), HEADLINE, shown, most, planned=planned)
    return [one.facts[0].indicator_zh for one in chosen]


# --- key points -------------------------------------------------------------------------------------------------------


def made(*indicators):
    facts = Facts()
    for indicator in indicators:
        facts.add(indicator, "1", "亿元")
    return facts.made


def test_the_foremost_indicator_opens_the_key_points_whatever_weighs_more():
    gdp, road = made("地区生产总值", "道路")
    assert points([said([road], "city", 90), said([gdp], weight=10, start=20)]) == ["地区生产总值", "道路"]


def test_a_point_that_repeats_a_card_gives_way_to_one_that_says_more():
    gdp, export, road = made("地区生产总值", "出口", "道路")
    clauses = [said([gdp], weight=20), said([export], weight=14, start=10), said([road], weight=6, start=20)]
    assert points(clauses, shown={gdp.id, export.id}, most=2) == ["地区生产总值", "道路"]


def test_no_figure_is_said_twice_and_a_place_is_kept_for_what_is_planned():
    gdp, road, park = made("地区生产总值", "道路", "公园")
    clauses = [said([gdp], weight=20), said([gdp, road], weight=19, start=10), said([park], weight=6, start=20)]
    assert points(clauses) == ["地区生产总值", "公园"]
    assert points(clauses, most=2, planned=True) == ["地区生产总值"]


def test_points_fit_the_lines_of_the_cover():
    facts = made(*(f"指标{i}" for i in range(9)))
    long = "word " * 50  # 250 characters: three lines of the twelve
    assert len(points([said([f], start=i, english=long) for i, f in enumerate(facts)])) == 4


# --- paragraphs -------------------------------------------------------------------------------------------------------


def test_short_passages_flow_together_and_a_long_one_stands_alone():
    short, long = [said(made("一"), english="x" * 90)], [said(made("二"), english="x" * 450)]
    assert flowing([short, short, short]) == [[short, short, short]]
    assert flowing([long, long]) == [[long], [long]]
    assert flowing([long, short, short]) == [[long], [short, short]]


# --- charts -----------------------------------------------------------------------------------------------------------


def counted(*pairs):
    """A report that gives what is new and what there is in all."""
    facts = Facts()
    for name, new, total in pairs:
        facts.add(f"新增{name}", new, "家", "count").add(f"{name}总数", total, "家", "count", time_basis="stock")
    return facts.made


def report(facts):
    """An extract whose facts are these."""
    return replace(extract(read_bytes("r.txt", "江城市2023年工作报告\n".encode()), REGION, "2023"), facts=tuple(facts))


def charts(facts):
    return plan_charts(report(facts), (), [said(facts)], lambda _: True, lambda zh: zh.removeprefix("新增"))


@pytest.mark.parametrize(
    ("period", "of", "own"),
    [
        ("2025-01/2025-09", "2025-Q3", True),
        ("2025-01/2025-06", "2025-H1", True),
        ("2025-Q3", "2025-09", True),
        ("2025-01/2025-08", "2025-Q3", False),
        ("2025-Q2", "2025-Q3", False),
        ("2025", "2025", True),
        ("2025-01/2025-09", "2025", False),
    ],
)
def test_a_figure_of_months_that_end_with_the_period_is_of_the_period(period, of, own):
    assert now(period, replace(report(()), period=of)) is own


def test_a_level_stands_beside_the_growth_of_its_own_months():
    """The level of a quarter beside the growth of three quarters would be two things in one row."""
    text = "江城市2025年三季度经济运行\n三季度地区生产总值152.6亿元；前三季度地区生产总值同比增长6.9%。\n"
    made = extract(read_bytes("r.txt", text.encode()), REGION, "2025-Q3")
    (row,) = headline(made, SimpleNamespace(headline=(("地区生产总值", ""),)))
    assert row.level is not None
    assert row.growth is None


def test_a_part_of_one_whole_is_not_held_against_the_same_part_of_another():
    """The education budget of the city's own government is no target for the spending of the whole city."""
    own = "市本级支出安排143.2亿元，其中：教育支出21.5亿元，科学技术支出12.3亿元，农业支出1.5亿元。"
    whole = "全市教育支出118.63亿元，科学技术支出31.27亿元，农业支出3.2亿元。"
    made = extract(
        read_bytes("r.txt", f"江城市2024年预算执行情况\n{whole}\n2025年预算安排\n{own}\n".encode()), REGION, "2024"
    )
    plans = plan_charts(made, (), [said(made.facts)], lambda _: True, lambda zh: zh)
    assert "next_target" not in {plan.kind for plan in plans}


def test_what_is_new_stands_beside_the_number_in_all():
    (plan,) = charts(counted(("上市公司", "10", "310"), ("实验室", "15", "33"), ("博物馆", "5", "12")))
    assert plan.kind == "counts"
    assert [[str(f.value) for f in row] for row in plan.series] == [["10", "15", "5"], ["310", "33", "12"]]


def test_two_pairs_of_counts_and_small_counts_make_no_chart():
    assert charts(counted(("上市公司", "10", "310"), ("实验室", "15", "33"))) == ()
    few = Facts()
    for value in ("3", "2", "2", "1"):
        few.add(f"新建馆舍{value}{len(few.made)}", value, "家", "count")
    assert charts(few.made) == ()


def test_a_rank_within_the_top_three_is_not_drawn_as_a_third_place():
    facts = Facts()
    for name, place, bound in (("出口", "1", "eq"), ("外资", "2", "eq"), ("演艺", "3", "le")):
        facts.rank(name, place, "全省", bound=bound)
    assert charts(facts.made) == ()


# --- difficulties -----------------------------------------------------------------------------------------------------


def named(paragraph):
    text = f"江城市2023年工作报告\n\n一、工作回顾\n\n{paragraph}\n\n二、工作安排\n\n加快补齐民生短板。\n"
    return difficulties.named(extract(read_bytes("r.txt", text.encode()), REGION, "2023"))


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("我们也看到，发展还存在一些困难和问题：需求不足；部分企业经营困难；干部能力有待提升。", ["需求不足", "部分企业经营困难", "干部能力有待提升"]),
        ("同时，我市仍面临不少挑战：一是新动能不强。二是财政收支矛盾突出。对此，我们要高度重视。", ["新动能不强", "财政收支矛盾突出"]),
        ("为困难企业纾困解难，着力解决群众身边的问题。", []),
    ],
)  # fmt: skip
def test_difficulties_are_those_a_report_lists_as_such(paragraph, parts):
    assert list(difficulties.parts(named(paragraph))) == parts


def test_a_difficulty_waits_until_its_english_is_approved():
    (sentence,) = named("发展还存在一些困难：需求不足；新动能不强。")
    assert difficulties.waiting([sentence]) == (sentence,)
    assert difficulties.waiting([replace(sentence, en="Demand is weak.", state="approved")]) == ()
