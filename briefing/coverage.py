"""How much of a report's text a document says, and on whose word: facts, memory, a machine; the rest is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from briefing.model.extract import Extract, Segment
from briefing.model.tree import Briefing, Number, Sources, TableCell, pieces
from briefing.translate import facts_by_segment

_PRINTED = ("approved", "memory", "machine")  # states of sentences that are printed as they are
_OPENING = 24  # letters by which a sentence is known again; short forms may be explained further on
_LETTERS = re.compile(r"\W+")


def shares(tree: Briefing, extract: Extract) -> Mapping[str, float]:
    """Return the shares of the report's sentences, weighed by their length, by state; `left_out` is what is not printed.

    A sentence counts as `statement` where one of its facts is printed.
    """
    printed = [piece for _, piece in pieces(tree.blocks, lambda piece: isinstance(piece, Sources))]
    cited = {one for piece in printed if isinstance(piece, Number) for one in piece.fact_id.split("|")}
    listed = {piece.id for piece in printed if isinstance(piece, TableCell)}
    text = _LETTERS.sub("", " ".join(piece for piece in printed if isinstance(piece, str)))
    own = {key: {fact.id for fact in facts} for key, facts in facts_by_segment(extract).items()}
    weights: Counter[str] = Counter()
    for segment in (one for one in extract.segments if one.kind == "sentence"):
        whole = segment.id in listed
        said = "statement" if not whole and own.get(segment.id, set()) & cited else _state(segment, text, whole=whole)
        weights[said] += len(segment.zh)
    total = sum(weights.values()) or 1
    return {state: round(weight / total, 4) for state, weight in sorted(weights.items())}


def _state(segment: Segment, text: str, *, whole: bool) -> str:
    """The state of a sentence that is printed, `left_out` of one that is not."""
    if whole:
        return segment.state
    openings = [_LETTERS.sub("", side)[:_OPENING] for side in (segment.en, segment.zh) if side]
    there = segment.state in _PRINTED and any(opening in text for opening in openings)
    return segment.state if there else "left_out"
