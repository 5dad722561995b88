"""What an edition says: sentences of the report that can be worded in both languages, each with its theme and its weight.

Both editions are chosen together, so that they are twins: a sentence enters when its facts can be said in Chinese and in
English, and only the facts that both can say are said. What is left out is counted, with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefing.compose.approved import as_approved
from briefing.compose.edition import Edition
from briefing.compose.passages import row_of, rows_said
from briefing.compose.words import bare
from briefing.model.extract import Extract, Fact, Section, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Text
from briefing.phrase.setting import NOWHERE, Setting
from briefing.translate.cascade import FRAGMENTS
from briefing.translate.gates import Checker
from briefing.translate.stage import Worded
from briefing.translate.stated import statement_problems

_SCOPE_WEIGHT = {"全国": 9, "全省": 7, "省": 7, "全市": 5, "市": 5}
APPROVED = ("approved", "memory")
_HEADLINE, _FOREMOST = 6, 12  # weight of a headline indicator, and what the first of them has beyond
_STRONGEST, _OF_EACH = 24, 3  # sentences that a key point may come from: of all, and of each theme
_LONGEST_POINT = 168  # characters of English in a key point: two lines


@dataclass(frozen=True, slots=True)
class Desk:
    """What a sentence is worded and judged with: the phrases of both languages, the glossary, the report's periods.

    `settings`: by segment id, what stands before a sentence in the report.
    """

    phrases: Mapping[str, Worded]
    glossary: Checker
    period: str
    plan_period: str
    settings: Mapping[str, Setting]

    def worded(self, segment: Segment, facts: Sequence[Fact]) -> Mapping[str, Statement]:
        """The statements in the languages that can say the facts."""
        setting = self.settings.get(segment.id, NOWHERE)
        said = {
            lang: wording.statement(segment, facts, period=self.period, plan_period=self.plan_period, setting=setting)
            for lang, wording in self.phrases.items()
        }
        return {lang: statement for lang, statement in said.items() if statement is not None}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the report with its wording in each language; `facts` are those said."""

    segment: Segment
    facts: tuple[Fact, ...]
    worded: Mapping[str, Statement]
    theme: str
    weight: int
    paragraph: int  # where its paragraph starts in the report

    @property
    def planned(self) -> bool:
        """Whether it speaks of targets only."""
        return bool(self.facts) and all(fact.role == "target" for fact in self.facts)


@dataclass(frozen=True)
class Selection:
    """All that can be said of a report, in its order, and what was left out (`segment or fact id: reason`)."""

    said: tuple[Said, ...]
    left_out: tuple[str, ...]
    clauses: tuple[Said, ...] = ()  # of the strongest sentences, each worded by itself: what key points are chosen from

    @cached_property
    def by_segment(self) -> Mapping[str, Said]:
        """The sentences by segment id."""
        return {said.segment.id: said for said in self.said}


def select(extract: Extract, edition: Edition, desk: Desk) -> Selection:
    """Word every sentence of a report in both languages and give it theme and weight."""
    sections = {section.id: section for section in extract.sections}
    facts, segments = _facts_of(extract), extract.segments
    if not facts:  # a table of figures and no text: each row is said
        segments = rows_said(extract)
        facts = _by_row(extract)
    headline = headline_forms(edition)
    themes = _Themes(edition)
    said, left = [], []
    for segment in segments:
        own = facts.get(segment.id, ())
        if segment.kind != "sentence" and not own:
            continue
        worded = as_approved(segment, own) or (_printable(segment, own, desk) if own else None)
        worded = worded or _as_written(segment, machine=bool(edition.settings.get("machine")))
        if worded is None:
            if own:
                left.append(f"{segment.id}: not sayable in both languages")
            continue
        kept = set(worded["zh"].facts)
        left += [f"{fact.id}: not sayable in both languages" for fact in own if fact.id not in kept]
        spoken = tuple(fact for fact in own if fact.id in kept)
        theme = themes.of(segment, spoken or own, sections)
        start = extract.text.rfind("\n", 0, segment.start) + 1 if segment.kind == "sentence" else 0
        said.append(Said(segment, spoken, worded, theme, _weight(spoken, headline), start))
    clauses = tuple(clause for one in _strongest(said) for clause in _clauses(one, desk, headline))
    return Selection(tuple(said), tuple(left), clauses)


def _strongest(said: Sequence[Said]) -> Iterator[Said]:
    """The sentences with the most weight, of all and of each theme."""
    ranked = sorted((s for s in said if s.facts and not s.planned), key=lambda s: -s.weight)
    count: dict[str, int] = defaultdict(int)
    for place, one in enumerate(ranked):
        count[one.theme] += 1
        if place < _STRONGEST or count[one.theme] <= _OF_EACH:
            yield one


def _subjects(facts: Sequence[Fact]) -> Iterator[tuple[Fact, ...]]:
    """Runs of facts about one subject, or said of several subjects in one construction (分别, 均)."""
    run: list[Fact] = []
    for fact in facts:
        if (
            run
            and not fact.indicator_zh.startswith(run[0].indicator_zh)
            and not (fact.group and fact.group == run[-1].group)
        ):
            yield tuple(run)
            run = []
        run.append(fact)
    if run:
        yield tuple(run)


def headline_forms(edition: Edition) -> Mapping[str, int]:
    """Every name of a headline indicator with its weight: the first of the list counts most."""
    return {form: _HEADLINE + (_FOREMOST if place == 0 else 0) for form, place in places(edition).items()}


def places(edition: Edition) -> Mapping[str, int]:
    """Every name of a headline indicator with its place in the list."""
    return {
        form: place
        for place, (name, forms) in enumerate(edition.headline)
        for form in (name, *filter(None, forms.split(";")))
    }


def _facts_of(extract: Extract) -> Mapping[str, tuple[Fact, ...]]:
    """Facts by the segment they stand in; cells of tables belong to no sentence."""
    found: dict[str, list[Fact]] = defaultdict(list)
    facts = sorted((f for f in extract.facts if not f.table_cell), key=lambda f: f.start)
    sentences = sorted((s for s in extract.segments if s.kind == "sentence"), key=lambda s: s.start)
    at = 0
    for fact in facts:
        while at < len(sentences) and sentences[at].end <= fact.start:
            at += 1
        if at < len(sentences) and sentences[at].start <= fact.start:
            found[sentences[at].id].append(fact)
    return {segment: tuple(own) for segment, own in found.items()}


def _by_row(extract: Extract) -> Mapping[str, tuple[Fact, ...]]:
    """The facts of tables by indicator, under the first row that speaks of it."""
    groups: dict[str, list[Fact]] = defaultdict(list)
    for fact in extract.facts:
        if fact.table_cell:
            groups[fact.indicator_zh].append(fact)
    return {row_of(facts[0]): tuple(facts) for facts in groups.values()}


def _printable(segment: Segment, facts: Sequence[Fact], desk: Desk) -> Mapping[str, Statement] | None:
    """The sentence in both languages, through the gates; where it fails them, of the subjects that pass by themselves."""
    whole = _in_both(segment, facts, desk)
    if whole is None or not statement_problems(whole["en"], facts, desk.glossary, segment):
        return whole
    alone = [(run, _in_both(segment, run, desk)) for run in _subjects(facts)]
    passing = [
        fact
        for run, made in alone
        if made and not statement_problems(made["en"], run, desk.glossary, segment)
        for fact in run
    ]
    if not passing or len(passing) == len(facts):
        return None
    rest = _in_both(segment, passing, desk)
    return rest if rest and not statement_problems(rest["en"], passing, desk.glossary, segment) else None


def _in_both(segment: Segment, facts: Sequence[Fact], desk: Desk) -> Mapping[str, Statement] | None:
    """The sentence in both languages from the facts that both can say."""
    allowed = [fact for fact in facts if fact.confidence != "low"]
    while allowed:
        made = desk.worded(segment, allowed)
        if len(made) < len(desk.phrases):
            return None
        common = set.intersection(*(set(statement.facts) for statement in made.values()))
        if all(set(statement.facts) == common for statement in made.values()):
            return made
        allowed = [fact for fact in allowed if fact.id in common]
    return None


def _as_written(segment: Segment, *, machine: bool) -> Mapping[str, Statement] | None:
    """A sentence whose English a person approved, beside its Chinese as written; with `machine` also a machine's.

    Fragments, which have the figures and no grammar, carry the gates that whole sentences failed: they never get here.
    """
    allowed = segment.state in APPROVED or (machine and segment.state == "machine")
    if not allowed or not segment.en or segment.gates or segment.origin.endswith(FRAGMENTS):
        return None
    return {
        "zh": Statement(segment.id, "zh", (Text(segment.zh),), ()),
        "en": Statement(segment.id, "en", (Text(segment.en),), ()),
    }


def _weight(facts: Sequence[Fact], headline: Mapping[str, int]) -> int:
    """How much a sentence matters: ranks by scope, headline indicators, levels with growth, shares."""
    weight = 0
    measures = {fact.measure for fact in facts}
    for fact in facts:
        if fact.measure == "rank":
            scope = next((w for scope, w in _SCOPE_WEIGHT.items() if fact.rank_scope.startswith(scope)), 3)
            first = fact.value == 1 and fact.rank_band != "group"
            weight += scope + (3 if first else 0)
        weight += headline.get(bare(fact.indicator_zh), 0)
        if fact.confidence == "medium":
            weight -= 1
    weight += 4 if {"level", "growth"} <= measures or {"count", "growth"} <= measures else 0
    weight += 2 if "share" in measures else 0
    weight += 2 if {"flow", "stock"} <= {fact.time_basis for fact in facts if fact.measure == "count"} else 0
    weight += 2 if "level" in measures else 0
    return weight + min(len(facts), 4)


def _clauses(said: Said, desk: Desk, headline: Mapping[str, int]) -> Iterator[Said]:
    """A short sentence as it is; of a long one each clause, worded by itself: what key points are made of."""
    if len(said.worded["en"].text) <= _LONGEST_POINT:
        yield said
        return
    for facts in _subjects(said.facts):
        worded = _printable(said.segment, facts, desk)
        if worded and len(worded["en"].text) <= _LONGEST_POINT:
            kept = tuple(fact for fact in facts if fact.id in worded["zh"].facts)
            yield Said(said.segment, kept, worded, said.theme, _weight(kept, headline), said.paragraph)


class _Themes:
    """Gives a sentence the theme whose keys speak loudest in its indicators and in the titles above it."""

    def __init__(self, edition: Edition) -> None:
        self.keys = edition.keys
        self.order = [theme.id for theme in edition.themes]

    def of(self, segment: Segment, facts: Sequence[Fact], sections: Mapping[str, Section]) -> str:
        """The theme of a sentence; the first theme where no key is found."""
        indicators = " ".join(fact.indicator_zh for fact in facts)
        titles = " ".join(_titles(segment.section_id, sections))
        score: dict[str, int] = defaultdict(int)
        for key, theme, weight in self.keys:
            score[theme] += weight * (3 * indicators.count(key) + 2 * titles.count(key) + segment.zh.count(key))
        best = max(self.order, key=lambda theme: score[theme])
        return best if score[best] else self.order[0]


def _titles(section_id: str, sections: Mapping[str, Section]) -> list[str]:
    """The titles from a section up to its part; the part itself names the report, not a theme."""
    titles: list[str] = []
    while section_id in sections:
        section = sections[section_id]
        if section.parent:
            titles.append(section.title)
        section_id = section.parent
    return titles
