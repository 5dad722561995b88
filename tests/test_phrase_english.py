"""English that says whose figures they are, in the words of an economist: each sentence is read from a text of our own."""

from __future__ import annotations

import pytest
from support_phrase import printed

ABOVE = "industrial enterprises above the designated size"


# --- whose figures: the sentence before tells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "生活资料出厂价格下降1.2%。其中，食品价格下降1.4%，衣着价格上涨0.2%。",
            "Producer prices of food fell 1.4%, and those of clothing rose 0.2%.",
        ),
        (
            "工业生产者出厂价格下降2.1%。分行业看，煤炭开采和洗选业价格下降9.8%。",
            "Producer prices of coal mining and washing fell 9.8%.",
        ),
        ("居民消费价格上涨0.2%。其中，食品价格下降1.4%。", "Food prices fell 1.4%."),
        ("工业生产者购进价格下降2.1%。其中，煤炭开采和洗选业价格下降9.8%。", None),
    ],
)
def test_parts_of_producer_prices_are_producer_prices(english, text, said):
    assert printed(english, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "全年规模以上工业增加值增长7.1%。分门类看，采矿业增长2.2%，制造业增长8.3%。",
            f"Among {ABOVE}, value added of mining rose 2.2%, and that of manufacturing rose 8.3%.",
        ),
        (
            "规模以上工业增加值增长7.1%。分轻重工业看，轻工业增加值增长3.2%，重工业增加值增长8.9%。",
            f"Among {ABOVE}, value added of light industry rose 3.2%, and that of heavy industry rose 8.9%.",
        ),
        (
            "规上服务业企业营业收入增长6.1%。其中，租赁和商务服务业营业收入增长9.4%。",
            "Among service enterprises above the designated size, business revenue of leasing and business services rose 9.4%.",
        ),
        (
            "房地产开发企业到位资金86.3亿元，下降9.1%。其中，国内贷款11.2亿元，个人按揭贷款9.4亿元。",
            "Among funds raised by real estate developers, domestic loans were RMB 1.12 billion, and individual mortgage loans were RMB 940 million.",
        ),
    ],
)
def test_a_breakdown_keeps_the_scope_of_what_it_breaks_down(english, text, said):
    assert printed(english, text) == said


def test_the_parts_of_a_whole_without_a_scope_get_none(english):
    text = "固定资产投资增长4.2%。其中，工业投资增长9.1%。"
    assert printed(english, text) == "Industrial investment rose 9.1%."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "农村居民人均可支配收入25316元，增长6.1%。其中，工资性收入11240元，经营净收入8120元。",
            "Per capita wage income of rural residents was RMB 11,240, and per capita net business income of rural residents RMB 8,120.",
        ),
        (
            "城镇居民人均可支配收入46210元，增长4.4%。其中，工资性收入28450元，增长4.9%。",
            "Per capita wage income of urban residents was RMB 28,450, up 4.9%.",
        ),
        ("四项收入均有增长。其中，工资性收入11240元，增长5.2%。", None),
        (
            "城镇居民人均可支配收入3万元；农村居民人均可支配收入2万元。按收入来源分，人均工资性收入1.8万元，增长5.3%，占可支配收入的60%。",
            None,
        ),
    ],
)
def test_the_four_kinds_of_income_say_whose_they_are(english, text, said):
    assert printed(english, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "规模以上工业企业利润总额52.3亿元，增长2.1%。年末资产负债率为56.2%。",
            f"The asset-liability ratio of {ABOVE} was 56.2% at the end of 2025.",
        ),
        (
            "全年全市国有企业运行情况\n\n营业总收入862.4亿元，增长3.3%。",
            "Total business revenue of state-owned enterprises was RMB 86.24 billion, up 3.3%.",
        ),
        ("集团实现利润总额9.2亿元。资产负债率降至51.7%。", None),
        ("资产负债率为51.7%。", None),
    ],
)
def test_a_ratio_of_enterprises_says_of_which(english, text, said):
    assert printed(english, text) == said


def test_a_share_of_industries_is_none_of_enterprises(english):
    text = "32个行业大类中，25个行业盈利，盈利面为78.1%。"
    assert printed(english, text) == "The share of profitable industries was 78.1%."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2025年国庆中秋假期临水市文化和旅游市场情况\n\n全市举办营业性演出62场，观众8.4万人次。",
            "62 commercial performances were held in the National Day and Mid-Autumn Festival holiday. Spectators numbered 84,000.",
        ),
        ("2025年国庆中秋假期临水市文化和旅游市场情况\n\n10月3日单日接待游客5.1万人次。", None),
    ],
)
def test_the_figures_of_a_holiday_are_of_the_holiday(english, text, said):
    assert printed(english, text, period="2025-10") == said


# --- what a thing is


def test_what_a_city_has_of_provincial_level_is_not_all_that_the_province_has(english):
    assert printed(english, "拥有河南省重点实验室8家。") == "Henan provincial key laboratories numbered 8."
    assert printed(english, "全年共取得河南省科学技术奖17项。") == (
        "17 Henan provincial science and technology awards were won in 2025."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("失业人员实现再就业1.24万人。", "12,400 jobless people were re-employed."),
        ("新增农村劳动力转移就业0.83万人。", "8,300 rural workers were transferred to non-farm jobs."),
        ("人均预期寿命提高0.6岁。", "Average life expectancy rose by 0.6 years."),
        (
            "签订技术合同1820项，签订技术合同成交额62.1亿元。",
            "1,820 technology contracts were signed. The value of technology contracts signed came to RMB 6.21 billion.",
        ),
        ("亩均化肥投入165元，比上年增加11元。", "Chemical fertilizer input per mu was RMB 165, up RMB 11."),
        ("粮食亩产451.2公斤。", "Grain yield per mu was 451.2 kilograms."),
        ("粮食单产421公斤。", None),
        (
            "城市区域环境噪声昼间平均等效声级为53.8分贝。",
            "The average daytime environmental noise level in urban areas was 53.8 decibels.",
        ),
        ("督察反馈的43项问题已完成整改41项，完成率95.3%。", "Problems put right numbered 41."),
        ("港口完成集装箱吞吐量91.4万标准箱。", "Port container throughput was 914,000 TEUs."),
        ("接待入境过夜游客2.1万人次。", "21,000 inbound overnight tourist visits were received."),
        (
            "城市创新能力居全国前列，国家创新型城市创新能力评价居全国第18位。",
            "The city ranked 18th in China in the innovation-capacity assessment of national innovative cities.",
        ),
        (
            "获得金牌3枚、银牌5枚，奖牌总数居全省第4位。",
            "Three gold medals and five silver medals were won. The city ranked fourth in the province by number of medals.",
        ),
        ("适龄女生免费接种HPV疫苗3120人。", None),
        ("开工改造城镇老旧小区42个。", "42 old urban residential communities began renovation."),
        ("其中50亿元以上项目1个。", "There was 1 project of at least RMB 5 billion."),
        ("临时救助86人次。", "There were 86 instances of temporary assistance."),
        (
            "企（事）业单位贷款余额812.6亿元。",
            "Outstanding loans to enterprises and public institutions were RMB 81.26 billion.",
        ),
    ],
)
def test_things_are_called_what_they_are(english, text, said):
    assert printed(english, text) == said


# --- moves


@pytest.mark.parametrize(
    ("text", "period", "said"),
    [
        ("居民消费价格环比上涨0.2%。", "2025-09", "Consumer prices rose 0.2% month on month in September 2025."),
        (
            "制造业采购经理指数为49.8%，比上月上升0.4个百分点。",
            "2025-09",
            "The purchasing managers' index was 49.8% in September 2025, up 0.4 percentage points from the previous month.",
        ),
        ("新能源汽车产量3.1万辆，增长1.2倍。", "2025", "Output of new energy vehicles was 31,000 units, up 120%."),
        (
            "固定资产投资同比下降2.4%，增速比1—5月份回落1.9个百分点。",
            "2025-H1",
            "Fixed-asset investment fell 2.4% from a year earlier, a growth rate 1.9 percentage points lower than in the first 5 months.",
        ),
        (
            "食品烟酒类价格下降1.6%，影响CPI下降约0.44个百分点。",
            "2025",
            "Prices of food, tobacco and liquor fell 1.6%.",
        ),
        (
            "一般公共预算收入31.2亿元，同口径增长4.4%。",
            "2025",
            "General public budget revenue was RMB 3.12 billion, up 4.4% on a comparable basis.",
        ),
        (
            "常住人口比2018年末减少9120人，下降1.2%。",
            "2025",
            "The permanent resident population fell 1.2% or 9,120 from the end of 2018.",
        ),
        (
            "8月份，规上工业企业利润同比由7月份下降2.2%转为增长9.1%。",
            "2025-08",
            f"Profits of {ABOVE} rose 9.1% from a year earlier in August 2025 after falling 2.2% in July 2025.",
        ),
        (
            "城乡收入比由上年同期的1.91缩小为1.88。",
            "2025-Q1",
            "The urban-rural income ratio fell from 1.91 to 1.88 in the first quarter of 2025.",
        ),
    ],
)
def test_moves_are_said_against_what_they_are_of(english, text, period, said):
    assert printed(english, text, period=period) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "产销率97.1%，低于上年同期0.5个百分点。",
            "The sales-to-output ratio was 97.1%, down 0.5 percentage points from a year earlier.",
        ),
        (
            "过去一年，我们坚持稳中求进，预计地区生产总值突破600亿元，一般公共预算收入41.2亿元。",
            "According to estimates, GDP was more than RMB 60 billion, and general public budget revenue came to RMB 4.12 billion.",
        ),
        (
            "引进亿元以上项目52个，其中10亿元以上7个、世界500强项目2个。",
            "The city brought in 52 projects of at least RMB 100 million, including 7 projects of at least RMB 1 billion and 2 projects in the Fortune Global 500.",
        ),
        (
            "12月份当月，规上工业增加值增长8.2%；全年累计增长6.4%。",
            "Value added of industrial enterprises above the designated size rose 8.2% in December 2025, and value added of industrial enterprises above the designated size rose 6.4% in 2025.",
        ),
        ("重点监测企业开工率达91.2%。", None),
    ],
)
def test_estimates_parts_and_totals_to_date_are_what_they_are(english, text, said):
    assert printed(english, text) == said


# --- stocks and plans


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "年末全市常住人口312.4万人。",
            "The permanent resident population was 3.124 million at the end of 2025.",
        ),
        (
            "年末金融机构人民币存款余额812.3亿元，比上年增长7.7%。",
            "Outstanding RMB deposits of financial institutions were RMB 81.23 billion at the end of 2025, up 7.7%.",
        ),
        ("年末全市城镇新增就业2.2万人。", "New urban jobs numbered 22,000."),
    ],
)
def test_a_stock_is_said_to_be_of_the_end_of_the_year(english, text, said):
    assert printed(english, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "2025年，市人大会议批准的全市一般公共预算收入为41.5亿元，实际完成42.1亿元，为预算的101.4%。",
            "General public budget revenue was RMB 4.21 billion in 2025, 101.4% of the budget.",
        ),
        (
            "政府性基金收入21.3亿元，完成预算的92%，下降8.1%。",
            "Revenue of government-managed funds was RMB 2.13 billion (92% of the budget), down 8.1%.",
        ),
    ],
)
def test_a_budget_is_what_a_figure_is_a_part_of(english, text, said):
    assert printed(english, text) == said


def test_prices_have_an_increase_and_no_growth(english):
    text = "2026年主要预期目标是：\n\n——居民消费价格涨幅2%左右；"
    assert printed(english, text) == "Increase in consumer prices: about 2%"


# --- things of which the source says more


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("13项“卡脖子”技术实现国产替代。", "13 chokepoint technologies were replaced with domestic alternatives."),
        ("12项成果获国家科技进步奖。", "12 achievements won National Science and Technology Progress Awards."),
        ("高质量完成十件民生实事。", "10 livelihood projects were completed."),
        ("3个改革案例在全省平台刊登。", "Three reform cases were published."),
        ("4家众创空间亮相展会。", None),
        (
            "全市287家规上工业企业中，亏损企业61家。",
            f"There were 287 {ABOVE} and 61 loss-making enterprises.",
        ),
        (
            "年末共有1.1万人享受城市最低生活保障。",
            "Recipients of urban subsistence allowance numbered 11,000 at the end of 2025.",
        ),
        (
            "新增国家先进制造业集群1个、累计3个，国家级制造业单项冠军企业12家。",
            "One national advanced manufacturing cluster was added. National advanced manufacturing clusters numbered 3.",
        ),
        ("取得防汛救灾全面胜利，实现人员零伤亡。", None),
        (
            "新增省级以上专精特新企业68家，其中国家级专精特新“小巨人”企业9家。",
            "68 SRDI enterprises at or above provincial level were added, including 9 national-level SRDI “little giant” enterprises.",
        ),
        (
            "引进亿元以上项目64个，其中10亿元以上9个、世界500强项目2个。",
            (
                "The city brought in 64 projects of at least RMB 100 million, including 9 projects of at least RMB 1 billion"
                " and 2 projects in the Fortune Global 500."
            ),
        ),
    ],
)
def test_things_that_more_is_said_of_are_said_with_it_or_left_out(english, text, said):
    assert printed(english, text) == said


def test_small_numbers_of_a_sentence_are_written_alike(english):
    text = "新增国家级重点实验室5个、省级技术创新中心8个。"
    assert printed(english, text) == (
        "Five national-level key laboratories and eight provincial-level technology innovation centers were added."
    )


def test_planned_lengths_do_not_reach_their_figure(english):
    text = "2026年工作安排\n\n2026年，计划新建口袋公园20个，绿道45公里。"
    assert printed(english, text) is None or "reach" not in printed(english, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("新建农贸市场5个，营业面积1.2万平方米。", "Five farm produce markets (12,000 square meters) were built."),
        ("建成高速公路2条，全长86公里。", "Two expressways (86 kilometers in all) were completed."),
        ("新建公园12个，面积35公顷。", "12 parks (35 hectares) were built."),
        (  # the investment was not itself added
            "新增文化场馆3个，总建筑面积8.6万平方米，总投资12亿元。",
            "Three cultural venues (86,000 square meters) were added.",
        ),
        ("城区新增不明器材20余片，场地面积24000平方米。", None),
    ],
)
def test_a_size_behind_a_count_is_that_of_the_things_counted(english, text, said):
    assert printed(english, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("累计建成未来社区476个。", "476 future communities were completed in all."),
        ("基本建成棚改安置房6800套。", "6,800 units of resettlement housing were largely completed."),
        (
            "城乡低保标准分别提高到每人每月860元、680元。",
            (
                "The urban subsistence allowance standard was RMB 860 per person a month, and the rural subsistence allowance"
                " standard RMB 680 per person a month."
            ),
        ),
        (
            "文化企业营业收入109.6亿元，按可比口径计算，比上年同期增长7.9%。",
            "Business revenue of cultural enterprises was RMB 10.96 billion, up 7.9% on a comparable basis from a year earlier.",
        ),
        ("PM2.5年均浓度下降8.6%。", "Average PM2.5 concentration fell 8.6%."),
        ("地区生产总值512亿元，按不变价格计算增长5.2%。", "GDP was RMB 51.2 billion, up 5.2%."),
        ("地区生产总值512亿元，按可比价计算比上年增长5.2%。", "GDP was RMB 51.2 billion, up 5.2%."),
        (
            "农业产值512亿元，按可比口径计算下降5.2%。",
            "Agricultural output value was RMB 51.2 billion, down 5.2% on a comparable basis.",
        ),
        (
            "利润总额136亿元，同比增长2.3%（按可比口径计算）。",
            "Total profits were RMB 13.6 billion, up 2.3% on a comparable basis from a year earlier.",
        ),
    ],
)
def test_what_sets_a_figure_apart_is_said_with_it(english, text, said):
    assert printed(english, text) == said


def test_the_aims_of_this_year_in_a_report_on_the_last_are_no_results(english):
    text = "政府工作报告\n今年任务很重。今年主要预期目标是：地区生产总值增长6%左右。城镇新增就业5万人。"
    assert printed(english, text) == "50,000 new urban jobs are planned."


@pytest.mark.parametrize(
    ("period", "text", "said"),
    [
        (
            "2025-H1",
            "上半年经济运行情况\n今年主要预期目标是：地区生产总值增长6%左右。\n上半年，地区生产总值同比增长5.8%。",
            "GDP rose 5.8% from a year earlier.",
        ),
        (
            "2025",
            "政府工作报告\n年初确定的2025年主要预期目标是：地区生产总值增长6%左右。\n一年来，地区生产总值增长5.8%。",
            "GDP rose 5.8%.",
        ),
        (
            "2025",
            "政府工作报告\n今年主要预期目标是：地区生产总值增长6%左右。\n过去一年，地区生产总值增长5.8%。\n固定资产投资增长3.1%。",
            "Fixed-asset investment rose 3.1%.",
        ),
    ],
)
def test_results_behind_the_aims_of_the_year_are_results(english, period, text, said):
    assert printed(english, text, period=period) == said
