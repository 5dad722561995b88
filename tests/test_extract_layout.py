"""What the layout of a report does to its facts: broken lines, tables of places, tables of plans."""

from __future__ import annotations

from decimal import Decimal

from briefing.extract import extract
from briefing.extract.sentences import joined
from briefing.model.extract import Extract, Region
from briefing.read import read_bytes

REGION = Region("yunlin", "云林市", "Yunlin", "330000")


def _extract(text: str, period: str = "2024", name: str = "report.txt") -> Extract:
    return extract(read_bytes(name, text.encode()), REGION, period)


def test_a_break_of_line_inside_a_word_leaves_the_word_whole() -> None:
    text, places = joined("工业增 加值", "工业增\n加值")
    assert text == "工业增加值"
    assert places == (0, 1, 2, 4, 5)
    assert joined("GDP growth", "GDP\ngrowth")[0] == "GDP growth"


def test_a_report_broken_at_a_width_gives_whole_indicators_and_exact_offsets() -> None:
    whole = (
        "2024年，全市经济运行总体平稳、稳中有进，高质量发展扎实推进。全年地区生产总值2310.6亿元，比上年增长6.1%。其中，"
        "第二产业增加值901.2亿元，增长7.0%；第三产业增加值1288.4亿元，增长5.6%。规模以上工业增加值比上年增长8.2%，社会消费"
        "品零售总额812.9亿元，增长4.4%。货物进出口总额560.3亿元，下降2.7%，其中出口401.5亿元，增长0.8%。全体居民人均可支配"
        "收入48120元，增长5.3%。城镇居民人均可支配收入56230元，增长4.9%，农村居民人均可支配收入31080元，增长6.7%。"
    )
    lines = [whole[at : at + 34] for at in range(0, len(whole), 34)]
    broken = _extract("云林市2024年经济运行情况\n\n　　" + "\n".join(lines) + "\n")
    plain = _extract("云林市2024年经济运行情况\n\n　　" + whole + "\n")
    assert [(f.indicator_zh, f.value) for f in broken.facts] == [(f.indicator_zh, f.value) for f in plain.facts]
    assert all(broken.text[fact.start : fact.end] == fact.exact for fact in broken.facts)


PLACES = """<html><body><h1>云林市2024年1-6月主要指标</h1><p>上半年，全市地区生产总值1002.5亿元，同比增长5.0%。</p>
<p>表1 分县区指标（单位：亿元、%）</p><table><tr><th>地区</th><th>地区生产总值</th><th>增速</th><th>增速位次</th></tr>
<tr><td>云林市</td><td>1002.5</td><td>5.0</td><td>—</td></tr>
<tr><td>南塘县</td><td>210.4</td><td>-1.2</td><td>3</td></tr></table></body></html>"""


def test_rows_that_are_places_carry_their_place_and_are_background() -> None:
    facts = [fact for fact in _extract(PLACES, "2024-H1", "page.html").facts if fact.table_cell]
    assert [(f.indicator_zh, f.measure, f.value, f.unit_zh, f.role) for f in facts] == [
        ("地区生产总值", "level", Decimal("1002.5"), "亿元", "actual"),
        ("地区生产总值", "growth", Decimal("5.0"), "%", "actual"),
        ("南塘县地区生产总值", "level", Decimal("210.4"), "亿元", "background"),
        ("南塘县地区生产总值", "growth", Decimal("-1.2"), "%", "background"),
        ("南塘县地区生产总值", "rank", Decimal(3), "位", "background"),
    ]


PLAN = """云林市国民经济和社会发展第十四个五年规划纲要

第二章　主要目标

专栏1　主要指标
指标\t2020年\t2025年\t年均（累计）\t属性
地区生产总值（亿元）\t1500\t2100\t7%以上\t预期性
城镇调查失业率（%）\t5.2\t—\t＜5.5\t预期性
森林覆盖率（%）\t60.1\t62\t〔1.9〕\t约束性
"""


def test_in_a_table_of_a_plan_the_base_year_is_what_was_and_the_last_year_the_target() -> None:
    facts = _extract(PLAN, "2020").facts
    assert [(f.indicator_zh, f.value, f.unit_zh, f.bound, f.role, f.time_period) for f in facts] == [
        ("地区生产总值", Decimal(1500), "亿元", "eq", "actual", "2020"),
        ("地区生产总值", Decimal(2100), "亿元", "eq", "target", "2025"),
        ("地区生产总值", Decimal(7), "%", "ge", "target", "2021/2025"),
        ("城镇调查失业率", Decimal("5.2"), "%", "eq", "actual", "2020"),
        ("城镇调查失业率", Decimal("5.5"), "%", "lt", "target", "2021/2025"),
        ("森林覆盖率", Decimal("60.1"), "%", "eq", "actual", "2020"),
        ("森林覆盖率", Decimal(62), "%", "eq", "target", "2025"),
        ("森林覆盖率", Decimal("1.9"), "%", "eq", "target", "2021/2025"),
    ]
    assert facts[-1].confidence == "low"


def test_a_month_inside_a_release_is_left_where_the_subject_changes() -> None:
    text = (
        "云林市2024年1-10月经济运行情况\n\n1-10月，全市货运量5021万吨，增长3.1%。10月份，全市居民消费价格同比上涨0.2%。"
        "鲜菜价格下降7.6%。快递业务量3.1亿件，增长12.4%。\n"
    )
    facts = _extract(text, "2024-10").facts
    assert [(f.indicator_zh, f.time_period) for f in facts if f.measure == "growth"] == [
        ("货运量", "2024-01/2024-10"),
        ("居民消费价格", "2024-10"),
        ("鲜菜价格", "2024-10"),
        ("快递业务量", "2024-01/2024-10"),
    ]


def test_a_release_named_by_its_quarter_means_the_period_of_its_title() -> None:
    text = (
        "前三季度云林市外贸进出口增长9.7%\n\n本报讯（记者 林禾）据云林海关统计，今年前三季度，全市进出口总值203.6亿元，"
        "增长9.7%。\n\n民营企业进出口130.2亿元，增长15.4%。9月当月，进出口25.1亿元，增长14.3%。\n"
    )
    facts = _extract(text, "2024-Q3").facts
    assert [(f.indicator_zh, f.time_period) for f in facts if f.measure == "level"] == [
        ("进出口总值", "2024-01/2024-09"),
        ("民营企业进出口", "2024-01/2024-09"),
        ("进出口", "2024-09"),
    ]


def test_a_year_that_a_figure_is_measured_by_gives_no_period() -> None:
    text = "全年接待游客1865.3万人次，恢复至2019年的118.2%；旅游总收入214.7亿元，增长19.3%。"
    assert {fact.time_period for fact in _extract(text).facts if fact.value != Decimal("118.2")} == {"2024"}


def test_a_target_that_a_figure_is_held_against_is_no_figure_of_the_year() -> None:
    facts = _extract("年末城镇登记失业率2.36%，低于4.5%的控制目标。").facts
    assert [(fact.value, fact.role) for fact in facts] == [(Decimal("2.36"), "actual"), (Decimal("4.5"), "threshold")]


def test_figures_of_a_holiday_carry_its_name() -> None:
    facts = _extract("国庆假期，全市接待游客86.5万人次，增长6.1%。").facts
    assert [fact.indicator_zh for fact in facts] == ["国庆假期接待游客"] * 2


def test_a_clause_without_a_figure_names_the_subject_of_the_next() -> None:
    facts = _extract("通用设备制造业增加值增长8.8%，增速最快；专用设备制造业降幅最大，下降4.5%。").facts
    assert [fact.indicator_zh for fact in facts] == ["通用设备制造业增加值", "专用设备制造业增加值"]


def _cells(table: str, title: str, period: str = "2025-09") -> list[tuple[str, str, str, str, str]]:
    """Indicator, measure, value with unit, period and confidence of the facts of a table on a page."""
    page = f"<html><body><h1>云林市2025年9月主要指标</h1><p>9月，全市地区经济运行平稳，主要指标好于预期，发展质量稳步提升，为完成全年目标任务打下坚实基础。</p><p>{title}</p>{table}</body></html>"
    facts = [fact for fact in _extract(page, period, "page.html").facts if fact.table_cell]
    return [(f.indicator_zh, f.measure, f"{f.value}{f.unit_zh}", f.time_period, f.confidence) for f in facts]


def test_parts_of_a_row_have_its_measure_and_an_index_is_no_growth() -> None:
    table = """<table><tr><td rowspan=2>指标</td><td rowspan=2>单位</td><td colspan=2>9月</td></tr>
<tr><td>绝对量</td><td>同比±%</td></tr>
<tr><td>规模以上工业增加值</td><td>亿元</td><td>—</td><td>7.1</td></tr>
<tr><td>社会消费品零售总额</td><td>亿元</td><td>58.2</td><td>5.3</td></tr>
<tr><td>其中：限额以上</td><td>亿元</td><td>21.4</td><td>8.2</td></tr>
<tr><td>居民消费价格指数（上年同月=100）</td><td>%</td><td>99.8</td><td>-0.2</td></tr></table>"""
    assert _cells(table, "表1 主要经济指标") == [
        ("规模以上工业增加值", "growth", "7.1%", "2025-09", "high"),
        ("社会消费品零售总额", "level", "58.2亿元", "2025-09", "high"),
        ("社会消费品零售总额", "growth", "5.3%", "2025-09", "high"),
        ("限额以上消费品零售总额", "level", "21.4亿元", "2025-09", "high"),
        ("限额以上消费品零售总额", "growth", "8.2%", "2025-09", "high"),
        ("居民消费价格指数（上年同月=100）", "ratio", "99.8%", "2025-09", "high"),
        ("居民消费价格指数（上年同月=100）", "growth", "-0.2%", "2025-09", "high"),
    ]


def test_a_growth_column_has_the_period_of_the_column_before() -> None:
    table = """<table><tr><td>指标</td><td>计量单位</td><td>三季度</td><td>同比增长(%)</td><td>前三季度</td><td>同比增长(%)</td></tr>
<tr><td>公路货运量</td><td>万吨</td><td>1286</td><td>5.2</td><td>3862</td><td>4.6</td></tr></table>"""
    assert _cells(table, "表2 2025年交通运输", "2025-Q3") == [
        ("公路货运量", "level", "1286万吨", "2025-Q3", "high"),
        ("公路货运量", "growth", "5.2%", "2025-Q3", "high"),
        ("公路货运量", "level", "3862万吨", "2025-01/2025-09", "high"),
        ("公路货运量", "growth", "4.6%", "2025-01/2025-09", "high"),
    ]


def test_rates_and_shares_of_a_column_name_what_they_are() -> None:
    table = """<table><tr><td>产业</td><td>增加值（亿元）</td><td>增长（%）</td><td>占GDP比重（%）</td><td>贡献率（%）</td></tr>
<tr><td>第一产业</td><td>86.2</td><td>3.6</td><td>8.9</td><td>5.4</td></tr></table>"""
    assert _cells(table, "表3 2025年产业结构", "2025") == [
        ("第一产业增加值", "level", "86.2亿元", "2025", "medium"),
        ("第一产业增加值", "growth", "3.6%", "2025", "medium"),
        ("第一产业占GDP比重", "share", "8.9%", "2025", "high"),
        ("第一产业贡献率", "ratio", "5.4%", "2025", "high"),
    ]


def test_rows_that_are_years_give_each_column_its_indicator() -> None:
    table = """<table><tr><td>年份</td><td>地区生产总值</td><td>增速</td></tr>
<tr><td>2024</td><td>1198.7</td><td>5.9</td></tr><tr><td>2025</td><td>1286.4</td><td>6.1</td></tr></table>"""
    assert _cells(table, "表4 2024-2025年主要指标（单位：亿元、%）", "2025") == [
        ("地区生产总值", "level", "1198.7亿元", "2024", "high"),
        ("地区生产总值", "growth", "5.9%", "2024", "high"),
        ("地区生产总值", "level", "1286.4亿元", "2025", "high"),
        ("地区生产总值", "growth", "6.1%", "2025", "high"),
    ]


CENSUS = """<html><body><h1>云林市第五次全国经济普查公报</h1><p>2023年末，全市单位情况如下。</p>
<p>表1 按行业门类分组的法人单位和从业人员</p><table><tr><td>行业门类</td><td>法人单位（个）</td><td>从业人员（人）</td><td>#女性</td></tr>
<tr><td>合　计</td><td>45 210</td><td>1 023 764</td><td>437 208</td></tr>
<tr><td>采矿业</td><td>63</td><td>2 481</td><td>402</td></tr></table></body></html>"""


def test_rows_that_are_classes_take_what_their_columns_count_and_thousands_may_be_set_apart() -> None:
    facts = [fact for fact in _extract(CENSUS, "2023", "page.html").facts if fact.table_cell]
    assert [(f.indicator_zh, f.value, f.unit_zh) for f in facts] == [
        ("法人单位", Decimal(45210), "个"),
        ("从业人员", Decimal(1023764), "人"),
        ("女性从业人员", Decimal(437208), "人"),
        ("采矿业法人单位", Decimal(63), "个"),
        ("采矿业从业人员", Decimal(2481), "人"),
        ("采矿业女性从业人员", Decimal(402), "人"),
    ]


INDEX = """<html><body><h1>云林市2025年10月价格</h1><p>10月份，价格总体平稳。</p>
<p>表1 2025年10月新建商品住宅销售价格指数</p><table><tr><td rowspan=2>城市</td><td>环比</td><td>同比</td></tr>
<tr><td>上月=100</td><td>上年同月=100</td></tr><tr><td>云林</td><td>99.8</td><td>98.4</td></tr></table>
<p>表2 2025年10月居住类价格</p><table><tr><td rowspan=2>项目</td><td colspan=3>环比涨跌幅（%）</td></tr>
<tr><td>全省</td><td>城市</td><td>农村</td></tr><tr><td>居住价格</td><td>0.1</td><td>0.2</td><td>(注1)</td></tr></table></body></html>"""


def test_an_index_on_a_base_is_no_growth_and_parts_of_a_whole_say_which() -> None:
    facts = [fact for fact in _extract(INDEX, "2025-10", "page.html").facts if fact.table_cell]
    assert [(f.indicator_zh, f.measure, f.value, f.comparison) for f in facts] == [
        ("新建商品住宅销售价格指数", "ratio", Decimal("99.8"), "mom"),
        ("新建商品住宅销售价格指数", "ratio", Decimal("98.4"), "yoy"),
        ("居住价格", "growth", Decimal("0.1"), "mom"),
        ("城市居住价格", "growth", Decimal("0.2"), "mom"),
    ]


def test_a_heading_that_speaks_of_one_level_of_government_is_said_of_its_figures() -> None:
    text = "云林市2024年预算执行情况\n\n（一）全市执行情况\n\n一般公共预算收入310.5亿元。\n\n（二）市本级执行情况\n\n一般公共预算收入96.4亿元。\n"
    facts = _extract(text).facts
    assert [(f.indicator_zh, f.value) for f in facts] == [
        ("一般公共预算收入", Decimal("310.5")),
        ("市本级一般公共预算收入", Decimal("96.4")),
    ]


def test_the_sum_of_a_higher_place_in_brackets_is_background() -> None:
    region = Region("qiyun", "栖云区", "Qiyun", "330001")
    facts = extract(
        read_bytes("a.txt", "栖云区情况\n\n获评省级总部企业2家（全市6家）。\n".encode()), region, "2024"
    ).facts
    assert [(f.value, f.role) for f in facts] == [(Decimal(2), "actual"), (Decimal(6), "background")]


def test_branches_behind_a_month_inside_a_longer_release_are_not_trusted() -> None:
    text = (
        "云林市2025年前三季度情况\n\n前三季度，规模以上工业增加值增长6.4%。9月份，规模以上工业增加值增长8.1%。"
        "分行业看，食品制造业增长12.1%。其中，乳制品制造业增长15.0%。\n"
    )
    facts = _extract(text, "2025-Q3").facts
    assert [(f.value, f.confidence) for f in facts] == [
        (Decimal("6.4"), "high"),
        (Decimal("8.1"), "high"),
        (Decimal("12.1"), "low"),
        (Decimal("15.0"), "low"),
    ]


SCHOOLS = """<h1>云林市2024年教育事业统计公报</h1><p>表1 学校基本情况</p><table>
<tr><th>类别</th><th>学校数（所）</th><th>招生数（万人）</th><th>专任教师（人）</th></tr>
<tr><td>小学</td><td>186</td><td>2.4</td><td>8920</td></tr><tr><td>初中</td><td>61</td><td>1.9</td><td>4486</td></tr>
</table>"""
WATER = """<h1>云林市2024年水资源公报</h1><p>表1 各区县水资源情况</p><table>
<tr><th>区县</th><th>水资源总量（亿立方米）</th><th>森林覆盖率（%）</th><th>R&amp;D经费投入强度（%）</th></tr>
<tr><td>全市</td><td>36.8</td><td>58.2</td><td>2.47</td></tr><tr><td>东岭区</td><td>8.4</td><td>61.3</td><td>3.1</td></tr>
</table>"""


def test_a_row_of_schools_is_named_with_what_each_column_measures() -> None:
    facts = _extract(SCHOOLS, name="report.html").facts
    assert [(f.indicator_zh, f.value) for f in facts] == [
        ("小学学校数", Decimal(186)),
        ("小学招生数", Decimal("2.4")),
        ("小学专任教师", Decimal(8920)),
        ("初中学校数", Decimal(61)),
        ("初中招生数", Decimal("1.9")),
        ("初中专任教师", Decimal(4486)),
    ]


def test_a_rate_in_a_table_of_places_is_no_growth() -> None:
    facts = _extract(WATER, name="report.html").facts
    assert [(f.indicator_zh, f.measure, f.role) for f in facts] == [
        ("水资源总量", "level", "actual"),
        ("森林覆盖率", "ratio", "actual"),
        ("R&D经费投入强度", "ratio", "actual"),
        ("东岭区水资源总量", "level", "background"),
        ("东岭区森林覆盖率", "ratio", "background"),
        ("东岭区R&D经费投入强度", "ratio", "background"),
    ]


def test_a_list_of_plans_opens_with_what_was_done() -> None:
    text = (
        "云林市2026年民生实事和重点工作计划\n\n一、2025年完成情况\n2025年实事全部完成。新增托位860个，加装电梯52部。\n"
        "二、2026年目标\n新增托位400个。\n"
    )
    facts = [f for f in _extract(text, "2025").facts if f.indicator_zh in ("新增托位", "加装电梯")]
    assert [(f.value, f.role, f.time_period) for f in facts] == [
        (Decimal(860), "actual", "2025"),
        (Decimal(52), "actual", "2025"),
        (Decimal(400), "target", "2026"),
    ]
