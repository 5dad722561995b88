"""The whole report, segment by segment, as an editor corrects it: both languages, state, and what to look at.

Figures and terms are marked in both columns; a figure of the English leads to the fact it states, one that states none stays
plain. Nothing is left out and nothing is worded here: English is what the translate stage chose, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from markupsafe import Markup, escape

from briefing.model.extract import Extract, Fact, Numeral, Section, Segment
from briefing.model.statement import Statement
from briefing.translate.figures import stated
from briefing.translate.gates import Checker
from briefing.translate.stage import facts_by_segment

_DEEPEST = 2  # level of the sections that get a heading; run-in heads stay in their paragraphs
_INHERITED = "inherited"
_TELLING = 4  # characters at either end of an indicator by which it is known in a sentence
_LEFT_OUT = re.compile(r"left out: (\S+): (.*)")  # as the translate stage notes it among the gates: fact, reason
_BLANKS = re.compile(r"\s+")
_Span = tuple[int, int, Markup]  # start, end, the piece as markup


class EnglishWording(Protocol):
    """What this stage needs of `briefing.phrase.Phrases` for English."""

    def statement(
        self, segment: Segment, facts: Iterable[Fact], *, period: str = "", plan_period: str = ""
    ) -> Statement | None:
        """Word the facts of a segment, or None."""
        ...

    def indicator(self, fact: Fact) -> str | None:
        """The name of what a fact measures, or None where the glossary has none."""
        ...


@dataclass(frozen=True, slots=True)
class Note:
    """What the editor must look at: what it is, and the words or figures of the report it is about."""

    text: str
    zh: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A segment: `zh` and `en` with figures and terms marked, `tone` machine where a machine wrote the English."""

    id: str
    zh: Markup
    en: Markup
    state: str
    tone: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part or section of the report with its rows; `level` is 1 or 2, `title` as written, empty before the first."""

    level: int
    title: str
    rows: tuple[Row, ...]


class Worksheet:
    """Makes the rows of one report."""

    def __init__(self, extract: Extract, wording: EnglishWording, glossary: Checker, words: Mapping[str, Any]) -> None:
        """Take the report, the English phrases, the glossary, and the edition's words: its `states` and `notes`."""
        self.extract = extract
        self.wording = wording
        self.glossary = glossary
        self.words = words
        self.facts = facts_by_segment(extract)
        self.sections = {section.id: section for section in extract.sections}
        self.unread = [numeral for numeral in extract.ledger if numeral.fate == "unread"]

    def parts(self) -> tuple[Part, ...]:
        """The report in its order."""
        grouped = groupby(self.extract.segments, key=lambda segment: self._section(segment.section_id))
        return tuple(
            Part(section.level if section else 1, _title(section), tuple(map(self._row, segments)))
            for section, segments in grouped
        )

    def _section(self, identity: str) -> Section | None:
        """The section of that id, or the one around it that has a heading."""
        section = self.sections.get(identity)
        while section and section.level > _DEEPEST:
            section = self.sections.get(section.parent)
        return section

    def _row(self, segment: Segment) -> Row:
        facts = self.facts.get(segment.id, ())
        machine = segment.state == "machine"
        return Row(
            segment.id,
            self._chinese(segment, facts),
            self._english(segment, facts),
            self.words["states"][segment.state],
            "machine" if machine else "",
            tuple(self._notes(segment, facts)),
        )

    # --- marked text

    def _chinese(self, segment: Segment, facts: Sequence[Fact]) -> Markup:
        text = self.extract.text[segment.start : segment.end]
        if text != segment.zh:
            return escape(segment.zh)
        figures = [
            (fact.start - segment.start, fact.end - segment.start, _figure(fact.exact, fact.id))
            for fact in facts
            if text[fact.start - segment.start : fact.end - segment.start] == fact.exact
        ]
        terms = [(m.start, m.end, _term(text[m.start : m.end], m.entry.zh)) for m in self.glossary.match(text)]
        return _marked(text, (*figures, *terms))

    def _english(self, segment: Segment, facts: Sequence[Fact]) -> Markup:
        text = segment.en
        if not text:
            return Markup("")
        terms = list(self._english_terms(segment.zh, text))
        return _marked(text, (*self._english_figures(segment, facts), *terms))

    def _english_figures(self, segment: Segment, facts: Sequence[Fact]) -> Iterator[_Span]:
        """The figures of the English that state a fact of the segment, each leading to it."""
        for start, end, fact in stated(segment.en, facts):
            yield start, end, _figure(segment.en[start:end], fact.id)

    def _english_terms(self, zh: str, en: str) -> Iterator[_Span]:
        lower = en.lower()
        for match in self.glossary.match(zh):
            for form in filter(None, (match.entry.en, match.entry.en_short)):
                if form.lower() not in lower:
                    continue
                found = re.search(rf"(?<!\w){re.escape(form.lower())}(?!\w)", lower)
                if found:
                    yield found.start(), found.end(), _term(en[found.start() : found.end()], match.entry.zh)
                    break

    # --- where the editor must look

    def _notes(self, segment: Segment, facts: Sequence[Fact]) -> Iterator[Note]:
        notes = self.words["notes"]
        if segment.state == "machine":
            yield Note(notes["machine"])
        named = (fact for fact in facts if fact.indicator_zh and fact.confidence != "low")
        nameless = [fact.indicator_zh for fact in named if not self.wording.indicator(fact)]
        yield from self._gates(segment, [f for f in facts if f.confidence != "low" and f.indicator_zh not in nameless])
        lists = {
            "term": nameless,
            "doubtful": [_about(fact) for fact in facts if fact.confidence == "low"],
            "inherited": [_about(fact) for fact in facts if _from_elsewhere(fact, segment)],
            "unread": [numeral.exact for numeral in self._unread_in(segment)],
        }
        yield from (Note(notes[kind], "、".join(dict.fromkeys(found))) for kind, found in lists.items() if found)

    def _gates(self, segment: Segment, facts: Sequence[Fact]) -> Iterator[Note]:
        """The failed gates; those that tell of a figure left out as the figures by reason.

        Only `facts` are named so: of the others another note says what is the matter.
        """
        notes, known = self.words["notes"], {fact.id: fact for fact in facts}
        left: dict[str, list[str]] = {}
        for gate in segment.gates:
            found = _LEFT_OUT.fullmatch(gate)
            if found is None:
                yield Note(f"{notes['gate']}{gate}")
            elif found[1] in known:
                left.setdefault(found[2], []).append(_about(known[found[1]]))
        yield from (Note(notes["left"].format(why=why), "、".join(found)) for why, found in left.items())

    def _unread_in(self, segment: Segment) -> Iterator[Numeral]:
        return (numeral for numeral in self.unread if segment.start <= numeral.start < segment.end)


def _about(fact: Fact) -> str:
    """A figure and what it is taken to be of, as the report writes them."""
    return f"{fact.exact}{'' if fact.exact.endswith(fact.unit_zh) else fact.unit_zh}（{fact.indicator_zh}）"


def _from_elsewhere(fact: Fact, segment: Segment) -> bool:
    """Whether the subject of a figure was taken from another sentence: within its own a reader sees it at once."""
    inherited = fact.confidence != "low" and any(_INHERITED in flag for flag in fact.flags)
    ends = fact.indicator_zh[:_TELLING], fact.indicator_zh[-_TELLING:]
    return inherited and not any(end in segment.zh for end in ends)


def _title(section: Section | None) -> str:
    return f"{section.number}{section.title}" if section else ""


def _figure(text: str, fact: str) -> Markup:
    return Markup('<n fact="{}">{}</n>').format(fact, text)


def _term(text: str, zh: str) -> Markup:
    return Markup('<t zh="{}">{}</t>').format(zh, text)


def _marked(text: str, spans: Iterable[_Span]) -> Markup:
    """A text with pieces put in place; of two that overlap the first given stays."""
    kept: list[_Span] = []
    for span in spans:
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    out, at = [], 0
    for start, end, piece in sorted(kept, key=lambda span: span[0]):
        out += [escape(_BLANKS.sub(" ", text[at:start])), piece]
        at = end
    return Markup("").join([*out, escape(_BLANKS.sub(" ", text[at:]))])
