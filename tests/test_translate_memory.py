"""The memory: exact matches with figures abstracted, nothing stale, nothing learnt that should not be."""

from __future__ import annotations

import pytest

from briefing.errors import Problem, SourceError, WorkspaceError
from briefing.translate import learning, memory, tmx
from briefing.translate.memory import Memory, Pair


def test_the_same_sentence_with_other_figures_is_found(terms):
    known = Memory(
        [Pair("新增泊位{n1:count}，完成投资{n2:money}。", "{n1:count} spaces were added for {n2:money}.")], terms
    )
    assert known.find("新增泊位1200个，完成投资3900万元。").en == "1,200 spaces were added for RMB 39 million."
    assert known.find("新增泊位不少于30个，完成投资1.5亿元").en == "At least 30 spaces were added for RMB 150 million."


def test_years_are_slots_and_numbers_of_headings_do_not_matter(terms):
    known = Memory(
        [Pair("{y1}年主要目标", "Main targets for {y1}"), Pair("提升城市能级", "Raising the city's standing")], terms
    )
    assert known.find("2025年主要目标").en == "Main targets for 2025"
    assert known.find("（四）提升城市能级").en == "Raising the city's standing"
    assert known.find("四、提升城市能级").en == "Raising the city's standing"


def test_a_figure_of_another_kind_is_no_match(terms):
    known = Memory([Pair("投资增长{n1:percent}。", "Investment grew {n1:percent}.")], terms)
    assert known.find("投资增长5%。").en == "Investment grew 5%."
    assert known.find("投资增长5个百分点。") is None


def test_quotes_and_widths_do_not_matter(terms):
    known = Memory([Pair("践行“八八战略”，守住底线。", "Follow the Double Eight Strategy and hold the line.")], terms)
    assert known.find("践行八八战略,守住底线；").pair.zh.startswith("践行")
    assert known.find("践行八八战略,守住") is None


def test_a_pair_whose_term_changed_is_stale(terms):
    pairs = [
        Pair("深入践行{t1:八八战略}。", "Follow the {t1:Double Eight Strategy}."),
        Pair("始终践行{t1:八八战略}。", "Follow the {t1:Eight-Eight Strategy}."),
        Pair("坚持八八战略。", "Keep to the old strategy."),
    ]
    known = Memory(pairs, terms)
    assert len(known) == 1
    assert known.find("深入践行八八战略。").en == "Follow the Double Eight Strategy."
    assert [pair.zh for pair in known.stale] == [pair.zh for pair in pairs[1:]]


def test_proposed_and_retired_pairs_are_not_used(terms):
    pairs = [Pair("甲。", "A.", state) for state in ("proposed", "retired")]
    assert len(Memory(pairs, terms)) == 0


def test_learning_abstracts_figures_and_terms(terms):
    pair = learning.learn(
        "工业投资12.5亿元，居全市第三。",
        "Industrial investment was RMB 1.25 billion, third in the city.",
        terms,
        by="editor",
        on="2026-11-23",
        origin="binjiang/2023/s1",
    )
    assert pair.zh == "{t1:工业投资}{n1:money}，居全市{n2:rank}。"
    assert pair.en == "Industrial investment was {n1:money}, {n2:rank} in the city."
    found = Memory([pair], terms).find("工业投资7亿元，居全市第二。")
    assert found.en == "Industrial investment was RMB 700 million, second in the city."


@pytest.mark.parametrize(
    "en", ["Industrial investment was RMB 12.5 billion.", "Industrial investment was RMB 1.25 billion, up 5%."]
)
def test_a_changed_figure_is_never_learnt(terms, en):
    problem = learning.learn("工业投资12.5亿元。", en, terms, by="e", on="2026-11-23", origin="s1")
    assert isinstance(problem, Problem)


def test_all_problems_of_a_file_are_reported_at_once_with_their_lines(terms):
    text = (
        "zh,en,state,approved_by,approved_on,origin\n"
        "甲,A,approved,,,\n"
        "乙,,approved,,,\n"
        "丙,C,perhaps,,,\n"
        "丁{n1},D,approved,,,\n"
        "戊{n1:count},E,approved,,,\n"
        "己,It grew 5%.,approved,,,\n"
        "甲。,A again,approved,,,\n"
    )
    with pytest.raises(WorkspaceError) as raised:
        memory.load({"glossary/memory.csv": text.encode()}, terms)
    assert [p.where for p in raised.value.problems] == [f"glossary/memory.csv:{line}" for line in (3, 4, 5, 6, 7, 8)]


def test_a_wrong_header_is_reported(terms):
    with pytest.raises(WorkspaceError, match="header"):
        memory.load({"memory.csv": b"zh,en\n"}, terms)


PAIRS = (
    Pair(
        "新增泊位{n1:count}。", "{n1:count} spaces & more were added.", "approved", "editor", "2026-11-23", "b/2023/s1"
    ),
    Pair("乙", "B", "starter"),
)


def test_writing_and_reading_give_the_same_pairs():
    pairs, found = memory.read("m.csv", memory.write(PAIRS))
    assert not found
    assert [(p.zh, p.en, p.state, p.origin) for p in pairs] == [(p.zh, p.en, p.state, p.origin) for p in PAIRS]


def test_tmx_keeps_pairs_and_their_approval():
    data = tmx.export(PAIRS, version="1")
    assert b'srclang="zh-CN"' in data
    pairs = tmx.load("m.tmx", data)
    assert [(p.zh, p.en, p.state, p.approved_by) for p in pairs] == [
        (p.zh, p.en, p.state, p.approved_by) for p in PAIRS
    ]


def test_pairs_of_others_arrive_unapproved():
    data = (
        b'<tmx version="1.4"><header srclang="zh"/><body><tu><tuv xml:lang="zh-CN"><seg>\xe7\x94\xb2<ph>x</ph></seg></tuv>'
        b'<tuv xml:lang="EN"><seg>A</seg></tuv></tu><tu><tuv xml:lang="de"><seg>B</seg></tuv></tu></body></tmx>'
    )
    (pair,) = tmx.load("m.tmx", data)
    assert (pair.zh, pair.en, pair.state) == ("甲x", "A", "proposed")


@pytest.mark.parametrize(
    "data", [b"no xml", b"<html/>", b'<!DOCTYPE t [<!ENTITY e SYSTEM "file:///etc/passwd">]><tmx>&e;']
)
def test_what_is_no_tmx_is_refused(data):
    with pytest.raises(SourceError):
        tmx.load("m.tmx", data)
