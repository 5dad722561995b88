"""The figures of one indicator in six yearly reports of a city are read as one series: one name, one unit, one value a year."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.model.extract import Fact, Region
from briefing.read import read

HANGZHOU = Path(__file__).parents[1].parent / "shared" / "sources" / "hangzhou"
REGION = Region("hangzhou", "杭州市", "Hangzhou", "330100")

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


def is_reading(fact: Fact) -> bool:
    """A yearly result of a known indicator that is not in doubt; growth is that over a year, in percent."""
    usual = fact.measure in ("level", "count", "growth", "share", "ratio") and fact.unit_code not in ("pp", "rank")
    certain = fact.role == "actual" and fact.confidence != "low" and fact.value_base is not None
    yearly = fact.measure != "growth" or (fact.unit_code == "percent" and fact.comparison in ("", "yoy"))
    return usual and certain and yearly and fact.indicator_id != "" and len(fact.time_period) == 4


def best(facts: list[Fact]) -> Fact:
    """Of several readings of a year, one without a definition of its own, exact, certain."""
    return max(
        facts,
        key=lambda fact: ("definition stated" not in fact.flags, fact.bound == "eq", fact.confidence == "high"),
    )


def line(name: tuple[str, str, str], years: dict[str, list[Fact]]) -> str:
    """A series in the unit that most reports write it in."""
    units = Counter((fact.unit_zh, fact.unit_mult) for facts in years.values() for fact in facts)
    (unit_zh, mult), _ = units.most_common(1)[0]
    values = ((year, (best(facts).value_base or Decimal()).scaleb(-mult)) for year, facts in sorted(years.items()))
    return " | ".join([f"{name[0]} {name[1]} {unit_zh}", *(f"{year} {value.normalize():f}" for year, value in values)])


@pytest.mark.skipif(not HANGZHOU.is_dir(), reason="the shared reports are not beside the repository")
def test_six_reports_of_one_city_give_these_series() -> None:
    """Where two reports tell of one year, the later one does."""
    series: dict[tuple[str, str, str], dict[str, list[Fact]]] = defaultdict(dict)
    for year in range(2021, 2027):
        told: dict[tuple[str, str, str], dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for fact in extract(read(HANGZHOU / f"{year}-work-report.md"), REGION, str(year - 1)).facts:
            if is_reading(fact):
                told[fact.indicator_id, fact.measure, fact.unit_code][fact.time_period].append(fact)
        for name, years in told.items():
            series[name].update(years)

    lines = [line(name, years) for name, years in series.items() if len(years) >= 5]

    assert sorted(lines) == sorted(GOLDEN.strip().splitlines())
