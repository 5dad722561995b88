"""What `extract` returns: sections, facts, ledger, segments; the columns of the CSV files are the fields here."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from briefing.model.document import Dropped, Table

Measure = Literal["level", "count", "growth", "share", "ratio", "rank"]
Bound = Literal["eq", "ge", "gt", "le", "lt", "approx"]
Role = Literal["actual", "target", "background", "threshold"]
State = Literal["approved", "memory", "statement", "machine", "untranslated"]
Fate = Literal["fact", "name", "date", "idiom", "section", "boilerplate", "unread"]


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the configuration; `code` is the administrative division code (330108)."""

    id: str
    zh: str
    en: str
    code: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the report and what it says; columns of facts.csv in this order (design section 3.1)."""

    id: str
    ref_area: str
    ref_area_code: str
    indicator_id: str
    indicator_zh: str
    measure: Measure
    value: Decimal | None  # as written, signed; None for a target without a figure
    unit_zh: str
    unit_mult: int  # power of ten
    unit_code: str
    value_base: Decimal | None  # value multiplied out
    bound: Bound
    role: Role
    strength: str
    time_period: str  # 2023, 2024-10, 2024-01/2024-10, 2024-Q3, 2024-H1
    time_basis: str  # flow, stock, cumulative
    comparison: str  # yoy, mom, previous_period, year_start, constant_prices or the text
    rank_scope: str
    rank_of: str
    rank_band: str  # place, group or empty
    group: str
    group_pos: int  # 1-based within the group, 0 outside
    links: tuple[str, ...]
    section_id: str
    table_cell: str  # t1.r2.c3 (1-based) or empty
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    exact: str
    prefix: str
    suffix: str
    rule: str
    confidence: Literal["high", "medium", "low"]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part, section or run-in head; `id` is p1, p1.s2, p1.s2.h3; `role` and `period` are what bare figures inherit."""

    id: str
    parent: str
    level: int
    number: str
    title: str
    start: int
    end: int
    role: Role = "actual"
    period: str = ""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A row of ledger.csv: a numeral of the source, Arabic or Chinese, and what became of it."""

    start: int
    end: int
    exact: str
    fate: Fate
    fact: str = ""  # fact ids joined by ;
    note: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence of the report, or a heading or table row; `en` and `state` are filled by translate."""

    id: str
    section_id: str
    start: int
    end: int
    zh: str
    kind: Literal["sentence", "heading", "title", "cell"] = "sentence"
    en: str = ""
    state: State = "untranslated"
    origin: str = ""
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """Everything known of one report: a unit of work is one region and one period."""

    region: Region
    period: str
    plan_period: str  # the year the targets are for, empty where the report has no plan part
    report_type: str  # plan, work, communique, release, table
    title: str
    issuer: str
    published: str
    source_name: str
    source_sha256: str
    text: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    facts: tuple[Fact, ...]
    ledger: tuple[Numeral, ...]
    segments: tuple[Segment, ...]
    dropped: tuple[Dropped, ...]
    warnings: tuple[str, ...] = field(default=())
