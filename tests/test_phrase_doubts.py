"""A fact that its sentence speaks against is mended where the sentence tells how, else left out."""

from __future__ import annotations

import dataclasses

import pytest
from support_phrase import Facts, glossary, phrases


@pytest.fixture(scope="module")
def en(tmp_path_factory):
    return phrases("en", glossary(tmp_path_factory.mktemp("glossary")))


def told(zh: str, *facts: tuple, period: str = "2023") -> Facts:
    """Facts that stand where their figure stands in the sentence."""
    made = Facts(zh, period)
    at = 0
    for indicator, value, unit, measure, more in facts:
        shown = value.lstrip("-")
        at = zh.index(shown, at)
        made.add(indicator, value, unit, measure, start=at, end=at + len(shown), exact=shown, **more)
        at += len(shown)
    return made


def said(en, facts: Facts) -> str | None:
    segment = dataclasses.replace(facts.segment, start=0, end=len(facts.zh))
    statement = en.statement(segment, facts.made)
    return None if statement is None else statement.text


def test_a_change_is_measured_against_what_its_clause_names(en):
    facts = told(
        "工业投资同比下降5.9%，降幅比1—9月扩大0.8个百分点。",
        ("工业投资", "-5.9", "%", "growth", {"comparison": "yoy"}),
        ("工业投资增速", "0.8", "个百分点", "growth", {"comparison": "yoy"}),
    )
    assert said(en, facts) == (
        "Industrial investment fell 5.9% from a year earlier, a decline 0.8 percentage points larger than in the first 9 months."
    )


@pytest.mark.parametrize(
    ("zh", "fact"),
    [
        ("工业投资增速比全市高1.5个百分点。", ("工业投资增速", "1.5", "个百分点", "growth", {"comparison": "yoy"})),
        ("瞪羚企业较预期少8家。", ("瞪羚企业", "-8", "家", "growth", {"comparison": "yoy"})),
        ("结算率2.36%，低于4.5%的控制目标。", ("结算率", "4.5", "%", "ratio", {})),
        ("春节假期实际利用外资3亿元。", ("实际利用外资", "3", "亿元", "level", {})),
        ("工业投资和制造业投资增长5.1%、7.2%。", ("工业投资", "5.1", "%", "growth", {})),
        (
            "其中比重分别为42%，同比提高3.1个百分点。",
            ("工业投资增速", "3.1", "个百分点", "growth", {"comparison": "yoy"}),
        ),
        ("水平增长2.3%。", ("水平", "2.3", "%", "growth", {})),
        ("地区生产总值翻1番。", ("地区生产总值", "1", "番", "growth", {})),
    ],
)
def test_what_the_sentence_speaks_against_is_not_said(en, zh, fact):
    assert said(en, told(zh, fact)) is None


def test_a_yearly_average_is_said_as_one(en):
    facts = told(
        "到2025年，地区生产总值年均增长6%以上。",
        ("地区生产总值", "6", "%", "growth", {"role": "target", "bound": "ge"}),
        period="2025",
    )
    assert said(en, facts) == "GDP is to grow at least 6% annually on average through 2025."


def test_a_point_in_time_is_an_end(en):
    stock = {"time_basis": "stock"}
    facts = told("截至9月末，上市公司92家。", ("上市公司", "92", "家", "count", stock), period="2024-09")
    assert said(en, facts) == "Listed companies numbered 92 at the end of September 2024."


def test_one_share_is_no_size_of_a_count(en):
    facts = told(
        "瞪羚企业1483家，完成118.6%。",
        ("瞪羚企业", "1483", "家", "count", {}),
        ("瞪羚企业", "118.6", "%", "ratio", {}),
    )
    assert said(en, facts) == "Gazelle enterprises numbered 1,483."
