"""Finding terms in Chinese: longest first, guards, quotes, crossing overlaps, offsets into the text as given."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.glossary import Entry, Glossary, load_glossary
from briefing.glossary.match import Matcher, fold

ROOT = Path(__file__).parents[1]
SOURCES = ROOT.parent / "shared" / "sources"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([ROOT / "glossary"])


def found(glossary: Glossary, zh: str) -> list[tuple[str, str]]:
    return [(m.text, m.entry.en) for m in glossary.match(zh)]


@pytest.mark.parametrize(
    ("zh", "term", "en"),
    [
        ("多项指标稳居全市第一方阵。", "全市第一方阵", "top tier in the city"),
        ("累计数保持全省第一方阵", "全省第一方阵", "top tier in the province"),
        ("监测指标位列全省第一序列", "第一序列", "top tier"),
    ],
)
def test_a_group_at_the_top_is_never_first(zh: str, term: str, en: str, glossary: Glossary) -> None:
    matches = found(glossary, zh)
    assert (term, en) in matches
    assert not any("first" in english.lower() for _, english in matches)


def test_no_rank_is_a_term(glossary: Glossary) -> None:
    """A rank is a figure: locking it as a string would take it from the quantity checks."""
    assert found(glossary, "列全市第一，居全省第一，全市第二") == []


@pytest.mark.parametrize(
    ("zh", "term", "en"),
    [
        ("支持专精特新发展", "专精特新", "specialized, refined, distinctive and innovative"),
        ("认定“小巨人”企业3家", "小巨人”企业", "“little giant” enterprise"),
        (
            "国家级专精特新“小巨人”企业21家",
            "国家级专精特新“小巨人”企业",
            "national-level SRDI “little giant” enterprise",
        ),
        ("国家级专精特新小巨人企业21家", "国家级专精特新小巨人企业", "national-level SRDI “little giant” enterprise"),
        ("新增科技小巨人13家", "科技小巨人", "sci-tech little giant enterprise"),
    ],
)
def test_nested_terms_longest_wins(zh: str, term: str, en: str, glossary: Glossary) -> None:
    assert found(glossary, zh) == [(term, en)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("规上企业", ["enterprise above the designated size"]),
        ("在法规上作出规定", []),
        ("北滨江路", []),
        ("滨江集团拿地", []),
        ("平安滨江建设", ["Safe Binjiang"]),
        ("新增学位1000个", ["school place"]),
        ("硕士学位授予点", []),
        ("二十大精神", ["20th CPC National Congress"]),
        ("二十大报告与二十届三中全会", ["20th CPC National Congress"]),
        ("“5050计划”", ["5050 Plan"]),
    ],
)
def test_guards(zh: str, en: list[str], glossary: Glossary) -> None:
    assert [english for _, english in found(glossary, zh)] == en


@pytest.mark.parametrize(
    "zh",
    [
        "创新动能增强",  # 新动能
        "创新发展格局",  # 新发展格局
        "提高校园安全",  # 高校
        "今日本市",  # 日本
        "着手机制建设",  # 手机
        "商品指数商业",  # 数商
        "打造林荫道",  # 造林
        "预算力度",  # 算力
        "增加梯队",  # 加梯
        "城市委员会",  # 市委
        "职工业余生活",  # 工业
        "扩大数据开放",  # 大数据
        "常规上升",  # 规上
    ],
)
def test_characters_of_two_words_are_no_term(zh: str, glossary: Glossary) -> None:
    assert found(glossary, zh) == []


@pytest.mark.parametrize(
    "zh",
    [
        "亚（残）运会",
        "亚(残)运会",
        "“地瓜经济”提能升级“一号开放工程”",
        "地瓜经济提能升级一号开放工程",
        "ＡＩＧＣ",
        "aigc",
    ],
)
def test_widths_quotes_and_case_do_not_matter(zh: str, glossary: Glossary) -> None:
    assert len(glossary.match(f"推进{zh}工作")) == 1


def test_offsets_are_of_the_text_given(glossary: Glossary) -> None:
    zh = "实施三个“一号工程”，规模以上 工业增加值增长"
    assert [(zh[m.start : m.end], m.text) for m in glossary.match(zh)] == [
        ("三个“一号工程", "三个“一号工程"),
        ("规模以上 工业增加值", "规模以上 工业增加值"),
    ]


def test_a_term_does_not_cross_a_line(glossary: Glossary) -> None:
    assert "工业增加值" not in [m.entry.zh for m in glossary.match("轻工业\n增加值")]


def test_proposed_and_retired_rows_and_plain_words_are_not_enforced(glossary: Glossary) -> None:
    assert found(glossary, "抓手与载体，停车场，亿元") == []
    assert glossary.find("停车场") is not None
    assert glossary.find("载体") is None


def test_find_takes_any_spelling(glossary: Glossary) -> None:
    first, second = glossary.find("国高企"), glossary.find("国家高新技术企业")
    assert first is not None
    assert first is second


@given(st.text("省专精特新“”中小企业 规上法工增加值ＲＤ12，\n", max_size=60))
def test_matches_are_ordered_disjoint_and_spell_their_entry(text: str) -> None:
    entries = [Entry("规上", en="a", not_preceded_by=("法",)), Entry("专精特新", en="b"), Entry("中小企业", en="c")]
    matches = Matcher(entries).find(text)
    assert all(a.end <= b.start for a, b in pairwise(matches))
    for match in matches:
        assert fold(text[match.start : match.end]) == fold(match.entry.zh)
        assert not (match.entry.zh == "规上" and fold(text[: match.start]).endswith("法"))


def test_of_two_rows_with_one_spelling_the_guarded_one_knows_better() -> None:
    entries = [Entry("学位", en="school place"), Entry("学位", en="academic degree", preceded_by=("硕士", "博士"))]
    matcher = Matcher(entries)
    assert [m.entry.en for m in matcher.find("新增学位，授予博士学位")] == ["school place", "academic degree"]


@pytest.mark.parametrize(
    ("text", "starts"), [("PM2.5浓度", []), ("M2增长8%", [0]), ("广义货币M2增速", [4]), ("M20", []), ("XM2", [])]
)
def test_a_term_does_not_begin_or_end_within_a_word_or_a_number(text: str, starts: list[int]) -> None:
    matcher = Matcher([Entry("M2", en="broad money")])
    assert [m.start for m in matcher.find(text)] == starts


def test_a_guard_can_ask_for_a_digit() -> None:
    matcher = Matcher([Entry("片", en="court", preceded_by=("#",))])
    assert [m.start for m in matcher.find("建成球场20片，连片开发")] == [6]


def test_a_report_is_matched_quickly(glossary: Glossary) -> None:
    path = SOURCES / "binjiang-2023-plan-report.txt"
    if not path.is_file():
        pytest.skip("the report is not here")
    text = path.read_text(encoding="utf-8")
    glossary.match(text)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        matches = glossary.match(text)
        times.append(time.perf_counter() - start)
    assert len(matches) > 400
    assert min(times) < 0.1  # 0.01 s alone; the margin is for a loaded machine
