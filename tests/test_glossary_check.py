"""The check of a translation: approved forms with English inflection pass, everything else is reported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.glossary import Glossary, load_glossary

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "english.csv"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([ROOT / "glossary"])


def kinds(glossary: Glossary, zh: str, en: str) -> list[tuple[str, str]]:
    return [(p.kind, p.zh) for p in glossary.check_english(zh, en)]


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("新认定瞪羚企业264家", "264 gazelle enterprises were newly certified."),  # plural
        ("新认定瞪羚企业1家", "One gazelle enterprise was certified."),
        ("固定资产投资增长", "Fixed-asset investment grew"),  # capital at the start
        ("固定资产投资增长", "Fixed asset investment grew"),  # hyphen
        ("孵化器", "Incubators, makerspaces and parks"),  # short form
        ("瞪羚企业的研发", "the gazelle enterprise's R&D"),  # possessive
        ("专精特新中小企业", "specialized, refined, distinctive and innovative (SRDI) SMEs"),  # first mention
        ("专精特新中小企业", "SRDI small and medium-sized enterprises (SMEs)"),
        ("实施机器换人", "The firms replaced humans with machines"),  # verb form
        ("工业、高新产业、制造业投资分别增长", "Investment in industry, high-tech industries and manufacturing rose"),
        ("教育文化和娱乐价格上涨", "Prices of education, culture and recreation rose"),
        ("八八战略", "the Double Eight Strategy"),
        ("八八战略", "the “Double-Eight” Strategy"),  # quotes do not matter
        ("城市数据中心", "data centres of the city"),  # British spelling
        ("今天天气很好", "Nothing to check here"),
    ],
)
def test_right_forms_pass(zh: str, en: str, glossary: Glossary) -> None:
    assert kinds(glossary, zh, en) == []


@pytest.mark.parametrize(
    ("zh", "en", "kind"),
    [
        ("新增专精特新中小企业3家", "3 specialized and new SMEs were added", "discouraged"),
        ("新增专精特新中小企业3家", "3 “specialized and new” SMEs were added", "discouraged"),  # scare quotes
        ("研发载体638家", "638 R&D carriers", "discouraged"),
        ("服务业增加值", "Service industry added value", "discouraged"),
        ("浦沿街道", "Puyan Street", "discouraged"),
        ("上市公司72家", "72 firms on the way", "missing"),
        ("规上工业增加值883.4亿元", "Industrial output was RMB 88.34 billion", "missing"),
        ("白马湖", "the white horse lake", "case"),
        ("深入实施八八战略", "It implemented the double eight strategy", "case"),
        ("主要指标稳居全市第一方阵", "Major figures ranked first in the city", "missing"),
    ],
)
def test_wrong_forms_are_reported(zh: str, en: str, kind: str, glossary: Glossary) -> None:
    assert kind in [k for k, _ in kinds(glossary, zh, en)]


def test_a_quotation_may_hold_a_discouraged_form(glossary: Glossary) -> None:
    en = "The notice “on support for specialized and new firms of the district” helps SRDI firms."
    assert kinds(glossary, "专精特新", en) == []


def test_a_form_discouraged_for_one_term_may_be_part_of_another(glossary: Glossary) -> None:
    """经济开发区 is discouraged as 经济技术开发区's English only where that term stands in the Chinese."""
    assert kinds(glossary, "开发区", "development zones") == []


def test_a_problem_says_what_is_expected(glossary: Glossary) -> None:
    (problem,) = glossary.check_english("研发载体638家", "638 R&D carriers")
    assert (problem.found, problem.expected) == ("R&D carriers", ("R&D platform",))
    assert "carrier" in problem.why


def test_an_empty_translation_misses_every_term_once(glossary: Glossary) -> None:
    assert kinds(glossary, "瞪羚企业、瞪羚企业、孵化器", "") == [("missing", "瞪羚企业"), ("missing", "科技企业孵化器")]


def test_no_false_alarm_on_the_model_translations(glossary: Glossary) -> None:
    if not GOLD.is_file():
        pytest.skip("the model translations are not here")
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = [(r["en"], glossary.check_english(r["zh"], r["en"])) for r in rows]
    assert [pair for pair in wrong if pair[1]] == []
