"""Views for the English template: topics become tokens and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from briefing.model.extract import Fact
from briefing.phrase import choice, figures, lists, periods
from briefing.phrase.context import without_pace
from briefing.phrase.names import Subject, Verb
from briefing.phrase.relations import start_year
from briefing.phrase.subjects import EVENLY, MONEY, EnglishSubjects
from briefing.phrase.topics import (
    Topic,
    at_end,
    is_first_of_kind,
    stands_before,
)
from briefing.phrase.view import Change, Standing, View
from briefing.phrase.words import (
    AIM_WORDS,
    SaidOfNothingError,
    holiday_of,
    holidays,
    plan_of,
    plans,
)

_IN_STEP = re.compile(r"与.*?同步")
_FASTER = re.compile(r"(?P<way>不低于|不慢于|高于|快于)(?P<what>.+?)(?:平均)?(?:增速|增幅)")
_BY_PROJECTS = re.compile(r"^in (?P<who>.*projects(?: of .*)?)$")
_IN_ALL = "in all"
_TO_DATE = r"累计[^，。；、,;\d]{0,20}"  # before a figure
_PER = re.compile(
    r"\bper\b|\baverage\b|standard|price|wage|ceiling|balance|outstanding|pension|allowance|size", re.IGNORECASE
)
_ECONOMY = ("经济", "经济增长", "面上经济", "全市经济", "全省经济", "全国经济")


def _as_rate(topic: Topic, change: Change) -> Change:
    """Return a pace of what fell as a growth rate, that of a rate as a move: a fall that is slower would be a smaller one."""
    if topic.main is not None and topic.main.measure == "ratio" and change.kind == "pace":
        return replace(change, kind="plain")
    fell = topic.growth is not None and topic.growth.value is not None and topic.growth.value < 0
    return replace(change, kind="rate") if fell and change.kind == "pace" else change


class EnglishViews(EnglishSubjects):
    """Makes views of topics; one per statement, since tokens belong to a slate."""

    def view(self, topic: Topic, *, period: str = "") -> View:
        """Return a topic as the template sees it; `period` is said where it is not empty.

        Raises:
            SaidOfNothingError: a part of it has no approved English.
        """
        subject = self.subject(topic)
        mode = self._mode(topic)
        return View(
            name=self._subject_name(topic, subject),
            label=self._name(subject.whole.en, subject.zh),
            things=self._name(subject.plural, subject.zh),
            plural=choice.is_plural(subject.whole) and not any(is_first_of_kind(fact) for fact in topic.ranks),
            compound=choice.is_compound(subject.whole),
            where=choice.within(subject.whole),
            grow=choice.grows(subject.whole),
            priced=choice.is_priced(subject.whole),
            moves=choice.moves(topic),
            contender=choice.contender(topic, subject),
            counts_of=choice.counts_of(topic, subject),
            mode=mode,
            title=self._name(subject.plural, subject.zh) if choice.is_title(subject) else "",
            growth=self._growth(topic),
            changes=tuple(_as_rate(topic, self.change(fact)) for fact in topic.changes),
            ranks=tuple(self._standings(topic, subject)),
            pegged=self._pegged(topic),
            doer=self._doer(topic, subject),
            when=self._when(topic, period),
            dated=holidays().get(holiday_of(topic.subject), ""),
            **self._main(topic, subject, mode),
            **self._action(topic, subject, period),
            **self._additions(topic),
        )

    def _main(self, topic: Topic, subject: Subject, mode: str) -> dict[str, Any]:
        """Return the fields of the main figure."""
        fact = topic.main
        if fact is None or (fact.value is None and not figures.structure(fact)):
            return {}
        counted = topic.counted or topic.parted or (subject.verb is not None and fact.measure == "level")
        built = mode != "actual" and choice.is_built(fact, subject)
        plural = choice.is_plural(subject.whole)
        as_noun = self._as_noun(topic, subject)
        verb = choice.reached(
            fact, mode, plural=plural, stock=subject.stock, as_noun=as_noun, covers=choice.covers(fact, subject)
        )
        if " and " in subject.whole.en and EVENLY.search(fact.prefix):
            verb = f"each {verb}"
        elif (
            verb in ("was", "were")
            and fact.bound in ("eq", "approx")
            and fact.unit_code in MONEY
            and topic.facts == (fact,)
            and fact.time_basis != "stock"
            and not _PER.search(subject.whole.en)
        ):
            verb = "came to"
        elif verb in ("was", "were") and fact.bound in ("eq", "approx") and fact.unit_code == "m":
            verb = "totaled" if plural else "extended" if "network" in subject.whole.en else verb
        return {
            "counted": figures.estimated(fact, self._counted(fact, subject))
            if (counted or built) and not as_noun
            else "",
            "number": figures.estimated(fact, self._number(fact, figures.number(fact))) if topic.counted else "",
            "unit": self._unit(fact, subject) if topic.counted else "",
            "figure": ""
            if topic.counted
            else self._span(fact, topic.upper)
            if topic.upper and not topic.growth
            else figures.estimated(fact, self._level(fact, subject.whole) + choice.per(fact, subject.whole))
            + (f" ({self.amount(topic.converted)})" if topic.converted else ""),
            "origin": self._start(topic, subject),
            "among": self._among(topic),
            "verb": "be planned" if built else "be covered" if verb == "be planned" and stands_before(topic) else verb,
            "milestone": self._mark(topic.milestone) if topic.milestone else "",
            "stretch": self.amount(topic.stretch) if topic.stretch else "",
            "recipients": "recipients" if choice.recipients(fact, subject) else "",
            "occasions": "occasions" if choice.occasions(fact, subject) else "",
        }

    def _mark(self, fact: Fact) -> str:
        """Return a mark that a figure has passed, as the figure itself is said."""
        return self._number(fact, figures.number(fact)) if fact.measure == "count" else self.amount(fact)

    def _start(self, topic: Topic, subject: Subject) -> str:
        """Return the figure a change began at, or empty."""
        if topic.origin is None:
            return ""
        counted = topic.origin.measure == "count"
        figure = (
            self._number(topic.origin, figures.number(topic.origin))
            if counted
            else self._level(topic.origin, subject.whole)
        )
        figure += "" if counted else choice.per(topic.origin, subject.whole)
        year = start_year(topic.origin)
        ended = topic.main.time_period if topic.main else ""
        return f"{figure} in {year}" if year and year != ended else figure

    def _action(self, topic: Topic, subject: Subject, period: str) -> dict[str, Any]:
        """Return the fields of the verb."""
        verb, fact = subject.verb, topic.main
        ended = period != "" and at_end(topic, self._sentence)
        many = fact is None or (not figures.is_one(fact) and fact.unit_code not in MONEY)
        return {
            "many": many,
            "base": verb.base if verb else "",
            "active": self._active(topic, subject),
            "past": self._past(verb, subject, many=many, ended=ended),
            "pasts": self._past(verb, subject, many=True, ended=ended),
            "participle": self._participle(verb, subject),
            "intransitive": verb is not None and verb.intransitive,
        }

    def _active(self, topic: Topic, subject: Subject) -> str:
        """Return what the place did itself, or empty where others did it or the figure is of something else."""
        verb, fact = subject.verb, topic.main
        if verb is None or fact is None or verb.rest or verb.intransitive or self._as_noun(topic, subject):
            return ""
        apart = choice.occasions(fact, subject) or choice.recipients(fact, subject) or choice.is_title(subject)
        lent = fact.measure == "level" and fact.unit_code in MONEY and verb.base == "add"  # loans that banks made
        return "" if apart or lent or not self.doer(topic) else verb.active

    @staticmethod
    def doer(topic: Topic) -> str:
        """Return who does what a report says was done: the district, the city; empty where the region is of no known kind."""
        return choice.place(topic)

    def _past(self, verb: Verb | None, subject: Subject, *, many: bool, ended: bool = False) -> str:
        if verb is None:
            return ""
        done = verb.after(many=many)
        return (re.sub(r"^(?:was|were) ", "had been ", done) if ended else done) + self._rest(verb, subject)

    def _participle(self, verb: Verb | None, subject: Subject) -> str:
        return verb.participle + self._rest(verb, subject) if verb else ""

    def _rest(self, verb: Verb, subject: Subject) -> str:
        return f" {self._name(verb.rest, subject.zh)}" if verb.rest else ""

    def _doer(self, topic: Topic, subject: Subject) -> str:
        """Return who completed an investment (86 provincial key projects), or empty."""
        found = _BY_PROJECTS.match(subject.verb.rest) if subject.verb else None
        completed = (
            subject.verb is not None and subject.verb.participle == "completed" and subject.plural == "investment"
        )
        if not found or not completed:
            return ""
        return self._among(topic) or self._name(found["who"], subject.zh)

    def _growth(self, topic: Topic) -> Change | None:
        if topic.growth is None or topic.growth.value is None:
            return None
        alone = topic.main is None and topic.role == "actual" and not topic.changes
        found = self.change(topic.growth, topic.upper, alone=alone)
        if topic.turned is None or topic.turned.time_period == topic.growth.time_period:
            return found
        before = self.change(topic.turned)
        moved = "falling" if before.way == "down" else "rising"
        return replace(found, after=f"after {moved} {before.figure} in {periods.english(topic.turned.time_period)}")

    def _standings(self, topic: Topic, subject: Subject) -> Iterator[Standing]:
        """Yield the ranks; that of a growth is plain behind nothing but the growth."""
        counted = topic.counted or bool(choice.counts_of(topic, subject))
        for fact in topic.ranks:
            found = self.standing(fact, counted=counted, counts=subject.whole.countable)
            plain = (
                found.of == "by growth" and topic.growth is not None and topic.main is None and len(topic.ranks) == 1
            )
            plain = plain or (found.of == "by number" and choice.ranks_by_own_number(subject))
            yield replace(found, of="") if plain else found

    def _additions(self, topic: Topic) -> dict[str, Any]:
        """Return the fields of size, share, completion and contribution."""
        area = topic.facts[0].ref_area
        size = topic.scale[0] if topic.scale else None
        return {
            "size": self._size(size) if size else "",
            "size_kind": choice.size_kind(size),
            "share": self.amount(topic.share) if topic.share else "",
            "whole": self.whole(topic.share_of, area) if topic.share else "",
            "levels": bool(topic.changes)
            and without_pace(topic.changes[0].indicator_zh) == topic.changes[0].indicator_zh,
            "share_origin": self._share_start(topic),
            "shift": self.change(topic.shift) if topic.shift else None,
            "completions": tuple(self._completion(fact) for fact in topic.completions),
            "contribution": self.amount(topic.contribution) if topic.contribution else "",
            "contributed_to": self.whole(topic.contributed_to, area) if topic.contribution else "",
        }

    def _share_start(self, topic: Topic) -> str:
        """Return the share a change began at, with its year where that is another, or empty."""
        if topic.share_origin is None:
            return ""
        year = start_year(topic.share_origin)
        ended = topic.share.time_period if topic.share else ""
        return (
            f"{self.amount(topic.share_origin)} in {year}"
            if year and year != ended
            else self.amount(topic.share_origin)
        )

    def _size(self, fact: Fact) -> str:
        """Return the size of counted things, in units where they have them (84,000 units)."""
        noun = figures.measure_noun(fact) if fact.measure == "count" else ""
        return f"{self._number(fact, figures.number(fact))} {noun}" if noun else self.amount(fact)

    def _completion(self, fact: Fact) -> tuple[str, str]:
        """Return a figure and of what it is a part: 98.5% of the budget, 1.6 times the figure a year earlier."""
        of = plans()[plan_of(fact.indicator_zh)][0]
        return self.amount(fact), f"of {of}" if fact.unit_code == "percent" else of

    def _when(self, topic: Topic, period: str) -> str:
        if holiday := holiday_of(topic.subject):
            return holidays()[holiday]
        if "/" not in period and self._over_years(topic):
            return _IN_ALL
        if not period:
            return ""
        last = period.rsplit("/", 1)[-1]
        if topic.growth is not None and topic.growth.comparison == "年均" and topic.role == "target":
            return f"in {periods.english(period)}" if last != period else f"through {period}"
        if at_end(topic, self._sentence):
            done = topic.role == "target" or self.subject(topic).verb is not None
            return f"{'by' if done else 'at'} the end of {periods.english(last)}"
        reached = topic.main is not None and topic.main.measure in ("ratio", "level")
        doubled = topic.growth is not None and topic.growth.unit_code == "doubling"
        level = reached or topic.share is not None or doubled
        by = topic.role == "target" and (f"到{period}年" in self._sentence or (level and (last != period or doubled)))
        return f"by {periods.english(last)}" if by else f"in {periods.english(period)}"

    def _over_years(self, topic: Topic) -> bool:
        """Return whether what was done is counted over years (累计建成), not in the period of the report."""
        verb = self.subject(topic).verb
        if topic.main is None or topic.role != "actual" or verb is None or verb.past.endswith(_IN_ALL):
            return False
        return re.search(_TO_DATE + re.escape(topic.main.exact), self._sentence) is not None

    @staticmethod
    def _mode(topic: Topic) -> str:
        if topic.role != "target":
            return "actual"
        stretch = topic.stretch.id if topic.stretch else ""
        aims = any(word in fact.strength for fact in topic.facts for word in AIM_WORDS if fact.id != stretch)
        expected = any("预计" in fact.strength for fact in topic.facts)
        return "aim" if aims else "forecast" if expected else "target"

    def _pegged(self, topic: Topic) -> str:
        """Return what a target without a figure says after grow: in step with the economy, faster than GDP."""
        empty = next((fact for fact in topic.facts if fact.value is None and not figures.structure(fact)), None)
        if empty is None:
            return ""
        words = empty.strength + empty.exact
        if _IN_STEP.search(words):
            return "broadly in step with the economy" if "基本" in words else "in step with the economy"
        found = _FASTER.search(words)
        if found is None:
            raise SaidOfNothingError("a target without a figure")
        pace = "at least as fast as" if found["way"].startswith("不") else "faster than"
        return f"{pace} {self._pace_of(found['what'], empty.ref_area)}"

    def _pace_of(self, zh: str, ref_area: str) -> str:
        if zh in _ECONOMY:
            return "the economy"
        return self.whole(zh, ref_area)

    def listed(self, topics: Sequence[Topic], shown: Sequence[View]) -> tuple[View, ...]:
        """Return the views of a list of counts; things that differ by their level only share their noun."""
        return lists.listed(topics, shown, [self.subject(topic) for topic in topics])
