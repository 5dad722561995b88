"""First mention long with the short form in brackets, later short: one state for a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.glossary import Glossary, load_glossary
from briefing.glossary.mentions import Mentions

ROOT = Path(__file__).parents[1]
SRDI = "specialized, refined, distinctive and innovative (SRDI)"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary([ROOT / "glossary"])


def test_long_first_then_short(glossary: Glossary) -> None:
    mentions = Mentions(glossary)
    assert mentions.text("21 SRDI “little giant” enterprises were certified.") == (
        f"21 {SRDI} “little giant” enterprises were certified."
    )
    assert mentions.text("310 SRDI SMEs were added.") == (
        "310 SRDI small and medium-sized enterprises (SMEs) were added."
    )
    assert mentions.text("SRDI SMEs grew.") == "SRDI SMEs grew."


def test_twice_in_one_text(glossary: Glossary) -> None:
    assert Mentions(glossary).text("SRDI firms and other SRDI firms") == (
        f"{SRDI[:1].upper()}{SRDI[1:]} firms and other SRDI firms"
    )


def test_a_text_that_explains_itself_is_left_alone(glossary: Glossary) -> None:
    mentions = Mentions(glossary)
    text = f"{SRDI} SMEs".replace("SMEs", "firms")
    assert mentions.text(text) == text
    assert mentions.text("SRDI firms") == "SRDI firms"


@pytest.mark.parametrize(
    "text", ["the AI Plus initiative", "AI-generated content", "GDP, R&D and FDI", "no term at all"]
)
def test_names_and_common_abbreviations_stay(text: str, glossary: Glossary) -> None:
    assert Mentions(glossary).text(text) == text


def test_each_document_has_its_own_state(glossary: Glossary) -> None:
    texts = [Mentions(glossary).text("1 NEV") for _ in range(2)]
    assert texts == ["1 new energy vehicle (NEV)"] * 2


def test_the_expanded_text_passes_the_check(glossary: Glossary) -> None:
    english = Mentions(glossary).text("310 provincial-level SRDI SMEs were newly certified")
    assert glossary.check_english("新认定省“专精特新”中小企业310家", english) == ()
