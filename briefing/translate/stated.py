"""The gates of a statement: its English against the facts it says, before it may be printed (design section 5).

A statement is made of facts, not of the Chinese sentence: G1 its terms are those of its subjects, G2 each figure is that of
its fact, G3 it moves the way of its fact, G5 no Chinese, G7 a group at the top is never a place, G8 (`told`) what sets it apart is
said with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from briefing.model.extract import Fact, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Number, Term
from briefing.phrase.names import PURPOSE
from briefing.phrase.words import levels, objected, works
from briefing.quantity import find_english
from briefing.translate.directions import way_before
from briefing.translate.figures import (
    Figure,
    differences,
    of_english,
    of_fact,
    of_structure,
    years_of_english,
)
from briefing.translate.gates import Checker, no_chinese
from briefing.translate.told import untold

_PASSIVE = re.compile(r" (?:was|were|had been|are to be|is to be) (?:newly )?")
_COMPARISONS = {
    **dict.fromkeys(("faster", "larger", "higher", "above", "more"), "up"),
    **dict.fromkeys(("slower", "smaller", "lower", "below", "less"), "down"),
}
_STANDS_FOR = re.compile(r"\bth(?:at|ose) (?P<link>of|in|with|by|at|for|from|on) ")
_JOINT = re.compile(r"(?P<one>.{2,})(?:和|及)(?P<other>.{2,})$")
_STEP = re.compile(r"([多少])[增减]$")
_COMPARED = re.compile(rf" ({'|'.join(_COMPARISONS)})\b")


def statement_problems(
    statement: Statement, facts: Sequence[Fact], glossary: Checker, segment: Segment
) -> tuple[str, ...]:
    """Return the findings on a statement, held against its sentence and the facts it says: nothing else may be in it."""
    by_id = {fact.id: fact for fact in facts}
    said = [by_id[one] for one in statement.facts if one in by_id]
    text = statement.text
    subjects = "；".join(dict.fromkeys(_subjects(fact) for fact in said))
    return (
        *no_chinese(text),
        *_stated_terms(subjects, text, glossary),
        *_printed(statement, by_id, [match.entry.en for match in glossary.match(subjects) if match.entry.en]),
        *_stated_direction(statement, by_id),
        *_stated_groups(text, said),
        *untold(statement, said, segment),
    )


def _subjects(fact: Fact) -> str:
    """Return the terms of an indicator; part and whole of a share are said apart (made up 16.4% of …)."""
    name = fact.indicator_zh
    if fact.measure == "share":
        return name.replace("占", "；")
    before = _JOINT.match(name) if fact.measure == "count" else None
    if before and fact.prefix.endswith(
        (f"{before['one'][-2:]}和", f"{before['one'][-2:]}及")
    ):  # 亚运村和55个场馆 are 55 venues
        return before["other"]
    what_for = PURPOSE.search(name, 4) if fact.measure == "count" else None
    return name[: what_for.start()] if what_for else name


def _stated_terms(subjects: str, text: str, glossary: Checker) -> Iterator[str]:
    """G1 for a statement, which turns a noun of work into a verb: renovation of communities, communities were renovated."""
    text = _in_full(text)
    plain = _PASSIVE.sub(" ", text)
    still = {(problem.kind, problem.zh) for problem in glossary.check_english(subjects, plain)}
    for problem in glossary.check_english(subjects, text):
        missing = problem.kind == "missing"
        if missing and _said_by_level(problem.zh, subjects, text):
            continue
        if missing and ((problem.kind, problem.zh) not in still or _done_to(problem.expected, text)):
            continue
        yield f"G1 {problem.kind}: {problem.zh or problem.found}"


def _said_by_level(term: str, subjects: str, text: str) -> bool:
    """Return whether a term stands in the object of a verb that the text says by its level alone (selected at national level)."""
    if not any(level in text for _, level in levels()):
        return False
    return any(
        verb.zh in name[2:] and term not in name[: name.find(verb.zh, 2)] and term in name
        for name in subjects.split("；")
        for verb in objected()
    )


def _in_full(text: str) -> str:
    """Return a text with the head of its sentence where that of or those of stands for it."""
    return " ".join(_sentence_in_full(sentence) for sentence in re.split(r"(?<=\.) (?=[A-Z\d])", text))


def _sentence_in_full(sentence: str) -> str:
    def head(found: re.Match[str]) -> str:
        clauses = sentence[: found.start()].split("; ")
        alike = [one for one in clauses if f" {found['link']} " in one and not _STANDS_FOR.match(one)]
        full = alike[-1] if alike else sentence
        stop = len(full.split(f" {found['link']} ")[0].split(" was ")[0].split(" were ")[0])
        return f"{full[:1].lower()}{full[1:stop]} {found['link']} "

    return _STANDS_FOR.sub(head, sentence)


def _done_to(forms: Sequence[str], text: str) -> bool:
    """Return whether a form like `renovation of old communities` is said as a verb."""
    for form in forms:
        work, of, things = form.partition(" of ")
        past, base = works().get(work, ("", ""))
        if of and past and things in text and (past in text or base in text):
            return True
    return False


def _printed(statement: Statement, by_id: dict[str, Fact], terms_of: Sequence[str]) -> Iterator[str]:
    """G2, G7: every figure of the text is a `Number` equal to its fact; none stands outside, names apart."""
    expected: Counter[Figure] = Counter()
    text, at = statement.text, 0
    for piece in statement.inlines:
        start, at = at, at + len(piece.text)
        if isinstance(piece, Number):
            fact = by_id.get(piece.fact_id)
            figure = of_fact(fact) if fact else None
            if fact is not None and (parts := of_structure(fact)):
                expected.update(parts)
            elif figure is None:
                yield f"G2 {piece.text} has no fact"
            else:
                expected[_as_printed(figure, fact, text, start, piece)] += 1
    names = [*(piece.text for piece in statement.inlines if isinstance(piece, Term)), *terms_of]
    found = of_english(statement.text, names)
    if any(fact.rank_band == "group" for fact in by_id.values()):  # said as a tier, which is no number
        found = Counter({figure: count for figure, count in found.items() if figure.what != "rank group"})
    if any("每" in fact.prefix for fact in by_id.values()):  # 由每人每月920元: said as RMB 920 per person a month
        found = Counter(dict(_as_sum(one, times, expected) for one, times in found.items()))
    listed = {int(place) for fact in by_id.values() for place in re.findall(r"(\d+)强", fact.indicator_zh)}
    found = Counter(  # 入选文化企业30强: the name of a list
        {
            one: times
            for one, times in found.items()
            if one in expected or one.what != "rank top" or one.value not in listed
        }
    )
    yield from (f"G2 {why}" for why in differences(expected, found))
    years = {int(year) for fact in by_id.values() for year in re.findall(r"\d{4}", fact.time_period + _base_of(fact))}
    yield from (f"G2 year {year}" for year in sorted(years_of_english(statement.text) - years))


def _as_sum(figure: Figure, times: int, expected: Counter[Figure]) -> tuple[Figure, int]:
    """Return a sum per person or tonne as the plain sum that its fact holds."""
    kind, _, currency = figure.what.partition(" ")
    if kind != "rate" or figure in expected:
        return figure, times
    sums = (Figure(f"money {currency.partition('/')[0]}", figure.value * mass, figure.bound) for mass in (1, 1000))
    return next((one for one in sums if one in expected), figure), times  # a rate per tonne is read as one per kilogram


def _base_of(fact: Fact) -> str:
    """Return what a change is measured against, as the fact or the words before it say (较2015年)."""
    return f"{fact.comparison} {fact.prefix}" if fact.measure == "growth" else ""


def _as_printed(figure: Figure, fact: Fact | None, text: str, at: int, piece: Number) -> Figure:
    """Return the figure a piece should show where it stands.

    A rate whose name says per what, or days of something, may be printed without its unit; the ends of a range (5%–5.5%)
    without their bounds.
    """
    end = at + len(piece.text)
    ranged = text[end:].startswith(("–", " to ")) or text[:at].endswith(("–", " to "))
    if fact is not None and fact.bound in ("ge", "le") and ranged:
        return Figure(figure.what, figure.value, "eq")
    if figure.what == "years" and text[end:].startswith(" year"):
        return figure
    if fact is not None and fact.unit_code == "doubling":
        return Figure("percent", Decimal(100), figure.bound)
    if fact is not None and figure.what == "multiple":  # 1.6 times a figure is 60% more
        return Figure("percent", (figure.value - 1) * 100, figure.bound)
    if fact is not None and piece.text.startswith("-") and fact.value is not None and fact.value < 0:
        return Figure(figure.what, -figure.value, figure.bound)
    alone = find_english(piece.text)
    bare = len(alone) == 1 and alone[0].kind in ("count", "number") and fact is not None and fact.value is not None
    if bare and fact is not None and fact.value is not None and figure.what != "count":
        return Figure("count", Decimal(f"{abs(fact.value).normalize():f}"), figure.bound)
    return figure


def _stated_direction(statement: Statement, by_id: dict[str, Fact]) -> Iterator[str]:
    """G3: the direction word before a growth figure agrees with its sign."""
    at = 0
    for piece in statement.inlines:
        if isinstance(piece, Number) and (fact := by_id.get(piece.fact_id)) and fact.measure == "growth":
            way = _way_after(statement.text, at + len(piece.text)) or way_before(statement.text, at, "en")
            step = _STEP.search(fact.prefix)  # 少减: less than the decrease, whatever its sign
            up = step[1] == "多" if step else (fact.value or 0) > 0
            wanted = "up" if up else "down"
            if fact.value and way and way != wanted:
                yield f"G3 {piece.text} is {wanted}"
        at += len(piece.text)


def _way_after(text: str, at: int) -> str:
    """Return the direction of a comparison behind its figure (faster than, smaller than), or empty."""
    found = _COMPARED.match(text, at)
    return _COMPARISONS[found[1]] if found else ""


def _stated_groups(text: str, said: Sequence[Fact]) -> Iterator[str]:
    """G7: a group rank is said as a tier."""
    if any(fact.rank_band == "group" for fact in said) and "tier" not in text:
        yield "G7 a group rank is not said as a tier"
