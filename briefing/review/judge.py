"""Each corrected sentence against its Chinese: learnt, held until a term is decided, or a conflict that says why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from briefing.compare import Finding, compare
from briefing.errors import Problem
from briefing.glossary import Entry, Glossary
from briefing.model.extract import Extract, Segment
from briefing.review.figures import changed_figures
from briefing.review.returned import Place
from briefing.review.terms import Proposal, agreed, proposals, with_terms
from briefing.review.texts import fault, folded, tidy
from briefing.translate.gates import findings
from briefing.translate.learning import learn
from briefing.translate.memory import Memory, Pair
from briefing.translate.slots import PLANNED, dated
from briefing.translate.stage import core_facts, facts_by_segment, from_person, plan_sentences

State = Literal["learnt", "unchanged", "conflict", "term proposed", "deleted"]
_FIGURES = {"figure", "unit"}
# Terms are told with their forms; what a figure belongs to is for `compare`, which is fairer
_JUDGED_ELSEWHERE = ("G1", "G4")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one sentence; `pair` is what the memory is to hold, of a proposed term only as a proposal."""

    state: State
    id: str
    zh: str
    before: str
    after: str
    problems: tuple[Problem, ...] = ()
    pair: Pair | None = None
    terms: tuple[Proposal, ...] = ()

    def row(self) -> dict[str, Any]:
        """The verdict as docs/commands.md describes it."""
        told = {"state": self.state, "id": self.id, "zh": self.zh, "before": self.before, "after": self.after}
        return told | {"problems": [vars(problem) for problem in self.problems]}


@dataclass(frozen=True)
class Corrected:
    """What the corrections of one file are judged with.

    `by` and `on` are who approved them and when, `source` the file, `folder` the extract as messages name it; `accept` puts
    corrections in the place of what another person approved, and proposed terms in force.
    """

    extract: Extract
    glossary: Glossary
    pairs: tuple[Pair, ...]
    by: str
    on: str
    source: str
    folder: str
    accept: bool = False
    currency: str = "RMB"  # in which the house words money

    @property
    def year(self) -> str:
        """The year of the report."""
        return self.extract.period[:4]

    @property
    def unit(self) -> str:
        """region/period."""
        return f"{self.extract.region.id}/{self.extract.period}"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The verdicts of one file in its order, and the terms that are decided with them."""

    verdicts: tuple[Verdict, ...]
    decided: tuple[Proposal, ...] = ()


def review(places: Sequence[Place], desk: Corrected) -> Reviewed:
    """Judge every sentence of a returned file.

    With `accept`, terms of which one form only is proposed count as decided, and all sentences are judged with them.
    """
    verdicts = tuple(_Judge(desk).all(places))
    decided = agreed([term for verdict in verdicts for term in verdict.terms]) if desk.accept else ()
    if not decided:
        return Reviewed(verdicts)
    glossary = Glossary(with_terms(desk.glossary, decided), desk.glossary.grammar, desk.glossary.digest)
    return Reviewed(tuple(_Judge(replace(desk, glossary=glossary)).all(places)), decided)


class _Judge:
    """Judges the sentences of one file; two corrections of the same sentence are known."""

    def __init__(self, desk: Corrected) -> None:
        self.desk = desk
        self.segments = {segment.id: segment for segment in desk.extract.segments}
        self.planned = plan_sentences(desk.extract)
        self.facts = facts_by_segment(desk.extract)
        self.persons, _ = Memory(desk.pairs, desk.glossary, desk.currency).parted()
        self.made: dict[str, Pair] = {}

    def all(self, places: Iterable[Place]) -> Iterator[Verdict]:
        for place in places:
            segment = self.segments.get(place.id)
            yield self.gone(place) if segment is None else self.one(place, segment)

    def gone(self, place: Place) -> Verdict:
        """A sentence that the extract does not have."""
        after = place.after or ""
        if folded(after) == folded(place.before):
            return Verdict("unchanged", place.id, "", place.before, after)
        if place.why:
            remedy = f"Correct {self.desk.folder}/facts.csv, the glossary or the template"
            problem = Problem(place.id, place.why, "the text as printed", remedy)
            return Verdict("conflict", place.id, "", place.before, after, (problem,))
        found = f"no such sentence in the extract of {self.desk.unit}"
        problem = Problem(
            place.id, found, "a sentence of the present report", "The report changed since: correct a new file"
        )
        return Verdict("conflict", place.id, "", place.before, after, (problem,))

    def one(self, place: Place, segment: Segment) -> Verdict:
        after = tidy(place.after or "")
        verdict = Verdict("unchanged", place.id, segment.zh, place.before, after)
        if place.after is None or (not after and place.before):
            remedy = "Nothing is learnt of it; correct it in a new file if it was to be corrected"
            problem = Problem(place.id, place.why or "its English was deleted", "the English in its cell", remedy)
            return replace(verdict, state="deleted", problems=(problem,))
        hit = self.persons.find(segment.zh, self.desk.year, of_plan=segment.id in self.planned)
        known = hit.en if hit else ""
        if folded(after) == folded(known) or (folded(after) == folded(place.before) and not place.approved):
            return verdict
        if wrong := fault(after):
            return self.conflict(verdict, Problem(place.id, wrong, "plain text", "Type it again"))
        if hit and folded(known) != folded(place.before) and not self.desk.accept:
            found = f"the memory has since: {known} ({hit.pair.approved_by}, {hit.pair.approved_on})"
            return self.conflict(verdict, Problem(place.id, found, "one correction", "Take this one with --accept"))
        return self.corrected(verdict, segment)

    @staticmethod
    def conflict(verdict: Verdict, *problems: Problem) -> Verdict:
        return replace(verdict, state="conflict", problems=problems)

    def corrected(self, verdict: Verdict, segment: Segment) -> Verdict:
        """A changed sentence through the checks of any translation."""
        glossary, after = self.desk.glossary, verdict.after
        found = compare([segment.zh], [after], glossary)[0].problems
        wrong = [self.problem(verdict.id, one, segment) for one in found if one.kind != "term"]
        zh = dated(segment.zh, self.desk.year) if self.desk.year in after else segment.zh
        gates = [one for one in findings(zh, after, glossary) if not one.startswith(_JUDGED_ELSEWHERE)]
        if not wrong and any(gate.startswith("G2") for gate in gates):
            wrong = list(self.figures(verdict.id, segment, after))
        wrong = wrong or [Problem(verdict.id, gate, "what the Chinese says") for gate in gates]
        named, complete = proposals(segment.zh, verdict.before, after, glossary)
        if not wrong and named and complete:
            return self.held(verdict, segment, named)
        wrong += [
            Problem(
                verdict.id, f"{one.kind} term {one.zh}: {one.found or 'not there'}", " or ".join(one.expected), one.why
            )
            for one in glossary.check_english(segment.zh, after)
        ]
        return self.conflict(verdict, *wrong) if wrong else self.learnt(verdict, segment)

    def problem(self, where: str, one: Finding, segment: Segment) -> Problem:
        """A finding as a person can act on it; a figure is corrected in the facts, never in the English."""
        if one.kind not in _FIGURES or not one.zh or not one.en:
            about = f"{one.kind} of {one.zh}" if one.zh and one.kind not in _FIGURES else one.kind
            return Problem(where, f"{about}: {one.why}", "what the Chinese says")
        return self.other_figure(where, one.kind, (one.zh, one.en), segment)

    def figures(self, where: str, segment: Segment, after: str) -> Iterator[Problem]:
        """The figures that are not those of the Chinese."""
        for zh, en in changed_figures(segment.zh, after, self.desk.glossary):
            if zh and en:
                yield self.other_figure(where, "figure", (zh, en), segment)
            else:
                found = f"figure {zh or en} is {'not in the English' if zh else 'not in the source'}"
                yield Problem(where, found, "the figures of the Chinese")

    def other_figure(self, where: str, kind: str, texts: tuple[str, str], segment: Segment) -> Problem:
        zh, en = texts
        facts = [f for f in self.desk.extract.facts if segment.start <= f.start < segment.end and f.exact in zh]
        which = f" ({facts[0].id})" if len(facts) == 1 else ""
        remedy = f"Nothing is learnt; if the report was misread, correct {self.desk.folder}/facts.csv{which} instead"
        return Problem(where, f"{kind} {en} in the English", f"{zh} as in the source", remedy)

    def pair(self, verdict: Verdict, segment: Segment) -> Pair | Verdict:
        """The pair to remember for a sentence, or the conflict that there is none."""
        desk, origin = self.desk, f"{self.desk.unit}/{segment.id}{PLANNED if segment.id in self.planned else ''}"
        pair = learn(
            segment.zh,
            verdict.after,
            desk.glossary,
            by=desk.by,
            on=desk.on,
            origin=origin,
            year=desk.year,
            currency=desk.currency,
        )
        return self.conflict(verdict, replace(pair, where=verdict.id)) if isinstance(pair, Problem) else pair

    def learnt(self, verdict: Verdict, segment: Segment) -> Verdict:
        """The pair to remember, if it says this very sentence again when it is found."""
        desk, pair = self.desk, self.pair(verdict, segment)
        if isinstance(pair, Verdict):
            return pair
        hit = Memory([pair], desk.glossary, desk.currency).find(segment.zh, desk.year, of_plan=pair.of_plan)
        if hit is None or folded(hit.en).lower() != folded(verdict.after).lower():
            found = f"it would come back as: {hit.en}" if hit else "the memory would not find it again"
            return self.conflict(verdict, Problem(verdict.id, found, "the sentence as corrected"))
        if from_person(segment, core_facts(self.facts.get(segment.id, ())), hit, desk.glossary) is None:
            remedy = f"Correct {desk.folder}/facts.csv if the report was misread"
            return self.conflict(
                verdict, Problem(verdict.id, "a build would not print it", "every figure of the facts", remedy)
            )
        first = self.made.setdefault(pair.key, pair)
        if first.en != pair.en:
            found = f"the same sentence was corrected otherwise: {first.en} ({first.origin})"
            return self.conflict(verdict, Problem(verdict.id, found, "one English for one sentence"))
        return replace(verdict, state="learnt", pair=pair)

    def held(self, verdict: Verdict, segment: Segment, named: Sequence[Proposal]) -> Verdict:
        """A sentence that waits for a decision on its terms."""
        noted = tuple(replace(term, new=self.noted(term.new, verdict)) for term in named)
        problems = tuple(
            Problem(
                verdict.id,
                f"{term.new.en if term.new.en != term.now.en else term.new.en_short} for {term.now.zh}",
                term.now.en,
                f"Accept or delete the proposal in glossary/{term.now.category}.csv, then review the file again",
            )
            for term in noted
        )
        pair = self.pair(verdict, segment)
        if isinstance(pair, Verdict):
            return pair
        return replace(
            verdict, state="term proposed", problems=problems, pair=replace(pair, state="proposed"), terms=noted
        )

    def noted(self, entry: Entry, verdict: Verdict) -> Entry:
        """The proposed entry with who proposes it and where."""
        desk = self.desk
        note = f"Proposed by {desk.by} on {desk.on} for {desk.unit}/{verdict.id} in {desk.source}: {verdict.after}"
        notes = f"{entry.notes} {note}".strip()
        return replace(entry, notes=notes, source=f"editor: {desk.by}", checked_on=desk.on, where="")
