"""Sentences of kinds that once came out wrong, through extraction, wording and gates: what is printed, or that nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.model.extract import Region
from briefing.read import read_bytes
from briefing.translate import Memory, translate

ROOT = Path(__file__).parents[1]
CITY = Region("x", "某市", "X", "000000")
REVIEW = "某市2025年统计公报\n\n{}\n"
PLAN = "政府工作报告\n\n二、2026年重点工作\n{}\n"
MONTHLY = "某市1—7月经济运行情况\n\n1—7月，全市经济运行平稳。\n{}\n"


@pytest.fixture(scope="module")
def printed(our_terms, english):
    def printed(report: str, text: str, period: str) -> str:
        made = extract(read_bytes("report.txt", report.format(text).encode()), CITY, period)
        segments = translate(made, our_terms, english, Memory((), our_terms), None).segments
        return " ".join(segment.en for segment in segments if segment.state == "statement")

    return printed


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (
            "卫生机构1286个，其中医院62个，在医院中有公立医院31个，民营医院31个。",
            ("Medical and health institutions numbered 1,286, including 62 hospitals. There were 31 public hospitals and 31 "
            "private hospitals."),
        ),
        (
            "新能源汽车产量8.6万辆，占全市汽车产量的比重由上年的11.3%提升至14.7%。",
            ("Output of new energy vehicles was 86,000 units, and output of new energy vehicles rose from 11.3% in 2024 to "
            "14.7% of automobile output."),
        ),
        ("固定资产投资下降2.6%，扣除房地产开发投资，固定资产投资增长1.9%。", "Fixed-asset investment fell 2.6%."),
        (
            "全市生产总值完成1286.3亿元，按可比价格计算增长4.7%，增速高于全省0.6个百分点。",
            "GDP was RMB 128.63 billion, up 4.7%, 0.6 percentage points above the provincial average.",
        ),
        (
            "我市运动员在省级以上比赛中获得金牌21枚、银牌18枚、铜牌26枚。",
            "21 gold medals, 18 silver medals and 26 bronze medals were won.",
        ),
        (
            "新增限上企业96家，净增58家，总数达到483家。",
            "96 enterprises above the designated size were added, bringing the total to 483.",
        ),
        (
            "私营企业出口占全市出口总额的61.2%，对东盟进出口增长9.4%，占比提高至23.5%。",
            ("Private enterprise exports made up 61.2% of exports, and imports and exports with ASEAN rose 9.4% and "
            "accounted for 23.5% of the total."),
        ),
        (
            "发行新增专项债券32.6亿元，支持项目41个；置换隐性债务21.4亿元，平均利率下降1.1个百分点。",
            "RMB 3.26 billion of new special-purpose bonds was issued, and 41 projects were supported.",
        ),
        (
            "固定资产投资：计划增长7%，实际增长8.4%。",
            "Fixed-asset investment rose 8.4%.",
        ),
        (
            "贷款余额1216.8亿元，增长6.2%，同比少增11.4亿元。",
            "Outstanding loans were RMB 121.68 billion, up 6.2%.",
        ),
        ("预算稳定调节基金余额3.6亿元，比上年末减少0.8亿元。", ("Outstanding budget stabilization fund was RMB 360 million, "
         "down RMB 80 million from the end of the previous year.")),
        ("棚户区改造开工2600套。", ""),
        (
            "电子信息、新材料产业分别实现产值86.3亿元和54.2亿元，占规上工业比重达43.9%。",
            (
                "Electronic information output value came to RMB 8.63 billion, and the output value of the new materials "
                "industry came to RMB 5.42 billion."
            ),
        ),
        ("限上企业由年初的126家增加到153家。", "Enterprises above the designated size rose from 126 to 153."),
        (
            "新签约项目32个，其中10亿元以上2个、亿元以上21个，已开工14个。",
            (
                "32 projects were signed, including 2 projects of at least RMB 1 billion and 21 projects of at least "
                "RMB 100 million."
            ),
        ),
        (
            "居民人均可支配收入28632元，其中城镇居民35361元，农村居民18286元。",
            (
                "Per capita disposable income of residents was RMB 28,632; that of urban residents was RMB 35,361; and that of "
                "rural residents was RMB 18,286."
            ),
        ),
        ("发放创业担保贷款0.8亿元，惠及423人。", "RMB 80 million of start-up guarantee loans was issued."),
        (
            "万元工业增加值用水量12.6立方米，下降5.3%；万元GDP用水量38.6立方米，下降4.1%。",
            (
                "Water consumption per RMB 10,000 of industrial value added was 12.6 cubic meters, down 5.3%, and water consumption "
                "per RMB 10,000 of GDP 38.6 cubic meters, down 4.1%."
            ),
        ),
        (
            "五年来，地区生产总值从560亿元增加到786亿元。规上工业企业由216家增至318家。累计新增城镇就业8.8万人。",
            ("GDP rose from RMB 56 billion in 2020 to RMB 78.6 billion. Industrial enterprises above the designated size rose "
            "from 216 in 2020 to 318. New urban jobs totaled 88,000 in 2021–2025."),
        ),
        (
            "五年累计完成固定资产投资860亿元，是“十三五”时期的1.4倍。",
            "RMB 86 billion of fixed-asset investment was completed in 2021–2025.",
        ),
        (
            "研发投入强度低于全国平均水平1.2个百分点。",
            "R&D intensity was 1.2 percentage points below the national average.",
        ),
        ("招商引资到位资金年均增长11.6%，其中2025年增长7.3%。", ""),
    ],
)  # fmt: skip
def test_a_review_says_no_more_than_the_report(printed, zh, en):
    assert printed(REVIEW, zh, "2025") == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("组织企业参加境内外展会80场以上。", ""),
        ("推进总投资68亿元的抽水蓄能电站建设。", ""),
        ("新增百亿级企业2家。", "New RMB 10 billion-level enterprises are to number 2."),
        ("外贸进出口增长3%左右；社会消费品零售总额增长6%以上。",
         "Total imports and exports are to grow about 3%, and total retail sales of consumer goods are to grow at least 6%."),
    ],
)  # fmt: skip
def test_a_plan_promises_no_more_than_the_report(printed, zh, en):
    assert printed(PLAN, zh, "2025") == en


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        (
            "7月份，居民消费价格同比持平，环比上涨0.4%；1—7月平均同比下降0.2%。食品烟酒价格下降1.1%。",
            (
                "Consumer prices rose 0.4% month on month in July 2025, and consumer prices fell 0.2% from a year earlier in "
                "January–July 2025."
            ),
        ),
        ("工业生产者出厂价格同比下降4.6%，环比下降0.3%。", ""),
        (
            "从环比看，7月份社会消费品零售总额下降0.16%。",
            "Total retail sales of consumer goods fell 0.16% month on month in July 2025.",
        ),
        (
            "下一步，要锚定全年规上工业增加值增长7%、固定资产投资转正的目标，压实责任。",
            "Value added of industrial enterprises above the designated size is to grow 7% in 2025.",
        ),
    ],
)
def test_a_month_is_told_from_the_year(printed, zh, en):
    assert printed(MONTHLY, zh, "2025-07") == en
