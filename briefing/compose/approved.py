"""A sentence with figures that an editor corrected: printed as corrected, beside its Chinese as written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from briefing.model.extract import Fact, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Number, Text
from briefing.translate.figures import of_fact, stated
from briefing.translate.stage import BY_PERSON

_Figure = tuple[int, int, str]  # start, end, the fact or facts it leads to


def as_approved(segment: Segment, facts: Sequence[Fact]) -> Mapping[str, Statement] | None:
    """The sentence in both languages, every figure leading to its fact; None for any other sentence.

    None too where a figure is doubtful or leads nowhere in one of the languages: then its facts are worded.
    """
    by_person = segment.state == "approved" or segment.origin.startswith(BY_PERSON)
    if not by_person or not facts or any(fact.confidence == "low" for fact in facts):
        return None
    counted = [fact for fact in facts if of_fact(fact) is not None]  # a tier and a pegged target are no figures
    english, chinese = _english(segment.en, counted), _chinese(segment, counted)
    if english is None or chinese is None:
        return None
    said = tuple(fact.id for fact in facts)
    return {
        "zh": Statement(segment.id, "zh", _numbered(segment.zh, chinese), said),
        "en": Statement(segment.id, "en", _numbered(segment.en, english), said),
    }


def _english(text: str, facts: Sequence[Fact]) -> list[_Figure] | None:
    """The figures of the English with their facts; one said of several (each first) leads to all of them."""
    found = [(start, end, [fact]) for start, end, fact in stated(text, facts)]
    for fact in facts:
        if any(fact in own for _, _, own in found):
            continue
        same = next((own for _, _, own in found if of_fact(own[0]) == of_fact(fact)), None)
        if same is None:
            return None
        same.append(fact)
    return [(start, end, "|".join(fact.id for fact in own)) for start, end, own in found]


def _chinese(segment: Segment, facts: Sequence[Fact]) -> list[_Figure] | None:
    """The figures of the Chinese with their facts, None where one does not stand where its fact says."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for fact in facts:
        start, end = fact.start - segment.start, fact.end - segment.start
        if segment.zh[start:end] != fact.exact:
            return None
        found[start, end].append(fact.id)
    return [(start, end, "|".join(ids)) for (start, end), ids in found.items()]


def _numbered(text: str, figures: Iterable[_Figure]) -> tuple[Text | Number, ...]:
    """A text with its figures leading to their facts."""
    pieces: list[Text | Number] = []
    at = 0
    for start, end, ids in sorted(figures):
        pieces += [Text(text[at:start]), Number(text[start:end], ids)]
        at = end
    return tuple(piece for piece in (*pieces, Text(text[at:])) if piece.text)
