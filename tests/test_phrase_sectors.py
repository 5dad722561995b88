"""English of bulletins on schools, health, transport, water and research: each sentence is read from a text of our own."""

from __future__ import annotations

import pytest
from support_phrase import printed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "全市共有普通小学186所。招生2.4万人，在校生14.6万人。",
            (
                "New students in regular primary schools numbered 24,000. "
                "146,000 students were enrolled in regular primary schools."
            ),
        ),
        (
            "医疗卫生机构床位2.14万张，其中医院1.63万张，占76.2%。",
            (
                "Beds in medical and health institutions numbered 21,400, "
                "including 16,300 hospital beds (76.2% of the total)."
            ),
        ),
        (
            "居民人均预期寿命79.6岁，其中男性76.9岁、女性82.5岁。",
            (
                "Average life expectancy of residents was 79.6 years; that of men was 76.9 years; "
                "and that of women was 82.5 years."
            ),
        ),
        (
            "城市轨道交通运营线路3条，全年完成客运量1.42亿人次。",
            (
                "Urban rail transit routes in operation numbered 3 in 2025, "
                "and urban rail transit passenger volume was 142 million."
            ),
        ),
        (
            "各类企业R&D经费支出86.4亿元。企业、高等学校经费支出所占比重分别为84.6%和9.0%。",
            (
                "R&D expenditure of enterprises accounted for 84.6% of the total, "
                "and that of institutions of higher education accounted for 9.0% of the total."
            ),
        ),
        (
            "3座大型水库和21座中型水库蓄水总量6.4亿立方米。",
            "640 million cubic meters of water were stored in large and medium-sized reservoirs.",
        ),
        ("甲乙类传染病共报告发病3214例、死亡18人。", None),
        ("城镇人均生活用水量每日168升，农村居民104升。", None),
        ("集体经济经营性收入50万元以上的村占26.3%。", None),
        ("R&D经费投入超过十亿元的市有2个，分别为青澜市（48.2亿元）和岚溪市（21.7亿元）。", None),
    ],
)
def test_parts_and_those_meant_are_said_or_left_out(english, text, said):
    assert printed(english, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "机场旅客吞吐量862.4万人次，比上年增加41.6万人次。",
            "Airport passenger throughput was 8.624 million, up 416,000.",
        ),
        ("公共汽电车客运量1.95亿人次，下降3.6%。", "Bus and trolleybus passenger volume was 195 million, down 3.6%."),
        ("集装箱吞吐量62.8万TEU，增长4.5%。", "Container throughput was 628,000 TEUs, up 4.5%."),
        (
            "新增劳动力平均受教育年限14.1年，比2020年提高0.5年。",
            "Average years of schooling of new entrants to the labor force were 14.1, up 0.5 years from 2020.",
        ),
        (
            "公路建设完成投资42.6亿元，港口建设完成投资18.3亿元，两者合计占全部投资的61.2%。",
            (
                "Investment in road construction came to RMB 4.26 billion, and that in port construction came to "
                "RMB 1.83 billion. Investment in road construction and investment in port construction made up 61.2% "
                "of total investment."
            ),
        ),
        (
            "森林覆盖率65.8%，较“十三五”末提高2.1个百分点。",
            (
                "The forest coverage rate was 65.8%, up 2.1 percentage points from the end of the "
                "13th Five-Year Plan period."
            ),
        ),
        (
            "活立木蓄积量512万立方米，较2020年净增46万立方米。商品材产量8.3万立方米，减少2.1%。",
            "Commercial timber output was 83,000 cubic meters, down 2.1%.",
        ),
    ],
)
def test_figures_of_such_bulletins_are_counted_in_their_own_units(english, text, said):
    assert printed(english, text) == said


def test_a_year_behind_the_one_reported_is_planned(english):
    text = "2026年，用水总量控制在9亿立方米以内，粮食播种面积稳定在52万亩以上。"
    assert printed(english, text) == (
        "Total water consumption is to be no more than 900 million cubic meters, and area sown to grain is to remain "
        "at least 520,000 mu (about 34,666.7 hectares)."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "高新技术产业增加值占规上工业增加值的比重由五年前的31.2%提高到46.8%。",
            (
                "Value added of high-tech industries rose from 31.2% in 2020 to 46.8% of value added of "
                "industrial enterprises above the designated size."
            ),
        ),
        (
            "规上工业企业利润下降8.6%，降幅收窄3.4个百分点。",
            "Profits of industrial enterprises above the designated size fell 8.6%.",
        ),
        ("全县城乡低保对象6842户11236人。", "Recipients of subsistence allowance numbered 11,236."),
        (
            "农产品加工企业856家，其中国家级龙头企业6家、省级48家。",
            (
                "Farm product processors numbered 856, including 6 national-level leading enterprises and "
                "48 provincial-level leading enterprises."
            ),
        ),
        (
            "全市共有特殊教育学校8所，专任教师226人。",
            "Special education schools numbered 8, and full-time special education teachers numbered 226.",
        ),
        ("全年培训农村劳动力5000人次。", None),
        ("铁路旅客发送量1862万人。", "18.62 million railway passengers were dispatched."),
    ],
)
def test_what_a_figure_is_of_is_not_guessed(english, text, said):
    assert printed(english, text) == said
