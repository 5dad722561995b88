"""The stage: statement, memory, engine in that order; a hostile engine gets nothing wrong into print."""

from __future__ import annotations

import dataclasses
import random

import pytest
from support_phrase import Facts

from briefing.model.extract import Extract, Region, Segment
from briefing.translate import Cache, Candidate, Memory, translate
from briefing.translate.gates import problems
from briefing.translate.memory import Pair

SENTENCES = (
    "工业投资12.5亿元，增长8.0%。",
    "制造业投资下降3.2%，瞪羚企业达264家。",
    "深入践行八八战略，推动改革走深走实。",
    "新增众创空间3家，完成固定资产投资3900万元。",
    "主要指标居全市第一方阵。",
    "邻里关系和睦融洽。",
)


def extract_of(sentences=SENTENCES, facts=()):
    text, segments = "", []
    for number, zh in enumerate(sentences, start=1):
        segments.append(Segment(f"s{number}", "p1", len(text), len(text) + len(zh), zh))
        text += zh + "\n"
    region = Region("binjiang", "杭州市滨江区", "Binjiang District", "330108")
    return Extract(
        region, "2023", "2024", "plan", "", "", "", "x.txt", "", text, (), (), tuple(facts), (), tuple(segments), ()
    )


class Hostile:
    """Answers with everything that can be wrong, by turns and at random."""

    name = "hostile"
    digest = "d" * 40

    def __init__(self, seed: int, notation: str = "") -> None:
        self.notation = notation
        self.random = random.Random(seed)
        self.asked = 0

    def translate(self, sentences, best=1):
        self.asked += len(sentences)
        if self.random.random() < 0.1:
            return ()
        return tuple(tuple(Candidate(self.answer(s)) for _ in range(best)) for s in sentences)

    def answer(self, source):
        words = source.split()
        tricks = (
            lambda: "",
            lambda: source,
            lambda: "Investment rose 5%. " * 20,
            lambda: " ".join(self.random.sample(words, len(words))),
            lambda: source.replace("8.0", "80").replace("12.5", "1.25").replace("1.25", "125"),
            lambda: source + " The district ranked first in China.",
            lambda: "".join(c for c in source if ord(c) < 128) + " rose",
            lambda: "{{ cycler.__init__ }} <script>alert(1)</script> " + source,
            lambda: "In 2019 investment fell 99% to USD 12 trillion.",
            lambda: "".join(c if ord(c) < 128 else " " for c in source),
            lambda: "中文" + source,
            lambda: " and ".join(words[:3]) + " " + " ".join(words[:3]),
        )
        return self.random.choice(tricks)()


@pytest.mark.parametrize("notation", ["", "⟦{}⟧"])
@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_hostile_engine_says_passes_every_gate_in_print(terms, en, seed, notation):
    done = translate(extract_of(), terms, en, Memory.empty(terms), Hostile(seed, notation))
    for segment in done.segments:
        if segment.en:
            assert problems(segment.zh, segment.en, terms) == (), segment.en
            assert segment.state == "machine"
        else:
            assert segment.state == "untranslated"


def test_a_statement_comes_before_memory_and_engine(terms, en):
    zh = "工业投资12.5亿元，增长8.0%。"
    facts = (
        Facts(zh)
        .add("工业投资", "12.5", "亿元", start=4, end=8)
        .add("工业投资", "8.0", "%", "growth", start=13, end=16)
    )
    memory = Memory([Pair("工业投资{n1:money}，增长{n2:percent}。", "From memory: {n1:money}, {n2:percent}.")], terms)
    engine = Hostile(1)
    (segment,) = translate(extract_of([zh], facts.made), terms, en, memory, engine).segments
    assert (segment.state, segment.en) == ("statement", "Industrial investment was RMB 1.25 billion, up 8.0%.")
    assert engine.asked == 0


def test_memory_comes_before_the_engine(terms, en):
    memory = Memory([Pair("邻里关系和睦融洽。", "Society remained stable.", origin="editor")], terms)
    engine = Hostile(1)
    (segment,) = translate(extract_of(["邻里关系和睦融洽；"]), terms, en, memory, engine).segments
    assert (segment.state, segment.en) == ("memory", "Society remained stable.")
    assert segment.origin == "memory editor"
    assert engine.asked == 0


def test_memory_that_breaks_a_gate_is_not_used(terms, en):
    memory = Memory([Pair("邻里关系和睦融洽。", "Society ranked first.")], terms)
    (segment,) = translate(extract_of(["邻里关系和睦融洽。"]), terms, en, memory).segments
    assert segment.state == "untranslated"


def test_what_a_statement_leaves_out_is_named(terms, en):
    zh = "工业投资12.5亿元，某某新词7家。"
    facts = (
        Facts(zh).add("工业投资", "12.5", "亿元", start=4, end=8).add("某某新词", "7", "家", "count", start=15, end=16)
    )
    (segment,) = translate(extract_of([zh], facts.made), terms, en, Memory.empty(terms)).segments
    assert segment.en == "Industrial investment came to RMB 1.25 billion."
    assert segment.gates == ("left out: f2: no approved English for 某某新词",)


def test_a_cell_that_is_one_term_or_figure_is_english(terms, en):
    extract = extract_of(["地区生产总值", "41029人", "某某"])
    cells = tuple(dataclasses.replace(segment, kind="cell") for segment in extract.segments)
    done = translate(dataclasses.replace(extract, segments=cells), terms, en, Memory.empty(terms))
    assert [segment.en for segment in done.segments] == ["GDP", "41,029 people", ""]


def test_a_wrong_fact_never_reaches_print(terms, en):
    zh = "主要指标居全市第一方阵。"
    facts = Facts(zh).rank("主要指标", "1", "全市", start=8, end=9)
    broken = dataclasses.replace(facts.made[0], indicator_zh="主要指标", value=None)
    (segment,) = translate(extract_of([zh], [broken]), terms, en, Memory.empty(terms)).segments
    assert segment.state == "untranslated"


def test_what_a_person_approved_is_kept(terms, en):
    extract = extract_of(["邻里关系和睦融洽。"])
    approved = dataclasses.replace(extract.segments[0], en="Kept.", state="approved", origin="editor")
    done = translate(dataclasses.replace(extract, segments=(approved,)), terms, en, Memory.empty(terms), Hostile(3))
    assert done.segments == (approved,)


class Obedient:
    """Puts the sentence into English word by word, as a good engine would."""

    name = "obedient"
    digest = "e" * 40
    notation = ""

    def __init__(self):
        self.asked = 0

    def translate(self, sentences, best=1):
        self.asked += len(sentences) if best else 0
        words = {"深入践行": "carry out", "推动改革走深走实": "deepen reform", "，": ",", "。": "."}
        answers = []
        for sentence in sentences:
            text = sentence
            for zh, en in words.items():
                text = text.replace(zh, f" {en} ")
            answers.append((Candidate(text),))
        return tuple(answers)


def test_machine_output_is_marked_and_costs_nothing_the_second_time(terms, en, tmp_path):
    extract = extract_of([SENTENCES[2]])
    engine, memory = Obedient(), Memory.empty(terms)
    first = translate(extract, terms, en, memory, engine, cache=Cache(tmp_path))
    assert first.segments[0].en == "Carry out Double Eight Strategy, deepen reform."
    assert (first.segments[0].state, first.segments[0].origin) == ("machine", "obedient code-switched")
    asked = engine.asked
    again = translate(extract, terms, en, memory, engine, cache=Cache(tmp_path))
    assert again == first
    assert engine.asked == asked


def test_a_torn_cache_is_no_harm(terms, en, tmp_path):
    extract, engine = extract_of([SENTENCES[2]]), Obedient()
    translate(extract, terms, en, Memory.empty(terms), engine, cache=Cache(tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_text(file.read_text()[:-20])
    done = translate(extract, terms, en, Memory.empty(terms), engine, cache=Cache(tmp_path))
    assert done.segments[0].state == "machine"
