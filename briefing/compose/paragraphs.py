"""Passages of a report brought together to paragraphs: short ones in a row would read like a list."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.compose.select import Said

_SHORT, _FULL = (
    200,
    460,
)  # characters of English: a passage that does not stand alone, and a paragraph that takes no more


def flowing(passages: Sequence[list[Said]]) -> list[list[list[Said]]]:
    """Passages, in order, as paragraphs: a short one joins the one before it, or takes the one after it along.

    The English decides for both languages, so that the editions are twins.
    """
    paragraphs: list[list[list[Said]]] = []
    for passage in passages:
        before = sum(map(_length, paragraphs[-1])) if paragraphs else _FULL
        short = min(before, _length(passage)) < _SHORT
        if short and before + _length(passage) <= _FULL:
            paragraphs[-1].append(passage)
        else:
            paragraphs.append([passage])
    return paragraphs


def _length(passage: Sequence[Said]) -> int:
    return sum(len(said.worded["en"].text) for said in passage)
