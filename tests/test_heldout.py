"""Reports written for testing only (tests/heldout), annotated before the extraction saw them: floors that only rise."""

from __future__ import annotations

import collections
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest
from support_score import Gold, locate, read_gold, tally, total

from briefing.extract import extract
from briefing.model.extract import Extract, Region
from briefing.read import read

FOLDER = Path(__file__).parent / "heldout"

# name → the region and the period that the report is filed under
REPORTS = {
    "budget-2024.txt": ("霁山市", "2024"),
    "bulletin-tables-2025-09.html": ("岚溪市", "2025-01/2025-09"),
    "communique-province-2024.txt": ("云岚省", "2024"),
    "county-work-report-2025.txt": ("禾川县", "2024"),
    "customs-news-2025.txt": ("平浒市", "2025-Q3"),
    "environment-trad-2024.txt": ("云滨市", "2024"),
    "finance-2025-h1.txt": ("云岚省", "2025-H1"),
    "flattened-monthly-2026-02.txt": ("禾川县", "2026-02"),
    "labour-2024.txt": ("砚山区", "2024"),
    "outline-145.txt": ("青澜市", "2020"),
    "prefecture-monthly-2025-10.txt": ("清浦市", "2025-10"),
    "wrapped-district-2023.txt": ("平浒区", "2023"),
    "health-edu-2023.txt": ("禾川县", "2023"),
    "science-2024.txt": ("苍屏市", "2024"),
    "soe-2025-q1.txt": ("云岚省", "2025-Q1"),
    "tourism-district-2024.txt": ("澄湖区", "2024"),
    "transport-2025-h1.txt": ("砚州市", "2025-06"),
    "zone-2024-q3.txt": ("望屿经济技术开发区", "2024-Q3"),
    "city-monthly-2025-08.txt": ("蓟川市", "2025-01/2025-08"),
    "county-work-2026.txt": ("云汀县", "2025"),
    "province-plan-2024.txt": ("澜山省", "2024"),
    "communique-2025-fn.txt": ("望榆市", "2025"),
    "cpi-2025-10.txt": ("溯川省", "2025-10"),
    "pmi-2025-10.txt": ("全国", "2025-10"),
    "census-2020.txt": ("雁陵市", "2020"),
    "zone-2025-q2.txt": ("澄江高新技术产业开发区", "2025-Q2"),
    "customs-commerce-2025-11.txt": ("临港市", "2025-11"),
    "housing-2025-09.html": ("雪涛市", "2025-09"),
    "finance-credit-2025-07.txt": ("衡川市", "2025-07"),
    "budget-exec-2025.txt": ("澜阳区", "2025"),
    "prefecture-minority-2024.txt": ("朵里藏族羌族自治州", "2024"),
    "district-quarter-2025-q3.txt": ("桐湖区", "2025-Q3"),
    "holiday-tourism-2025.txt": ("墨川市", "2025-10"),
    "industry-profit-2025-05.txt": ("松原川市", "2025-05"),
    "hrss-2024.html": ("屏岚市", "2024"),
    "port-2025-h1.txt": ("沧溟市", "2025-H1"),
    "environment-bulletin-2024.txt": ("翠屿市", "2024"),
    "power-2025-07.txt": ("云麓省", "2025-07"),
    "town-work-2024.txt": ("龙溪镇", "2024"),
    "science-market-2025.txt": ("云麓省", "2025-H1"),
    "land-agri-2025-q1.txt": ("丰泽县", "2025-Q1"),
    "county-communique-2024.html": ("清泽县", "2024"),
    "house-price-2025-10.html": ("云麓省", "2025-10"),
    "income-2025-q3.txt": ("漳岭市", "2025-Q3"),
    "livelihood-2026.txt": ("临汀市", "2025"),
    "press-2025-h1.txt": ("沔川市", "2025-H1"),
    "half-work-2025.txt": ("栖云区", "2025-H1"),
    "economic-census-2023.html": ("澧南市", "2023"),
    "profit-table-2025-08.html": ("云麓省", "2025-01/2025-08"),
}
LATER = {
    "city-work-2026.txt": ("朔原市", "2025"),
    "province-annual-2025.txt": ("岱川省", "2025"),
    "district-plan-budget-2025.txt": ("漠河口区", "2025"),
    "prefecture-monthly-2025-07.txt": ("乌兰岭地区", "2025-07"),
    "commerce-invest-2025.txt": ("梧桐关市", "2025"),
    "nbs-retail-2025-09.html": ("全国", "2025-09"),
}

# reports of other sectors, written for a second hunt; their floors are their own
SECTORS = {
    "education-province-2024.txt": ("澜山省", "2024"),
    "health-province-2024.txt": ("云岚省", "2024"),
    "airport-transport-2024.txt": ("澜津市", "2024"),
    "water-2024.txt": ("沅岭市", "2024"),
    "rd-funds-2024.html": ("云麓省", "2024"),
    "agri-forestry-2025.txt": ("霁屏市", "2025"),
    "city-report-2026.txt": ("云浦市", "2025"),
}

ALL = REPORTS | LATER | SECTORS

# in thousandths of the core facts, over the reports of each group
FLOORS = {
    "found": 1000,
    "value": 1000,
    "direction": 1000,
    "unit": 999,
    "measure": 998,
    "role": 1000,
    "period": 998,
    "scope": 1000,
    "indicator": 991,
    "whole": 988,
    "precision": 996,
}
SECTOR_FLOORS = {
    "found": 996,
    "value": 996,
    "direction": 996,
    "unit": 996,
    "measure": 996,
    "role": 996,
    "period": 996,
    "scope": 994,
    "indicator": 977,
    "whole": 977,
    "precision": 969,
}


LATER_FLOORS = {
    "found": 1000,
    "value": 1000,
    "direction": 998,
    "unit": 1000,
    "measure": 995,
    "role": 1000,
    "period": 998,
    "scope": 1000,
    "indicator": 974,
    "whole": 968,
    "precision": 1000,
}


@cache
def _report(name: str) -> tuple[Extract, tuple[Gold, ...]]:
    zh, period = ALL[name]
    extracted = extract(read(FOLDER / name), Region("heldout", zh, "Held-out", "000000"), period)
    golds, _ = read_gold((FOLDER / name).with_suffix(".jsonl"))
    return extracted, locate(golds, extracted.text) if name.endswith(".html") else golds


def _holds(names: Iterable[str], floors: Mapping[str, int], aspect: str) -> None:
    tallies: list[collections.Counter[str]] = [tally(each.facts, golds) for each, golds in map(_report, names)]
    right, of = total(tallies)[aspect]
    assert right * 1000 >= floors[aspect] * of, f"{aspect}: {right} of {of}"


@pytest.mark.parametrize("aspect", FLOORS)
def test_the_score_over_all_reports_does_not_fall(aspect: str) -> None:
    _holds(REPORTS, FLOORS, aspect)


@pytest.mark.parametrize("aspect", SECTOR_FLOORS)
def test_the_score_over_the_reports_of_other_sectors_does_not_fall(aspect: str) -> None:
    _holds(SECTORS, SECTOR_FLOORS, aspect)


@pytest.mark.parametrize("aspect", LATER_FLOORS)
def test_the_score_over_the_later_reports_does_not_fall(aspect: str) -> None:
    _holds(LATER, LATER_FLOORS, aspect)


@pytest.mark.parametrize("name", ALL)
def test_annotations_point_at_their_mentions(name: str) -> None:
    """An offset that slips would score a wrong fact as right."""
    extracted, golds = _report(name)
    assert [extracted.text[gold.start : gold.end] for gold in golds] == [gold.mention for gold in golds]


@pytest.mark.parametrize("name", ALL)
def test_facts_point_at_their_mentions(name: str) -> None:
    extracted, _ = _report(name)
    assert all(extracted.text[fact.start : fact.end] == fact.exact for fact in extracted.facts)
