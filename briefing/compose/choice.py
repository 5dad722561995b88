"""What the briefing of one report says, in whatever language: chosen once, so that its editions are twins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from briefing.compose.charts import MOST, Plan, plan_charts
from briefing.compose.edition import Edition
from briefing.compose.headline import Indicator, headline
from briefing.compose.passages import Passages
from briefing.compose.select import Desk, Selection, select
from briefing.compose.trends import Trends, trends
from briefing.compose.words import action
from briefing.model.extract import Extract, Fact
from briefing.phrase.setting import settings

_OF = "~"  # between the period of an earlier report and a segment of it


class Choice:
    """Sentences, headline indicators, trends and charts, each chosen when it is first asked for, and where each is said.

    Attributes:
        source: the report as it was given.
        earlier: the reports of earlier periods as they were given, oldest first.
        extract: the report under the year its results are of.
        edition, glossary, phrases: what was given.
    """

    def __init__(
        self,
        extract: Extract,
        earlier: Sequence[Extract],
        edition: Edition,
        glossary: Any,
        phrases: Mapping[str, Any],
    ) -> None:
        """Choose for one edition of one report.

        Args:
            extract: the report with the English of its segments filled in.
            earlier: extracts of earlier periods of the region, oldest first.
            edition: from `load_edition`.
            glossary: `briefing.glossary.Glossary`.
            phrases: `briefing.phrase.Phrases` by language ("zh", "en"): what one of them cannot say is not chosen.
        """
        self.source = extract
        self.earlier = tuple(earlier)
        self.extract = as_reported(extract)
        self.edition = edition
        self.glossary = glossary
        self.phrases = phrases
        self._earlier = tuple(map(as_reported, self.earlier))
        self._passages = Passages(extract)

    @cached_property
    def selection(self) -> Selection:
        """What the report says that can be said in both languages."""
        desk = Desk(self.phrases, self.glossary, self.extract.period, self.extract.plan_period, settings(self.extract))
        return select(self.extract, self.edition, desk)

    @cached_property
    def rows(self) -> tuple[Indicator, ...]:
        """The headline indicators that have a name in both languages."""
        return tuple(row for row in headline(self.extract, self.edition) if self.nameable(row.named))

    @cached_property
    def trends(self) -> Trends | None:
        """What the reports of earlier periods add, where the edition wants it."""
        wanted = bool(self.edition.settings.get("trends"))
        return trends(self.extract, self._earlier, self.edition, self.rows) if wanted else None

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The charts."""
        bars = int(self.edition.settings.get("bars", MOST))
        plans = plan_charts(self.extract, self.rows, self.selection.said, self.nameable, self.canonical, bars)
        return (*plans, *self.trends.plans) if self.trends else plans

    def canonical(self, zh: str) -> str:
        """The one name of what an indicator counts, without the action: the glossary's own spelling where it has one."""
        bare = action().sub("", zh)
        entry = self.glossary.find(bare)
        return entry.zh if entry else bare

    def nameable(self, fact: Fact) -> bool:
        """Whether a fact has a name in both languages."""
        return all(phrases.indicator(fact) for phrases in self.phrases.values())

    @cached_property
    def places(self) -> Mapping[str, tuple[str, ...]]:
        """The segments behind each fact: its sentence, or the row of its table."""
        own = {fact.id: self._passages.behind(fact) for fact in self.extract.facts}
        return {**self._places_before(), **own}

    def _places_before(self) -> Mapping[str, tuple[str, ...]]:
        """The segments behind the figures of earlier reports that stand beside this one's, named with their period."""
        if not self.trends:
            return {}
        found = [(self.trends.periods[-2], change.before) for change in self.trends.changes]
        found += [(revision.period, revision.before) for revision in self.trends.revisions]
        return {
            fact.id: tuple(f"{period}{_OF}{segment}" for segment in self._past[period].behind(fact))
            for period, fact in found
        }

    @cached_property
    def _past(self) -> Mapping[str, Passages]:
        """The passages of the earlier reports by period."""
        return {e.period: Passages(e) for e in self._earlier}

    def passage(self, segment: str) -> str:
        """The key of the passage a segment stands in, of this report or of an earlier one."""
        period, of, own = segment.partition(_OF)
        return f"{period}{of}{self._past[period].of(own)}" if of else self._passages.of(segment)

    def cited(self, segments: Sequence[str]) -> tuple[str, str, str]:
        """Where segments of one passage stand (the period of an earlier report or empty, their section), and their text."""
        period, of, _ = segments[0].partition(_OF)
        if not of:
            return "", self._passages.section(segments), self._passages.text(segments)
        own = [segment.partition(_OF)[2] for segment in segments]
        return period, self._past[period].section(own), self._past[period].text(own)


def as_reported(extract: Extract) -> Extract:
    """The extract under the year its results are of: the work report of 2024 gives the results of 2023 and plans for 2024."""
    if extract.plan_period != extract.period or not re.fullmatch(r"\d{4}", extract.period):
        return extract
    before = str(int(extract.period) - 1)
    actual = Counter(fact.time_period for fact in extract.facts if fact.role == "actual")
    return replace(extract, period=before) if actual[before] > actual[extract.period] else extract
