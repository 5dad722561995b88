"""How much of real reports comes out in English without an engine, every core fact said, every gate passed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.model.extract import Region
from briefing.phrase.setting import settings
from briefing.read import read
from briefing.translate import Memory, core_facts, facts_by_segment, memory, translate
from briefing.translate.gates import problems
from briefing.translate.stated import statement_problems

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "sources"
BINJIANG = Region("binjiang", "杭州市滨江区", "Binjiang District, Hangzhou", "330108")
HANGZHOU = Region("hangzhou", "杭州市", "Hangzhou", "330100")
TAIYUAN = Region("taiyuan", "太原市", "Taiyuan", "140100")
YICHANG = Region("yichang", "宜昌市", "Yichang", "420500")
JIAOZUO = Region("jiaozuo", "焦作市", "Jiaozuo", "410800")

# The floor is the share of sentences with a core fact whose core facts are all said in a statement without findings.
REPORTS = [
    ("binjiang-2023-plan-report.txt", BINJIANG, "2023", 0.94),
    ("hangzhou/2021-work-report.md", HANGZHOU, "2020", 0.85),
    ("hangzhou/2022-work-report.md", HANGZHOU, "2021", 0.86),
    ("hangzhou/2023-work-report.md", HANGZHOU, "2022", 0.84),
    ("hangzhou/2024-work-report.md", HANGZHOU, "2023", 0.85),
    ("hangzhou/2025-work-report.md", HANGZHOU, "2024", 0.86),
    ("hangzhou/2026-work-report.md", HANGZHOU, "2025", 0.85),
    ("taiyuan-2025-economy.html", TAIYUAN, "2025", 1.00),
    ("taiyuan-2025-economy.txt", TAIYUAN, "2025", 1.00),
    ("yichang-2025-communique.html", YICHANG, "2025", 0.98),
    ("jiaozuo-2025-communique.pdf", JIAOZUO, "2025", 0.94),
]


@pytest.mark.parametrize(("name", "region", "period", "floor"), REPORTS, ids=[report[0] for report in REPORTS])
def test_sentences_with_core_facts_come_out_in_english(our_terms, english, name, region, period, floor):
    path = SOURCES / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside the repository")
    report = extract(read(path), region, period)
    facts, around = facts_by_segment(report), settings(report)
    judged, whole = 0, 0
    for segment in report.segments:
        own = facts.get(segment.id, ())
        core = {fact.id for fact in core_facts(own)}
        if not core:
            continue
        judged += 1
        said = english.statement(
            segment, own, period=report.period, plan_period=report.plan_period, setting=around[segment.id]
        )
        whole += said is not None and core <= set(said.facts) and not statement_problems(said, own, our_terms, segment)
    assert whole / judged >= floor, f"{whole} of {judged}"


def test_the_sample_report_comes_out_in_english_but_for_few_sentences(our_terms, english):
    """Statements and starter memory together; its difficulties and headings come from the memory."""
    report = extract(read(ROOT / "sources" / "binjiang" / "2023.txt"), BINJIANG, "2023")
    known = memory.load({"memory.csv": (ROOT / "glossary" / "memory.csv").read_bytes()}, our_terms)
    assert not known.stale
    done = translate(report, our_terms, english, known)
    judged = [segment for segment in done.segments if segment.kind != "cell"]
    assert sum(bool(segment.en) for segment in judged) / len(judged) >= 0.85
    difficulties = next(segment for segment in judged if "困难和问题" in segment.zh)
    assert difficulties.state == "memory"
    for segment in judged:
        if segment.state == "memory":
            assert problems(segment.zh, segment.en, our_terms) == ()


def test_an_empty_memory_is_no_error(our_terms):
    assert Memory.empty(our_terms).find("甲。") is None
