"""Golden sentences: own sentences in the style of sister reports and the facts they must give (golden_extract.txt)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from briefing.extract import extract
from briefing.model.document import Block, Document
from briefing.model.extract import Fact, Region

GOLDEN = Path(__file__).with_name("golden_extract.txt")
REGION = Region("x", "某市", "X", "000000")


def document(text: str, role: str, year: str) -> Document:
    """A report of one part with one paragraph."""
    head = f"{year}年工作安排" if role == "target" else f"{year}年发展情况"
    whole = f"{head}\n{text}"
    blocks = (Block("heading", 0, len(head), 1), Block("paragraph", len(head) + 1, len(whole)))
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return Document("t.txt", digest, "txt", "utf-8", whole, whole, blocks)


def cases() -> list[tuple[str, str, str, list[str]]]:
    """(period, role, text, expected lines) of each block of the golden file."""
    result = []
    for block in GOLDEN.read_text(encoding="utf-8").split("\n== ")[1:]:
        head, text, *lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        period, role = head.split()
        result.append((period, role, text, [" ".join(line.split()) for line in lines]))
    return result


def as_line(fact: Fact) -> str:
    """A fact as the golden file writes it."""
    plain = fact.value is None or not fact.exact.isascii() or ":" in fact.exact
    value = "None" if fact.value is None and ":" not in fact.exact else fact.exact if plain else str(fact.value)
    bound = "" if fact.bound == "eq" else f" {fact.bound}"
    seen = fact.rank_scope if fact.measure == "rank" else fact.comparison
    figure = f"{value} {fact.unit_zh}".strip() + bound
    line = f"{fact.indicator_zh} | {fact.measure} | {figure} | {fact.role} | {fact.time_period} | {seen}"
    return " ".join(line.split())


def read(period: str, role: str, text: str) -> list[str]:
    plan = role == "target"
    own = str(int(period[:4]) - 1) if plan else period
    found = extract(document(text, role, period[:4]) if len(period) == 4 else flat(text), REGION, own)
    return [as_line(fact) for fact in found.facts]


def flat(text: str) -> Document:
    """A release: one paragraph, no heading."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("t.txt", digest, "txt", "utf-8", text, text, (Block("paragraph", 0, len(text)),))


@pytest.mark.parametrize(("period", "role", "text", "expected"), cases(), ids=[text[:24] for _, _, text, _ in cases()])
def test_a_sentence_gives_exactly_these_facts(period: str, role: str, text: str, expected: list[str]) -> None:
    assert read(period, role, text) == expected
