"""The extract stage from end to end: one document in, everything known of it out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from briefing.extract import ledger
from briefing.extract.assemble import assemble
from briefing.extract.carriers import (
    Setting,
    When,
    basis_of,
    month_unsure,
    open_sentence,
    opening_period,
    period_of,
    reviews,
    role_of,
    strength_words,
)
from briefing.extract.drafts import Draft, State
from briefing.extract.facts import is_figure, make, unique
from briefing.extract.levels import level_of
from briefing.extract.linker import link
from briefing.extract.sections import find_sections, own_plan, period_year
from briefing.extract.sentences import joined, segments, split
from briefing.extract.structured import facts_of
from briefing.extract.subject import read_left
from briefing.extract.tables import drafts as table_drafts
from briefing.model.document import Block, Document
from briefing.model.extract import Extract, Fact, Numeral, Region, Role, Section

_HOLIDAY = re.compile(
    r"(?:20\d\d年|今年)?(?P<name>[“\"]?(?:春节|元旦|清明节?|[“\"]?五一[”\"]?|劳动节|端午节?|中秋节?|国庆节?|双节|暑期|寒假|双十一|元宵)[、”\"国庆中秋和]{0,4}(?:假期|期间|小长假|黄金周|假日))"
)
_ABBREVIATED = re.compile(r"([\u4e00-\u9fff]{4,20})[（(]([A-Z][A-Za-z&\d.]{1,7})[）)]")
_REVIEWED = re.compile(r"(?:完成|执行|落实|进展|办理)情况|回顾|总结|成效")
_ABOVE = ("国", "省", "市")
_LEVELS = ((1, r"省$|自治区$"), (2, r"[州盟市]$"), (3, r"[县区旗]$"))
_DAYS = re.compile(r"(?P<first>1[0-2]|[1-9])月\d{1,2}日(?:至|到|-|—|－)(?:(?P<last>1[0-2]|[1-9])月)?\d{1,2}日")
_LATELY = re.compile(r"\s*今年(?:以来|开年|一季度|前|1)")
_COUNTRY = Region("china", "全国", "China", "000000")
_TYPES = (
    ("communique", r"统计公报"),
    ("plan", r"发展计划|计划执行情况|计划草案"),
    ("budget", r"预算|决算"),
    ("work", r"政府工作报告|工作报告"),
)


def extract(document: Document, region: Region, period: str) -> Extract:
    """Extract a report: facts with their places, a segment for each sentence, a fate for each numeral.

    Args:
        document: What `briefing.read` returned.
        region: The region the report is about.
        period: The report's own period (2023, 2024-10, 2024-Q3); bare figures of the review part take it.
    """
    sections = find_sections(document, period)
    reader = _Reader(document, region, period, sections)
    found = facts_of(document, region) if document.form in ("csv", "xlsx") else reader.facts()
    facts = link(unique(found))
    planned = [section.period for section in sections if section.role == "target"]
    plan = next((one for one in planned if "/" not in one), planned[0] if planned else "")
    if not plan:
        plan = next(
            (
                fact.time_period[:4]
                for fact in facts
                if fact.role == "target" and period_year(fact.time_period) > period_year(period)
            ),
            "",
        )
    rows = ledger.build(document, facts, sections, reader.aside)
    return Extract(
        region=region,
        period=period,
        plan_period=plan,
        report_type=report_type(document),
        title=document.title,
        issuer=document.issuer,
        published=document.published,
        source_name=document.name,
        source_sha256=document.sha256,
        text=document.text,
        sections=sections,
        tables=document.tables,
        facts=facts,
        ledger=rows,
        segments=segments(document, sections),
        dropped=document.dropped,
        warnings=_warnings(document, rows),
    )


def report_type(document: Document) -> str:
    """plan, work, budget, communique, table or release, from the title and the first lines."""
    if document.form in ("csv", "xlsx"):
        return "table"
    opening = document.title + document.clean[:400]
    return next((name for name, shape in _TYPES if re.search(shape, document.title)), "") or next(
        (name for name, shape in _TYPES if re.search(shape, opening)), "release"
    )


def places_above(region: str) -> tuple[str, ...]:
    """The words for the average of the places a region lies in: a county's report says 全市平均 of its city."""
    own = next((place for place, shape in _LEVELS if re.search(shape, region)), len(_ABOVE))
    return tuple(word for level in _ABOVE[:own] for word in (f"全{level}平均", f"全{level}为", f"全{level}增"))


def _elsewhere(left: str) -> Region:
    """The place a background figure is about: the one its clause opens with, else the country."""
    found = re.match(r"[（(\s]*(全[省市])", left)
    return Region(f"above-{found.group(1)}", found.group(1), "", "") if found else _COUNTRY


def _holiday(sentence: str, year: int) -> list[When]:
    """The month a holiday lies in by its days (春节假期（2月15日至23日）), none where they lie in two."""
    days = _DAYS.search(sentence, 0, 60) if year and _HOLIDAY.match(sentence) else None
    if days is None or days.group("last") not in (None, days.group("first")):
        return []
    return [When(days.start(), days.end(), f"{year}-{int(days.group('first')):02d}", False, False)]


def abbreviations(text: str) -> dict[str, str]:
    """Short names the report itself defines: CPI of 居民消费价格总指数（CPI）, 数贸会 of …（以下简称“数贸会”）."""
    found: dict[str, str] = {}
    for match in _ABBREVIATED.finditer(text):
        noun = read_left(match.group(1)).noun
        if len(noun) >= 4:
            found.setdefault(match.group(2), f"{noun}{match.group()[len(match.group(1)) :]}")
    return found


def _warnings(document: Document, rows: Sequence[Numeral]) -> tuple[str, ...]:
    """What the editor should look at first: numerals without a fate, tables whose columns could not be told."""
    unread = sum(row.fate == "unread" for row in rows)
    found = [f"{unread} numerals unread"] if unread else []
    found += [
        f"table {number} unread: {table.title}"
        for number, table in enumerate(document.tables, 1)
        if table.recovered == "unread"
    ]
    return tuple(found)


class _Reader:
    """Walks the blocks of a document and turns their drafts into facts."""

    def __init__(self, document: Document, region: Region, period: str, sections: Sequence[Section]) -> None:
        self.document, self.region, self.period = document, region, period
        self.sections = sections
        self.starts = [section.start for section in sections]
        self.number = 0
        self.opened: Setting | None = None
        if len(period) > 4:
            self.period = opening_period(document.title, list(self._opening()), period)
        self.national = region.zh.startswith(("全国", "中国", "中华"))
        self.above = places_above(region.zh)
        self.given = period
        self.plan = own_plan(document.title)
        # a work report is given in the year after the one it reviews: its 今年 is that later year
        late = len(period) == 4 and report_type(document) == "work"
        self.late = late and re.search(r"去年|过去一年|过去的一年", document.clean) is not None
        self.aside: list[tuple[int, int, str]] = []
        self.names = abbreviations(document.clean)
        self.common: dict[str, str] = {"region": region.zh, "last year": str(period_year(period) - 1)}
        self.common |= {"census": "yes"} if "普查" in document.title else {}

    def facts(self) -> list[Fact]:
        """All facts in block order."""
        result: list[Fact] = []
        for block in self.document.blocks:
            if block.kind in ("paragraph", "item"):
                result += self._paragraph(block)
            elif block.kind == "table" and 0 <= block.table < len(self.document.tables):
                result += self._table(block)
            elif block.kind == "heading":
                self.opened = None
        return result

    def _opening(self) -> Iterator[str]:
        """The first sentences of the first paragraphs."""
        for block in [block for block in self.document.blocks if block.kind in ("paragraph", "item")][:6]:
            text = self.document.clean[block.start : block.end]
            yield from (text[start:end] for start, end in islice(split(text), 1))

    def _section(self, at: int) -> Section | None:
        place = bisect_right(self.starts, at) - 1
        return self.sections[place] if place >= 0 else None

    def _titles(self, at: int) -> list[str]:
        """The headings above a place, the nearest first."""
        section, titles = self._section(at), []
        while section is not None:
            titles.append(section.title)
            section = next((one for one in self.sections if one.id == section.parent), None) if section.parent else None
        return titles

    def _setting(self, at: int) -> Setting:
        section = self._section(at)
        # a list of plans that opens with what was done the year before
        plan = "" if self.plan and any(map(_REVIEWED.search, self._titles(at))) else self.plan
        role: Role = "target" if plan else section.role if section else "actual"
        period = plan or (self._bare(section) if section else self.period)
        return Setting(role, period, national=self.national, above=self.above)

    def _bare(self, section: Section) -> str:
        """The period bare figures of a section take: a heading that names none leaves it to the release."""
        return self.period if section.period == self.given else section.period or self.period

    def _paragraph(self, block: Block) -> list[Fact]:
        text = self.document.clean[block.start : block.end]
        setting = self._setting(block.start)
        if self.opened and setting.role != "target":
            setting = self.opened
        if self.late and setting.role == "actual" and _LATELY.match(text):
            setting.period = str(period_year(self.period) + 1)
        state = State(names=self.names, common=self.common, level=level_of(self._titles(block.start)))
        result: list[Fact] = []
        for start, end in split(text):
            at = block.start + start
            sentence, places = joined(text[start:end], self.document.text[at : block.start + end])
            inner = self._setting(at)
            if setting.opened and reviews(sentence):
                setting, self.opened = inner, None
            elif inner.role != setting.role and not setting.opened:
                setting = inner
            found = open_sentence(sentence, setting, period_year(setting.period))
            if setting.opened:
                self.opened = setting
            found = [*found, *_holiday(sentence, period_year(setting.period))]
            drafts = self._occasion(sentence, assemble(sentence, state))
            self.aside += [
                (at + places[first], at + places[last - 1] + 1, kind)
                for first, last, kind in state.aside
                if first < last
            ]
            self.number += 1
            sane = (draft for draft in drafts if is_figure(draft))
            facts = [self._fact(draft, sentence, (at, places), found, setting) for draft in sane]
            # 高于全省平均水平 without a figure is a target in a plan, in a review it gives nothing to print
            result += [fact for fact in facts if fact.rule != "pegged" or fact.role == "target"]
        return result

    @staticmethod
    def _occasion(sentence: str, drafts: list[Draft]) -> list[Draft]:
        """Figures of a holiday carry its name: they are no figures of the month or the year."""
        found = _HOLIDAY.match(sentence)
        if not found:
            return drafts
        return [replace(draft, indicator=found.group("name") + draft.indicator) for draft in drafts]

    def _fact(
        self, draft: Draft, sentence: str, place: tuple[int, tuple[int, ...]], found: list[When], setting: Setting
    ) -> Fact:
        """A draft of a sentence as a fact; `place` is where the sentence starts, and where each of its characters is."""
        at, places = place
        period, stock = period_of(draft, sentence, found, setting)
        if draft.earlier and period and not any(when.end <= draft.mention.start for when in found if not when.span):
            draft = replace(draft, flags=[*draft.flags, "period inferred"])
        draft = replace(draft, confidence="low") if month_unsure(sentence, found, setting) else draft
        section = self._section(at)
        role = role_of(draft, sentence, setting, period)
        return make(
            self.document,
            _elsewhere(draft.left) if role == "background" else self.region,
            replace(draft, mention=draft.mention.moved(places)),
            at=at,
            sentence=(at, at + places[-1] + 1),
            section=section.id if section else "",
            period=period,
            role=role,
            basis=basis_of(draft, sentence, period, stock=stock),
            strength=strength_words(draft, sentence),
            number=self.number,
        )

    def _table(self, block: Block) -> list[Fact]:
        table = self.document.tables[block.table]
        setting = self._setting(block.start)
        section = self._section(block.start)
        result = []
        for item in table_drafts(
            table,
            self.document.clean,
            period_year(setting.period),
            planned=setting.role == "target",
            region=self.region.zh,
        ):
            cell = item.cell
            result.append(
                make(
                    self.document,
                    self.region,
                    item.draft,
                    at=item.at,
                    sentence=(cell.start, cell.end),
                    section=section.id if section else "",
                    period=item.period or setting.period,
                    role=item.role or ("target" if setting.role == "target" else "actual"),
                    basis="cumulative" if "/" in item.period else "flow",
                    strength=";".join(item.draft.strength),
                    number=self.number,
                    cell=f"t{block.table + 1}.r{cell.row + 1}.c{cell.column + 1}",
                )
            )
        return result
