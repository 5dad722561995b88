"""Headings, tasks and difficulties are said where every word is approved, and only then."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest
from support_phrase import phrases
from test_translate_stage import extract_of

from briefing.glossary import load_glossary
from briefing.model.extract import Section
from briefing.translate import Memory, memory, phrasebook, translate
from briefing.translate.gates import problems
from briefing.translate.memory import Pair

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "briefing" / "translate" / "data" / "phrasebook.csv"


@pytest.fixture(scope="module")
def terms():
    return load_glossary([ROOT / "glossary"])


def say(zh, terms, *, planned=False, approved=None):
    return phrasebook.say(zh, terms, lambda clause: (approved or {}).get(clause, ""), planned=planned)


SAID = """
完善城市基础设施。 = Improving urban infrastructure.
（三）着力优化产业结构，加快发展现代农业 = Improving the structure of industry; developing modern agriculture
城市品质持续提升。 = Urban quality kept improving.
重大项目加快推进。 = Major projects gathered pace.
市场需求仍然不足；部分企业生产经营困难。 = Market demand remains insufficient. Some enterprises find production and business difficult.
一是有效需求不足，二是财政收支矛盾依然突出。 = Effective demand is insufficient. The strain between fiscal revenue and expenditure remains pronounced.
新兴产业支撑不足。 = Support from emerging industries is insufficient.
营商环境还需持续优化。 = The business environment still needs to keep improving.
创新能力还不够强。 = The capacity for innovation is still not strong enough.
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_a_sentence_of_known_words_is_said(line, terms):
    zh, en = line.split(" = ")
    assert say(zh, terms) == en
    assert problems(zh, en, terms) == ()


def test_a_list_of_difficulties_is_introduced(terms):
    zh = "我们也清醒看到，全市发展还面临不少困难和挑战：外部环境复杂严峻，有效需求不足；人口老龄化程度加深。"
    assert say(zh, terms) == (
        "The report also names difficulties. The external environment is complex and severe. Effective demand is "
        "insufficient. The degree of population aging is deepening."
    )


@pytest.mark.parametrize(
    "zh",
    [
        "完善某某设施。",
        "城市品质持续某某。",
        "完善城市基础设施，某某。",  # a clause that is not known
        "推进共同富裕，城市品质持续提升。",  # a task and what came of it
        "完善城市基础设施和某某。",
        "城市品质不提升。",
        "收入平稳增长。",  # of households or of the budget
        "城市品质",
        "",
        "。",
    ],
)
def test_nothing_is_guessed(zh, terms):
    assert say(zh, terms) == ""


def test_where_the_report_speaks_of_targets_nothing_is_told_as_a_fact(terms):
    assert say("城市品质持续提升。", terms, planned=True) == ""
    assert say("完善城市基础设施。", terms, planned=True) == "Improving urban infrastructure."


def test_a_clause_may_be_an_approved_pair(terms):
    approved = {"外需收缩": "External demand is shrinking."}
    assert say("外需收缩，有效需求不足。", terms, approved=approved) == (
        "External demand is shrinking. Effective demand is insufficient."
    )


@pytest.mark.parametrize(("role", "state"), [("actual", "memory"), ("target", "untranslated")])
def test_the_stage_asks_what_the_section_speaks_of(terms, role, state):
    extract = extract_of(["城市品质持续提升。", "社会大局保持稳定。"])
    part = Section("p1", "", 1, "", "", 0, len(extract.text), role=role)
    done = translate(
        dataclasses.replace(extract, sections=(part,)),
        terms,
        phrases("en", terms),
        Memory([Pair("社会大局保持稳定。", "Society remained stable.", "starter")], terms),
    )
    assert [segment.state for segment in done.segments] == [state, state]


def test_what_a_person_approved_is_said_anywhere(terms):
    extract = extract_of(["社会大局保持稳定。"])
    part = Section("p1", "", 1, "", "", 0, len(extract.text), role="target")
    known = Memory([Pair("社会大局保持稳定。", "Society is to remain stable.", "approved")], terms)
    done = translate(dataclasses.replace(extract, sections=(part,)), terms, phrases("en", terms), known)
    assert done.segments[0].state == "memory"


def rows():
    return list(csv.DictReader(line for line in BOOK.read_text(encoding="utf-8").splitlines() if line[0] != "#"))


def test_every_row_is_whole_and_stands_once():
    found = rows()
    assert len({(row["role"], row["zh"]) for row in found}) == len(found)
    assert {row["role"] for row in found if not row["en"]} == {"before", "degree"}
    assert [row["zh"] for row in found if row["role"] in ("predicate", "move") and not row["many"]] == []
    assert {row["many"] for row in found if row["role"] == "noun"} == {"", "yes"}


def test_the_nouns_keep_the_approved_terms(terms):
    """A noun that holds a term of the glossary says it in its approved form, or no sentence with it would pass."""
    nouns = [row for row in rows() if row["role"] == "noun"]
    assert [row["zh"] for row in nouns if terms.check_english(row["zh"], row["en"])] == []


def test_the_starter_memory_is_fresh_and_passes_every_gate(terms):
    pairs, found = memory.read("memory.csv", (ROOT / "glossary" / "memory.csv").read_bytes())
    assert not found
    assert Memory(pairs, terms).stale == ()
    plain = [pair for pair in pairs if "{" not in pair.zh]
    assert [pair.zh for pair in plain if problems(pair.zh, pair.en, terms)] == []
