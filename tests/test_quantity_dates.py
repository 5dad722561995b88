from __future__ import annotations

import pytest

from briefing.quantity.dates import find_periods

PERIODS = """
2023年 = 2023年 2023 - year
2024年1-10月 = 2024年1-10月 2024-01/2024-10 cumulative months
1—11月份 = 1—11月份 2024-01/2024-11 cumulative months
上半年 = 上半年 2024-H1 flow half
前三季度 = 前三季度 2024-01/2024-09 cumulative months
三季度末 = 三季度末 2024-Q3 stock quarter
第三季度 = 第三季度 2024-Q3 flow quarter
12月末 = 12月末 2024-12 stock month
截至2023年底 = 截至2023年底 2023 stock year
截至10月末 = 截至10月末 2024-10 stock month
“十四五”时期 = “十四五”时期 2021/2025 - plan
十五五规划 = 十五五规划 2026/2030 - plan
去年同期 = 去年同期 2023 - same_period
比上年增长 = 上年 2023 - year
2021—2025年 = 2021—2025年 2021/2025 cumulative years
近三年 = 近三年 2022/2024 - span
未来五年 = 未来五年 2025/2029 - span
2月3日 = 2月3日 2024-02-03 - day
2026-02-04 = 2026-02-04 2026-02-04 - day
二〇二三年 = 二〇二三年 2023 - year
比前11个月 = 前11个月 2024-01/2024-11 cumulative months
2024年一季度 = 2024年一季度 2024-Q1 flow quarter
到2025年底 = 到2025年底 2025 stock year
至2025年 = 2025年 2025 - year
2023年全年 = 2023年全年 2023 - year
2024 年 1—9 月 = 2024 年 1—9 月 2024-01/2024-09 cumulative months
早上07:30 = 07:30  - clock
"""


@pytest.mark.parametrize("line", PERIODS.strip().splitlines())
def test_reads_the_period(line):
    phrase, _, expected = line.partition(" = ")
    (mention,) = find_periods(phrase, default_year=2024)
    exact = phrase[mention.start : mention.end]
    assert f"{exact} {mention.period} {mention.basis or '-'} {mention.kind}" == expected


def test_a_period_without_a_year_is_empty_when_no_year_is_known():
    (mention,) = find_periods("1-10月")
    assert (mention.period, mention.basis) == ("", "cumulative")


@pytest.mark.parametrize("phrase", ["三个月", "3.5个月", "结构为5:41:54", "连续3年", "2023家企业", "6:4分成"])
def test_durations_ratios_and_counts_are_no_dates(phrase):
    assert find_periods(phrase, default_year=2024) == ()
