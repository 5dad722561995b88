"""`compose`: from an extract and an edition to the block tree of one language. The story of this package in order."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from babel.dates import format_date
from markupsafe import Markup

from briefing.compose import difficulties
from briefing.compose.chart_words import chart, spelled
from briefing.compose.charts import Plan
from briefing.compose.choice import Choice
from briefing.compose.edition import Theme, fill, render
from briefing.compose.first_mention import explained
from briefing.compose.markup import Bindings, parse
from briefing.compose.paragraphs import flowing
from briefing.compose.points import MOST as MOST_POINTS
from briefing.compose.points import key_points
from briefing.compose.select import Said, places
from briefing.compose.spelling import british
from briefing.compose.table import Board
from briefing.compose.trends import SLOT
from briefing.compose.views import CardView, Difficulties, Plans, Report, Sentence, ThemeView, mark, sentence
from briefing.compose.words import completion
from briefing.compose.worksheet import Part, Worksheet
from briefing.errors import WorkspaceError
from briefing.glossary.mentions import Mentions
from briefing.model import tree
from briefing.model.extract import Extract, Fact, Section

_TICK = {("en", True): "MMM y", ("en", False): "MMM", ("zh", True): "y年M月", ("zh", False): "M月"}
_MONTHS = re.compile("|".join(calendar.month_name[1:]))
_DAY = {"en": "d MMMM y", "zh": "y年M月d日"}
_CHINESE_NUMBER = re.compile("[一二三四五六七八九十]+、")
_LOCALES = {"zh": "zh-Hans", "en": "en-US"}
_LINES = ("title", "subtitle", "running_left", "running_right", "footer")
_CHARTED = frozenset({"headline_charts", "trend_charts", "themes", "plans"})  # names that lead to charts
_CHOSEN = _CHARTED | {"points", "next_point", "difficulties"}  # names that say what was selected
# Of the terms: by the alphabet, and by sound, as GB 2312 (the lower part of GB 18030) sorts the common characters
_ORDER: Mapping[str, Callable[[tree.Definition], str | bytes]] = {
    "en": lambda entry: entry.term.lower(),
    "zh": lambda entry: entry.zh.strip("“”").encode("gb18030"),
}
_TARGETS = 3  # in the key point on what is planned


def compose(choice: Choice, lang: str, brand: Any, page_size: Literal["A4", "Letter"] = "A4") -> tree.Briefing:
    """The briefing of one report in one language.

    Args:
        choice: what it says; the same for each language, so that the editions are twins.
        lang: zh, en, or a longer tag (en-GB).
        brand: `briefing.config.Brand`.
        page_size: A4 or Letter.

    Returns:
        The block tree. `left_out` names what could not be said, with reasons.

    Raises:
        WorkspaceError: the template emitted something unknown, with template and line.
    """
    try:
        return _Composer(choice, lang, brand).briefing(page_size)
    except WorkspaceError as error:
        raise error.within(f"templates/{choice.edition.id}") from error


class _Composer:
    """Everything one briefing is made from; each method makes one part."""

    def __init__(self, choice: Choice, lang: str, brand: Any) -> None:
        self.choice = choice
        self.extract = choice.extract
        self.edition = choice.edition
        self.short = lang.split("-", 1)[0]
        self.locale = lang if "-" in lang else _LOCALES[self.short]
        self.glossary = choice.glossary
        self.phrases = choice.phrases[self.short]
        self.brand = brand
        self.words: Mapping[str, Any] = choice.edition.words[self.short]
        self.sections = {section.id: section for section in choice.extract.sections}

    def chart_name(self, fact: Fact) -> str:
        """The name of a bar in a title: what is completed, where the figure is a rate of completion."""
        bare = replace(fact, indicator_zh=completion().sub("", fact.indicator_zh), measure="count")
        shorter = completion().search(fact.indicator_zh) and self.choice.nameable(bare)
        return self.short_name(bare if shorter else fact)

    def chart_label(self, fact: Fact) -> str:
        """The name of a bar beside it, with its period where that is not the report's."""
        return self.chart_name(fact) + _MONTHS.sub(lambda month: month[0][:3], self.period_of(fact))

    # --- the whole

    def briefing(self, page_size: Literal["A4", "Letter"]) -> tree.Briefing:
        report = self.report()
        context = self.context(report)
        blocks = parse(render(self.edition, context), self.bindings(), "body.j2")
        if self.short == "en":
            blocks = explained(blocks, Mentions(self.glossary).text)
        if self.locale == "en-GB":
            blocks = british(blocks)
        line = {"report": report, "brand": self.brand}
        title, subtitle, left, right, footer = (fill(self.words[name], name, line) for name in _LINES)
        return tree.Briefing(
            self.locale,
            self.edition.id,
            title,
            subtitle,
            self.extract.region.id,
            self.choice.source.period,
            self.brand.issuer or self.brand.name or report.region,
            left,
            right,
            footer,
            _created(self.extract),
            blocks,
            page_size,
            self.edition.orientation,
            self.choice.selection.left_out if self.edition.names & _CHOSEN else (),
        )

    def report(self) -> Report:
        region = self.extract.region
        following = self.extract.plan_period if self.extract.plan_period != self.extract.period else ""
        return Report(
            region.zh if self.short == "zh" else region.en,
            self.phrases.period(self.extract.period),
            self.phrases.period(following) if following else "",
            self.extract.title,
            self.extract.issuer,
            self.day(self.extract.published),
            self.extract.report_type,
        )

    def context(self, report: Report) -> dict[str, Any]:
        """What the templates know; a part none of them asks for is not made."""
        line = {"report": report, "brand": self.brand}
        words = {name: fill(text, name, line) for name, text in self.words.items() if isinstance(text, str)}
        parts = {name: make() if name in self.edition.names else None for name, make in self.makers(report).items()}
        return {"lang": self.short, "w": words, "report": report, "brand": self.brand, **parts}

    def makers(self, report: Report) -> dict[str, Callable[[], Any]]:
        """The parts of a briefing by the name a template knows them by, each with how it is made."""
        return {
            "cards": self.cards,
            "points": self.points,
            "next_point": self.next_point,
            "headline": lambda: self.board.table(self.heads(report)),
            "headline_charts": lambda: self.charts_in("headline"),
            "changes": lambda: (
                self.board.changes(self.choice.trends, self.phrases.period) if self.choice.trends else None
            ),
            "revisions": lambda: (
                self.board.revisions(self.choice.trends, self.phrases.period) if self.choice.trends else None
            ),
            "trend_charts": lambda: self.charts_in(SLOT),
            "themes": self.themes,
            "plans": self.planned,
            "difficulties": self.difficulties,
            "parts": self.parts,
        }

    @cached_property
    def board(self) -> Board:
        """The headline indicators, worded."""
        return Board(self.choice.rows, self.phrases, self.words, self.choice.places, self.short_name, self.period_of)

    def cards(self) -> tuple[CardView, ...]:
        """The cards of the cover."""
        return self.board.cards()

    def heads(self, report: Report) -> dict[str, str]:
        """The heads of the headline table."""
        periods = self.periods(report)
        return {name: fill(text, f"columns.{name}", periods) for name, text in self.words["columns"].items()}

    def parts(self) -> tuple[Part, ...]:
        """The whole report, segment by segment."""
        return Worksheet(self.extract, self.choice.phrases["en"], self.glossary, self.words).parts()

    def short_name(self, fact: Fact) -> str:
        """The name of an indicator for cards, tables and axes; empty where it has none."""
        name = self.glossary.name(fact.indicator_zh) if self.short == "en" else None
        text = (name.en_short if name else "") or self.phrases.indicator(fact) or ""
        return text[:1].upper() + text[1:]

    def period_of(self, fact: Fact) -> str:
        """The period of a result as an addition to its name, where it is not the report's own."""
        if fact.role != "actual" or fact.time_period in ("", self.extract.period):
            return ""
        return str(
            self.words["name_period"].replace("PERIOD", self.phrases.period(fact.time_period).removeprefix("the "))
        )

    def day(self, iso: str) -> str:
        """A day in words; another text as it is."""
        try:
            return str(format_date(date.fromisoformat(iso), _DAY[self.short], locale=self.short))
        except ValueError:
            return iso

    def tick(self, period: str, first: bool) -> str:
        """A period below an axis: months in short, with the year where it begins."""
        found = re.fullmatch(r"(\d{4})-(\d{2})", period)
        if not found:
            return str(self.phrases.period(period).removeprefix("the "))
        year, month = int(found[1]), int(found[2])
        pattern = _TICK[self.short, first or month == 1]
        return str(format_date(date(year, month, 1), pattern, locale=self.short))

    def periods(self, report: Report) -> dict[str, Any]:
        """What the lines of edition.toml may name."""
        return {
            "period": report.period,
            "next_period": report.next_period,
            "region": report.region,
            "name_of": self.phrases.period,
            "tick_of": self.tick,
            "periods": self.choice.trends.periods if self.choice.trends else (),
        }

    # --- parts

    def themes(self) -> tuple[ThemeView, ...]:
        made = (
            self.theme(
                theme, [s for s in self.choice.selection.said if s.theme == theme.id and not s.planned and s.facts]
            )
            for theme in self.edition.themes
        )
        return tuple(view for view in made if view.paragraphs or view.charts)

    def theme(self, theme: Theme, said: list[Said]) -> ThemeView:
        strongest = sorted(said, key=lambda s: (-s.weight, s.segment.start))[: theme.most]
        passages = groupby(sorted(strongest, key=lambda s: s.segment.start), key=lambda s: s.paragraph)
        paragraphs = tuple(
            tuple(sentence for passage in paragraph for sentence in self.cited(passage))
            for paragraph in flowing([list(passage) for _, passage in passages])
        )
        return ThemeView(theme.id, theme.titles[self.short], paragraphs, self.charts_in(theme.id))

    def cited(self, passage: Sequence[Said]) -> list[Sentence]:
        """The sentences of one passage of the report; the last of them carries the source mark of all."""
        sentences = [self.sentence(said) for said in passage]
        whole = mark([one.segment for one in sentences])
        return [*(replace(one, mark=Markup("")) for one in sentences[:-1]), replace(sentences[-1], mark=whole)]

    def sentence(self, said: Said, *, lead: str = "") -> Sentence:
        """A sentence in this language; `lead` is a first word that the heading says already."""
        statement = said.worded[self.short]
        first = statement.inlines[0] if statement.inlines else None
        if lead and isinstance(first, tree.Text) and first.text.startswith(lead):
            statement = replace(
                statement, inlines=(replace(first, text=first.text.removeprefix(lead)), *statement.inlines[1:])
            )
        return sentence(statement, said.weight)

    def points(self) -> tuple[Sentence, ...]:
        """The key points."""
        order = [theme.id for theme in self.edition.themes]
        most = int(self.edition.settings.get("points", MOST_POINTS))
        shown, planned = self.board.on_cards(), bool(self.next_point())
        chosen = key_points(self.choice.selection.clauses, order, places(self.edition), shown, most, planned=planned)
        return tuple(self.sentence(said) for said in chosen)

    def planned(self) -> Plans:
        """Targets of the headline indicators as lines, the other targets by theme."""
        said = [
            s for s in self.choice.selection.said if s.planned and s.facts[0].time_period == self.extract.plan_period
        ]
        lines = [s for s in said if s.segment.zh.lstrip().startswith(("—", "-"))]
        others = [s for s in said if s not in lines]
        most = int(self.edition.settings.get("planned_most", 3))
        themes = (
            self.theme(replace(theme, most=most), [s for s in others if s.theme == theme.id])
            for theme in self.edition.themes
        )
        views = tuple(ThemeView(v.id, v.title, v.paragraphs, ()) for v in themes if v.paragraphs)
        return Plans(
            tuple(self.sentence(s, lead=self.words["planned_lead"]) for s in lines), views, self.charts_in("plans")
        )

    def next_point(self) -> tuple[Sentence, ...]:
        """The first targets of the next period, for the last key point."""
        return self.planned().targets[:_TARGETS]

    def difficulties(self) -> Difficulties | None:
        """The difficulties the report names."""
        segments = difficulties.named(self.extract)
        if not segments:
            return None
        whole = mark([segment.id for segment in segments])
        if self.short == "zh":
            return Difficulties(difficulties.parts(segments), (), "", whole)
        waiting = difficulties.waiting(segments)
        open_parts = len(difficulties.parts(waiting))
        chosen = {segment.id for segment in segments} - {segment.id for segment in waiting}
        said = tuple(self.sentence(s) for s in self.choice.selection.said if s.segment.id in chosen)
        return Difficulties((), said, spelled(open_parts, self.words) if open_parts else "", whole)

    # --- charts, sources, terms

    def charts_in(self, slot: str) -> tuple[str, ...]:
        return tuple(plan.id for plan in self.choice.plans if plan.slot == slot)

    def bindings(self) -> Bindings:
        places = self.choice.places
        report = self.report()
        periods = self.periods(report)
        charts = {
            plan.id: (
                chart(plan, self.phrases, (self.chart_name, self.chart_label), self.words, periods, self.locale),
                _segments(plan, places),
            )
            for plan in (self.choice.plans if self.edition.names & _CHARTED else ())
        }

        def entry(number: int, cited: tuple[str, ...]) -> tree.Source:
            period, section, text = self.choice.cited(cited)
            return tree.Source(number, self.where_earlier(period) if period else self.where(section), text)

        return Bindings(
            charts,
            self.choice.passage,
            entry,
            str(self.words.get("chart_see", "")),
            self.definitions,
            _ORDER[self.short],
        )

    def where_earlier(self, period: str) -> str:
        """Which earlier report a paragraph stands in."""
        return str(self.words["where_report"].replace("PERIOD", self.phrases.period(period)))

    def where(self, section_id: str) -> str:
        """Where a paragraph stands: the title above it in Chinese, numbers in English (p1.s2.h3: part 1, section 2)."""
        if self.short == "zh":
            chain: list[Section] = []
            while section_id in self.sections:
                chain.insert(0, self.sections[section_id])
                section_id = chain[0].parent
            inner = [s.title for s in chain if s.parent]
            return str(inner[-1]) if inner else ""
        found = re.match(r"p(\d+)(?:\.s(\d+))?", section_id)
        if not found:
            return ""
        part, section = found.groups()
        if self.sections.get(f"p{part}") and _CHINESE_NUMBER.match(
            self.sections[f"p{part}"].number
        ):  # 一、综合: sections without parts
            return str(self.words["where_only"].replace("N", part))
        return str(
            self.words["where_part"].replace("N", part)
            + (self.words["where_section"].replace("N", section) if section else "")
        )

    def definitions(self, segment_id: str) -> tuple[tree.Definition, ...]:
        """The explained terms in what is said of a sentence; the gloss is English, so the Chinese edition pairs the terms."""
        said = self.choice.selection.by_segment.get(segment_id)
        names = dict.fromkeys(fact.indicator_zh for fact in said.facts) if said else {}
        entries = [match.entry for zh in names for match in self.glossary.match(zh) if match.entry.gloss]
        return tuple(tree.Definition(e.en, e.zh, e.gloss if self.short == "en" else "") for e in entries)


def _segments(plan: Plan, places: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for fact in plan.facts for s in places.get(fact.id, ())))


def _created(extract: Extract) -> str:
    """The day the report was published, else the end of the year it is about: never the clock."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", extract.published):
        return extract.published
    return f"{extract.period[:4]}-12-31"
