"""How clauses follow one another: which make one sentence, and with what between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.phrase.pieces import Slate

_SHORT = 95  # characters as printed; two such clauses still make an easy sentence
_MOST = {"measure": 2}  # clauses of a kind in one sentence; three of any other
_LISTS = ("counts", "works")


@dataclass(frozen=True, slots=True)
class Said:
    """A clause in words: what it is, its text with tokens, and its link to the clause before.

    link: start (of the statement), stop (a sentence of its own), semicolon, and.
    """

    kind: str
    words: str
    link: str


def linked(clauses: Sequence[tuple[str, str]], slate: Slate) -> tuple[Said, ...]:
    """Return the clauses with their links: short lists go together, as do two short measures; a rank stands alone."""
    result: list[Said] = []
    run = 0
    for at, (kind, words) in enumerate(clauses):
        fits = at > 0 and run < _MOST.get(kind, 3) and _fit(clauses[at - 1], (kind, words), slate)
        run = run + 1 if fits else 1
        last = fits and not (
            run < _MOST.get(kind, 3) and at + 1 < len(clauses) and _fit((kind, words), clauses[at + 1], slate)
        )
        plain = not any(mark in slate.plain(text) for text in (clauses[at - 1][1], words) for mark in (", ", ";"))
        link = (
            "start"
            if at == 0
            else "stop"
            if not fits
            else "and"
            if last and (plain or kind == "measure")
            else "semicolon"
        )
        result.append(Said(kind, words, link))
    return tuple(result)


def _fit(one: tuple[str, str], other: tuple[str, str], slate: Slate) -> bool:
    """Return whether two clauses may share a sentence."""
    same = one[0] == other[0] == "measure" or (one[0] in _LISTS and other[0] in _LISTS)
    texts = [slate.plain(words) for _, words in (one, other)]
    ranked = any(
        word in text for text in texts for word in ("rank", " in the province", " in the city", "the aim", "居")
    )
    return same and not ranked and all(len(text) <= _SHORT for text in texts)
