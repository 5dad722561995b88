"""The headline table and the cards, worded: only columns that hold something, a verdict only where figures compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol

from markupsafe import Markup

from briefing.compose.chart_words import FactWording
from briefing.compose.charts import drawn
from briefing.compose.headline import Indicator
from briefing.compose.trends import Change, Trends
from briefing.compose.views import CardView, Cell, HeadColumn, Headline, mark, markup, plain
from briefing.model.extract import Fact
from briefing.model.tree import Inline, Number, Text
from briefing.quantity import wording

_CHANGE_ALIGN, _CHANGE_WIDTHS = ("left", "decimal", "decimal", "left"), ("0.4", "0.2", "0.2", "0.2")
_REVISION_WIDTHS = ("0.5", "0.25", "0.25")
_MOST_ROWS = 16
_CARDS = 6
_LONGEST_FIGURE = 17  # characters that fit a card
_WIDTHS = {"name": 24, "level": 14, "growth": 8, "target": 14, "outcome": 14, "next": 14, "rank": 17}
_TONES = {"met": "met", "above": "met", "within": "met", "missed": "missed"}


class CellWording(FactWording, Protocol):
    """What this stage needs of `briefing.phrase.Phrases` for cells."""

    def growth(self, fact: Fact) -> Number | None:
        """Growth with its sign."""
        ...

    def target(self, facts: Sequence[Fact]) -> tuple[Inline, ...] | None:
        """The targets of one indicator."""
        ...

    def outcome(self, actual: Fact, target: Fact) -> tuple[Any, tuple[Inline, ...]] | None:
        """How an actual stands to its target."""
        ...


class Board:
    """The headline indicators of one language: those with a name in it, in order."""

    def __init__(
        self,
        rows: Sequence[Indicator],
        phrases: CellWording,
        words: Mapping[str, Any],
        places: Mapping[str, Sequence[str]],
        namer: Callable[[Fact], str],
        period_of: Callable[[Fact], str],
    ) -> None:
        self.rows = tuple(rows)[:_MOST_ROWS]
        self.phrases = phrases
        self.words = words
        self.namer = namer
        self.period_of = period_of
        self.places = places  # the segments that stand behind a fact

    def table(self, heads: Mapping[str, str]) -> Headline | None:
        """The table; None where fewer than two rows or no figure is there."""
        if len(self.rows) < 2:
            return None
        columns = {
            "name": [
                Cell(Markup.escape(self.namer(row.named) + self.period_of(row.named)), head=True) for row in self.rows
            ],
            "level": [Cell(self._figure(row.level)) for row in self.rows],
            "growth": [self._growth(row.growth) for row in self.rows],
            "target": [self._target(row.targets) for row in self.rows],
            "outcome": [self._outcome(row) for row in self.rows],
            "next": [self._target(row.planned) for row in self.rows],
            "rank": [self._ranks(row) for row in self.rows],
        }
        if 3 * sum(bool(cell.html) for cell in columns["rank"]) < len(self.rows):  # the text and a chart say them
            del columns["rank"]
        kept = {name: cells for name, cells in columns.items() if any(cell.html for cell in cells)}
        if len(kept) < 2:
            return None
        units = {row.level.unit_code for row in self.rows if row.level}
        align = {"level": "decimal" if len(units) == 1 else "right", "growth": "decimal"}
        spare = sum(_WIDTHS[name] for name in kept)
        heading = tuple(
            HeadColumn(heads[name], align.get(name, "left"), f"{_WIDTHS[name] / spare:.3f}") for name in kept
        )
        body = tuple(zip(*kept.values(), strict=True))
        segments = [s for row in self.rows for fact in row.facts for s in self.places.get(fact.id, ())]
        points = any("pp" in str(cell.html) for cell in kept.get("outcome", ()))
        return Headline(heading, body, mark(segments), points)

    def changes(self, found: Trends, period: Callable[[str], str]) -> Headline | None:
        """What has changed since the report before: growth or rate then and now, and the difference in points."""
        if not found.changes:
            return None
        titles = (
            self.words["columns"]["name"],
            period(found.periods[-2]),
            period(found.periods[-1]),
            self.words["change"],
        )
        columns = tuple(HeadColumn(t, a, w) for t, a, w in zip(titles, _CHANGE_ALIGN, _CHANGE_WIDTHS, strict=True))
        rows = tuple(
            (
                Cell(Markup.escape(self.namer(change.now)), head=True),
                self._growth(change.before),
                self._growth(change.now),
                self._difference(change),
            )
            for change in found.changes
        )
        facts = [fact for change in found.changes for fact in (change.now, change.before)]
        segments = [s for fact in facts for s in self.places.get(fact.id, ())]
        return Headline(columns, rows, mark(segments), points=True)

    def revisions(self, found: Trends, period: Callable[[str], str]) -> Headline | None:
        """Figures of earlier periods that this report gives otherwise than the report of that period did."""
        rows = [
            (
                Cell(
                    Markup.escape(f"{name}{self.words['name_period'].replace('PERIOD', period(one.period))}"), head=True
                ),
                Cell(markup((before,))),
                Cell(markup((now,))),
            )
            for one in found.revisions
            if (name := self.namer(one.now))
            and (before := self.phrases.figure(one.before, short=False))
            and (now := self.phrases.figure(one.now, short=False))
        ]
        if not rows:
            return None
        titles = (self.words["columns"]["name"], self.words["first_given"], self.words["now_given"])
        columns = tuple(HeadColumn(t, a, w) for t, a, w in zip(titles, _CHANGE_ALIGN, _REVISION_WIDTHS, strict=False))
        segments = [s for one in found.revisions for f in (one.now, one.before) for s in self.places.get(f.id, ())]
        return Headline(columns, tuple(rows), mark(segments), points=False)

    def _difference(self, change: Change) -> Cell:
        """The difference of two percentages, in points, with its direction in words."""
        gap = drawn(change.now) - drawn(change.before)
        if gap == 0:
            return Cell(Markup.escape(self.words["unchanged"]))
        words, ids = self.words["rose" if gap > 0 else "fell"], f"{change.now.id}|{change.before.id}"
        before, _, after = words.partition("N")
        return Cell(
            markup((Text(before), Number(self._points(abs(gap)), ids), Text(after))), "up" if gap > 0 else "down"
        )

    def _points(self, value: Decimal) -> str:
        return f"{value:f}{self.words['points_unit']}"

    def cards(self) -> tuple[CardView, ...]:
        """Up to six cards, in threes where there are enough."""
        return tuple(card for _, card in self._carded)

    @cached_property
    def _carded(self) -> list[tuple[Indicator, CardView]]:
        made = [(row, card) for row in self.rows if (card := self._card(row)) and len(card.figure) <= _LONGEST_FIGURE]
        return made[:_CARDS] if len(made) >= _CARDS else made[:3] if len(made) >= 3 else made

    def on_cards(self) -> frozenset[str]:
        """The facts that the cards show: the figure, its growth, the rank."""
        shown = (fact for row, _ in self._carded for fact in (row.level, row.growth, *row.ranks[:1]))
        return frozenset(fact.id for fact in shown if fact)

    def _card(self, row: Indicator) -> CardView | None:
        shown = row.level or row.growth
        if shown is None:
            return None
        figure = self._short(shown)
        name = self.namer(shown)
        if figure is None or not name:
            return None
        notes, tone = [], ""
        if row.growth and row.growth.value is not None and shown is not row.growth:
            tone = "down" if row.growth.value < 0 else "up"
            growth = self._short(row.growth)
            notes.append(f"{'▼' if tone == 'down' else '▲'}\u00a0{growth.text.lstrip('-−') if growth else ''}")
        goals = plain(self.phrases.target(row.targets)) if row.targets else ""
        ranks = plain(self.phrases.rank(row.ranks[0])) if row.ranks else ""
        notes += [self._goal(goals)] if goals else [ranks] if ranks else []
        label = name + (self.words["card_growth"] if shown.measure == "growth" else "") + self.period_of(shown)
        return CardView(label, figure.text, self.words["card_separator"].join(notes), shown.id, tone)

    def _goal(self, goals: str) -> str:
        """A target as a card says it; one that is but an aim is called so."""
        aim = self.words["card_aim_lead"]
        if goals.startswith(aim):
            return f"{self.words['card_aim']}{goals.removeprefix(aim)}"
        return f"{self.words['card_target']}{goals}"

    # --- cells

    def _figure(self, fact: Fact | None) -> Markup:
        figure = self._short(fact) if fact else None
        return markup((figure,)) if figure else Markup("")

    def _short(self, fact: Fact) -> Number | None:
        """The figure in its short form; a bound is said in words, not by a sign."""
        return self.phrases.figure(fact, short=fact.bound == "eq")

    def _growth(self, fact: Fact | None) -> Cell:
        if fact is None or fact.value is None:
            return Cell(Markup(""))
        figure = self.phrases.growth(fact)
        fell = fact.value < 0
        text = figure.text.lstrip("-−") if figure else ""
        sign = "-" if fell else ""
        return Cell(markup((Number(sign + text, fact.id),)), "down" if fell else "")

    def _target(self, facts: Sequence[Fact]) -> Cell:
        return Cell(markup(self.phrases.target(facts) or ()) if facts else Markup(""))

    def _outcome(self, row: Indicator) -> Cell:
        """The verdict, where result and target are figures that compare; of two targets only what holds for both."""
        found = []
        for target in row.targets:
            actual = next(
                (f for f in (row.growth, row.level) if f and f.bound == "eq" and f.measure == target.measure), None
            )
            made = self.phrases.outcome(actual, target) if actual else None
            if made is None:
                return Cell(Markup(""))
            found.append(made[0])
        results = {outcome.result for outcome in found}
        if len(results) != 1:
            return Cell(Markup(""))
        result = results.pop()
        words = self.words["outcomes"]
        if len(found) > 1:
            return Cell(Markup.escape(words[f"{result}_both"]), _TONES[result])
        gap, ids = self._gap(found[0]), f"{found[0].actual.id}|{found[0].target.id}"
        before, _, after = words[result].partition("N")
        pieces = (Text(before), Number(gap, ids), Text(after)) if "N" in words[result] else (Text(before),)
        return Cell(markup(pieces), _TONES[result])

    def _gap(self, outcome: Any) -> str:
        """The difference as a figure: in the unit of the result, percentage points in short."""
        value, unit = abs(outcome.difference), outcome.unit_zh
        if self.words["language"] == "zh":
            return wording.chinese(value, unit)
        text = wording.english(value, unit, short=True)
        return text.replace("percentage points", "pp").replace("percentage point", "pp")

    def _ranks(self, row: Indicator) -> Cell:
        """Up to two ranks; a scope they share is said once."""
        said: list[Markup] = []
        for fact in row.ranks[:2]:
            shared = said and fact.rank_scope == row.ranks[0].rank_scope and fact.rank_of
            words = (self.phrases.rank(replace(fact, rank_scope="")) if shared else None) or self.phrases.rank(fact)
            if words:
                said.append(markup(words))
        return Cell(Markup.escape(self.words["rank_separator"]).join(said) if said else Markup(""))
