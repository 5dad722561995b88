"""What `phrase` returns: one sentence of a briefing, worded from facts."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.model.tree import Number, Term, Text


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence in one language; every figure in it is a `Number` that names its fact.

    `facts` are the ids of the facts said, in the order said; `left_out` those of the same segment that could not be
    said (an indicator without approved English, low confidence), with the reason as `id: reason`.
    """

    segment_id: str
    lang: str
    inlines: tuple[Text | Number | Term, ...]
    facts: tuple[str, ...]
    left_out: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.inlines)
