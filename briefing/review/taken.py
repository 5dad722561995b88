"""What is learnt and proposed, as the new memory.csv and the new files of the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.glossary.merge import merged as merged_terms
from briefing.review.judge import Corrected, Reviewed
from briefing.review.terms import with_terms
from briefing.translate.memory import Pair, read, write
from briefing.translate.merge import merged as merged_pairs

MEMORY = "memory.csv"
_WITH_PAIR = ("learnt", "term proposed")


@dataclass(frozen=True)
class Taken:
    """Files of the folder glossary/ that change, by name, and how many pairs and terms are new or other in them."""

    files: dict[str, bytes]
    pairs: int
    terms: int
    memory: tuple[Pair, ...]


def taken(reviewed: Reviewed, desk: Corrected) -> Taken:
    """Put learnt pairs into the memory as approved, held ones as proposals where nothing is in their place, terms as proposals.

    Terms that are decided take the place of the rows in force.
    """
    pairs, memory = _pairs(reviewed, desk)
    accepted, files = merged_terms(desk.glossary, [term.new for term in reviewed.decided], accept=True)
    waiting = {(t.now.zh, t.new.en, t.new.en_short): t.new for v in reviewed.verdicts for t in v.terms}
    entries = with_terms(desk.glossary, reviewed.decided)
    proposed, more = merged_terms(entries, tuple(waiting.values()))
    own = {MEMORY: write(memory)} if pairs else {}
    return Taken({**files, **more, **own}, pairs, len(accepted) + len(proposed), memory)


def _pairs(reviewed: Reviewed, desk: Corrected) -> tuple[int, tuple[Pair, ...]]:
    """How many pairs are new or other, and the memory with them."""
    by_state = {state: [v.pair for v in reviewed.verdicts if v.pair and v.state == state] for state in _WITH_PAIR}
    learnt, data = merged_pairs(desk.pairs, by_state["learnt"], accept=True)
    held, data = merged_pairs(read(MEMORY, data)[0], by_state["term proposed"])
    return len(learnt) + sum(change.kind == "new" for change in held), read(MEMORY, data)[0]
