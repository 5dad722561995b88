"""Series over several reports of one region."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.extract.series import flag_frame, frame, period_kind, tracks
from briefing.model.document import Block, Document
from briefing.model.extract import Extract, Region
from briefing.read import read

HANGZHOU = Path(__file__).parents[1].parent / "shared" / "sources" / "hangzhou"
REGION = Region("x", "某市", "X", "")

GOLDEN = """
gdp growth % | 2020 3.9 | 2021 8.5 | 2022 1.5 | 2023 5.6 | 2024 4.7 | 2025 5.2
gdp level 亿元 | 2020 16900 | 2021 18109 | 2022 18753 | 2023 20059 | 2024 21860 | 2025 23011
general_public_budget_revenue level 亿元 | 2020 2093 | 2021 2387 | 2022 2451 | 2023 2616.8 | 2024 2640.3 | 2025 2693.2
industrial_value_added_above_scale growth % | 2020 3.8 | 2021 10.6 | 2022 0.3 | 2023 2.4 | 2024 4 | 2025 6
new_school_places count 万个 | 2020 8 | 2021 9.7 | 2022 7.068 | 2023 8.4 | 2024 10.1 | 2025 6.8
new_urban_employment count 万人 | 2020 69.1 | 2021 92.8 | 2022 32.65 | 2023 32.9 | 2024 31.4 | 2025 31.4
rd_intensity ratio % | 2020 3.5 | 2021 3.6 | 2022 3.75 | 2023 3.9 | 2024 3.9 | 2025 4
retail_sales growth % | 2020 -3.5 | 2021 11.4 | 2022 5.8 | 2023 5.2 | 2024 2.8 | 2025 3.8
digital_economy_core_value_added growth % | 2020 13.3 | 2021 11.5 | 2022 2.8 | 2024 7.1 | 2025 9.3
foreign_capital_used level 亿美元 | 2020 72 | 2021 81.7 | 2023 88.3 | 2024 65.4 | 2025 35.1
new_listed_companies count 家 | 2021 52 | 2022 27 | 2023 22 | 2024 10 | 2025 13
retail_sales level 亿元 | 2020 5973 | 2021 6744 | 2022 7294 | 2023 7671 | 2025 9499
services_value_added growth % | 2021 8.7 | 2022 2 | 2023 7.2 | 2024 5 | 2025 5.3
"""


def extract_of(period: str, text: str) -> Extract:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return extract(
        Document("t.txt", digest, "txt", "utf-8", text, text, (Block("paragraph", 0, len(text)),)), REGION, period
    )


@pytest.mark.skipif(not HANGZHOU.is_dir(), reason="the shared reports are not beside the repository")
def test_six_reports_of_one_city_give_these_series() -> None:
    region = Region("hangzhou", "杭州市", "Hangzhou", "330100")
    reports = [extract(read(HANGZHOU / f"{year}-work-report.md"), region, str(year - 1)) for year in range(2021, 2027)]
    found = {
        f"{one.indicator_id} {one.measure} {one.unit_zh}": one
        for one in tracks(reports, at_least=5)
        if one.indicator_id
    }
    lines = [
        " | ".join([name, *(f"{reading.period} {reading.value}" for reading in one.readings)])
        for name, one in found.items()
    ]
    assert sorted(lines) == sorted(GOLDEN.strip().splitlines())


def test_a_month_and_its_cumulative_figure_are_never_joined() -> None:
    text = "10月份，社会消费品零售总额86亿元。1-10月，社会消费品零售总额812亿元。"
    found = tracks([extract_of("2024-10", text)], at_least=1)
    assert {(one.kind, one.readings[0].period) for one in found} == {
        ("month", "2024-10"),
        ("months", "2024-01/2024-10"),
    }
    assert period_kind("2024-Q3") == "quarter"


def test_units_are_brought_together_exactly_and_gaps_stay_gaps() -> None:
    reports = [
        extract_of("2022", "实际使用外资9800万美元。"),
        extract_of("2023", "实际使用外资1.2亿美元。"),
        extract_of("2025", "实际使用外资1.35亿美元。"),
    ]
    values = frame(tracks(reports))
    assert list(values.index) == ["2022", "2023", "2025"]
    assert [str(value) for value in values["实际使用外资 (亿美元)"]] == ["0.98", "1.2", "1.35"]


def test_a_revised_or_redefined_figure_is_flagged_and_doubtful_ones_stay_out() -> None:
    first = extract_of("2023", "一般公共预算收入120亿元。")
    second = dataclasses.replace(extract_of("2023", "一般公共预算收入121亿元。"), period="2024")
    flags = flag_frame(tracks([first, second], at_least=1))
    assert flags.iloc[0, 0] == "revised"
    doubtful = dataclasses.replace(
        first, facts=tuple(dataclasses.replace(one, confidence="low") for one in first.facts)
    )
    assert tracks([doubtful], at_least=1) == ()
