"""Gate G8 of a statement: what sets a figure apart in its sentence is said with it.

The wordings are made by rules that a sentence of a new kind may slip through, and what is dropped then is not the figure but
what it stands for: an average, an estimate, a holiday, another period, another way of counting. Here the finished English is
held against the Chinese around each figure (data/told.csv) and against its fact, whatever rule worded it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from briefing.model.extract import Fact, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Number
from briefing.phrase.periods import spoken

_SENTENCE = re.compile(r"[。；;！？!?]")
_CLAUSE = re.compile(r"[，,。；;！？!?]")
_SINCE = re.compile(r"\b(?:from|after|compared|against|down|up)\b")
_SPEED = re.compile(r"[^,;.]{0,30}\b(?:slower|faster)\b")
_OWN = re.compile(r"(?<=\.) (?=[A-Z\d])")  # between sentences
_RATE = re.compile(
    r"%|rate\b|rates\b|share|ratio|percentage of|intensity|proportion|contribut|pace|growth", re.IGNORECASE
)
_OF_WHAT = re.compile(r" (?:that|the|as|of|its|those|what)\b")
_AVERAGE_YEAR = re.compile(r"annually on average in (?:19|20)\d\d(?![–\d])")
_TWICE = re.compile(r"\b([a-z-]+ [a-z-]+ [a-z-]+) \1\b")
_NEAR = 60  # characters of English before a figure in which its `from` stands
_BASES = {"mom": re.compile(r"month|quarter|previous"), "year_start": re.compile(r"start|beginning|end of|since")}


class _Rule(NamedTuple):
    reach: str
    zh: re.Pattern[str]
    en: re.Pattern[str]


class _Said(NamedTuple):
    """A printed figure: where it stands in the text, as what, and its fact."""

    at: int
    text: str
    fact: Fact


def untold(statement: Statement, facts: Sequence[Fact], segment: Segment) -> Iterator[str]:
    """Yield what the sentence says of a figure and its English does not, as findings.

    Args:
        statement: in English.
        facts: those of the segment.
        segment: the sentence; a fact of a table has none, and only its own columns are looked at.
    """
    if _AVERAGE_YEAR.search(statement.text):
        yield "G8 an average over years is not of one"
    if _TWICE.search(statement.text):
        yield "G8 the same words twice"
    text, said = statement.text, _figures(statement, {fact.id: fact for fact in facts})
    yield from _periods(text, [one.fact for one in said])
    for one in said:
        yield from _moves(text, one, said)
        yield from _words(text, one.fact, segment)


def _figures(statement: Statement, by_id: dict[str, Fact]) -> list[_Said]:
    found, at = [], 0
    for piece in statement.inlines:
        if isinstance(piece, Number) and piece.fact_id in by_id:
            found.append(_Said(at, piece.text, by_id[piece.fact_id]))
        at += len(piece.text)
    return found


def _periods(text: str, facts: Sequence[Fact]) -> Iterator[str]:
    """Where results of several periods stand together, all but one are dated; the period of the report goes without saying."""
    counted = Counter(fact.time_period for fact in facts if fact.time_period and fact.role == "actual")
    unsaid = [period for period in counted if not any(name in text for name in spoken(period))]
    yield from (f"G8 the period {period} is not said" for period in unsaid[1:])


def _moves(text: str, one: _Said, said: Sequence[_Said]) -> Iterator[str]:
    fact, end = one.fact, one.at + len(one.text)
    dated = any(name in text for name in spoken(fact.time_period))
    if "earlier figure" in fact.flags and not dated and not _SINCE.search(text[max(0, one.at - _NEAR) : one.at]):
        yield f"G8 {one.text} is an earlier figure"
    base = _BASES.get(fact.comparison)
    if fact.measure == "growth" and base and not base.search(text):
        yield f"G8 {one.text} is no change on the year before"
    if fact.measure == "ratio" and one.text.endswith(" times") and not _OF_WHAT.match(text, end):
        yield f"G8 {one.text} of what is not said"
    if fact.unit_code == "pp" and not _RATE.search(_OWN.split(text[: one.at])[-1]):
        yield f"G8 {one.text} of a rate that is not said"
    if fact.unit_code == "pp" and _SPEED.match(text, end):
        before = [other.fact for other in said if other.at < one.at and other.fact.unit_code == "percent"]
        if not before or before[-1].measure != "growth" or (before[-1].value or 0) < 0:
            yield f"G8 {one.text} faster or slower, but nothing grew"


def _words(text: str, fact: Fact, segment: Segment) -> Iterator[str]:
    where = _reaches(fact, segment)
    for rule in _rules():
        found = rule.zh.search(where[rule.reach])
        if found and not rule.en.search(text):
            yield f"G8 {found[0]} is not said"


def _reaches(fact: Fact, segment: Segment) -> dict[str, str]:
    """Return the Chinese in which a rule looks: the unit, the name with its clause before the figure, the clause, the sentence so far."""
    at = fact.start - segment.start
    inside = not fact.table_cell and 0 <= at < len(segment.zh)
    sentence = _SENTENCE.split(segment.zh[:at])[-1] if inside else ""
    before = _CLAUSE.split(sentence)[-1]
    behind = _CLAUSE.split(segment.zh[at:])[0] if inside else ""
    return {
        "unit": fact.unit_zh,
        "name": f"{fact.indicator_zh}；{before[-14:]}",
        "clause": before + behind,
        "sentence": sentence,
        "growth": sentence if fact.measure == "growth" else "",
    }


@cache
def _rules() -> tuple[_Rule, ...]:
    text = (files("briefing.translate") / "data" / "told.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(_Rule(row["reach"], re.compile(row["zh"]), re.compile(row["en"], re.IGNORECASE)) for row in rows)
