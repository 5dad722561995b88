"""How clauses follow one another: which make one sentence, and with what between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.phrase.pieces import Slate

_SHORT = 95  # characters as printed; two such clauses still make an easy sentence
_MOST = {"measure": 2}  # clauses of a kind in one sentence; three of any other
_LISTS = ("counts", "works")
_BRIEF = 22  # Chinese characters; clauses of that length go on behind a comma
_SENTENCE = 90  # Chinese characters in one sentence
_APART = ("ranks", "zeros", "structure")


@dataclass(frozen=True, slots=True)
class Said:
    """A clause in words: what it is, its text with tokens, and its link to the clause before.

    link: start (of the statement), stop (a sentence of its own), semicolon, comma, and.
    """

    kind: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class Worded:
    """A clause in words before it is linked; `goes_on` where it is a target by what stands before it (计划甲，乙)."""

    kind: str
    words: str
    goes_on: bool = False


def linked(clauses: Sequence[Worded], slate: Slate, *, whole: bool = False) -> tuple[Said, ...]:
    """Return the clauses with their links: short lists go together, as do two short measures; a rank stands alone.

    `whole`: all clauses make one sentence, whose head sets a scope for them.
    """
    if whole:
        return tuple(Said(one.kind, one.words, "semicolon" if at else "start") for at, one in enumerate(clauses))
    result: list[Said] = []
    run = 0
    for at, clause in enumerate(clauses):
        most = _MOST.get(clause.kind, 3)
        fits = at > 0 and run < most and _fit(clauses[at - 1], clause, slate)
        run = run + 1 if fits else 1
        last = fits and not (run < most and at + 1 < len(clauses) and _fit(clause, clauses[at + 1], slate))
        plain = not any(mark in slate.plain(one.words) for one in (clauses[at - 1], clause) for mark in (", ", ";"))
        link = (
            "start"
            if at == 0
            else "stop"
            if not fits
            else "and"
            if last and (plain or clause.kind == "measure")
            else "semicolon"
        )
        result.append(Said(clause.kind, clause.words, link))
    return tuple(result)


def _fit(one: Worded, other: Worded, slate: Slate) -> bool:
    """Return whether two clauses may share a sentence."""
    same = one.kind == other.kind == "measure" or (one.kind in _LISTS and other.kind in _LISTS)
    texts = [slate.plain(clause.words) for clause in (one, other)]
    ranked = any(word in text for text in texts for word in ("rank", " in the province", " in the city", "the aim"))
    return same and not ranked and all(len(text) <= _SHORT for text in texts)


def linked_in_chinese(clauses: Sequence[Worded], slate: Slate, *, whole: bool = False) -> tuple[Said, ...]:
    """Return the clauses with their links in Chinese: brief ones behind a comma, others behind 、； a sentence ends in time."""
    result: list[Said] = []
    length = 0
    for at, clause in enumerate(clauses):
        text = slate.plain(clause.words)
        before = slate.plain(clauses[at - 1].words) if at else ""
        apart = at > 0 and (clause.kind in _APART) != (clauses[at - 1].kind in _APART)
        full = length + len(text) > _SENTENCE or apart
        brief = max(len(text), len(before)) <= _BRIEF and not any("，" in one for one in (text, before))
        if at == 0:
            link = "start"
        elif full and not (clause.goes_on or whole):
            link = "stop"
        else:
            link = "comma" if brief else "semicolon"
        length = len(text) if link == "stop" else length + len(text)
        result.append(Said(clause.kind, clause.words, link))
    return tuple(result)
