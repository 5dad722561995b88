"""What a corrected sentence teaches: figures in whatever wording they stand become slots, and never a wrong figure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support_phrase import phrases
from test_review import SERVICES, changed, printed
from test_translate_stage import extract_of

from briefing.errors import Problem
from briefing.model.extract import Section
from briefing.quantity import find_english
from briefing.review import Place
from briefing.translate import translate
from briefing.translate.learning import learn
from briefing.translate.memory import Memory, Pair, is_stale, read, write


def learnt(zh, en, terms, year=""):
    return learn(zh, en, terms, by="Ann", on="2026-11-28", origin="b/2023/s1", year=year)


@pytest.mark.parametrize(
    ("zh", "en", "slots", "other", "said"),
    [
        ("新增泊位5个。", "Five spaces were added.", "{n1:count:words}", "新增泊位7个。", "Seven spaces were added."),
        ("新增泊位5个。", "Five spaces were added.", "{n1:count:words}", "新增泊位12个。", "12 spaces were added."),
        (
            "新增学员超300人。",
            "Trainees: more than 300.",
            "{n1:count:bare/person}",
            "新增学员超450人。",
            "Trainees: more than 450.",
        ),
        ("新增泊位5个。", "5 spaces were added.", "{n1:count}", "新增泊位1200个。", "1,200 spaces were added."),
        ("新增泊位1个。", "One space was added.", "{n1:count:words:one}", "新增泊位1个。", "One space was added."),
    ],
)
def test_a_figure_comes_back_as_it_was_worded(terms, zh, en, slots, other, said):
    pair = learnt(zh, en, terms)
    assert slots in pair.en
    assert Memory([pair], terms).find(other).en == said
    again, problems = read("memory.csv", write([pair]))
    assert (again[0].en, problems) == (pair.en, ())


def test_a_number_without_its_unit_is_not_filled_with_one_of_another_unit(terms):
    """人 are people, 人次 are visits: where the English says only the number, the unit must be the same."""
    pair = learnt("接待游客300人。", "Visitors numbered 300.", terms)
    assert Memory([pair], terms).find("接待游客450人。").en == "Visitors numbered 450."
    assert Memory([pair], terms).find("接待游客450人次。") is None


def test_a_sentence_of_one_thing_is_not_said_of_several_nor_the_other_way(terms):
    one = learnt("新增泊位1个。", "One space was added.", terms)
    several = learnt("新增泊位5个。", "Five spaces were added.", terms)
    assert Memory([one], terms).find("新增泊位5个。") is None
    assert Memory([several], terms).find("新增泊位1个。") is None


def test_a_loss_does_not_fill_the_slot_of_a_rise(terms):
    pair = learnt("工业投资增长8.0%。", "Industrial investment rose 8.0%.", terms)
    assert Memory([pair], terms).find("工业投资增长5.0%。").en == "Industrial investment rose 5.0%."
    assert Memory([pair], terms).find("工业投资增长-3.2%。") is None


def test_the_year_of_the_report_is_that_of_the_next_report(terms):
    pair = learnt("全年新增泊位5个。", "Five spaces were added in 2023.", terms, "2023")
    assert pair.en == "{n1:count:words} spaces were added in {y0}."
    assert Memory([pair], terms).find("全年新增泊位7个。", "2024").en == "Seven spaces were added in 2024."
    assert Memory([pair], terms).find("全年新增泊位7个。") is None


def test_words_that_are_no_figure_are_not_taken_for_one(terms):
    """The first batch is no rank: only what is read as this figure becomes its slot."""
    pair = learnt(
        "首批新增泊位99个，居全市第一。", "In the first batch 99 spaces were added, first in the city.", terms
    )
    assert pair.en == "In the first batch {n1:count} spaces were added, {n2:rank} in the city."
    assert isinstance(learnt("新增泊位5个。", "Five spaces, five in all, were added.", terms), Problem)


def test_equal_figures_are_told_apart_by_their_order_or_not_at_all(terms):
    zh = "新增泊位5个，投资2亿元，新增站点5个。"
    straight = learnt(zh, "Five spaces were added for RMB 200 million, and 5 stations.", terms)
    assert straight.en == "{n1:count:words} spaces were added for {n2:money}, and {n3:count} stations."
    turned = learnt(zh, "For RMB 200 million 5 stations and 5 spaces were added.", terms)
    assert isinstance(turned, Problem)
    assert "another order" in turned.found


def test_only_a_named_person_comes_before_the_templates():
    assert Pair("甲", "A", "approved", "Ann").by_person
    assert not Pair("甲", "A", "approved").by_person
    assert not Pair("甲", "A", "starter", "Ann").by_person
    assert not Pair("甲", "A", "proposed", "Ann").by_person


def test_a_learnt_pair_is_not_used_once_its_term_has_other_english(terms):
    pair = learnt("工业投资增长8.0%。", "Investment in industry rose 8.0%.", terms)
    assert is_stale(pair, terms)


DIGITS = [place for place, char in enumerate(SERVICES) if char.isdigit()]


@given(st.sampled_from(DIGITS), st.sampled_from("0123456789"))
def test_no_changed_digit_is_ever_learnt(place, digit):
    segment = next(segment for segment in printed()[0].segments if segment.en == SERVICES)
    other = SERVICES[:place] + digit + SERVICES[place + 1 :]
    verdicts = changed([Place(segment.id, SERVICES, other)])
    assert [verdict.state for verdict in verdicts] == ([] if other == SERVICES else ["conflict"])


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_a_verdict(text):
    segment = next(segment for segment in printed()[0].segments if segment.en == SERVICES)
    for verdict in changed([Place(segment.id, SERVICES, text)]):
        assert verdict.state in ("conflict", "deleted")


def test_the_order_of_words_is_judged_once_when_a_person_approves(terms):
    """G4 reads a figure as that of the term before it; a person may put it first, and the slots keep what belongs together."""
    zh = "工业投资12.5亿元，固定资产投资39亿元。"
    en = "RMB 1.25 billion was industrial investment, RMB 3.9 billion fixed-asset investment."
    pair = learnt(zh, en, terms)
    extract = extract_of(["工业投资14亿元，固定资产投资40亿元。"])
    for known, state in ((pair, "memory"), (replace(pair, approved_by=""), "untranslated")):
        (segment,) = translate(extract, terms, phrases("en", terms), Memory([known], terms)).segments
        assert segment.state == state
    assert [q.exact for q in find_english(translate_with(pair, extract, terms))] == ["RMB 1.4 billion", "RMB 4 billion"]


def translate_with(pair, extract, terms):
    return translate(extract, terms, phrases("en", terms), Memory([pair], terms)).segments[0].en


def test_what_an_editor_says_of_a_result_is_not_said_of_a_plan(terms):
    """新增 has no tense: were added would tell a target as a fact; either has its own pair."""
    extract = extract_of(["新增泊位5个。"])
    plan = replace(extract, sections=(Section("p1", "", 1, "", "计划", 0, 99, role="target"),))
    result = learnt("新增泊位5个。", "Five spaces were added.", terms)
    target = replace(result, en="{n1:count:words} spaces are to be added.", origin="b/2023/s1 planned")
    assert [translate_with(result, one, terms) for one in (extract, plan)] == ["Five spaces were added.", ""]
    assert [translate_with(target, one, terms) for one in (extract, plan)] == ["", "Five spaces are to be added."]
    both, problems = read("memory.csv", write([result, target]))
    assert (len(both), problems) == (2, ())
    assert len(Memory(both, terms)) == 2


@pytest.mark.parametrize(("currency", "said"), [("CNY", "CNY 1.25 billion"), ("yuan", "1.25 billion yuan")])
def test_money_is_learnt_in_the_wording_of_the_house(terms, currency, said):
    en = f"Industrial investment was {said}."
    pair = learn("工业投资12.5亿元。", en, terms, by="Ann", on="2026-11-28", origin="b/2023/s1", currency=currency)
    assert pair.en == "Industrial investment was {n1:money}."
    assert Memory([pair], terms, currency).find("工业投资12.5亿元。").en == en
