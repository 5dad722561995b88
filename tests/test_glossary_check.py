"""The check of a translation: approved forms with English inflection pass, everything else is reported."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.glossary import Glossary, load_glossary

ROOT = Path(__file__).parents[1]
GOLD = ROOT.parent / "shared" / "gold" / "english.csv"
RESEARCHED = ROOT.parent / "shared" / "reference" / "terms.csv"


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


def _researched(glossary: Glossary) -> list[tuple[str, list[str], list[str]]]:
    """Each enforced term of the research with its good and its bad forms."""
    if not RESEARCHED.is_file():
        pytest.skip("the researched terms are not here")
    with RESEARCHED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if (entry := glossary.find(row["zh"])) and entry.enforced]
    found = []
    for row in rows:
        forms = [form.strip() for form in row["alternatives"].split(";") if form.strip()]
        admitted = [form.removesuffix(" (admitted)") for form in forms if form.endswith("(admitted)")]
        good = [form for form in (row["en"], row["en_short"], *admitted) if form]
        found.append((row["zh"], good, [form for form in forms if not form.endswith("(admitted)")]))
    return found


def test_every_form_the_research_calls_good_passes(glossary: Glossary) -> None:
    wrong = [(zh, f) for zh, good, _ in _researched(glossary) for f in good if kinds(glossary, zh, f)]
    assert wrong == []


def test_the_forms_the_research_calls_bad_are_caught_unless_we_admitted_them(glossary: Glossary) -> None:
    """We decided otherwise for some sixty of 650, such as resident population or private economy."""
    bad = [bool(kinds(glossary, zh, f)) for zh, _, forms in _researched(glossary) for f in forms]
    assert sum(bad) >= 0.9 * len(bad)


def test_inflections_of_a_right_form_can_be_discouraged(glossary: Glossary) -> None:
    assert kinds(glossary, "固定资产投资", "fixed assets investment") == [("discouraged", "固定资产投资")]
    assert kinds(glossary, "人才房", "talent house") == [("discouraged", "人才房")]


def test_an_admitted_form_of_a_name_may_be_in_small_letters(glossary: Glossary) -> None:
    assert kinds(glossary, "山海协作", "mountain-sea cooperation") == []
