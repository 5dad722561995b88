"""Counts whose things the source says are no more are not cited as if they were there."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.config import load_workspace
from briefing.extract import extract
from briefing.model.extract import Region
from briefing.read import read_bytes
from briefing.recipe import load_recipe
from briefing.translate import facts_by_segment

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("全市312个贫困村全部摘帽。", False),
        ("全市312个贫困村全部通上公路。", True),
    ],
)
def test_things_that_are_no_more_are_not_cited(text: str, said: bool) -> None:
    phrases = load_recipe(load_workspace(ROOT)).phrases()["en"]
    found = extract(read_bytes("report.txt", text.encode()), Region("yunlin", "云林市", "Yunlin", "330000"), "2024")
    facts = facts_by_segment(found)
    statements = [phrases.statement(segment, facts.get(segment.id, ())) for segment in found.segments]
    assert any(statement is not None and "cite" in statement.text for statement in statements) == said
