"""`Phrases`: the sentences of one language, worded from facts by the phrase templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from jinja2 import StrictUndefined
from jinja2.environment import TemplateModule

from briefing.model.extract import Fact, Segment
from briefing.model.statement import Statement
from briefing.model.tree import Number
from briefing.phrase import figures, periods
from briefing.phrase.acts import acted
from briefing.phrase.carried import carried
from briefing.phrase.chinese import ChineseViews
from briefing.phrase.doubts import settled
from briefing.phrase.english import EnglishViews
from briefing.phrase.framing import Frame, frame_of
from briefing.phrase.labels import Outcome, outcome
from briefing.phrase.linking import Said, Worded, linked, linked_in_chinese
from briefing.phrase.names import Namer, resolve
from briefing.phrase.parts import parted
from briefing.phrase.pieces import Piece, Slate
from briefing.phrase.plan import Clause, Grip, clauses
from briefing.phrase.relations import leads_alone, steps_alone
from briefing.phrase.setting import NOWHERE, Setting
from briefing.phrase.timing import timing
from briefing.phrase.topics import Topic, front_of, subject_of, topics
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import SaidOfNothingError, plan_of
from briefing.sandbox import OpenSandbox

_NO_SEGMENT = Segment("", "", 0, 0, "")
_AMONG = re.compile(r"其中[^，,；;。]*$")
_LINE = re.compile(r"^\s*(?:——|--|—)")


_GAPS = ("was", "were")
_ALIKE = 4  # subjects named by that of in a sentence, with their head
_BEHIND = ("落点", "摘牌", "落地", "签约", "投产", "竣工", "开工", "入驻")
_YEAR_EARLIER = "a year earlier"
_OWN_DOING = ("attracted", "brought in", "paid out", "set aside")  # a place does these, whoever is not named


def _is_money(topic: Topic) -> bool:
    return topic.main is not None and topic.main.measure == "level" and topic.main.unit_code in ("CNY", "USD")


def joined(items: Sequence[str]) -> str:
    """Return a, b and c."""
    *most, last = [str(item) for item in items]
    return f"{', '.join(most)} and {last}" if most else last


def alternatives(items: Sequence[str]) -> str:
    """Return a, b or c."""
    *most, last = [str(item) for item in items]
    return f"{', '.join(most)} or {last}" if most else last


class _Views(Protocol):
    def check(self, topic: Topic) -> None: ...

    def check_fact(self, fact: Fact) -> None: ...

    def view(self, topic: Topic, *, period: str = "") -> View: ...

    def label(self, topic: Topic) -> str: ...

    def grip(self, topic: Topic) -> Grip: ...

    def together(self, topics: Sequence[Topic]) -> tuple[str, ...]: ...

    def listed(self, topics: Sequence[Topic], shown: Sequence[View]) -> tuple[View, ...]: ...

    def standing(self, fact: Fact, *, counted: bool = False) -> Standing: ...

    def goal(self, fact: Fact) -> tuple[str, str]: ...

    def amount(self, fact: Fact) -> str: ...

    def doer(self, topic: Topic) -> str: ...

    def stood_for(self, topic: Topic, head: Topic) -> str: ...


class Phrases:
    """The phrase templates of one language with the glossary that names things.

    Attributes:
        lang: en or zh (a longer tag such as zh-Hans is cut).
    """

    def __init__(self, lang: str, module: TemplateModule, glossary: Namer, currency: str = "RMB") -> None:
        """Use `load` to make one from the template's text."""
        self.lang = lang.split("-", 1)[0]
        self._module = module
        self._glossary = glossary
        self._currency = currency
        self._stated = lru_cache(maxsize=1024)(self._state)

    @classmethod
    def load(cls, lang: str, source_text: str, glossary: Namer, *, currency: str = "RMB") -> Phrases:
        """Compile `source_text`, the text of phrases.<lang>.j2, in a sandbox with strict undefined names.

        Raises:
            jinja2.TemplateError: the template is wrong.
        """
        environment = OpenSandbox(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        environment.globals.update(joined=joined, alternatives=alternatives)
        return cls(lang, environment.from_string(source_text).module, glossary, currency)

    # --- statements

    def statement(
        self,
        segment: Segment,
        facts: Iterable[Fact],
        *,
        period: str = "",
        plan_period: str = "",
        setting: Setting = NOWHERE,
    ) -> Statement | None:
        """Word the facts of a segment; None where not one of them can be said.

        A fact of background or threshold, of low confidence, or without approved English is left out and named in
        `left_out` with the reason. `period` and `plan_period` are those of the report: others are always said. `setting` is what
        stands before the sentence, which may tell whose figures it holds.
        The same facts of a sentence are worded once, whichever stage asks.
        """
        source = replace(segment, en="", state="untranslated", origin="", gates=())
        return self._stated(source, tuple(facts), period, plan_period, setting)

    def forget(self) -> None:
        """Forget what was worded: the next report has other sentences."""
        self._stated.cache_clear()

    def _state(
        self, segment: Segment, facts: tuple[Fact, ...], period: str, plan_period: str, setting: Setting
    ) -> Statement | None:
        slate = Slate()
        views = self._views(slate, segment)
        judges: tuple[_Views, ...] = (views,)
        if self.lang == "zh":  # a briefing says the same in both languages
            judges = (views, EnglishViews(Slate(), self._glossary, segment.zh, self._currency))
        placed, adrift, scope = carried(facts, segment, setting, self._glossary)
        known, left = settled(placed, segment)
        left.extend(adrift)
        kept, more = _sayable(acted(parted(known, segment), segment, self._glossary), judges)
        left.extend(more)
        items: list[Topic] = []
        for topic in topics(kept):
            try:
                _judge(topic, items, judges)
            except (SaidOfNothingError, ValueError) as reason:
                left.extend(f"{fact.id}: {reason}" for fact in topic.facts)
            else:
                items.append(topic)
        if not items:
            return None
        parts = clauses(items, views.grip)
        told = timing(parts, segment.zh, period, plan_period, spoken=self.lang != "zh")
        words = self._text(parts, told, segment, views, slate, scope)
        inlines = slate.inlines(words, spaced=self.lang != "zh")
        said, unsaid = _said(parts, inlines)
        left.extend(f"{fact}: not worded" for fact in unsaid)
        return Statement(segment.id, self.lang, inlines, said, tuple(left)) if said else None

    # --- single facts

    def figure(self, fact: Fact, *, short: bool = False) -> Number | None:
        """Return a figure with its unit for a cell, or None for a target without a figure."""
        if fact.value is None:
            return None
        chinese = self.lang == "zh"
        text = figures.chinese(fact, signed=True) if chinese else figures.figure(fact, self._currency, short=short)
        return figures.numbered(text, fact)

    def growth(self, fact: Fact) -> Number | None:
        """Return growth for a cell with its sign where it fell: 8.0%, -3.2%; None without a figure."""
        return self.figure(fact)

    def number(self, fact: Fact) -> Number | None:
        """Return the number without its noun, for a row whose name says what is counted."""
        if fact.value is None:
            return None
        return figures.numbered(figures.chinese(fact) if self.lang == "zh" else figures.number(fact), fact)

    def indicator(self, fact: Fact) -> str | None:
        """Return the name of a fact's indicator for a row head, or None where it has no approved English."""
        subject = subject_of(fact)
        if self.lang == "zh":
            return subject
        name = self._glossary.name(subject)
        words = name.en if name is not None else ""
        if not words:
            found = resolve(subject, self._glossary, fact.ref_area)
            words = "" if found is None else found.plural + (f" {found.verb.participle}" if found.verb else "")
        return words[:1].upper() + words[1:] if words else None

    def rank(self, fact: Fact) -> tuple[Piece, ...] | None:
        """Return a rank for a cell (third in the city by size), or None where it cannot be worded."""
        return self._cell("standing", lambda views: views.standing(fact))

    def target(self, facts: Sequence[Fact]) -> tuple[Piece, ...] | None:
        """Return the targets of one indicator for a cell: at least 5.0%, aiming for 5.5% or above."""
        return self._cell("targets", lambda views: tuple(views.goal(fact) for fact in facts))

    def outcome(self, actual: Fact, target: Fact) -> tuple[Outcome, tuple[Piece, ...]] | None:
        """Return how an actual stands to its target, as a value and in words, or None where they cannot be compared."""
        found = outcome(actual, target)
        if found is None:
            return None
        gap = replace(target, value=abs(found.difference), unit_zh=found.unit_zh, bound="eq", id=actual.id)
        words = self._cell("result", lambda views: (found.result, views.amount(gap)))
        return None if words is None else (found, words)

    def period(self, period: str) -> str:
        """Return a period in words: 2023, October 2024, January–October 2024, the third quarter of 2024."""
        return periods.english(period) if self.lang == "en" else periods.chinese(period)

    def _cell(self, macro: str, make: Callable[[_Views], object]) -> tuple[Piece, ...] | None:
        slate = Slate()
        try:
            shown = make(self._views(slate, _NO_SEGMENT))
        except (SaidOfNothingError, ValueError):
            return None
        return slate.inlines(self._macro(macro, shown), spaced=self.lang != "zh", capital=False)

    def _views(self, slate: Slate, segment: Segment) -> _Views:
        if self.lang == "zh":
            return ChineseViews(slate, segment)
        return EnglishViews(slate, self._glossary, segment.zh, self._currency)

    def _text(
        self,
        parts: Sequence[Clause],
        told: Sequence[str],
        segment: Segment,
        views: _Views,
        slate: Slate,
        scope: Frame | None,
    ) -> str:
        """Return the whole statement with tokens; a list of targets is a line, anything else sentences."""
        line = bool(_LINE.match(segment.zh)) and all(len(clause.topics) == 1 for clause in parts)
        said: list[Worded] = []
        mode, run, based = "", _Run(), ""
        last: tuple[View, ...] = ()
        for clause, period in zip(parts, told, strict=True):
            shown = self._shown(clause, period, views)
            before, mode = mode, shown[0].mode
            if self.lang == "zh" and before == mode != "actual":  # 计划 is said once
                shown = tuple(replace(view, mode="same") for view in shown)
            elided = not line and run.goes_on(clause, shown[0], views)
            if elided:
                shown = (replace(shown[0], name=run.name),)
            follows = ""
            if self.lang == "en":
                shown, based = _based_once(shown, based)
                shown = _dated_once(shown, last)
                follows = _follows(clause, shown, parts[len(said) - 1], last) if said else ""
                shown = tuple(replace(view, again=True) for view in shown) if follows else shown
                last = shown
            worded = self._worded("line" if line else clause.kind, clause, shown, views, elided=elided)
            said.append(replace(worded, follows=follows == "part"))
        own = frame_of(segment.zh, [fact for clause in parts for topic in clause.topics for fact in topic.facts])
        frame = own or scope
        if self.lang == "zh":
            return self._macro("sentences", linked_in_chinese(said, slate, whole=frame is not None), line, frame)
        if line:
            return self._macro("sentences", _lined(said, parts), line, frame)
        return self._macro("sentences", linked(said, slate, whole=frame is not None), line, frame)

    def _shown(self, clause: Clause, period: str, views: _Views) -> tuple[View, ...]:
        """Return the views of a clause, the first with its period."""
        shown = tuple(
            views.view(topic, period=period if place == 0 else "") for place, topic in enumerate(clause.topics)
        )
        if len(shown) > 1 and clause.kind in ("growths", "ranks"):
            names = views.together(clause.topics)
            shown = tuple(replace(view, name=name) for view, name in zip(shown, names, strict=True))
        if clause.kind == "growths" and _even(clause):
            shown = tuple(replace(view, even=True) for view in shown)
        return views.listed(clause.topics, shown) if len(shown) > 1 and clause.kind == "counts" else shown

    def _worded(self, kind: str, clause: Clause, shown: tuple[View, ...], views: _Views, *, elided: bool) -> Worded:
        """Return a clause in words, in English also as a predicate where the place itself acts."""
        acting = "" if kind == "line" or self.lang == "zh" else self._macro("acting", kind, shown).strip()
        who = views.doer(clause.topics[0]) if acting else ""
        first = shown[0]
        return Worded(
            kind,
            self._render(kind, shown),
            goes_on=first.mode == "same",
            verb=first.active if first.mode == "actual" else first.base,
            acting=acting if who else "",
            doer=f"{who} is to" if first.mode == "target" else who,
            listed=kind == "counts" and len(clause.topics) > 1,
            apart=first.active in _OWN_DOING or (acting != "" and _is_money(clause.topics[0])),
            elided=elided,
            gapped=self._gapped(kind, shown),
            unit=main.unit_code if (main := clause.topics[0].main) else "",
        )

    def _gapped(self, kind: str, shown: tuple[View, ...]) -> str:
        """Return a measure without its verb (and general public budget revenue RMB 24.21 billion), where that may go."""
        view = shown[0]
        plain = self.lang == "en" and kind == "measure" and view.mode == "actual" and view.figure and not view.when
        may = plain and view.verb in _GAPS and not (view.origin or view.milestone or view.ranks or view.pegged)
        return self._render(kind, (replace(view, verb=""),)) if may else ""

    def _macro(self, name: str, *values: object) -> str:
        return str(getattr(self._module, name)(*values))

    def _render(self, kind: str, shown: tuple[View, ...]) -> str:
        return self._macro("clause", kind, shown)


class _Run:
    """Measures of one sentence whose names begin alike: the first is named in full, the others by that of."""

    def __init__(self) -> None:
        """Begin without a head."""
        self._head: Topic | None = None
        self._length = 0
        self.name = ""

    def goes_on(self, clause: Clause, view: View, views: _Views) -> bool:
        """Return whether a clause goes on with the run; `name` is then what stands for its subject."""
        topic = clause.topics[0]
        plain = clause.kind == "measure" and not view.when and view.mode == "actual" and not view.pegged
        if plain and self._head is not None and self._length < _ALIKE:
            self.name = views.stood_for(topic, self._head)
            if self.name:
                self._length = _ALIKE if topic.ranks else self._length + 1
                return True
        head = clause.kind == "measure" and view.mode == "actual" and not topic.ranks
        self._head, self._length = (topic, 1) if head else (None, 0)
        return False


def _lined(said: Sequence[Worded], parts: Sequence[Clause]) -> tuple[Said, ...]:
    """Return the items of a line of targets; only what 其中 opens is a part of the one before it."""
    links = ("part" if _AMONG.search(part.topics[0].facts[0].prefix) else "semicolon" for part in parts[1:])
    return tuple(Said(one.kind, one.words, link) for one, link in zip(said, ("start", *links), strict=True))


def _follows(clause: Clause, shown: tuple[View, ...], before: Clause, last: tuple[View, ...]) -> str:
    """Return part where things just counted are split (48 projects; 21 were sited), same where another completed the same."""
    one, other = before.topics[-1], clause.topics[0]
    if shown[0].doer and last and last[0].doer and _plans(one) == _plans(other):
        return "same"
    if clause.kind != "works" or before.kind != "counts" or not (one.counted and one.main and other.main):
        return ""
    things = front_of(other)[1]
    whole, part = one.main.value_base, other.main.value_base
    alike = any(
        one.subject.endswith(topic.subject.replace(word, "")) for topic in (other,) for word in _outcomes(topic)
    )
    fits = whole is not None and part is not None and part <= whole and one.role == other.role
    return "part" if fits and (alike or one.subject.endswith(things)) else ""


def _outcomes(topic: Topic) -> tuple[str, ...]:
    """Return the verbs that stand behind the things of a topic (项目落点)."""
    return tuple(word for word in _BEHIND if topic.subject.endswith(word))


def _plans(topic: Topic) -> tuple[str, ...]:
    return tuple(plan_of(fact.indicator_zh) for fact in topic.completions)


def _based_once(shown: tuple[View, ...], based: str) -> tuple[tuple[View, ...], str]:
    """Return views that do not say once more that a change is from a year earlier, and the base said last."""
    result: list[View] = []
    for view in shown:
        changes: list[Change | None] = []
        for change in (view.growth, *view.changes):
            again = change is not None and change.kind in ("plain", "amount") and change.basis == based == _YEAR_EARLIER
            if change is not None and change.basis:
                based = change.basis
            changes.append(replace(change, basis="") if change is not None and again else change)
        result.append(_together(replace(view, growth=changes[0], changes=tuple(one for one in changes[1:] if one))))
    return tuple(result), based


def _together(view: View) -> View:
    """Return a view whose growth leaves its base to the amount behind it (up 0.66% or 5,500 from 2023)."""
    growth, first = view.growth, view.changes[0] if view.changes else None
    if growth is None or first is None or (growth.kind, first.kind) != ("plain", "amount") or growth.way != first.way:
        return view
    return replace(view, growth=replace(growth, basis="")) if growth.basis == first.basis else view


def _dated_once(shown: tuple[View, ...], last: tuple[View, ...]) -> tuple[View, ...]:
    """Return views that do not say once more in which holiday; what is shown keeps it for the next clause."""
    same = last and last[0].dated == shown[0].dated != ""
    return tuple(replace(view, when="" if same and view.when == view.dated else view.when) for view in shown)


def _said(parts: Sequence[Clause], inlines: Sequence[Piece]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts a statement says and those that its template left out.

    A fact is said by its `Number`; without one by a rank that stands once for several subjects, by a tier (a group has no
    number), by what a target is pegged to, or by a zero.
    """
    printed = {piece.fact_id for piece in inlines if isinstance(piece, Number)}
    said: list[str] = []
    unsaid: list[str] = []
    for clause in parts:
        even = clause.kind == "growths" and _even(clause)
        shared = {_rank(fact) for topic in clause.topics for fact in topic.ranks if fact.id in printed}
        for topic in clause.topics:
            for fact in topic.facts:
                silent = (
                    (fact.value is None and not figures.structure(fact))
                    or fact.rank_band == "group"
                    or clause.kind == "zeros"
                    or not fact.value
                )
                known = fact.id in printed or silent or even or (fact.measure == "rank" and _rank(fact) in shared)
                (said if known else unsaid).append(fact.id)
    return tuple(said), tuple(unsaid)


def _even(clause: Clause) -> bool:
    """Return whether all subjects of a clause of growths moved by the same figure."""
    return len({(topic.growth.value, topic.growth.bound) for topic in clause.topics if topic.growth}) == 1


def _rank(fact: Fact) -> tuple[object, ...]:
    return fact.value, fact.rank_scope, fact.rank_of


def _judge(topic: Topic, before: Sequence[Topic], judges: Sequence[_Views]) -> None:
    """Check that a topic can be said in every language and is not taken for one before it.

    Raises:
        SaidOfNothingError: it cannot, or it is.
    """
    for views in judges:
        views.check(topic)
        views.view(topic)
        if any(_indistinct(topic, other, views) for other in before):
            raise SaidOfNothingError("told apart from an earlier figure by nothing in the facts")


def _indistinct(topic: Topic, other: Topic, views: _Views) -> bool:
    """Return whether two topics would read as two figures of one thing (5,607 events and 2,913 events).

    So would two subjects that share a name in this language (高技术产业, 高新技术产业: high-tech industries).
    """
    if (topic.role, topic.period) != (other.role, other.period) or topic.structured:
        return False
    if views.label(topic) != views.label(other):
        return False
    mains = topic.main is not None and other.main is not None
    return topic.subject != other.subject or mains


def _sayable(facts: Iterable[Fact], judges: Sequence[_Views]) -> tuple[list[Fact], list[str]]:
    """Split facts into those that may be said and the reasons why the others are left out."""
    kept: list[Fact] = []
    left: list[str] = []
    for fact in sorted(facts, key=lambda fact: (fact.start, fact.group_pos)):
        reason = _why_not(fact, judges)
        if reason:
            left.append(f"{fact.id}: {reason}")
        else:
            kept.append(fact)
    alone = [fact for fact in kept if leads_alone(fact, kept) or steps_alone(fact, kept)]
    left += [f"{fact.id}: measured by a change that is not said" for fact in alone]
    return [fact for fact in kept if fact not in alone], left


def _why_not(fact: Fact, judges: Sequence[_Views]) -> str:
    if fact.role in ("background", "threshold"):
        return fact.role
    if fact.confidence == "low":
        return "low confidence"
    if not fact.indicator_zh:
        return "no indicator"
    try:
        for views in judges:
            views.check_fact(fact)
    except (SaidOfNothingError, ValueError) as reason:
        return str(reason)
    return ""
