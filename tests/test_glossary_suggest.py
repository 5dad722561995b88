"""What a report says and the glossary does not know."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefing.glossary import Glossary, load_glossary
from briefing.glossary.suggest import Suggestion, suggest
from briefing.model.extract import Extract, Fact, Region, Segment

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([ROOT / "glossary"])


def fact(text: str, indicator: str) -> Fact:
    at = text.index(indicator)
    return Fact(
        *("f1", "区", "330108", "", indicator, "count", Decimal(3), "家", 0, "count", Decimal(3), "eq", "actual", ""),
        *("2023", "flow", "", "", "", "", "", 0, (), "", "", at, at + 1, 0, len(text), "3", "", "", "r", "high", ()),
    )


def extract(text: str, *indicators: str) -> Extract:
    segments = tuple(Segment(f"s{i}", "", 0, len(line), line) for i, line in enumerate(text.split("。")))
    facts = tuple(fact(text, indicator) for indicator in indicators)
    return Extract(
        *(Region("x", "区", "X", "330108"), "2023", "", "plan", "", "", "", "x.txt", "0", text, (), (), facts, ()),
        *(segments, ()),
    )


def found(glossary: Glossary, text: str, *indicators: str) -> list[Suggestion]:
    return list(suggest(glossary, extract(text, *indicators)))


def test_a_quoted_name_with_a_numeral_is_always_suggested(glossary: Glossary) -> None:
    (name,) = found(glossary, "实施“七彩百园”行动。")
    assert (name.kind, name.zh, name.count) == ("name", "“七彩百园”", 1)
    assert "实施“七彩百园”行动" in name.example


def test_a_name_with_an_entry_is_not(glossary: Glossary) -> None:
    assert found(glossary, "实施“5050计划”和“千项万亿”工程，续写“八八战略”。") == []


def test_an_indicator_without_a_name_is_suggested(glossary: Glossary) -> None:
    text = "新认定瞪羚企业3家，新认定奇妙企业3家。"
    suggestions = found(glossary, text, "新认定瞪羚企业", "新认定奇妙企业")
    assert [(s.kind, s.zh) for s in suggestions] == [("indicator", "新认定奇妙企业")]


def test_a_frequent_phrase_is_suggested_once_at_its_full_length(glossary: Glossary) -> None:
    text = "推进云上花园建设。打造云上花园城区。建成云上花园小站。"
    assert [s.zh for s in found(glossary, text) if s.kind == "phrase"] == ["云上花园"]


def test_names_come_before_indicators_and_phrases_and_the_frequent_first(glossary: Glossary) -> None:
    text = "“九曲桥”一次，“十里堤”两次，“十里堤”再次。新认定奇妙企业3家。"
    assert [s.zh for s in found(glossary, text, "新认定奇妙企业")] == ["“十里堤”", "“九曲桥”", "新认定奇妙企业"]
