"""What a report says and the glossary does not know: names with numerals, frequent phrases, indicators without a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.glossary.match import fold
from briefing.glossary.termbase import Glossary
from briefing.model.extract import Extract

_QUOTED = re.compile(r"“([^“”\n]{2,24})”")
_NUMERIC = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿两]")
_BREAK = re.compile(r"[^\u4e00-\u9fff]+|的|了|和|与|及|在|对|为|将|把|被|等|或|并|以|从|向|由|其")
_SHORTEST, _LONGEST, _OFTEN = 4, 10, 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something without an entry: how often it occurs and one place where."""

    kind: Literal["name", "indicator", "phrase"]
    zh: str
    count: int
    example: str


def _known(glossary: Glossary, zh: str) -> bool:
    """Return whether a text is a term or wholly made of terms."""
    covered = sum(len(fold(m.text)) for m in glossary.match(zh))
    return glossary.find(zh) is not None or covered >= len(fold(zh))


def _names(glossary: Glossary, text: str) -> Iterator[Suggestion]:
    """Yield quoted names without an entry: those with numerals always, others where they occur more than once."""
    counts = Counter(found[1] for found in _QUOTED.finditer(text))
    for zh, count in counts.items():
        if (_NUMERIC.search(zh) or count > 1) and not _known(glossary, zh):
            at = text.index(f"“{zh}”")
            yield Suggestion("name", f"“{zh}”", count, _around(text, at, len(zh) + 2))


def _around(text: str, at: int, length: int) -> str:
    start, end = max(0, at - 15), at + length + 15
    return " ".join(text[start:end].split())


def _indicators(glossary: Glossary, extract: Extract) -> Iterator[Suggestion]:
    counts = Counter(fact.indicator_zh for fact in extract.facts if fact.indicator_zh)
    places = {fact.indicator_zh: fact for fact in extract.facts}
    for zh, count in counts.items():
        if glossary.name(zh) is None:
            fact = places[zh]
            sentence = extract.text[fact.sentence_start : fact.sentence_end]
            yield Suggestion("indicator", zh, count, " ".join(sentence.split())[:80])


def _pieces(glossary: Glossary, segments: Iterable[str]) -> Iterator[str]:
    """Yield the stretches of Chinese that no term covers."""
    for segment in segments:
        start = 0
        for match in (*glossary.match(segment), None):
            end = match.start if match is not None else len(segment)
            yield from _BREAK.split(segment[start:end])
            start = match.end if match is not None else end


def _phrases(glossary: Glossary, extract: Extract) -> Iterator[Suggestion]:
    """Yield stretches of four to ten characters that occur three times and are part of no longer one as frequent."""
    counts: Counter[str] = Counter()
    for piece in _pieces(glossary, (s.zh for s in extract.segments)):
        for length in range(_SHORTEST, min(_LONGEST, len(piece)) + 1):
            counts.update(piece[at : at + length] for at in range(len(piece) - length + 1))
    frequent = {zh: count for zh, count in counts.items() if count >= _OFTEN and not _known(glossary, zh)}
    inside: dict[str, int] = {}
    for zh, count in frequent.items():
        for shorter in (zh[1:], zh[:-1]):
            inside[shorter] = max(inside.get(shorter, 0), count)
    for zh, count in frequent.items():
        if inside.get(zh, 0) < count:
            at = extract.text.find(zh)
            yield Suggestion("phrase", zh, count, _around(extract.text, at, len(zh)) if at >= 0 else "")


def suggest(glossary: Glossary, extract: Extract) -> tuple[Suggestion, ...]:
    """Return what an editor should look at, the most frequent first within each kind."""
    found = [*_names(glossary, extract.text), *_indicators(glossary, extract), *_phrases(glossary, extract)]
    order = ("name", "indicator", "phrase")
    return tuple(sorted(found, key=lambda s: (order.index(s.kind), -s.count, s.zh)))
