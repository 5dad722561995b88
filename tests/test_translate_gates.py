"""The gates catch what is wrong in a translation and let right ones pass."""

from __future__ import annotations

import dataclasses

import pytest
from support_phrase import Facts, phrases

from briefing.model.tree import Text
from briefing.translate.gates import problems
from briefing.translate.stated import statement_problems

ZH = "工业投资12.5亿元，增长8.0%，居全市第三；制造业投资下降3.2%。"
RIGHT = "Industrial investment was RMB 1.25 billion, up 8.0%, ranking third in the city. Manufacturing investment fell 3.2%."


@pytest.mark.parametrize(
    "en",
    [
        RIGHT,
        (
            "Industrial investment reached 1.25 billion yuan, an increase of 8.0 percent, and ranked third in the city; "
            "manufacturing investment declined 3.2 percent."
        ),
    ],
)
def test_right_translations_pass(terms, en):
    assert problems(ZH, en, terms) == ()


@pytest.mark.parametrize(
    ("wrong", "right", "gate"),
    [
        ("1.25 billion", "12.5 billion", "G2"),
        ("8.0%", "8.0 percentage points", "G2"),
        ("8.0%", "3.2%", "G2"),
        ("RMB", "USD", "G2"),
        ("up 8.0%", "up more than 8.0%", "G2"),
        (", up 8.0%", "", "G2"),
        ("up 8.0%", "down 8.0%", "G3"),
        ("fell 3.2%", "rose 3.2%", "G3"),
        ("third", "first", "G7"),
        (", ranking third", ", ranking third and first in the province", "G7"),
        ("Manufacturing investment", "制造业投资", "G5"),
        ("Manufacturing investment", "Factory money", "G1"),
        ("in the city.", "in the city. In 2024, in the city.", "G2"),
    ],
)
def test_seeded_errors_are_caught(terms, wrong, right, gate):
    assert wrong in RIGHT
    found = problems(ZH, RIGHT.replace(wrong, right, 1), terms)
    assert any(finding.startswith(gate) for finding in found), found


def test_a_figure_that_changed_its_owner_is_caught(terms):
    swapped = (
        "Manufacturing investment was RMB 1.25 billion, up 8.0%, ranking third in the city. Industrial investment fell "
        "3.2%."
    )
    assert any(finding.startswith("G4") for finding in problems(ZH, swapped, terms))


@pytest.mark.parametrize(
    "en", ["", "  ", ZH, "Investment. " * 30, "Investment {{ 7*7 }} grew", "Investment <b>grew</b>"]
)
def test_no_sentence_at_all_is_caught(terms, en):
    assert any(finding.startswith("G6") for finding in problems(ZH, en, terms))


def test_a_tier_is_never_first(terms):
    zh = "主要指标居全市第一方阵。"
    assert problems(zh, "Major indicators were in the top tier of the city.", terms) == ()
    assert any(f.startswith("G7") for f in problems(zh, "Major indicators ranked first in the city.", terms))
    assert any(f.startswith("G7") for f in problems(zh, "Major indicators were No. 1 in the city.", terms))


# --- statements


def statement_of(terms, facts):
    return phrases("en", terms).statement(facts.segment, facts.made)


GDP = (
    Facts("全年地区生产总值2467.9亿元、增长8.0%,总量居全市第三。")
    .add("地区生产总值", "2467.9", "亿元")
    .add("地区生产总值", "8.0", "%", "growth")
    .rank("地区生产总值", "3", "全市", "总量")
)


def test_a_true_statement_passes(terms):
    assert statement_problems(statement_of(terms, GDP), GDP.made, terms, GDP.segment) == ()


def test_a_statement_whose_fact_changed_fails(terms):
    statement = statement_of(terms, GDP)
    level, growth, rank = GDP.made
    for changed in (
        dataclasses.replace(level, value=level.value * 10, value_base=level.value_base * 10),
        dataclasses.replace(growth, value=-growth.value, value_base=-growth.value),
        dataclasses.replace(rank, value=rank.value + 1),
    ):
        facts = [changed if fact.id == changed.id else fact for fact in GDP.made]
        assert statement_problems(statement, facts, terms, GDP.segment)


@pytest.mark.parametrize("extra", [" It also rose 5%.", " That was first in China.", " 增长", " In 2019 it was lower."])
def test_a_statement_says_nothing_but_its_facts(terms, extra):
    statement = statement_of(terms, GDP)
    more = dataclasses.replace(statement, inlines=(*statement.inlines, Text(extra)))
    assert statement_problems(more, GDP.made, terms, GDP.segment)
